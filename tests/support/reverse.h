/* A plan turned round by its steps alone, without a journal and a look at the cluster: what the verb
 * `undo` does beyond that has tests of its own. */
#ifndef KLAMM_TESTS_SUPPORT_REVERSE_H
#define KLAMM_TESTS_SUPPORT_REVERSE_H

#include "core/plan/plan.h"

/* The plan that undoes what of `p` is done (STEP_DONE, ACCEPTED, DIFFERS), last first. Steps that
 * can't be turned round become warnings. NULL with err when none can. */
struct plan *plan_reverse(const struct plan *p, struct err *err);

#endif
