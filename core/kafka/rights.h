/* What we may do on the cluster, by DescribeCluster: asked before calls whose answer does not
 * distinguish a refusal from nothing there. */
#ifndef KLAMM_CORE_KAFKA_RIGHTS_H
#define KLAMM_CORE_KAFKA_RIGHTS_H

#include <librdkafka/rdkafka.h>

#include <stdbool.h>
#include <stddef.h>

struct err;
struct request;

/* A send of struct request: DescribeCluster with the authorized operations. */
bool rights_send(struct request *r, struct err *err);
/* Whether Describe is among the operations. */
bool rights_may_describe(const rd_kafka_AclOperation_t *ops, size_t n);

#endif
