/* Share groups (KIP-932). All go to the coordinator of the group, key type 0. */
#ifndef KLAMM_CORE_WIRE_SHARE_GROUPS_H
#define KLAMM_CORE_WIRE_SHARE_GROUPS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- ShareGroupDescribe ---------------------------------------------------------------------- */

/* Describe on Group, and on its topics. */

struct share_group_describe_request {
    WIRE_LIST(const char *) group_ids;
    bool include_authorized_operations;
};

struct share_group_topic_partitions {
    struct wire_uuid topic_id;
    const char *topic_name;
    WIRE_LIST(int32_t) partitions;
};

struct share_group_assignment {
    WIRE_LIST(struct share_group_topic_partitions) topic_partitions;
};

struct share_group_member {
    const char *member_id;
    const char *rack_id; /* or null */
    int32_t member_epoch;
    const char *client_id;
    const char *client_host;
    WIRE_LIST(const char *) subscribed_topic_names;
    struct share_group_assignment assignment;
};

struct share_group_group {
    int16_t error_code;
    const char *error_message; /* or null */
    const char *group_id;
    const char *group_state;
    int32_t group_epoch;
    int32_t assignment_epoch;
    const char *assignor_name;
    WIRE_LIST(struct share_group_member) members;
    int32_t authorized_operations; /* default INT32_MIN */
};

struct share_group_describe_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct share_group_group) groups;
};

extern const struct wire_message wire_share_group_describe;

/* ---- DescribeShareGroupOffsets --------------------------------------------------------------- */

/* Describe on Group. */

struct describe_share_group_offsets_request_topic {
    const char *topic_name;
    WIRE_LIST(int32_t) partitions;
};

struct describe_share_group_offsets_request_group {
    const char *group_id;
    WIRE_LIST(struct describe_share_group_offsets_request_topic) topics; /* null: all */
};

struct describe_share_group_offsets_request {
    WIRE_LIST(struct describe_share_group_offsets_request_group) groups;
};

struct describe_share_group_offsets_partition {
    int32_t partition_index;
    int64_t start_offset;
    int32_t leader_epoch;
    int64_t lag; /* v1 on, default −1 */
    int16_t error_code;
    const char *error_message; /* or null */
};

struct describe_share_group_offsets_topic {
    const char *topic_name;
    struct wire_uuid topic_id;
    WIRE_LIST(struct describe_share_group_offsets_partition) partitions;
};

struct describe_share_group_offsets_group {
    const char *group_id;
    WIRE_LIST(struct describe_share_group_offsets_topic) topics;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct describe_share_group_offsets_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_share_group_offsets_group) groups;
};

extern const struct wire_message wire_describe_share_group_offsets;

/* ---- AlterShareGroupOffsets ------------------------------------------------------------------ */

/* Read on Group and on each Topic; only a group without members. */

struct alter_share_group_offsets_request_partition {
    int32_t partition_index;
    int64_t start_offset;
};

struct alter_share_group_offsets_request_topic {
    const char *topic_name;
    WIRE_LIST(struct alter_share_group_offsets_request_partition) partitions;
};

struct alter_share_group_offsets_request {
    const char *group_id;
    WIRE_LIST(struct alter_share_group_offsets_request_topic) topics;
};

struct alter_share_group_offsets_partition {
    int32_t partition_index;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct alter_share_group_offsets_topic {
    const char *topic_name;
    struct wire_uuid topic_id;
    WIRE_LIST(struct alter_share_group_offsets_partition) partitions;
};

struct alter_share_group_offsets_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct alter_share_group_offsets_topic) responses;
};

extern const struct wire_message wire_alter_share_group_offsets;

/* ---- DeleteShareGroupOffsets ----------------------------------------------------------------- */

/* Delete on Group, Read on each Topic; only a group without members. */

struct delete_share_group_offsets_request_topic {
    const char *topic_name;
};

struct delete_share_group_offsets_request {
    const char *group_id;
    WIRE_LIST(struct delete_share_group_offsets_request_topic) topics;
};

struct delete_share_group_offsets_topic {
    const char *topic_name;
    struct wire_uuid topic_id;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct delete_share_group_offsets_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct delete_share_group_offsets_topic) responses;
};

extern const struct wire_message wire_delete_share_group_offsets;

#endif
