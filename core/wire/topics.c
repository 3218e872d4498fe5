/* Tables of topics.h. */
#include "core/wire/topics.h"

#include "core/wire/table.h"

/* ---- CreateTopics ---------------------------------------------------------------------------- */

#define OWNER create_topics_assignment
static const struct wire_field create_topics_assignment_fields[] = {
    {FIELD(partition_index)},
    {LIST(broker_ids)},
};
TABLE(create_topics_assignment);
#undef OWNER

#define OWNER create_topics_request_config
static const struct wire_field create_topics_request_config_fields[] = {
    {FIELD(name)},
    {FIELD(value), NULLABLE(0)},
};
TABLE(create_topics_request_config);
#undef OWNER

#define OWNER create_topics_request_topic
static const struct wire_field create_topics_request_topic_fields[] = {
    {FIELD(name)},
    {FIELD(num_partitions)},
    {FIELD(replication_factor)},
    {STRUCTS(assignments, create_topics_assignment)},
    {STRUCTS(configs, create_topics_request_config)},
};
TABLE(create_topics_request_topic);
#undef OWNER

#define OWNER create_topics_request
static const struct wire_field create_topics_request_fields[] = {
    {STRUCTS(topics, create_topics_request_topic)},
    {FIELD(timeout_ms), PRESET(60000)},
    {FIELD(validate_only)},
};
TABLE(create_topics_request);
#undef OWNER

#define OWNER create_topics_config
static const struct wire_field create_topics_config_fields[] = {
    {FIELD(name)},         {FIELD(value), NULLABLE(0)},
    {FIELD(read_only)},    {FIELD(config_source), PRESET(-1)},
    {FIELD(is_sensitive)},
};
TABLE(create_topics_config);
#undef OWNER

#define OWNER create_topics_topic
static const struct wire_field create_topics_topic_fields[] = {
    {FIELD(name)},
    {FIELD(topic_id), SINCE(7), IGNORABLE},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(topic_config_error_code), TAG(0)},
    {FIELD(num_partitions), PRESET(-1)},
    {FIELD(replication_factor), PRESET(-1)},
    {STRUCTS(configs, create_topics_config), NULLABLE(0)},
};
TABLE(create_topics_topic);
#undef OWNER

#define OWNER create_topics_response
static const struct wire_field create_topics_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, create_topics_topic)},
};
TABLE(create_topics_response);
#undef OWNER

const struct wire_message wire_create_topics = {
    .name = "CreateTopics",
    .key = 19,
    .first = 5,
    .last = 7,
    .flexible = 5,
    .body = {&create_topics_request, &create_topics_response},
};

/* ---- DeleteTopics ---------------------------------------------------------------------------- */

#define OWNER delete_topics_request_topic
static const struct wire_field delete_topics_request_topic_fields[] = {
    {FIELD(name), NULLABLE(0)},
    {FIELD(topic_id)},
};
TABLE(delete_topics_request_topic);
#undef OWNER

#define OWNER delete_topics_request
static const struct wire_field delete_topics_request_fields[] = {
    {STRUCTS(topics, delete_topics_request_topic)},
    {FIELD(timeout_ms)},
};
TABLE(delete_topics_request);
#undef OWNER

#define OWNER delete_topics_topic
static const struct wire_field delete_topics_topic_fields[] = {
    {FIELD(name), NULLABLE(0)},
    {FIELD(topic_id)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(delete_topics_topic);
#undef OWNER

#define OWNER delete_topics_response
static const struct wire_field delete_topics_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(responses, delete_topics_topic)},
};
TABLE(delete_topics_response);
#undef OWNER

const struct wire_message wire_delete_topics = {
    .name = "DeleteTopics",
    .key = 20,
    .first = 6,
    .last = 6,
    .flexible = 4,
    .body = {&delete_topics_request, &delete_topics_response},
};

/* ---- CreatePartitions ------------------------------------------------------------------------ */

#define OWNER create_partitions_assignment
static const struct wire_field create_partitions_assignment_fields[] = {
    {LIST(broker_ids)},
};
TABLE(create_partitions_assignment);
#undef OWNER

