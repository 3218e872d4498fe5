/* Settings, and what has settings of its own (KIP-133, KIP-339, KIP-1142). */
#ifndef KLAMM_CORE_WIRE_CONFIGS_H
#define KLAMM_CORE_WIRE_CONFIGS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeConfigs ------------------------------------------------------------------------- */

/* Any broker, the broker itself for its own and its loggers; DescribeConfigs on the resource. */

struct describe_configs_resource {
    /* 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group */
    int8_t resource_type;
    const char *resource_name;
    WIRE_LIST(const char *) configuration_keys; /* null: all */
};

struct describe_configs_request {
    WIRE_LIST(struct describe_configs_resource) resources;
    bool include_synonyms;
    bool include_documentation; /* v3 on */
};

struct describe_configs_synonym {
    const char *name;
    const char *value; /* or null */
    int8_t source;
};

struct describe_configs_config {
    const char *name;
    const char *value; /* or null */
    bool read_only;
    int8_t config_source; /* default −1 */
    bool is_sensitive;
    WIRE_LIST(struct describe_configs_synonym) synonyms;
    int8_t config_type;        /* v3 on */
    const char *documentation; /* v3 on, or null */
};

struct describe_configs_result {
    int16_t error_code;
    const char *error_message; /* or null */
    int8_t resource_type;
    const char *resource_name;
    WIRE_LIST(struct describe_configs_config) configs;
};

struct describe_configs_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_configs_result) results;
};

extern const struct wire_message wire_describe_configs;

/* ---- IncrementalAlterConfigs ----------------------------------------------------------------- */

/* As DescribeConfigs; AlterConfigs on the resource. */

struct incremental_alter_configs_config {
    const char *name;
    int8_t config_operation; /* 0 set, 1 delete, 2 append, 3 subtract */
    const char *value;       /* or null */
};

struct incremental_alter_configs_resource {
    int8_t resource_type;
    const char *resource_name;
    WIRE_LIST(struct incremental_alter_configs_config) configs;
};

struct incremental_alter_configs_request {
    WIRE_LIST(struct incremental_alter_configs_resource) resources;
    bool validate_only;
};

struct incremental_alter_configs_result {
    int16_t error_code;
    const char *error_message; /* or null */
    int8_t resource_type;
    const char *resource_name;
};

struct incremental_alter_configs_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct incremental_alter_configs_result) responses;
};

extern const struct wire_message wire_incremental_alter_configs;

/* ---- ListConfigResources --------------------------------------------------------------------- */

/* Any broker; DescribeConfigs on Cluster. Version 0 lists client metrics subscriptions only. */

struct list_config_resources_request {
    WIRE_LIST(int8_t) resource_types; /* v1 on */
};

struct list_config_resources_resource {
    const char *resource_name;
    int8_t resource_type; /* v1 on, default 16 */
};

struct list_config_resources_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    WIRE_LIST(struct list_config_resources_resource) config_resources;
};

extern const struct wire_message wire_list_config_resources;

#endif
