/* Medians, the Theil–Sen slope and the Mann–Kendall test. The verdicts on lag are based on these,
 * because a least-squares line follows a single outlier: a late answer, one large batch. */
#include "core/base/stats.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double stats_median(double *v, size_t n)
{
    if (n == 0)
        return 0;
    qsort(v, n, sizeof *v, by_value);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

double stats_rate(double amount, int64_t ms)
{
    return ms >= STATS_RATE_LEAST_MS ? amount * 1000 / (double)ms : NAN;
}

/* Variance of Mann–Kendall's S, less what tied values can't contribute. Sorts y. */
static double variance(double *y, size_t n)
{
    double d = (double)n, ties = 0;
    qsort(y, n, sizeof *y, by_value);
    for (size_t i = 0; i < n;) {
        size_t same = i;
        while (same < n && y[same] == y[i])
            same++;
        double t = (double)(same - i);
        ties += t * (t - 1) * (2 * t + 5);
        i = same;
    }
    return (d * (d - 1) * (2 * d + 5) - ties) / 18;
}

static size_t thin(const double *x, const double *y, size_t n, double *px, double *py)
{
    size_t m = n < STATS_TREND_POINTS ? n : STATS_TREND_POINTS;
    for (size_t i = 0; i < m; i++) {
        size_t at = m < 2 ? 0 : i * (n - 1) / (m - 1);
        px[i] = x[at];
        py[i] = y[at];
    }
    return m;
}

struct trend stats_trend(const double *x, const double *y, size_t n)
{
    double px[STATS_TREND_POINTS], py[STATS_TREND_POINTS];
    double slopes[STATS_TREND_POINTS * (STATS_TREND_POINTS - 1) / 2];
    size_t m = thin(x, y, n, px, py), count = 0;
    double s = 0;
    for (size_t i = 0; i < m; i++)
        for (size_t k = i + 1; k < m; k++) {
            s += (py[k] > py[i]) - (py[k] < py[i]);
            if (px[k] > px[i])
                slopes[count++] = (py[k] - py[i]) / (px[k] - px[i]);
        }
    if (count == 0)
        return (struct trend){.n = m};
    struct trend t = {.n = m, .slope = stats_median(slopes, count)};
    double var = variance(py, m);
    if (var > 0 && s != 0)
        t.z = (s - (s > 0 ? 1 : -1)) / sqrt(var);
    return t;
}
