/* Committed offsets of a group, and log start, end or timestamp look-ups of partitions. */
#include "core/kafka/offsets.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/model/group.h"
#include "core/model/offsets.h"

#include <stdlib.h>
#include <string.h>

/* ---- a group's commits ----------------------------------------------------------------------- */

/* Partitions of one topic come together: its name is stored once. */
static struct group_offset convert_commit(struct arena *a, const rd_kafka_topic_partition_t *p,
                                          const char *last)
{
    bool again = last && strcmp(last, p->topic) == 0;
    struct group_offset o = {.topic = again ? last : arena_strdup(a, p->topic),
                             .partition = p->partition};
    o.committed = reported_or(reported_of(p->offset), OFFSET_UNKNOWN);
    o.leader_epoch = rd_kafka_topic_partition_get_leader_epoch(p);
    if (p->metadata && p->metadata_size > 0)
        o.metadata = arena_strndup(a, p->metadata, p->metadata_size);
    if (p->err)
        o.err = err_sentence(a, API_GROUP_OFFSETS, p->topic, p->err, NULL);
    return o;
}

static bool commits_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    size_t n;
    const rd_kafka_group_result_t **groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(ev), &n);
    if (n != 1)
        return err_set(err, ERR_BROKER, "OffsetFetch for %s: %zu answers for one group", r->object,
                       n);
    const rd_kafka_error_t *failed = rd_kafka_group_result_error(groups[0]);
    if (failed && rd_kafka_error_code(failed))
        return err_kafka(err, r->api, r->object, rd_kafka_error_code(failed),
                         rd_kafka_error_string(failed));
    struct group_offsets *g = group_offsets_new();
    g->id = arena_strdup(&g->arena, rd_kafka_group_result_name(groups[0]));
    const rd_kafka_topic_partition_list_t *list = rd_kafka_group_result_partitions(groups[0]);
    g->n = list ? (size_t)list->cnt : 0;
    g->o = arena_array(&g->arena, g->n, sizeof *g->o);
    for (size_t i = 0; i < g->n; i++)
        g->o[i] = convert_commit(&g->arena, &list->elems[i], i ? g->o[i - 1].topic : NULL);
    group_offsets_sort(g);
    *result = g;
    return true;
}

static bool commits_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, true);
    rd_kafka_ListConsumerGroupOffsets_t *ask = rd_kafka_ListConsumerGroupOffsets_new(r->args, NULL);
    rd_kafka_ListConsumerGroupOffsets(r->cluster->handle->rk, &ask, 1, o,
                                      r->cluster->handle->queue);
    rd_kafka_ListConsumerGroupOffsets_destroy(ask);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

static void drop_commits(void *g)
{
    group_offsets_free(g);
}

struct request *kafka_group_offsets(struct cluster *c, const char *group, request_done *done,
                                    void *user)
{
    struct request *r = request_new(c, API_GROUP_OFFSETS, done, user);
    request_string(r, group);
    r->object = xasprintf("group %s", group);
    r->args = xstrdup(group);
    r->free_args = free;
    r->coordinator = true;
    r->send = commits_send;
    r->answer = commits_answer;
    r->drop_result = drop_commits;
    return request_start(r);
}

/* ---- partitions ------------------------------------------------------------------------------ */

struct offset_args {
    rd_kafka_topic_partition_list_t *list;
    bool read_committed;
    bool by_time; /* there may be no such record; a log always has a start and an end */
};

static void offset_args_free(void *p)
{
    struct offset_args *a = p;
    rd_kafka_topic_partition_list_destroy(a->list);
    free(a);
}

void offset_answers_free(struct offset_answers *o)
{
    if (!o)
        return;
    arena_release(&o->arena);
    free(o);
}

static void drop_answers(void *o)
{
    offset_answers_free(o);
}

static struct offset_answers *answers_new(size_t n)
{
    struct offset_answers *o = xcalloc(1, sizeof *o);
    arena_init(&o->arena);
    o->a = arena_array(&o->arena, n, sizeof *o->a);
    return o;
}

