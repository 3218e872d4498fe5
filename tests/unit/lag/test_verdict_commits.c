/* Who commits rarely: what one interval between two commits shows, when, and what it must not. */
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "tests/support/test.h"
#include "tests/unit/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STEP_MS = 10000, MOST = 60 };

/* ---- how soon -------------------------------------------------------------------------------- */

/* Seconds from the moment that the pace changes until the verdict is shown; it must stay then. */
static int named_after(struct series_sim *s, enum verdict wanted)
{
    struct verdict_debounce hold = {.any = false};
    int named = -1;
    for (int seconds = 10; seconds <= 300; seconds += 10) {
        series_run(s, 10);
        struct partition_verdict v = series_verdict(s);
        bool now = verdict_debounce(&hold, &v)->verdict == wanted;
        if (now && named < 0)
            named = seconds;
        if (!now && named >= 0)
            fail_msg("after %d s, and after %d s no longer: %s", named, seconds,
                     verdict_name(hold.shown.verdict));
    }
    return named;
}

/* Whatever the moment between two commits at which the consumer gets slower: within two minutes, as
 * soon as one interval of a minute can show it. */
static void test_slower_at_each_phase(void **state)
{
    (void)state;
    for (int phase = 0; phase < 60; phase++) {
        struct series_sim s = {
            .in = 30, .out = 30, .commit_s = 60, .jitter_ms = 900, .seed = (unsigned)phase};
        series_run(&s, 420 + phase);
        s.out = 10;
        int after = named_after(&s, VERDICT_FALLING_BEHIND);
        if (after < 0 || after > 120)
            fail_msg("phase %d: after %d s", phase, after);
        struct partition_verdict v = series_verdict(&s); /* five minutes on: sure, and of now */
        assert_int_equal(v.intervals, 0);
        assert_true(fabs(v.out - 10) < 5 && fabs(v.slope - 20) < 7);
    }
}

/* Its rhythm is unknown: it started when klamm started to look. Its second commit is not waited
 * for. */
