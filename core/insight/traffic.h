/* What flows through the cluster, in records per second, as far as it is known. */
#ifndef KLAMM_CORE_INSIGHT_TRAFFIC_H
#define KLAMM_CORE_INSIGHT_TRAFFIC_H

#include "core/model/model.h"

struct traffic {
    double in;  /* written, over the partitions whose rates are known */
    double out; /* read by groups; a record that two groups read counts twice */
    size_t topics, topics_rated;
    size_t groups, groups_rated;
};

/* now_ms: wall. Linear in all partitions: once per change. */
struct traffic cluster_traffic(const struct model *m, int64_t now_ms);

#endif
