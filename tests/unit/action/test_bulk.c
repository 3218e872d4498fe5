/* One plan out of the plans of several objects: nothing is lost, each object is in it, and it
 * survives the journal. */
#include "core/action/bulk.h"
#include "core/action/bulk_merge.h"
#include "core/action/guard.h"
#include "core/action/register.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "core/kafka/configs.h"
#include "core/plan/step/step_config.h"
#include "tests/support/journalled.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static const struct column columns[] = {
    {.id = "key", .title = "KEY", .kind = VALUE_TEXT},
    {.id = "note", .title = "NOTE", .kind = VALUE_TEXT},
};

static struct plan *part(const char *topic, const char *was, enum danger danger)
{
    struct plan *p = plan_new("config-alter");
    struct config_step step = {.type = CONFIG_TOPIC,
                               .name = topic,
                               .key = "retention.ms",
                               .op = CONFIG_SET,
                               .value = "5",
                               .was_set = true,
                               .was = was};
    struct row *row;

    p->danger = danger;
    plan_add_config(p, &step);
    plan_fact(p, PLAN_FACT_SETTING, topic, "retention.ms", was);
    plan_warn(p, "watch out");
    plan_sum(p, "1 setting to change");
    p->command = plan_str(p, "tool %s", topic);
    p->preview = table_new(columns, 2);
    row = table_add_row(p->preview, "retention.ms");
    cell_text(p->preview, row, 0, "retention.ms");
    return p;
}

static void name(struct args *args, const char *const *names)
{
    args_init(args);
    for (; *names; names++)
        args_add(args, "name", *names);
}

static struct plan *merged(enum danger worst)
{
    static const char *const names[] = {"a", "b\x1b[2J", "c", NULL};
    struct bulk_part parts[] = {{.object = "a", .plan = part("a", "1", DANGER_LOW)},
                                {.object = "b\x1b[2J", .plan = part("b\x1b[2J", "2", worst)},
                                {.object = "c", .plan = part("c", "5", DANGER_LOW)}};
    struct args args;
    struct plan *p;

    name(&args, names);
    p = bulk_merge(action_find("config-alter"), &args, parts, 3);
    args_release(&args);
    for (size_t i = 0; i < 3; i++)
        assert_null(parts[i].plan);
    return p;
}

static void test_everything_is_in_it(void **state)
{
    struct plan *p = merged(DANGER_LOW);

    (void)state;
    assert_int_equal(p->nsteps, 3);
    assert_int_equal(p->nfacts, 3);
    assert_int_equal(p->preview->nrows, 3);
    assert_string_equal(p->preview->columns[0].title, "TOPIC");
    assert_string_equal(p->steps[0].object, "a");
    assert_string_equal(p->steps[2].object, "c");
    assert_string_equal(p->steps[1].before, "2");
    assert_null(strchr(p->title, '\x1b'));
    assert_non_null(strstr(p->title, "3 topics: a, b"));
    assert_string_equal(p->confirm, "3");
    assert_int_equal(p->danger, DANGER_LOW);
    assert_null(p->blocked);
    /* What all say is said once, with the objects it is about; one of them is set already. */
    assert_int_equal(p->nwarnings, 1);
    assert_non_null(strstr(p->warnings[0], "c: watch out"));
    assert_string_equal(p->summary[0],
                        "2 of 3 topics change, in 3 steps; each topic is sent in one call of its "
                        "own");
    assert_non_null(strstr(p->command, "tool a && tool b"));
    plan_free(p);
}

static void test_the_worst_danger_counts(void **state)
{
    struct plan *p = merged(DANGER_HIGH);

    (void)state;
    assert_int_equal(p->danger, DANGER_HIGH);
    plan_free(p);
}

static void test_one_moved(void **state)
{
    struct plan *old = merged(DANGER_LOW), *now = merged(DANGER_LOW);
    struct err why = {0};

    (void)state;
    assert_true(plan_same_facts(old, now, &why));
    now->facts[1].value = "3";
    assert_false(plan_same_facts(old, now, &why));
    assert_non_null(strstr(why.msg, "was 2 and is now 3"));
    plan_free(old);
    plan_free(now);
}

