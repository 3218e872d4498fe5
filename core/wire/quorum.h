/* The controllers of KRaft (KIP-595, KIP-853) and removing nodes permanently. Any broker. */
#ifndef KLAMM_CORE_WIRE_QUORUM_H
#define KLAMM_CORE_WIRE_QUORUM_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeQuorum -------------------------------------------------------------------------- */

/* Describe on Cluster. The one topic is __cluster_metadata, partition 0. */

struct describe_quorum_request_partition {
    int32_t partition_index;
};

struct describe_quorum_request_topic {
    const char *topic_name;
    WIRE_LIST(struct describe_quorum_request_partition) partitions;
};

struct describe_quorum_request {
    WIRE_LIST(struct describe_quorum_request_topic) topics;
};

struct describe_quorum_replica_state {
    int32_t replica_id;
    struct wire_uuid replica_directory_id; /* v2 on */
    int64_t log_end_offset;
    int64_t last_fetch_timestamp;     /* v1 on, default −1 */
    int64_t last_caught_up_timestamp; /* v1 on, default −1 */
};

struct describe_quorum_partition {
    int32_t partition_index;
    int16_t error_code;
    const char *error_message; /* v2 on, or null */
    int32_t leader_id;         /* the active controller */
    int32_t leader_epoch;
    int64_t high_watermark;
    WIRE_LIST(struct describe_quorum_replica_state) current_voters;
    WIRE_LIST(struct describe_quorum_replica_state) observers;
};

struct describe_quorum_topic {
    const char *topic_name;
    WIRE_LIST(struct describe_quorum_partition) partitions;
};

struct describe_quorum_listener {
    const char *name;
    const char *host;
    uint16_t port;
};

struct describe_quorum_node {
    int32_t node_id;
    WIRE_LIST(struct describe_quorum_listener) listeners;
};

struct describe_quorum_response {
    int16_t error_code;
    const char *error_message; /* v2 on, or null */
    WIRE_LIST(struct describe_quorum_topic) topics;
    WIRE_LIST(struct describe_quorum_node) nodes; /* v2 on */
};

extern const struct wire_message wire_describe_quorum;

/* ---- AddRaftVoter ---------------------------------------------------------------------------- */

/* Alter on Cluster. */

struct add_raft_voter_listener {
    const char *name;
    const char *host;
    uint16_t port;
};

struct add_raft_voter_request {
    const char *cluster_id; /* or null */
    int32_t timeout_ms;
    int32_t voter_id;
    struct wire_uuid voter_directory_id;
    WIRE_LIST(struct add_raft_voter_listener) listeners;
    bool ack_when_committed; /* v1 on, default true */
};

struct add_raft_voter_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
};

extern const struct wire_message wire_add_raft_voter;

/* ---- RemoveRaftVoter ------------------------------------------------------------------------- */

/* Alter on Cluster. */

struct remove_raft_voter_request {
    const char *cluster_id; /* or null */
    int32_t voter_id;
    struct wire_uuid voter_directory_id;
};

struct remove_raft_voter_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
};

extern const struct wire_message wire_remove_raft_voter;

/* ---- UnregisterBroker ------------------------------------------------------------------------ */

/* Alter on Cluster; stop the broker first, or it registers again. */

struct unregister_broker_request {
    int32_t broker_id;
};

struct unregister_broker_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
};

extern const struct wire_message wire_unregister_broker;

/* ---- UnregisterController -------------------------------------------------------------------- */

/* Alter on Cluster; Kafka 4.4. */

struct unregister_controller_request {
    int32_t controller_id;
};

struct unregister_controller_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
};

extern const struct wire_message wire_unregister_controller;

#endif
