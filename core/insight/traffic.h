/* What flows through the cluster, in records per second, as far as two answers tell. */
#ifndef KLAMM_CORE_INSIGHT_TRAFFIC_H
#define KLAMM_CORE_INSIGHT_TRAFFIC_H

#include "core/model/model.h"

struct traffic {
    double in;  /* written, over the topics whose ends were told twice */
    double out; /* committed by groups; a record that two groups read counts twice */
    size_t topics, topics_rated;
    size_t groups, groups_rated;
};

/* Linear in all partitions and commits: once per change. */
struct traffic cluster_traffic(const struct model *m);
/* Commits of one group per second between its last two answers; false when there are not two. */
bool group_offsets_rate(const struct group_offsets *o, double *per_second);

#endif
