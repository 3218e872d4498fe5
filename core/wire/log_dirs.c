/* Tables of log_dirs.h. */
#include "core/wire/log_dirs.h"

#include "core/wire/table.h"

/* ---- DescribeLogDirs ------------------------------------------------------------------------- */

#define OWNER describe_log_dirs_request_topic
static const struct wire_field describe_log_dirs_request_topic_fields[] = {
    {FIELD(topic)},
    {LIST(partitions)},
};
TABLE(describe_log_dirs_request_topic);
#undef OWNER

#define OWNER describe_log_dirs_request
static const struct wire_field describe_log_dirs_request_fields[] = {
    {STRUCTS(topics, describe_log_dirs_request_topic), NULLABLE(0)},
};
TABLE(describe_log_dirs_request);
#undef OWNER

#define OWNER describe_log_dirs_partition
static const struct wire_field describe_log_dirs_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(partition_size)},
    {FIELD(offset_lag)},
    {FIELD(is_future_key)},
};
TABLE(describe_log_dirs_partition);
#undef OWNER

#define OWNER describe_log_dirs_topic
static const struct wire_field describe_log_dirs_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, describe_log_dirs_partition)},
};
TABLE(describe_log_dirs_topic);
#undef OWNER

#define OWNER describe_log_dirs_result
static const struct wire_field describe_log_dirs_result_fields[] = {
    {FIELD(error_code)},
    {FIELD(log_dir)},
    {STRUCTS(topics, describe_log_dirs_topic)},
    {FIELD(total_bytes), SINCE(4), PRESET(-1), IGNORABLE},
    {FIELD(usable_bytes), SINCE(4), PRESET(-1), IGNORABLE},
    {FIELD(is_cordoned), SINCE(5), IGNORABLE},
};
TABLE(describe_log_dirs_result);
#undef OWNER

#define OWNER describe_log_dirs_response
static const struct wire_field describe_log_dirs_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code), SINCE(3), IGNORABLE},
    {STRUCTS(results, describe_log_dirs_result)},
};
TABLE(describe_log_dirs_response);
#undef OWNER

const struct wire_message wire_describe_log_dirs = {
    .name = "DescribeLogDirs",
    .key = 35,
    .first = 1,
    .last = 5,
    .flexible = 2,
    .body = {&describe_log_dirs_request, &describe_log_dirs_response},
};

/* ---- AlterReplicaLogDirs --------------------------------------------------------------------- */

#define OWNER alter_replica_log_dirs_topic
static const struct wire_field alter_replica_log_dirs_topic_fields[] = {
    {FIELD(name)},
    {LIST(partitions)},
};
TABLE(alter_replica_log_dirs_topic);
#undef OWNER

#define OWNER alter_replica_log_dirs_dir
static const struct wire_field alter_replica_log_dirs_dir_fields[] = {
    {FIELD(path)},
    {STRUCTS(topics, alter_replica_log_dirs_topic)},
};
TABLE(alter_replica_log_dirs_dir);
#undef OWNER

#define OWNER alter_replica_log_dirs_request
static const struct wire_field alter_replica_log_dirs_request_fields[] = {
    {STRUCTS(dirs, alter_replica_log_dirs_dir)},
};
TABLE(alter_replica_log_dirs_request);
#undef OWNER

#define OWNER alter_replica_log_dirs_partition
static const struct wire_field alter_replica_log_dirs_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
};
TABLE(alter_replica_log_dirs_partition);
#undef OWNER

#define OWNER alter_replica_log_dirs_result
static const struct wire_field alter_replica_log_dirs_result_fields[] = {
    {FIELD(topic_name)},
    {STRUCTS(partitions, alter_replica_log_dirs_partition)},
};
TABLE(alter_replica_log_dirs_result);
#undef OWNER

#define OWNER alter_replica_log_dirs_response
static const struct wire_field alter_replica_log_dirs_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, alter_replica_log_dirs_result)},
};
TABLE(alter_replica_log_dirs_response);
#undef OWNER

const struct wire_message wire_alter_replica_log_dirs = {
    .name = "AlterReplicaLogDirs",
    .key = 34,
    .first = 1,
    .last = 2,
    .flexible = 2,
    .body = {&alter_replica_log_dirs_request, &alter_replica_log_dirs_response},
};
