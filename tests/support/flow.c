/* See flow.h. A reader takes all records as they come and lets its commit follow at the pace of the
 * plan: from outside that is a consumer which is so fast. Waiting is polling the library. */
#include "tests/support/flow.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <librdkafka/rdkafka.h>

enum { TURN_MS = 20, TRANSACTION_MS = 30000, BETWEEN_MS = 300, KEYS = 10 };

static void set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
    char text[256];
    if (rd_kafka_conf_set(conf, key, value, text, sizeof text) != RD_KAFKA_CONF_OK)
        fail_msg("%s", text);
}

static rd_kafka_t *start(rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    char text[256];
    set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"));
    rd_kafka_conf_set_log_cb(conf, NULL);
    rd_kafka_t *rk = rd_kafka_new(type, conf, text, sizeof text);
    if (!rk)
        fail_msg("%s", text);
    return rk;
}

static bool produce(rd_kafka_t *rk, const char *topic, int32_t partition)
{
    static char value[] = "v", keys[] = "0123456789";
    static _Atomic unsigned next; /* some keys only: a compacted topic has something to do */
    rd_kafka_vu_t v[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = partition},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {&keys[next++ % KEYS], 1}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {value, 1}},
    };
    rd_kafka_error_t *failed = rd_kafka_produceva(rk, v, sizeof v / sizeof *v);
    if (!failed)
        return true;
    rd_kafka_error_destroy(failed); /* the queue is full: later */
    return false;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct flow {
    rd_kafka_t *rk;
    const struct flow_line *lines;
    _Atomic double *pace; /* of each line */
    int n;
    pthread_t thread;
    atomic_bool stop;
};

static void *write_on(void *arg)
{
    struct flow *f = arg;
    int64_t last = clock_mono_ms();
    double *due = xcalloc((size_t)f->n, sizeof *due);
    while (!atomic_load(&f->stop)) {
        int64_t now = clock_mono_ms();
        for (int i = 0; i < f->n; i++)
            for (due[i] += (double)(now - last) / 1000 * f->pace[i]; due[i] >= 1; due[i]--)
                for (int p = 0; p < f->lines[i].partitions; p++)
                    produce(f->rk, f->lines[i].topic, p);
        last = now;
        rd_kafka_poll(f->rk, TURN_MS);
    }
    free(due);
    return NULL;
}

struct flow *flow_start(const struct flow_line *lines, int n)
{
    struct flow *f = xcalloc(1, sizeof *f);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    /* Each partition is a request of its own, and a connection has one at a time. */
    set(conf, "linger.ms", "200");
    set(conf, "acks", "1");
    f->rk = start(RD_KAFKA_PRODUCER, conf);
    f->lines = lines;
    f->n = n;
    f->pace = xcalloc((size_t)n, sizeof *f->pace);
    for (int i = 0; i < n; i++)
        f->pace[i] = lines[i].per_second;
    pthread_create(&f->thread, NULL, write_on, f);
    return f;
}

void flow_pace(struct flow *f, int line, double per_second)
{
    f->pace[line] = per_second;
}

void flow_stop(struct flow *f)
{
    atomic_store(&f->stop, true);
    pthread_join(f->thread, NULL);
    rd_kafka_flush(f->rk, 10000);
    rd_kafka_destroy(f->rk);
    free(f->pace);
    free(f);
}

/* ---- transactions ---------------------------------------------------------------------------- */

struct flow_transaction {
    rd_kafka_t *rk;
};

static void well(rd_kafka_error_t *failed)
{
    if (failed)
        fail_msg("%s", rd_kafka_error_string(failed));
}

static rd_kafka_t *start_transactional(const char *id)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "transactional.id", id);
    set(conf, "transaction.timeout.ms", "600000");
    rd_kafka_t *rk = start(RD_KAFKA_PRODUCER, conf);
    well(rd_kafka_init_transactions(rk, TRANSACTION_MS));
    return rk;
}

struct flow_transaction *flow_hold(const char *topic, const char *id)
{
    struct flow_transaction *t = xcalloc(1, sizeof *t);
    t->rk = start_transactional(id);
    well(rd_kafka_begin_transaction(t->rk));
    for (int i = 0; i < 5; i++)
        assert_true(produce(t->rk, topic, 0));
    assert_int_equal(rd_kafka_flush(t->rk, TRANSACTION_MS), 0);
    return t;
}

void flow_abort(struct flow_transaction *t)
{
    well(rd_kafka_abort_transaction(t->rk, TRANSACTION_MS));
    rd_kafka_destroy(t->rk);
    free(t);
}

struct flow_transactions {
    rd_kafka_t *rk;
    const char *topic;
    int partitions, records;
    pthread_t thread;
    atomic_bool stop;
};

/* Failing here would end the wrong thread: what is not written is missed by the test that expects
 * it. */
static void give_up(rd_kafka_error_t *failed)
{
    if (failed)
        rd_kafka_error_destroy(failed);
}

static void *commit_on(void *arg)
{
    struct flow_transactions *t = arg;
    while (!atomic_load(&t->stop)) {
        give_up(rd_kafka_begin_transaction(t->rk));
        for (int i = 0; i < t->records; i++)
            for (int32_t p = 0; p < t->partitions; p++)
                produce(t->rk, t->topic, p);
        give_up(rd_kafka_commit_transaction(t->rk, TRANSACTION_MS));
        for (int64_t until = clock_mono_ms() + BETWEEN_MS; clock_mono_ms() < until;)
            rd_kafka_poll(t->rk, TURN_MS);
    }
    return NULL;
}

struct flow_transactions *flow_commit_on(const char *topic, int partitions, int records,
                                         const char *id)
{
    struct flow_transactions *t = xcalloc(1, sizeof *t);
    t->rk = start_transactional(id);
    t->topic = topic;
    t->partitions = partitions;
    t->records = records;
    pthread_create(&t->thread, NULL, commit_on, t);
    return t;
}

