/* From samples and facts to the case that a verdict is made of. */
#ifndef KLAMM_CORE_INSIGHT_LAG_CASE_H
#define KLAMM_CORE_INSIGHT_LAG_CASE_H

#include "core/insight/verdict.h"
#include "core/model/model.h"
#include "core/model/recording.h"

/* g may be NULL: nothing was sampled. Each partition has its verdict of this sample, without
 * hysteresis. In the arena. */
struct group_case lag_case_make(const struct model *m, const struct recording_group *g,
                                const char *group, const struct lag_rules *r, struct arena *a);

/* State as the newest of description and listing tells it; false: neither does. */
bool lag_group_state(const struct model *m, const char *group, enum group_state *state);

#endif