#define OWNER create_partitions_topic
static const struct wire_field create_partitions_topic_fields[] = {
    {FIELD(name)},
    {FIELD(count)},
    {STRUCTS(assignments, create_partitions_assignment), NULLABLE(0)},
};
TABLE(create_partitions_topic);
#undef OWNER

#define OWNER create_partitions_request
static const struct wire_field create_partitions_request_fields[] = {
    {STRUCTS(topics, create_partitions_topic)},
    {FIELD(timeout_ms)},
    {FIELD(validate_only)},
};
TABLE(create_partitions_request);
#undef OWNER

#define OWNER create_partitions_result
static const struct wire_field create_partitions_result_fields[] = {
    {FIELD(name)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(create_partitions_result);
#undef OWNER

#define OWNER create_partitions_response
static const struct wire_field create_partitions_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, create_partitions_result)},
};
TABLE(create_partitions_response);
#undef OWNER

const struct wire_message wire_create_partitions = {
    .name = "CreatePartitions",
    .key = 37,
    .first = 2,
    .last = 3,
    .flexible = 2,
    .body = {&create_partitions_request, &create_partitions_response},
};

/* ---- DeleteRecords --------------------------------------------------------------------------- */

#define OWNER delete_records_request_partition
static const struct wire_field delete_records_request_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(offset)},
};
TABLE(delete_records_request_partition);
#undef OWNER

#define OWNER delete_records_request_topic
static const struct wire_field delete_records_request_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, delete_records_request_partition)},
};
TABLE(delete_records_request_topic);
#undef OWNER

#define OWNER delete_records_request
static const struct wire_field delete_records_request_fields[] = {
    {STRUCTS(topics, delete_records_request_topic)},
    {FIELD(timeout_ms)},
};
TABLE(delete_records_request);
#undef OWNER

#define OWNER delete_records_partition
static const struct wire_field delete_records_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(low_watermark)},
    {FIELD(error_code)},
};
TABLE(delete_records_partition);
#undef OWNER

#define OWNER delete_records_topic
static const struct wire_field delete_records_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, delete_records_partition)},
};
TABLE(delete_records_topic);
#undef OWNER

#define OWNER delete_records_response
static const struct wire_field delete_records_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, delete_records_topic)},
};
TABLE(delete_records_response);
#undef OWNER

const struct wire_message wire_delete_records = {
    .name = "DeleteRecords",
    .key = 21,
    .first = 2,
    .last = 2,
    .flexible = 2,
    .body = {&delete_records_request, &delete_records_response},
};

/* ---- ElectLeaders ---------------------------------------------------------------------------- */

#define OWNER elect_leaders_request_topic
static const struct wire_field elect_leaders_request_topic_fields[] = {
    {FIELD(topic)},
    {LIST(partitions)},
};
TABLE(elect_leaders_request_topic);
#undef OWNER

#define OWNER elect_leaders_request
static const struct wire_field elect_leaders_request_fields[] = {
    {FIELD(election_type)},
    {STRUCTS(topic_partitions, elect_leaders_request_topic), NULLABLE(0)},
    {FIELD(timeout_ms), PRESET(60000)},
};
TABLE(elect_leaders_request);
#undef OWNER

#define OWNER elect_leaders_partition
static const struct wire_field elect_leaders_partition_fields[] = {
    {FIELD(partition_id)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(elect_leaders_partition);
#undef OWNER

#define OWNER elect_leaders_topic
static const struct wire_field elect_leaders_topic_fields[] = {
    {FIELD(topic)},
    {STRUCTS(partition_result, elect_leaders_partition)},
};
TABLE(elect_leaders_topic);
#undef OWNER

#define OWNER elect_leaders_response
static const struct wire_field elect_leaders_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {STRUCTS(replica_election_results, elect_leaders_topic)},
};
TABLE(elect_leaders_response);
#undef OWNER

const struct wire_message wire_elect_leaders = {
    .name = "ElectLeaders",
    .key = 43,
    .first = 2,
    .last = 2,
    .flexible = 2,
    .body = {&elect_leaders_request, &elect_leaders_response},
};
