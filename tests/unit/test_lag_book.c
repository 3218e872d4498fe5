/* From samples to the columns of the lists: rates, trend, time until drained, verdict. */
#include "tests/unit/desk.h"
#include "tests/unit/made_up.h"

#include "core/insight/lag.h"
#include "core/insight/lag_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void open_three(struct desk *d)
{
    desk_open(d);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "report", GROUP_EMPTY);
    made_listed(l, "unseen", GROUP_STABLE);
    model_take_group_list(&d->m, l);
    desk_describe(d, "billing", GROUP_STABLE);
}

/* n samples of the group, each judged as it comes, with the model as of the last. */
static void run(struct desk *d, const char *group, int n)
{
    for (int k = 0; k < n; k++)
        desk_sample(d, group);
}

static void test_columns(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.end = 200000;
    d.r.in = 10;
    d.r.out = 40;
    run(&d, "billing", 30);
    d.r.now = RECORDED_START;
    d.r.end = d.r.done = 500;
    d.r.in = d.r.out = 0;
    run(&d, "report", 1);
    struct table *t = made_table(&d.m, "groups", NULL);
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
    t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "verdict"), "catching up");
    assert_string_equal(shown(t, "orders-1", "out"), "40");
    assert_non_null(strstr(shown(t, "orders-1", "time_lag"), "≥ "));
    table_free(t);
    desk_close(&d);
}

/* A total says that it is a part, and a commit that could not be renewed is in none: the group may
 * have read on. */
static void test_totals_leave_out_what_is_not_of_now(void **state)
{
    (void)state;
    struct desk d;
    struct groups_sum sum;
    struct err err = {.kind = ERR_TIMEOUT, .msg = "no answer in time"};
    open_three(&d);
    const char *const names[] = {"billing", "report", "unseen"};
    made_ends(&d.m, "orders", 0, 0, 100);
    for (int i = 0; i < 3; i++) {
        struct group_offsets *o = made_offsets(names[i]);
        made_commit(o, "orders", 0, 100 - (i + 1) * 10);
        model_take_group_offsets(&d.m, o);
    }
    assert_true(groups_sum(&d.m, &sum));
    assert_int_equal(sum.lag, 60);
    assert_int_equal(sum.summed, 3);
    assert_int_equal(sum.part, 0);
    model_failed(&d.m, FACT_GROUP_OFFSETS, "report", &err);
    assert_true(groups_sum(&d.m, &sum));
    assert_int_equal(sum.lag, 40);
    assert_int_equal(sum.summed, 2);
    assert_int_equal(sum.part, 1);
    desk_close(&d);
}

/* Lag and time lag of a row never contradict each other, however old the last sample is. */
static void test_time_lag_agrees_with_the_lag_beside_it(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    struct table *t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "0");
    assert_string_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    made_ends(&d.m, "orders", 1, d.r.start, (int64_t)d.r.end + 59);
    t = made_table(&d.m, "group", "billing");
    assert_string_not_equal(shown(t, "orders-1", "lag"), "0");
    assert_non_null(strstr(shown(t, "orders-1", "time_lag"), "≤ "));
    assert_string_equal(shown(t, "orders-0", "time_lag"), "0 s");
    table_free(t);
    d.r.out = 20;
    run(&d, "billing", 20);
    t = made_table(&d.m, "group", "billing");
    assert_null(strstr(shown(t, "orders-1", "time_lag"), "≤"));
    assert_string_not_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    struct group_offsets *o = made_offsets("billing"); /* all is read meanwhile */
    made_commit(o, "orders", 1, (int64_t)d.r.end);
    made_ends(&d.m, "orders", 1, d.r.start, (int64_t)d.r.end);
    model_take_group_offsets(&d.m, o);
    t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "0");
    assert_string_equal(shown(t, "orders-1", "time_lag"), "0 s");
    table_free(t);
    desk_close(&d);
}

