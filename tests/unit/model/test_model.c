/* The model: answers replace, failures stay next to what was known, what was deleted is forgotten,
 * and since when something is so. */
#include "core/model/model_fact.h"
#include "core/model/topic_trouble.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static int setup(void **state)
{
    static struct model m;
    model_init(&m, "test");
    *state = &m;
    return 0;
}

static int teardown(void **state)
{
    model_release(*state);
    return 0;
}

static void take_cluster(struct model *m, bool lost)
{
    struct metadata *md = made_metadata(2);
    made_topic(md, "orders");
    made_partition(md, lost ? 1 : 2, "2,1", lost ? "1" : "2,1");
    if (lost)
        made_lose(md, 2);
    metadata_seal(md);
    model_take_metadata(m, md);
}

static void test_nothing_is_known_at_first(void **state)
{
    struct model *m = *state;
    assert_false(fact_known(model_fact(m, FACT_METADATA, NULL)));
    assert_null(model_fact(m, FACT_GROUP, "billing"));
    assert_null(model_group(m, "billing"));
    assert_null(model_offsets(m, "orders"));
}

static void test_a_failure_keeps_what_was_known(void **state)
{
    struct model *m = *state;
    struct err e;
    err_set(&e, ERR_DENIED, "not authorised");
    model_take_group(m, made_group("billing", GROUP_STABLE));
    uint64_t before = m->generation[FACT_GROUP];
    model_failed(m, FACT_GROUP, "billing", &e);
    assert_int_equal(model_group(m, "billing")->state, GROUP_STABLE);
    const struct fact *f = model_fact(m, FACT_GROUP, "billing");
    assert_int_equal(f->failed, ERR_DENIED);
    assert_string_equal(f->why, "not authorised");
    assert_true(fact_known(f));
    assert_int_equal(m->generation[FACT_GROUP], before + 1);
    assert_non_null(strstr(log_last(&m->log)->text, "not authorised"));
    uint64_t logged = log_last(&m->log)->seq;
    model_failed(m, FACT_GROUP, "reports", &e); /* the same again: no second line */
    assert_int_equal(log_last(&m->log)->seq, logged);
    model_take_group(m, made_group("billing", GROUP_EMPTY));
    assert_int_equal(model_fact(m, FACT_GROUP, "billing")->failed, ERR_NONE);
    assert_int_equal(model_group(m, "billing")->state, GROUP_EMPTY);
}

static void test_a_failure_of_the_never_seen_is_no_value(void **state)
{
    struct model *m = *state;
    struct err e;
    err_set(&e, ERR_TIMEOUT, "no answer");
    const char *name = "orders";
    for (int k = 0; k < FACT_KINDS; k++) {
        model_failed(m, (enum fact_kind)k, name, &e);
        const struct fact *f = model_fact(m, (enum fact_kind)k, name);
        assert_non_null(f);
        assert_false(fact_known(f));
        assert_int_equal(f->failed, ERR_TIMEOUT);
    }
    assert_null(model_group(m, name));
    assert_null(model_group_offsets(m, name));
    assert_null(model_topic_config(m, name));
    assert_null(model_group_config(m, name));
    assert_null(model_topic_id(m, name));
}

static void test_an_object_that_failed_inside_an_answer(void **state)
{
    struct model *m = *state;
    struct err e;
    err_set(&e, ERR_DENIED, "denied");
    model_take_config(m, made_config(CONFIG_TOPIC, "orders"));
    struct config_set *failed = made_config(CONFIG_TOPIC, "orders");
    fact_failed(&failed->fact, &e);
    model_take_config(m, failed);
    assert_non_null(model_topic_config(m, "orders"));
    assert_int_equal(model_fact(m, FACT_TOPIC_CONFIG, "orders")->failed, ERR_DENIED);
}

static void test_a_broker_that_goes_and_returns(void **state)
{
    struct model *m = *state;
    take_cluster(m, false);
    assert_int_equal(model_broker_seen(m, 2)->since_wall_ms, 0);
    assert_true(model_broker_seen(m, 2)->alive);
    take_cluster(m, true);
    const struct broker_seen *s = model_broker_seen(m, 2);
    assert_false(s->alive);
    assert_true(s->since_wall_ms > 0);
    assert_string_equal(s->host, "b2"); /* what it was called is still known */
    assert_non_null(strstr(log_last(&m->log)->text, "broker 2 is lost"));
    take_cluster(m, false);
    assert_true(model_broker_seen(m, 2)->alive);
    assert_non_null(strstr(log_last(&m->log)->text, "broker 2 is back"));
}

