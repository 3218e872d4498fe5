/* What flowed through the cluster over time, for charts: the sums of what was recorded of groups and
 * of the topics that they read. */
#ifndef KLAMM_CORE_INSIGHT_TRAFFIC_CHART_H
#define KLAMM_CORE_INSIGHT_TRAFFIC_CHART_H

#include "core/base/arena.h"
#include "core/model/model.h"

struct traffic_chart {
    size_t n;
    /* Records per second and records; NAN where one that counts was not sampled: a sum of the
     * others would pass for the whole. */
    double *in, *out, *lag;
    double most_rate, most_lag;
};

/* n moments between two wall times, in the arena. Of topics count those that a group reads as a
 * whole, of groups those that were sampled in that time. Linear in what is recorded: once for many
 * paints. */
struct traffic_chart traffic_chart_make(const struct model *m, int64_t from_ms, int64_t to_ms,
                                        size_t n, struct arena *a);
/* When the recording begins; 0: nothing is recorded. */
int64_t traffic_chart_since(const struct model *m);

#endif