static void test_verdicts_are_held(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    const struct lag_page *p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_CAUGHT_UP);
    assert_int_equal(p->sample_ms, d.r.now - 10000);
    d.r.out = 0; /* frozen from now on */
    run(&d, "billing", 12);
    p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_STALLED);
    assert_int_equal(p->verdict.count[VERDICT_STALLED], 3);
    for (int i = 0; i < 5; i++) /* the same sample again moves nothing */
        lag_book_judge(&d.book, &d.m, &d.r.h, "billing");
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_STALLED);
    struct group_listing *l = made_listing();
    model_take_group_list(&d.m, l);
    lag_book_forget(&d.book, &d.m);
    assert_null(lag_page(&d.book, "billing"));
    desk_close(&d);
}

/* The stable offset is asked for when a commit stands, so its answer comes after the sample. */
static void test_a_transaction_explains_a_standstill_at_once(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    d.r.out = 0;
    run(&d, "billing", 12);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_STALLED);
    for (int32_t i = 0; i < 3; i++)
        recording_stable(&d.r.h, "billing", "orders", i, (int64_t)d.r.done, d.r.now);
    lag_book_judge(&d.book, &d.m, &d.r.h, "billing");
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_BLOCKED);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.count[VERDICT_BLOCKED], 3);
    desk_close(&d);
}

/* Offsets of an empty group that moved once were set by somebody; those that go on are read. */
static void test_one_commit_makes_no_consumer(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    desk_describe(&d, "report", GROUP_EMPTY);
    d.r.state = GROUP_EMPTY;
    d.r.members = 0;
    d.r.end = 90000;
    run(&d, "report", 14);
    d.r.done += 500;
    run(&d, "report", 3);
    const struct lag_page *p = lag_page(&d.book, "report");
    assert_int_equal(p->verdict.verdict, VERDICT_NO_MEMBERS);
    assert_int_equal(p->verdict.count[VERDICT_NO_MEMBERS], 3);
    d.r.out = 40;
    run(&d, "report", 13);
    p = lag_page(&d.book, "report");
    assert_int_equal(p->verdict.verdict, VERDICT_COMMITS_EMPTY);
    assert_int_equal(p->verdict.count[VERDICT_CATCHING_UP], 3);
    desk_close(&d);
}

/* Ten minutes without members are neither a standstill nor a part of its rates. */
static void test_who_comes_back_is_judged_since(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    desk_describe(&d, "billing", GROUP_EMPTY);
    d.r.state = GROUP_EMPTY;
    d.r.members = 0;
    d.r.end = 5000;
    d.r.in = 50;
    run(&d, "billing", 60);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_NO_MEMBERS);
    desk_describe(&d, "billing", GROUP_STABLE);
    d.r.state = GROUP_STABLE;
    d.r.members = 2;
    run(&d, "billing", 5);
    const struct lag_page *p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_TOO_EARLY);
    assert_int_equal(p->verdict.samples, 5);
    d.r.out = 20;
    run(&d, "billing", 9);
    p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(p->verdict.samples, 13);
    assert_true(p->verdict.out > 36 && p->verdict.out < 41);
    d.r.out = 0; /* the next one hangs from its start */
    run(&d, "billing", 20);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_STALLED);
    desk_close(&d);
}

/* "Assigning" and "Reconciling" of the new protocol come as an unknown state. */
static void test_a_state_that_is_not_known_is_no_rest(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    run(&d, "billing", 8);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_CAUGHT_UP);
    d.r.state = GROUP_UNKNOWN;
    run(&d, "billing", 3);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_REBALANCING);
    desk_close(&d);
}

/* retention.ms deletes nothing from a topic that is only compacted. */
static void test_retention_of_compacted_topics(void **state)
{
    (void)state;
    static const char *const policies[] = {"compact", "compact,delete", "delete"};
    for (int i = 0; i < 3; i++) {
        struct desk d;
        open_three(&d);
        struct config_set *c = made_config(CONFIG_TOPIC, "orders");
        made_entry(c, "cleanup.policy", policies[i], CONFIG_SOURCE_TOPIC);
        made_entry(c, "retention.ms", "300000", CONFIG_SOURCE_TOPIC);
        config_set_sort(c);
        model_take_config(&d.m, c);
        d.r.end = 30000;
        d.r.in = d.r.out = 50;
        run(&d, "billing", 30);
        assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_STEADY_BACKLOG);
        assert_int_equal(lag_page(&d.book, "billing")->verdict.risk, i > 0);
        desk_close(&d);
    }
}

