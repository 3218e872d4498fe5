/* Plans: building, comparing facts, JSON both ways, reversing. */
#include "core/action/guard.h"
#include "core/action/plan_watch.h"
#include "core/action/register.h"
#include "core/base/text.h"
#include "core/kafka/configs.h"
#include "core/plan/config_pairs.h"
#include "core/plan/plan_json.h"
#include "core/plan/plan_table.h"
#include "core/plan/step.h"
#include "core/plan/step/step_config.h"
#include "core/plan/step/step_create_topic.h"
#include "core/plan/step/step_offset.h"
#include "tests/support/reverse.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void add_offset(struct plan *p, int32_t partition, int64_t from, int64_t to)
{
    struct offset_step o = {.group = "bill\x1b[2J\xff",
                            .topic = "orders",
                            .partition = partition,
                            .from = from,
                            .to = to};

    plan_add_offset(p, &o);
}

static struct plan *mixed_plan(void)
{
    struct plan *p = plan_new("offsets-reset");
    struct config_pair pairs[] = {{"retention.ms", "1000"}, {"cleanup.policy", "compact,delete"}};
    int32_t one[] = {3, 1}, two[] = {1, 2};
    int32_t *assignment[] = {one, two};
    int nassigned[] = {2, 2};
    struct create_topic t = {.name = "new.topic",
                             .partitions = -1,
                             .replication = -1,
                             .config = pairs,
                             .nconfig = 2,
                             .assignment = assignment,
                             .nassigned = nassigned,
                             .nassignments = 2};
    struct config_step set = {.type = CONFIG_TOPIC,
                              .name = "orders",
                              .key = "retention.ms",
                              .op = CONFIG_SET,
                              .value = "5",
                              .was_set = true,
                              .was = "7"};
    struct config_step take = {.type = CONFIG_BROKER,
                               .name = "2",
                               .key = "log.cleaner.threads",
                               .op = CONFIG_DELETE,
                               .was_set = true,
                               .was = "2"};

    p->args = args_copy(NULL);
    action_params_of(action_find(p->verb), p);
    args_add(p->args, "group", "bill\x1b[2J\xff");
    args_add(p->args, "topic", "a");
    args_add(p->args, "topic", "b");
    p->title = "a title";
    p->confirm = "name";
    p->command = "kafka-x --y";
    p->danger = DANGER_HIGH;
    plan_warn(p, "warned of %d", 3);
    plan_sum(p, "summed");
    plan_fact(p, PLAN_FACT_GROUP_STATE, "g", NULL, "empty");
    plan_fact(p, PLAN_FACT_TOPIC, "new.topic", NULL, NULL);
    plan_fact(p, PLAN_FACT_COMMIT, "bill\x1b[2J\xff", "orders-0", "7");
    plan_add_create_topic(p, &t);
    plan_add_config(p, &set);
    plan_add_config(p, &take);
    add_offset(p, 0, 10, 20);
    add_offset(p, 1, OFFSET_UNKNOWN, 0);
    return p;
}

static void test_json_round_trip(void **state)
{
    struct plan *p = mixed_plan(), *q;
    json_t *once = plan_to_json(p), *twice;
    struct err err = {0};

    (void)state;
    q = plan_from_json(once, &err);
    if (!q)
        fail_msg("%s", err.msg);
    action_params_of(action_find("offsets-reset"), q);
    twice = plan_to_json(q);
    assert_true(json_equal(once, twice));
    assert_string_equal(args_get(q->args, "group"), "bill\x1b[2J\xff");
    assert_string_equal(args_nth(q->args, "topic", 1), "b");
    assert_string_equal(((struct offset_step *)q->steps[3].payload)->group, "bill\x1b[2J\xff");
    assert_int_equal(((struct offset_step *)q->steps[4].payload)->from, OFFSET_UNKNOWN);
    assert_int_equal(((struct create_topic *)q->steps[0].payload)->assignment[0][0], 3);
    assert_true(plan_same_facts(p, q, &err));
    json_decref(once);
    json_decref(twice);
    plan_free(p);
    plan_free(q);
}

static void test_nothing_shown_drives_the_terminal(void **state)
{
    struct plan *p = mixed_plan();

    (void)state;
    for (size_t i = 0; i < p->nsteps; i++) {
        const struct plan_step *s = &p->steps[i];

        assert_true(text_is_plain(s->object, strlen(s->object)));
        assert_true(text_is_plain(s->what, strlen(s->what)));
    }
    plan_warn(p, "%s", "a\x1b]0;pwn\x07");
    assert_true(text_is_plain(p->warnings[1], strlen(p->warnings[1])));
    plan_free(p);
}

static void test_results_round_trip(void **state)
{
    struct plan *p = mixed_plan(), *q;
    json_t *o = plan_to_json(p), *results;
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = (enum step_state)(STEP_DONE + i % 4);
    p->steps[1].result = "the broker's words";
    p->steps[1].now = "9";
    results = plan_results_to_json(p);
    q = plan_from_json(o, &err);
    assert_true(plan_results_from_json(q, results, &err));
    assert_string_equal(q->steps[1].result, "the broker's words");
    assert_string_equal(q->steps[1].now, "9");
    for (size_t i = 0; i < p->nsteps; i++)
        assert_int_equal(q->steps[i].state, p->steps[i].state);
    json_array_remove(results, 0);
    assert_false(plan_results_from_json(q, results, &err));
    json_decref(o);
    json_decref(results);
    plan_free(p);
    plan_free(q);
}

