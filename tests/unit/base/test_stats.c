/* Medians and trends. */
#include "core/base/stats.h"
#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void test_statistics(void **state)
{
    (void)state;
    double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2};
    assert_true(stats_median(odd, 3) == 2 && stats_median(even, 4) == 2.5);
    assert_true(stats_median(odd, 0) == 0);
    double x[40], y[40];
    for (int i = 0; i < 40; i++) {
        x[i] = i;
        y[i] = 2 * i + (i == 20 ? 1e6 : 0); /* one outlier moves nothing */
    }
    struct trend t = stats_trend(x, y, 40);
    assert_true(fabs(t.slope - 2) < 0.01 && t.z > 5);
    for (int i = 0; i < 40; i++)
        y[i] = 7;
    t = stats_trend(x, y, 40);
    assert_true(t.slope == 0 && t.z == 0);
    assert_int_equal(stats_trend(x, y, 1).n, 1);
    for (int i = 0; i < 40; i++)
        x[i] = 5; /* all at one moment: no slope, no division by zero */
    assert_true(stats_trend(x, y, 40).slope == 0);
    /* Mann–Kendall of 5 rising values: (10 − 1)/sqrt(50/3) */
    double up[] = {1, 2, 3, 4, 5};
    assert_true(fabs(stats_trend(up, up, 5).z - 2.2045) < 0.001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statistics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
