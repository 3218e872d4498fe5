/* The brokers of a cluster, fenced ones too (KIP-700, KIP-1073). */
#ifndef KLAMM_CORE_WIRE_NODES_H
#define KLAMM_CORE_WIRE_NODES_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeCluster ------------------------------------------------------------------------- */

/* Any broker; no right needed. controller_id is some live broker in KRaft: DescribeQuorum has the
 * leader of the controllers. */

struct describe_cluster_request {
    bool include_cluster_authorized_operations;
    int8_t endpoint_type;        /* v1 on; 1 brokers, the default; 2 controllers */
    bool include_fenced_brokers; /* v2 on */
};

struct describe_cluster_broker {
    int32_t broker_id;
    const char *host;
    int32_t port;
    const char *rack; /* or null */
    bool is_fenced;   /* v2 on */
};

struct describe_cluster_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    int8_t endpoint_type;      /* v1 on, default 1 */
    const char *cluster_id;
    int32_t controller_id; /* default −1 */
    WIRE_LIST(struct describe_cluster_broker) brokers;
    int32_t cluster_authorized_operations; /* default INT32_MIN */
};

extern const struct wire_message wire_describe_cluster;

#endif