/* Partitions whose leader did not answer come back from librdkafka (2.14: the responses of several
 * leaders are merged) without an error and with the offset -1001. */
static rd_kafka_resp_err_t code_of(const rd_kafka_topic_partition_t *p, bool by_time)
{
    bool answered = p->offset >= 0 || (by_time && p->offset == -1);
    return p->err || answered ? p->err : RD_KAFKA_RESP_ERR__TIMED_OUT;
}

static void answers_add(struct offset_answers *o, const rd_kafka_topic_partition_t *p,
                        rd_kafka_resp_err_t code, int64_t timestamp, const char *unresponsive)
{
    enum err_kind kind = err_kind_of(code);
    bool unheard = kind == ERR_TIMEOUT || kind == ERR_UNREACHABLE;
    const char *said =
        code == RD_KAFKA_RESP_ERR__TIMED_OUT ? "no answer in time" : rd_kafka_err2str(code);
    const char *words =
        unheard && *unresponsive ? arena_printf(&o->arena, "%s%s", said, unresponsive) : NULL;
    /* Answers of one topic come together: its name is stored once. */
    struct offset_answer *last = o->n ? &o->a[o->n - 1] : NULL;
    const char *topic = last && strcmp(last->topic, p->topic) == 0
                            ? last->topic
                            : arena_strdup(&o->arena, p->topic);
    o->a[o->n++] = (struct offset_answer){
        .topic = topic,
        .partition = p->partition,
        .offset = reported_of(code ? -1 : p->offset),
        .timestamp = reported_of(code ? -1 : timestamp),
        .kind = kind,
        .err = code ? err_sentence(&o->arena, API_LIST_OFFSETS, p->topic, code, words) : NULL,
    };
}

static bool offsets_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    const struct offset_args *ask = r->args;
    size_t n;
    const rd_kafka_ListOffsetsResultInfo_t **infos =
        rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(ev), &n);
    struct offset_answers *o = answers_new(n);
    char buf[UNRESPONSIVE_TEXT];
    const char *unresponsive = link_unresponsive_text(r->cluster, -1, buf);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_topic_partition_t *p =
            rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
        answers_add(o, p, code_of(p, ask->by_time),
                    rd_kafka_ListOffsetsResultInfo_timestamp(infos[i]), unresponsive);
    }
    *result = o;
    return true;
}

/* When no partition has a leader librdkafka fails the call as a whole; others have errors each. */
static void *offsets_salvage(struct request *r, rd_kafka_resp_err_t code, const char *words)
{
    (void)words;
    struct offset_args *a = r->args;
    if (code != RD_KAFKA_RESP_ERR__NOENT)
        return NULL;
    struct offset_answers *o = answers_new((size_t)a->list->cnt);
    for (int i = 0; i < a->list->cnt; i++)
        answers_add(o, &a->list->elems[i], RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, -1, "");
    return o;
}

static bool offsets_send(struct request *r, struct err *err)
{
    (void)err;
    struct offset_args *a = r->args;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_LISTOFFSETS, false);
    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_isolation_level(
        o, a->read_committed ? RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED
                             : RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED));
    rd_kafka_ListOffsets(r->cluster->handle->rk, a->list, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_list_offsets(struct cluster *c, const struct offset_query *q, size_t n,
                                   bool read_committed, request_done *done, void *user)
{
    struct request *r = request_new(c, API_LIST_OFFSETS, done, user);
    struct offset_args *a = xcalloc(1, sizeof *a);
    a->read_committed = read_committed;
    a->list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        request_topic(r, q[i].topic, i ? q[i - 1].topic : NULL);
        rd_kafka_topic_partition_list_add(a->list, q[i].topic, q[i].partition)->offset = q[i].spec;
        a->by_time |= q[i].spec != OFFSET_SPEC_LATEST && q[i].spec != OFFSET_SPEC_EARLIEST;
    }
    r->args = a;
    r->free_args = offset_args_free;
    r->send = offsets_send;
    r->answer = offsets_answer;
    r->salvage = offsets_salvage;
    r->drop_result = drop_answers;
    return request_start(r);
}
