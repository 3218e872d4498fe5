/* Raw requests to a real cluster: what its brokers say, in versions that are agreed on with each, and
 * what is known when one is refused. What a broker never says by itself: tests/unit/kafka/test_raw.c;
 * brokers that hang or die: test_fault_raw.c. */
#include "core/base/mem.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/raw.h"
#include "core/model/model.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

enum { API_VERSIONS_KEY = 18, DESCRIBE_QUORUM_KEY = 55, DESCRIBE_CLUSTER_KEY = 60 };

static int connect_to_cluster(void **state)
{
    struct harness *r =
        harness_open((const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL});
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    *state = r;
    return 0;
}

static int connect_securely(void **state)
{
    struct harness *r = harness_open((const char *const[]){
        "bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_SSL"), "security.protocol", "SASL_SSL",
        "ssl.ca.location", run_env("KLAMM_CA"), "sasl.mechanism", "SCRAM-SHA-512", "sasl.username",
        "admin", "sasl.password", run_env("KLAMM_PASSWORD_admin"), NULL});
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    *state = r;
    return 0;
}

static int leave(void **state)
{
    harness_close(*state);
    return 0;
}

/* ---- DescribeCluster: the cluster's id ------------------------------------------------------- */

struct heard {
    int32_t broker;
    int16_t version;
    char cluster_id[64];
};

static bool write_cluster(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)err;
    buf_addc(body, 0); /* no authorized operations */
    if (version >= 1)
        buf_addc(body, 1); /* of brokers */
    if (version >= 2)
        buf_addc(body, 0); /* without fenced ones */
    buf_addc(body, 0);
    return true;
}

/* throttle_time_ms, error_code, error_message, endpoint_type from version 1 on, cluster_id. */
static bool read_cluster(struct request *r, void *args, const struct raw_answer *a, void **result,
                         struct err *err)
{
    (void)r, (void)args;
    size_t at = 4 + 2 + 1 + (a->version >= 1);
    if (a->len <= at || a->data[4] || a->data[5] || a->data[6])
        return raw_unreadable(a, err, "has an error in it");
    size_t len = (size_t)a->data[at] - 1;
    struct heard *h = xcalloc(1, sizeof *h);
    assert_true(len < sizeof h->cluster_id && at + 1 + len <= a->len);
    memcpy(h->cluster_id, a->data + at + 1, len);
    h->broker = a->broker;
    h->version = a->version;
    *result = h;
    return true;
}

static const struct raw_api cluster_api = {.api = API_DESCRIBE_CLUSTER,
                                           .key = DESCRIBE_CLUSTER_KEY,
                                           .min = 0,
                                           .max = 2,
                                           .flexible = 0,
                                           .write = write_cluster,
                                           .read = read_cluster};

static void *ask(struct harness *r, const struct raw_api *api, int32_t broker)
{
    struct request *q = raw_request_new(r->cluster, api, broker, NULL, NULL, harness_done, r);
    q->drop_result = free;
    request_start(q);
    return harness_answer(r);
}

static struct heard heard_from(struct harness *r, const struct raw_api *api, int32_t broker)
{
    struct heard *h = ask(r, api, broker), copy;
    if (!h)
        fail_msg("%s", r->asked.msg);
    copy = *h;
    free(h);
    return copy;
}

static void each_broker_says_the_same(void **state)
{
    struct harness *r = *state;
    for (int32_t broker = 1; broker <= 3; broker++) {
        struct heard h = heard_from(r, &cluster_api, broker);
        assert_int_equal(h.broker, broker);
        kafka_describe_cluster(r->cluster, harness_done, r);
        struct cluster_desc *d = harness_answer(r);
        assert_string_equal(h.cluster_id, d->cluster_id);
        cluster_desc_free(d);
    }
    struct heard h = heard_from(r, &cluster_api, RAW_ANY);
    assert_in_range(h.broker, 1, 3);
}

/* A version that no broker has, to brokers that there was no connection to so far, and to those that
 * there is one to: it is made again in one that they have. */
