/* Tables of quorum.h. */
#include "core/wire/quorum.h"

#include "core/wire/table.h"

/* ---- DescribeQuorum -------------------------------------------------------------------------- */

#define OWNER describe_quorum_request_partition
static const struct wire_field describe_quorum_request_partition_fields[] = {
    {FIELD(partition_index)},
};
TABLE(describe_quorum_request_partition);
#undef OWNER

#define OWNER describe_quorum_request_topic
static const struct wire_field describe_quorum_request_topic_fields[] = {
    {FIELD(topic_name)},
    {STRUCTS(partitions, describe_quorum_request_partition)},
};
TABLE(describe_quorum_request_topic);
#undef OWNER

#define OWNER describe_quorum_request
static const struct wire_field describe_quorum_request_fields[] = {
    {STRUCTS(topics, describe_quorum_request_topic)},
};
TABLE(describe_quorum_request);
#undef OWNER

#define OWNER describe_quorum_replica_state
static const struct wire_field describe_quorum_replica_state_fields[] = {
    {FIELD(replica_id)},
    {FIELD(replica_directory_id), SINCE(2)},
    {FIELD(log_end_offset)},
    {FIELD(last_fetch_timestamp), SINCE(1), PRESET(-1), IGNORABLE},
    {FIELD(last_caught_up_timestamp), SINCE(1), PRESET(-1), IGNORABLE},
};
TABLE(describe_quorum_replica_state);
#undef OWNER

#define OWNER describe_quorum_partition
static const struct wire_field describe_quorum_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
    {FIELD(error_message), SINCE(2), NULLABLE(0), IGNORABLE},
    {FIELD(leader_id)},
    {FIELD(leader_epoch)},
    {FIELD(high_watermark)},
    {STRUCTS(current_voters, describe_quorum_replica_state)},
    {STRUCTS(observers, describe_quorum_replica_state)},
};
TABLE(describe_quorum_partition);
#undef OWNER

#define OWNER describe_quorum_topic
static const struct wire_field describe_quorum_topic_fields[] = {
    {FIELD(topic_name)},
    {STRUCTS(partitions, describe_quorum_partition)},
};
TABLE(describe_quorum_topic);
#undef OWNER

#define OWNER describe_quorum_listener
static const struct wire_field describe_quorum_listener_fields[] = {
    {FIELD(name)},
    {FIELD(host)},
    {FIELD(port)},
};
TABLE(describe_quorum_listener);
#undef OWNER

#define OWNER describe_quorum_node
static const struct wire_field describe_quorum_node_fields[] = {
    {FIELD(node_id)},
    {STRUCTS(listeners, describe_quorum_listener)},
};
TABLE(describe_quorum_node);
#undef OWNER

#define OWNER describe_quorum_response
static const struct wire_field describe_quorum_response_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), SINCE(2), NULLABLE(0), IGNORABLE},
    {STRUCTS(topics, describe_quorum_topic)},
    {STRUCTS(nodes, describe_quorum_node), SINCE(2)},
};
TABLE(describe_quorum_response);
#undef OWNER

const struct wire_message wire_describe_quorum = {
    .name = "DescribeQuorum",
    .key = 55,
    .first = 0,
    .last = 2,
    .flexible = 0,
    .body = {&describe_quorum_request, &describe_quorum_response},
};

/* ---- AddRaftVoter ---------------------------------------------------------------------------- */

#define OWNER add_raft_voter_listener
static const struct wire_field add_raft_voter_listener_fields[] = {
    {FIELD(name)},
    {FIELD(host)},
    {FIELD(port)},
};
TABLE(add_raft_voter_listener);
#undef OWNER

#define OWNER add_raft_voter_request
static const struct wire_field add_raft_voter_request_fields[] = {
    {FIELD(cluster_id), NULLABLE(0)},
    {FIELD(timeout_ms)},
    {FIELD(voter_id)},
    {FIELD(voter_directory_id)},
    {STRUCTS(listeners, add_raft_voter_listener)},
    {FIELD(ack_when_committed), SINCE(1), PRESET(1)},
};
TABLE(add_raft_voter_request);
#undef OWNER

#define OWNER add_raft_voter_response
static const struct wire_field add_raft_voter_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(add_raft_voter_response);
#undef OWNER

const struct wire_message wire_add_raft_voter = {
    .name = "AddRaftVoter",
    .key = 80,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&add_raft_voter_request, &add_raft_voter_response},
};

/* ---- RemoveRaftVoter ------------------------------------------------------------------------- */

#define OWNER remove_raft_voter_request
static const struct wire_field remove_raft_voter_request_fields[] = {
    {FIELD(cluster_id), NULLABLE(0)},
    {FIELD(voter_id)},
    {FIELD(voter_directory_id)},
};
TABLE(remove_raft_voter_request);
#undef OWNER

#define OWNER remove_raft_voter_response
static const struct wire_field remove_raft_voter_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(remove_raft_voter_response);
#undef OWNER

const struct wire_message wire_remove_raft_voter = {
    .name = "RemoveRaftVoter",
    .key = 81,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&remove_raft_voter_request, &remove_raft_voter_response},
};

/* ---- UnregisterBroker ------------------------------------------------------------------------ */

#define OWNER unregister_broker_request
static const struct wire_field unregister_broker_request_fields[] = {
    {FIELD(broker_id)},
};
TABLE(unregister_broker_request);
#undef OWNER

#define OWNER unregister_broker_response
static const struct wire_field unregister_broker_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(unregister_broker_response);
#undef OWNER

const struct wire_message wire_unregister_broker = {
    .name = "UnregisterBroker",
    .key = 64,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&unregister_broker_request, &unregister_broker_response},
};

/* ---- UnregisterController -------------------------------------------------------------------- */

#define OWNER unregister_controller_request
static const struct wire_field unregister_controller_request_fields[] = {
    {FIELD(controller_id)},
};
TABLE(unregister_controller_request);
#undef OWNER

#define OWNER unregister_controller_response
static const struct wire_field unregister_controller_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(unregister_controller_response);
#undef OWNER

const struct wire_message wire_unregister_controller = {
    .name = "UnregisterController",
    .key = 94,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&unregister_controller_request, &unregister_controller_response},
};
