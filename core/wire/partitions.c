/* Tables of partitions.h. */
#include "core/wire/partitions.h"

#include "core/wire/table.h"

/* ---- DescribeTopicPartitions ----------------------------------------------------------------- */

#define OWNER describe_topic_partitions_request_topic
static const struct wire_field describe_topic_partitions_request_topic_fields[] = {
    {FIELD(name)},
};
TABLE(describe_topic_partitions_request_topic);
#undef OWNER

#define OWNER describe_topic_partitions_cursor
static const struct wire_field describe_topic_partitions_cursor_fields[] = {
    {FIELD(topic_name)},
    {FIELD(partition_index)},
};
TABLE(describe_topic_partitions_cursor);
#undef OWNER

#define OWNER describe_topic_partitions_request
static const struct wire_field describe_topic_partitions_request_fields[] = {
    {STRUCTS(topics, describe_topic_partitions_request_topic)},
    {FIELD(response_partition_limit), PRESET(2000)},
    {POINTER(cursor, describe_topic_partitions_cursor), NULLABLE(0)},
};
TABLE(describe_topic_partitions_request);
#undef OWNER

#define OWNER describe_topic_partitions_partition
static const struct wire_field describe_topic_partitions_partition_fields[] = {
    {FIELD(error_code)},
    {FIELD(partition_index)},
    {FIELD(leader_id)},
    {FIELD(leader_epoch), PRESET(-1)},
    {LIST(replica_nodes)},
    {LIST(isr_nodes)},
    {LIST(eligible_leader_replicas), NULLABLE(0)},
    {LIST(last_known_elr), NULLABLE(0)},
    {LIST(offline_replicas)},
};
TABLE(describe_topic_partitions_partition);
#undef OWNER

#define OWNER describe_topic_partitions_topic
static const struct wire_field describe_topic_partitions_topic_fields[] = {
    {FIELD(error_code)},
    {FIELD(name), NULLABLE(0)},
    {FIELD(topic_id)},
    {FIELD(is_internal)},
    {STRUCTS(partitions, describe_topic_partitions_partition)},
    {FIELD(topic_authorized_operations), PRESET(INT32_MIN)},
};
TABLE(describe_topic_partitions_topic);
#undef OWNER

#define OWNER describe_topic_partitions_response
static const struct wire_field describe_topic_partitions_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, describe_topic_partitions_topic)},
    {POINTER(next_cursor, describe_topic_partitions_cursor), NULLABLE(0)},
};
TABLE(describe_topic_partitions_response);
#undef OWNER

const struct wire_message wire_describe_topic_partitions = {
    .name = "DescribeTopicPartitions",
    .key = 75,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&describe_topic_partitions_request, &describe_topic_partitions_response},
};
