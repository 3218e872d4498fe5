/* SCRAM credentials: which users have which mechanism, and making, changing and removing them. The
 * password goes to librdkafka, which sends only what is derived from it; it is in no message and no
 * name of a request.
 *
 * When a broker refuses the description as a whole, librdkafka (2.14, 2.15:
 * rd_kafka_DescribeUserScramCredentialsResponse_parse) keeps the words on the stack of its thread,
 * and freeing the answer aborts the process, also when no one takes the answer any more. So it is
 * asked first whether we may; a refusal that comes anyway is neither read nor freed. */
#include "core/kafka/users.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"
#include "core/kafka/rights.h"
#include "core/model/user.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading --------------------------------------------------------------------------------- */

static void drop_users(void *l)
{
    user_list_free(l);
}

static bool mechanism_from(rd_kafka_ScramMechanism_t from, enum scram *out)
{
    *out = from == RD_KAFKA_SCRAM_MECHANISM_SHA_256 ? SCRAM_SHA_256 : SCRAM_SHA_512;
    return from == RD_KAFKA_SCRAM_MECHANISM_SHA_256 || from == RD_KAFKA_SCRAM_MECHANISM_SHA_512;
}

static void convert_user(struct request *r, struct user_list *l,
                         const rd_kafka_UserScramCredentialsDescription_t *from)
{
    struct user *u = &l->users[l->n++];
    const rd_kafka_error_t *failed = rd_kafka_UserScramCredentialsDescription_error(from);
    size_t n = rd_kafka_UserScramCredentialsDescription_scramcredentialinfo_count(from);
    enum scram m;
    u->name = arena_strdup(&l->arena, rd_kafka_UserScramCredentialsDescription_user(from));
    if (failed && rd_kafka_error_code(failed))
        u->err = err_sentence(&l->arena, r->api, u->name, rd_kafka_error_code(failed),
                              rd_kafka_error_string(failed));
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_ScramCredentialInfo_t *info =
            rd_kafka_UserScramCredentialsDescription_scramcredentialinfo(from, i);
        if (mechanism_from(rd_kafka_ScramCredentialInfo_mechanism(info), &m))
            u->iterations[m] = rd_kafka_ScramCredentialInfo_iterations(info);
    }
}

static bool users_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_UserScramCredentialsDescription_t **from =
        rd_kafka_DescribeUserScramCredentials_result_descriptions(
            rd_kafka_event_DescribeUserScramCredentials_result(ev), &n);
    struct user_list *l = user_list_new();
    l->users = arena_array(&l->arena, n, sizeof *l->users);
    for (size_t i = 0; i < n; i++)
        convert_user(r, l, from[i]);
    user_list_sort(l);
    *result = l;
    return true;
}

static bool users_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBEUSERSCRAMCREDENTIALS, false);
    rd_kafka_DescribeUserScramCredentials(r->cluster->handle->rk, NULL, 0, o,
                                          r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

static bool rights_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)result;
    size_t n;
    const rd_kafka_AclOperation_t *ops = rd_kafka_DescribeCluster_result_authorized_operations(
        rd_kafka_event_DescribeCluster_result(ev), &n);
    /* Asked for the operations, a broker gives none to a user who lacks Describe. One that does not
     * report them is older than the call that comes next, and that says so. */
    if (ops && !rights_may_describe(ops, n))
        return err_kafka(err, r->api, NULL, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, NULL);
    r->send = users_send;
    r->answer = users_answer;
    return true;
}

struct request *kafka_describe_users(struct cluster *c, request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_USERS, done, user);
    r->anywhere = true;
    r->send = rights_send;
    r->answer = rights_answer;
    r->drop_result = drop_users;
    return request_start(r);
}

/* ---- changing -------------------------------------------------------------------------------- */

struct user_args {
    rd_kafka_UserScramCredentialAlteration_t *change; /* NULL: it can't be sent */
    struct err err;                                   /* why not */
};

static void user_args_free(void *p)
{
    struct user_args *a = p;
    if (a->change)
        rd_kafka_UserScramCredentialAlteration_destroy(a->change);
    free(a);
}

static void ask_change(struct user_args *a, const struct scram_change *ch)
{
    rd_kafka_ScramMechanism_t m = ch->mechanism == SCRAM_SHA_256 ? RD_KAFKA_SCRAM_MECHANISM_SHA_256
                                                                 : RD_KAFKA_SCRAM_MECHANISM_SHA_512;
    if (!*ch->user)
        err_set(&a->err, ERR_USAGE, "a user needs a name");
    else if (!ch->iterations)
        a->change = rd_kafka_UserScramCredentialDeletion_new(ch->user, m);
    else if (!ch->password || !*ch->password)
        err_set(&a->err, ERR_GUARD, "the password of %s is not known any more: nothing was sent",
                ch->user);
    else
        a->change = rd_kafka_UserScramCredentialUpsertion_new(ch->user, m, ch->iterations,
                                                              (const unsigned char *)ch->password,
                                                              strlen(ch->password), NULL, 0);
}

static bool alter_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_AlterUserScramCredentials_result_response_t **res =
        rd_kafka_AlterUserScramCredentials_result_responses(
            rd_kafka_event_AlterUserScramCredentials_result(ev), &n);
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_error_t *failed =
            rd_kafka_AlterUserScramCredentials_result_response_error(res[i]);
        outcome_list_add(l, rd_kafka_AlterUserScramCredentials_result_response_user(res[i]), r->api,
                         failed ? rd_kafka_error_code(failed) : 0,
                         failed ? rd_kafka_error_string(failed) : NULL);
    }
    *result = l;
    return true;
}

static bool alter_send(struct request *r, struct err *err)
{
    struct user_args *a = r->args;
    if (!a->change) {
        *err = a->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_ALTERUSERSCRAMCREDENTIALS, false);
    rd_kafka_AlterUserScramCredentials(r->cluster->handle->rk, &a->change, 1, o,
                                       r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_alter_user(struct cluster *c, const struct scram_change *change,
                                 request_done *done, void *user)
{
    struct request *r = request_new(c, API_ALTER_USERS, done, user);
    struct user_args *a = xcalloc(1, sizeof *a);
    request_string(r, change->user);
    ask_change(a, change);
    r->object = xasprintf("user %s", change->user);
    r->args = a;
    r->free_args = user_args_free;
    r->change = true;
    r->forwarded = true;
    r->retry_once = true; /* the same credential once more: no harm */
    r->send = alter_send;
    r->answer = alter_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
