/* SCRAM credentials of users (KIP-554). Any broker. */
#ifndef KLAMM_CORE_WIRE_USERS_H
#define KLAMM_CORE_WIRE_USERS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeUserScramCredentials ------------------------------------------------------------ */

/* Describe on Cluster. A user without credentials has error 91. */

struct describe_user_scram_credentials_user {
    const char *name;
};

struct describe_user_scram_credentials_request {
    WIRE_LIST(struct describe_user_scram_credentials_user) users; /* null: all */
};

struct describe_user_scram_credentials_info {
    int8_t mechanism; /* 1 SCRAM-SHA-256, 2 SCRAM-SHA-512 */
    int32_t iterations;
};

struct describe_user_scram_credentials_result {
    const char *user;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct describe_user_scram_credentials_info) credential_infos;
};

struct describe_user_scram_credentials_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct describe_user_scram_credentials_result) results;
};

extern const struct wire_message wire_describe_user_scram_credentials;

/* ---- AlterUserScramCredentials --------------------------------------------------------------- */

/* Alter on Cluster. The salted password is a secret: wipe what holds it. */

struct alter_user_scram_credentials_deletion {
    const char *name;
    int8_t mechanism;
};

struct alter_user_scram_credentials_upsertion {
    const char *name;
    int8_t mechanism;
    int32_t iterations;
    struct wire_bytes salt;
    struct wire_bytes salted_password;
};

struct alter_user_scram_credentials_request {
    WIRE_LIST(struct alter_user_scram_credentials_deletion) deletions;
    WIRE_LIST(struct alter_user_scram_credentials_upsertion) upsertions;
};

struct alter_user_scram_credentials_result {
    const char *user;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct alter_user_scram_credentials_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct alter_user_scram_credentials_result) results;
};

extern const struct wire_message wire_alter_user_scram_credentials;

#endif
