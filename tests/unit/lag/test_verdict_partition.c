/* Each verdict of a partition, its boundaries, and what must never be said. */
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "core/insight/lag/verdict_trend.h"
#include "tests/support/test.h"
#include "tests/unit/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void expect(const struct partition_verdict *v, enum verdict wanted, const char *where)
{
    struct arena a;
    arena_init(&a);
    if (v->verdict != wanted)
        fail_msg("%s: wanted \"%s\", got \"%s\"", where, verdict_name(wanted),
                 partition_verdict_text(v, &a));
    arena_release(&a);
}

/* ---- a table: situation → verdict ------------------------------------------------------------ */

static const struct {
    const char *what;
    struct series_sim sim;
    int seconds;
    enum verdict verdict;
} situations[] = {
    {"one sample", {.in = 100, .out = 200, .commit_s = 5, .backlog = 5000}, 1, VERDICT_TOO_EARLY},
    {"five samples",
     {.in = 100, .out = 50, .commit_s = 5, .backlog = 50000},
     40,
     VERDICT_TOO_EARLY},
    {"six samples",
     {.in = 100, .out = 50, .commit_s = 5, .backlog = 50000},
     50,
     VERDICT_FALLING_BEHIND},
    {"keeps up", {.in = 100, .out = 200, .commit_s = 5}, 120, VERDICT_CAUGHT_UP},
    {"keeps up, commits each second",
     {.in = 1000, .out = 2000, .commit_s = 1},
     120,
     VERDICT_CAUGHT_UP},
    {"idle", {.commit_s = 5}, 120, VERDICT_CAUGHT_UP},
    {"one record an hour", {.in = 1.0 / 3600, .out = 10, .commit_s = 5}, 600, VERDICT_CAUGHT_UP},
    {"checkpoint each minute", {.in = 100, .out = 200, .commit_s = 60}, 300, VERDICT_CAUGHT_UP},
    {"falls behind",
     {.in = 400, .out = 280, .commit_s = 5, .backlog = 20000},
     120,
     VERDICT_FALLING_BEHIND},
    {"falls behind slowly",
     {.in = 100, .out = 90, .commit_s = 5, .backlog = 20000},
     300,
     VERDICT_FALLING_BEHIND},
    {"a slow topic falls behind",
     {.in = 0.5, .out = 0.2, .commit_s = 5, .backlog = 200},
     600,
     VERDICT_FALLING_BEHIND},
    {"falls behind by checkpoints",
     {.in = 100, .out = 50, .commit_s = 60, .backlog = 50000},
     600,
     VERDICT_FALLING_BEHIND},
    {"falls behind slowly by checkpoints",
     {.in = 100, .out = 95, .commit_s = 60, .backlog = 50000},
     600,
     VERDICT_FALLING_BEHIND},
    {"catches up",
     {.in = 100, .out = 300, .commit_s = 5, .backlog = 900000},
     120,
     VERDICT_CATCHING_UP},
    {"catches up by checkpoints",
     {.in = 100, .out = 300, .commit_s = 60, .backlog = 900000},
     600,
     VERDICT_CATCHING_UP},
    {"keeps pace with a backlog",
     {.in = 100, .out = 100, .commit_s = 5, .backlog = 50000},
     300,
     VERDICT_STEADY_BACKLOG},
    {"keeps pace by checkpoints",
     {.in = 100, .out = 100, .commit_s = 60, .backlog = 50000},
     300,
     VERDICT_STEADY_BACKLOG},
    {"frozen",
     {.in = 100, .out = 100, .commit_s = 5, .backlog = 5000, .frozen = true},
     100,
     VERDICT_STALLED},
    {"frozen, producer idle",
     {.out = 100, .commit_s = 5, .backlog = 5000, .frozen = true},
     100,
     VERDICT_STALLED},
    {"data lost",
     {.in = 100, .out = 200, .commit_s = 5, .backlog = 5000, .frozen = true, .log_start = 1500},
     30,
     VERDICT_DATA_LOST},
};

static void test_situations(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof situations / sizeof *situations; i++) {
        struct series_sim s = situations[i].sim;
        series_run(&s, situations[i].seconds);
        struct partition_verdict v = series_verdict(&s);
        expect(&v, situations[i].verdict, situations[i].what);
    }
}

/* ---- boundaries ------------------------------------------------------------------------------ */

