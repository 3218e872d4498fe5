/* Answers that ended the process in librdkafka as it comes: setup/librdkafka repairs what reads them
 * (docs/librdkafka.md, crashes and lost errors). Each test only has to come to its end. */
#include "tests/support/fake_broker.h"
#include "tests/support/test.h"

#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_MS = 500, ANSWER_MS = 10000, ZEROS = 64 };

static rd_kafka_t *client_of(const char *address, rd_kafka_conf_t *conf)
{
    char why[200];
    assert_int_equal(rd_kafka_conf_set(conf, "bootstrap.servers", address, why, sizeof why), 0);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    if (!rk)
        fail_msg("%s", why);
    return rk;
}

static atomic_bool named; /* the library's log had the topic's name */

static void look_for_name(const rd_kafka_t *rk, int level, const char *fac, const char *text)
{
    (void)rk, (void)level, (void)fac;
    if (strstr(text, "topic payments that was not included"))
        atomic_store(&named, true);
}

static rd_kafka_t *quiet_client_of(const char *address)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, look_for_name);
    return client_of(address, conf);
}

/* ---- rubbish --------------------------------------------------------------------------------- */

/* To which request, and what. */
struct rubbish {
    int16_t key, version; /* -1: any version */
    void (*say)(struct fake_answer *a);
    const char *about; /* its body has this in it */
};

static void speak_rubbish(void *user, const struct fake_request *q, struct fake_answer *a)
{
    const struct rubbish *r = user;
    if (q->key == r->key && (r->version < 0 || r->version == q->version) &&
        (!r->about || memmem(q->rest, q->len, r->about, strlen(r->about))))
        r->say(a);
    else
        fake_usual(q, a);
}

static void zeros(struct fake_answer *a)
{
    static const unsigned char bytes[ZEROS];
    fake_put(a, bytes, sizeof bytes);
}

static void a_broker(struct fake_answer *a, const char *host)
{
    fake_i8(a, 0);
    fake_i32(a, 0);
    fake_i8(a, 2);
    fake_i32(a, 1);
    fake_text(a, host);
    fake_i32(a, 9092);
    fake_text(a, NULL);
    fake_i8(a, 0);
    fake_text(a, "fake");
    fake_i32(a, 1);
}

static void no_host(struct fake_answer *a)
{
    a_broker(a, NULL);
    fake_i8(a, 1);
    fake_i8(a, 0);
}

static void a_topic(struct fake_answer *a, const char *name)
{
    static const unsigned char id[16] = {1};
    a_broker(a, "127.0.0.1");
    fake_i8(a, 2);
    fake_i16(a, 0);
    fake_text(a, name);
    fake_put(a, id, sizeof id);
    fake_i8(a, 0);
    fake_i8(a, 1);
    fake_i32(a, 0);
    fake_i8(a, 0);
    fake_i8(a, 0);
}

static void no_topic_name(struct fake_answer *a)
{
    a_topic(a, NULL);
}

static void another_topic(struct fake_answer *a)
{
    a_topic(a, "payments");
}

/* Version 10, as a broker that has just started. */
static void no_brokers(struct fake_answer *a)
{
    fake_i8(a, 0);
    fake_i32(a, 0);
    fake_i8(a, 1);
    fake_text(a, NULL);
    fake_i32(a, -1);
    fake_i8(a, 1);
    fake_i32(a, 0);
    fake_i8(a, 0);
}

/* Metadata of all topics, from a broker that says that. */
static void hear(int16_t key, void (*say)(struct fake_answer *a))
{
    const struct rd_kafka_metadata *md;
    struct rubbish r = {.key = key, .version = -1, .say = say};
    struct fake_broker *b = fake_broker_start(speak_rubbish, &r);
    rd_kafka_t *rk = quiet_client_of(fake_broker_address(b));
    rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 1, NULL, &md, SHORT_MS);
    assert_int_not_equal(err, 0);
    rd_kafka_destroy(rk);
    fake_broker_stop(b);
}

static void no_array_of_keys(void **state)
{
    (void)state;
    hear(FAKE_API_VERSIONS, zeros);
}

static void no_arrays_in_metadata(void **state)
{
    (void)state;
    hear(FAKE_METADATA, zeros);
}

static void a_broker_without_a_host(void **state)
{
    (void)state;
    hear(FAKE_METADATA, no_host);
}

/* ---- the same, to calls of the admin API ----------------------------------------------------- */

/* The client learns the broker by an answer that is right: its own requests name no topic, and are of
 * another version than one for authorized operations. */

