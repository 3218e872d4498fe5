/* The two clocks against the C library's. */
#include "core/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
        cmocka_unit_test(test_long_spans_never_come_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
