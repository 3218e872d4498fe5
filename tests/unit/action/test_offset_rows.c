/* The arithmetic of resetting offsets over generated situations, and the parsing around it. */
#include "core/action/offsets/offset_rows.h"
#include "core/action/offsets/offset_scope.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static uint64_t seed = 20261122;
static int64_t some(int64_t from, int64_t to)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return from + (int64_t)((seed >> 33) % (uint64_t)(to - from + 1));
}

/* A log that may be empty, and a commit that may be missing or outside. */
static struct offset_row situation(void)
{
    struct offset_row r = {.topic = "t", .timed = true};

    r.start = some(0, 3) ? some(0, 1000) : 0;
    r.end = some(0, 3) ? r.start + some(0, 1000) : r.start;
    r.committed = some(0, 4) ? some(0, 2500) : OFFSET_UNKNOWN;
    if (some(0, 1) && r.end > r.start)
        r.at_time = reported_of(some(r.start, r.end - 1));
    r.asked = some(0, 3000);
    return r;
}

/* The rules of GroupOffsetsResetter, written down a second time in another shape. */
static int64_t kafka_says(const struct offset_row *r, enum offset_goal goal, int64_t n)
{
    int64_t want = 0;

    switch (goal) {
    case GOAL_EARLIEST:
        return r->start;
    case GOAL_LATEST:
        return r->end;
    case GOAL_TIME:
        return reported_or(r->at_time, r->end);
    case GOAL_CURRENT:
        return r->committed != OFFSET_UNKNOWN ? r->committed : r->end;
    case GOAL_SHIFT:
        if (r->committed == OFFSET_UNKNOWN)
            return OFFSET_UNKNOWN;
        want = r->committed + n;
        break;
    case GOAL_OFFSET:
        want = n;
        break;
    case GOAL_EACH:
        want = r->asked;
        break;
    }
    return want > r->end ? r->end : want < r->start ? r->start : want;
}

static void test_as_kafka_resolves(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct offset_row r = situation();
        enum offset_goal goal = (enum offset_goal)some(GOAL_EARLIEST, GOAL_EACH);
        int64_t n = goal == GOAL_SHIFT ? some(-3000, 3000) : some(0, 3000);

        offset_row_resolve(&r, goal, n);
        assert_int_equal(r.to, kafka_says(&r, goal, n));
        assert_int_equal(r.note == NOTE_RAISED || r.note == NOTE_LOWERED, r.to != r.wanted);
    }
}

/* Whatever the situation: what is read again, skipped or deleted adds up to the move. */
static void test_totals_add_up(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        struct offset_row r = situation();
        struct offset_totals t = {0};
        int64_t move, lag;

        offset_row_resolve(&r, (enum offset_goal)some(GOAL_EARLIEST, GOAL_EACH), some(-50, 50));
        offset_totals_add(&t, &r);
        assert_int_equal(t.changed + t.unchanged + t.cant, 1);
        assert_true(t.again >= 0 && t.skipped >= 0 && t.deleted >= 0);
        assert_true(t.again == 0 || t.skipped == 0);
        assert_true(t.again <= r.end - r.start && t.skipped <= r.end - r.start);
        if (offset_row_lag_after(&r, &lag))
            assert_true(lag >= 0);
        if (!offset_row_move(&r, &move)) {
            assert_true(t.again == 0 && t.skipped == 0);
            continue;
        }
        if (r.committed >= r.start && r.committed <= r.end && r.to >= r.start && r.to <= r.end)
            assert_int_equal(t.skipped - t.again, move);
        if (r.committed < r.start && r.to >= r.start)
            assert_int_equal(t.skipped + t.deleted, move);
    }
}

static void test_no_overflow(void **state)
{
    struct offset_row r = {.topic = "t", .start = 5, .end = 9, .committed = 7};

    (void)state;
    offset_row_resolve(&r, GOAL_SHIFT, INT64_MAX);
    assert_int_equal(r.to, 9);
    offset_row_resolve(&r, GOAL_SHIFT, -INT64_MAX);
    assert_int_equal(r.to, 5);
    r.committed = INT64_MAX;
    offset_row_resolve(&r, GOAL_SHIFT, 1);
    assert_int_equal(r.to, 9);
}

/* The row of the specification: the log begins behind the commit. */
static void test_deleted_records_are_not_skipped(void **state)
{
    struct offset_row r = {.topic = "audit", .start = 44012, .end = 44012, .committed = 1200};
    struct offset_totals t = {0};
    int64_t n;

    (void)state;
    offset_row_resolve(&r, GOAL_EARLIEST, 0);
    offset_totals_add(&t, &r);
    assert_true(offset_row_move(&r, &n));
    assert_int_equal(n, 42812);
    assert_int_equal(t.deleted, 42812);
    assert_int_equal(t.skipped, 0);
}

