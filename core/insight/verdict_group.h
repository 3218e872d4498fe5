/* Inside of the group's verdict: shared by verdict_group.c and verdict_notes.c alone. */
#ifndef KLAMM_CORE_INSIGHT_VERDICT_GROUP_H
#define KLAMM_CORE_INSIGHT_VERDICT_GROUP_H

#include "core/insight/verdict.h"

/* More than a fifth of the samples rebalancing, or members changed in three of ten. */
bool group_case_storm(const struct group_case *c);
/* Fills notes and needed of g, of which verdict, counts and sums are known. */
void group_notes(const struct group_case *c, const struct lag_rules *r, struct group_verdict *g,
                 struct arena *a);

#endif
