/* The recording of groups: tiers, rates, rhythm, marks, a clock that jumps, topics created
 * again. */
#include "core/insight/lag/lag_chart.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_read.h"
#include "tests/support/test.h"
#include "tests/unit/recorded.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void test_tiers_are_bounded(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.in = r.out = 50;
    recorded_run(&r, "g", 7 * 24 * 360 + 5000);
    const struct recording_group *g = recording_find(&r.h, "g");
    assert_int_equal(ring_len(&g->ring[TIER_FINE]), RECORDING_FINE);
    assert_int_equal(ring_len(&g->ring[TIER_MINUTE]), RECORDING_MINUTES);
    assert_int_equal(ring_len(&g->ring[TIER_QUARTER]), RECORDING_QUARTERS);
    assert_true(recording_bytes(&r.h) < 60000);
    for (int t = 0; t < RECORDING_TIERS; t++) { /* in order, at their pace, up to now */
        static const int64_t pace[] = {10000, 60000, 900000};
        size_t n = ring_len(&g->ring[t]);
        const struct recording_total *last = recording_total_at(g, (enum recording_tier)t, n - 1);
        const struct recording_total *first = recording_total_at(g, (enum recording_tier)t, 0);
        assert_int_equal(last->at_ms - first->at_ms, pace[t] * (int64_t)(n - 1));
        assert_true(r.now - last->at_ms <= pace[t] + 10000);
        assert_true(fabs(last->in - 150) < 1 && fabs(last->out - 150) < 1);
        assert_null(recording_total_at(g, (enum recording_tier)t, n));
    }
    recording_release(&r.h);
}

static void test_points_are_what_was_seen(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_point p[RECORDING_POINTS], m[RECORDING_MINUTES];
    recorded_init(&r);
    r.in = 50;
    r.out = 20;
    r.start = 100;
    recorded_run(&r, "g", 300);
    const struct recording_part *part = recorded_part(&r, "g", 2);
    size_t n = recording_points(recording_find(&r.h, "g"), part, 600000, p);
    assert_int_equal(n, RECORDING_FINE);
    assert_int_equal(p[n - 1].commit_ms, r.now - 10000);
    assert_int_equal(p[n - 1].ends_ms, r.now - 10000 + 15);
    assert_int_equal(p[n - 1].end, 1000 + 299 * 500);
    assert_int_equal(p[n - 1].committed, 1000 + 299 * 200);
    assert_int_equal(p[n - 1].start, 100);
    assert_int_equal(p[0].end, 1000 + 240 * 500);
    n = recording_minutes(recording_find(&r.h, "g"), part, m);
    assert_int_equal(n, 50);
    assert_int_equal(m[0].end, 1000);
    double in, out;
    assert_true(recording_usual(recording_find(&r.h, "g"), part, 120000, &in, &out));
    assert_true(fabs(in - 50) < 0.01 && fabs(out - 20) < 0.01);
    recording_release(&r.h);
}

static void test_usual_needs_a_past_and_leaves_out_the_window(void **state)
{
    (void)state;
    struct recorded r;
    double in, out;
    recorded_init(&r);
    r.in = r.out = 10;
    recorded_run(&r, "g", 40); /* 6½ minutes: 4 rates outside the window */
    assert_false(
        recording_usual(recording_find(&r.h, "g"), recorded_part(&r, "g", 0), 120000, &in, &out));
    recorded_run(&r, "g", 30);
    r.in = 1000;
    recorded_run(&r, "g", 12);
    assert_true(
        recording_usual(recording_find(&r.h, "g"), recorded_part(&r, "g", 0), 120000, &in, &out));
    assert_true(fabs(in - 10) < 0.01);
    recording_release(&r.h);
}

static void test_large_offsets_and_far_jumps(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_point p[RECORDING_POINTS];
    recorded_init(&r);
    r.end = r.done = 9e15; /* far beyond four bytes */
    recorded_run(&r, "g", 3);
    r.end = r.done = 5;
    recorded_run(&r, "g", 1);
    size_t n = recording_points(recording_find(&r.h, "g"), recorded_part(&r, "g", 0), 600000, p);
    assert_int_equal(p[n - 1].committed, 5); /* right, or not there; never wrong */
    for (size_t i = 0; i < n; i++)
        assert_true(p[i].committed == 5 || p[i].committed == 9000000000000000 ||
                    p[i].committed == OFFSET_UNKNOWN);
    recording_release(&r.h);
}