static void test_stalled_begins_after_a_minute(void **state)
{
    (void)state;
    struct series_sim s = {.in = 100, .out = 300, .commit_s = 5, .backlog = 900000};
    series_run(&s, 200);
    s.frozen = true;
    series_run(&s, 50);
    assert_int_not_equal(series_verdict(&s).verdict, VERDICT_STALLED);
    series_run(&s, 20);
    struct partition_verdict v = series_verdict(&s);
    expect(&v, VERDICT_STALLED, "70 s without a commit");
    assert_true(v.gap_known && v.gap_ms == 10000); /* as often as one can see */
}

/* What changes strongly is reported after a minute, not when it fills the window; what changes
 * little waits for it. */
static void test_a_strong_change_does_not_wait(void **state)
{
    (void)state;
    struct series_sim s = {.in = 100, .out = 200, .commit_s = 5};
    series_run(&s, 400);
    s.in = 600;
    series_run(&s, 70);
    struct partition_verdict v = series_verdict(&s);
    expect(&v, VERDICT_FALLING_BEHIND, "six times as much for 70 s");
    s.in = 100;
    s.out = 500;
    series_run(&s, 20);
    s.end += 100000; /* a batch */
    series_run(&s, 60);
    v = series_verdict(&s);
    expect(&v, VERDICT_CATCHING_UP, "a minute after a batch");
    assert_int_equal(v.samples, 6);
    assert_true(v.drained_ms > 0 && v.drained_ms < 300000);
}

static void test_no_commit(void **state)
{
    (void)state;
    struct lag_point p[] = {{1000, 1010, OFFSET_UNKNOWN, 10, 50},
                            {11000, 11010, OFFSET_UNKNOWN, 10, 60}};
    struct partition_case c = {.p = p, .n = 2, .stable = OFFSET_UNKNOWN};
    struct lag_rules r = lag_rules_of(10000);
    struct partition_verdict v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_NEVER_COMMITTED, "no commit");
    assert_int_equal(v.waiting, 50);
    assert_int_equal(v.lag, OFFSET_UNKNOWN); /* not 0 */
    p[1].start = p[1].end;
    v = partition_verdict_of(&c, &r);
    assert_int_equal(v.waiting, 0);
    p[1].end = OFFSET_UNKNOWN; /* unknown: nothing is claimed */
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_TOO_EARLY, "no end");
    c.n = 0;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_TOO_EARLY, "no sample");
}

static void test_ahead_needs_two_samples(void **state)
{
    (void)state;
    struct lag_point p[] = {
        {1000, 1010, 40, 10, 50}, {11000, 11010, 61, 10, 60}, {21000, 21010, 61, 10, 60}};
    struct partition_case c = {.p = p, .n = 2, .stable = OFFSET_UNKNOWN, .owned = OWNED_YES};
    struct lag_rules r = lag_rules_of(10000);
    assert_int_not_equal(partition_verdict_of(&c, &r).verdict, VERDICT_AHEAD);
    c.n = 3;
    struct partition_verdict v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_AHEAD, "two samples ahead");
}

static void test_rewinding(void **state)
{
    (void)state;
    struct series_sim s = {.in = 10, .out = 10, .commit_s = 5, .end = 100000};
    struct lag_rules r = lag_rules_of(10000);
    series_run(&s, 120);
    s.position -= 50000;
    s.committed = (int64_t)s.position;
    series_run(&s, 10);
    struct partition_verdict v = series_verdict(&s);
    expect(&v, VERDICT_REWINDING, "50,000 back");
    assert_int_equal(v.rewind, REWIND_OTHER);
    assert_true(v.rewound > 49000 && v.rewound <= 50000);
    struct partition_case c = series_case(&s);
    c.empty = true;
    assert_int_equal(partition_verdict_of(&c, &r).rewind, REWIND_BY_HAND);
    s.out = 60000; /* regained: it is over */
    series_run(&s, 20);
    v = series_verdict(&s);
    expect(&v, VERDICT_CAUGHT_UP, "regained");
    s.position -= 400;
    s.committed = (int64_t)s.position;
    s.out = 0;
    series_run(&s, 10);
    assert_int_equal(series_verdict(&s).rewind, REWIND_REDELIVERY);
}

