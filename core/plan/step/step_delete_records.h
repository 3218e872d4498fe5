/* What a step that deletes records of a partition carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_DELETE_RECORDS_H
#define KLAMM_CORE_PLAN_STEP_STEP_DELETE_RECORDS_H

#include "core/plan/step.h"

struct delete_records {
    const char *topic;
    int32_t partition;
    int64_t from; /* the log start when it was planned */
    int64_t to;   /* records before this offset are deleted */
};
struct plan_step *plan_add_delete_records(struct plan *p, const struct delete_records *d);

#endif
