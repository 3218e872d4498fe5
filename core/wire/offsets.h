/* First and last offsets, and offsets by time (KIP-79, KIP-734, KIP-1005, KIP-1023). */
#ifndef KLAMM_CORE_WIRE_OFFSETS_H
#define KLAMM_CORE_WIRE_OFFSETS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- ListOffsets ----------------------------------------------------------------------------- */

/* The leader of each partition; Describe on Topic. */

struct list_offsets_request_partition {
    int32_t partition_index;
    int32_t current_leader_epoch; /* default −1 */
    /* −1 latest, −2 earliest, −3 max timestamp (v7), −4 earliest local (v8), −5 latest tiered (v9),
     * −6 earliest pending upload (v11) */
    int64_t timestamp;
};

struct list_offsets_request_topic {
    const char *name;
    WIRE_LIST(struct list_offsets_request_partition) partitions;
};

struct list_offsets_request {
    int32_t replica_id;     /* −1: a client */
    int8_t isolation_level; /* 0 read uncommitted, 1 read committed */
    WIRE_LIST(struct list_offsets_request_topic) topics;
    int32_t timeout_ms; /* v10 on */
};

struct list_offsets_partition {
    int32_t partition_index;
    int16_t error_code;
    int64_t timestamp;    /* default −1 */
    int64_t offset;       /* default −1 */
    int32_t leader_epoch; /* default −1 */
};

struct list_offsets_topic {
    const char *name;
    WIRE_LIST(struct list_offsets_partition) partitions;
};

struct list_offsets_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct list_offsets_topic) topics;
};

extern const struct wire_message wire_list_offsets;

#endif