static void test_open_transaction(void **state)
{
    (void)state;
    struct series_sim s = {.in = 10, .out = 10, .commit_s = 5};
    struct lag_rules r = lag_rules_of(10000);
    series_run(&s, 100);
    int64_t since = s.second * 1000;
    s.frozen = true;
    series_run(&s, 90);
    struct partition_case c = series_case(&s);
    c.stable = s.committed;
    c.stable_since_ms = since;
    c.stable_ms = s.second * 1000;
    struct partition_verdict v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_BLOCKED, "the stable offset stands");
    c.stable_ms = s.second * 1000 - 60000; /* it may have moved since it was asked for */
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_STALLED, "an old stable offset");
    c.stable_ms = s.second * 1000;
    c.stable_since_ms = s.second * 1000; /* just asked for, but the commit stands for long */
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_BLOCKED, "as long as the commit");
    c.stable = s.committed - 1; /* read beyond it: not a reader of committed records */
    c.stable_since_ms = since;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_STALLED, "read beyond the stable offset");
    c.stable = s.committed + 10;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_BLOCKED, "but for the markers");
    c.stable = s.committed + 11; /* there is something that could be read */
    c.stable_since_ms = since;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_STALLED, "behind the stable offset");
    c.owned = OWNED_NO;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_NO_OWNER, "no one has it");
    c.empty = true;
    v = partition_verdict_of(&c, &r);
    expect(&v, VERDICT_NO_MEMBERS, "no one is there");
}

/* ---- who is to blame ------------------------------------------------------------------------- */

static void test_shares(void **state)
{
    (void)state;
    static const struct {
        double in, out, usual_in, usual_out;
        enum cause cause;
    } table[] = {
        {400, 280, 220, 280, CAUSE_PRODUCERS}, {220, 150, 220, 280, CAUSE_CONSUMERS},
        {400, 150, 250, 280, CAUSE_BOTH},      {400, 380, 400, 380, CAUSE_LONG},
        {102, 100, 100.5, 100, CAUSE_LONG}, /* most of 2 that are too much, but within θ */
        {400, 380, NAN, 380, CAUSE_UNKNOWN},   {170, 70, 100, 100, CAUSE_PRODUCERS}, /* 0.7 */
        {130, 30, 100, 100, CAUSE_CONSUMERS},                                        /* 0.3 */
        {87, 40, 83, 40, CAUSE_LONG},       /* 4 more of the 47 that are too much */
        {120, 40, 80, 40, CAUSE_PRODUCERS}, /* half of what is too much is new */
        {119, 40, 80, 40, CAUSE_LONG},      /* a little less than half */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double share;
        enum cause c =
            lag_cause(table[i].in, table[i].out, table[i].usual_in, table[i].usual_out, &share);
        if (c != table[i].cause)
            fail_msg("case %zu: %d, wanted %d", i, (int)c, (int)table[i].cause);
    }
    struct series_sim s = {.in = 400, .out = 280, .commit_s = 5, .backlog = 20000};
    series_run(&s, 120);
    struct partition_case c = series_case(&s);
    struct lag_rules r = lag_rules_of(10000);
    c.baseline = true;
    c.usual_in = 220;
    c.usual_out = 280;
    struct partition_verdict v = partition_verdict_of(&c, &r);
    struct arena a;
    arena_init(&a);
    assert_non_null(strstr(partition_verdict_text(&v, &a),
                           "falling behind, +120/s: producers sped up from 220 to 400/s, "
                           "consumers read 280/s (13 samples in 2 min)"));
    arena_release(&a);
}

static void test_time_until_drained(void **state)
{
    (void)state;
    struct series_sim s = {.in = 100, .out = 300, .commit_s = 5, .backlog = 900000};
    series_run(&s, 300);
    struct partition_verdict v = series_verdict(&s);
    double left = (900000.0 - 300 * 200) / 200 * 1000;
    assert_true(fabs((double)v.drained_ms - left) < left * 0.05);
}

/* ---- time lag -------------------------------------------------------------------------------- */

