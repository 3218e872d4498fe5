/* What would happen to the cluster if one more broker stopped: each partition, and where its leader
 * would go. Clean elections only; the rule is the controller's: the first of the replica list that
 * is in sync and alive (ReplicationControlManager, PartitionChangeBuilder). */
#ifndef KLAMM_CORE_INSIGHT_WHAT_IF_H
#define KLAMM_CORE_INSIGHT_WHAT_IF_H

#include "core/base/arena.h"
#include "core/insight/balance.h"
#include "core/model/model.h"

struct what_if {
    enum without becomes;
    int32_t leader; /* then; −1: none */
    bool moves;     /* the leader changes */
    int32_t *isr;   /* then, in the arena */
    int nisr;
};
struct what_if partition_what_if(const struct metadata *md, const struct partition *p,
                                 int32_t broker, int64_t min_isr, struct arena *a);

struct gain { /* of one of the others */
    int32_t id;
    int64_t now, then; /* partitions it leads */
};
struct gains {
    struct gain *g; /* by id, live brokers without the one that stops */
    size_t n;
    int64_t lost; /* partitions that get no leader */
};
/* In the arena; one pass over all partitions. */
struct gains broker_what_if(const struct metadata *md, int32_t broker, struct arena *a);

#endif
