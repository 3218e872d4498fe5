/* Delegation tokens (KIP-48, KIP-373). Any broker, on a connection that is authenticated and not by
 * a token. The Hmac is a secret: wipe what holds it. */
#ifndef KLAMM_CORE_WIRE_TOKENS_H
#define KLAMM_CORE_WIRE_TOKENS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- CreateDelegationToken ------------------------------------------------------------------- */

struct create_delegation_token_renewer {
    const char *principal_type;
    const char *principal_name;
};

struct create_delegation_token_request {
    const char *owner_principal_type; /* v3 on, or null */
    const char *owner_principal_name; /* v3 on, or null */
    WIRE_LIST(struct create_delegation_token_renewer) renewers;
    int64_t max_lifetime_ms; /* −1: the broker's */
};

struct create_delegation_token_response {
    int16_t error_code;
    const char *principal_type;
    const char *principal_name;
    const char *token_requester_principal_type; /* v3 on */
    const char *token_requester_principal_name; /* v3 on */
    int64_t issue_timestamp_ms;
    int64_t expiry_timestamp_ms;
    int64_t max_timestamp_ms;
    const char *token_id;
    struct wire_bytes hmac;
    int32_t throttle_time_ms;
};

extern const struct wire_message wire_create_delegation_token;

/* ---- RenewDelegationToken -------------------------------------------------------------------- */

struct renew_delegation_token_request {
    struct wire_bytes hmac;
    int64_t renew_period_ms;
};

struct renew_delegation_token_response {
    int16_t error_code;
    int64_t expiry_timestamp_ms;
    int32_t throttle_time_ms;
};

extern const struct wire_message wire_renew_delegation_token;

/* ---- ExpireDelegationToken ------------------------------------------------------------------- */

struct expire_delegation_token_request {
    struct wire_bytes hmac;
    int64_t expiry_time_period_ms; /* −1: now */
};

struct expire_delegation_token_response {
    int16_t error_code;
    int64_t expiry_timestamp_ms;
    int32_t throttle_time_ms;
};

extern const struct wire_message wire_expire_delegation_token;

/* ---- DescribeDelegationToken ----------------------------------------------------------------- */

struct describe_delegation_token_owner {
    const char *principal_type;
    const char *principal_name;
};

struct describe_delegation_token_request {
    WIRE_LIST(struct describe_delegation_token_owner) owners; /* null: all */
};

struct describe_delegation_token_renewer {
    const char *principal_type;
    const char *principal_name;
};

struct describe_delegation_token {
    const char *principal_type;
    const char *principal_name;
    const char *token_requester_principal_type; /* v3 on */
    const char *token_requester_principal_name; /* v3 on */
    int64_t issue_timestamp;
    int64_t expiry_timestamp;
    int64_t max_timestamp;
    const char *token_id;
    struct wire_bytes hmac;
    WIRE_LIST(struct describe_delegation_token_renewer) renewers;
};

struct describe_delegation_token_response {
    int16_t error_code;
    WIRE_LIST(struct describe_delegation_token) tokens;
    int32_t throttle_time_ms;
};

extern const struct wire_message wire_describe_delegation_token;

#endif
