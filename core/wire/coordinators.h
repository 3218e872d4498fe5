/* Which broker coordinates a group or transaction, many of them at once (KIP-699). */
#ifndef KLAMM_CORE_WIRE_COORDINATORS_H
#define KLAMM_CORE_WIRE_COORDINATORS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- FindCoordinator ------------------------------------------------------------------------- */

/* Any broker; Describe on the Group or TransactionalId. Brokers create their internal topic when
 * asked: ask only for groups and transactions that a broker named. */

struct find_coordinator_request {
    int8_t key_type; /* 0 group, 1 transaction, 2 share */
    WIRE_LIST(const char *) coordinator_keys;
};

struct find_coordinator_coordinator {
    const char *key;
    int32_t node_id; /* −1 with an error */
    const char *host;
    int32_t port;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct find_coordinator_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct find_coordinator_coordinator) coordinators;
};

extern const struct wire_message wire_find_coordinator;

#endif
