/* DescribeCluster. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_CLUSTER_DESC_H
#define KLAMM_CORE_KAFKA_CLUSTER_DESC_H

#include "core/kafka/request.h"

struct request *kafka_describe_cluster(struct cluster *c, request_done *done, void *user);
/* → struct cluster_desc * */

#endif
