/* Streams groups with tasks and topology (KIP-1071). */
#ifndef KLAMM_CORE_WIRE_STREAMS_GROUPS_H
#define KLAMM_CORE_WIRE_STREAMS_GROUPS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- StreamsGroupDescribe -------------------------------------------------------------------- */

/* The coordinator; Describe on Group, and on its topics. */

struct streams_group_describe_request {
    WIRE_LIST(const char *) group_ids;
    bool include_authorized_operations;
    bool include_topology_description; /* v1 on */
};

struct streams_group_key_value {
    const char *key;
    const char *value;
};

struct streams_group_topic_info {
    const char *name;
    int32_t partitions;
    int16_t replication_factor;
    WIRE_LIST(struct streams_group_key_value) topic_configs;
};

struct streams_group_subtopology {
    const char *subtopology_id;
    WIRE_LIST(const char *) source_topics;
    WIRE_LIST(const char *) repartition_sink_topics;
    WIRE_LIST(struct streams_group_topic_info) state_changelog_topics;
    WIRE_LIST(struct streams_group_topic_info) repartition_source_topics;
};

struct streams_group_topology {
    int32_t epoch;
    WIRE_LIST(struct streams_group_subtopology) subtopologies; /* or null */
};

struct streams_group_user_endpoint {
    const char *host;
    uint16_t port;
};

struct streams_group_task_offset {
    const char *subtopology_id;
    int32_t partition;
    int64_t offset;
};

struct streams_group_task_ids {
    const char *subtopology_id;
    WIRE_LIST(int32_t) partitions;
};

struct streams_group_assignment {
    WIRE_LIST(struct streams_group_task_ids) active_tasks;
    WIRE_LIST(struct streams_group_task_ids) standby_tasks;
    WIRE_LIST(struct streams_group_task_ids) warmup_tasks;
};

struct streams_group_member {
    const char *member_id;
    int32_t member_epoch;
    const char *instance_id; /* or null */
    const char *rack_id;     /* or null */
    const char *client_id;
    const char *client_host;
    int32_t topology_epoch;
    const char *process_id;
    const struct streams_group_user_endpoint *user_endpoint; /* or null */
    WIRE_LIST(struct streams_group_key_value) client_tags;
    WIRE_LIST(struct streams_group_task_offset) task_offsets;
    WIRE_LIST(struct streams_group_task_offset) task_end_offsets;
    struct streams_group_assignment assignment;
    struct streams_group_assignment target_assignment;
    bool is_classic;
};

struct streams_group_description_node {
    const char *name;
    int8_t node_type;
    WIRE_LIST(const char *) source_topics;
    const char *sink_topic; /* or null */
    WIRE_LIST(const char *) stores;
    WIRE_LIST(const char *) successors;
};

struct streams_group_description_subtopology {
    const char *subtopology_id;
    WIRE_LIST(struct streams_group_description_node) nodes;
};

struct streams_group_description_global_store {
    struct streams_group_description_node source;
    struct streams_group_description_node processor;
};

struct streams_group_description {
    WIRE_LIST(struct streams_group_description_subtopology) subtopologies;
    WIRE_LIST(struct streams_group_description_global_store) global_stores;
};

struct streams_group_group {
    int16_t error_code;
    const char *error_message; /* or null */
    const char *group_id;
    const char *group_state;
    int32_t group_epoch;
    int32_t assignment_epoch;
    const struct streams_group_topology *topology; /* or null */
    WIRE_LIST(struct streams_group_member) members;
    int32_t authorized_operations;                                /* default INT32_MIN */
    const struct streams_group_description *topology_description; /* v1 on, or null */
    int8_t topology_description_status;                           /* v1 on */
    const char *assignor_name;                                    /* v1 on, or null */
};

struct streams_group_describe_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct streams_group_group) groups;
};

extern const struct wire_message wire_streams_group_describe;

#endif