static void test_trouble_has_a_beginning_and_an_end(void **state)
{
    struct model *m = *state;
    take_cluster(m, false);
    assert_null(model_trouble(m, "orders"));
    take_cluster(m, true);
    int64_t since = model_trouble(m, "orders")->under_replicated;
    assert_true(since > TROUBLE_FROM_START);
    take_cluster(m, true);
    assert_int_equal(model_trouble(m, "orders")->under_replicated, since);
    take_cluster(m, false);
    assert_null(model_trouble(m, "orders"));
}

static void test_trouble_met_at_the_first_look(void **state)
{
    struct model *m = *state;
    take_cluster(m, true);
    assert_int_equal(model_trouble(m, "orders")->under_replicated, TROUBLE_FROM_START);
    assert_int_equal(model_trouble(m, "orders")->offline, 0);
    assert_int_equal(model_broker_seen(m, 2)->since_wall_ms, 0);
}

static void test_deleted_topics_and_groups_are_forgotten(void **state)
{
    struct model *m = *state;
    take_cluster(m, false);
    made_ends(m, "orders", 0, 0, 10);
    made_ends(m, "gone", 0, 0, 10);
    take_cluster(m, false);
    assert_non_null(model_offsets(m, "orders"));
    assert_null(model_offsets(m, "gone"));

    model_take_group(m, made_group("stays", GROUP_STABLE));
    model_take_group(m, made_group("gone", GROUP_STABLE));
    model_take_group(m, made_group("never-was", GROUP_DEAD));
    struct group_listing *l = made_listing();
    made_listed(l, "stays", GROUP_STABLE);
    model_take_group_list(m, l);
    assert_non_null(model_group(m, "stays"));
    assert_null(model_group(m, "gone"));
    assert_non_null(model_group(m, "never-was")); /* the answer to the one that asked for it */
}

static void test_a_list_with_holes_forgets_nothing(void **state)
{
    struct model *m = *state;
    model_take_group(m, made_group("on-the-stuck-broker", GROUP_STABLE));
    struct group_listing *l = made_listing();
    l->nerrors = 1;
    model_take_group_list(m, l);
    assert_non_null(model_group(m, "on-the-stuck-broker"));
}

static void take_listed(struct model *m, const char *id)
{
    struct group_listing *l = made_listing();
    made_listed(l, "always", GROUP_STABLE);
    if (id)
        made_listed(l, id, GROUP_EMPTY);
    model_take_group_list(m, l);
}

/* While a coordinator moves, no broker lists its groups: they stay until they are known to be
 * deleted. */
static void test_a_group_that_is_not_listed_may_be_there(void **state)
{
    struct model *m = *state;
    struct err err = {.kind = ERR_TIMEOUT};
    take_listed(m, "nightly");
    model_take_group(m, made_group("nightly", GROUP_EMPTY));
    take_listed(m, NULL);
    take_listed(m, NULL);
    assert_int_equal(m->group_list->ngroups, 2);
    assert_int_equal(m->group_list->nmissing, 1);
    assert_true(group_listing_find(m->group_list, "nightly")->missing);
    assert_non_null(model_group(m, "nightly"));
    model_failed(m, FACT_GROUP, "nightly", &err);
    assert_int_equal(m->group_list->ngroups, 2);
    take_listed(m, "nightly");
    assert_int_equal(m->group_list->nmissing, 0);
    assert_false(group_listing_find(m->group_list, "nightly")->missing);

    take_listed(m, NULL);
    model_take_group(m, made_group("nightly", GROUP_DEAD));
    assert_null(group_listing_find(m->group_list, "nightly"));
    assert_int_equal(m->group_list->nmissing, 0);
    take_listed(m, NULL);
    assert_int_equal(m->group_list->ngroups, 1);
    take_listed(m, "shared");
    take_listed(m, NULL);
    assert_int_equal(m->group_list->ngroups, 2);
    model_take_group(m, made_group("shared", GROUP_FOREIGN)); /* a share group took its name */
    assert_int_equal(m->group_list->ngroups, 1);
    take_listed(m, "secret");
    take_listed(m, NULL);
    err.kind = ERR_DENIED;
    model_failed(m, FACT_GROUP, "secret", &err);
    assert_int_equal(m->group_list->ngroups, 1);
}

static void test_a_recreated_topic_loses_its_history(void **state)
{
    struct model *m = *state;
    made_ends(m, "orders", 0, 0, 500);
    model_take_topic_id(m, "orders", "AAA");
    assert_non_null(model_offsets(m, "orders"));
    model_take_topic_id(m, "orders", "AAA");
    assert_non_null(model_offsets(m, "orders"));
    model_take_topic_id(m, "orders", "BBB");
    assert_null(model_offsets(m, "orders"));
    assert_string_equal(model_topic_id(m, "orders"), "BBB");
}

