/* The verdict on a group in a few words. Only for the verdict on groups. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_BRIEF_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_BRIEF_H

#include "core/insight/lag/verdict.h"
#include "core/insight/lag/verdict_text.h"

/* Why it falls behind: by the partitions that do or, of a verdict on the whole, by the sums. */
struct cause_words group_cause(const struct verdict_input *c, const struct group_verdict *g);
/* "falling behind: hot partition", of a group verdict with its notes; in the arena. */
const char *group_brief(const struct verdict_input *c, const struct lag_rules *r,
                        const struct group_verdict *g, struct arena *a);

#endif
