/* The health of partitions and topics: the filters of kafka-topics as judgements. Source of the
 * rules: tools/.../TopicCommand.java (under-replicated, unavailable, under and at min ISR).
 * Reassignments can't be seen through librdkafka, so replicas being added count as missing. */
#ifndef KLAMM_CORE_INSIGHT_HEALTH_H
#define KLAMM_CORE_INSIGHT_HEALTH_H

#include "core/base/table.h"
#include "core/model/model.h"

#define MIN_ISR_UNKNOWN (-1)

struct partition_health {
    bool offline;          /* no leader, or the leader's broker is down */
    bool under_replicated; /* a replica is out of sync */
    bool under_min_isr;    /* acks=all writes are refused; false while min ISR is not known */
    bool at_min_isr;       /* one more loss and they will be */
    bool not_preferred;    /* led, but not by the first replica */
};

struct topic_health {
    int partitions, offline, under_replicated, under_min_isr, at_min_isr, not_preferred;
    int64_t replicas, in_sync; /* over all partitions */
    int rf_min, rf_max;        /* replication factors met; 0 when there is no partition */
    int64_t min_isr;           /* or MIN_ISR_UNKNOWN */
};

/* min.insync.replicas of the topic as DescribeConfigs reported it; MIN_ISR_UNKNOWN when it has
 * not. */
int64_t topic_min_isr(const struct model *m, const char *topic);
int64_t config_min_isr(const struct config_set *c); /* c may be NULL */

struct partition_health partition_judge(const struct metadata *md, const struct partition *p,
                                        int64_t min_isr);
struct topic_health topic_judge(const struct metadata *md, const struct topic *t, int64_t min_isr);

/* The worst fact in a few words ("2 offline", "3 under-replicated", "ok") and how bad it is. */
const char *topic_health_words(const struct topic_health *h, struct arena *a, enum severity *sev);
/* The same in a sentence: "2 of 6 partitions are not led by their preferred replica". */
const char *topic_health_sentence(const struct topic_health *h, struct arena *a);

struct cluster_health { /* partitions, over all topics */
    int64_t offline, under_replicated, under_min_isr, not_preferred;
    int brokers, lost;
};
struct cluster_health cluster_judge(const struct model *m);

#endif
