/* Tables of group_offsets.h. */
#include "core/wire/group_offsets.h"

#include "core/wire/table.h"

/* ---- OffsetFetch ----------------------------------------------------------------------------- */

#define OWNER offset_fetch_request_topic
static const struct wire_field offset_fetch_request_topic_fields[] = {
    {FIELD(name)},
    {LIST(partition_indexes)},
};
TABLE(offset_fetch_request_topic);
#undef OWNER

#define OWNER offset_fetch_request_group
static const struct wire_field offset_fetch_request_group_fields[] = {
    {FIELD(group_id)},
    {FIELD(member_id), SINCE(9), NULLABLE(0), IGNORABLE},
    {FIELD(member_epoch), SINCE(9), PRESET(-1), IGNORABLE},
    {STRUCTS(topics, offset_fetch_request_topic), NULLABLE(0)},
};
TABLE(offset_fetch_request_group);
#undef OWNER

#define OWNER offset_fetch_request
static const struct wire_field offset_fetch_request_fields[] = {
    {STRUCTS(groups, offset_fetch_request_group)},
    {FIELD(require_stable)},
};
TABLE(offset_fetch_request);
#undef OWNER

#define OWNER offset_fetch_partition
static const struct wire_field offset_fetch_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(committed_offset)},
    {FIELD(committed_leader_epoch), PRESET(-1)},
    {FIELD(metadata), NULLABLE(0)},
    {FIELD(error_code)},
};
TABLE(offset_fetch_partition);
#undef OWNER

#define OWNER offset_fetch_topic
static const struct wire_field offset_fetch_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, offset_fetch_partition)},
};
TABLE(offset_fetch_topic);
#undef OWNER

#define OWNER offset_fetch_group
static const struct wire_field offset_fetch_group_fields[] = {
    {FIELD(group_id)},
    {STRUCTS(topics, offset_fetch_topic)},
    {FIELD(error_code)},
};
TABLE(offset_fetch_group);
#undef OWNER

#define OWNER offset_fetch_response
static const struct wire_field offset_fetch_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(groups, offset_fetch_group)},
};
TABLE(offset_fetch_response);
#undef OWNER

const struct wire_message wire_offset_fetch = {
    .name = "OffsetFetch",
    .key = 9,
    .first = 8,
    .last = 9,
    .flexible = 6,
    .body = {&offset_fetch_request, &offset_fetch_response},
};
