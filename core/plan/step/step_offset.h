/* What a step about one offset that a group committed carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_OFFSET_H
#define KLAMM_CORE_PLAN_STEP_STEP_OFFSET_H

#include "core/plan/plan.h"

#include <stdint.h>

struct offset_step {
    const char *group;
    const char *topic;
    int32_t partition;
    int64_t from; /* OFFSET_UNKNOWN: no commit */
    int64_t to;   /* OFFSET_UNKNOWN: it is deleted */
};
struct plan_step *plan_add_offset(struct plan *p, const struct offset_step *o);
/* `to` is ignored. */
struct plan_step *plan_add_offset_deletion(struct plan *p, const struct offset_step *o);

#endif
