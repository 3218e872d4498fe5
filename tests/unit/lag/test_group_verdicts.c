/* From samples to the columns of the lists: rates, trend, time until drained, verdict. */
#include "core/insight/lag/verdict_text.h"
#include "core/model/model_fact.h"
#include "core/model/topic_trouble.h"
#include "core/recording/recording_add.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include "core/base/table_order.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/insight/lag/lag.h"
#include "tests/support/test.h"

#include <string.h>

static void open_three(struct model_fixture *f)
{
    model_fixture_open(f);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "report", GROUP_EMPTY);
    made_listed(l, "unseen", GROUP_STABLE);
    model_take_group_list(&f->m, l);
    model_fixture_describe(f, "billing", GROUP_STABLE);
}

/* n samples of the group, each judged as it comes, with the model as of the last. */
static void run(struct model_fixture *f, const char *group, int n)
{
    for (int k = 0; k < n; k++)
        model_fixture_sample(f, group);
}

static void test_columns(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.end = 200000;
    f.r.in = 10;
    f.r.out = 40;
    run(&f, "billing", 30);
    f.r.now = RECORDED_START;
    f.r.end = f.r.done = 500;
    f.r.in = f.r.out = 0;
    run(&f, "report", 1);
    struct table *t = made_table(&f.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "verdict"), "catching up");
    assert_string_equal(shown(t, "billing", "verdict_id"), "catching-up");
    assert_non_null(strstr(shown(t, "billing", "sentence"), "catching up"));
    assert_string_equal(shown(t, "billing", "remarks"), "");
    assert_string_equal(shown(t, "billing", "in"), "30");
    assert_string_equal(shown(t, "billing", "out"), "120");
    assert_string_equal(shown(t, "billing", "trend"), "█▇▆▅▄▃▂▁");
    assert_non_null(strstr(shown(t, "billing", "drained_in"), "1 h 4"));
    assert_string_equal(shown(t, "report", "verdict"), "inactive");
    assert_string_equal(shown(t, "report", "trend"), "–"); /* one sample is no trend */
    assert_string_equal(shown(t, "report", "in"), "–");
    assert_string_equal(shown(t, "unseen", "verdict"), "…"); /* unknown, not "caught up" */
    struct table_order o;
    table_order_all(&o, t, table_column(t, "verdict"), false);
    assert_string_equal(t->rows[o.index[0]].key, "billing"); /* worst first, the unknown last */
    assert_string_equal(t->rows[o.index[2]].key, "unseen");
    table_order_release(&o);
    table_free(t);
    t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "verdict"), "catching up");
    assert_string_equal(shown(t, "orders-1", "out"), "40");
    assert_non_null(strstr(shown(t, "orders-1", "time_lag"), "≥ "));
    table_free(t);
    model_fixture_close(&f);
}

/* A total says that it is a part, and a commit that could not be renewed is in none: the group may
 * have read on. */
static void test_totals_leave_out_what_is_not_of_now(void **state)
{
    (void)state;
    struct model_fixture f;
    struct groups_sum sum;
    struct err err = {.kind = ERR_TIMEOUT, .msg = "no answer in time"};
    open_three(&f);
    const char *const names[] = {"billing", "report", "unseen"};
    made_ends(&f.m, "orders", 0, 0, 100);
    for (int i = 0; i < 3; i++) {
        struct group_offsets *o = made_offsets(names[i]);
        made_commit(o, "orders", 0, 100 - (i + 1) * 10);
        model_take_group_offsets(&f.m, o);
    }
    assert_true(groups_sum(&f.m, &sum));
    assert_int_equal(sum.lag, 60);
    assert_int_equal(sum.summed, 3);
    assert_int_equal(sum.part, 0);
    model_failed(&f.m, FACT_GROUP_OFFSETS, "report", &err);
    assert_true(groups_sum(&f.m, &sum));
    assert_int_equal(sum.lag, 40);
    assert_int_equal(sum.summed, 2);
    assert_int_equal(sum.part, 1);
    model_fixture_close(&f);
}

/* Lag and time lag of a row never contradict each other, however old the last sample is. */
static void test_time_lag_agrees_with_the_lag_beside_it(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    run(&f, "billing", 20);
    struct table *t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "0");
    assert_string_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    made_ends(&f.m, "orders", 1, f.r.start, (int64_t)f.r.end + 59);
    t = made_table(&f.m, "group", "billing");
    assert_string_not_equal(shown(t, "orders-1", "lag"), "0");
    assert_non_null(strstr(shown(t, "orders-1", "time_lag"), "≤ "));
    assert_string_equal(shown(t, "orders-0", "time_lag"), "0 s");
    table_free(t);
    f.r.out = 20;
    run(&f, "billing", 20);
    t = made_table(&f.m, "group", "billing");
    assert_null(strstr(shown(t, "orders-1", "time_lag"), "≤"));
    assert_string_not_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    struct group_offsets *o = made_offsets("billing"); /* all is read by then */
    made_commit(o, "orders", 1, (int64_t)f.r.end);
    made_ends(&f.m, "orders", 1, f.r.start, (int64_t)f.r.end);
    model_take_group_offsets(&f.m, o);
    t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "0");
    assert_string_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    model_fixture_close(&f);
}