/* As the sampler does it when the wall clock no longer goes as the other does. */
static void set_clock(struct desk *d, int64_t by_ms)
{
    d->r.now += by_ms;
    model_clock_set(&d->m, by_ms);
    recording_clock_set(&d->r.h, by_ms);
    lag_book_clock_set(&d->book, by_ms);
}

/* 30,000 records each, 50 a second: ten minutes behind, of the two hours that they are kept. */
static void test_setting_the_clock_makes_no_lag(void **state)
{
    (void)state;
    static const int64_t by[] = {3 * 3600000, -3 * 3600000, 120000, -7000, 400 * 86400000LL};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        struct desk d;
        open_three(&d);
        struct config_set *c = made_config(CONFIG_TOPIC, "orders");
        made_entry(c, "cleanup.policy", "delete", CONFIG_SOURCE_TOPIC);
        made_entry(c, "retention.ms", "7200000", CONFIG_SOURCE_TOPIC);
        config_set_sort(c);
        model_take_config(&d.m, c);
        d.r.in = d.r.out = 50;
        d.r.end = 2000;
        run(&d, "billing", 90);
        d.r.done -= 30000 - 1000;
        run(&d, "billing", 30);
        struct group_verdict before = lag_page(&d.book, "billing")->verdict;
        assert_int_equal(before.time_lag_ms / 60000, 10);
        assert_false(before.risk || before.time_lag_more);
        set_clock(&d, by[i]);
        for (int k = 0; k < 14; k++) {
            run(&d, "billing", 1);
            const struct lag_page *p = lag_page(&d.book, "billing");
            if (p->verdict.risk || p->verdict.verdict != before.verdict)
                fail_msg("set by %lld: %s", (long long)by[i], p->verdict.text);
            assert_int_equal((p->verdict.time_lag_ms + 500) / 1000, (before.time_lag_ms + 500) / 1000);
            assert_true(p->verdict.in > 149 && p->verdict.in < 151);
            assert_int_equal(p->sample_ms, d.r.now - 10000);
        }
        desk_close(&d);
    }
}

/* Five unread and nobody there is not "caught up", however much a healthy group may have unread. */
static void test_nobody_is_caught_up_without_members(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_EMPTY);
    model_take_group_list(&d.m, l);
    desk_describe(&d, "billing", GROUP_EMPTY);
    d.r.state = GROUP_EMPTY;
    d.r.members = 0;
    d.r.end = d.r.done + 5;
    run(&d, "billing", 8);
    struct table *t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "lag"), "5");
    assert_string_equal(shown(t, "orders-1", "verdict"), "inactive");
    table_free(t);
    const struct partition_verdict *v = lag_verdict(lag_page(&d.book, "billing"), "orders", 1);
    struct arena a;
    arena_init(&a);
    assert_non_null(strstr(partition_verdict_text(v, &a), "inactive: 5 unread"));
    arena_release(&a);
    d.r.in = 50; /* a hundred times more than that are between two commits of a healthy group */
    run(&d, "billing", 4);
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_NO_MEMBERS);
    desk_close(&d);
}

/* It reads 50 a second, commits each ten, and stands for 41 s: nothing is read now. */
static void test_who_stands_has_no_pace(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    d.r.end += 3000;
    run(&d, "billing", 20);
    struct table *t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "out"), "50");
    table_free(t);
    d.r.out = 0;
    run(&d, "billing", 5);
    t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "out"), "0");
    table_free(t);
    t = made_table(&d.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "out"), "0");
    assert_null(strstr(shown(t, "billing", "sentence"), "read 1"));
    table_free(t);
    desk_close(&d);
}