static void test_foreign_json_is_refused(void **state)
{
    static const char *const bad[] = {
        "{}",
        "[]",
        "{\"verb\":\"x\",\"danger\":\"low\"}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{}]}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"create-topic\","
        "\"object\":\"t\",\"data\":{\"name\":\"t\",\"partitions\":1,\"replication\":1,"
        "\"config\":{\"a\":null}}}]}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"create-topic\","
        "\"object\":\"t\",\"data\":{\"name\":\"t\",\"partitions\":99999999999,"
        "\"replication\":1}}]}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"format-disk\","
        "\"object\":\"o\"}]}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"commit-offset\","
        "\"object\":\"o\",\"data\":{\"group\":\"g\",\"topic\":\"t\",\"partition\":0,\"to\":-1}}]}",
        "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"config\","
        "\"object\":\"o\",\"data\":{\"type\":\"topic\",\"name\":\"t\",\"key\":\"k\",\"op\":\"set\"}"
        "}]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *o = json_loads(bad[i], 0, NULL);
        struct err err = {0};

        assert_null(plan_from_json(o, &err));
        assert_true(err.msg[0]);
        json_decref(o);
    }
}

static void test_secrets_are_not_written(void **state)
{
    struct plan *p = mixed_plan();
    json_t *o;
    char *text;

    (void)state;
    p->steps[1].secret = true;
    p->steps[1].before = "old-secret";
    p->steps[1].after = "new-secret";
    ((struct config_step *)p->steps[1].payload)->value = "new-secret";
    ((struct config_step *)p->steps[1].payload)->was = "old-secret";
    o = plan_to_json(p);
    text = json_dumps(o, 0);
    assert_null(strstr(text, "secret\":\""));
    assert_null(strstr(text, "new-secret"));
    assert_null(strstr(text, "old-secret"));
    free(text);
    json_decref(o);
    plan_free(p);
}

static void test_facts_are_compared(void **state)
{
    struct plan *a = plan_new("x"), *b = plan_new("x");
    struct err err = {0};

    (void)state;
    plan_fact(a, PLAN_FACT_TOPIC, "one", NULL, "1");
    plan_fact(a, PLAN_FACT_TOPIC, "two", NULL, NULL);
    plan_fact(b, PLAN_FACT_TOPIC, "two", NULL, NULL);
    plan_fact(b, PLAN_FACT_TOPIC, "one", NULL, "1");
    assert_true(plan_same_facts(a, b, &err));
    plan_fact(b, PLAN_FACT_TOPIC, "three", NULL, "3");
    assert_false(plan_same_facts(a, b, &err));
    assert_string_equal(err.msg, "topic three is now 3");
    assert_false(plan_same_facts(b, a, &err));
    assert_string_equal(err.msg, "topic three was 3 and is now absent");
    plan_fact(a, PLAN_FACT_TOPIC, "three", NULL, "4");
    assert_false(plan_same_facts(a, b, &err));
    assert_string_equal(err.msg, "topic three was 4 and is now 3");
    plan_free(a);
    plan_free(b);
}

static void test_reverse(void **state)
{
    struct plan *p = mixed_plan(), *back;
    struct err err = {0};

    (void)state;
    assert_null(plan_reverse(p, &err));
    assert_non_null(strstr(err.msg, "nothing of it happened"));
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = STEP_DONE;
    p->steps[3].state = STEP_REFUSED;
    back = plan_reverse(p, &err);
    /* The topic stays; a first commit is deleted; the refused step never happened. */
    assert_int_equal(back->nsteps, 3);
    assert_int_equal(back->nwarnings, 1);
    assert_ptr_equal(back->steps[0].kind, &step_offset_deletion);
    assert_null(back->steps[0].after);
    assert_string_equal(back->steps[1].what, "set log.cleaner.threads");
    assert_string_equal(back->steps[1].after, "2");
    assert_null(back->steps[1].before);
    assert_string_equal(back->steps[2].before, "5");
    assert_string_equal(back->steps[2].after, "7");
    plan_free(back);
    plan_free(p);
}

