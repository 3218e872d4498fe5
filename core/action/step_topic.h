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
/* What reading back says while the one that was meant is there. */
#define TOPIC_STILL_LISTED "the topic is still listed"
/* The profile is for the line that makes it anew. */
struct plan_step *plan_add_delete_topic(struct plan *p, const struct delete_topic *d,
                                        const struct profile *profile);

/* ---- add-partitions ------------------------------------------------------------------------- */

struct add_partitions {
    const char *topic;
    int32_t from;         /* partitions there were */
    int32_t total;        /* partitions afterwards */
    int32_t **assignment; /* of the new ones, in order; NULL: the controller's choice */
    int *nassigned;
    int nassignments;
};
/* Sends it, or only asks the broker whether it would be right → struct outcome_list *. */
struct request *add_partitions_request(struct cluster *c, const struct add_partitions *a,
                                       bool validate_only, request_done *done, void *user);
struct plan_step *plan_add_partitions(struct plan *p, const struct add_partitions *a);

/* ---- elect-leader --------------------------------------------------------------------------- */

struct elect_leader {
    const char *topic;
    int32_t partition;
    bool unclean;          /* any replica that is up, in sync or not */
    int32_t from;          /* the leader before; -1: none */
    int32_t to;            /* the preferred one; -1 with unclean: whoever it becomes */
    const struct plan *of; /* the plan whose steps travel together */
};
struct plan_step *plan_add_elect(struct plan *p, const struct elect_leader *e);

/* Replicas of partitions, as steps keep them: a copy, and JSON both ways. */
void assignment_copy(struct arena *a, int32_t **from, const int *nfrom, int n, int32_t ***to,
                     int **nto);
json_t *assignment_json(int32_t *const *assignment, const int *nassigned, int n);
void assignment_from_json(struct arena *a, const json_t *list, int32_t ***to, int **nto, int *n);

#endif
