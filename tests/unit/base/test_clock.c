/* The two clocks against the C library's. */
#include "core/base/clock.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include <time.h>

static void monotonic_never_goes_back(void **unused)
{
    (void)unused;
    int64_t last = clock_mono_ms();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_mono_ms();
        assert_true(now >= last);
        last = now;
    }
}

static void wall_is_now(void **unused)
{
    (void)unused;
    int64_t before = (int64_t)time(NULL);
    int64_t now = clock_wall_ms() / 1000;
    int64_t after = (int64_t)time(NULL);
    assert_true(now >= before - 1 && now <= after + 1); /* time() may lag by a tick */
}

/* Both clocks go on alike, asleep or not; when they do not, the wall clock was set. */
static void test_who_set_the_clock(void **state)
{
    (void)state;
    struct clock_watch w = {0};
    assert_int_equal(clock_watch_see(&w, 1700000000000, 5000), 0);
    assert_int_equal(clock_watch_see(&w, 1700000010000, 15000), 0);
    assert_int_equal(clock_watch_see(&w, 1700028810000, 28815000), 0); /* slept for eight hours */
    assert_int_equal(clock_watch_see(&w, 1700028820300, 28825000), 0); /* disciplined */
    assert_int_equal(clock_watch_see(&w, 1700039630300, 28835000), 10800000);
    assert_int_equal(clock_watch_see(&w, 1700039640300, 28845000), 0);
    assert_int_equal(clock_watch_see(&w, 1700028850300, 28855000), -10800000);
    struct clock_watch now = {0};
    assert_int_equal(clock_set_by(&now), 0);
    assert_int_equal(clock_set_by(&now), 0);
}

static void test_a_moment_by_the_other_clock(void **state)
{
    (void)state;
    int64_t mono = clock_mono_ms(), before = clock_wall_ms();
    int64_t at = clock_wall_at(mono - 3600000);
    assert_true(at - (before - 3600000) > -2000 && at - (before - 3600000) < 2000);
}

static void test_long_spans_never_come_round(void **state)
{
    (void)state;
    assert_int_equal(clock_after(5, 7), 12);
    assert_int_equal(clock_after(5, INT64_MAX - 5), INT64_MAX);
    assert_int_equal(clock_after(5, INT64_MAX), INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monotonic_never_goes_back),
        cmocka_unit_test(wall_is_now),
        cmocka_unit_test(test_who_set_the_clock),
        cmocka_unit_test(test_a_moment_by_the_other_clock),
        cmocka_unit_test(test_long_spans_never_come_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
