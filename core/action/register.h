/* The verbs there are, and what is done with any of them. */
#ifndef KLAMM_CORE_ACTION_REGISTER_H
#define KLAMM_CORE_ACTION_REGISTER_H

#include "core/action/action.h"

extern const struct action *const actions[]; /* NULL-terminated */
extern const size_t actions_size;            /* with its NULL */
const struct action *action_find(const char *name);
const struct param *action_param(const struct action *a, const char *name);
/* A parameter's own check, true where it has none. */
bool param_check(const struct action_ctx *x, const struct args *args, const struct param *p,
                 struct err *err);
/* All parameters: required ones there, types right, then the parameter's own check, without what the
 * model says: it may be older than the last change, and the plan reads for itself. *bad (may be NULL)
 * names the first wrong parameter. */
bool action_check(const struct action *a, const struct action_ctx *x, const struct args *args,
                  const char **bad, struct err *err);
/* Gives the plan the parameters of its verb: which arguments may be written down. */
void action_params_of(const struct action *a, struct plan *p);
/* Checks, then plans. done runs exactly once, from the loop, unless the job is cancelled, which
 * must happen before the cluster is freed. A read-only cluster still plans. */
struct job *action_plan(const struct action *a, const struct action_ctx *x, const struct args *args,
                        plan_done *done, void *user);

#endif
