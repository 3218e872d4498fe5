/* The other clients of the cluster, as the tests need them. */
#include "tests/support/client.h"

#include "tests/support/run.h"
#include "tests/support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <librdkafka/rdkafka.h>

enum { COMMIT_MS = 10000 };

static void set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
    char text[256];

    if (rd_kafka_conf_set(conf, key, value, text, sizeof text) != RD_KAFKA_CONF_OK)
        fail_msg("%s", text);
}

static rd_kafka_t *start(rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    char text[256];
    rd_kafka_t *rk;

    set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"));
    rd_kafka_conf_set_log_cb(conf, NULL);
    rk = rd_kafka_new(type, conf, text, sizeof text);
    if (!rk)
        fail_msg("%s", text);
    return rk;
}

/* By the call with an array: the one with varying arguments is made of macros that are not C11. */
static void produce_one(rd_kafka_t *rk, const char *topic, int32_t partition, char *key, int64_t ms)
{
    static char value[] = "v";
    rd_kafka_vu_t v[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = partition},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {key, strlen(key)}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, 1}},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = ms},
    };
    rd_kafka_error_t *failed = rd_kafka_produceva(rk, v, sizeof v / sizeof *v);

    if (failed)
        fail_msg("%s", rd_kafka_error_string(failed));
}

/* A producer that knows of fewer partitions drops records for another one, and brokers learn of
 * a new partition one after the other. */
static void await_partition(rd_kafka_t *rk, const char *topic, int32_t partition)
{
    rd_kafka_topic_t *t = rd_kafka_topic_new(rk, topic, NULL);
    bool there = false;

    assert_non_null(t);
    for (int tries = 0; !there && tries < 300; tries++) {
        const struct rd_kafka_metadata *md = NULL;

        if (rd_kafka_metadata(rk, 0, t, &md, 5000) == 0) {
            there = md->topic_cnt == 1 && md->topics[0].partition_cnt > partition;
            rd_kafka_metadata_destroy(md);
        }
        rd_kafka_poll(rk, there ? 0 : 100);
    }
    rd_kafka_topic_destroy(t);
    assert_true(there);
}

static void note_failure(rd_kafka_t *rk, const rd_kafka_message_t *msg, void *first)
{
    rd_kafka_resp_err_t *failed = first;

    (void)rk;
    if (!*failed)
        *failed = msg->err;
}

void client_produce(const char *topic, int32_t partition, int n, int64_t first_ms, int64_t step_ms)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_resp_err_t failed = RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_t *rk;

    set(conf, "acks", "all");
    set(conf, "linger.ms", "5");
    rd_kafka_conf_set_dr_msg_cb(conf, note_failure);
    rd_kafka_conf_set_opaque(conf, &failed);
    rk = start(RD_KAFKA_PRODUCER, conf);
    await_partition(rk, topic, partition);
    for (int i = 0; i < n; i++) {
        char key[32];

        snprintf(key, sizeof key, "k%d", i);
        produce_one(rk, topic, partition, key, first_ms + i * step_ms);
    }
    assert_int_equal(rd_kafka_flush(rk, 60000), 0);
    assert_string_equal(rd_kafka_err2name(failed), "NO_ERROR");
    rd_kafka_destroy(rk);
}

static void drop(rd_kafka_message_t *msg)
{
    if (msg)
        rd_kafka_message_destroy(msg);
}

static rd_kafka_t *assign_one(const char *group, const char *topic, int32_t partition)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_t *rk;

    set(conf, "group.id", group);
    set(conf, "enable.auto.commit", "false");
    rk = start(RD_KAFKA_CONSUMER, conf);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = RD_KAFKA_OFFSET_END;
    assert_int_equal(rd_kafka_assign(rk, list), 0);
    rd_kafka_topic_partition_list_destroy(list);
    return rk;
}

/* librdkafka's own waiting commit has no limit, and was seen never to end. */
static rd_kafka_resp_err_t commit_one(rd_kafka_t *rk, const char *topic, int32_t partition,
                                      int64_t offset)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_queue_t *answers = rd_kafka_queue_new(rk);
    rd_kafka_resp_err_t failed;

    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = offset;
    failed = rd_kafka_commit_queue(rk, list, answers, NULL, NULL);
    if (!failed) {
        rd_kafka_event_t *answer = rd_kafka_queue_poll(answers, COMMIT_MS);

        failed = answer ? rd_kafka_event_error(answer) : RD_KAFKA_RESP_ERR__TIMED_OUT;
        rd_kafka_event_destroy(answer);
    }
    rd_kafka_queue_destroy(answers);
    rd_kafka_topic_partition_list_destroy(list);
    return failed;
}

