/* What a verdict shows next to numbers: it denies none of them, and says nothing twice. */
#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_notes.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

enum { MOST = 20, PARTS = 6 };

static void has(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("\"%s\" is not in \"%s\"", words, text);
}

static void lacks(const char *text, const char *words)
{
    if (strstr(text, words))
        fail_msg("\"%s\" is in \"%s\"", words, text);
}

/* ---- a partition by its samples --------------------------------------------------------------- */

static bool just_came; /* there were no members until the last sample but one */

/* Samples ten seconds apart with this much unread, `in` written between two. */
static struct partition_verdict of_lags(const double *lag, size_t n, double in, int64_t gap_ms)
{
    static struct lag_point p[MOST];
    struct lag_rules r = lag_rules_of(10000);
    for (size_t i = 0; i < n; i++) {
        int64_t end = 100000 + (int64_t)(in * (double)i);
        p[i] = (struct lag_point){.commit_ms = 1000000 + (int64_t)i * 10000,
                                  .ends_ms = 1000000 + (int64_t)i * 10000,
                                  .end = end,
                                  .committed = end - (int64_t)lag[i]};
    }
    struct partition_case c = {.p = p,
                               .n = n,
                               .gap_ms = gap_ms,
                               .changed_ms = p[n - 1].commit_ms,
                               .stable = OFFSET_UNKNOWN,
                               .absent_ms = just_came ? p[n - 2].commit_ms : 0,
                               .owned = OWNED_YES};
    return partition_verdict_of(&c, &r);
}

/* 12/s written, 4.2/s read: what has only become more since the first sample is not caught up. */
static void test_few_samples_that_rise_are_not_caught_up(void **state)
{
    (void)state;
    static const double rises[] = {48, 89, 155, 180, 230, 300, 380, 460};
    static const double teeth[] = {48, 89, 155, 40, 90, 20, 70, 50};
    for (size_t n = 2; n <= 8; n++) {
        int64_t gap = n < 5 ? 0 : 10000;
        enum verdict v = of_lags(rises, n, 120, gap).verdict;
        assert_int_equal(v, n < 6 ? VERDICT_TOO_EARLY : VERDICT_FALLING_BEHIND);
        v = of_lags(teeth, n, 120, gap).verdict;
        if (n >= 4)
            assert_int_equal(v, VERDICT_CAUGHT_UP);
    }
    assert_int_equal(of_lags((const double[]){2, 4, 10}, 3, 120, 0).verdict, VERDICT_CAUGHT_UP);
    /* Between two commits of a consumer whose rhythm is known it has to. */
    assert_int_equal(of_lags((const double[]){100, 220, 340}, 3, 120, 30000).verdict,
                     VERDICT_CAUGHT_UP);
}

/* What it reads is not known yet. */
static void test_who_just_came_is_not_caught_up(void **state)
{
    (void)state;
    static const double lag[] = {5, 100, 140};
    just_came = true;
    assert_int_equal(of_lags(lag, 3, 120, 0).verdict, VERDICT_TOO_EARLY);
    assert_int_equal(of_lags(lag, 3, 120, 10000).verdict, VERDICT_TOO_EARLY);
    just_came = false;
    assert_int_equal(of_lags((const double[]){5, 100, 40}, 3, 120, 10000).verdict,
                     VERDICT_CAUGHT_UP);
}

/* 100/s written, 75/s read, and less unread than between two commits: it grows, and never fell. */
static void test_what_only_rises_falls_behind(void **state)
{
    (void)state;
    double lag[7];
    for (int i = 0; i < 7; i++)
        lag[i] = 100 + 250 * i;
    assert_int_equal(of_lags(lag, 7, 1000, 10000).verdict, VERDICT_FALLING_BEHIND);
    lag[4] = 300;
    assert_int_equal(of_lags(lag, 7, 1000, 10000).verdict, VERDICT_CAUGHT_UP);
}

/* "At least 4 ms behind" is true of all that is unread. */
static void test_one_sample_has_no_time_lag(void **state)
{
    (void)state;
    static const double lag[] = {5000, 5000, 5000};
    assert_int_equal(of_lags(lag, 1, 0, 0).time_lag_ms, LAG_MS_UNKNOWN);
    assert_false(of_lags(lag, 1, 0, 0).time_lag_more);
    assert_int_equal(of_lags(lag, 3, 0, 0).time_lag_ms, 20000);
    assert_true(of_lags(lag, 3, 0, 0).time_lag_more);
}

/* ---- a group by its partitions ---------------------------------------------------------------- */

static struct verdict_input_part parts[PARTS];

static void put(int i, enum verdict v, int64_t lag, double in, double out)
{
    parts[i] = (struct verdict_input_part){.topic = "hot",
                                           .partition = i,
                                           .owner = i % 2,
                                           .leader = 1 + i % 3,
                                           .v = {.verdict = v,
                                                 .lag = lag,
                                                 .in = in,
                                                 .out = out,
                                                 .noise = 10,
                                                 .samples = 12,
                                                 .window_ms = 120000,
                                                 .unchanged_ms = 80000,
                                                 .slope = in - out,
                                                 .usual_in = NAN,
                                                 .usual_out = NAN,
                                                 .share = NAN,
                                                 .committed = 5,
                                                 .end = 5 + lag,
                                                 .drained_ms = LAG_MS_NEVER,
                                                 .time_lag_ms = LAG_MS_UNKNOWN,
                                                 .risk_ms = LAG_MS_UNKNOWN}};
}

