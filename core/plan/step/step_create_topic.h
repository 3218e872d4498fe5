/* What a step that creates a topic carries, and its parts for others that keep what a topic is. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_CREATE_TOPIC_H
#define KLAMM_CORE_PLAN_STEP_STEP_CREATE_TOPIC_H

#include "core/plan/step.h"

struct config_pair {
    const char *key;
    const char *value;
};

struct create_topic {
    const char *name;
    int32_t partitions;  /* -1: broker's default */
    int32_t replication; /* -1: broker's default */
    struct config_pair *config;
    size_t nconfig;
    int32_t **assignment; /* NULL: the controller's choice */
    int *nassigned;
    int nassignments;
};
/* Sends it, or only asks the broker whether it would be right → struct outcome_list *. */
struct request *create_topic_request(struct cluster *c, const struct create_topic *t,
                                     bool validate_only, request_done *done, void *user);
struct plan_step *plan_add_create_topic(struct plan *p, const struct create_topic *t);

/* For others that keep what a topic is. */
struct create_topic *create_topic_copy(struct plan *p, const struct create_topic *t);
/* "3 partitions × 2 replicas, retention.ms=604800000" */
const char *create_topic_text(struct plan *p, const struct create_topic *t);
json_t *create_topic_json(const struct create_topic *t);
struct create_topic *create_topic_from_json(struct plan *p, const json_t *data, struct err *err);

#endif
