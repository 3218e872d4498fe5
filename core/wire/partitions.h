/* Topics with their partitions, a page at a time (KIP-966). */
#ifndef KLAMM_CORE_WIRE_PARTITIONS_H
#define KLAMM_CORE_WIRE_PARTITIONS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeTopicPartitions ----------------------------------------------------------------- */

/* Any broker; Describe on Topic. */

struct describe_topic_partitions_request_topic {
    const char *name;
};

struct describe_topic_partitions_cursor {
    const char *topic_name;
    int32_t partition_index;
};

struct describe_topic_partitions_request {
    WIRE_LIST(struct describe_topic_partitions_request_topic) topics;
    int32_t response_partition_limit;                      /* default 2000 */
    const struct describe_topic_partitions_cursor *cursor; /* null: from the first */
};

struct describe_topic_partitions_partition {
    int16_t error_code;
    int32_t partition_index;
    int32_t leader_id;
    int32_t leader_epoch; /* default −1 */
    WIRE_LIST(int32_t) replica_nodes;
    WIRE_LIST(int32_t) isr_nodes;
    WIRE_LIST(int32_t) eligible_leader_replicas; /* or null */
    WIRE_LIST(int32_t) last_known_elr;           /* or null */
    WIRE_LIST(int32_t) offline_replicas;
};

struct describe_topic_partitions_topic {
    int16_t error_code;
    const char *name; /* or null */
    struct wire_uuid topic_id;
    bool is_internal;
    WIRE_LIST(struct describe_topic_partitions_partition) partitions;
    int32_t topic_authorized_operations; /* default INT32_MIN */
};

struct describe_topic_partitions_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_topic_partitions_topic) topics;
    const struct describe_topic_partitions_cursor *next_cursor; /* null: that was all */
};

extern const struct wire_message wire_describe_topic_partitions;

#endif
