/* Records, transactions, and waiting until every broker knows of a change of rules. */
#include "tests/support/authz_impl.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct verdicts {
    const char *const *topics;
    size_t n, left;
    bool *allowed;
    bool *known;
};

static void judge(struct verdicts *v, const char *topic, rd_kafka_resp_err_t code)
{
    for (size_t i = 0; i < v->n; i++) {
        if (strcmp(v->topics[i], topic) != 0 || v->known[i])
            continue;
        v->known[i] = true;
        v->allowed[i] = authz_went_through(code);
        v->left--;
    }
}

static struct verdicts verdicts_of(const char *const *topics, size_t n, bool *allowed)
{
    return (struct verdicts){
        .topics = topics, .n = n, .left = n, .allowed = allowed, .known = calloc(n, sizeof(bool))};
}

/* ---- writing --------------------------------------------------------------------------------- */

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque)
{
    (void)rk;
    judge(opaque, rd_kafka_topic_name(m->rkt), m->err);
}

void authz_produce(const char *user, const char *const *topics, size_t n, bool *allowed)
{
    struct verdicts v = verdicts_of(topics, n, allowed);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_t *rk;

    rd_kafka_conf_set_opaque(conf, &v);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    authz_set(conf, "linger.ms", "0");
    authz_set(conf, "allow.auto.create.topics", "false");
    rk = authz_client(user, RD_KAFKA_PRODUCER, conf);
    for (size_t i = 0; i < n; i++) {
        static char value[] = "v";
        rd_kafka_vu_t vu[] = {
            {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topics[i]},
            {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = 0},
            {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
            {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, 1}},
        };
        rd_kafka_error_t *failed = rd_kafka_produceva(rk, vu, sizeof vu / sizeof *vu);

        if (failed)
            judge(&v, topics[i], rd_kafka_error_code(failed));
        rd_kafka_error_destroy(failed);
    }
    assert_int_equal(rd_kafka_flush(rk, AUTHZ_ANSWER_MS), 0);
    assert_int_equal(v.left, 0);
    free(v.known);
    rd_kafka_destroy(rk);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Without a group: one that may not be described would hold the reading up. */
void authz_fetch(const char *user, const char *const *topics, size_t n, bool *allowed)
{
    struct verdicts v = verdicts_of(topics, n, allowed);
    rd_kafka_t *rk = authz_client(user, RD_KAFKA_CONSUMER, rd_kafka_conf_new());
    rd_kafka_topic_t **opened = calloc(n, sizeof(rd_kafka_topic_t *));
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);

    for (size_t i = 0; i < n; i++) {
        opened[i] = rd_kafka_topic_new(rk, topics[i], NULL);
        assert_int_equal(rd_kafka_consume_start_queue(opened[i], 0, 0, queue), 0);
    }
    for (int turns = 0; v.left; turns++) {
        rd_kafka_message_t *m = rd_kafka_consume_queue(queue, 100);

        rd_kafka_poll(rk, 0);
        if (m && m->rkt)
            judge(&v, rd_kafka_topic_name(m->rkt), m->err);
        if (m)
            rd_kafka_message_destroy(m);
        for (size_t i = 0; turns == 100 && i < n; i++) {
            if (!v.known[i])
                fail_msg("%s: neither a record of %s nor a refusal", user, topics[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        rd_kafka_consume_stop(opened[i], 0);
        rd_kafka_topic_destroy(opened[i]);
    }
    rd_kafka_queue_destroy(queue);
    free(opened);
    free(v.known);
    rd_kafka_destroy(rk);
}

/* ---- transactions ---------------------------------------------------------------------------- */

bool authz_transaction(const char *user, const char *transactional_id)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_error_t *failed;
    rd_kafka_t *rk;
    bool went;

    authz_set(conf, "transactional.id", transactional_id);
    rk = authz_client(user, RD_KAFKA_PRODUCER, conf);
    failed = rd_kafka_init_transactions(rk, AUTHZ_ANSWER_MS);
    went = authz_went_through(rd_kafka_error_code(failed));
    rd_kafka_error_destroy(failed);
    rd_kafka_destroy(rk);
    return went;
}

/* ---- every broker knows of it ---------------------------------------------------------------- */

static size_t listed(rd_kafka_t *rk, rd_kafka_queue_t *queue, int broker, const char *principal)
{
    rd_kafka_AclBindingFilter_t *filter = rd_kafka_AclBindingFilter_new(
        RD_KAFKA_RESOURCE_ANY, NULL, RD_KAFKA_RESOURCE_PATTERN_ANY, principal, NULL,
        RD_KAFKA_ACL_OPERATION_ANY, RD_KAFKA_ACL_PERMISSION_TYPE_ANY, NULL, 0);
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBEACLS);
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_AdminOptions_set_broker(o, broker, NULL, 0);
    rd_kafka_DescribeAcls(rk, filter, o, queue);
    rd_kafka_AclBinding_destroy(filter);
    rd_kafka_AdminOptions_destroy(o);
    e = rd_kafka_queue_poll(queue, AUTHZ_ANSWER_MS);
    assert_non_null(e);
    assert_int_equal(rd_kafka_event_error(e), 0);
    rd_kafka_DescribeAcls_result_acls(rd_kafka_event_DescribeAcls_result(e), &n);
    rd_kafka_event_destroy(e);
    return n;
}

void authz_settle(const char *principal, size_t nacls)
{
    rd_kafka_t *rk = authz_client(NULL, RD_KAFKA_PRODUCER, rd_kafka_conf_new());
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);

    for (int broker = 1; run_has_node(broker); broker++) {
        int turns = 0;

        while (listed(rk, queue, broker, principal) != nacls)
            assert_true(++turns < 2000);
    }
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(rk);
}
