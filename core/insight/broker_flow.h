/* How much was written to the partitions that each broker leads, as the samples of groups have
 * their log ends. */
#ifndef KLAMM_CORE_INSIGHT_BROKER_FLOW_H
#define KLAMM_CORE_INSIGHT_BROKER_FLOW_H

#include "core/insight/lag/topic_flow.h"

struct broker_flow {
    int32_t id;
    double now;    /* records per second, as struct rates has it */
    int64_t rated; /* partitions it leads that `now` is summed over */
    /* In each eighth of the time that four fifths of the sampled partitions were watched, at most
     * two hours: to the partitions that were watched all along, by who led them at that time as
     * far as moves of leaders were seen. NAN where it is not known. */
    double rate[FLOW_STEPS];
    bool known; /* one of rate[] is */
};

struct broker_flows {
    struct broker_flow *b; /* by id, one per broker of the metadata */
    size_t n;
};

/* In the arena. now_ms: wall; samples of long before it say nothing about now. Linear in the
 * partitions: once per answer of the cluster. */
struct broker_flows broker_flows_make(const struct model *m, int64_t now_ms, struct arena *a);

#endif