static void test_a_rate_ages_while_the_commit_stands(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = 50, f.r.out = 40;
    run(&f, "billing", 20);
    struct table *t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "out"), "40");
    table_free(t);
    f.r.out = 0;
    run(&f, "billing", 4);
    t = made_table(&f.m, "group", "billing");
    assert_non_null(strstr(shown(t, "orders-1", "out"), "≤ "));
    table_free(t);
    f.r.out = 40;
    run(&f, "billing", 2);
    t = made_table(&f.m, "group", "billing");
    assert_null(strstr(shown(t, "orders-1", "out"), "≤"));
    table_free(t);
    model_fixture_close(&f);
}

static void test_verdicts_are_held(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    run(&f, "billing", 20);
    const struct judged_group *p = judged_group(&f.verdicts, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_CAUGHT_UP);
    assert_int_equal(p->sample_ms, f.r.now - 10000);
    f.r.out = 0; /* frozen from now on */
    run(&f, "billing", 12);
    for (int i = 0; i < 5; i++) { /* the same sample again moves nothing */
        p = judged_group(&f.verdicts, "billing");
        assert_int_equal(p->verdict.verdict, VERDICT_STALLED);
        assert_int_equal(p->verdict.count[VERDICT_STALLED], 3);
        group_verdicts_judge(&f.verdicts, &f.m, &f.r.h, "billing");
    }
    model_take_group_list(&f.m, made_listing());
    made_deleted(&f.m, "billing");
    group_verdicts_forget(&f.verdicts, &f.m);
    assert_null(judged_group(&f.verdicts, "billing"));
    model_fixture_close(&f);
}

/* The stable offset is asked for when a commit stands, so its answer comes after the sample. */
static void test_a_transaction_explains_a_standstill_at_once(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    run(&f, "billing", 20);
    f.r.out = 0;
    run(&f, "billing", 12);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_STALLED);
    for (int32_t i = 0; i < 3; i++)
        recording_stable(&f.r.h, "billing", "orders", i, (int64_t)f.r.done, f.r.now);
    group_verdicts_judge(&f.verdicts, &f.m, &f.r.h, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_BLOCKED);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.count[VERDICT_BLOCKED], 3);
    model_fixture_close(&f);
}

/* Offsets of an empty group that changed once were set by someone; those that go on are read. */
static void test_one_commit_makes_no_consumer(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    model_fixture_describe(&f, "report", GROUP_EMPTY);
    f.r.state = GROUP_EMPTY;
    f.r.members = 0;
    f.r.end = 90000;
    run(&f, "report", 14);
    f.r.done += 500;
    run(&f, "report", 3);
    const struct judged_group *p = judged_group(&f.verdicts, "report");
    assert_int_equal(p->verdict.verdict, VERDICT_NO_MEMBERS);
    assert_int_equal(p->verdict.count[VERDICT_NO_MEMBERS], 3);
    f.r.out = 40;
    run(&f, "report", 13);
    p = judged_group(&f.verdicts, "report");
    assert_int_equal(p->verdict.verdict, VERDICT_COMMITS_EMPTY);
    assert_int_equal(p->verdict.count[VERDICT_CATCHING_UP], 3);
    model_fixture_close(&f);
}

/* Ten minutes without members are neither a standstill nor a part of its rates. */
static void test_who_comes_back_is_judged_since(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    model_fixture_describe(&f, "billing", GROUP_EMPTY);
    f.r.state = GROUP_EMPTY;
    f.r.members = 0;
    f.r.end = 5000;
    f.r.in = 50;
    run(&f, "billing", 60);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_NO_MEMBERS);
    model_fixture_describe(&f, "billing", GROUP_STABLE);
    f.r.state = GROUP_STABLE;
    f.r.members = 2;
    run(&f, "billing", 5);
    const struct judged_group *p = judged_group(&f.verdicts, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_TOO_EARLY);
    assert_int_equal(p->verdict.samples, 5);
    f.r.out = 20;
    run(&f, "billing", 9);
    p = judged_group(&f.verdicts, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(p->verdict.samples, 13);
    assert_true(p->verdict.out > 36 && p->verdict.out < 41);
    f.r.out = 0; /* the next one hangs from its start */
    run(&f, "billing", 20);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_STALLED);
    model_fixture_close(&f);
}

