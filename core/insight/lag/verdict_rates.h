/* The window a partition is judged in, and the rates within it. Only for the verdict on partitions.
 */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_RATES_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_RATES_H

#include "core/insight/lag/verdict.h"

enum {
    WINDOW_POINTS = 128,
    WINDOW_ALIGNED = 5, /* commits of which a trend is taken; of fewer Mann–Kendall can't be sure */
};

struct window { /* the samples of which everything is known, oldest first */
    const struct lag_point *p[WINDOW_POINTS];
    size_t n;
    size_t from; /* where the window for rates and trend begins */
    size_t read; /* where it begins for all that has to do with commits: behind offsets that were
                    set, or may have been, and behind a time without members; ≥ from */
};

double window_lag(const struct lag_point *p);
/* Moves read behind the offsets that were set since from. */
void window_since_set(struct window *w, const struct partition_case *c);
double window_per_second(double amount, int64_t ms); /* NAN without a time */
void window_open(struct window *w, const struct partition_case *c, const struct lag_rules *r);
/* Samples, window, both rates, G, N and what jumped. */
void window_rates(struct partition_verdict *v, const struct window *w,
                  const struct partition_case *c, const struct lag_rules *r);

#endif
