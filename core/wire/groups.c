/* Tables of groups.h. */
#include "core/wire/groups.h"

#include "core/wire/table.h"

/* ---- ListGroups ------------------------------------------------------------------------------ */

#define OWNER list_groups_request
static const struct wire_field list_groups_request_fields[] = {
    {LIST(states_filter)},
    {LIST(types_filter), SINCE(5)},
};
TABLE(list_groups_request);
#undef OWNER

#define OWNER list_groups_group
static const struct wire_field list_groups_group_fields[] = {
    {FIELD(group_id)},
    {FIELD(protocol_type)},
    {FIELD(group_state)},
    {FIELD(group_type), SINCE(5), IGNORABLE},
};
TABLE(list_groups_group);
#undef OWNER

#define OWNER list_groups_response
static const struct wire_field list_groups_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {STRUCTS(groups, list_groups_group)},
};
TABLE(list_groups_response);
#undef OWNER

const struct wire_message wire_list_groups = {
    .name = "ListGroups",
    .key = 16,
    .first = 4,
    .last = 5,
    .flexible = 3,
    .body = {&list_groups_request, &list_groups_response},
};

/* ---- DescribeGroups -------------------------------------------------------------------------- */

#define OWNER describe_groups_request
static const struct wire_field describe_groups_request_fields[] = {
    {LIST(groups)},
    {FIELD(include_authorized_operations)},
};
TABLE(describe_groups_request);
#undef OWNER

#define OWNER describe_groups_member
static const struct wire_field describe_groups_member_fields[] = {
    {FIELD(member_id)},       {FIELD(group_instance_id), NULLABLE(0)},
    {FIELD(client_id)},       {FIELD(client_host)},
    {FIELD(member_metadata)}, {FIELD(member_assignment)},
};
TABLE(describe_groups_member);
#undef OWNER

#define OWNER describe_groups_group
static const struct wire_field describe_groups_group_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), SINCE(6), NULLABLE(0)},
    {FIELD(group_id)},
    {FIELD(group_state)},
    {FIELD(protocol_type)},
    {FIELD(protocol_data)},
    {STRUCTS(members, describe_groups_member)},
    {FIELD(authorized_operations), PRESET(INT32_MIN)},
};
TABLE(describe_groups_group);
#undef OWNER

#define OWNER describe_groups_response
static const struct wire_field describe_groups_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, describe_groups_group)},
};
TABLE(describe_groups_response);
#undef OWNER

const struct wire_message wire_describe_groups = {
    .name = "DescribeGroups",
    .key = 15,
    .first = 5,
    .last = 6,
    .flexible = 5,
    .body = {&describe_groups_request, &describe_groups_response},
};

/* ---- ConsumerGroupDescribe ------------------------------------------------------------------- */

#define OWNER consumer_group_describe_request
static const struct wire_field consumer_group_describe_request_fields[] = {
    {LIST(group_ids)},
    {FIELD(include_authorized_operations)},
};
TABLE(consumer_group_describe_request);
#undef OWNER

#define OWNER consumer_group_topic_partitions
static const struct wire_field consumer_group_topic_partitions_fields[] = {
    {FIELD(topic_id)},
    {FIELD(topic_name)},
    {LIST(partitions)},
};
TABLE(consumer_group_topic_partitions);
#undef OWNER

#define OWNER consumer_group_assignment
static const struct wire_field consumer_group_assignment_fields[] = {
    {STRUCTS(topic_partitions, consumer_group_topic_partitions)},
};
TABLE(consumer_group_assignment);
#undef OWNER

#define OWNER consumer_group_member
static const struct wire_field consumer_group_member_fields[] = {
    {FIELD(member_id)},
    {FIELD(instance_id), NULLABLE(0)},
    {FIELD(rack_id), NULLABLE(0)},
    {FIELD(member_epoch)},
    {FIELD(client_id)},
    {FIELD(client_host)},
    {LIST(subscribed_topic_names)},
    {FIELD(subscribed_topic_regex), NULLABLE(0)},
    {STRUCT(assignment, consumer_group_assignment)},
    {STRUCT(target_assignment, consumer_group_assignment)},
    {FIELD(member_type), SINCE(1), PRESET(-1), IGNORABLE},
};
TABLE(consumer_group_member);
#undef OWNER

#define OWNER consumer_group_group
static const struct wire_field consumer_group_group_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(group_id)},
    {FIELD(group_state)},
    {FIELD(group_epoch)},
    {FIELD(assignment_epoch)},
    {FIELD(assignor_name)},
    {STRUCTS(members, consumer_group_member)},
    {FIELD(authorized_operations), PRESET(INT32_MIN)},
};
TABLE(consumer_group_group);
#undef OWNER

#define OWNER consumer_group_describe_response
static const struct wire_field consumer_group_describe_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, consumer_group_group)},
};
TABLE(consumer_group_describe_response);
#undef OWNER

const struct wire_message wire_consumer_group_describe = {
    .name = "ConsumerGroupDescribe",
    .key = 69,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&consumer_group_describe_request, &consumer_group_describe_response},
};
