/* CreatePartitions. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_PARTITIONS_CREATE_H
#define KLAMM_CORE_KAFKA_PARTITIONS_CREATE_H

#include "core/kafka/request.h"

struct partitions_spec {
    const char *topic;
    int32_t total;                    /* partitions afterwards, not how many are added */
    const int32_t *const *assignment; /* per new partition its replicas, or NULL */
    const int *nassigned;
    int nassignments; /* new partitions with an assignment, 0 none */
};
struct request *kafka_create_partitions(struct cluster *c, const struct partitions_spec *spec,
                                        bool validate_only, request_done *done, void *user);
/* → struct outcome_list * with one element */

#endif