static struct verdict_input input(size_t n)
{
    return (struct verdict_input){.id = "g",
                                  .state = GROUP_STABLE,
                                  .state_known = true,
                                  .members = 2,
                                  .partitions = n,
                                  .owned = n,
                                  .parts = parts,
                                  .nparts = n,
                                  .empty_ms = LAG_MS_UNKNOWN};
}

static struct group_verdict judged(const struct verdict_input *c, struct arena *a)
{
    struct lag_rules r = lag_rules_of(10000);
    return group_verdict_of(c, &r, a);
}

/* Since when, and how much is unread, stand next to it, as of now. */
static void test_the_head_leaves_to_others_what_they_show(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_STALLED, 321, 3, 0);
    put(1, VERDICT_CAUGHT_UP, 0, 3, 3);
    struct verdict_input c = input(2);
    struct group_verdict g = judged(&c, &a);
    has(g.text, "no commit for 1 min 20 s, 321 unread");
    assert_string_equal(g.head, "stalled on 1 of 2 partitions, worst hot-0: no commit, +3/s");
    put(0, VERDICT_BLOCKED, 321, 3, 0);
    g = judged(&c, &a);
    has(g.text, "for 1 min 20 s, 321 unread");
    has(g.head, "an open transaction holds readers of committed records at 5");
    lacks(g.head, "unread");
    lacks(g.head, "1 min");
    put(0, VERDICT_NO_MEMBERS, 321, 3, 0);
    c.state = GROUP_EMPTY;
    c.empty_ms = 260000;
    g = judged(&c, &a);
    has(g.text, "no active members for 4 min 20 s: 321 unread");
    assert_string_equal(g.head, "no active members");
    c.state = GROUP_PREPARING_REBALANCE;
    c.rebalancing_ms = 90000;
    g = judged(&c, &a);
    has(g.text, "rebalancing for 1 min 30 s: 321 unread");
    assert_string_equal(g.head, "rebalancing");
    arena_release(&a);
}

/* Each has no more than between two commits, and all together have only become more. */
static void test_a_sum_that_only_rises_is_not_caught_up(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (int i = 0; i < PARTS; i++)
        put(i, VERDICT_CAUGHT_UP, 90, 3, 1);
    struct verdict_input c = input(PARTS);
    assert_int_equal(judged(&c, &a).verdict, VERDICT_CAUGHT_UP);
    c.sum.few_rise = true;
    struct group_verdict g = judged(&c, &a);
    assert_int_equal(g.verdict, VERDICT_TOO_EARLY);
    assert_int_equal(g.drained_ms, LAG_MS_UNKNOWN);
    has(g.text, "not enough data: 540 unread");
    arena_release(&a);
}

/* The few words of a list name the cause that explains most. */
static void test_the_brief_names_what_explains_it(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_FALLING_BEHIND, 5000, 12, 4);
    for (int i = 1; i < 4; i++)
        put(i, VERDICT_CAUGHT_UP, 2, 0.2, 0.2);
    for (int i = 0; i < 4; i++) { /* as before: the consumers are too slow */
        parts[i].v.usual_in = 12;
        parts[i].v.usual_out = 4;
    }
    struct verdict_input c = input(4);
    assert_string_equal(judged(&c, &a).brief, "falling behind: hot partition");
    for (int i = 0; i < 4; i++)
        put(i, VERDICT_FALLING_BEHIND, 900, 10, 5);
    assert_string_equal(judged(&c, &a).brief, "falling behind: too few members");
    put(0, VERDICT_STALLED, 35, 0.1, 0); /* a finding of its own, so the list has it too */
    has(judged(&c, &a).brief, "; stalled");
    arena_release(&a);
}

/* How many members it takes is not known from one that reads something else. */
static void test_no_advice_where_nothing_is_read(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_FALLING_BEHIND, 900, 10, 0);
    put(1, VERDICT_CAUGHT_UP, 2, 0.5, 0.5);
    parts[1].owner = 0;
    struct verdict_input c = input(2);
    struct group_verdict g = judged(&c, &a);
    assert_int_equal(g.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(g.needed, 0);
    parts[0].v.out = 5;
    assert_int_not_equal(judged(&c, &a).needed, 0);
    arena_release(&a);
}

/* Two numbers do not collide. */
static void test_offsets_that_were_set(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_CAUGHT_UP, 2, 10, 10);
    parts[0].v.set = 13;
    parts[0].v.set_ms = 204000;
    struct verdict_input c = input(1);
    struct group_verdict g = judged(&c, &a);
    assert_int_equal(g.nnotes, 1);
    has(g.notes[0].text, "3 min 24 s ago the offsets of 1 partition were set ahead by 13 records,");
    has(partition_verdict_text(&parts[0].v, &a),
        "; 3 min 24 s ago offsets were set ahead by 13 records,");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_samples_that_rise_are_not_caught_up),
        cmocka_unit_test(test_who_just_came_is_not_caught_up),
        cmocka_unit_test(test_what_only_rises_falls_behind),
        cmocka_unit_test(test_one_sample_has_no_time_lag),
        cmocka_unit_test(test_the_head_leaves_to_others_what_they_show),
        cmocka_unit_test(test_a_sum_that_only_rises_is_not_caught_up),
        cmocka_unit_test(test_the_brief_names_what_explains_it),
        cmocka_unit_test(test_no_advice_where_nothing_is_read),
        cmocka_unit_test(test_offsets_that_were_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
