/* What a step that elects a leader carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_ELECT_H
#define KLAMM_CORE_PLAN_STEP_STEP_ELECT_H

#include "core/plan/step.h"

struct elect_leader {
    const char *topic;
    int32_t partition;
    bool unclean;          /* any replica that is up, in sync or not */
    int32_t from;          /* the leader before; -1: none */
    int32_t to;            /* the preferred one; -1 with unclean: any */
    const struct plan *of; /* the plan whose steps travel together */
};
struct plan_step *plan_add_elect(struct plan *p, const struct elect_leader *e);

#endif
