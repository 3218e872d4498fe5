/* Quotas of users, client ids and addresses (KIP-546). */
#ifndef KLAMM_CORE_WIRE_QUOTAS_H
#define KLAMM_CORE_WIRE_QUOTAS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeClientQuotas -------------------------------------------------------------------- */

/* Any broker; DescribeConfigs on Cluster. */

struct describe_client_quotas_component {
    const char *entity_type; /* "user", "client-id", "ip" */
    int8_t match_type;       /* 0 exact, 1 default, 2 any */
    const char *match;       /* null unless exact */
};

struct describe_client_quotas_request {
    WIRE_LIST(struct describe_client_quotas_component) components;
    bool strict; /* only entities of exactly these types */
};

struct describe_client_quotas_entity {
    const char *entity_type;
    const char *entity_name; /* null: the default of its type */
};

struct describe_client_quotas_value {
    const char *key;
    double value;
};

struct describe_client_quotas_entry {
    WIRE_LIST(struct describe_client_quotas_entity) entity;
    WIRE_LIST(struct describe_client_quotas_value) values;
};

struct describe_client_quotas_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message;                              /* or null */
    WIRE_LIST(struct describe_client_quotas_entry) entries; /* or null */
};

extern const struct wire_message wire_describe_client_quotas;

/* ---- AlterClientQuotas ----------------------------------------------------------------------- */

/* Any broker; AlterConfigs on Cluster. */

struct alter_client_quotas_entity {
    const char *entity_type;
    const char *entity_name; /* null: the default of its type */
};

struct alter_client_quotas_op {
    const char *key;
    double value;
    bool remove;
};

struct alter_client_quotas_request_entry {
    WIRE_LIST(struct alter_client_quotas_entity) entity;
    WIRE_LIST(struct alter_client_quotas_op) ops;
};

struct alter_client_quotas_request {
    WIRE_LIST(struct alter_client_quotas_request_entry) entries;
    bool validate_only;
};

struct alter_client_quotas_entry {
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct alter_client_quotas_entity) entity;
};

struct alter_client_quotas_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct alter_client_quotas_entry) entries;
};

extern const struct wire_message wire_alter_client_quotas;

#endif
