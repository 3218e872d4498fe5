/* What a step that deletes a topic carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_DELETE_TOPIC_H
#define KLAMM_CORE_PLAN_STEP_STEP_DELETE_TOPIC_H

#include "core/plan/step/step_create_topic.h"

struct delete_topic {
    const char *id;             /* of the topic that is meant; NULL: unknown */
    struct create_topic *shell; /* what it takes to make it again, without its records */
    bool may_return;            /* clients can make it again: it is watched for a moment longer */
    int64_t gone_ms; /* monotonic, since when reading back does not find it; 0: not yet */
};
/* What reading back says while the one that was meant is there. */
#define TOPIC_STILL_LISTED "the topic is still listed"
/* The profile is for the line that makes it again. */
struct plan_step *plan_add_delete_topic(struct plan *p, const struct delete_topic *d,
                                        const struct profile *profile);

#endif