static void test_guard(void **state)
{
    struct profile *prod = profile_new("prod", "test"), *dev = profile_new("dev", "test");
    struct plan *p = plan_new("x");
    struct err err = {0};

    (void)state;
    profile_set_label(prod, "prod");
    assert_true(guard_wants_typing(prod, p));
    assert_false(guard_wants_typing(dev, p));
    assert_true(guard_allows(prod, p, &err));
    p->danger = DANGER_HIGH;
    assert_true(guard_wants_typing(dev, p));
    plan_block(p, "first");
    plan_block(p, "second");
    assert_string_equal(p->blocked, "first. second");
    assert_false(guard_allows(dev, p, &err));
    assert_int_equal(err.kind, ERR_GUARD);
    p->blocked = NULL;
    add_offset(p, 0, 1, 2);
    assert_true(guard_allows(dev, p, &err));
    p->steps[0].state = STEP_UNKNOWN;
    assert_false(guard_allows(dev, p, &err));
    p->steps[0].state = STEP_PLANNED;
    profile_set_guard(dev, GUARD_READ_ONLY);
    assert_false(guard_allows(dev, p, &err));
    assert_non_null(strstr(err.msg, "read-only"));
    plan_free(p);
    profile_free(prod);
    profile_free(dev);
}

/* Each reason once, with the names it is about. */
static void test_what_lasts(void **state)
{
    struct plan *p = plan_new("offsets-reset");
    const char *lines[PLAN_LASTING];
    struct arena a;

    (void)state;
    arena_init(&a);
    assert_int_equal(plan_lasting(p, &a, lines), 0);
    for (int i = 0; i < 7; i++) {
        struct plan_step *s = plan_add(p, &step_config, plan_str(p, "t%d", i / 2));

        s->cant_undo = i == 6 ? NULL : i == 5 ? "two" : "one";
    }
    plan_add(p, &step_config, "t8")->cant_undo = "one";
    plan_add(p, &step_config, "t9")->cant_undo = "one";
    assert_int_equal(plan_lasting(p, &a, lines), 2);
    assert_string_equal(lines[0], "t0, t1, t2 and 2 more: one");
    assert_string_equal(lines[1], "t2: two");
    arena_release(&a);
    plan_free(p);
}

static const char *cell(const struct table *t, const char *column)
{
    return t->rows[0].cells[table_column(t, column)].value.text;
}

/* What people read has the unit first, where it is not cut; what programs read is as it was sent.
 */
static void test_values_have_their_unit(void **state)
{
    struct plan *p = plan_new("config-alter");
    struct config_step c = {CONFIG_TOPIC, "orders", "retention.ms", CONFIG_SET,
                            "172800000",  true,     "604800000"};
    struct table *people, *programs;

    (void)state;
    plan_add_config(p, &c);
    people = plan_table(p, true, true);
    programs = plan_table(p, true, false);
    assert_string_equal(cell(people, "before"), "7 d (604800000)");
    assert_string_equal(cell(people, "after"), "2 d (172800000)");
    assert_string_equal(cell(programs, "before"), "604800000");
    assert_string_equal(cell(programs, "after"), "172800000");
    assert_string_equal(config_pair_shown(CONFIG_TOPIC, "retention.ms", "1", &p->arena), "1 ms");
    p->steps[0].secret = true;
    table_free(people);
    people = plan_table(p, true, false);
    assert_string_equal(cell(people, "before"), "(secret)");
    table_free(people);
    table_free(programs);
    plan_free(p);
}

static void test_empty(void **state)
{
    struct plan *p = plan_new("x");

    (void)state;
    assert_true(plan_is_empty(p));
    add_offset(p, 0, 4, 4);
    assert_true(plan_is_empty(p));
    add_offset(p, 1, OFFSET_UNKNOWN, 4);
    assert_false(plan_is_empty(p));
    plan_free(p);
}

/* The watch of a part is that of the whole, and the commits are the plan's own. */
static void test_watches(void **state)
{
    struct plan *whole = plan_new("x"), *part = plan_new("x");
    struct group_offset o[] = {{.topic = "orders", .partition = 0, .committed = 7},
                               {.topic = "orders", .partition = 1, .committed = OFFSET_UNKNOWN}};
    struct group_offsets seen = {.id = "billing", .o = o, .n = 2};

    (void)state;
    plan_add_watch(part, &seen, 6000);
    plan_take(whole, part);
    o[0].committed = 8;
    assert_int_equal(whole->nwatches, 1);
    assert_string_equal(whole->watches[0].group, "billing");
    assert_int_equal(whole->watches[0].seen->o[0].committed, 7);
    assert_string_equal(whole->watches[0].seen->o[1].topic, "orders");
    assert_in_range(plan_watch_left_ms(whole), 1, 6000);
    assert_ptr_equal(commits_changed(whole->watches[0].seen, &seen), &o[0]);
    o[0].committed = 7;
    assert_null(commits_changed(whole->watches[0].seen, &seen));
    o[1].committed = 0; /* a first commit */
    assert_ptr_equal(commits_changed(whole->watches[0].seen, &seen), &o[1]);
    o[1].err = "denied"; /* then it is unknown */
    assert_null(commits_changed(whole->watches[0].seen, &seen));
    plan_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_round_trip),
        cmocka_unit_test(test_nothing_shown_drives_the_terminal),
        cmocka_unit_test(test_results_round_trip),
        cmocka_unit_test(test_foreign_json_is_refused),
        cmocka_unit_test(test_secrets_are_not_written),
        cmocka_unit_test(test_facts_are_compared),
        cmocka_unit_test(test_reverse),
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_what_lasts),
        cmocka_unit_test(test_values_have_their_unit),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_watches),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
