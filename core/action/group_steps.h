/* What the steps that change a group's commits carry: one offset of it, or the group as a whole. */
#ifndef KLAMM_CORE_ACTION_GROUP_STEPS_H
#define KLAMM_CORE_ACTION_GROUP_STEPS_H

#include "core/action/plan.h"
#include "core/kafka/request.h"

#include <stddef.h>
#include <stdint.h>

struct offset_step {
    const char *group;
    const char *topic;
    int32_t partition;
    int64_t from; /* OFFSET_UNKNOWN: no commit */
    int64_t to;   /* OFFSET_UNKNOWN: it is deleted */
};
struct plan_step *plan_add_offset(struct plan *p, const struct offset_step *o);
/* `to` is not looked at. */
struct plan_step *plan_add_offset_deletion(struct plan *p, const struct offset_step *o);

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
