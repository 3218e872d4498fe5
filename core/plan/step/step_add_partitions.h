/* What a step that adds partitions carries, and how steps keep replicas. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_ADD_PARTITIONS_H
#define KLAMM_CORE_PLAN_STEP_STEP_ADD_PARTITIONS_H

#include "core/plan/step.h"

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

/* Replicas of partitions, as steps keep them: a copy, and JSON both ways. */
void assignment_copy(struct arena *a, int32_t **from, const int *nfrom, int n, int32_t ***to,
                     int **nto);
json_t *assignment_json(int32_t *const *assignment, const int *nassigned, int n);
void assignment_from_json(struct arena *a, const json_t *list, int32_t ***to, int **nto, int *n);

#endif
