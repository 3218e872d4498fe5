/* Groups and their members: of the classic protocol, and of the consumer protocol (KIP-848). */
#ifndef KLAMM_CORE_WIRE_GROUPS_H
#define KLAMM_CORE_WIRE_GROUPS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- ListGroups ------------------------------------------------------------------------------ */

/* Each broker for the groups it coordinates; Describe on Cluster, or on each Group shown. */

struct list_groups_request {
    WIRE_LIST(const char *) states_filter;
    WIRE_LIST(const char *) types_filter; /* v5 on */
};

struct list_groups_group {
    const char *group_id;
    const char *protocol_type;
    const char *group_state;
    const char *group_type; /* v5 on */
};

struct list_groups_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    WIRE_LIST(struct list_groups_group) groups;
};

extern const struct wire_message wire_list_groups;

/* ---- DescribeGroups -------------------------------------------------------------------------- */

/* The coordinator; Describe on Group. A group that does not exist has error 69 in version 6
 * (KIP-1043) and the state "Dead" in version 5. */

struct describe_groups_request {
    WIRE_LIST(const char *) groups;
    bool include_authorized_operations;
};

struct describe_groups_member {
    const char *member_id;
    const char *group_instance_id; /* or null */
    const char *client_id;
    const char *client_host;
    struct wire_bytes member_metadata;
    struct wire_bytes member_assignment;
};

struct describe_groups_group {
    int16_t error_code;
    const char *error_message; /* v6 on, or null */
    const char *group_id;
    const char *group_state;
    const char *protocol_type;
    const char *protocol_data;
    WIRE_LIST(struct describe_groups_member) members;
    int32_t authorized_operations; /* default INT32_MIN */
};

struct describe_groups_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_groups_group) groups;
};

extern const struct wire_message wire_describe_groups;

/* ---- ConsumerGroupDescribe ------------------------------------------------------------------- */

/* The coordinator; Describe on Group, and Describe on its topics. Other kinds of groups have error
 * 69. */

struct consumer_group_describe_request {
    WIRE_LIST(const char *) group_ids;
    bool include_authorized_operations;
};

struct consumer_group_topic_partitions {
    struct wire_uuid topic_id;
    const char *topic_name;
    WIRE_LIST(int32_t) partitions;
};

struct consumer_group_assignment {
    WIRE_LIST(struct consumer_group_topic_partitions) topic_partitions;
};

struct consumer_group_member {
    const char *member_id;
    const char *instance_id; /* or null */
    const char *rack_id;     /* or null */
    int32_t member_epoch;
    const char *client_id;
    const char *client_host;
    WIRE_LIST(const char *) subscribed_topic_names;
    const char *subscribed_topic_regex; /* or null */
    struct consumer_group_assignment assignment;
    struct consumer_group_assignment target_assignment;
    int8_t member_type; /* v1 on, default −1 */
};

struct consumer_group_group {
    int16_t error_code;
    const char *error_message; /* or null */
    const char *group_id;
    const char *group_state;
    int32_t group_epoch;
    int32_t assignment_epoch;
    const char *assignor_name;
    WIRE_LIST(struct consumer_group_member) members;
    int32_t authorized_operations; /* default INT32_MIN */
};

struct consumer_group_describe_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct consumer_group_group) groups;
};

extern const struct wire_message wire_consumer_group_describe;

#endif
