/* One verb over several objects: a plan for each, brought together in one that is shown, checked,
 * sent and journalled as a whole. */
#ifndef KLAMM_CORE_ACTION_BULK_H
#define KLAMM_CORE_ACTION_BULK_H

#include "core/action/action.h"

/* The objects of these arguments: how many times the first parameter is given. */
size_t bulk_count(const struct action *a, const struct args *args);
/* What they are, one of them: "topic", "broker", "group". */
const char *bulk_noun(const struct action *a, const struct args *args);
/* "3 topics: a, b, c", names made safe to show; in the arena. */
const char *bulk_names(const struct action *a, const struct args *args, struct arena *arena);
/* False with err: an object is given twice. */
bool bulk_distinct(const struct action *a, const struct args *args, struct err *err);
/* Plans the verb for each object, some at a time. An object that can't be planned blocks the plan;
 * when the cluster does not answer there is no plan at all. As action.plan otherwise. */
struct job *bulk_plan(const struct action *a, const struct action_ctx *x, const struct args *args,
                      plan_done *done, void *user);

#endif
