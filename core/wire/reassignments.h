/* Moving replicas to other brokers (KIP-455). */
#ifndef KLAMM_CORE_WIRE_REASSIGNMENTS_H
#define KLAMM_CORE_WIRE_REASSIGNMENTS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- AlterPartitionReassignments ------------------------------------------------------------- */

/* Any broker; Alter on Cluster. */

struct alter_partition_reassignments_request_partition {
    int32_t partition_index;
    WIRE_LIST(int32_t) replicas; /* null cancels what is in progress */
};

struct alter_partition_reassignments_request_topic {
    const char *name;
    WIRE_LIST(struct alter_partition_reassignments_request_partition) partitions;
};

struct alter_partition_reassignments_request {
    int32_t timeout_ms;                   /* default 60000 */
    bool allow_replication_factor_change; /* v1 on, default true */
    WIRE_LIST(struct alter_partition_reassignments_request_topic) topics;
};

struct alter_partition_reassignments_partition {
    int32_t partition_index;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct alter_partition_reassignments_topic {
    const char *name;
    WIRE_LIST(struct alter_partition_reassignments_partition) partitions;
};

struct alter_partition_reassignments_response {
    int32_t throttle_time_ms;
    bool allow_replication_factor_change; /* v1 on, default true */
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct alter_partition_reassignments_topic) responses;
};

extern const struct wire_message wire_alter_partition_reassignments;

/* ---- ListPartitionReassignments -------------------------------------------------------------- */

/* Any broker; Describe on Cluster. */

struct list_partition_reassignments_request_topic {
    const char *name;
    WIRE_LIST(int32_t) partition_indexes;
};

struct list_partition_reassignments_request {
    int32_t timeout_ms;                                                  /* default 60000 */
    WIRE_LIST(struct list_partition_reassignments_request_topic) topics; /* null: all */
};

struct list_partition_reassignments_partition {
    int32_t partition_index;
    WIRE_LIST(int32_t) replicas;
    WIRE_LIST(int32_t) adding_replicas;
    WIRE_LIST(int32_t) removing_replicas;
};

struct list_partition_reassignments_topic {
    const char *name;
    WIRE_LIST(struct list_partition_reassignments_partition) partitions;
};

struct list_partition_reassignments_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct list_partition_reassignments_topic) topics;
};

extern const struct wire_message wire_list_partition_reassignments;

#endif
