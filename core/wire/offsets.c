/* Tables of offsets.h. */
#include "core/wire/offsets.h"

#include "core/wire/table.h"

/* ---- ListOffsets ----------------------------------------------------------------------------- */

#define OWNER list_offsets_request_partition
static const struct wire_field list_offsets_request_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(current_leader_epoch), PRESET(-1)},
    {FIELD(timestamp)},
};
TABLE(list_offsets_request_partition);
#undef OWNER

#define OWNER list_offsets_request_topic
static const struct wire_field list_offsets_request_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, list_offsets_request_partition)},
};
TABLE(list_offsets_request_topic);
#undef OWNER

#define OWNER list_offsets_request
static const struct wire_field list_offsets_request_fields[] = {
    {FIELD(replica_id)},
    {FIELD(isolation_level)},
    {STRUCTS(topics, list_offsets_request_topic)},
    {FIELD(timeout_ms), SINCE(10), IGNORABLE},
};
TABLE(list_offsets_request);
#undef OWNER

#define OWNER list_offsets_partition
static const struct wire_field list_offsets_partition_fields[] = {
    {FIELD(partition_index)},          {FIELD(error_code)},
    {FIELD(timestamp), PRESET(-1)},    {FIELD(offset), PRESET(-1)},
    {FIELD(leader_epoch), PRESET(-1)},
};
TABLE(list_offsets_partition);
#undef OWNER

#define OWNER list_offsets_topic
static const struct wire_field list_offsets_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, list_offsets_partition)},
};
TABLE(list_offsets_topic);
#undef OWNER

#define OWNER list_offsets_response
static const struct wire_field list_offsets_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, list_offsets_topic)},
};
TABLE(list_offsets_response);
#undef OWNER

const struct wire_message wire_list_offsets = {
    .name = "ListOffsets",
    .key = 2,
    .first = 7,
    .last = 11,
    .flexible = 6,
    .body = {&list_offsets_request, &list_offsets_response},
};
