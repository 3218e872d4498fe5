/* Setting a group's committed offsets. The event of this call reports success even when every
 * partition was refused, so each element is read. The list that is sent is made anew from topic,
 * partition and offset: a fetched one would carry along old metadata and leader epochs. */
#include "core/kafka/internal.h"

#include "core/base/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct commit_ask {
    rd_kafka_AlterConsumerGroupOffsets_t *alter;
};

static void commit_ask_free(void *p)
{
    struct commit_ask *a = p;
    rd_kafka_AlterConsumerGroupOffsets_destroy(a->alter);
    free(a);
}

static bool commit_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    size_t n;
    const rd_kafka_group_result_t **groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
        rd_kafka_event_AlterConsumerGroupOffsets_result(ev), &n);
    if (n != 1)
        return err_set(err, ERR_BROKER, "OffsetCommit for %s: %zu answers for one group", r->object,
                       n);
    const rd_kafka_error_t *failed = rd_kafka_group_result_error(groups[0]);
    if (failed && rd_kafka_error_code(failed))
        return err_kafka(err, r->api, r->object, rd_kafka_error_code(failed),
                         rd_kafka_error_string(failed));
    const rd_kafka_topic_partition_list_t *list = rd_kafka_group_result_partitions(groups[0]);
    size_t count = list ? (size_t)list->cnt : 0;
    struct outcome_list *l = outcome_list_new(count);
    for (size_t i = 0; i < count; i++) {
        const rd_kafka_topic_partition_t *p = &list->elems[i];
        char *object = xasprintf("%s-%" PRId32, p->topic, p->partition);
        outcome_list_add(l, object, r->api, p->err, NULL);
        free(object);
    }
    *result = l;
    return true;
}

static bool commit_send(struct request *r, struct err *err)
{
    (void)err;
    struct commit_ask *a = r->args;
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, true);
    rd_kafka_AlterConsumerGroupOffsets(r->cluster->handle->rk, &a->alter, 1, o,
                                       r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_commit_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user)
{
    struct request *r = request_new(c, API_COMMIT_OFFSETS, done, user);
    r->object = xasprintf("group %s", group);
    struct commit_ask *a = xcalloc(1, sizeof *a);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, o[i].topic, o[i].partition)->offset = o[i].offset;
    a->alter = rd_kafka_AlterConsumerGroupOffsets_new(group, list);
    rd_kafka_topic_partition_list_destroy(list);
    r->args = a;
    r->free_args = commit_ask_free;
    r->change = true;
    r->coordinator = true;
    r->send = commit_send;
    r->answer = commit_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
