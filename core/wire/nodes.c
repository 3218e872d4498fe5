/* Tables of nodes.h. */
#include "core/wire/nodes.h"

#include "core/wire/table.h"

/* ---- DescribeCluster ------------------------------------------------------------------------- */

#define OWNER describe_cluster_request
static const struct wire_field describe_cluster_request_fields[] = {
    {FIELD(include_cluster_authorized_operations)},
    {FIELD(endpoint_type), SINCE(1), PRESET(1)},
    {FIELD(include_fenced_brokers), SINCE(2)},
};
TABLE(describe_cluster_request);
#undef OWNER

#define OWNER describe_cluster_broker
static const struct wire_field describe_cluster_broker_fields[] = {
    {FIELD(broker_id)},           {FIELD(host)}, {FIELD(port)}, {FIELD(rack), NULLABLE(0)},
    {FIELD(is_fenced), SINCE(2)},
};
TABLE(describe_cluster_broker);
#undef OWNER

#define OWNER describe_cluster_response
static const struct wire_field describe_cluster_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(endpoint_type), SINCE(1), PRESET(1)},
    {FIELD(cluster_id)},
    {FIELD(controller_id), PRESET(-1)},
    {STRUCTS(brokers, describe_cluster_broker)},
    {FIELD(cluster_authorized_operations), PRESET(INT32_MIN)},
};
TABLE(describe_cluster_response);
#undef OWNER

const struct wire_message wire_describe_cluster = {
    .name = "DescribeCluster",
    .key = 60,
    .first = 0,
    .last = 2,
    .flexible = 0,
    .body = {&describe_cluster_request, &describe_cluster_response},
};