static void test_rhythm_of_commits(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.end = 100000;
    for (int i = 0; i < 5; i++) { /* a commit each 40 s */
        recorded_run(&r, "g", 4);
        r.done += 100;
    }
    const struct recording_part *p = recorded_part(&r, "g", 0);
    assert_int_equal(recording_gap(p), 40000);
    assert_int_equal(p->quiet_ms, 40000);
    r.now += 3600000; /* klamm was not running: says nothing of the rhythm */
    r.done += 100;
    recorded_run(&r, "g", 1);
    assert_int_equal(p->quiet_ms, 40000);
    assert_int_equal(p->watched_ms, r.now - 10000);
    assert_true(isnan(recording_total_at(recording_find(&r.h, "g"), TIER_FINE, 20)->in));
    r.done = r.end - RECORDING_IDLE; /* no one writes for ten minutes: the consumer is not idle */
    recorded_run(&r, "g", 60);
    r.end += 5000;
    recorded_run(&r, "g", 1);
    r.done = r.end;
    recorded_run(&r, "g", 1);
    assert_int_equal(p->quiet_ms, 40000);
    r.end += RECORDING_IDLE + 1; /* and now there is something to read */
    recorded_run(&r, "g", 6);
    r.done = r.end;
    recorded_run(&r, "g", 1);
    assert_int_equal(p->quiet_ms, 70000); /* from the last sample without */
    r.end += 5000;                        /* no one reads for an hour: that is not idle either */
    r.state = GROUP_EMPTY;
    r.members = r.member_set = 0;
    recorded_run(&r, "g", 360);
    r.state = GROUP_STABLE;
    r.members = 1;
    recorded_run(&r, "g", 5);
    assert_int_equal(p->idle_ms, r.now - 60000);
    r.done = r.end;
    recorded_run(&r, "g", 1);
    assert_int_equal(p->quiet_ms, 70000);
    recording_release(&r.h);
}

static void test_too_soon_is_no_sample(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    recorded_run(&r, "g", 1);
    r.now -= 5000;
    recorded_run(&r, "g", 1);
    assert_int_equal(ring_len(&recording_find(&r.h, "g")->ring[TIER_FINE]), 1);
    recording_release(&r.h);
}

static void test_clock_set_back(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_point p[RECORDING_POINTS];
    recorded_init(&r);
    r.in = 10;
    recorded_run(&r, "g", 200);
    r.now -= 900000;
    recorded_run(&r, "g", 3);
    const struct recording_group *g = recording_find(&r.h, "g");
    size_t n = recording_points(g, recorded_part(&r, "g", 0), 600000, p);
    for (size_t i = 1; i < n; i++)
        assert_true(p[i].commit_ms >= p[i - 1].commit_ms);
    assert_int_equal(ring_len(&g->ring[TIER_FINE]), 3);
    for (int t = 0; t < RECORDING_TIERS; t++)
        for (size_t i = 0; recording_total_at(g, (enum recording_tier)t, i); i++)
            assert_true(recording_total_at(g, (enum recording_tier)t, i)->at_ms < r.now);
    recorded_run(&r, "g", 20);
    assert_int_equal(ring_len(&g->ring[TIER_FINE]), 23);
    recording_release(&r.h);
}

/* The machine had just been started, under a wrong clock; what the file has was written by an
 * earlier run, under a right one. */
static void test_clock_set_after_a_start(void **state)
{
    (void)state;
    struct recorded r;
    const int64_t by = 3 * 3600000, ahead = 7200000;
    recorded_init(&r);
    r.in = r.out = 50;
    recorded_run(&r, "g", 12);
    int64_t past = r.now - 10000;
    r.now += ahead;
    r.h.begun_ms = r.now - 5000;
    recorded_run(&r, "g", 6);
    recording_clock_set(&r.h, by);
    r.now += by;
    const struct recording_group *g = recording_find(&r.h, "g");
    assert_int_equal(recording_total_at(g, TIER_FINE, 11)->at_ms, past);
    assert_int_equal(recording_total_at(g, TIER_FINE, 12)->at_ms, past + ahead + 10000 + by);
    assert_int_equal(recording_last_ms(g), r.now - 10000);
    assert_int_equal(r.h.begun_ms, past + ahead + 5000 + by);
    recording_clock_set(&r.h, -by); /* and again: the same are of this run */
    assert_int_equal(recording_total_at(g, TIER_FINE, 11)->at_ms, past);
    assert_int_equal(recording_total_at(g, TIER_FINE, 12)->at_ms, past + ahead + 10000);
    recording_release(&r.h);
}

static void test_topic_created_again_has_no_past(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    recorded_run(&r, "g", 5);
    recording_topic_id(&r.h, "orders", "AAAAAAAAAAAAAAAAAAAAAA"); /* known from now on */
    assert_non_null(recorded_part(&r, "g", 0));
    recording_topic_id(&r.h, "orders", "AAAAAAAAAAAAAAAAAAAAAA");
    assert_non_null(recorded_part(&r, "g", 0));
    recording_topic_id(&r.h, "orders", "BBBBBBBBBBBBBBBBBBBBBB");
    assert_null(recorded_part(&r, "g", 0));
    assert_int_equal(r.h.nparts, 0);
    recorded_run(&r, "g", 1);
    struct recording_point p[RECORDING_POINTS];
    assert_int_equal(
        recording_points(recording_find(&r.h, "g"), recorded_part(&r, "g", 0), 600000, p), 1);
    recording_release(&r.h);
}

