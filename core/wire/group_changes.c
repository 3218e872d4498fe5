/* Tables of group_changes.h. */
#include "core/wire/group_changes.h"

#include "core/wire/table.h"

/* ---- DeleteGroups ---------------------------------------------------------------------------- */

#define OWNER delete_groups_request
static const struct wire_field delete_groups_request_fields[] = {
    {LIST(groups_names)},
};
TABLE(delete_groups_request);
#undef OWNER

#define OWNER delete_groups_result
static const struct wire_field delete_groups_result_fields[] = {
    {FIELD(group_id)},
    {FIELD(error_code)},
    {FIELD(error_message), SINCE(3), NULLABLE(0), IGNORABLE},
};
TABLE(delete_groups_result);
#undef OWNER

#define OWNER delete_groups_response
static const struct wire_field delete_groups_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, delete_groups_result)},
};
TABLE(delete_groups_response);
#undef OWNER

const struct wire_message wire_delete_groups = {
    .name = "DeleteGroups",
    .key = 42,
    .first = 2,
    .last = 3,
    .flexible = 2,
    .body = {&delete_groups_request, &delete_groups_response},
};

/* ---- LeaveGroup ------------------------------------------------------------------------------ */

#define OWNER leave_group_request_member
static const struct wire_field leave_group_request_member_fields[] = {
    {FIELD(member_id)},
    {FIELD(group_instance_id), NULLABLE(0)},
    {FIELD(reason), SINCE(5), NULLABLE(0), IGNORABLE},
};
TABLE(leave_group_request_member);
#undef OWNER

#define OWNER leave_group_request
static const struct wire_field leave_group_request_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(members, leave_group_request_member)},
};
TABLE(leave_group_request);
#undef OWNER

#define OWNER leave_group_member
static const struct wire_field leave_group_member_fields[] = {
    {FIELD(member_id)},
    {FIELD(group_instance_id), NULLABLE(0)},
    {FIELD(error_code)},
};
TABLE(leave_group_member);
#undef OWNER

#define OWNER leave_group_response
static const struct wire_field leave_group_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {STRUCTS(members, leave_group_member)},
};
TABLE(leave_group_response);
#undef OWNER

const struct wire_message wire_leave_group = {
    .name = "LeaveGroup",
    .key = 13,
    .first = 4,
    .last = 5,
    .flexible = 4,
    .body = {&leave_group_request, &leave_group_response},
};

/* ---- OffsetDelete ---------------------------------------------------------------------------- */

#define OWNER offset_delete_request_partition
static const struct wire_field offset_delete_request_partition_fields[] = {
    {FIELD(partition_index)},
};
TABLE(offset_delete_request_partition);
#undef OWNER

#define OWNER offset_delete_request_topic
static const struct wire_field offset_delete_request_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, offset_delete_request_partition)},
};
TABLE(offset_delete_request_topic);
#undef OWNER

#define OWNER offset_delete_request
static const struct wire_field offset_delete_request_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, offset_delete_request_topic)},
};
TABLE(offset_delete_request);
#undef OWNER

#define OWNER offset_delete_partition
static const struct wire_field offset_delete_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
};
TABLE(offset_delete_partition);
#undef OWNER

#define OWNER offset_delete_topic
static const struct wire_field offset_delete_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, offset_delete_partition)},
};
TABLE(offset_delete_topic);
#undef OWNER

#define OWNER offset_delete_response
static const struct wire_field offset_delete_response_fields[] = {
    {FIELD(error_code)},
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, offset_delete_topic)},
};
TABLE(offset_delete_response);
#undef OWNER

const struct wire_message wire_offset_delete = {
    .name = "OffsetDelete",
    .key = 47,
    .first = 0,
    .last = 0,
    .flexible = WIRE_NEVER,
    .body = {&offset_delete_request, &offset_delete_response},
};
