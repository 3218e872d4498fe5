/* ACLs (KIP-140, KIP-290). Any broker; Describe on Cluster to read them, Alter to change them. The
 * numbers are those of org.apache.kafka.common.acl and .resource. */
#ifndef KLAMM_CORE_WIRE_ACLS_H
#define KLAMM_CORE_WIRE_ACLS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeAcls ---------------------------------------------------------------------------- */

struct describe_acls_request {
    int8_t resource_type_filter;
    const char *resource_name_filter; /* or null */
    int8_t pattern_type_filter;       /* default 3 */
    const char *principal_filter;     /* or null */
    const char *host_filter;          /* or null */
    int8_t operation;
    int8_t permission_type;
};

struct describe_acls_acl {
    const char *principal;
    const char *host;
    int8_t operation;
    int8_t permission_type;
};

struct describe_acls_resource {
    int8_t resource_type;
    const char *resource_name;
    int8_t pattern_type; /* default 3 */
    WIRE_LIST(struct describe_acls_acl) acls;
};

struct describe_acls_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct describe_acls_resource) resources;
};

extern const struct wire_message wire_describe_acls;

/* ---- CreateAcls ------------------------------------------------------------------------------ */

struct create_acls_creation {
    int8_t resource_type;
    const char *resource_name;
    int8_t resource_pattern_type; /* default 3 */
    const char *principal;
    const char *host;
    int8_t operation;
    int8_t permission_type;
};

struct create_acls_request {
    WIRE_LIST(struct create_acls_creation) creations;
};

struct create_acls_result {
    int16_t error_code;
    const char *error_message; /* or null */
};

struct create_acls_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct create_acls_result) results;
};

extern const struct wire_message wire_create_acls;

/* ---- DeleteAcls ------------------------------------------------------------------------------ */

struct delete_acls_filter {
    int8_t resource_type_filter;
    const char *resource_name_filter; /* or null */
    int8_t pattern_type_filter;       /* default 3 */
    const char *principal_filter;     /* or null */
    const char *host_filter;          /* or null */
    int8_t operation;
    int8_t permission_type;
};

struct delete_acls_request {
    WIRE_LIST(struct delete_acls_filter) filters;
};

struct delete_acls_acl {
    int16_t error_code;
    const char *error_message; /* or null */
    int8_t resource_type;
    const char *resource_name;
    int8_t pattern_type; /* default 3 */
    const char *principal;
    const char *host;
    int8_t operation;
    int8_t permission_type;
};

struct delete_acls_result {
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct delete_acls_acl) matching_acls;
};

struct delete_acls_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct delete_acls_result) filter_results;
};

extern const struct wire_message wire_delete_acls;

#endif