static void expect_mark(const struct recorded *r, enum mark_kind kind, int64_t n)
{
    const struct recording_mark *m = recording_mark_at(recording_find(&r->h, "g"), 0);
    assert_non_null(m);
    if (m->kind != kind || m->n != n)
        fail_msg("wanted %s (%d), got %s (%d)", mark_name(kind), (int)n, mark_name(m->kind),
                 (int)m->n);
}

static void test_marks(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    recorded_run(&r, "g", 5);
    assert_null(recording_mark_at(recording_find(&r.h, "g"), 0));
    r.state = GROUP_PREPARING_REBALANCE;
    recorded_run(&r, "g", 3);
    expect_mark(&r, MARK_REBALANCE, 2);
    assert_int_equal(recording_find(&r.h, "g")->rebalancing_since_ms, r.now - 30000);
    r.state = GROUP_STABLE;
    r.members = 3;
    r.member_set = 8;
    recorded_run(&r, "g", 3);
    expect_mark(&r, MARK_MEMBERS, 3);
    r.done -= 300;
    recorded_run(&r, "g", 1);
    expect_mark(&r, MARK_BACK, 900);
    r.state = GROUP_EMPTY;
    r.members = 0;
    recorded_run(&r, "g", 2);
    expect_mark(&r, MARK_EMPTY, 0);
    r.done += 200;
    recorded_run(&r, "g", 2);
    expect_mark(&r, MARK_RESET, 600);
    r.done += 200;
    recorded_run(&r, "g", 1); /* a second time: a client commits without joining */
    assert_int_equal(recording_find(&r.h, "g")->empty_commits, 2);
    r.state = GROUP_DEAD; /* gone, which is no member again */
    recorded_run(&r, "g", 1);
    expect_mark(&r, MARK_RESET, 600);
    r.state = GROUP_EMPTY;
    recorded_run(&r, "g", 1);
    expect_mark(&r, MARK_EMPTY, 0);
    r.state = GROUP_STABLE;
    recorded_run(&r, "g", 1);
    expect_mark(&r, MARK_ACTIVE, 0);
    assert_int_equal(recording_find(&r.h, "g")->empty_commits, 0);
    for (int i = 0; i < 300; i++) {
        r.member_set++;
        recorded_run(&r, "g", 1);
    }
    assert_non_null(recording_mark_at(recording_find(&r.h, "g"), RECORDING_MARKS - 1));
    assert_null(recording_mark_at(recording_find(&r.h, "g"), RECORDING_MARKS));
    recording_release(&r.h);
}

/* Set by hand twice, a group without members looks for a while as if a client committed. */
static void test_who_commits_no_more_does_not_commit(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.state = GROUP_EMPTY;
    r.members = 0;
    r.end = 10000;
    for (int i = 0; i < 2; i++) {
        recorded_run(&r, "g", 20);
        r.done += 100;
    }
    recorded_run(&r, "g", 20);
    assert_int_equal(recording_find(&r.h, "g")->empty_commits, 2);
    recorded_run(&r, "g", 100);
    assert_int_equal(recording_find(&r.h, "g")->empty_commits, 0);
    /* One that commits every ten minutes goes on doing so. */
    for (int i = 0; i < 4; i++) {
        r.done += 100;
        recorded_run(&r, "g", 60);
    }
    assert_true(recording_find(&r.h, "g")->empty_commits >= 2);
    recording_release(&r.h);
}

static void test_partitions_come_and_go(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_point p[RECORDING_POINTS];
    recorded_init(&r);
    recorded_run(&r, "g", 20);
    r.parts = 5;
    recorded_run(&r, "g", 20);
    r.parts = 2;
    recorded_run(&r, "g", 20);
    const struct recording_group *g = recording_find(&r.h, "g");
    assert_int_equal(recording_points(g, recorded_part(&r, "g", 4), 600000, p), 20);
    assert_int_equal(recording_points(g, recorded_part(&r, "g", 2), 600000, p), 40);
    assert_int_equal(recording_points(g, recorded_part(&r, "g", 0), 600000, p), 60);
    recording_forget(&r.h, r.now + 1);
    assert_null(recording_find(&r.h, "g"));
    assert_int_equal(r.h.nparts, 0);
    recording_release(&r.h);
}

static void test_memory_of_a_thousand_groups(void **state)
{
    (void)state;
    struct recorded r;
    char id[16];
    recorded_init(&r);
    r.parts = 12;
    r.in = 5;
    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof id, "g%d", i);
        r.now = RECORDED_START;
        recorded_run(&r, id, 3000);
    }
    assert_true(recording_bytes(&r.h) * 50 < 40 * 1000000); /* 1,000 groups of 12: below 40 MB */
    recording_release(&r.h);
}

