/* DeleteTopics. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_TOPIC_DELETE_H
#define KLAMM_CORE_KAFKA_TOPIC_DELETE_H

#include "core/kafka/request.h"

struct request *kafka_delete_topic(struct cluster *c, const char *name, request_done *done,
                                   void *user);
/* → struct outcome_list * with one element. By name: compare the topic's id just before. */

#endif