void client_commit(const char *group, const char *topic, int32_t partition, int64_t offset)
{
    rd_kafka_t *rk = assign_one(group, topic, partition);
    rd_kafka_resp_err_t failed = RD_KAFKA_RESP_ERR_NO_ERROR;

    for (int i = 0; i < 100; i++) {
        failed = commit_one(rk, topic, partition, offset);
        if (failed == RD_KAFKA_RESP_ERR__TIMED_OUT) {
            rd_kafka_destroy_flags(rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
            rk = assign_one(group, topic, partition);
            i += 20;
            continue;
        }
        if (failed != RD_KAFKA_RESP_ERR_NOT_COORDINATOR &&
            failed != RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE &&
            failed != RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS)
            break;
        /* A cluster that has just started; the poll is the wait. */
        drop(rd_kafka_consumer_poll(rk, 200));
    }
    assert_int_equal(failed, 0);
    rd_kafka_destroy(rk);
}

struct client_committer {
    rd_kafka_t *rk;
    char *topic;
    int32_t partition;
    int64_t offset;
    pthread_t thread;
    atomic_bool stop;
};

static void *commit_on(void *arg)
{
    struct client_committer *c = arg;

    while (!atomic_load(&c->stop)) {
        commit_one(c->rk, c->topic, c->partition, c->offset++);
        drop(rd_kafka_consumer_poll(c->rk, 100));
    }
    return NULL;
}

struct client_committer *client_keep_committing(const char *group, const char *topic,
                                                int32_t partition, int64_t offset)
{
    struct client_committer *c = calloc(1, sizeof *c);

    c->rk = assign_one(group, topic, partition);
    c->topic = strdup(topic);
    c->partition = partition;
    c->offset = offset + 1;
    assert_int_equal(commit_one(c->rk, topic, partition, offset), 0);
    pthread_create(&c->thread, NULL, commit_on, c);
    return c;
}

void client_stop_committing(struct client_committer *c)
{
    atomic_store(&c->stop, true);
    pthread_join(c->thread, NULL);
    rd_kafka_destroy(c->rk);
    free(c->topic);
    free(c);
}

struct client_member {
    rd_kafka_t *rk;
    pthread_t thread;
    atomic_bool stop;
};

static void *poll_on(void *arg)
{
    struct client_member *m = arg;

    while (!atomic_load(&m->stop)) {
        drop(rd_kafka_consumer_poll(m->rk, 50));
    }
    return NULL;
}

static bool has_partitions(rd_kafka_t *rk)
{
    rd_kafka_topic_partition_list_t *list = NULL;
    bool any = rd_kafka_assignment(rk, &list) == 0 && list->cnt > 0;

    if (list)
        rd_kafka_topic_partition_list_destroy(list);
    return any;
}

struct client_member *client_join(const char *group, const char *topic, const char *client_id,
                                  const char *protocol)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    struct client_member *m = calloc(1, sizeof *m);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    set(conf, "group.id", group);
    set(conf, "client.id", client_id);
    set(conf, "group.protocol", protocol);
    set(conf, "enable.auto.commit", "false");
    m->rk = start(RD_KAFKA_CONSUMER, conf);
    rd_kafka_poll_set_consumer(m->rk);
    rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA);
    assert_int_equal(rd_kafka_subscribe(m->rk, list), 0);
    rd_kafka_topic_partition_list_destroy(list);
    for (int turns = 0; !has_partitions(m->rk); turns++) {
        assert_true(turns < 600);
        drop(rd_kafka_consumer_poll(m->rk, 100));
    }
    pthread_create(&m->thread, NULL, poll_on, m);
    return m;
}

void client_leave(struct client_member *m)
{
    atomic_store(&m->stop, true);
    pthread_join(m->thread, NULL);
    rd_kafka_consumer_close(m->rk);
    rd_kafka_destroy(m->rk);
    free(m);
}
