/* What groups committed, many groups at once (KIP-709). */
#ifndef KLAMM_CORE_WIRE_GROUP_OFFSETS_H
#define KLAMM_CORE_WIRE_GROUP_OFFSETS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- OffsetFetch ----------------------------------------------------------------------------- */

/* The coordinator of the groups; Describe on Group, and Describe on Topic for each topic shown. */

struct offset_fetch_request_topic {
    const char *name;
    WIRE_LIST(int32_t) partition_indexes;
};

struct offset_fetch_request_group {
    const char *group_id;
    const char *member_id;                               /* v9 on, or null */
    int32_t member_epoch;                                /* v9 on, default −1 */
    WIRE_LIST(struct offset_fetch_request_topic) topics; /* null: all with a commit */
};

struct offset_fetch_request {
    WIRE_LIST(struct offset_fetch_request_group) groups;
    bool require_stable; /* error 88 while a transaction with commits is open */
};

struct offset_fetch_partition {
    int32_t partition_index;
    int64_t committed_offset;       /* −1: no commit */
    int32_t committed_leader_epoch; /* default −1 */
    const char *metadata;           /* or null */
    int16_t error_code;
};

struct offset_fetch_topic {
    const char *name;
    WIRE_LIST(struct offset_fetch_partition) partitions;
};

struct offset_fetch_group {
    const char *group_id;
    WIRE_LIST(struct offset_fetch_topic) topics;
    int16_t error_code;
};

struct offset_fetch_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct offset_fetch_group) groups;
};

extern const struct wire_message wire_offset_fetch;

#endif
