/* The timestamps of single records, which no admin call reports: they are read.
 *
 * By a client of its own on a thread of its own, with the legacy consumer, which needs no group:
 * nothing is joined, nothing is committed, and fetching does not block the answers of the cluster's
 * own connections. It opens its connections, takes one record of each partition and ends. Called
 * for a plan that names times, or start from one. */
#include "core/kafka/record_time.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/config/profile.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE_MS = 50, LOOK_MS = 1000, LATE_MS = 2000 };

struct time_call {
    struct blocking blocking;
    struct request *request;   /* touched on the loop only */
    struct profile *profile;   /* a copy */
    rd_kafka_conf_t *conf;     /* NULL once it is taken */
    struct record_times *list; /* what is asked, being answered */
    size_t answered;
    int timeout_ms;
    struct err err;
};

struct time_args {
    struct record_times *list;
    int timeout_ms;
};

void record_times_free(struct record_times *l)
{
    if (!l)
        return;
    arena_release(&l->arena);
    free(l);
}

static struct record_times *times_new(size_t n)
{
    struct record_times *l = xcalloc(1, sizeof *l);
    arena_init(&l->arena);
    l->r = arena_array(&l->arena, n, sizeof *l->r);
    return l;
}

static void times_add(struct record_times *l, const char *topic, int32_t partition, int64_t offset)
{
    l->r[l->n++] = (struct record_time){
        .topic = arena_strdup(&l->arena, topic), .partition = partition, .asked = offset};
}

/* ---- on the thread --------------------------------------------------------------------------- */

/* One small fetch for each partition, and no group at all; also of a record whose transaction is
 * still open, which has an offset and a time like any other. Without fetch.queue.backoff.ms
 * librdkafka waits a second between the fetches of several partitions, as its queue is always
 * "full". */
static void make_small(rd_kafka_conf_t *conf)
{
    static const char *const pairs[][2] = {
        {"enable.partition.eof", "true"},
        {"auto.offset.reset", "error"},
        {"fetch.wait.max.ms", "100"},
        {"max.partition.fetch.bytes", "65536"},
        {"queued.min.messages", "1"},
        {"fetch.queue.backoff.ms", "0"},
        {"isolation.level", "read_uncommitted"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        rd_kafka_conf_set(conf, pairs[i][0], pairs[i][1], NULL, 0);
    rd_kafka_conf_set(conf, "group.id", NULL, NULL, 0);
}

static rd_kafka_t *open_reader(struct time_call *t)
{
    char why[400] = "";
    rd_kafka_conf_t *conf = t->conf;
    t->conf = NULL;
    if (!conf_add_slow(conf, t->profile, &t->err)) {
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    make_small(conf);
    rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG);
    rd_kafka_conf_enable_sasl_queue(conf, 1);
    conf_let_faults(conf);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (!rk) {
        rd_kafka_conf_destroy(conf);
        err_set(&t->err, ERR_CONFIG, "The connection can't be set up: %s", why);
        return NULL;
    }
    rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(rk));
    return rk;
}

/* What comes after the one record would only be thrown away. */
static void fetch_no_more(rd_kafka_t *rk, const rd_kafka_message_t *m)
{
    rd_kafka_topic_partition_list_t *one = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(one, rd_kafka_topic_name(m->rkt), m->partition);
    rd_kafka_pause_partitions(rk, one);
    rd_kafka_topic_partition_list_destroy(one);
}

static void take(struct time_call *t, rd_kafka_t *rk, const rd_kafka_message_t *m)
{
    struct record_times *l = t->list;
    rd_kafka_timestamp_type_t type;
    struct record_time *r = NULL;
    for (size_t i = 0; i < l->n && !r; i++)
        if (l->r[i].partition == m->partition && m->rkt &&
            strcmp(l->r[i].topic, rd_kafka_topic_name(m->rkt)) == 0)
            r = &l->r[i];
    if (!r || r->offset.known || r->err)
        return;
    t->answered++;
    fetch_no_more(rk, m);
    if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        r->kind = ERR_NOT_FOUND;
        r->at_end = true;
        r->err = arena_printf(&l->arena,
                              "there is no record at %" PRId64 " of %s-%" PRId32 " or after it",
                              r->asked, r->topic, r->partition);
    } else if (m->err) {
        char object[300];
        snprintf(object, sizeof object, "%s-%" PRId32, r->topic, r->partition);
        r->kind = err_kind_of(m->err);
        r->err =
            m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET
                ? arena_printf(&l->arena, "%" PRId64 " is outside the log of %s", r->asked, object)
                : err_sentence(&l->arena, API_FETCH, object, m->err, NULL);
    } else {
        r->offset = reported_of(m->offset);
        r->timestamp = reported_of(rd_kafka_message_timestamp(m, &type));
    }
}

