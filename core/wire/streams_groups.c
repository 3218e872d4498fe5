/* Tables of streams_groups.h. */
#include "core/wire/streams_groups.h"

#include "core/wire/table.h"

/* ---- StreamsGroupDescribe -------------------------------------------------------------------- */

#define OWNER streams_group_describe_request
static const struct wire_field streams_group_describe_request_fields[] = {
    {LIST(group_ids)},
    {FIELD(include_authorized_operations)},
    {FIELD(include_topology_description), SINCE(1)},
};
TABLE(streams_group_describe_request);
#undef OWNER

#define OWNER streams_group_key_value
static const struct wire_field streams_group_key_value_fields[] = {
    {FIELD(key)},
    {FIELD(value)},
};
TABLE(streams_group_key_value);
#undef OWNER

#define OWNER streams_group_topic_info
static const struct wire_field streams_group_topic_info_fields[] = {
    {FIELD(name)},
    {FIELD(partitions)},
    {FIELD(replication_factor)},
    {STRUCTS(topic_configs, streams_group_key_value)},
};
TABLE(streams_group_topic_info);
#undef OWNER

#define OWNER streams_group_subtopology
static const struct wire_field streams_group_subtopology_fields[] = {
    {FIELD(subtopology_id)},
    {LIST(source_topics)},
    {LIST(repartition_sink_topics)},
    {STRUCTS(state_changelog_topics, streams_group_topic_info)},
    {STRUCTS(repartition_source_topics, streams_group_topic_info)},
};
TABLE(streams_group_subtopology);
#undef OWNER

#define OWNER streams_group_topology
static const struct wire_field streams_group_topology_fields[] = {
    {FIELD(epoch)},
    {STRUCTS(subtopologies, streams_group_subtopology), NULLABLE(0)},
};
TABLE(streams_group_topology);
#undef OWNER

#define OWNER streams_group_user_endpoint
static const struct wire_field streams_group_user_endpoint_fields[] = {
    {FIELD(host)},
    {FIELD(port)},
};
TABLE(streams_group_user_endpoint);
#undef OWNER

#define OWNER streams_group_task_offset
static const struct wire_field streams_group_task_offset_fields[] = {
    {FIELD(subtopology_id)},
    {FIELD(partition)},
    {FIELD(offset)},
};
TABLE(streams_group_task_offset);
#undef OWNER

#define OWNER streams_group_task_ids
static const struct wire_field streams_group_task_ids_fields[] = {
    {FIELD(subtopology_id)},
    {LIST(partitions)},
};
TABLE(streams_group_task_ids);
#undef OWNER

#define OWNER streams_group_assignment
static const struct wire_field streams_group_assignment_fields[] = {
    {STRUCTS(active_tasks, streams_group_task_ids)},
    {STRUCTS(standby_tasks, streams_group_task_ids)},
    {STRUCTS(warmup_tasks, streams_group_task_ids)},
};
TABLE(streams_group_assignment);
#undef OWNER

#define OWNER streams_group_member
static const struct wire_field streams_group_member_fields[] = {
    {FIELD(member_id)},
    {FIELD(member_epoch)},
    {FIELD(instance_id), NULLABLE(0)},
    {FIELD(rack_id), NULLABLE(0)},
    {FIELD(client_id)},
    {FIELD(client_host)},
    {FIELD(topology_epoch)},
    {FIELD(process_id)},
    {POINTER(user_endpoint, streams_group_user_endpoint), NULLABLE(0)},
    {STRUCTS(client_tags, streams_group_key_value)},
    {STRUCTS(task_offsets, streams_group_task_offset)},
    {STRUCTS(task_end_offsets, streams_group_task_offset)},
    {STRUCT(assignment, streams_group_assignment)},
    {STRUCT(target_assignment, streams_group_assignment)},
    {FIELD(is_classic)},
};
TABLE(streams_group_member);
#undef OWNER

#define OWNER streams_group_description_node
static const struct wire_field streams_group_description_node_fields[] = {
    {FIELD(name)},  {FIELD(node_type)}, {LIST(source_topics)}, {FIELD(sink_topic), NULLABLE(0)},
    {LIST(stores)}, {LIST(successors)},
};
TABLE(streams_group_description_node);
#undef OWNER

#define OWNER streams_group_description_subtopology
static const struct wire_field streams_group_description_subtopology_fields[] = {
    {FIELD(subtopology_id)},
    {STRUCTS(nodes, streams_group_description_node)},
};
TABLE(streams_group_description_subtopology);
#undef OWNER

#define OWNER streams_group_description_global_store
static const struct wire_field streams_group_description_global_store_fields[] = {
    {STRUCT(source, streams_group_description_node)},
    {STRUCT(processor, streams_group_description_node)},
};
TABLE(streams_group_description_global_store);
#undef OWNER

#define OWNER streams_group_description
static const struct wire_field streams_group_description_fields[] = {
    {STRUCTS(subtopologies, streams_group_description_subtopology)},
    {STRUCTS(global_stores, streams_group_description_global_store)},
};
TABLE(streams_group_description);
#undef OWNER

#define OWNER streams_group_group
static const struct wire_field streams_group_group_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(group_id)},
    {FIELD(group_state)},
    {FIELD(group_epoch)},
    {FIELD(assignment_epoch)},
    {POINTER(topology, streams_group_topology), NULLABLE(0)},
    {STRUCTS(members, streams_group_member)},
    {FIELD(authorized_operations), PRESET(INT32_MIN)},
    {POINTER(topology_description, streams_group_description), SINCE(1), NULLABLE(0)},
    {FIELD(topology_description_status), SINCE(1)},
    {FIELD(assignor_name), SINCE(1), NULLABLE(0), IGNORABLE},
};
TABLE(streams_group_group);
#undef OWNER

#define OWNER streams_group_describe_response
static const struct wire_field streams_group_describe_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, streams_group_group)},
};
TABLE(streams_group_describe_response);
#undef OWNER

const struct wire_message wire_streams_group_describe = {
    .name = "StreamsGroupDescribe",
    .key = 89,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&streams_group_describe_request, &streams_group_describe_response},
};
