/* Tables of users.h. */
#include "core/wire/users.h"

#include "core/wire/table.h"

/* ---- DescribeUserScramCredentials ------------------------------------------------------------ */

#define OWNER describe_user_scram_credentials_user
static const struct wire_field describe_user_scram_credentials_user_fields[] = {
    {FIELD(name)},
};
TABLE(describe_user_scram_credentials_user);
#undef OWNER

#define OWNER describe_user_scram_credentials_request
static const struct wire_field describe_user_scram_credentials_request_fields[] = {
    {STRUCTS(users, describe_user_scram_credentials_user), NULLABLE(0)},
};
TABLE(describe_user_scram_credentials_request);
#undef OWNER

#define OWNER describe_user_scram_credentials_info
static const struct wire_field describe_user_scram_credentials_info_fields[] = {
    {FIELD(mechanism)},
    {FIELD(iterations)},
};
TABLE(describe_user_scram_credentials_info);
#undef OWNER

#define OWNER describe_user_scram_credentials_result
static const struct wire_field describe_user_scram_credentials_result_fields[] = {
    {FIELD(user)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(credential_infos, describe_user_scram_credentials_info)},
};
TABLE(describe_user_scram_credentials_result);
#undef OWNER

#define OWNER describe_user_scram_credentials_response
static const struct wire_field describe_user_scram_credentials_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(results, describe_user_scram_credentials_result)},
};
TABLE(describe_user_scram_credentials_response);
#undef OWNER

const struct wire_message wire_describe_user_scram_credentials = {
    .name = "DescribeUserScramCredentials",
    .key = 50,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&describe_user_scram_credentials_request, &describe_user_scram_credentials_response},
};

/* ---- AlterUserScramCredentials --------------------------------------------------------------- */

#define OWNER alter_user_scram_credentials_deletion
static const struct wire_field alter_user_scram_credentials_deletion_fields[] = {
    {FIELD(name)},
    {FIELD(mechanism)},
};
TABLE(alter_user_scram_credentials_deletion);
#undef OWNER

#define OWNER alter_user_scram_credentials_upsertion
static const struct wire_field alter_user_scram_credentials_upsertion_fields[] = {
    {FIELD(name)}, {FIELD(mechanism)}, {FIELD(iterations)}, {FIELD(salt)}, {FIELD(salted_password)},
};
TABLE(alter_user_scram_credentials_upsertion);
#undef OWNER

#define OWNER alter_user_scram_credentials_request
static const struct wire_field alter_user_scram_credentials_request_fields[] = {
    {STRUCTS(deletions, alter_user_scram_credentials_deletion)},
    {STRUCTS(upsertions, alter_user_scram_credentials_upsertion)},
};
TABLE(alter_user_scram_credentials_request);
#undef OWNER

#define OWNER alter_user_scram_credentials_result
static const struct wire_field alter_user_scram_credentials_result_fields[] = {
    {FIELD(user)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(alter_user_scram_credentials_result);
#undef OWNER

#define OWNER alter_user_scram_credentials_response
static const struct wire_field alter_user_scram_credentials_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(results, alter_user_scram_credentials_result)},
};
TABLE(alter_user_scram_credentials_response);
#undef OWNER

const struct wire_message wire_alter_user_scram_credentials = {
    .name = "AlterUserScramCredentials",
    .key = 51,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&alter_user_scram_credentials_request, &alter_user_scram_credentials_response},
};
