/* What the step that waits for empty partitions carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_WAIT_EMPTY_H
#define KLAMM_CORE_PLAN_STEP_STEP_WAIT_EMPTY_H

#include "core/plan/step.h"

/* Waits until the log of each partition starts at its goal or behind it, or is empty. */
struct wait_empty {
    const char *topic;
    size_t n; /* partitions */
    struct wait_goal {
        int32_t partition;
        int64_t goal; /* the log end when it was planned */
    } * goals;
    int64_t longest_ms;
    int64_t since_ms; /* monotonic, of the first look; 0: not yet */
};
struct plan_step *plan_add_wait_empty(struct plan *p, const struct wait_empty *w);

#endif
