/* The command line of Kafka's own tools for a whole plan. */
#ifndef KLAMM_CORE_PLAN_COMMAND_PLAN_H
#define KLAMM_CORE_PLAN_COMMAND_PLAN_H

#include "core/config/profile.h"
#include "core/plan/plan.h"

/* Sets the plan's command from its steps, when each kind of them has one. */
void command_plan(struct plan *p, const struct profile *profile);

#endif
