/* Since when a group's verdict has held. The moment is stored in the recording, so that it is known
 * the next morning; what was true since before that is a bound. */
#ifndef KLAMM_CORE_INSIGHT_LAG_LAG_SINCE_H
#define KLAMM_CORE_INSIGHT_LAG_LAG_SINCE_H

#include "core/insight/lag/group_verdicts.h"
#include "core/recording/recording.h"

/* After each verdict: what holds now and did not before begins, what does not hold ends. While
 * there are too few samples to judge nothing ends. After a break in watching only what can't have
 * changed during it (the commits have not moved) goes on. */
void lag_since_update(struct recording *h, const char *group, const struct judged_group *p);

/* Of a verdict on the group, or on any of its partitions where it is one to act on; ms 0: it does
 * not hold. */
struct recording_since lag_since(const struct recording *h, const char *group, enum verdict v);
struct recording_since lag_since_risk(const struct recording *h, const char *group);
/* Without members and with something to read, whatever the verdict is. */
struct recording_since lag_since_inactive(const struct recording *h, const char *group);

#endif
