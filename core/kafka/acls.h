/* DescribeAcls. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_ACLS_H
#define KLAMM_CORE_KAFKA_ACLS_H

#include "core/kafka/request.h"

struct request *kafka_describe_acls(struct cluster *c, request_done *done, void *user);
/* → struct acl_list * with its proof: an empty list is backed by DescribeCluster with authorised
 * operations and by authorizer.class.name (librdkafka swallows the top-level error, see
 * rd_kafka_DescribeAclsResponse_parse). */

#endif
