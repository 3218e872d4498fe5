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

/* ---- CreateAcls ------------------------------------------------------------------------------ */

#define OWNER create_acls_creation
static const struct wire_field create_acls_creation_fields[] = {
    {FIELD(resource_type)},   {FIELD(resource_name)}, {FIELD(resource_pattern_type), PRESET(3)},
    {FIELD(principal)},       {FIELD(host)},          {FIELD(operation)},
    {FIELD(permission_type)},
};
TABLE(create_acls_creation);
#undef OWNER

#define OWNER create_acls_request
static const struct wire_field create_acls_request_fields[] = {
    {STRUCTS(creations, create_acls_creation)},
};
TABLE(create_acls_request);
#undef OWNER

#define OWNER create_acls_result
static const struct wire_field create_acls_result_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(create_acls_result);
#undef OWNER

#define OWNER create_acls_response
static const struct wire_field create_acls_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, create_acls_result)},
};
TABLE(create_acls_response);
#undef OWNER

const struct wire_message wire_create_acls = {
    .name = "CreateAcls",
    .key = 30,
    .first = 1,
    .last = 3,
    .flexible = 2,
    .body = {&create_acls_request, &create_acls_response},
};

/* ---- DeleteAcls ------------------------------------------------------------------------------ */

#define OWNER delete_acls_filter
static const struct wire_field delete_acls_filter_fields[] = {
    {FIELD(resource_type_filter)},
    {FIELD(resource_name_filter), NULLABLE(0)},
    {FIELD(pattern_type_filter), PRESET(3)},
    {FIELD(principal_filter), NULLABLE(0)},
    {FIELD(host_filter), NULLABLE(0)},
    {FIELD(operation)},
    {FIELD(permission_type)},
};
TABLE(delete_acls_filter);
#undef OWNER

#define OWNER delete_acls_request
static const struct wire_field delete_acls_request_fields[] = {
    {STRUCTS(filters, delete_acls_filter)},
};
TABLE(delete_acls_request);
#undef OWNER

#define OWNER delete_acls_acl
static const struct wire_field delete_acls_acl_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {FIELD(resource_type)},
    {FIELD(resource_name)},
    {FIELD(pattern_type), PRESET(3)},
    {FIELD(principal)},
    {FIELD(host)},
    {FIELD(operation)},
    {FIELD(permission_type)},
};
TABLE(delete_acls_acl);
#undef OWNER

#define OWNER delete_acls_result
static const struct wire_field delete_acls_result_fields[] = {
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(matching_acls, delete_acls_acl)},
};
TABLE(delete_acls_result);
#undef OWNER

#define OWNER delete_acls_response
static const struct wire_field delete_acls_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(filter_results, delete_acls_result)},
};
TABLE(delete_acls_response);
#undef OWNER

const struct wire_message wire_delete_acls = {
    .name = "DeleteAcls",
    .key = 31,
    .first = 1,
    .last = 3,
    .flexible = 2,
    .body = {&delete_acls_request, &delete_acls_response},
};