static void test_time_lag_is_interpolated_and_never_guessed(void **state)
{
    (void)state;
    struct lag_point p[] = {{0, 1000, 0, 0, 100}, {0, 11000, 0, 0, 200}, {0, 21000, 0, 0, 300}};
    struct lag_point old[] = {{0, -59000, 0, 0, 40}, {0, -9000, 0, 0, 90}};
    bool more;
    assert_int_equal(lag_time(NULL, 0, p, 3, 150, 21000, &more), 15000);
    assert_false(more);
    assert_int_equal(lag_time(NULL, 0, p, 3, 300, 21000, &more), 0);
    assert_int_equal(lag_time(NULL, 0, p, 3, 400, 21000, &more), 0);
    assert_int_equal(lag_time(NULL, 0, p, 3, 50, 21000, &more), 20000);
    assert_true(more); /* older than what was seen: at least that */
    assert_int_equal(lag_time(old, 2, p, 3, 90, 21000, &more), 30000);
    assert_false(more);
    assert_int_equal(lag_time(old, 2, p, 3, 40, 21000, &more), 80000);
    assert_int_equal(lag_time(NULL, 0, NULL, 0, 40, 21000, &more), LAG_MS_UNKNOWN);
    struct lag_point flat[] = {{0, 1000, 0, 0, 100}, {0, 11000, 0, 0, 100}, {0, 21000, 0, 0, 300}};
    assert_int_equal(lag_time(NULL, 0, flat, 3, 100, 21000, &more), 10000); /* the latest such */
}

/* What was deleted has no age: the oldest that can be read is at the log start. */
static void test_time_lag_of_data_lost_is_of_what_is_left(void **state)
{
    (void)state;
    struct series_sim s = {.in = 10, .backlog = 5000, .commit_s = 5, .frozen = true};
    series_run(&s, 200);
    s.log_start = (int64_t)s.end;
    series_run(&s, 100);
    struct partition_verdict v = series_verdict(&s);
    assert_int_equal(v.verdict, VERDICT_DATA_LOST);
    assert_false(v.time_lag_more);
    assert_in_range(v.time_lag_ms, 90000, 110000);
    struct partition_case c = series_case(&s);
    struct lag_rules r = lag_rules_of(10000);
    c.exact_offset = s.log_start;
    c.exact_ms = c.p[c.n - 1].ends_ms - 77000;
    assert_int_equal(partition_verdict_of(&c, &r).time_lag_ms, 77000);
}

/* ---- retention ------------------------------------------------------------------------------- */

static void test_retention_risk(void **state)
{
    (void)state;
    struct series_sim s = {
        .in = 100, .out = 50, .commit_s = 5, .backlog = 50000, .end = 100000, .log_start = 20000};
    struct lag_rules r = lag_rules_of(10000);
    for (int i = 0; i < 30; i++) { /* 1,000 deleted each 10 s: 100/s, twice of what is read */
        series_run(&s, 10);
        s.log_start = (int64_t)s.position - 30000 + i * 500;
        s.p[s.n - 1].start = s.log_start;
    }
    struct partition_verdict v = series_verdict(&s);
    assert_true(v.risk && v.risk_ms != LAG_MS_UNKNOWN);
    assert_true(v.risk_ms > 200000 && v.risk_ms < 400000); /* some 15,500 records at 50/s */
    /* Time-based: what is unread is nearly as old as may be. */
    struct series_sim t = {.in = 100, .out = 100, .commit_s = 5, .backlog = 40000};
    series_run(&t, 590);
    struct partition_case c = series_case(&t);
    assert_false(partition_verdict_of(&c, &r).risk);
    c.retention_ms = 450000; /* it is 400 s behind */
    assert_true(partition_verdict_of(&c, &r).risk);
    c.retention_ms = 600000;
    assert_false(partition_verdict_of(&c, &r).risk);
    /* A consumer that keeps up is never at risk. */
    struct series_sim u = {.in = 100, .out = 200, .commit_s = 5};
    series_run(&u, 300);
    c = series_case(&u);
    c.retention_ms = 1;
    assert_false(partition_verdict_of(&c, &r).risk);
}

/* A gap of hours (klamm was not running) before the samples of now: the window does not reach over
 * it, and what is said of the time before is only that nothing was committed. */
static void test_old_samples_are_no_window(void **state)
{
    (void)state;
    struct series_sim s = {.in = 100, .out = 300, .commit_s = 5, .backlog = 900000};
    series_run(&s, 300);
    s.second += 7200;
    s.end += 500000;
    series_run(&s, 60);
    struct partition_verdict v = series_verdict(&s);
    assert_true(v.window_ms <= 600000);
    expect(&v, VERDICT_CATCHING_UP, "after a gap");
}