/* A verdict that stays for some samples after it is over: the numbers in its sentence are those of the
 * rows beside it, and what is over is not said to be so. */
static void test_what_is_held_is_told_as_it_is_now(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    d.r.out = 0;
    run(&d, "billing", 12);
    const struct group_verdict *v = &lag_page(&d.book, "billing")->verdict;
    assert_int_equal(v->verdict, VERDICT_STALLED);
    assert_non_null(strstr(v->text, "no commit for 1 min 50 s"));
    d.r.out = 500;
    run(&d, "billing", 2); /* the first of them was taken before it read again */
    v = &lag_page(&d.book, "billing")->verdict;
    if (v->verdict != VERDICT_STALLED || v->lag != 3 * 1500 ||
        !strstr(v->text, "no commit for 2 min, until a moment ago: 1,500 unread"))
        fail_msg("%lld: %s", (long long)v->lag, v->text);
    const struct partition_verdict *one = lag_verdict(lag_page(&d.book, "billing"), "orders", 0);
    assert_int_equal(one->end - one->committed, one->lag); /* where its records are looked for */
    desk_close(&d);
}

/* A commit that could not be read is no number in a sentence that still stands. */
static void test_what_is_held_tells_no_unknown_commit(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    d.r.out = 0;
    run(&d, "billing", 12);
    d.r.done = (double)OFFSET_UNKNOWN;
    run(&d, "billing", 1);
    const struct partition_verdict *one = lag_verdict(lag_page(&d.book, "billing"), "orders", 0);
    assert_int_equal(one->verdict, VERDICT_STALLED);
    assert_int_not_equal(one->committed, OFFSET_UNKNOWN);
    const struct group_verdict *v = &lag_page(&d.book, "billing")->verdict;
    if (strstr(v->text, "-9,223"))
        fail_msg("%s", v->text);
    desk_close(&d);
}

/* The sentence is as old as the last sample; where the lag beside it is newer it says so. */
static void test_the_sentence_says_of_when_it_is(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    run(&d, "billing", 8);
    struct table *t = made_table(&d.m, "groups", NULL);
    assert_null(strstr(shown(t, "billing", "sentence"), "as of"));
    table_free(t);
    made_ends(&d.m, "orders", 1, 0, (int64_t)d.r.end + 8);
    t = made_table(&d.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "8");
    assert_non_null(strstr(shown(t, "billing", "sentence"), "; as of "));
    table_free(t);
    desk_close(&d);
}

static void test_falling_behind_is_compared_with_the_past(void **state)
{
    (void)state;
    struct desk d;
    open_three(&d);
    d.r.in = d.r.out = 100;
    run(&d, "billing", 120);
    d.r.in = 220;
    run(&d, "billing", 30);
    const struct group_verdict *v = &lag_page(&d.book, "billing")->verdict;
    if (v->verdict != VERDICT_FALLING_BEHIND || !strstr(v->text, "producers sped up ×2.2"))
        fail_msg("%s", v->text);
    assert_true(v->needed > 1);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_totals_leave_out_what_is_not_of_now),
        cmocka_unit_test(test_time_lag_agrees_with_the_lag_beside_it),
        cmocka_unit_test(test_verdicts_are_held),
        cmocka_unit_test(test_a_transaction_explains_a_standstill_at_once),
        cmocka_unit_test(test_one_commit_makes_no_consumer),
        cmocka_unit_test(test_who_comes_back_is_judged_since),
        cmocka_unit_test(test_a_state_that_is_not_known_is_no_rest),
        cmocka_unit_test(test_retention_of_compacted_topics),
        cmocka_unit_test(test_setting_the_clock_makes_no_lag),
        cmocka_unit_test(test_nobody_is_caught_up_without_members),
        cmocka_unit_test(test_who_stands_has_no_pace),
        cmocka_unit_test(test_what_is_held_is_told_as_it_is_now),
        cmocka_unit_test(test_what_is_held_tells_no_unknown_commit),
        cmocka_unit_test(test_the_sentence_says_of_when_it_is),
        cmocka_unit_test(test_falling_behind_is_compared_with_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
