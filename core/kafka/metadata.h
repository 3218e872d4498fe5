/* Metadata: brokers, topics, partitions. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_METADATA_H
#define KLAMM_CORE_KAFKA_METADATA_H

#include "core/kafka/request.h"

struct request *kafka_get_metadata(struct cluster *c, request_done *done, void *user);
/* → struct metadata * (sealed). Runs on the thread pool: rd_kafka_metadata blocks. */

#endif
