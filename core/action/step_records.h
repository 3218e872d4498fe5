/* The kinds of steps about records of partitions, and what each carries. */
#ifndef KLAMM_CORE_ACTION_STEP_RECORDS_H
#define KLAMM_CORE_ACTION_STEP_RECORDS_H

#include "core/action/step.h"

struct delete_records {
    const char *topic;
    int32_t partition;
    int64_t from; /* the log start when it was planned */
    int64_t to;   /* records before this offset go */
};
struct plan_step *plan_add_delete_records(struct plan *p, const struct delete_records *d);

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