static void test_hysteresis(void **state)
{
    (void)state;
    static const enum verdict now[] = {
        VERDICT_TOO_EARLY,      VERDICT_CAUGHT_UP,      VERDICT_FALLING_BEHIND, VERDICT_CAUGHT_UP,
        VERDICT_FALLING_BEHIND, VERDICT_FALLING_BEHIND, VERDICT_CAUGHT_UP,      VERDICT_CAUGHT_UP,
        VERDICT_CAUGHT_UP,      VERDICT_DATA_LOST,      VERDICT_CAUGHT_UP,      VERDICT_CAUGHT_UP,
        VERDICT_CAUGHT_UP};
    static const enum verdict shown[] = {
        VERDICT_TOO_EARLY, VERDICT_CAUGHT_UP,      VERDICT_CAUGHT_UP,      VERDICT_CAUGHT_UP,
        VERDICT_CAUGHT_UP, VERDICT_FALLING_BEHIND, VERDICT_FALLING_BEHIND, VERDICT_FALLING_BEHIND,
        VERDICT_CAUGHT_UP, VERDICT_DATA_LOST,      VERDICT_DATA_LOST,      VERDICT_DATA_LOST,
        VERDICT_CAUGHT_UP};
    struct verdict_debounce h = {0};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) {
        struct partition_verdict v = {.verdict = now[i]};
        assert_int_equal(verdict_debounce(&h, &v)->verdict, shown[i]);
    }
}

/* What changes back and forth has not held. */
static void test_hysteresis_waits_for_one_of_them(void **state)
{
    (void)state;
    static const enum verdict now[] = {VERDICT_STALLED,        VERDICT_CAUGHT_UP,
                                       VERDICT_STEADY_BACKLOG, VERDICT_CAUGHT_UP,
                                       VERDICT_STEADY_BACKLOG, VERDICT_STEADY_BACKLOG};
    struct verdict_debounce h = {0};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) {
        struct partition_verdict v = {.verdict = now[i]};
        assert_int_equal(verdict_debounce(&h, &v)->verdict,
                         i < 5 ? VERDICT_STALLED : VERDICT_STEADY_BACKLOG);
    }
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < VERDICTS; i++) {
        assert_non_null(verdict_name((enum verdict)i));
        assert_true(strlen(verdict_id((enum verdict)i)) > 3);
        assert_true(strlen(verdict_meaning((enum verdict)i)) > 20);
    }
}

static void test_growth_reads_well(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b, 0);
    words_growth(&b, 120);
    buf_addc(&b, ' ');
    words_growth(&b, 0.04);
    assert_string_equal(buf_str(&b), "+120/s <+0.1/s");
    buf_release(&b);
}

/* What is said of the commits before is of this partition's own, or is said to be of others. */
static void test_whose_commits_came_how_often(void **state)
{
    (void)state;
    struct partition_verdict v = {.verdict = VERDICT_STALLED,
                                  .unchanged_ms = 120000,
                                  .gap_ms = 10000,
                                  .gap_known = true,
                                  .lag = 40,
                                  .in = 0,
                                  .time_lag_ms = LAG_MS_UNKNOWN};
    struct arena a;
    arena_init(&a);
    assert_non_null(
        strstr(partition_verdict_text(&v, &a), "for 2 min (before, one came every 10 s), "));
    v.gap_of_others = true;
    assert_non_null(strstr(partition_verdict_text(&v, &a),
                           "for 2 min (the other partitions commit every 10 s)"));
    v.gap_known = false;
    assert_null(strstr(partition_verdict_text(&v, &a), "10 s"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_reads_well),
        cmocka_unit_test(test_whose_commits_came_how_often),
        cmocka_unit_test(test_situations),
        cmocka_unit_test(test_stalled_begins_after_a_minute),
        cmocka_unit_test(test_a_strong_change_does_not_wait),
        cmocka_unit_test(test_no_commit),
        cmocka_unit_test(test_ahead_needs_two_samples),
        cmocka_unit_test(test_rewinding),
        cmocka_unit_test(test_open_transaction),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_time_until_drained),
        cmocka_unit_test(test_time_lag_is_interpolated_and_never_guessed),
        cmocka_unit_test(test_time_lag_of_data_lost_is_of_what_is_left),
        cmocka_unit_test(test_retention_risk),
        cmocka_unit_test(test_old_samples_are_no_window),
        cmocka_unit_test(test_hysteresis),
        cmocka_unit_test(test_hysteresis_waits_for_one_of_them),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
