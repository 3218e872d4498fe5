/* Deleting the records of partitions below an offset. librdkafka sends one request to each leader
 * and brings the answers together; a partition without a leader has that as its own error, but when
 * none has a leader the call fails as a whole, which is turned into the same. For each partition
 * the answer says where its log begins now; a partition without that was not answered for. */
#include "core/kafka/records_delete.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"
#include "core/kafka/offsets.h"

#include <stdlib.h>

static void list_free(void *list)
{
    rd_kafka_topic_partition_list_destroy(list);
}

static void add_outcome(struct outcome_list *l, const rd_kafka_topic_partition_t *p,
                        rd_kafka_resp_err_t code)
{
    const char *name = arena_printf(&l->arena, "%s-%d", p->topic, (int)p->partition);
    outcome_list_add(l, name, API_DELETE_RECORDS, code, NULL);
}

static rd_kafka_resp_err_t code_of(const rd_kafka_topic_partition_t *p)
{
    return p->err || p->offset >= 0 ? p->err : RD_KAFKA_RESP_ERR__TIMED_OUT;
}

static bool delete_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)r, (void)err;
    const rd_kafka_topic_partition_list_t *list =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(ev));
    struct outcome_list *l = outcome_list_new((size_t)list->cnt);
    for (int i = 0; i < list->cnt; i++)
        add_outcome(l, &list->elems[i], code_of(&list->elems[i]));
    *result = l;
    return true;
}

static void *delete_salvage(struct request *r, rd_kafka_resp_err_t code, const char *words)
{
    (void)words;
    const rd_kafka_topic_partition_list_t *list = r->args;
    if (code != RD_KAFKA_RESP_ERR__NOENT)
        return NULL;
    struct outcome_list *l = outcome_list_new((size_t)list->cnt);
    for (int i = 0; i < list->cnt; i++)
        add_outcome(l, &list->elems[i], RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE);
    return l;
}

static bool delete_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DELETERECORDS, false);
    rd_kafka_AdminOptions_set_operation_timeout(o, r->cluster->timeouts.request_ms / 2, NULL, 0);
    rd_kafka_DeleteRecords_t *ask = rd_kafka_DeleteRecords_new(r->args);
    rd_kafka_DeleteRecords(r->cluster->handle->rk, &ask, 1, o, r->cluster->handle->queue);
    rd_kafka_DeleteRecords_destroy(ask);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_delete_records(struct cluster *c, const struct offset_query *q, size_t n,
                                     request_done *done, void *user)
{
    struct request *r = request_new(c, API_DELETE_RECORDS, done, user);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        request_topic(r, q[i].topic, i ? q[i - 1].topic : NULL);
        rd_kafka_topic_partition_list_add(list, q[i].topic, q[i].partition)->offset = q[i].spec;
    }
    r->args = list;
    r->free_args = list_free;
    r->change = true;
    r->send = delete_send;
    r->answer = delete_answer;
    r->salvage = delete_salvage;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
