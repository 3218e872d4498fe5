/* Most topics of a cluster have the very same settings. Sets with equal entries share one copy of
 * them, or 20,000 topics would hold 20,000 times the same forty keys. */
#ifndef KLAMM_CORE_MODEL_CONFIG_SHARE_H
#define KLAMM_CORE_MODEL_CONFIG_SHARE_H

#include "core/base/map.h"
#include "core/model/config.h"

struct config_body;

/* Gives up the set's own entries for equal ones in the pool, or puts them there for others. The set
 * stays as it was to its readers; it is not to be changed after this. */
void config_set_share(struct map *pool, struct config_set *c);
void config_body_drop(struct config_body *b); /* one user less; NULL is fine */

#endif
