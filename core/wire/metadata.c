/* Tables of metadata.h. */
#include "core/wire/metadata.h"

#include "core/wire/table.h"

/* ---- Metadata -------------------------------------------------------------------------------- */

#define OWNER metadata_request_topic
static const struct wire_field metadata_request_topic_fields[] = {
    {FIELD(topic_id)},
    {FIELD(name), NULLABLE(0)},
};
TABLE(metadata_request_topic);
#undef OWNER

#define OWNER metadata_request
static const struct wire_field metadata_request_fields[] = {
    {STRUCTS(topics, metadata_request_topic), NULLABLE(0)},
    {FIELD(allow_auto_topic_creation), PRESET(1)},
    {FIELD(include_topic_authorized_operations)},
};
TABLE(metadata_request);
#undef OWNER

#define OWNER metadata_broker
static const struct wire_field metadata_broker_fields[] = {
    {FIELD(node_id)},
    {FIELD(host)},
    {FIELD(port)},
    {FIELD(rack), NULLABLE(0)},
};
TABLE(metadata_broker);
#undef OWNER

#define OWNER metadata_partition
static const struct wire_field metadata_partition_fields[] = {
    {FIELD(error_code)},      {FIELD(partition_index)},
    {FIELD(leader_id)},       {FIELD(leader_epoch), PRESET(-1)},
    {LIST(replica_nodes)},    {LIST(isr_nodes)},
    {LIST(offline_replicas)},
};
TABLE(metadata_partition);
#undef OWNER

#define OWNER metadata_topic
static const struct wire_field metadata_topic_fields[] = {
    {FIELD(error_code)},
    {FIELD(name), NULLABLE(0)},
    {FIELD(topic_id)},
    {FIELD(is_internal)},
    {STRUCTS(partitions, metadata_partition)},
    {FIELD(topic_authorized_operations), PRESET(INT32_MIN)},
};
TABLE(metadata_topic);
#undef OWNER

#define OWNER metadata_response
static const struct wire_field metadata_response_fields[] = {
    {FIELD(throttle_time_ms)},         {STRUCTS(brokers, metadata_broker)},
    {FIELD(cluster_id), NULLABLE(0)},  {FIELD(controller_id), PRESET(-1)},
    {STRUCTS(topics, metadata_topic)}, {FIELD(error_code), SINCE(13), IGNORABLE},
};
TABLE(metadata_response);
#undef OWNER

const struct wire_message wire_metadata = {
    .name = "Metadata",
    .key = 3,
    .first = 12,
    .last = 13,
    .flexible = 9,
    .body = {&metadata_request, &metadata_response},
};
