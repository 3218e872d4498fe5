/* Charts: what stands in which cell, and the series they are drawn from. */
#include "core/insight/lag/lag_chart.h"
#include "core/recording/recording_read.h"
#include "tests/support/test.h"
#include "tests/unit/recorded.h"
#include "tui/term/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* All cells as lines of text, "·" where nothing is. */
static const char *drawn(const struct plot *p)
{
    static char text[512];
    size_t n = 0;
    for (int y = 0; y < p->h; y++) {
        for (int x = 0; x < p->w; x++) {
            char glyph[8];
            const char *s = plot_cell(p, x, y, glyph) == PLOT_NOTHING ? "·" : glyph;
            n += (size_t)snprintf(text + n, sizeof text - n, "%s", s);
        }
        if (y + 1 < p->h)
            n += (size_t)snprintf(text + n, sizeof text - n, "/");
    }
    return text;
}

static void test_cells(void **state)
{
    (void)state;
    static const double up[] = {0, 1, 2, 4, 6, 8, NAN, 8}, line[] = {8, 8, 8, 8, 1, 1, 1, 1};
    struct plot p = {.style = PLOT_BLOCK, .w = 8, .h = 2, .area = up, .most = 8};
    assert_string_equal(drawn(&p), "····▄█·█/·▂▄███·█");
    p.style = PLOT_ASCII;
    assert_string_equal(drawn(&p), "····:#·#/·::###·#");
    p = (struct plot){.style = PLOT_BRAILLE, .w = 4, .h = 2, .area = up, .most = 8};
    assert_string_equal(drawn(&p), "··⣼⢸/⢀⣼⣿⢸");
    p = (struct plot){.style = PLOT_BLOCK, .w = 8, .h = 2, .area = up, .line = line, .most = 8};
    assert_int_equal(plot_cell(&p, 0, 0, (char[8]){0}), PLOT_LINE);
    assert_int_equal(plot_cell(&p, 5, 1, (char[8]){0}), PLOT_LINE);
    assert_int_equal(plot_cell(&p, 5, 0, (char[8]){0}), PLOT_AREA);
}

static void test_a_little_is_not_none(void **state)
{
    (void)state;
    static const double v[] = {0, 0.001, 1000, -5};
    struct plot p = {.style = PLOT_BLOCK, .w = 4, .h = 1, .area = v, .most = 1000};
    assert_string_equal(drawn(&p), "·▁█·");
    p.most = 0; /* nothing anywhere */
    assert_string_equal(drawn(&p), "····");
}

/* Ten minutes of samples over an hour's chart: nothing before, nothing over the hole, all after. */
static void test_series_have_holes(void **state)
{
    (void)state;
    struct recorded r;
    struct arena a;
    arena_init(&a);
    recorded_init(&r);
    r.in = 50;
    recorded_run(&r, "g", 60);
    r.now += 1200000;
    recorded_run(&r, "g", 60);
    const struct recording_group *g = recording_find(&r.h, "g");
    struct lag_chart c = lag_chart_make(g, r.now - 3600000, r.now, 60, &a);
    assert_true(isnan(c.lag[5]) && isnan(c.lag[30]));
    assert_false(isnan(c.lag[22]) || isnan(c.lag[55]));
    assert_true(c.lag[55] > c.lag[51] && c.lag[55] <= c.most_lag);
    assert_true(fabs(c.in[55] - 150) < 1 && c.out[55] == 0);
    c = lag_chart_make(g, r.now - 300000, r.now, 200, &a); /* finer than the samples */
    for (size_t i = 0; i + 10 < c.n; i++)
        assert_false(isnan(c.lag[i]));
    c = lag_chart_make(NULL, 0, 1000, 10, &a);
    assert_int_equal(c.samples, 0);
    recording_release(&r.h);
    arena_release(&a);
}

/* To an eighth of a cell; a little is not nothing, and no bar is longer than its place. */
static void test_bars(void **state)
{
    char bar[3 * 8 + 1];
    (void)state;
    plot_bar(bar, 4, 0);
    assert_string_equal(bar, "");
    plot_bar(bar, 4, 0.5);
    assert_string_equal(bar, "██");
    plot_bar(bar, 4, 0.4);
    assert_string_equal(bar, "█▋");
    plot_bar(bar, 4, 0.0001);
    assert_string_equal(bar, "▏");
    plot_bar(bar, 4, 1.5);
    assert_string_equal(bar, "████");
    plot_bar(bar, 0, 1);
    assert_string_equal(bar, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_a_little_is_not_none),
        cmocka_unit_test(test_series_have_holes),
        cmocka_unit_test(test_bars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
