/* Brokers, topics and partitions as one Metadata answer gave them. Immutable once built. */
#ifndef KLAMM_CORE_MODEL_METADATA_H
#define KLAMM_CORE_MODEL_METADATA_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct broker {
    int32_t id;
    const char *host; /* NULL: known only from replica lists, so it is down */
    int port;
    const char *rack; /* NULL: none, or not known */
    bool alive;       /* in the broker list of this answer */
};

struct partition {
    int32_t id;
    int32_t leader; /* -1: none */
    int err_code;   /* rd_kafka_resp_err_t, 0 when fine */
    const char *err;
    const int32_t *replicas; /* in assignment order: the first is the preferred leader */
    const int32_t *isr;
    int nreplicas;
    int nisr;
};

struct topic {
    const char *name;
    bool internal; /* by name: __consumer_offsets, __transaction_state, __share_group_state … */
    int err_code;
    const char *err;
    struct partition *partitions; /* by id, ascending; ids need not be gapless in an answer */
    int npartitions;
};

struct metadata {
    struct arena arena;
    const char *cluster_id; /* NULL when not known */
    struct broker *brokers; /* by id; includes those that only replica lists name (alive = false) */
    size_t nbrokers;
    struct topic *topics; /* by name (strcmp) */
    size_t ntopics;
    int64_t npartitions; /* over all topics */
};

struct metadata *metadata_new(void);
void metadata_free(struct metadata *m);
/* Call once after filling: sorts, and adds the brokers that only replica lists name. */
void metadata_seal(struct metadata *m);

const struct topic *metadata_topic(const struct metadata *m, const char *name);
const struct broker *metadata_broker(const struct metadata *m, int32_t id);
const struct partition *topic_partition(const struct topic *t, int32_t id);

bool partition_in_isr(const struct partition *p, int32_t broker);
bool partition_has_replica(const struct partition *p, int32_t broker);
int32_t partition_preferred(const struct partition *p); /* first replica, -1 when none */
/* No leader, or the leader is not among the live brokers (TopicCommand's unavailable). */
bool partition_offline(const struct metadata *m, const struct partition *p);
bool partition_under_replicated(const struct partition *p); /* |ISR| < |replicas| */
/* One of Kafka's own topics, which no application writes. */
bool topic_name_internal(const char *name);

#endif
