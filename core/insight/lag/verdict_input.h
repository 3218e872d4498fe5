/* From samples and facts to the case that a verdict is made of. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_INPUT_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_INPUT_H

#include "core/insight/lag/verdict.h"
#include "core/model/model.h"
#include "core/recording/recording.h"

/* g may be NULL: nothing was sampled. Each partition has its verdict of this sample, without
 * hysteresis. In the arena. */
struct verdict_input verdict_input_make(const struct model *m, const struct recording_group *g,
                                        const char *group, const struct lag_rules *r,
                                        struct arena *a);

/* State as the newer of description and listing reports it; false: neither does. */
bool lag_group_state(const struct model *m, const char *group, enum group_state *state);

#endif