static void test_one_that_cannot_be_planned(void **state)
{
    static const char *const names[] = {"a", "gone", NULL};
    struct bulk_part parts[] = {
        {.object = "a", .plan = part("a", "1", DANGER_LOW)},
        {.object = "gone", .err = {.kind = ERR_NOT_FOUND, .msg = "there is none"}}};
    struct args args;
    struct plan *p;
    const struct row *row;

    (void)state;
    name(&args, names);
    p = bulk_merge(action_find("config-alter"), &args, parts, 2);
    args_release(&args);
    assert_string_equal(p->blocked, "gone: there is none");
    row = table_find(p->preview, "gone");
    assert_non_null(row);
    assert_string_equal(row->cells[2].value.text, "there is none");
    assert_string_equal(p->confirm, "2");
    assert_null(p->command); /* that of a would do what is refused here */
    plan_free(p);
}

static void test_one_without_a_line(void **state)
{
    static const char *const names[] = {"a", "long", NULL};
    struct bulk_part parts[] = {{.object = "a", .plan = part("a", "1", DANGER_LOW)},
                                {.object = "long", .plan = part("long", "2", DANGER_LOW)}};
    struct args args;
    struct plan *p;

    (void)state;
    parts[1].plan->command = NULL;
    name(&args, names);
    p = bulk_merge(action_find("config-alter"), &args, parts, 2);
    args_release(&args);
    assert_null(p->command);
    plan_free(p);
}

static void test_journal_round_trip(void **state)
{
    static const struct journal_where where = {.cluster_id = "bulk", .cluster_name = "test"};
    char id[JOURNAL_ID], *dir = run_dir();
    struct plan *p = merged(DANGER_LOW), *q, *back;
    struct journal j;
    struct err err = {0};

    (void)state;
    setenv("KLAMM_STATE_DIR", dir, 1);
    assert_true(journalled_intent(&where, p, id, &err));
    p->steps[0].state = STEP_DONE;
    p->steps[1].state = STEP_REFUSED;
    p->steps[2].state = STEP_DONE;
    assert_true(journalled_result(&where, id, p, APPLY_PARTIAL, NULL, &err));
    assert_true(journal_read(&j, where.cluster_id, &err));
    q = journal_plan(journal_find(&j, id), &err);
    assert_non_null(q);
    assert_int_equal(q->nsteps, 3);
    assert_string_equal(q->confirm, "3");
    assert_string_equal(args_nth(q->args, "name", 1), "b\x1b[2J");
    assert_int_equal(q->steps[1].state, STEP_REFUSED);
    assert_string_equal(journal_find(&j, id)->status, "partial");
    back = plan_reverse(q, &err); /* only what was done */
    assert_int_equal(back->nsteps, 2);
    assert_string_equal(back->steps[0].object, "c");
    assert_string_equal(back->steps[1].after, "1");
    plan_free(back);
    plan_free(q);
    plan_free(p);
    journal_release(&j);
    run_rm_dir(dir);
}

static void test_names(void **state)
{
    static const char *const twice[] = {"a", "b", "a", NULL};
    const struct action *act = action_find("offsets-reset");
    struct args args;
    struct arena arena;
    struct err err = {0};
    char text[20];

    (void)state;
    arena_init(&arena);
    name(&args, twice);
    assert_false(bulk_distinct(action_find("config-alter"), &args, &err));
    assert_string_equal(err.msg, "a is named twice");
    args_release(&args);
    args_init(&args);
    for (int i = 0; i < 11; i++) {
        snprintf(text, sizeof text, "g%d", i);
        args_add(&args, "group", text);
    }
    assert_int_equal(bulk_count(act, &args), 11);
    assert_string_equal(bulk_names(act, &args, &arena),
                        "11 groups: g0, g1, g2, g3, g4, g5, g6, g7 and 3 more");
    args_release(&args);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_is_in_it),
        cmocka_unit_test(test_the_worst_danger_counts),
        cmocka_unit_test(test_one_moved),
        cmocka_unit_test(test_one_that_cannot_be_planned),
        cmocka_unit_test(test_one_without_a_line),
        cmocka_unit_test(test_journal_round_trip),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
