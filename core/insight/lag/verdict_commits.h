/* For a consumer that commits rarely. Only for the verdict on partitions. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_COMMITS_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_COMMITS_H

#include "core/insight/lag/verdict_rates.h"

/* For a consumer that commits rarely: 1, the backlog surely grew between two of its last commits,
 * −1, it shrank, and the numbers are those of that time; 0: neither for sure, nothing is
 * changed. */
int window_commits(struct partition_verdict *v, const struct window *w, const struct lag_rules *r);
/* What was unread before the last commit, or is now: the more of both. */
double window_peak(const struct window *w);

#endif
