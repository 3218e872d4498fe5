/* What plans rest on: known by id and object, and by the sentences that files of format 1 have. The
 * sentences below stand in files on people's disks: they are never changed. */
#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/plan/plan.h"
#include "core/plan/plan_json.h"
#include "tests/support/test.h"

#include <string.h>

static const struct of_format_1 {
    enum plan_fact_id id;
    const char *object, *part, *sentence;
} all[] = {
    {PLAN_FACT_TOPIC, "orders", NULL, "topic orders"},
    {PLAN_FACT_TOPIC_ID, "orders", NULL, "the id of topic orders"},
    {PLAN_FACT_TOPIC_SIZE, "orders", NULL, "the partitions and replicas of orders"},
    {PLAN_FACT_PARTITIONS, "orders", NULL, "the number of partitions of orders"},
    {PLAN_FACT_RECORDS, "orders", NULL, "the records of orders"},
    {PLAN_FACT_LEADER, "orders-3", NULL, "the leader of orders-3"},
    {PLAN_FACT_OWN_SETTINGS, "orders", NULL, "the own settings of orders"},
    {PLAN_FACT_SETTING, "orders", "retention.ms", "retention.ms of orders"},
    {PLAN_FACT_COPIED_SETTING, "orders", "retention.ms", "retention.ms of orders, to be copied"},
    {PLAN_FACT_GROUP_STATE, "billing", NULL, "the state of group billing"},
    {PLAN_FACT_GROUP_MEMBERS, "billing", NULL, "the members of group billing"},
    {PLAN_FACT_TOPIC_READER, "billing", "orders", "who in group billing reads orders"},
    {PLAN_FACT_COMMIT, "billing", "orders-3", "the commit of billing on orders-3"},
    {PLAN_FACT_ACL, "allow Read topic literal orders User:bob *", NULL,
     "ACL 'allow Read topic literal orders User:bob *'"},
    {PLAN_FACT_CREDENTIAL, "bob", "SCRAM-SHA-512", "SCRAM-SHA-512 of user bob"},
    {PLAN_FACT_JOURNAL_RESULT, "20261130-203356-cf8df4", NULL,
     "the journal's result of 20261130-203356-cf8df4"},
    {PLAN_FACT_STEP, "orders", "set retention.ms", "orders (set retention.ms)"},
    {PLAN_FACT_GROUP_STATE, "a\x1b[2J", NULL, "the state of group a\\e[2J"},
};

static const size_t COUNT = sizeof all / sizeof *all;

static struct plan_fact fact(size_t i)
{
    return (struct plan_fact){.id = all[i].id, .object = all[i].object, .part = all[i].part};
}

static void test_sentences_of_format_1(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        struct plan_fact old = {.id = PLAN_FACT_SENTENCE, .object = all[i].sentence};

        for (size_t k = 0; k < COUNT; k++) {
            struct plan_fact now = fact(k);

            if (plan_fact_same(&old, &now) != (i == k) || plan_fact_same(&now, &old) != (i == k))
                fail_msg("%s against %s", all[i].sentence, all[k].sentence);
        }
    }
}

/* Every id there is, so that none is forgotten above: only what had another sentence in format 1. */
static void test_every_id_has_its_sentence(void **state)
{
    (void)state;
    for (int id = 0; id < PLAN_FACT_IDS; id++) {
        bool found = id == PLAN_FACT_ACCESS || id == PLAN_FACT_SENTENCE;

        for (size_t i = 0; i < COUNT; i++)
            found = found || all[i].id == (enum plan_fact_id)id;
        if (!found)
            fail_msg("the fact with id %d has no sentence here", id);
    }
}

static void test_access_has_the_sentence_it_is_given(void **state)
{
    struct plan_fact old = {.id = PLAN_FACT_SENTENCE, .object = "User:bob loses Read on topic t"};
    struct plan_fact now = {
        .id = PLAN_FACT_ACCESS, .object = "User:bob", .part = "loses Read on literal topic t"};

    (void)state;
    assert_false(plan_fact_same(&old, &now));
    now.sentence = "User:bob loses Read on topic t";
    assert_true(plan_fact_same(&old, &now));
}

