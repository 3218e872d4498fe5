/* Cells of what was recorded and judged of groups. */
#ifndef KLAMM_CORE_RESOURCE_LAG_CELLS_H
#define KLAMM_CORE_RESOURCE_LAG_CELLS_H

#include "core/insight/lag/group_verdicts.h"
#include "core/resource/build.h"

/* Rates: – while there are not two samples. */
void cell_flow(struct row *r, size_t col, double per_second);
/* "12 min", "never", – when there is nothing to read or nothing is known. */
void cell_drained(struct row *r, size_t col, int64_t drained_ms);
/* "≥ 3 h" when the true one is longer. */
void cell_time_lag(struct row *r, size_t col, int64_t ms, bool more);
/* The words in the verdict's colour, sorted worst first, among equals the one with more lag first.
 */
void cell_verdict(struct table *t, struct row *r, size_t col, enum verdict v, const char *words,
                  int64_t lag);
struct bar_scale {
    double noise; /* values that differ by less than this share of the most are level */
    double full;  /* the highest bar is at least so much more than the lowest; 0: any */
};
/* One bar a value, from the least of them to the most; a space where it is NAN. */
void cell_bars(struct table *t, struct row *r, size_t col, const double *v, size_t n,
               const struct bar_scale *scale);
/* Rates over time as such bars, sorted by how much more the last is than the first. */
void cell_rates(struct table *t, struct row *r, size_t col, const double *rate, size_t n);
/* The group's lag of the last ten minutes, or of the last two hours as far as there are no ten
 * minutes yet, as eight bars from its least to its most, 8 records more at least; – without two
 * samples. */
void cell_trend(struct table *t, struct row *r, size_t col, const struct recording_group *g);

#endif
