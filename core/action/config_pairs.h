/* "key=value" as typed for a verb → key and the value the broker takes. */
#ifndef KLAMM_CORE_ACTION_CONFIG_PAIRS_H
#define KLAMM_CORE_ACTION_CONFIG_PAIRS_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/config_value.h"

#include <stdbool.h>

/* *value is NULL for "key=": nothing of its own. The key's spelling is checked, and, where
 * `strict`, that it is a key of that type. */
bool config_pair_parse(enum config_type type, const char *typed, bool strict, struct arena *a,
                       const char **key, const char **value, struct err *err);
/* Sets err to "… has no key x; did you mean y?"; returns false. */
bool config_key_unknown(enum config_type type, const char *key, struct err *err);
/* "7 d (604800000)" or the raw value; "–" for NULL. */
const char *config_pair_shown(enum config_type type, const char *key, const char *raw,
                              struct arena *a);

#endif