static void test_json(void **state)
{
    struct arena a;
    struct err err = {0};
    struct plan_fact back;
    json_t *o;

    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < COUNT; i++) {
        struct plan_fact f = fact(i);

        f.value = i % 2 ? "a value" : NULL;
        o = plan_fact_to_json(&f);
        assert_null(json_object_get(o, "what"));
        assert_true(plan_fact_from_json(&a, o, &back, &err));
        json_decref(o);
        assert_int_equal(back.id, f.id);
        assert_true(plan_fact_same(&back, &f));
        if (f.value)
            assert_string_equal(back.value, f.value);
        else
            assert_null(back.value);
    }
    o = json_pack("{s:s, s:s, s:s}", "id", "phase-of-moon", "object", "x", "value", "full");
    assert_false(plan_fact_from_json(&a, o, &back, &err));
    assert_int_equal(err.kind, ERR_UNSUPPORTED);
    assert_non_null(strstr(err.msg, "phase-of-moon"));
    json_decref(o);
    o = json_pack("{s:s, s:s, s:s}", "id", "access", "object", "everybody else", "value", "yes");
    assert_true(plan_fact_from_json(&a, o, &back, &err)); /* as saved by earlier versions */
    assert_string_equal(back.object, "everyone else");
    json_decref(o);
    o = json_pack("{s:s}", "id", "topic-id");
    assert_false(plan_fact_from_json(&a, o, &back, &err));
    json_decref(o);
    arena_release(&a);
}

static json_t *load(const char *name)
{
    char path[200];
    struct buf b;
    struct err err = {0};
    json_t *o;

    snprintf(path, sizeof path, "tests/fixtures/format-1/%s.json", name);
    buf_init(&b, 0);
    if (!file_read(path, 1 << 20, &b, &err))
        fail_msg("%s", err.msg);
    o = json_loadb(buf_str(&b), b.len, 0, NULL);
    assert_non_null(o);
    buf_release(&b);
    return o;
}

/* Plans that klamm saved before facts had ids, and what each rests on. */
static void test_saved_plans_of_format_1(void **state)
{
    static const struct {
        const char *name;
        enum plan_fact_id id;
        const char *object, *part, *value;
    } files[] = {
        {"acl-create", PLAN_FACT_ACL, "allow Write topic literal old-orders User:old-eve *", NULL,
         NULL},
        {"config-alter", PLAN_FACT_SETTING, "old-orders", "retention.ms", "86400000 (its own)"},
        {"config-copy", PLAN_FACT_COPIED_SETTING, "old-orders", "retention.ms", "86400000"},
        {"offsets-delete", PLAN_FACT_COMMIT, "old-billing", "old-orders-1", "0"},
        {"partitions-add", PLAN_FACT_PARTITIONS, "old-invoices", NULL, "1"},
        {"topic-create", PLAN_FACT_TOPIC, "old-new", NULL, NULL},
        {"topic-create-like", PLAN_FACT_TOPIC_SIZE, "old-orders", NULL, "2 × 1"},
        {"topic-delete", PLAN_FACT_TOPIC_ID, "old-orders", NULL, "WBRK54WtQOqtPKxpEEgVHQ"},
        {"topic-purge", PLAN_FACT_SETTING, "old-orders", "cleanup.policy", "delete"},
        {"undo", PLAN_FACT_STEP, "old-orders", "set retention.ms", "86400000"},
        {"user-delete", PLAN_FACT_CREDENTIAL, "alice", "SCRAM-SHA-256", "4096 iterations"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct plan_fact like = {
            .id = files[i].id, .object = files[i].object, .part = files[i].part};
        json_t *o = load(files[i].name);
        struct err err = {0};
        struct plan *p = plan_from_json(json_object_get(o, "plan"), &err);
        const struct plan_fact *f;

        if (!p)
            fail_msg("%s: %s", files[i].name, err.msg);
        f = plan_fact_find(p, &like);
        if (!f)
            fail_msg("%s rests on no such fact", files[i].name);
        if (files[i].value)
            assert_string_equal(f->value, files[i].value);
        else
            assert_null(f->value);
        plan_free(p);
        json_decref(o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences_of_format_1),
        cmocka_unit_test(test_every_id_has_its_sentence),
        cmocka_unit_test(test_access_has_the_sentence_it_is_given),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_saved_plans_of_format_1),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