/* "Assigning" and "Reconciling" of the new protocol come as an unknown state. */
static void test_a_state_that_is_not_known_is_no_rest(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    run(&f, "billing", 8);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_CAUGHT_UP);
    f.r.state = GROUP_UNKNOWN;
    run(&f, "billing", 3);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_REBALANCING);
    model_fixture_close(&f);
}

/* retention.ms deletes nothing from a topic that is only compacted. */
static void test_retention_of_compacted_topics(void **state)
{
    (void)state;
    static const char *const policies[] = {"compact", "compact,delete", "delete"};
    for (int i = 0; i < 3; i++) {
        struct model_fixture f;
        open_three(&f);
        struct config_set *c = made_config(CONFIG_TOPIC, "orders");
        made_entry(c, "cleanup.policy", policies[i], CONFIG_SOURCE_TOPIC);
        made_entry(c, "retention.ms", "300000", CONFIG_SOURCE_TOPIC);
        config_set_sort(c);
        model_take_config(&f.m, c);
        f.r.end = 30000;
        f.r.in = f.r.out = 50;
        run(&f, "billing", 30);
        assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict,
                         VERDICT_STEADY_BACKLOG);
        assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.risk, i > 0);
        model_fixture_close(&f);
    }
}

/* As the sampler does it when the wall clock no longer goes as the other does. */
static void set_clock(struct model_fixture *f, int64_t by_ms)
{
    f->r.now += by_ms;
    model_clock_set(&f->m, by_ms);
    recording_clock_set(&f->r.h, by_ms);
    group_verdicts_clock_set(&f->verdicts, by_ms);
}

/* 30,000 records each, 50 a second: ten minutes behind, of the two hours that they are kept. */
static void test_setting_the_clock_makes_no_lag(void **state)
{
    (void)state;
    static const int64_t by[] = {3 * 3600000, -3 * 3600000, 120000, -7000, 400 * 86400000LL};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        struct model_fixture f;
        open_three(&f);
        struct config_set *c = made_config(CONFIG_TOPIC, "orders");
        made_entry(c, "cleanup.policy", "delete", CONFIG_SOURCE_TOPIC);
        made_entry(c, "retention.ms", "7200000", CONFIG_SOURCE_TOPIC);
        config_set_sort(c);
        model_take_config(&f.m, c);
        f.r.in = f.r.out = 50;
        f.r.end = 2000;
        run(&f, "billing", 90);
        f.r.done -= 30000 - 1000;
        run(&f, "billing", 30);
        struct group_verdict before = judged_group(&f.verdicts, "billing")->verdict;
        assert_int_equal(before.time_lag_ms / 60000, 10);
        assert_false(before.risk || before.time_lag_more);
        set_clock(&f, by[i]);
        for (int k = 0; k < 14; k++) {
            run(&f, "billing", 1);
            const struct judged_group *p = judged_group(&f.verdicts, "billing");
            if (p->verdict.risk || p->verdict.verdict != before.verdict)
                fail_msg("set by %lld: %s", (long long)by[i], p->verdict.text);
            assert_int_equal((p->verdict.time_lag_ms + 500) / 1000,
                             (before.time_lag_ms + 500) / 1000);
            assert_true(p->verdict.in > 149 && p->verdict.in < 151);
            assert_int_equal(p->sample_ms, f.r.now - 10000);
        }
        model_fixture_close(&f);
    }
}

/* Five unread and no member is not "caught up", however much a healthy group may have unread. */
static void test_no_group_is_caught_up_without_members(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_EMPTY);
    model_take_group_list(&f.m, l);
    model_fixture_describe(&f, "billing", GROUP_EMPTY);
    f.r.state = GROUP_EMPTY;
    f.r.members = 0;
    f.r.end = f.r.done + 5;
    run(&f, "billing", 8);
    struct table *t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "5");
    assert_string_equal(shown(t, "orders-1", "verdict"), "inactive");
    table_free(t);
    const struct partition_verdict *v =
        lag_verdict(judged_group(&f.verdicts, "billing"), "orders", 1);
    struct arena a;
    arena_init(&a);
    assert_non_null(strstr(partition_verdict_text(v, &a), "inactive: 5 unread"));
    arena_release(&a);
    f.r.in = 50; /* a hundred times more than that are between two commits of a healthy group */
    run(&f, "billing", 4);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_NO_MEMBERS);
    model_fixture_close(&f);
}

