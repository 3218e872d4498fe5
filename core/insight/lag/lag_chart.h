/* A group's lag and rates over time, for charts: what was recorded, resampled to as many moments as
 * there are columns. */
#ifndef KLAMM_CORE_INSIGHT_LAG_LAG_CHART_H
#define KLAMM_CORE_INSIGHT_LAG_LAG_CHART_H

#include "core/base/arena.h"
#include "core/recording/recording.h"

struct lag_chart {
    size_t n;
    double *lag, *in, *out; /* NAN where nothing was seen; rates per second */
    double most_lag, most_rate;
    int64_t from_ms, to_ms; /* wall */
    size_t samples;         /* that lie within; 0: nothing to draw */
};
/* n moments from from_ms to to_ms, in the arena. Between two samples that follow each other the
 * value is interpolated; over a hole nothing is. Of several samples in one column the one with the
 * most lag counts. g may be NULL. */
struct lag_chart lag_chart_make(const struct recording_group *g, int64_t from_ms, int64_t to_ms,
                                size_t n, struct arena *a);

#endif
