/* Tables of quotas.h. */
#include "core/wire/quotas.h"

#include "core/wire/table.h"

/* ---- DescribeClientQuotas -------------------------------------------------------------------- */

#define OWNER describe_client_quotas_component
static const struct wire_field describe_client_quotas_component_fields[] = {
    {FIELD(entity_type)},
    {FIELD(match_type)},
    {FIELD(match), NULLABLE(0)},
};
TABLE(describe_client_quotas_component);
#undef OWNER

#define OWNER describe_client_quotas_request
static const struct wire_field describe_client_quotas_request_fields[] = {
    {STRUCTS(components, describe_client_quotas_component)},
    {FIELD(strict)},
};
TABLE(describe_client_quotas_request);
#undef OWNER

#define OWNER describe_client_quotas_entity
static const struct wire_field describe_client_quotas_entity_fields[] = {
    {FIELD(entity_type)},
    {FIELD(entity_name), NULLABLE(0)},
};
TABLE(describe_client_quotas_entity);
#undef OWNER

#define OWNER describe_client_quotas_value
static const struct wire_field describe_client_quotas_value_fields[] = {
    {FIELD(key)},
    {FIELD(value)},
};
TABLE(describe_client_quotas_value);
#undef OWNER

#define OWNER describe_client_quotas_entry
static const struct wire_field describe_client_quotas_entry_fields[] = {
    {STRUCTS(entity, describe_client_quotas_entity)},
    {STRUCTS(values, describe_client_quotas_value)},
};
TABLE(describe_client_quotas_entry);
#undef OWNER

#define OWNER describe_client_quotas_response
static const struct wire_field describe_client_quotas_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(entries, describe_client_quotas_entry), NULLABLE(0)},
};
TABLE(describe_client_quotas_response);
#undef OWNER

const struct wire_message wire_describe_client_quotas = {
    .name = "DescribeClientQuotas",
    .key = 48,
    .first = 0,
    .last = 1,
    .flexible = 1,
    .body = {&describe_client_quotas_request, &describe_client_quotas_response},
};

/* ---- AlterClientQuotas ----------------------------------------------------------------------- */

#define OWNER alter_client_quotas_entity
static const struct wire_field alter_client_quotas_entity_fields[] = {
    {FIELD(entity_type)},
    {FIELD(entity_name), NULLABLE(0)},
};
TABLE(alter_client_quotas_entity);
#undef OWNER

#define OWNER alter_client_quotas_op
static const struct wire_field alter_client_quotas_op_fields[] = {
    {FIELD(key)},
    {FIELD(value)},
    {FIELD(remove)},
};
TABLE(alter_client_quotas_op);
#undef OWNER

#define OWNER alter_client_quotas_request_entry
static const struct wire_field alter_client_quotas_request_entry_fields[] = {
    {STRUCTS(entity, alter_client_quotas_entity)},
    {STRUCTS(ops, alter_client_quotas_op)},
};
TABLE(alter_client_quotas_request_entry);
#undef OWNER

#define OWNER alter_client_quotas_request
static const struct wire_field alter_client_quotas_request_fields[] = {
    {STRUCTS(entries, alter_client_quotas_request_entry)},
    {FIELD(validate_only)},
};
TABLE(alter_client_quotas_request);
#undef OWNER

#define OWNER alter_client_quotas_entry
static const struct wire_field alter_client_quotas_entry_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(entity, alter_client_quotas_entity)},
};
TABLE(alter_client_quotas_entry);
#undef OWNER

#define OWNER alter_client_quotas_response
static const struct wire_field alter_client_quotas_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(entries, alter_client_quotas_entry)},
};
TABLE(alter_client_quotas_response);
#undef OWNER

const struct wire_message wire_alter_client_quotas = {
    .name = "AlterClientQuotas",
    .key = 49,
    .first = 0,
    .last = 1,
    .flexible = 1,
    .body = {&alter_client_quotas_request, &alter_client_quotas_response},
};
