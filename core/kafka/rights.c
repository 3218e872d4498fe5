#include "core/kafka/rights.h"

#include "core/kafka/internal.h"

bool rights_may_describe(const rd_kafka_AclOperation_t *ops, size_t n)
{
    for (size_t i = 0; ops && i < n; i++)
        if (ops[i] == RD_KAFKA_ACL_OPERATION_DESCRIBE || ops[i] == RD_KAFKA_ACL_OPERATION_ALL)
            return true;
    return false;
}

bool rights_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, false);
    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    rd_kafka_DescribeCluster(r->cluster->handle->rk, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}
