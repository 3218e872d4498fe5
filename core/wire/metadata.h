/* Brokers, topics and partitions, all at once. */
#ifndef KLAMM_CORE_WIRE_METADATA_H
#define KLAMM_CORE_WIRE_METADATA_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- Metadata -------------------------------------------------------------------------------- */

/* Any broker; Describe on Topic. controller_id is some live broker in KRaft. */

struct metadata_request_topic {
    struct wire_uuid topic_id;
    const char *name; /* or null */
};

struct metadata_request {
    WIRE_LIST(struct metadata_request_topic) topics; /* null: all */
    bool allow_auto_topic_creation;                  /* default true */
    bool include_topic_authorized_operations;
};

struct metadata_broker {
    int32_t node_id;
    const char *host;
    int32_t port;
    const char *rack; /* or null */
};

struct metadata_partition {
    int16_t error_code;
    int32_t partition_index;
    int32_t leader_id;
    int32_t leader_epoch; /* default −1 */
    WIRE_LIST(int32_t) replica_nodes;
    WIRE_LIST(int32_t) isr_nodes;
    WIRE_LIST(int32_t) offline_replicas;
};

struct metadata_topic {
    int16_t error_code;
    const char *name; /* or null */
    struct wire_uuid topic_id;
    bool is_internal;
    WIRE_LIST(struct metadata_partition) partitions;
    int32_t topic_authorized_operations; /* default INT32_MIN */
};

struct metadata_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct metadata_broker) brokers;
    const char *cluster_id; /* or null */
    int32_t controller_id;  /* default −1 */
    WIRE_LIST(struct metadata_topic) topics;
    int16_t error_code; /* v13 on */
};

extern const struct wire_message wire_metadata;

#endif
