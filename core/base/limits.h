/* What the system lets this process have. */
#ifndef KLAMM_CORE_BASE_LIMITS_H
#define KLAMM_CORE_BASE_LIMITS_H

#include "core/base/err.h"

#include <stdbool.h>

/* Enough descriptors and address space for a connection: libuv and librdkafka abort, or wait
 * without end, where a thread or a descriptor is refused them. Before either begins. False:
 * ERR_CONFIG. */
bool limits_allow(struct err *err);

#endif
