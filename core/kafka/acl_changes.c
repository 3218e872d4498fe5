/* Adding ACLs and removing them. Both calls carry whole bindings: a filter that deletes has every
 * part filled in, so it can match one binding or none, never a class of them.
 *
 * The library answers in the order of what was sent; the outcomes carry the binding's own words. */
#include "core/kafka/acl_changes.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"
#include "core/model/acl.h"
#include "core/model/acl_text.h"

#include <stdlib.h>
#include <string.h>

struct acl_sending {
    struct arena arena;
    rd_kafka_AclBinding_t **acls; /* bindings, or filters that are as exact */
    const char **names;
    size_t n;
    struct err err; /* ERR_NONE, or why it can't be sent */
};

static void acl_sending_free(void *p)
{
    struct acl_sending *s = p;
    rd_kafka_AclBinding_destroy_array(s->acls, s->n);
    free(s->acls);
    arena_release(&s->arena);
    free(s);
}

/* ---- to librdkafka's words ------------------------------------------------------------------- */

static rd_kafka_ResourceType_t resource_to(enum acl_resource r)
{
    switch (r) {
    case ACL_TOPIC:
        return RD_KAFKA_RESOURCE_TOPIC;
    case ACL_GROUP:
        return RD_KAFKA_RESOURCE_GROUP;
    case ACL_CLUSTER:
        return RD_KAFKA_RESOURCE_BROKER;
    case ACL_TRANSACTIONAL_ID:
        return RD_KAFKA_RESOURCE_TRANSACTIONAL_ID;
    case ACL_DELEGATION_TOKEN:
    case ACL_USER:
    case ACL_RESOURCE_UNKNOWN:
        break;
    }
    return RD_KAFKA_RESOURCE_UNKNOWN;
}

static rd_kafka_AclOperation_t operation_to(enum acl_operation o)
{
    for (int i = RD_KAFKA_ACL_OPERATION_ALL; i < RD_KAFKA_ACL_OPERATION__CNT; i++)
        if (acl_operation_from((rd_kafka_AclOperation_t)i) == o)
            return (rd_kafka_AclOperation_t)i;
    return RD_KAFKA_ACL_OPERATION_UNKNOWN;
}

static bool add_binding(struct acl_sending *s, const struct acl *a, struct err *err)
{
    char why[256] = "a part of it has no name in the client library";
    rd_kafka_AclBinding_t *b = NULL;
    const char *spelt = acl_spell(&s->arena, a);
    if (!string_fits(a->name, err) || !string_fits(a->principal, err) || !string_fits(a->host, err))
        return false;
    if (acl_is_known(a) && *a->name && *a->principal && *a->host)
        b = rd_kafka_AclBinding_new(resource_to(a->resource), a->name,
                                    a->pattern == ACL_PREFIXED ? RD_KAFKA_RESOURCE_PATTERN_PREFIXED
                                                               : RD_KAFKA_RESOURCE_PATTERN_LITERAL,
                                    a->principal, a->host, operation_to(a->operation),
                                    a->permission == ACL_DENY ? RD_KAFKA_ACL_PERMISSION_TYPE_DENY
                                                              : RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW,
                                    why, sizeof why);
    if (!b)
        return err_set(err, ERR_UNSUPPORTED, "%s can't be sent: %s", spelt, why);
    s->names[s->n] = spelt;
    s->acls[s->n++] = b;
    return true;
}

static struct request *sending_new(struct cluster *c, enum api api, const struct acl *acls,
                                   size_t n, request_done *done, void *user)
{
    struct request *r = request_new(c, api, done, user);
    struct acl_sending *s = xcalloc(1, sizeof *s);
    arena_init(&s->arena);
    s->acls = xcalloc(n ? n : 1, sizeof(rd_kafka_AclBinding_t *));
    s->names = arena_array(&s->arena, n, sizeof *s->names);
    for (size_t i = 0; i < n && add_binding(s, &acls[i], &s->err); i++)
        ;
    if (n == 1 && s->n == 1)
        r->object = xstrdup(s->names[0]);
    r->args = s;
    r->free_args = acl_sending_free;
    r->change = true;
    r->forwarded = true;
    r->retry_once = true; /* what is there already, or gone already, is no error */
    r->drop_result = drop_outcomes;
    return r;
}

static void add_outcome(struct outcome_list *l, const struct request *r, size_t i,
                        const rd_kafka_error_t *error)
{
    const struct acl_sending *s = r->args;
    rd_kafka_resp_err_t code = error ? rd_kafka_error_code(error) : 0;
    /* The controller's words for a refusal are a dump of its request object. */
    bool dump = code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED;
    if (i < s->n)
        outcome_list_add(l, s->names[i], r->api, code,
                         error && !dump ? rd_kafka_error_string(error) : NULL);
}

/* ---- adding ---------------------------------------------------------------------------------- */

static bool create_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_acl_result_t **res =
        rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(ev), &n);
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++)
        add_outcome(l, r, i, rd_kafka_acl_result_error(res[i]));
    *result = l;
    return true;
}

static bool create_send(struct request *r, struct err *err)
{
    struct acl_sending *s = r->args;
    if (s->err.kind != ERR_NONE) {
        *err = s->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_CREATEACLS, false);
    rd_kafka_CreateAcls(r->cluster->handle->rk, s->acls, s->n, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_create_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user)
{
    struct request *r = sending_new(c, API_CREATE_ACLS, acls, n, done, user);
    r->send = create_send;
    r->answer = create_answer;
    return request_start(r);
}

/* ---- removing -------------------------------------------------------------------------------- */

/* A filter's own error, or that of the one binding it found. */
static const rd_kafka_error_t *delete_error(const rd_kafka_DeleteAcls_result_response_t *res)
{
    const rd_kafka_error_t *error = rd_kafka_DeleteAcls_result_response_error(res);
    size_t n;
    const rd_kafka_AclBinding_t **found =
        rd_kafka_DeleteAcls_result_response_matching_acls(res, &n);
    for (size_t i = 0; !error && i < n; i++)
        error = rd_kafka_AclBinding_error(found[i]);
    return error;
}

static bool delete_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_DeleteAcls_result_response_t **res =
        rd_kafka_DeleteAcls_result_responses(rd_kafka_event_DeleteAcls_result(ev), &n);
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++)
        add_outcome(l, r, i, delete_error(res[i]));
    *result = l;
    return true;
}

static bool delete_send(struct request *r, struct err *err)
{
    struct acl_sending *s = r->args;
    if (s->err.kind != ERR_NONE) {
        *err = s->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DELETEACLS, false);
    rd_kafka_DeleteAcls(r->cluster->handle->rk, s->acls, s->n, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_delete_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user)
{
    struct request *r = sending_new(c, API_DELETE_ACLS, acls, n, done, user);
    r->send = delete_send;
    r->answer = delete_answer;
    return request_start(r);
}
