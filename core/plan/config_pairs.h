/* "key=value" as typed for a verb → key and the value the broker takes. */
#ifndef KLAMM_CORE_PLAN_CONFIG_PAIRS_H
#define KLAMM_CORE_PLAN_CONFIG_PAIRS_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/config_value.h"
#include "core/model/model.h"

#include <stdbool.h>

/* *value is NULL for "key=": nothing of its own. Only the key's spelling is checked: which keys there
 * are is for the brokers to say, who may be older or newer than klamm's own table. */
bool config_pair_parse(enum config_type type, const char *typed, struct arena *a, const char **key,
                       const char **value, struct err *err);
/* What brokers list of this object or, as they list the same keys for each, of another topic or
 * group; NULL: nothing was read yet. */
const struct config_set *config_listed(const struct model *m, enum config_type type,
                                       const char *name);
/* The set has the key, or is NULL; else false with "… has no setting x; did you mean y?". */
bool config_key_listed(const struct config_set *set, enum config_type type, const char *key,
                       struct err *err);
/* Why a topic's own value of this key does not fit another topic, "names partitions …": it depends
 * on the brokers of its partitions, or on the moment. NULL: any topic can have it. */
const char *config_own_affair(const char *key, const char *value);
/* "7 d (604800000)" or the raw value; "–" for NULL. */
const char *config_pair_shown(enum config_type type, const char *key, const char *raw,
                              struct arena *a);

#endif