static rd_kafka_resp_err_t outcome(rd_kafka_queue_t *q)
{
    rd_kafka_event_t *ev = rd_kafka_queue_poll(q, ANSWER_MS);
    assert_non_null(ev);
    rd_kafka_resp_err_t err = rd_kafka_event_error(ev);
    rd_kafka_event_destroy(ev);
    return err;
}

static void describe_topic(rd_kafka_t *rk, rd_kafka_queue_t *q)
{
    const char *name = "orders";
    rd_kafka_TopicCollection_t *topics = rd_kafka_TopicCollection_of_topic_names(&name, 1);
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS);
    rd_kafka_DescribeTopics(rk, topics, o, q);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_TopicCollection_destroy(topics);
}

static void describe_cluster(rd_kafka_t *rk, rd_kafka_queue_t *q)
{
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER);
    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    rd_kafka_DescribeCluster(rk, o, q);
    rd_kafka_AdminOptions_destroy(o);
}

static void describe(void (*ask)(rd_kafka_t *rk, rd_kafka_queue_t *q), struct rubbish r)
{
    struct fake_broker *b = fake_broker_start(speak_rubbish, &r);
    rd_kafka_t *rk = quiet_client_of(fake_broker_address(b));
    rd_kafka_queue_t *q = rd_kafka_queue_new(rk);
    ask(rk, q);
    assert_int_not_equal(outcome(q), 0);
    rd_kafka_queue_destroy(q);
    rd_kafka_destroy(rk);
    fake_broker_stop(b);
}

static void a_topic_without_a_name(void **state)
{
    (void)state;
    describe(describe_topic, (struct rubbish){FAKE_METADATA, -1, no_topic_name, "orders"});
}

/* What is logged of it was freed memory. */
static void a_topic_that_was_not_asked_for(void **state)
{
    (void)state;
    describe(describe_topic, (struct rubbish){FAKE_METADATA, -1, another_topic, "orders"});
    assert_true(atomic_load(&named));
}

static void a_cluster_without_brokers(void **state)
{
    enum { WITH_OPERATIONS = 10 };
    (void)state;
    describe(describe_cluster, (struct rubbish){FAKE_METADATA, WITH_OPERATIONS, no_brokers, NULL});
}

/* ---- an answer that comes while the client is taken apart ------------------------------------- */

/* The library's own log says how far its threads are, and a thread waits in its call of the log. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    bool answered, leaving;
} end = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};

static void note(bool *what)
{
    pthread_mutex_lock(&end.lock);
    *what = true;
    pthread_cond_broadcast(&end.moved);
    pthread_mutex_unlock(&end.lock);
}

static void await(const bool *what)
{
    pthread_mutex_lock(&end.lock);
    while (!*what)
        pthread_cond_wait(&end.moved, &end.lock);
    pthread_mutex_unlock(&end.lock);
}

/* "… worker called in state waiting for response …" is the last before an answer is read, on the
 * thread that reads it; "Sending TERMINATE …" the first after the client counts as leaving. */
static void follow(const rd_kafka_t *rk, int level, const char *fac, const char *text)
{
    (void)rk, (void)level;
    if (strcmp(fac, "TERMINATE") == 0 && strstr(text, "Sending TERMINATE"))
        note(&end.leaving);
    if (strstr(text, "worker called in state waiting for response from broker: Success")) {
        note(&end.answered);
        await(&end.leaving);
    }
}

static void speak_usual(void *user, const struct fake_request *q, struct fake_answer *a)
{
    (void)user;
    fake_usual(q, a);
}

static void an_answer_while_leaving(void **state)
{
    (void)state;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, follow);
    assert_int_equal(rd_kafka_conf_set(conf, "debug", "admin,generic", NULL, 0), 0);
    struct fake_broker *b = fake_broker_start(speak_usual, NULL);
    rd_kafka_t *rk = client_of(fake_broker_address(b), conf);
    rd_kafka_queue_t *q = rd_kafka_queue_new(rk);
    describe_cluster(rk, q);
    await(&end.answered);
    rd_kafka_queue_destroy(q);
    rd_kafka_destroy(rk);
    fake_broker_stop(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_array_of_keys),
        cmocka_unit_test(no_arrays_in_metadata),
        cmocka_unit_test(a_broker_without_a_host),
        cmocka_unit_test(a_topic_without_a_name),
        cmocka_unit_test(a_topic_that_was_not_asked_for),
        cmocka_unit_test(a_cluster_without_brokers),
        cmocka_unit_test(an_answer_while_leaving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
