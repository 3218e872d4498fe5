/* Changes of groups. All go to the coordinator of the group. */
#ifndef KLAMM_CORE_WIRE_GROUP_CHANGES_H
#define KLAMM_CORE_WIRE_GROUP_CHANGES_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DeleteGroups ---------------------------------------------------------------------------- */

/* Delete on Group; only a group without members. */

struct delete_groups_request {
    WIRE_LIST(const char *) groups_names;
};

struct delete_groups_result {
    const char *group_id;
    int16_t error_code;
    const char *error_message; /* v3 on, or null */
};

struct delete_groups_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct delete_groups_result) results;
};

extern const struct wire_message wire_delete_groups;

/* ---- LeaveGroup ------------------------------------------------------------------------------ */

/* Read on Group. */

struct leave_group_request_member {
    const char *member_id;
    const char *group_instance_id; /* or null */
    const char *reason;            /* v5 on, or null */
};

struct leave_group_request {
    const char *group_id;
    WIRE_LIST(struct leave_group_request_member) members;
};

struct leave_group_member {
    const char *member_id;
    const char *group_instance_id; /* or null */
    int16_t error_code;
};

struct leave_group_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    WIRE_LIST(struct leave_group_member) members;
};

extern const struct wire_message wire_leave_group;

/* ---- OffsetDelete ---------------------------------------------------------------------------- */

/* Delete on Group, Read on each Topic. */

struct offset_delete_request_partition {
    int32_t partition_index;
};

struct offset_delete_request_topic {
    const char *name;
    WIRE_LIST(struct offset_delete_request_partition) partitions;
};

struct offset_delete_request {
    const char *group_id;
    WIRE_LIST(struct offset_delete_request_topic) topics;
};

struct offset_delete_partition {
    int32_t partition_index;
    int16_t error_code;
};

struct offset_delete_topic {
    const char *name;
    WIRE_LIST(struct offset_delete_partition) partitions;
};

struct offset_delete_response {
    int16_t error_code;
    int32_t throttle_time_ms;
    WIRE_LIST(struct offset_delete_topic) topics;
};

extern const struct wire_message wire_offset_delete;

#endif
