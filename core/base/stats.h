/* Robust statistics over short series: medians and trends that one odd sample does not move.
 * All functions are pure; n may be 0. */
#ifndef KLAMM_CORE_BASE_STATS_H
#define KLAMM_CORE_BASE_STATS_H

#include <stddef.h>
#include <stdint.h>

/* Points beyond this are thinned out evenly before a trend is taken, so that its cost is bounded:
 * all pairs of points are compared. */
enum { STATS_TREND_POINTS = 24 };

/* Sorts v. The mean of the two in the middle when n is even; 0 when there is none. */
double stats_median(double *v, size_t n);

/* An amount in a time in ms, per second: every rate that klamm shows or judges by comes from here.
 * NAN below a second: two answers that come together show chance, not pace. */
enum { STATS_RATE_LEAST_MS = 1000 };
double stats_rate(double amount, int64_t ms);

struct trend {
    size_t n;     /* points it was taken from */
    double slope; /* y per x: Theil–Sen, the median of the slopes of all pairs */
    double z;     /* Mann–Kendall, with ties: |z| > 2 is a trend at the 5 % level */
};
/* x must not fall. Fewer than 2 points with different x: all zero. */
struct trend stats_trend(const double *x, const double *y, size_t n);

#endif
