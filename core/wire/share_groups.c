/* Tables of share_groups.h. */
#include "core/wire/share_groups.h"

#include "core/wire/table.h"

/* ---- ShareGroupDescribe ---------------------------------------------------------------------- */

#define OWNER share_group_describe_request
static const struct wire_field share_group_describe_request_fields[] = {
    {LIST(group_ids)},
    {FIELD(include_authorized_operations)},
};
TABLE(share_group_describe_request);
#undef OWNER

#define OWNER share_group_topic_partitions
static const struct wire_field share_group_topic_partitions_fields[] = {
    {FIELD(topic_id)},
    {FIELD(topic_name)},
    {LIST(partitions)},
};
TABLE(share_group_topic_partitions);
#undef OWNER

#define OWNER share_group_assignment
static const struct wire_field share_group_assignment_fields[] = {
    {STRUCTS(topic_partitions, share_group_topic_partitions)},
};
TABLE(share_group_assignment);
#undef OWNER

#define OWNER share_group_member
static const struct wire_field share_group_member_fields[] = {
    {FIELD(member_id)},
    {FIELD(rack_id), NULLABLE(0)},
    {FIELD(member_epoch)},
    {FIELD(client_id)},
    {FIELD(client_host)},
    {LIST(subscribed_topic_names)},
    {STRUCT(assignment, share_group_assignment)},
};
TABLE(share_group_member);
#undef OWNER

#define OWNER share_group_group
static const struct wire_field share_group_group_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(group_id)},
    {FIELD(group_state)},
    {FIELD(group_epoch)},
    {FIELD(assignment_epoch)},
    {FIELD(assignor_name)},
    {STRUCTS(members, share_group_member)},
    {FIELD(authorized_operations), PRESET(INT32_MIN)},
};
TABLE(share_group_group);
#undef OWNER

#define OWNER share_group_describe_response
static const struct wire_field share_group_describe_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, share_group_group)},
};
TABLE(share_group_describe_response);
#undef OWNER

const struct wire_message wire_share_group_describe = {
    .name = "ShareGroupDescribe",
    .key = 77,
    .first = 1,
    .last = 1,
    .flexible = 0,
    .body = {&share_group_describe_request, &share_group_describe_response},
};

/* ---- DescribeShareGroupOffsets --------------------------------------------------------------- */

#define OWNER describe_share_group_offsets_request_topic
static const struct wire_field describe_share_group_offsets_request_topic_fields[] = {
    {FIELD(topic_name)},
    {LIST(partitions)},
};
TABLE(describe_share_group_offsets_request_topic);
#undef OWNER

#define OWNER describe_share_group_offsets_request_group
static const struct wire_field describe_share_group_offsets_request_group_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, describe_share_group_offsets_request_topic), NULLABLE(0)},
};
TABLE(describe_share_group_offsets_request_group);
#undef OWNER

#define OWNER describe_share_group_offsets_request
static const struct wire_field describe_share_group_offsets_request_fields[] = {
    {STRUCTS(groups, describe_share_group_offsets_request_group)},
};
TABLE(describe_share_group_offsets_request);
#undef OWNER

#define OWNER describe_share_group_offsets_partition
static const struct wire_field describe_share_group_offsets_partition_fields[] = {
    {FIELD(partition_index)}, {FIELD(start_offset)},
    {FIELD(leader_epoch)},    {FIELD(lag), SINCE(1), PRESET(-1), IGNORABLE},
    {FIELD(error_code)},      {FIELD(error_message), NULLABLE(0)},
};
TABLE(describe_share_group_offsets_partition);
#undef OWNER

#define OWNER describe_share_group_offsets_topic
static const struct wire_field describe_share_group_offsets_topic_fields[] = {
    {FIELD(topic_name)},
    {FIELD(topic_id)},
    {STRUCTS(partitions, describe_share_group_offsets_partition)},
};
TABLE(describe_share_group_offsets_topic);
#undef OWNER

#define OWNER describe_share_group_offsets_group
static const struct wire_field describe_share_group_offsets_group_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, describe_share_group_offsets_topic)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(describe_share_group_offsets_group);
#undef OWNER

#define OWNER describe_share_group_offsets_response
static const struct wire_field describe_share_group_offsets_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, describe_share_group_offsets_group)},
};
TABLE(describe_share_group_offsets_response);
#undef OWNER

const struct wire_message wire_describe_share_group_offsets = {
    .name = "DescribeShareGroupOffsets",
    .key = 90,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&describe_share_group_offsets_request, &describe_share_group_offsets_response},
};

/* ---- AlterShareGroupOffsets ------------------------------------------------------------------ */

#define OWNER alter_share_group_offsets_request_partition
static const struct wire_field alter_share_group_offsets_request_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(start_offset)},
};
TABLE(alter_share_group_offsets_request_partition);
#undef OWNER

#define OWNER alter_share_group_offsets_request_topic
static const struct wire_field alter_share_group_offsets_request_topic_fields[] = {
    {FIELD(topic_name)},
    {STRUCTS(partitions, alter_share_group_offsets_request_partition)},
};
TABLE(alter_share_group_offsets_request_topic);
#undef OWNER

#define OWNER alter_share_group_offsets_request
static const struct wire_field alter_share_group_offsets_request_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, alter_share_group_offsets_request_topic)},
};
TABLE(alter_share_group_offsets_request);
#undef OWNER

#define OWNER alter_share_group_offsets_partition
static const struct wire_field alter_share_group_offsets_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(alter_share_group_offsets_partition);
#undef OWNER

#define OWNER alter_share_group_offsets_topic
static const struct wire_field alter_share_group_offsets_topic_fields[] = {
    {FIELD(topic_name)},
    {FIELD(topic_id)},
    {STRUCTS(partitions, alter_share_group_offsets_partition)},
};
TABLE(alter_share_group_offsets_topic);
#undef OWNER

#define OWNER alter_share_group_offsets_response
static const struct wire_field alter_share_group_offsets_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(responses, alter_share_group_offsets_topic)},
};
TABLE(alter_share_group_offsets_response);
#undef OWNER

const struct wire_message wire_alter_share_group_offsets = {
    .name = "AlterShareGroupOffsets",
    .key = 91,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&alter_share_group_offsets_request, &alter_share_group_offsets_response},
};

/* ---- DeleteShareGroupOffsets ----------------------------------------------------------------- */

#define OWNER delete_share_group_offsets_request_topic
static const struct wire_field delete_share_group_offsets_request_topic_fields[] = {
    {FIELD(topic_name)},
};
TABLE(delete_share_group_offsets_request_topic);
#undef OWNER

#define OWNER delete_share_group_offsets_request
static const struct wire_field delete_share_group_offsets_request_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, delete_share_group_offsets_request_topic)},
};
TABLE(delete_share_group_offsets_request);
#undef OWNER

#define OWNER delete_share_group_offsets_topic
static const struct wire_field delete_share_group_offsets_topic_fields[] = {
    {FIELD(topic_name)},
    {FIELD(topic_id)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(delete_share_group_offsets_topic);
#undef OWNER

#define OWNER delete_share_group_offsets_response
static const struct wire_field delete_share_group_offsets_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(responses, delete_share_group_offsets_topic)},
};
TABLE(delete_share_group_offsets_response);
#undef OWNER

const struct wire_message wire_delete_share_group_offsets = {
    .name = "DeleteShareGroupOffsets",
    .key = 92,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&delete_share_group_offsets_request, &delete_share_group_offsets_response},
};