/* It reads 50 a second, commits each ten, and stands for 41 s: nothing is read now. */
static void test_who_stands_has_no_pace(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    f.r.end += 3000;
    run(&f, "billing", 20);
    struct table *t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "out"), "50");
    table_free(t);
    f.r.out = 0;
    run(&f, "billing", 5);
    t = made_table(&f.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "out"), "0");
    table_free(t);
    t = made_table(&f.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "out"), "0");
    assert_null(strstr(shown(t, "billing", "sentence"), "read 1"));
    table_free(t);
    model_fixture_close(&f);
}

/* A verdict that stays for some samples after it is over: the numbers in its sentence are those of
 * the rows next to it, and what is over is not said to be so. */
static void test_what_is_held_is_shown_as_it_is_now(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    run(&f, "billing", 20);
    f.r.out = 0;
    run(&f, "billing", 12);
    const struct group_verdict *v = &judged_group(&f.verdicts, "billing")->verdict;
    assert_int_equal(v->verdict, VERDICT_STALLED);
    assert_non_null(strstr(v->text, "no commit for 1 min 50 s"));
    f.r.out = 500;
    run(&f, "billing", 2); /* the first of them was taken before it read again */
    v = &judged_group(&f.verdicts, "billing")->verdict;
    if (v->verdict != VERDICT_STALLED || v->lag != 3 * 1500 ||
        !strstr(v->text, "commits again, after 2 min without a commit: 1,500 unread"))
        fail_msg("%lld: %s", (long long)v->lag, v->text);
    const struct partition_verdict *one =
        lag_verdict(judged_group(&f.verdicts, "billing"), "orders", 0);
    assert_int_equal(one->end - one->committed, one->lag); /* where its records are looked for */
    model_fixture_close(&f);
}

/* A commit that could not be read is not a number in a sentence that still stands. */
static void test_what_is_held_tells_no_unknown_commit(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 50;
    run(&f, "billing", 20);
    f.r.out = 0;
    run(&f, "billing", 12);
    f.r.done = (double)OFFSET_UNKNOWN;
    run(&f, "billing", 1);
    const struct partition_verdict *one =
        lag_verdict(judged_group(&f.verdicts, "billing"), "orders", 0);
    assert_int_equal(one->verdict, VERDICT_STALLED);
    assert_int_not_equal(one->committed, OFFSET_UNKNOWN);
    const struct group_verdict *v = &judged_group(&f.verdicts, "billing")->verdict;
    if (strstr(v->text, "-9,223"))
        fail_msg("%s", v->text);
    model_fixture_close(&f);
}

/* The sentence is as old as the last sample; where the lag next to it is newer it says so. */
static void test_the_sentence_says_of_when_it_is(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    run(&f, "billing", 8);
    struct table *t = made_table(&f.m, "groups", NULL);
    assert_null(strstr(shown(t, "billing", "sentence"), "as of"));
    table_free(t);
    made_ends(&f.m, "orders", 1, 0, (int64_t)f.r.end + 8);
    t = made_table(&f.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "8");
    assert_non_null(strstr(shown(t, "billing", "sentence"), "; as of "));
    table_free(t);
    model_fixture_close(&f);
}

static void test_falling_behind_is_compared_with_the_past(void **state)
{
    (void)state;
    struct model_fixture f;
    open_three(&f);
    f.r.in = f.r.out = 100;
    run(&f, "billing", 120);
    f.r.in = 220;
    run(&f, "billing", 30);
    const struct group_verdict *v = &judged_group(&f.verdicts, "billing")->verdict;
    if (!strstr(v->text, "falling behind, +360/s: producers sped up from 300 to 660/s"))
        fail_msg("%s", v->text);
    assert_true(v->needed > 1);
    model_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_totals_leave_out_what_is_not_of_now),
        cmocka_unit_test(test_time_lag_agrees_with_the_lag_beside_it),
        cmocka_unit_test(test_a_rate_ages_while_the_commit_stands),
        cmocka_unit_test(test_verdicts_are_held),
        cmocka_unit_test(test_a_transaction_explains_a_standstill_at_once),
        cmocka_unit_test(test_one_commit_makes_no_consumer),
        cmocka_unit_test(test_who_comes_back_is_judged_since),
        cmocka_unit_test(test_a_state_that_is_not_known_is_no_rest),
        cmocka_unit_test(test_retention_of_compacted_topics),
        cmocka_unit_test(test_setting_the_clock_makes_no_lag),
        cmocka_unit_test(test_no_group_is_caught_up_without_members),
        cmocka_unit_test(test_who_stands_has_no_pace),
        cmocka_unit_test(test_what_is_held_is_shown_as_it_is_now),
        cmocka_unit_test(test_what_is_held_tells_no_unknown_commit),
        cmocka_unit_test(test_the_sentence_says_of_when_it_is),
        cmocka_unit_test(test_falling_behind_is_compared_with_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
