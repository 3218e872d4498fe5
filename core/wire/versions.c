/* Tables of versions.h. */
#include "core/wire/versions.h"

#include "core/wire/table.h"

/* ---- ApiVersions ----------------------------------------------------------------------------- */

#define OWNER api_versions_request
static const struct wire_field api_versions_request_fields[] = {
    {FIELD(client_software_name), SINCE(3), IGNORABLE},
    {FIELD(client_software_version), SINCE(3), IGNORABLE},
    {FIELD(cluster_id), SINCE(5), NULLABLE(0), IGNORABLE},
    {FIELD(node_id), SINCE(5), PRESET(-1), IGNORABLE},
};
TABLE(api_versions_request);
#undef OWNER

#define OWNER api_versions_api_key
static const struct wire_field api_versions_api_key_fields[] = {
    {FIELD(api_key)},
    {FIELD(min_version)},
    {FIELD(max_version)},
};
TABLE(api_versions_api_key);
#undef OWNER

#define OWNER api_versions_supported_feature
static const struct wire_field api_versions_supported_feature_fields[] = {
    {FIELD(name)},
    {FIELD(min_version)},
    {FIELD(max_version)},
};
TABLE(api_versions_supported_feature);
#undef OWNER

#define OWNER api_versions_finalized_feature
static const struct wire_field api_versions_finalized_feature_fields[] = {
    {FIELD(name)},
    {FIELD(max_version_level)},
    {FIELD(min_version_level)},
};
TABLE(api_versions_finalized_feature);
#undef OWNER

#define OWNER api_versions_response
static const struct wire_field api_versions_response_fields[] = {
    {FIELD(error_code)},
    {STRUCTS(api_keys, api_versions_api_key)},
    {FIELD(throttle_time_ms), SINCE(1), IGNORABLE},
    {STRUCTS(supported_features, api_versions_supported_feature), SINCE(3), TAG(0), IGNORABLE},
    {FIELD(finalized_features_epoch), SINCE(3), TAG(1), PRESET(-1), IGNORABLE},
    {STRUCTS(finalized_features, api_versions_finalized_feature), SINCE(3), TAG(2), IGNORABLE},
    {FIELD(zk_migration_ready), SINCE(3), TAG(3), IGNORABLE},
};
TABLE(api_versions_response);
#undef OWNER

const struct wire_message wire_api_versions = {
    .name = "ApiVersions",
    .key = 18,
    .first = 0,
    .last = 5,
    .flexible = 3,
    .body = {&api_versions_request, &api_versions_response},
};

/* ---- UpdateFeatures -------------------------------------------------------------------------- */

#define OWNER update_features_update
static const struct wire_field update_features_update_fields[] = {
    {FIELD(feature)},
    {FIELD(max_version_level)},
    {FIELD(allow_downgrade), UNTIL(0)},
    {FIELD(upgrade_type), SINCE(1), PRESET(1)},
};
TABLE(update_features_update);
#undef OWNER

#define OWNER update_features_request
static const struct wire_field update_features_request_fields[] = {
    {FIELD(timeout_ms), PRESET(60000)},
    {STRUCTS(feature_updates, update_features_update)},
    {FIELD(validate_only), SINCE(1)},
};
TABLE(update_features_request);
#undef OWNER

#define OWNER update_features_result
static const struct wire_field update_features_result_fields[] = {
    {FIELD(feature)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
};
TABLE(update_features_result);
#undef OWNER

#define OWNER update_features_response
static const struct wire_field update_features_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(results, update_features_result), UNTIL(1), IGNORABLE},
};
TABLE(update_features_response);
#undef OWNER

const struct wire_message wire_update_features = {
    .name = "UpdateFeatures",
    .key = 57,
    .first = 0,
    .last = 2,
    .flexible = 0,
    .body = {&update_features_request, &update_features_response},
};
