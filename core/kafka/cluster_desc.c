/* DescribeCluster: cluster id, brokers with racks, and what we may do on the cluster resource. Also
 * the probe that shows whether any broker answers. The controller it names is left out: on KRaft it
 * is a random live broker. */
#include "core/kafka/cluster_desc.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/model/model.h"

enum { PROBE_TIMEOUT_MS = 3000 };

static void add_broker(struct cluster_desc *d, const rd_kafka_Node_t *node)
{
    struct broker *b = &d->brokers[d->nbrokers++];
    b->id = rd_kafka_Node_id(node);
    b->host = arena_strdup(&d->arena, rd_kafka_Node_host(node));
    b->port = rd_kafka_Node_port(node);
    b->rack = arena_strdup(&d->arena, rd_kafka_Node_rack(node));
    b->alive = true;
}

static bool cluster_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)r, (void)err;
    const rd_kafka_DescribeCluster_result_t *res = rd_kafka_event_DescribeCluster_result(ev);
    struct cluster_desc *d = cluster_desc_new();
    d->cluster_id = arena_strdup(&d->arena, rd_kafka_DescribeCluster_result_cluster_id(res));
    size_t n = 0;
    const rd_kafka_Node_t **nodes = rd_kafka_DescribeCluster_result_nodes(res, &n);
    d->brokers = arena_array(&d->arena, n, sizeof *d->brokers);
    for (size_t i = 0; i < n; i++)
        add_broker(d, nodes[i]);
    const rd_kafka_AclOperation_t *ops =
        rd_kafka_DescribeCluster_result_authorized_operations(res, &n);
    d->operations_known = ops != NULL;
    for (size_t i = 0; ops && i < n; i++)
        d->operations |= 1u << acl_operation_from(ops[i]);
    *result = d;
    return true;
}

static bool cluster_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, false);
    if (!r->probe)
        rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    else
        rd_kafka_AdminOptions_set_request_timeout(o, PROBE_TIMEOUT_MS, NULL, 0);
    if (r->broker >= 0)
        rd_kafka_AdminOptions_set_broker(o, r->broker, NULL, 0);
    rd_kafka_DescribeCluster(r->cluster->handle->rk, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

static void drop_desc(void *d)
{
    cluster_desc_free(d);
}

static struct request *describe_new(struct cluster *c, request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_CLUSTER, done, user);
    r->send = cluster_send;
    r->answer = cluster_answer;
    r->drop_result = drop_desc;
    r->anywhere = true;
    return r;
}

struct request *kafka_describe_cluster(struct cluster *c, request_done *done, void *user)
{
    return request_start(describe_new(c, done, user));
}

struct request *kafka_probe(struct cluster *c, int32_t broker, request_done *done, void *user)
{
    struct request *r = describe_new(c, done, user);
    r->probe = true;
    r->anywhere = false;
    r->broker = broker;
    r->deadline_ms = clock_mono_ms() + PROBE_TIMEOUT_MS;
    return request_start(r);
}
