/* Raw configuration values in units for people. */
#ifndef KLAMM_CORE_RESOURCE_CONFIGS_H
#define KLAMM_CORE_RESOURCE_CONFIGS_H

#include "core/base/arena.h"
#include "core/model/config_keys.h"

/* "604800000" of a duration → "7 d"; NULL when the raw value says it as well. */
const char *config_value_readable(struct arena *a, const struct config_key *k, const char *value);

#endif
