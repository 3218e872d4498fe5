/* What consumer groups have not read of each topic, summed over the groups. Kafka keeps no such sum:
 * it is made from the commits of every group. */
#ifndef KLAMM_CORE_INSIGHT_LAG_TOPIC_LAG_H
#define KLAMM_CORE_INSIGHT_LAG_TOPIC_LAG_H

#include "core/base/map.h"
#include "core/model/model.h"

struct topic_lag {
    int64_t total;         /* records, at most, over the commits of which it is known */
    size_t known, unknown; /* commits, one per group and partition */
    size_t old;            /* of the known: the end is old, so that their lag is a lower bound */
};

struct topic_lags {
    struct map of;         /* topic → struct topic_lag */
    size_t groups, looked; /* in the listing; of these, whose commits are known and of now */
};

/* Linear in committed offsets: once for a list, not for each row. */
void topic_lags_make(struct topic_lags *l, const struct model *m);
void topic_lags_release(struct topic_lags *l);
/* NULL: no group that was looked into has committed on it. */
const struct topic_lag *topic_lag_of(const struct topic_lags *l, const char *topic);

#endif
