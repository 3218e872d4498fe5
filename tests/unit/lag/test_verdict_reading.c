/* What counts as read: commits that moved over records that were there, and not what a person set
 * or retention deleted. */
#include "core/insight/lag/verdict.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/recording/recording_read.h"
#include "tests/support/test.h"
#include "tests/unit/recorded.h"
#include "tests/unit/series.h"

#include <math.h>
#include <string.h>

static double out_now(const struct recorded *r)
{
    const struct recording_group *g = recording_find(&r->h, "g");
    return recording_total_at(g, TIER_FINE, ring_len(&g->ring[TIER_FINE]) - 1)->out;
}

static void make_empty(struct recorded *r)
{
    r->state = GROUP_EMPTY;
    r->members = r->member_set = 0;
}

static void test_set_by_hand_is_not_read(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.end = 100000;
    make_empty(&r);
    recorded_run(&r, "g", 3);
    r.done += 30000;
    recorded_run(&r, "g", 1);
    assert_true(out_now(&r) == 0);
    recorded_run(&r, "g", 1);
    assert_true(out_now(&r) == 0);
    int64_t resets[RECORDING_MARKS];
    assert_int_equal(recording_resets(recording_find(&r.h, "g"), resets), 1);
    assert_int_equal(resets[0], r.now - 20000);
    recording_release(&r.h);
}

/* The first move looks like a reset; one that goes on is a reader without a membership. */
static void test_who_goes_on_reads(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.end = 100000;
    make_empty(&r);
    recorded_run(&r, "g", 3);
    r.done += 100;
    r.out = 10;
    recorded_run(&r, "g", 1);
    assert_true(out_now(&r) == 0);
    recorded_run(&r, "g", 1);
    assert_true(fabs(out_now(&r) - 30) < 0.01);
    recording_release(&r.h);
}

static void test_with_members_it_is_read(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.end = 100000;
    recorded_run(&r, "g", 3);
    r.done += 30000;
    recorded_run(&r, "g", 1); /* fast, but a consumer can be fast */
    assert_true(fabs(out_now(&r) - 9000) < 0.01);
    make_empty(&r); /* the last commit of one that leaves is its own */
    r.done += 10;
    recorded_run(&r, "g", 1);
    assert_true(fabs(out_now(&r) - 3) < 0.01);
    recording_release(&r.h);
}

/* Committed at 1,000; the log begins at 5,000: what lies between was not there to be read. */
static void test_deleted_records_are_not_read(void **state)
{
    (void)state;
    struct recorded r;
    recorded_init(&r);
    r.end = 100000;
    recorded_run(&r, "g", 3);
    r.start = 5000;
    recorded_run(&r, "g", 1);
    r.done = 5000; /* the jump to the log start alone */
    recorded_run(&r, "g", 1);
    assert_true(out_now(&r) == 0);
    r.start = 6000;
    recorded_run(&r, "g", 1);
    r.done = 6100; /* and a hundred records beyond it */
    recorded_run(&r, "g", 1);
    assert_true(fabs(out_now(&r) - 30) < 0.01);
    recording_release(&r.h);
}

/* The same for a partition's verdict: 12 samples, a jump of 120,000 between the 6th and the 7th. */
static struct partition_verdict judged(const int64_t *resets, size_t n, int64_t start_from_5th)
{
    static struct lag_point p[12];
    for (int i = 0; i < 12; i++)
        p[i] = (struct lag_point){.commit_ms = 10000 * (i + 1),
                                  .ends_ms = 10000 * (i + 1) + 5,
                                  .committed = 1000 + 10 * i + (i >= 6 ? 120000 : 0),
                                  .start = i >= 5 ? start_from_5th : 0,
                                  .end = 200000};
    struct partition_case c = {.p = p,
                               .n = 12,
                               .gap_ms = 10000,
                               .stable = OFFSET_UNKNOWN,
                               .owned = OWNED_YES,
                               .exact_offset = -1,
                               .resets = resets,
                               .nresets = n};
    struct lag_rules rules = lag_rules_of(10000);
    return partition_verdict_of(&c, &rules);
}

static void test_partitions(void **state)
{
    (void)state;
    assert_true(judged(NULL, 0, 0).out > 1000);
    const int64_t at[] = {70000};                        /* the sample that saw it */
    assert_true(fabs(judged(at, 1, 0).out - 1) < 0.001); /* of the samples since */
    assert_int_equal(judged(at, 1, 0).samples, 6);
    assert_int_equal(judged(at, 1, 0).set, 120010);
    const int64_t before[] = {60000}, after[] = {80000}; /* of the one before, of the one after */
    assert_true(judged(before, 1, 0).out > 1000);
    assert_true(fabs(judged(after, 1, 0).out - 1) < 0.001); /* what was before does not count */
    /* All of the jump lay below the log start. */
    assert_true(fabs(judged(NULL, 0, 121060).out - 100.0 / 110) < 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_by_hand_is_not_read),
        cmocka_unit_test(test_who_goes_on_reads),
        cmocka_unit_test(test_with_members_it_is_read),
        cmocka_unit_test(test_deleted_records_are_not_read),
        cmocka_unit_test(test_partitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