static void versions_are_agreed_on(void **state)
{
    struct harness *r = *state;
    struct raw_api api = cluster_api;
    api.max = 99;
    for (int32_t broker = 3; broker >= RAW_ANY; broker--)
        if (broker != 0) {
            struct heard first = heard_from(r, &api, broker), again = heard_from(r, &api, broker);
            assert_in_range(first.version, 1, 10);
            assert_int_equal(first.version, again.version);
        }
}

/* ---- other keys ------------------------------------------------------------------------------ */

static bool write_versions(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)version, (void)err;
    buf_add(body, "\6klamm\2\61\0", 9); /* name and version of the client */
    return true;
}

static bool write_quorum(const void *args, int16_t version, struct buf *body, struct err *err)
{
    static const char topic[] = "__cluster_metadata";
    (void)args, (void)version, (void)err;
    buf_addc(body, 2);
    buf_addc(body, sizeof topic);
    buf_adds(body, topic);
    buf_add(body, "\2\0\0\0\0\0\0\0", 8); /* partition 0, and ends */
    return true;
}

/* Both begin with an error code. */
static bool read_code(struct request *r, void *args, const struct raw_answer *a, void **result,
                      struct err *err)
{
    (void)r, (void)args;
    if (a->len < 10 || a->data[0] || a->data[1])
        return raw_unreadable(a, err, "has an error in it");
    *result = xstrdup("good");
    return true;
}

static void other_keys(void **state)
{
    struct harness *r = *state;
    static const struct raw_api apis[] = {
        {API_METADATA, API_VERSIONS_KEY, 3, 4, 3, write_versions, read_code},
        {API_METADATA, DESCRIBE_QUORUM_KEY, 0, 2, 0, write_quorum, read_code},
    };
    for (size_t i = 0; i < 2; i++)
        for (int32_t broker = 1; broker <= 3; broker++) {
            void *good = ask(r, &apis[i], broker);
            if (!good)
                fail_msg("key %d: %s", apis[i].key, r->asked.msg);
            free(good);
        }
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void change_fails(struct harness *r, const struct raw_api *api, int32_t broker,
                         enum err_kind kind, bool unsent, const char *words)
{
    struct request *q = raw_request_new(r->cluster, api, broker, NULL, NULL, harness_done, r);
    q->change = true;
    request_start(q);
    assert_null(harness_answer(r));
    if (!strstr(r->asked.msg, words))
        fail_msg("\"%s\" is not in: %s", words, r->asked.msg);
    assert_int_equal(r->asked.kind, kind);
    assert_int_equal(r->asked.unsent, unsent);
}

static void what_can_not_be_sent(void **state)
{
    struct harness *r = *state;
    struct raw_api api = cluster_api;
    change_fails(r, &api, 9, ERR_UNREACHABLE, true, "broker 9 is not among the cluster's brokers");
    api.min = api.max = 99;
    change_fails(r, &api, 2, ERR_UNSUPPORTED, true, "broker 2 knows versions 0 to ");
    change_fails(r, &api, RAW_ANY, ERR_UNSUPPORTED, true, "klamm 99 to 99");
    api.key = 127;
    change_fails(r, &api, 2, ERR_UNSUPPORTED, true, "broker 2 does not know this request");
}

static bool write_rubbish(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)version, (void)err;
    buf_addc(body, 0);
    return true;
}

/* The broker closes the connection on what it can't read; the next request makes a new one. */
static void what_a_broker_can_not_read(void **state)
{
    struct harness *r = *state;
    struct raw_api api = cluster_api;
    heard_from(r, &cluster_api, 2); /* before an answer the end of a connection says more */
    api.write = write_rubbish;
    change_fails(r, &api, 2, ERR_UNREACHABLE, false,
                 "broker 2 ended the connection before it answered");
    assert_non_null(strstr(r->asked.msg, "it may have been carried out anyway"));
    assert_int_equal(heard_from(r, &cluster_api, 2).broker, 2);
}

#define BOTH_WAYS(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, connect_to_cluster, leave),                              \
        cmocka_unit_test_setup_teardown(test, connect_securely, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH_WAYS(each_broker_says_the_same),
        BOTH_WAYS(versions_are_agreed_on),
        BOTH_WAYS(other_keys),
        BOTH_WAYS(what_can_not_be_sent),
        BOTH_WAYS(what_a_broker_can_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
