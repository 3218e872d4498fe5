/* The kinds of steps about whole topics and their partitions, and what each carries. */
#ifndef KLAMM_CORE_ACTION_STEP_TOPIC_H
#define KLAMM_CORE_ACTION_STEP_TOPIC_H

#include "core/action/step.h"

/* ---- create-topic's parts, for others that keep what a topic is ----------------------------- */

struct create_topic *create_topic_copy(struct plan *p, const struct create_topic *t);
/* "3 partitions × 2 replicas, retention.ms=604800000" */
const char *create_topic_text(struct plan *p, const struct create_topic *t);
json_t *create_topic_json(const struct create_topic *t);
struct create_topic *create_topic_from_json(struct plan *p, const json_t *data, struct err *err);

/* ---- delete-topic --------------------------------------------------------------------------- */

struct delete_topic {
    const char *id;             /* of the topic that is meant; NULL: not told */
    struct create_topic *shell; /* what it takes to make it anew, without its records */
    bool may_return;            /* clients can make it again: it is watched for a moment longer */
    int64_t gone_ms; /* monotonic, since when reading back does not find it; 0: not yet */
};
struct plan_step *plan_add_delete_topic(struct plan *p, const struct delete_topic *d);

#endif