static void test_first_commit(void **state)
{
    (void)state;
    struct series_sim s = {.in = 30, .out = 10, .commit_s = 60, .backlog = 3000, .end = 100000};
    series_run(&s, 50);
    assert_int_not_equal(series_verdict(&s).verdict, VERDICT_FALLING_BEHIND);
    series_run(&s, 20);
    struct partition_verdict v = series_verdict(&s);
    assert_int_equal(v.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(v.intervals, 1);
    assert_true(fabs(v.in - 30) < 1 && fabs(v.out - 10) < 1 && fabs(v.slope - 20) < 1);
    series_run(&s, 300); /* and when there are enough commits it is sure */
    v = series_verdict(&s);
    assert_int_equal(v.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(v.intervals, 0);
}

/* Back after hours: it stands since it is there, not since it left, and is named by its first
 * commit. */
static void test_back_after_hours(void **state)
{
    (void)state;
    struct series_sim s = {.in = 30, .out = 30, .commit_s = 60, .jitter_ms = 900, .seed = 3};
    struct lag_rules r = lag_rules_of(STEP_MS);
    series_run(&s, 600);
    s.frozen = true;
    series_run(&s, 7200);
    int64_t left = s.idle_ms = s.p[s.n - 1].commit_ms; /* as for a group without members */
    s.frozen = false;
    s.out = 10;
    s.committed_at = s.second; /* it commits a minute after its start */
    for (int seconds = 10; seconds <= 80; seconds += 10) {
        series_run(&s, 10);
        struct partition_case c = series_case(&s);
        c.idle_ms = c.absent_ms = left;
        struct partition_verdict v = partition_verdict_of(&c, &r);
        assert_int_equal(v.samples, v.intervals ? 6 : seconds / 10);
        assert_true(fabs(v.in - 30) < 1 && v.set == 0);
        if (v.verdict == VERDICT_STALLED || v.verdict == VERDICT_CATCHING_UP)
            fail_msg("%d s after its start: %s", seconds, verdict_name(v.verdict));
        assert_true(seconds < 70 || v.verdict == VERDICT_FALLING_BEHIND);
    }
    series_run(&s, 300); /* what is written and read is of its own time */
    struct partition_case c = series_case(&s);
    c.idle_ms = c.absent_ms = left;
    struct partition_verdict v = partition_verdict_of(&c, &r);
    assert_true(fabs(v.out - 10) < 0.5 && fabs(v.slope - 20) < 1);
    s.frozen = true; /* and that it stands is reported as soon as of any other */
    series_run(&s, 190);
    c = series_case(&s);
    c.idle_ms = c.absent_ms = left;
    assert_int_equal(partition_verdict_of(&c, &r).verdict, VERDICT_STALLED);
}

/* ---- a step before and at the boundary ------------------------------------------------------- */

/* Commits are seen in samples 6, 12 and 18; `in` written between two samples, `read` between two
 * commits, the last of them `late` samples' worth of records after its commit. */
static struct partition_verdict drawn(int64_t in, int64_t read, int64_t backlog, struct arena *a,
                                      const char **text)
{
    static struct lag_point p[MOST];
    enum { N = 21 };
    for (int i = 0; i < N; i++)
        p[i] = (struct lag_point){.commit_ms = 1000000 + i * (int64_t)STEP_MS,
                                  .ends_ms = 1000000 + i * (int64_t)STEP_MS,
                                  .end = 1000000 + in * i,
                                  .committed = 1000000 - backlog + i / 6 * 6 * in};
    for (int i = 18; i < N; i++)
        p[i].committed += read - 6 * in;
    struct partition_case c = {.p = p,
                               .n = N,
                               .gap_ms = 60000,
                               .quiet_ms = 60000,
                               .changed_ms = p[18].commit_ms,
                               .stable = OFFSET_UNKNOWN,
                               .owned = OWNED_YES};
    struct lag_rules r = lag_rules_of(STEP_MS);
    struct partition_verdict v = partition_verdict_of(&c, &r);
    *text = partition_verdict_text(&v, a);
    return v;
}

/* 6,000 written between two commits, 1,000 between two samples: it has to have read 1,000 less for
 * the time of the commits, and 1,500 as a quarter. */
static void test_grown_for_sure(void **state)
{
    (void)state;
    struct arena a;
    const char *text;
    arena_init(&a);
    struct partition_verdict v = drawn(1000, 6000 - 2500, 50000, &a, &text);
    assert_int_equal(v.verdict, VERDICT_STEADY_BACKLOG);
    assert_null(strstr(text, "low confidence"));
    v = drawn(1000, 6000 - 2501, 50000, &a, &text);
    assert_int_equal(v.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(v.intervals, 1);
    assert_int_equal(v.window_ms, 60000);
    assert_true(fabs(v.in - 100) < 0.01 && fabs(v.out - 3499.0 / 60) < 0.01);
    assert_non_null(strstr(text, "low confidence: 1 interval between commits"));
    arena_release(&a);
}

static void test_shrunk_for_sure(void **state)
{
    (void)state;
    struct arena a;
    const char *text;
    arena_init(&a);
    assert_int_equal(drawn(1000, 6000 + 2500, 50000, &a, &text).verdict, VERDICT_STEADY_BACKLOG);
    struct partition_verdict v = drawn(1000, 6000 + 2501, 50000, &a, &text);
    assert_int_equal(v.verdict, VERDICT_CATCHING_UP);
    assert_int_equal(v.intervals, 1);
    assert_true(v.drained_ms > 0);
    arena_release(&a);
}

/* What lies between two commits of a healthy one is never a reason, however far it grew. */
static void test_within_noise(void **state)
{
    (void)state;
    struct arena a;
    const char *text;
    arena_init(&a);
    assert_int_equal(drawn(1000, 3000, 0, &a, &text).verdict,
                     VERDICT_CAUGHT_UP); /* 5,000 of 7,000 */
    assert_int_equal(drawn(1000, 999, 0, &a, &text).verdict, VERDICT_FALLING_BEHIND);
    arena_release(&a);
}

/* ---- what must never be said ----------------------------------------------------------------- */

static double around(unsigned *dice, double mean, double by)
{
    *dice = *dice * 1664525u + 1013904223u;
    return mean * (1 - by + 2 * by * (double)(*dice >> 8) / 0xffffff);
}

/* One that keeps pace with a backlog, while both it and its producers now and then take a breath:
 * each ten seconds another rate, up to a quarter off. Whatever the rhythm of its commits. */
static void test_breathing_is_no_trend(void **state)
{
    (void)state;
    static const int commits[] = {30, 45, 60, 75};
    for (size_t c = 0; c < sizeof commits / sizeof *commits; c++)
        for (unsigned seed = 1; seed < 30; seed++) {
            struct series_sim s = {.in = 100,
                                   .out = 100,
                                   .commit_s = commits[c],
                                   .backlog = 500000,
                                   .jitter_ms = 900,
                                   .seed = seed,
                                   .end = 1000000};
            struct verdict_debounce hold = {.any = false};
            unsigned dice = seed;
            for (int turn = 0; turn < 240; turn++) {
                s.in = around(&dice, 100, 0.25);
                s.out = around(&dice, 100, 0.25);
                series_run(&s, 10);
                struct partition_verdict v = series_verdict(&s);
                enum verdict shown = verdict_debounce(&hold, &v)->verdict;
                if (v.intervals > 0 || shown == VERDICT_STALLED)
                    fail_msg("commits each %d s, seed %u, turn %d: %s of %d intervals", commits[c],
                             seed, turn, verdict_name(v.verdict), v.intervals);
            }
        }
}

/* Unread at each second of a simulation: what no sample shows. */
struct truth {
    double unread[2000];
    int64_t begin;
};

static void run_known(struct series_sim *s, struct truth *t, int seconds)
{
    for (int k = 0; k < seconds; k++) {
        series_run(s, 1);
        if (!t->begin)
            t->begin = s->second;
        t->unread[s->second - t->begin] = s->end - s->position;
    }
}

/* The most of it after one moment and up to another, both included as seconds are rounded. */
static double most_between(const struct truth *t, int64_t from_ms, int64_t upto_ms)
{
    double most = 0;
    for (int64_t i = from_ms / 1000 - t->begin; i <= upto_ms / 1000 - t->begin + 1; i++)
        most = i >= 0 && t->unread[i] > most ? t->unread[i] : most;
    return most;
}

static double at(const struct truth *t, int64_t ms)
{
    int64_t i = ms / 1000 - t->begin;
    return t->unread[i > 0 ? i : 0];
}

/* The claim: at one of the two commits more was unread than at the other's sample. */
static bool is_true(const struct series_sim *s, const struct truth *t,
                    const struct partition_verdict *v)
{
    size_t j = s->n - 1, i;
    while (s->p[j].committed == s->p[j - 1].committed)
        j--;
    for (i = j; s->p[j].commit_ms - s->p[i].commit_ms < v->window_ms;)
        i--;
    if (v->slope > 0)
        return most_between(t, s->p[j - 1].commit_ms, s->p[j].commit_ms) > at(t, s->p[i].commit_ms);
    return most_between(t, s->p[i - 1].commit_ms, s->p[i].commit_ms) > at(t, s->p[j].commit_ms);
}

/* What is said of a few commits is true, whatever the rates, the rhythm and the holes. */
static void test_it_did_grow(void **state)
{
    (void)state;
    size_t said = 0;
    for (unsigned seed = 1; seed < 120; seed++) {
        unsigned dice = seed;
        struct truth t = {.begin = 0};
        struct series_sim s = {.commit_s = 25 + (int)(seed * 7 % 70),
                               .backlog = 300000,
                               .jitter_ms = 900,
                               .seed = seed,
                               .end = 1000000};
        for (int turn = 0; turn < 150; turn++) {
            if (turn % 9 == 0) {
                s.in = around(&dice, 200, 1);
                s.out = around(&dice, 200, 1);
            }
            run_known(&s, &t, 10);
            if (around(&dice, 1, 1) < 0.2 && s.n > 1)
                s.n--; /* a hole */
            struct partition_verdict v = series_verdict(&s);
            said += v.intervals > 0;
            if (v.intervals > 0 && !is_true(&s, &t, &v))
                fail_msg("seed %u, turn %d: %g/s", seed, turn, v.slope);
        }
    }
    assert_true(said > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slower_at_each_phase),  cmocka_unit_test(test_first_commit),
        cmocka_unit_test(test_back_after_hours),      cmocka_unit_test(test_grown_for_sure),
        cmocka_unit_test(test_shrunk_for_sure),       cmocka_unit_test(test_within_noise),
        cmocka_unit_test(test_breathing_is_no_trend), cmocka_unit_test(test_it_did_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
