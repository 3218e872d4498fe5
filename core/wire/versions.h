/* What a broker can do: the versions of each message and the features of the cluster (KIP-35,
 * KIP-511, KIP-584). */
#ifndef KLAMM_CORE_WIRE_VERSIONS_H
#define KLAMM_CORE_WIRE_VERSIONS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- ApiVersions ----------------------------------------------------------------------------- */

/* Each broker for itself; no right needed. A broker that does not know the version answers in
 * version 0, with error 35 (KIP-511). */

struct api_versions_request {
    const char *client_software_name;    /* v3 on */
    const char *client_software_version; /* v3 on */
    const char *cluster_id;              /* v5 on, or null */
    int32_t node_id;                     /* v5 on, default −1 */
};

struct api_versions_api_key {
    int16_t api_key;
    int16_t min_version;
    int16_t max_version;
};

struct api_versions_supported_feature {
    const char *name;
    int16_t min_version;
    int16_t max_version;
};

struct api_versions_finalized_feature {
    const char *name;
    int16_t max_version_level;
    int16_t min_version_level;
};

struct api_versions_response {
    int16_t error_code;
    WIRE_LIST(struct api_versions_api_key) api_keys;
    int32_t throttle_time_ms;                                            /* v1 on */
    WIRE_LIST(struct api_versions_supported_feature) supported_features; /* v3 on */
    int64_t finalized_features_epoch;                                    /* v3 on, default −1 */
    WIRE_LIST(struct api_versions_finalized_feature) finalized_features; /* v3 on */
    bool zk_migration_ready;                                             /* v3 on */
};

extern const struct wire_message wire_api_versions;

/* ---- UpdateFeatures -------------------------------------------------------------------------- */

/* Any broker; Alter on Cluster. The response of version 2 has no results: all or nothing. */

struct update_features_update {
    const char *feature;
    int16_t max_version_level;
    bool allow_downgrade; /* v0 only */
    /* v1 on; 1 upgrade, the default; 2 safe downgrade; 3 unsafe downgrade */
    int8_t upgrade_type;
};

struct update_features_request {
    int32_t timeout_ms; /* default 60000 */
    WIRE_LIST(struct update_features_update) feature_updates;
    bool validate_only; /* v1 on */
};

struct update_features_result {
    const char *feature;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct update_features_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    const char *error_message;                        /* or null */
    WIRE_LIST(struct update_features_result) results; /* until v1 */
};

extern const struct wire_message wire_update_features;

#endif
