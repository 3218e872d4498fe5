/* Inside of the group's verdict: shared by verdict_group.c and verdict_notes.c alone. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_GROUP_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_GROUP_H

#include "core/insight/lag/verdict.h"

/* More than a fifth of the samples rebalancing, or members changed in three of ten. */
bool group_case_storm(const struct verdict_input *c);

struct group_verdict group_verdict_of(const struct verdict_input *c, const struct lag_rules *r,
                                      struct arena *a);

#endif