/* A commit that stays the same keeps the time it was first seen, one that moved gets a new one. */
static void test_since_when_a_commit_is_known(void **state)
{
    struct model *m = *state;
    struct group_offsets *o = made_offsets("billing");
    made_commit(o, "orders", 0, 10);
    made_commit(o, "orders", 1, 20);
    model_take_group_offsets(m, o);
    const struct group_offsets *first = model_group_offsets(m, "billing");
    assert_int_equal(first->o[0].seen_ms, first->fact.at_ms);
    ((struct group_offsets *)(uintptr_t)first)->o[0].seen_ms = 5;
    ((struct group_offsets *)(uintptr_t)first)->o[1].seen_ms = 5;
    o = made_offsets("billing");
    made_commit(o, "orders", 0, 10);
    made_commit(o, "orders", 1, 21);
    made_commit(o, "orders", 2, 1);
    model_take_group_offsets(m, o);
    const struct group_offsets *now = model_group_offsets(m, "billing");
    assert_int_equal(now->o[0].seen_ms, 5);
    assert_int_equal(now->o[1].seen_ms, now->fact.at_ms);
    assert_int_equal(now->o[2].seen_ms, now->fact.at_ms);
}

static void test_offsets_of_an_answer(void **state)
{
    (void)state;
    struct topic_offsets *t = topic_offsets_new();
    struct partition_offsets *p = topic_offsets_at(t, 2);
    assert_int_equal(t->n, 3);
    assert_int_equal(topic_offsets_get(t, 0)->end, OFFSET_UNKNOWN);
    partition_offsets_end(p, 150, 3000);
    partition_offsets_failed(p, "no leader");
    assert_string_equal(p->why, "no leader");
    assert_int_equal(p->end, 150);
    partition_offsets_end(p, 10, 5000);
    assert_null(p->why);
    assert_null(topic_offsets_at(t, -1));
    assert_null(topic_offsets_get(t, 3));
    topic_offsets_free(t);
}

static void test_the_log_is_bounded_and_safe(void **state)
{
    (void)state;
    struct log l;
    log_init(&l, 3);
    assert_null(log_last(&l));
    for (int i = 1; i <= 5; i++)
        log_add(&l, SEV_INFO, NULL, "line %d", i);
    assert_int_equal(l.len, 3);
    assert_string_equal(log_at(&l, 0)->text, "line 3");
    assert_string_equal(log_last(&l)->text, "line 5");
    assert_int_equal(log_last(&l)->seq, 5);
    assert_string_equal(log_last(&l)->source, "klamm");
    log_add(&l, SEV_BAD, "prod", "group %s", "\033]0;pwn\a");
    assert_null(strchr(log_last(&l)->text, '\033'));
    assert_null(log_at(&l, 3));
    log_release(&l);
}

static struct metadata *one_broker(void)
{
    struct metadata *md = metadata_new();
    md->nbrokers = 1;
    md->brokers = arena_array(&md->arena, 1, sizeof *md->brokers);
    md->brokers[0] = (struct broker){.id = 7, .host = "b7", .port = 9092, .alive = true};
    metadata_seal(md);
    return md;
}

/* Metadata reports no racks, DescribeCluster does, and either answer may come first or again. */
static void test_racks_come_in_any_order(void **state)
{
    struct model *m = *state;
    struct cluster_desc *d = cluster_desc_new();
    d->nbrokers = 1;
    d->brokers = arena_array(&d->arena, 1, sizeof *d->brokers);
    d->brokers[0] = (struct broker){.id = 7, .rack = "eu-1", .alive = true};
    model_take_cluster(m, d);
    model_take_metadata(m, one_broker());
    assert_string_equal(model_broker_seen(m, 7)->rack, "eu-1");
    model_take_metadata(m, one_broker());
    assert_string_equal(model_broker_seen(m, 7)->rack, "eu-1");
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_nothing_is_known_at_first),
        WITH_MODEL(test_racks_come_in_any_order),
        WITH_MODEL(test_a_failure_keeps_what_was_known),
        WITH_MODEL(test_a_failure_of_the_never_seen_is_no_value),
        WITH_MODEL(test_an_object_that_failed_inside_an_answer),
        WITH_MODEL(test_a_broker_that_goes_and_returns),
        WITH_MODEL(test_trouble_has_a_beginning_and_an_end),
        WITH_MODEL(test_trouble_met_at_the_first_look),
        WITH_MODEL(test_deleted_topics_and_groups_are_forgotten),
        WITH_MODEL(test_a_group_that_is_not_listed_may_be_there),
        WITH_MODEL(test_a_list_with_holes_forgets_nothing),
        WITH_MODEL(test_a_recreated_topic_loses_its_history),
        WITH_MODEL(test_since_when_a_commit_is_known),
        cmocka_unit_test(test_offsets_of_an_answer),
        cmocka_unit_test(test_the_log_is_bounded_and_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