static const struct rd_kafka_metadata_topic *find_topic(const struct rd_kafka_metadata *md,
                                                        const char *topic)
{
    for (int i = 0; i < md->topic_cnt; i++)
        if (strcmp(md->topics[i].topic, topic) == 0)
            return &md->topics[i];
    return NULL;
}

static bool has_partition(const struct rd_kafka_metadata_topic *t, int32_t partition)
{
    bool there = false;
    for (int i = 0; i < t->partition_cnt && !there; i++)
        there = t->partitions[i].id == partition;
    return there;
}

/* A topic or partition that is not there, or may not be seen, would be waited for until the deadline. */
static void look_up(struct time_call *t, struct record_time *r, const struct rd_kafka_metadata *md)
{
    struct arena *a = &t->list->arena;
    const struct rd_kafka_metadata_topic *topic = find_topic(md, r->topic);
    enum err_kind kind = topic ? err_kind_of(topic->err) : ERR_NONE;
    if (kind == ERR_NOT_FOUND)
        r->err = arena_printf(a, "there is no topic %s", words_visible(a, r->topic));
    else if (kind == ERR_DENIED)
        r->err = err_sentence(a, API_METADATA, r->topic, topic->err, NULL);
    else if (topic && !topic->err && !has_partition(topic, r->partition))
        r->err = arena_printf(a, "topic %s has no partition %" PRId32, words_visible(a, r->topic),
                              r->partition);
    if (!r->err)
        return;
    r->kind = kind == ERR_DENIED ? kind : ERR_NOT_FOUND;
    t->answered++;
}

/* Of all topics that the reader has handles of, in one call, which can't be called off. */
static void look_up_all(struct time_call *t, rd_kafka_t *rk, int64_t until)
{
    const struct rd_kafka_metadata *md = NULL;
    int64_t left;
    while (!md && (left = until - clock_mono_ms()) > 0 && !task_is_cancelled(&t->blocking.task))
        rd_kafka_metadata(rk, 0, NULL, &md, (int)(left < LOOK_MS ? left : LOOK_MS));
    if (!md)
        return;
    for (size_t i = 0; i < t->list->n; i++)
        look_up(t, &t->list->r[i], md);
    rd_kafka_metadata_destroy(md);
}

static void read_all(struct time_call *t, rd_kafka_t *rk)
{
    rd_kafka_queue_t *q = rd_kafka_queue_new(rk);
    rd_kafka_topic_t **topics = xcalloc(t->list->n, sizeof(rd_kafka_topic_t *));
    bool *started = xcalloc(t->list->n, sizeof *started);
    int64_t until = clock_mono_ms() + t->timeout_ms;
    for (size_t i = 0; i < t->list->n; i++)
        topics[i] = rd_kafka_topic_new(rk, t->list->r[i].topic, NULL);
    look_up_all(t, rk, until);
    for (size_t i = 0; i < t->list->n; i++)
        started[i] =
            !t->list->r[i].err && rd_kafka_consume_start_queue(topics[i], t->list->r[i].partition,
                                                               t->list->r[i].asked, q) == 0;
    while (t->answered < t->list->n && clock_mono_ms() < until &&
           !task_is_cancelled(&t->blocking.task)) {
        rd_kafka_message_t *m = rd_kafka_consume_queue(q, SLICE_MS);
        if (!m)
            continue;
        take(t, rk, m);
        rd_kafka_message_destroy(m);
    }
    for (size_t i = 0; i < t->list->n; i++) {
        if (started[i])
            rd_kafka_consume_stop(topics[i], t->list->r[i].partition);
        rd_kafka_topic_destroy(topics[i]);
    }
    free(started);
    free(topics);
    rd_kafka_queue_destroy(q);
}

