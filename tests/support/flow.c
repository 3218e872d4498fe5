/* See flow.h. A reader takes all records as they come and lets its commit follow at the pace of the
 * plan: from outside that is a consumer which is so fast. Waiting is polling the library. */
#include "tests/support/flow.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/support/run.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <librdkafka/rdkafka.h>

enum { TURN_MS = 20, PARTITIONS = 8, TRANSACTION_MS = 30000 };

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
    static char value[] = "v";
    rd_kafka_vu_t v[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = partition},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
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
    int n;
    pthread_t thread;
    atomic_bool stop;
};

static void *write_on(void *arg)
{
    struct flow *f = arg;
    int64_t begin = clock_mono_ms();
    double *sent = xcalloc((size_t)f->n, sizeof *sent);
    while (!atomic_load(&f->stop)) {
        double seconds = (double)(clock_mono_ms() - begin) / 1000;
        for (int i = 0; i < f->n; i++)
            for (; sent[i] < seconds * f->lines[i].per_second; sent[i]++)
                for (int p = 0; p < f->lines[i].partitions; p++)
                    produce(f->rk, f->lines[i].topic, p);
        rd_kafka_poll(f->rk, TURN_MS);
    }
    free(sent);
    return NULL;
}

struct flow *flow_start(const struct flow_line *lines, int n)
{
    struct flow *f = xcalloc(1, sizeof *f);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "linger.ms", "10");
    f->rk = start(RD_KAFKA_PRODUCER, conf);
    f->lines = lines;
    f->n = n;
    pthread_create(&f->thread, NULL, write_on, f);
    return f;
}

void flow_stop(struct flow *f)
{
    atomic_store(&f->stop, true);
    pthread_join(f->thread, NULL);
    rd_kafka_flush(f->rk, 10000);
    rd_kafka_destroy(f->rk);
    free(f);
}

/* ---- a transaction -----------------------------------------------------------------------------
 */

struct flow_transaction {
    rd_kafka_t *rk;
};

static void well(rd_kafka_error_t *failed)
{
    if (failed)
        fail_msg("%s", rd_kafka_error_string(failed));
}

struct flow_transaction *flow_hold(const char *topic, const char *id)
{
    struct flow_transaction *t = xcalloc(1, sizeof *t);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "transactional.id", id);
    set(conf, "transaction.timeout.ms", "600000");
    t->rk = start(RD_KAFKA_PRODUCER, conf);
    well(rd_kafka_init_transactions(t->rk, TRANSACTION_MS));
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

/* ---- reading -----------------------------------------------------------------------------------
 */

struct reader {
    rd_kafka_t *rk;
    const struct reader_plan *plan;
    int64_t seen[PARTITIONS]; /* what came, 0: nothing */
    double stored[PARTITIONS];
    pthread_t thread;
    atomic_bool stop;
};

static void take(struct reader *r, rd_kafka_message_t *m)
{
    if (m && !m->err && m->partition < PARTITIONS) {
        if (r->seen[m->partition] == 0)
            r->stored[m->partition] = (double)m->offset;
        r->seen[m->partition] = m->offset + 1;
    }
    if (m)
        rd_kafka_message_destroy(m);
}

static void store(struct reader *r, double seconds)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(PARTITIONS);
    for (int32_t p = 0; p < PARTITIONS; p++) {
        double pace = r->plan->per_second ? r->plan->per_second * seconds : 1e18;
        if (r->seen[p] == 0 || p == r->plan->stuck)
            continue;
        double target = r->stored[p] + pace;
        r->stored[p] = target < (double)r->seen[p] ? target : (double)r->seen[p];
        rd_kafka_topic_partition_list_add(list, r->plan->topic, p)->offset = (int64_t)r->stored[p];
    }
    rd_kafka_offsets_store(r->rk, list); /* of a partition that was taken away: refused, rightly */
    rd_kafka_topic_partition_list_destroy(list);
}

static void *read_on(void *arg)
{
    struct reader *r = arg;
    int64_t last = clock_mono_ms();
    while (!atomic_load(&r->stop)) {
        take(r, rd_kafka_consumer_poll(r->rk, TURN_MS));
        int64_t now = clock_mono_ms();
        if (now - last < TURN_MS)
            continue;
        store(r, (double)(now - last) / 1000);
        last = now;
    }
    return NULL;
}

struct reader *reader_start(const struct reader_plan *plan)
{
    struct reader *r = xcalloc(1, sizeof *r);
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    set(conf, "group.id", plan->group);
    set(conf, "group.protocol", plan->protocol ? plan->protocol : "classic");
    set(conf, "auto.offset.reset", "earliest");
    set(conf, "auto.commit.interval.ms", "500");
    set(conf, "enable.auto.offset.store", "false");
    set(conf, "isolation.level", plan->committed_only ? "read_committed" : "read_uncommitted");
    if (plan->instance)
        set(conf, "group.instance.id", plan->instance);
    r->rk = start(RD_KAFKA_CONSUMER, conf);
    r->plan = plan;
    rd_kafka_poll_set_consumer(r->rk);
    rd_kafka_topic_partition_list_add(topics, plan->topic, RD_KAFKA_PARTITION_UA);
    assert_int_equal(rd_kafka_subscribe(r->rk, topics), 0);
    rd_kafka_topic_partition_list_destroy(topics);
    pthread_create(&r->thread, NULL, read_on, r);
    return r;
}

void reader_stop(struct reader *r)
{
    atomic_store(&r->stop, true);
    pthread_join(r->thread, NULL);
    rd_kafka_consumer_close(r->rk);
    rd_kafka_destroy(r->rk);
    free(r);
}
