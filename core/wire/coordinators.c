/* Tables of coordinators.h. */
#include "core/wire/coordinators.h"

#include "core/wire/table.h"

/* ---- FindCoordinator ------------------------------------------------------------------------- */

#define OWNER find_coordinator_request
static const struct wire_field find_coordinator_request_fields[] = {
    {FIELD(key_type)},
    {LIST(coordinator_keys)},
};
TABLE(find_coordinator_request);
#undef OWNER

#define OWNER find_coordinator_coordinator
static const struct wire_field find_coordinator_coordinator_fields[] = {
    {FIELD(key)},  {FIELD(node_id)},    {FIELD(host)},
    {FIELD(port)}, {FIELD(error_code)}, {FIELD(error_message), NULLABLE(0)},
};
TABLE(find_coordinator_coordinator);
#undef OWNER

#define OWNER find_coordinator_response
static const struct wire_field find_coordinator_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(coordinators, find_coordinator_coordinator)},
};
TABLE(find_coordinator_response);
#undef OWNER

const struct wire_message wire_find_coordinator = {
    .name = "FindCoordinator",
    .key = 10,
    .first = 4,
    .last = 6,
    .flexible = 3,
    .body = {&find_coordinator_request, &find_coordinator_response},
};
