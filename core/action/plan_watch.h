/* Between a plan and its sending: the commits of groups without members are read again for a while.
 * The plan is complete and can be shown before that. Its sender need not wait: plan_apply
 * watches first what was not watched to the end. */
#ifndef KLAMM_CORE_ACTION_PLAN_WATCH_H
#define KLAMM_CORE_ACTION_PLAN_WATCH_H

#include "core/loop/job.h"
#include "core/model/group.h"
#include "core/plan/plan.h"

#include <stdint.h>

/* err: a read failed, so what is to be watched is unknown, and the plan still has its watches.
 * NULL: it is over; the plan has no watches left, and is blocked where something commits. */
typedef void plan_watched(void *user, const struct err *err);

/* Only for a plan that has watches. The plan is borrowed until done ran (once, from the loop) or the
 * job was cancelled, which must happen before the cluster is freed. */
struct job *plan_watch(struct plan *p, struct cluster *c, plan_watched *done, void *user);
/* How long it still takes; 0: nothing is left to be watched. */
int64_t plan_watch_left_ms(const struct plan *p);

/* The first commit that differs; NULL: none does. */
const struct group_offset *commits_changed(const struct group_offsets *was,
                                           const struct group_offsets *is);
/* What to do about it, for the end of a sentence. */
const char *commits_advice(const struct plan *p);

#endif
