/* The plan of leaders-elect. */
#ifndef KLAMM_CORE_ACTION_TOPIC_LEADERS_PLAN_H
#define KLAMM_CORE_ACTION_TOPIC_LEADERS_PLAN_H

#include "core/action/action.h"

struct job *election_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                          void *user);

#endif
