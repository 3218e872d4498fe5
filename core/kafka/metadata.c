/* Brokers, topics and partitions: the one call of librdkafka that blocks.
 *
 * There is no asynchronous listing of all topics (DescribeTopics with an empty list answers with an
 * empty list), so rd_kafka_metadata runs on a thread of its own, and so does the conversion: a
 * thousand topics are turned into model structs without delaying a key. */
#include "core/kafka/metadata.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/model/metadata.h"

#include <stdlib.h>
#include <string.h>

enum { SLICE_MS = 300 };

struct listing {
    struct blocking blocking;
    struct request *request; /* touched on the loop only */
    int timeout_ms;
    rd_kafka_resp_err_t code;
    struct metadata *result;
};

static const int32_t *copy_ids(struct arena *a, const int32_t *ids, int n)
{
    int32_t *copy = arena_array(a, (size_t)n, sizeof *copy);
    if (n > 0)
        memcpy(copy, ids, (size_t)n * sizeof *copy);
    return copy;
}

static void convert_partition(struct arena *a, struct partition *p,
                              const struct rd_kafka_metadata_partition *from)
{
    p->id = from->id;
    p->leader = from->leader;
    p->err_code = from->err;
    p->err = from->err ? arena_strdup(a, rd_kafka_err2str(from->err)) : NULL;
    p->nreplicas = from->replica_cnt;
    p->replicas = copy_ids(a, from->replicas, from->replica_cnt);
    p->nisr = from->isr_cnt;
    p->isr = copy_ids(a, from->isrs, from->isr_cnt);
}

static void convert_topic(struct metadata *md, struct topic *t,
                          const struct rd_kafka_metadata_topic *from)
{
    struct arena *a = &md->arena;
    t->name = arena_strdup(a, from->topic);
    t->internal = topic_name_internal(t->name);
    t->err_code = from->err;
    t->err = from->err ? err_sentence(a, API_METADATA, from->topic, from->err, NULL) : NULL;
    t->npartitions = from->partition_cnt;
    t->partitions = arena_array(a, (size_t)from->partition_cnt, sizeof *t->partitions);
    for (int i = 0; i < from->partition_cnt; i++)
        convert_partition(a, &t->partitions[i], &from->partitions[i]);
    md->npartitions += from->partition_cnt;
}

static struct metadata *convert(rd_kafka_t *rk, const struct rd_kafka_metadata *from)
{
    struct metadata *md = metadata_new();
    struct arena *a = &md->arena;
    char *id = rd_kafka_clusterid(rk, 0);
    if (id) {
        md->cluster_id = arena_strdup(a, id);
        rd_kafka_mem_free(rk, id);
    }
    md->nbrokers = (size_t)from->broker_cnt;
    md->brokers = arena_array(a, md->nbrokers, sizeof *md->brokers);
    for (int i = 0; i < from->broker_cnt; i++) {
        md->brokers[i] = (struct broker){.id = from->brokers[i].id,
                                         .host = arena_strdup(a, from->brokers[i].host),
                                         .port = from->brokers[i].port,
                                         .alive = true};
    }
    md->ntopics = (size_t)from->topic_cnt;
    md->topics = arena_array(a, md->ntopics, sizeof *md->topics);
    for (int i = 0; i < from->topic_cnt; i++)
        convert_topic(md, &md->topics[i], &from->topics[i]);
    metadata_seal(md);
    return md;
}

/* Without a connection the call only waits for one, and can't be cancelled. With one, librdkafka
 * chooses the broker; one that does not respond has a third of the time, then others may be chosen,
 * as long as others respond. */
static int slice_of(const struct listing *m, int64_t left, bool *once_more)
{
    int64_t share = m->timeout_ms / FIRST_SHARE;
    bool connected = handle_connected(m->blocking.handle);
    int64_t heard = atomic_load(&m->blocking.handle->heard_ms);
    bool others = left == m->timeout_ms || (heard && clock_mono_ms() - heard < share);
    int64_t slice = !connected ? SLICE_MS : others ? share : left;
    *once_more = slice < left;
    return (int)(*once_more ? slice : left);
}

static void metadata_work(struct blocking *b, rd_kafka_t *rk)
{
    struct listing *m = (struct listing *)b;
    const struct rd_kafka_metadata *md = NULL;
    int64_t until = clock_mono_ms() + m->timeout_ms;
    int64_t left = m->timeout_ms;
    bool once_more;
    do {
        m->code = rd_kafka_metadata(rk, 1, NULL, &md, slice_of(m, left, &once_more));
        left = until - clock_mono_ms();
        /* The handle of a bootstrap address was dropped, see request.c: another one is asked. */
        bool dropped = m->code == RD_KAFKA_RESP_ERR__DESTROY_BROKER;
        if (!m->code || (!once_more && !dropped) || m->code == RD_KAFKA_RESP_ERR__DESTROY)
            break;
    } while (left > 0 && !task_is_cancelled(&m->blocking.task));
    if (m->code)
        return;
    m->result = convert(rk, md);
    rd_kafka_metadata_destroy(md);
}

static void metadata_drop(struct blocking *b)
{
    struct listing *m = (struct listing *)b;
    metadata_free(m->result);
    free(m);
}

static void metadata_done(struct blocking *b)
{
    struct listing *m = (struct listing *)b;
    struct request *r = m->request;
    void *result = m->result;
    rd_kafka_resp_err_t code = m->code;
    free(m);
    request_finish(r, code, NULL, result, NULL);
}

static bool metadata_send(struct request *r, struct err *err)
{
    struct listing *m = xcalloc(1, sizeof *m);
    m->blocking =
        (struct blocking){.work = metadata_work, .done = metadata_done, .drop = metadata_drop};
    m->request = r;
    m->timeout_ms = r->cluster->timeouts.request_ms;
    if (blocking_run(r->cluster, &m->blocking, err))
        return true;
    free(m);
    return err_wrap(err, "The metadata can't be requested");
}

static void drop_metadata(void *md)
{
    metadata_free(md);
}

struct request *kafka_get_metadata(struct cluster *c, request_done *done, void *user)
{
    struct request *r = request_new(c, API_METADATA, done, user);
    r->send = metadata_send;
    r->drop_result = drop_metadata;
    return request_start(r);
}
