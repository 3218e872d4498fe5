/* Tables of tokens.h. */
#include "core/wire/tokens.h"

#include "core/wire/table.h"

/* ---- CreateDelegationToken ------------------------------------------------------------------- */

#define OWNER create_delegation_token_renewer
static const struct wire_field create_delegation_token_renewer_fields[] = {
    {FIELD(principal_type)},
    {FIELD(principal_name)},
};
TABLE(create_delegation_token_renewer);
#undef OWNER

#define OWNER create_delegation_token_request
static const struct wire_field create_delegation_token_request_fields[] = {
    {FIELD(owner_principal_type), SINCE(3), NULLABLE(0)},
    {FIELD(owner_principal_name), SINCE(3), NULLABLE(0)},
    {STRUCTS(renewers, create_delegation_token_renewer)},
    {FIELD(max_lifetime_ms)},
};
TABLE(create_delegation_token_request);
#undef OWNER

#define OWNER create_delegation_token_response
static const struct wire_field create_delegation_token_response_fields[] = {
    {FIELD(error_code)},
    {FIELD(principal_type)},
    {FIELD(principal_name)},
    {FIELD(token_requester_principal_type), SINCE(3)},
    {FIELD(token_requester_principal_name), SINCE(3)},
    {FIELD(issue_timestamp_ms)},
    {FIELD(expiry_timestamp_ms)},
    {FIELD(max_timestamp_ms)},
    {FIELD(token_id)},
    {FIELD(hmac)},
    {FIELD(throttle_time_ms)},
};
TABLE(create_delegation_token_response);
#undef OWNER

const struct wire_message wire_create_delegation_token = {
    .name = "CreateDelegationToken",
    .key = 38,
    .first = 1,
    .last = 3,
    .flexible = 2,
    .body = {&create_delegation_token_request, &create_delegation_token_response},
};

/* ---- RenewDelegationToken -------------------------------------------------------------------- */

#define OWNER renew_delegation_token_request
static const struct wire_field renew_delegation_token_request_fields[] = {
    {FIELD(hmac)},
    {FIELD(renew_period_ms)},
};
TABLE(renew_delegation_token_request);
#undef OWNER

#define OWNER renew_delegation_token_response
static const struct wire_field renew_delegation_token_response_fields[] = {
    {FIELD(error_code)},
    {FIELD(expiry_timestamp_ms)},
    {FIELD(throttle_time_ms)},
};
TABLE(renew_delegation_token_response);
#undef OWNER

const struct wire_message wire_renew_delegation_token = {
    .name = "RenewDelegationToken",
    .key = 39,
    .first = 1,
    .last = 2,
    .flexible = 2,
    .body = {&renew_delegation_token_request, &renew_delegation_token_response},
};

/* ---- ExpireDelegationToken ------------------------------------------------------------------- */

#define OWNER expire_delegation_token_request
static const struct wire_field expire_delegation_token_request_fields[] = {
    {FIELD(hmac)},
    {FIELD(expiry_time_period_ms)},
};
TABLE(expire_delegation_token_request);
#undef OWNER

#define OWNER expire_delegation_token_response
static const struct wire_field expire_delegation_token_response_fields[] = {
    {FIELD(error_code)},
    {FIELD(expiry_timestamp_ms)},
    {FIELD(throttle_time_ms)},
};
TABLE(expire_delegation_token_response);
#undef OWNER

const struct wire_message wire_expire_delegation_token = {
    .name = "ExpireDelegationToken",
    .key = 40,
    .first = 1,
    .last = 2,
    .flexible = 2,
    .body = {&expire_delegation_token_request, &expire_delegation_token_response},
};

/* ---- DescribeDelegationToken ----------------------------------------------------------------- */

#define OWNER describe_delegation_token_owner
static const struct wire_field describe_delegation_token_owner_fields[] = {
    {FIELD(principal_type)},
    {FIELD(principal_name)},
};
TABLE(describe_delegation_token_owner);
#undef OWNER

#define OWNER describe_delegation_token_request
static const struct wire_field describe_delegation_token_request_fields[] = {
    {STRUCTS(owners, describe_delegation_token_owner), NULLABLE(0)},
};
TABLE(describe_delegation_token_request);
#undef OWNER

#define OWNER describe_delegation_token_renewer
static const struct wire_field describe_delegation_token_renewer_fields[] = {
    {FIELD(principal_type)},
    {FIELD(principal_name)},
};
TABLE(describe_delegation_token_renewer);
#undef OWNER

#define OWNER describe_delegation_token
static const struct wire_field describe_delegation_token_fields[] = {
    {FIELD(principal_type)},
    {FIELD(principal_name)},
    {FIELD(token_requester_principal_type), SINCE(3)},
    {FIELD(token_requester_principal_name), SINCE(3)},
    {FIELD(issue_timestamp)},
    {FIELD(expiry_timestamp)},
    {FIELD(max_timestamp)},
    {FIELD(token_id)},
    {FIELD(hmac)},
    {STRUCTS(renewers, describe_delegation_token_renewer)},
};
TABLE(describe_delegation_token);
#undef OWNER

#define OWNER describe_delegation_token_response
static const struct wire_field describe_delegation_token_response_fields[] = {
    {FIELD(error_code)},
    {STRUCTS(tokens, describe_delegation_token)},
    {FIELD(throttle_time_ms)},
};
TABLE(describe_delegation_token_response);
#undef OWNER

const struct wire_message wire_describe_delegation_token = {
    .name = "DescribeDelegationToken",
    .key = 41,
    .first = 1,
    .last = 3,
    .flexible = 2,
    .body = {&describe_delegation_token_request, &describe_delegation_token_response},
};