static void say_what_is_missing(struct time_call *t)
{
    struct record_times *l = t->list;
    char span[TEXT_NUM];
    text_duration(span, t->timeout_ms);
    if (t->answered == 0)
        err_set(&t->err, ERR_TIMEOUT, "Fetch of %s-%" PRId32 ": no answer within %s", l->r[0].topic,
                l->r[0].partition, span);
    for (size_t i = 0; i < l->n; i++) {
        if (l->r[i].offset.known || l->r[i].err)
            continue;
        l->r[i].kind = ERR_TIMEOUT;
        l->r[i].err = arena_printf(&l->arena, "Fetch of %s-%" PRId32 ": no answer within %s",
                                   l->r[i].topic, l->r[i].partition, span);
    }
}

static void time_work(struct blocking *b, rd_kafka_t *rk)
{
    (void)rk;
    struct time_call *t = (struct time_call *)b;
    rd_kafka_t *reader = open_reader(t);
    if (!reader)
        return;
    read_all(t, reader);
    rd_kafka_destroy(reader);
    say_what_is_missing(t);
}

/* ---- on the loop ----------------------------------------------------------------------------- */

static void time_drop(struct blocking *b)
{
    struct time_call *t = (struct time_call *)b;
    if (t->conf)
        rd_kafka_conf_destroy(t->conf);
    profile_free(t->profile);
    record_times_free(t->list);
    free(t);
}

static void time_done(struct blocking *b)
{
    struct time_call *t = (struct time_call *)b;
    struct request *r = t->request;
    struct err err = t->err;
    struct record_times *result = err.kind == ERR_NONE ? t->list : NULL;
    if (result)
        t->list = NULL;
    time_drop(b);
    request_finish(r, 0, NULL, result, &err);
}

static bool time_send(struct request *r, struct err *err)
{
    struct cluster *c = r->cluster;
    struct time_args *a = r->args;
    struct timeouts unused;
    rd_kafka_conf_t *conf = conf_new(c->profile, &unused, err);
    if (!conf)
        return false;
    struct time_call *t = xcalloc(1, sizeof *t);
    t->blocking = (struct blocking){.work = time_work, .done = time_done, .drop = time_drop};
    t->request = r;
    t->profile = profile_copy(c->profile);
    t->conf = conf;
    t->timeout_ms = a->timeout_ms;
    t->list = times_new(a->list->n);
    for (size_t i = 0; i < a->list->n; i++)
        times_add(t->list, a->list->r[i].topic, a->list->r[i].partition, a->list->r[i].asked);
    if (blocking_run(c, &t->blocking, err))
        return true;
    time_drop(&t->blocking);
    return err_wrap(err, "Records can't be read");
}

static void time_args_free(void *p)
{
    struct time_args *a = p;
    record_times_free(a->list);
    free(a);
}

static void drop_times(void *l)
{
    record_times_free(l);
}

struct request *kafka_record_times(struct cluster *c, const struct record_query *q, size_t n,
                                   int timeout_ms, request_done *done, void *user)
{
    struct request *r = request_new(c, API_FETCH, done, user);
    struct time_args *a = xcalloc(1, sizeof *a);
    a->timeout_ms = timeout_ms;
    a->list = times_new(n);
    for (size_t i = 0; i < n; i++)
        times_add(a->list, q[i].topic, q[i].partition, q[i].offset);
    r->args = a;
    r->free_args = time_args_free;
    r->deadline_ms = clock_mono_ms() + timeout_ms + LATE_MS;
    r->send = time_send;
    r->drop_result = drop_times;
    return request_start(r);
}