/* ---- what was not reported
 * -------------------------------------------------------------------- */

/* Of three partitions one is unknown at the samples 4 and 5: no sum of them is shown, rather than
 * one that is too small; rates start again, and commits go on. */
static struct recorded with_unknown(void)
{
    struct recorded r;
    recorded_init(&r);
    r.in = 5;
    r.out = 2;
    recorded_run(&r, "g", 4);
    r.unknown = 1;
    recorded_run(&r, "g", 2);
    r.unknown = 0;
    recorded_run(&r, "g", 3);
    return r;
}

static void test_a_sum_with_an_unknown_is_unknown(void **state)
{
    (void)state;
    struct recorded r = with_unknown();
    const struct recording_group *g = recording_find(&r.h, "g");
    for (size_t i = 0; i < 9; i++) {
        const struct recording_total *t = recording_total_at(g, TIER_FINE, i);
        if (i == 4 || i == 5)
            assert_true(isnan(t->lag));
        else
            assert_true(fabs(t->lag - 90.0 * (double)i) < 0.01);
        if (i == 0 || (i >= 4 && i <= 6))
            assert_true(isnan(t->in));
        else
            assert_true(fabs(t->in - 15) < 0.01);
        assert_true(i == 0 || fabs(t->out - 6) < 0.01);
    }
    const struct recording_total *minute = recording_total_at(g, TIER_MINUTE, 1);
    assert_true(fabs(minute->lag - (90 + 180 + 270 + 540) / 4.0) < 0.01);
    assert_true(fabs(minute->in - 15) < 0.01 && fabs(minute->out - 6) < 0.01);
    recording_release(&r.h);
}

static void test_a_chart_has_a_gap_where_nothing_is_known(void **state)
{
    (void)state;
    struct recorded r = with_unknown();
    struct arena a;
    arena_init(&a);
    struct lag_chart c =
        lag_chart_make(recording_find(&r.h, "g"), RECORDED_START, RECORDED_START + 90000, 18, &a);
    for (size_t i = 0; i < 17; i++) { /* a column each 5 s; between a sample and none is none */
        if (i >= 7 && i <= 11)
            assert_true(isnan(c.lag[i]));
        else
            assert_true(fabs(c.lag[i] - 45.0 * (double)i) < 0.01);
    }
    arena_release(&a);
    recording_release(&r.h);
}

static double lag_with(const struct recording_value *second)
{
    struct recording h;
    struct recording_sample s = {.commit_ms = RECORDED_START, .ends_ms = RECORDED_START};
    struct recording_value v[] = {
        {.topic = "a", .partition = 0, .committed = 4, .start = 0, .end = 10}, *second};
    recording_init(&h, 10000);
    recording_add(&h, "g", &s, v, 2);
    double lag = recording_total_at(recording_find(&h, "g"), TIER_FINE, 0)->lag;
    recording_release(&h);
    return lag;
}

static void test_no_lag_is_not_an_unknown_one(void **state)
{
    (void)state;
    struct recording_value v = {
        .topic = "b", .committed = OFFSET_UNKNOWN, .start = 0, .end = 100}; /* no commit */
    assert_true(fabs(lag_with(&v) - 6) < 0.01);
    v.failed = true; /* a commit that can't be read */
    assert_true(isnan(lag_with(&v)));
    v = (struct recording_value){
        .topic = "b", .committed = 7, .start = OFFSET_UNKNOWN, .end = OFFSET_UNKNOWN};
    assert_true(isnan(lag_with(&v)));
    v.gone = true; /* a commit on a topic that was deleted */
    assert_true(fabs(lag_with(&v) - 6) < 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiers_are_bounded),
        cmocka_unit_test(test_points_are_what_was_seen),
        cmocka_unit_test(test_usual_needs_a_past_and_leaves_out_the_window),
        cmocka_unit_test(test_large_offsets_and_far_jumps),
        cmocka_unit_test(test_rhythm_of_commits),
        cmocka_unit_test(test_too_soon_is_no_sample),
        cmocka_unit_test(test_clock_set_back),
        cmocka_unit_test(test_clock_set_after_a_start),
        cmocka_unit_test(test_topic_created_again_has_no_past),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_who_commits_no_more_does_not_commit),
        cmocka_unit_test(test_partitions_come_and_go),
        cmocka_unit_test(test_a_sum_with_an_unknown_is_unknown),
        cmocka_unit_test(test_a_chart_has_a_gap_where_nothing_is_known),
        cmocka_unit_test(test_no_lag_is_not_an_unknown_one),
        cmocka_unit_test(test_memory_of_a_thousand_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
