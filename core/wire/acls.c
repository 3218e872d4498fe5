/* Tables of acls.h. */
#include "core/wire/acls.h"

#include "core/wire/table.h"

/* ---- DescribeAcls ---------------------------------------------------------------------------- */

#define OWNER describe_acls_request
static const struct wire_field describe_acls_request_fields[] = {
    {FIELD(resource_type_filter)},
    {FIELD(resource_name_filter), NULLABLE(0)},
    {FIELD(pattern_type_filter), PRESET(3)},
    {FIELD(principal_filter), NULLABLE(0)},
    {FIELD(host_filter), NULLABLE(0)},
    {FIELD(operation)},
    {FIELD(permission_type)},
};
TABLE(describe_acls_request);
#undef OWNER

#define OWNER describe_acls_acl
static const struct wire_field describe_acls_acl_fields[] = {
    {FIELD(principal)},
    {FIELD(host)},
    {FIELD(operation)},
    {FIELD(permission_type)},
};
TABLE(describe_acls_acl);
#undef OWNER

#define OWNER describe_acls_resource
static const struct wire_field describe_acls_resource_fields[] = {
    {FIELD(resource_type)},
    {FIELD(resource_name)},
    {FIELD(pattern_type), PRESET(3)},
    {STRUCTS(acls, describe_acls_acl)},
};
TABLE(describe_acls_resource);
#undef OWNER

#define OWNER describe_acls_response
static const struct wire_field describe_acls_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(resources, describe_acls_resource)},
};
TABLE(describe_acls_response);
#undef OWNER

const struct wire_message wire_describe_acls = {
    .name = "DescribeAcls",
    .key = 29,
    .first = 1,
    .last = 3,
    .flexible = 2,
    .body = {&describe_acls_request, &describe_acls_response},
};
