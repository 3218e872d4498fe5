/* What the step that deletes a group carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_GROUP_H
#define KLAMM_CORE_PLAN_STEP_STEP_GROUP_H

#include "core/kafka/commits.h"
#include "core/plan/plan.h"

#include <stddef.h>
#include <stdint.h>

struct group_deletion {
    const char *group;
    struct offset_commit *offsets; /* what it had committed: the way back */
    size_t n, cap;
};
/* Deletes the group; its offsets are added by group_deletion_keep. */
struct plan_step *plan_add_group_deletion(struct plan *p, const char *group);
void group_deletion_keep(struct plan *p, struct plan_step *s, const char *topic, int32_t partition,
                         int64_t offset);

#endif
