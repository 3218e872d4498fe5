/* ElectLeaders. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_LEADERS_ELECT_H
#define KLAMM_CORE_KAFKA_LEADERS_ELECT_H

#include "core/kafka/request.h"

struct topic_partition {
    const char *topic;
    int32_t partition;
};
/* n > 0: no partition would mean all of the cluster, and is refused. */
struct request *kafka_elect_leaders(struct cluster *c, bool unclean,
                                    const struct topic_partition *list, size_t n,
                                    request_done *done, void *user);
/* → struct outcome_list *, one per partition ("topic-partition"); an election that was not needed
 * is a success */

#endif
