/* Tables of reassignments.h. */
#include "core/wire/reassignments.h"

#include "core/wire/table.h"

/* ---- AlterPartitionReassignments ------------------------------------------------------------- */

#define OWNER alter_partition_reassignments_request_partition
static const struct wire_field alter_partition_reassignments_request_partition_fields[] = {
    {FIELD(partition_index)},
    {LIST(replicas), NULLABLE(0)},
};
TABLE(alter_partition_reassignments_request_partition);
#undef OWNER

#define OWNER alter_partition_reassignments_request_topic
static const struct wire_field alter_partition_reassignments_request_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, alter_partition_reassignments_request_partition)},
};
TABLE(alter_partition_reassignments_request_topic);
#undef OWNER

#define OWNER alter_partition_reassignments_request
static const struct wire_field alter_partition_reassignments_request_fields[] = {
    {FIELD(timeout_ms), PRESET(60000)},
    {FIELD(allow_replication_factor_change), SINCE(1), PRESET(1)},
    {STRUCTS(topics, alter_partition_reassignments_request_topic)},
};
TABLE(alter_partition_reassignments_request);
#undef OWNER

#define OWNER alter_partition_reassignments_partition
static const struct wire_field alter_partition_reassignments_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(alter_partition_reassignments_partition);
#undef OWNER

#define OWNER alter_partition_reassignments_topic
static const struct wire_field alter_partition_reassignments_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, alter_partition_reassignments_partition)},
};
TABLE(alter_partition_reassignments_topic);
#undef OWNER

#define OWNER alter_partition_reassignments_response
static const struct wire_field alter_partition_reassignments_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(allow_replication_factor_change), SINCE(1), PRESET(1), IGNORABLE},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(responses, alter_partition_reassignments_topic)},
};
TABLE(alter_partition_reassignments_response);
#undef OWNER

const struct wire_message wire_alter_partition_reassignments = {
    .name = "AlterPartitionReassignments",
    .key = 45,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&alter_partition_reassignments_request, &alter_partition_reassignments_response},
};

/* ---- ListPartitionReassignments -------------------------------------------------------------- */

#define OWNER list_partition_reassignments_request_topic
static const struct wire_field list_partition_reassignments_request_topic_fields[] = {
    {FIELD(name)},
    {LIST(partition_indexes)},
};
TABLE(list_partition_reassignments_request_topic);
#undef OWNER

#define OWNER list_partition_reassignments_request
static const struct wire_field list_partition_reassignments_request_fields[] = {
    {FIELD(timeout_ms), PRESET(60000)},
    {STRUCTS(topics, list_partition_reassignments_request_topic), NULLABLE(0)},
};
TABLE(list_partition_reassignments_request);
#undef OWNER

#define OWNER list_partition_reassignments_partition
static const struct wire_field list_partition_reassignments_partition_fields[] = {
    {FIELD(partition_index)},
    {LIST(replicas)},
    {LIST(adding_replicas)},
    {LIST(removing_replicas)},
};
TABLE(list_partition_reassignments_partition);
#undef OWNER

#define OWNER list_partition_reassignments_topic
static const struct wire_field list_partition_reassignments_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, list_partition_reassignments_partition)},
};
TABLE(list_partition_reassignments_topic);
#undef OWNER

#define OWNER list_partition_reassignments_response
static const struct wire_field list_partition_reassignments_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(topics, list_partition_reassignments_topic)},
};
TABLE(list_partition_reassignments_response);
#undef OWNER

const struct wire_message wire_list_partition_reassignments = {
    .name = "ListPartitionReassignments",
    .key = 46,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&list_partition_reassignments_request, &list_partition_reassignments_response},
};