static void test_trouble_gives_no_offset(void **state)
{
    struct offset_row r = {
        .topic = "t", .start = 1, .end = 9, .committed = 3, .trouble = "no leader"};
    struct offset_totals t = {0};
    int64_t n;

    (void)state;
    for (int goal = GOAL_EARLIEST; goal <= GOAL_EACH; goal++) {
        offset_row_resolve(&r, (enum offset_goal)goal, 2);
        assert_int_equal(r.to, OFFSET_UNKNOWN);
        assert_false(offset_row_changes(&r));
        assert_false(offset_row_lag_after(&r, &n));
    }
    offset_totals_add(&t, &r);
    assert_int_equal(t.cant, 1);
}

static void test_scope(void **state)
{
    struct err err = {0};
    struct arena a;
    struct scope s;

    (void)state;
    arena_init(&a);
    assert_true(scope_parse(&a, "orders", &s, &err));
    assert_string_equal(s.topic, "orders");
    assert_null(s.partitions);
    assert_true(scope_parse(&a, "orders:0,12,3", &s, &err));
    assert_int_equal(s.n, 3);
    assert_int_equal(s.partitions[1], 12);
    assert_false(scope_parse(&a, "orders:", &s, &err));
    assert_false(scope_parse(&a, "orders:0,", &s, &err));
    assert_false(scope_parse(&a, "orders:-1", &s, &err));
    assert_false(scope_parse(&a, "orders:1,1", &s, &err));
    assert_non_null(strstr(err.msg, "named twice"));
    assert_false(scope_parse(&a, "orders:abc", &s, &err));
    assert_string_equal(err.msg, "orders:abc: partition: \"abc\" is not a whole number");
    assert_true(partitions_parse(&a, "2,0", &s, &err)); /* a field, or an option, of its own */
    assert_int_equal(s.n, 2);
    assert_int_equal(s.partitions[0], 2);
    assert_null(s.topic);
    assert_false(partitions_parse(&a, "abc", &s, &err));
    assert_string_equal(err.msg, "partition: \"abc\" is not a whole number");
    assert_false(partitions_parse(&a, "1,1", &s, &err));
    assert_string_equal(err.msg, "partition 1 is named twice");
    assert_false(scope_parse(&a, ":1", &s, &err));
    assert_false(scope_parse(&a, "", &s, &err));
    arena_release(&a);
}

static void test_each(void **state)
{
    struct err err = {0};
    struct arena a;
    struct each e;

    (void)state;
    arena_init(&a);
    assert_true(each_parse(&a, "orders:3=1500", &e, &err));
    assert_string_equal(e.topic, "orders");
    assert_int_equal(e.partition, 3);
    assert_int_equal(e.offset, 1500);
    assert_false(each_parse(&a, "orders=1500", &e, &err));
    assert_false(each_parse(&a, "orders:3", &e, &err));
    assert_false(each_parse(&a, ":3=1", &e, &err));
    assert_false(each_parse(&a, "orders:3=-1", &e, &err));
    assert_false(each_parse(&a, "orders:x=1", &e, &err));
    arena_release(&a);
}

static bool csv(struct arena *a, const char *text, size_t *n, struct each **out, struct err *err)
{
    return offset_csv_parse(a, text, strlen(text), "g", out, n, err);
}

static void test_csv(void **state)
{
    struct err err = {0};
    size_t n;
    struct each *e;
    struct arena a;

    (void)state;
    arena_init(&a);
    assert_true(csv(&a, "orders,0,10\norders,1,20\n\n", &n, &e, &err));
    assert_int_equal(n, 2);
    assert_int_equal(e[1].offset, 20);
    assert_true(csv(&a, "g,orders,0,10\nh,orders,0,99\r\n", &n, &e, &err));
    assert_int_equal(n, 1);
    assert_int_equal(e[0].offset, 10);
    assert_false(csv(&a, "o,0,1\no,1,1\n\no,0,2\n", &n, &e, &err));
    assert_string_equal(err.msg, "line 4: o:0 is in line 1 already");
    assert_true(csv(&a, "g,o,0,1\nh,o,0,2\nh,o,0,3\n", &n, &e, &err)); /* another's are its own */
    assert_false(csv(&a, "\xef\xbb\xbf {\"partitions\": [\n", &n, &e, &err));
    assert_non_null(strstr(err.msg, "this is JSON: lines as topic,partition,offset"));
    assert_false(csv(&a, "h,orders,0,10\n", &n, &e, &err));
    assert_non_null(strstr(err.msg, "no line for group g"));
    assert_false(csv(&a, "topic,partition,offset\n", &n, &e, &err));
    assert_non_null(strstr(err.msg, "line 1"));
    assert_false(csv(&a, "o,0,1\no,0\n", &n, &e, &err));
    assert_non_null(strstr(err.msg, "line 2"));
    assert_false(csv(&a, "o,0,-5\n", &n, &e, &err));
    assert_false(csv(&a, "", &n, &e, &err));
    assert_false(csv(&a, "a,b\n", &n, &e, &err));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_kafka_resolves),
        cmocka_unit_test(test_totals_add_up),
        cmocka_unit_test(test_no_overflow),
        cmocka_unit_test(test_deleted_records_are_not_skipped),
        cmocka_unit_test(test_trouble_gives_no_offset),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_csv),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
