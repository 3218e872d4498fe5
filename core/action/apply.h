/* Sends a plan. */
#ifndef KLAMM_CORE_ACTION_APPLY_H
#define KLAMM_CORE_ACTION_APPLY_H

#include "core/plan/plan.h"

#include <stdbool.h>

struct apply_result {
    enum apply_status status;
    struct err err;     /* the sentence for the message line and stderr */
    struct plan *again; /* APPLY_MOVED: the new plan, NULL when none could be made (err says why);
                           owned by the callee of done */
    const char *journal_id; /* of the entry written; NULL when nothing was sent */
};
typedef void plan_applied(void *user, const struct apply_result *r);
struct job; /* see core/loop/job.h: cancel it while it runs, else forget it */

/* Re-checks the preconditions, journals the intent, sends exactly the steps, reads back, journals
 * the result; updates the steps' states on the way. A plan is sent at most once. The plan is
 * borrowed until done ran (once, from the loop) or the job was cancelled, which must happen before
 * the cluster is freed: what was sent may still happen, and the journal keeps the intent. */
struct job *plan_apply(struct plan *p, struct cluster *c, plan_applied *done, void *user);
/* Stops it between two steps: waits for what is on its way, skips what would come after, but sends
 * steps that restore something. Then done runs as always. */
void plan_stop(struct job *apply);
/* Whether a step is only waiting: stopping is then an ordinary thing to do. */
bool plan_waits(const struct plan *p);
/* The step that waits right now, `now` saying how far it is; NULL: none. */
const struct plan_step *plan_waiting(const struct plan *p);

#endif
