/* Tables of configs.h. */
#include "core/wire/configs.h"

#include "core/wire/table.h"

/* ---- DescribeConfigs ------------------------------------------------------------------------- */

#define OWNER describe_configs_resource
static const struct wire_field describe_configs_resource_fields[] = {
    {FIELD(resource_type)},
    {FIELD(resource_name)},
    {LIST(configuration_keys), NULLABLE(0)},
};
TABLE(describe_configs_resource);
#undef OWNER

#define OWNER describe_configs_request
static const struct wire_field describe_configs_request_fields[] = {
    {STRUCTS(resources, describe_configs_resource)},
    {FIELD(include_synonyms)},
    {FIELD(include_documentation), SINCE(3)},
};
TABLE(describe_configs_request);
#undef OWNER

#define OWNER describe_configs_synonym
static const struct wire_field describe_configs_synonym_fields[] = {
    {FIELD(name)},
    {FIELD(value), NULLABLE(0)},
    {FIELD(source)},
};
TABLE(describe_configs_synonym);
#undef OWNER

#define OWNER describe_configs_config
static const struct wire_field describe_configs_config_fields[] = {
    {FIELD(name)},
    {FIELD(value), NULLABLE(0)},
    {FIELD(read_only)},
    {FIELD(config_source), PRESET(-1)},
    {FIELD(is_sensitive)},
    {STRUCTS(synonyms, describe_configs_synonym)},
    {FIELD(config_type), SINCE(3), IGNORABLE},
    {FIELD(documentation), SINCE(3), NULLABLE(0), IGNORABLE},
};
TABLE(describe_configs_config);
#undef OWNER

#define OWNER describe_configs_result
static const struct wire_field describe_configs_result_fields[] = {
    {FIELD(error_code)},    {FIELD(error_message), NULLABLE(0)},         {FIELD(resource_type)},
    {FIELD(resource_name)}, {STRUCTS(configs, describe_configs_config)},
};
TABLE(describe_configs_result);
#undef OWNER

#define OWNER describe_configs_response
static const struct wire_field describe_configs_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, describe_configs_result)},
};
TABLE(describe_configs_response);
#undef OWNER

const struct wire_message wire_describe_configs = {
    .name = "DescribeConfigs",
    .key = 32,
    .first = 1,
    .last = 4,
    .flexible = 4,
    .body = {&describe_configs_request, &describe_configs_response},
};

/* ---- IncrementalAlterConfigs ----------------------------------------------------------------- */

#define OWNER incremental_alter_configs_config
static const struct wire_field incremental_alter_configs_config_fields[] = {
    {FIELD(name)},
    {FIELD(config_operation)},
    {FIELD(value), NULLABLE(0)},
};
TABLE(incremental_alter_configs_config);
#undef OWNER

#define OWNER incremental_alter_configs_resource
static const struct wire_field incremental_alter_configs_resource_fields[] = {
    {FIELD(resource_type)},
    {FIELD(resource_name)},
    {STRUCTS(configs, incremental_alter_configs_config)},
};
TABLE(incremental_alter_configs_resource);
#undef OWNER

#define OWNER incremental_alter_configs_request
static const struct wire_field incremental_alter_configs_request_fields[] = {
    {STRUCTS(resources, incremental_alter_configs_resource)},
    {FIELD(validate_only)},
};
TABLE(incremental_alter_configs_request);
#undef OWNER

#define OWNER incremental_alter_configs_result
static const struct wire_field incremental_alter_configs_result_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(resource_type)},
    {FIELD(resource_name)},
};
TABLE(incremental_alter_configs_result);
#undef OWNER

#define OWNER incremental_alter_configs_response
static const struct wire_field incremental_alter_configs_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(responses, incremental_alter_configs_result)},
};
TABLE(incremental_alter_configs_response);
#undef OWNER

const struct wire_message wire_incremental_alter_configs = {
    .name = "IncrementalAlterConfigs",
    .key = 44,
    .first = 0,
    .last = 1,
    .flexible = 1,
    .body = {&incremental_alter_configs_request, &incremental_alter_configs_response},
};

/* ---- ListConfigResources --------------------------------------------------------------------- */

#define OWNER list_config_resources_request
static const struct wire_field list_config_resources_request_fields[] = {
    {LIST(resource_types), SINCE(1)},
};
TABLE(list_config_resources_request);
#undef OWNER

#define OWNER list_config_resources_resource
static const struct wire_field list_config_resources_resource_fields[] = {
    {FIELD(resource_name)},
    {FIELD(resource_type), SINCE(1), PRESET(16), IGNORABLE},
};
TABLE(list_config_resources_resource);
#undef OWNER

#define OWNER list_config_resources_response
static const struct wire_field list_config_resources_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {STRUCTS(config_resources, list_config_resources_resource)},
};
TABLE(list_config_resources_response);
#undef OWNER

const struct wire_message wire_list_config_resources = {
    .name = "ListConfigResources",
    .key = 74,
    .first = 0,
    .last = 1,
    .flexible = 0,
    .body = {&list_config_resources_request, &list_config_resources_response},
};
