/* ACL bindings, and the proof of an empty answer.
 *
 * librdkafka drops the top-level error of DescribeAcls (rd_kafka_DescribeAclsResponse_parse), so
 * "denied" and "no authorizer" look like "no ACLs". An empty list is therefore followed by two more
 * questions: DescribeCluster with authorized operations says whether we may describe the cluster,
 * and a broker's authorizer.class.name whether there is an authorizer at all. */
#include "core/kafka/acls.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/rights.h"
#include "core/model/acl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct acl_steps {
    struct acl_list *list; /* NULL once handed out */
    bool knows_operations; /* what we may do with the cluster */
    char broker[16];
};

static void acl_steps_free(void *p)
{
    struct acl_steps *s = p;
    acl_list_free(s->list);
    free(s);
}

static void drop_acls(void *l)
{
    acl_list_free(l);
}

static void *finish(struct request *r, enum acl_proof proof)
{
    struct acl_steps *s = r->args;
    struct acl_list *l = s->list;
    s->list = NULL;
    l->proof = proof;
    return l;
}

/* ---- third: is there an authorizer? ---------------------------------------------------------- */

static bool has_authorizer(rd_kafka_event_t *ev)
{
    size_t n, m;
    const rd_kafka_ConfigResource_t **res =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(ev), &n);
    /* A refusal is an authorizer's doing. */
    if (n == 0 || rd_kafka_ConfigResource_error(res[0]))
        return true;
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(res[0], &m);
    for (size_t i = 0; i < m; i++) {
        const char *value = rd_kafka_ConfigEntry_value(entries[i]);
        if (strcmp(rd_kafka_ConfigEntry_name(entries[i]), "authorizer.class.name") == 0)
            return value && *value;
    }
    return true;
}

static bool authorizer_answer(struct request *r, rd_kafka_event_t *ev, void **result,
                              struct err *err)
{
    (void)err;
    const struct acl_steps *s = r->args;
    *result = finish(r, !has_authorizer(ev)   ? ACL_PROOF_NO_AUTHORIZER
                        : s->knows_operations ? ACL_PROOF_SEEN
                                              : ACL_PROOF_NONE);
    return true;
}

static void *granted_anyway(struct request *r, rd_kafka_resp_err_t code, const char *words)
{
    (void)code, (void)words;
    return finish(r, ACL_PROOF_NONE);
}

static bool authorizer_send(struct request *r, struct err *err)
{
    (void)err;
    struct acl_steps *s = r->args;
    rd_kafka_ConfigResource_t *res =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, s->broker);
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, false);
    rd_kafka_DescribeConfigs(r->cluster->handle->rk, &res, 1, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_ConfigResource_destroy(res);
    return true;
}

/* ---- second: may we describe the cluster? ---------------------------------------------------- */

static bool rights_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    struct acl_steps *s = r->args;
    const rd_kafka_DescribeCluster_result_t *res = rd_kafka_event_DescribeCluster_result(ev);
    size_t nops, nnodes;
    const rd_kafka_AclOperation_t *ops =
        rd_kafka_DescribeCluster_result_authorized_operations(res, &nops);
    const rd_kafka_Node_t **nodes = rd_kafka_DescribeCluster_result_nodes(res, &nnodes);
    s->knows_operations = ops != NULL; /* brokers before Kafka 2.3 do not report it */
    if (nnodes == 0 || (s->knows_operations && !rights_may_describe(ops, nops))) {
        /* Asked for the operations, a broker gives none to a user who lacks Describe. */
        *result = finish(r, nnodes == 0 ? ACL_PROOF_NONE : ACL_PROOF_DENIED);
        return true;
    }
    snprintf(s->broker, sizeof s->broker, "%d", rd_kafka_Node_id(nodes[0]));
    r->anywhere = false; /* that broker's */
    r->send = authorizer_send;
    r->answer = authorizer_answer;
    return true;
}

/* ---- first: the bindings --------------------------------------------------------------------- */

static enum acl_resource resource_from(rd_kafka_ResourceType_t t)
{
    switch (t) {
    case RD_KAFKA_RESOURCE_TOPIC:
        return ACL_TOPIC;
    case RD_KAFKA_RESOURCE_GROUP:
        return ACL_GROUP;
    case RD_KAFKA_RESOURCE_BROKER: /* librdkafka's word for the cluster */
        return ACL_CLUSTER;
    case RD_KAFKA_RESOURCE_TRANSACTIONAL_ID:
        return ACL_TRANSACTIONAL_ID;
    default:
        return ACL_RESOURCE_UNKNOWN;
    }
}

static enum acl_pattern pattern_from(rd_kafka_ResourcePatternType_t p)
{
    return p == RD_KAFKA_RESOURCE_PATTERN_LITERAL    ? ACL_LITERAL
           : p == RD_KAFKA_RESOURCE_PATTERN_PREFIXED ? ACL_PREFIXED
                                                     : ACL_PATTERN_UNKNOWN;
}

static enum acl_permission permission_from(rd_kafka_AclPermissionType_t p)
{
    return p == RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW  ? ACL_ALLOW
           : p == RD_KAFKA_ACL_PERMISSION_TYPE_DENY ? ACL_DENY
                                                    : ACL_PERMISSION_UNKNOWN;
}

static struct acl convert_acl(struct arena *a, const rd_kafka_AclBinding_t *from)
{
    return (struct acl){
        .resource = resource_from(rd_kafka_AclBinding_restype(from)),
        .name = arena_strdup(a, rd_kafka_AclBinding_name(from)),
        .pattern = pattern_from(rd_kafka_AclBinding_resource_pattern_type(from)),
        .principal = arena_strdup(a, rd_kafka_AclBinding_principal(from)),
        .host = arena_strdup(a, rd_kafka_AclBinding_host(from)),
        .operation = acl_operation_from(rd_kafka_AclBinding_operation(from)),
        .permission = permission_from(rd_kafka_AclBinding_permission_type(from)),
    };
}

static bool acls_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    struct acl_steps *s = r->args;
    size_t n;
    const rd_kafka_AclBinding_t **acls =
        rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(ev), &n);
    struct acl_list *l = s->list = acl_list_new();
    l->acls = arena_array(&l->arena, n, sizeof *l->acls);
    for (size_t i = 0; i < n; i++)
        l->acls[l->n++] = convert_acl(&l->arena, acls[i]);
    acl_sort(l->acls, l->n);
    if (n > 0) {
        *result = finish(r, ACL_PROOF_SEEN);
        return true;
    }
    r->send = rights_send;
    r->answer = rights_answer;
    r->salvage = granted_anyway;
    return true;
}

static bool acls_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AclBindingFilter_t *all = rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY, NULL, RD_KAFKA_RESOURCE_PATTERN_ANY, NULL, NULL,
        RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, NULL, 0);
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBEACLS, false);
    rd_kafka_DescribeAcls(r->cluster->handle->rk, all, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_AclBinding_destroy(all);
    return true;
}

struct request *kafka_describe_acls(struct cluster *c, request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_ACLS, done, user);
    r->args = xcalloc(1, sizeof(struct acl_steps));
    r->free_args = acl_steps_free;
    r->anywhere = true;
    r->send = acls_send;
    r->answer = acls_answer;
    r->drop_result = drop_acls;
    return request_start(r);
}