void flow_commit_stop(struct flow_transactions *t)
{
    atomic_store(&t->stop, true);
    pthread_join(t->thread, NULL);
    rd_kafka_destroy(t->rk);
    free(t);
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    rd_kafka_t *rk;
    const struct reader_plan *plan;
    int64_t seen[READER_PARTITIONS]; /* what came, 0: nothing */
    double stored[READER_PARTITIONS];
    _Atomic double pace[READER_PARTITIONS];
    pthread_t thread;
    atomic_bool stop, hangs;
    atomic_int back; /* to be gone back */
};

static void take(struct reader *r, rd_kafka_message_t *m)
{
    if (m && !m->err && m->partition < READER_PARTITIONS) {
        if (r->seen[m->partition] == 0)
            r->stored[m->partition] = (double)m->offset;
        r->seen[m->partition] = m->offset + 1;
    }
    if (m)
        rd_kafka_message_destroy(m);
}

static void go_on(struct reader *r, int32_t p, double seconds)
{
    double pace = r->pace[p];
    double target = pace > 0 ? r->stored[p] + pace * seconds : (double)r->seen[p];
    r->stored[p] = target < (double)r->seen[p] ? target : (double)r->seen[p];
}

static void store(struct reader *r, double seconds)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(READER_PARTITIONS);
    int back = atomic_exchange(&r->back, 0);
    for (int32_t p = 0; p < READER_PARTITIONS; p++) {
        if (r->seen[p] == 0 || r->pace[p] < 0)
            continue;
        r->stored[p] = r->stored[p] > back ? r->stored[p] - back : 0;
        if (!back)
            go_on(r, p, seconds);
        rd_kafka_topic_partition_list_add(list, r->plan->topic, p)->offset = (int64_t)r->stored[p];
    }
    rd_kafka_offsets_store(r->rk, list); /* of a partition that was revoked: refused, rightly */
    if (back)                            /* the library by itself only commits forward */
        rd_kafka_commit(r->rk, list, 0);
    rd_kafka_topic_partition_list_destroy(list);
}

static void *read_on(void *arg)
{
    struct reader *r = arg;
    int64_t last = clock_mono_ms();
    while (!atomic_load(&r->stop)) {
        if (r->hangs) {
            pass_time(TURN_MS);
            continue;
        }
        take(r, rd_kafka_consumer_poll(r->rk, TURN_MS));
        int64_t now = clock_mono_ms();
        if (now - last < TURN_MS)
            continue;
        store(r, (double)(now - last) / 1000);
        last = now;
    }
    return NULL;
}

/* As the library does by itself, but only when its user asks for records: one that hangs does not
 * take part. */
static void rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t err, rd_kafka_topic_partition_list_t *p,
                      void *opaque)
{
    (void)opaque;
    bool given = err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    if (strcmp(rd_kafka_rebalance_protocol(rk), "COOPERATIVE") == 0)
        give_up(given ? rd_kafka_incremental_assign(rk, p) : rd_kafka_incremental_unassign(rk, p));
    else
        rd_kafka_assign(rk, given ? p : NULL);
}

static rd_kafka_conf_t *conf_of(const struct reader_plan *plan)
{
    char commit_ms[16];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    snprintf(commit_ms, sizeof commit_ms, "%d", plan->commit_ms ? plan->commit_ms : 500);
    set(conf, "group.id", plan->group);
    set(conf, "group.protocol", plan->protocol ? plan->protocol : "classic");
    set(conf, "auto.offset.reset", "earliest");
    set(conf, "auto.commit.interval.ms", commit_ms);
    if (plan->commit_ms >= 1000) { /* not in a hurry: fewer, larger answers */
        set(conf, "fetch.min.bytes", "10000");
        set(conf, "fetch.wait.max.ms", "1000");
    }
    set(conf, "enable.auto.commit", plan->never_commits ? "false" : "true");
    set(conf, "enable.auto.offset.store", "false");
    set(conf, "isolation.level", plan->committed_only ? "read_committed" : "read_uncommitted");
    rd_kafka_conf_set_rebalance_cb(conf, rebalance);
    if (plan->instance)
        set(conf, "group.instance.id", plan->instance);
    if (plan->client)
        set(conf, "client.id", plan->client);
    return conf;
}

struct reader *reader_start(const struct reader_plan *plan)
{
    struct reader *r = xcalloc(1, sizeof *r);
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    r->plan = plan;
    reader_pace(r, -1, plan->per_second);
    if (plan->stuck >= 0)
        reader_pace(r, plan->stuck, READER_STANDS);
    r->rk = start(RD_KAFKA_CONSUMER, conf_of(plan));
    rd_kafka_poll_set_consumer(r->rk);
    rd_kafka_topic_partition_list_add(topics, plan->topic, RD_KAFKA_PARTITION_UA);
    assert_int_equal(rd_kafka_subscribe(r->rk, topics), 0);
    rd_kafka_topic_partition_list_destroy(topics);
    pthread_create(&r->thread, NULL, read_on, r);
    return r;
}

void reader_pace(struct reader *r, int partition, double per_second)
{
    for (int p = 0; p < READER_PARTITIONS; p++)
        if (partition < 0 || p == partition)
            r->pace[p] = per_second;
}

void reader_back(struct reader *r, int records)
{
    r->back = records;
}

void reader_hang(struct reader *r)
{
    r->hangs = true;
}

void reader_stop(struct reader *r)
{
    atomic_store(&r->stop, true);
    pthread_join(r->thread, NULL);
    rd_kafka_consumer_close(r->rk);
    rd_kafka_destroy(r->rk);
    free(r);
}
