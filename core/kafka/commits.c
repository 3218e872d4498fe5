/* Changing what a group has committed: setting offsets, deleting them, deleting the whole group.
 * The events of these calls report success even when every partition was refused, so each element
 * is read. The list that is set is built again from topic, partition and offset: a fetched one
 * would carry along old metadata and leader epochs. */
#include "core/kafka/commits.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the broker says of one group: as a whole, or of each partition. */
static bool outcomes_of(struct request *r, const rd_kafka_group_result_t **groups, size_t n,
                        void **result, struct err *err)
{
    if (n != 1)
        return err_set(err, ERR_BROKER, "%s for %s: %zu answers for one group", api_name(r->api),
                       r->object, n);
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
    if (outcomes_not_ready(l, err))
        return false;
    *result = l;
    return true;
}

static struct request *change_new(struct cluster *c, enum api api, const char *group, void *args,
                                  request_done *done, void *user)
{
    struct request *r = request_new(c, api, done, user);
    request_string(r, group);
    r->object = xasprintf("group %s", group);
    r->args = args;
    r->change = true;
    r->coordinator = true;
    r->drop_result = drop_outcomes;
    return r;
}

static void check_topics(struct request *r, const struct offset_commit *o, size_t n)
{
    for (size_t i = 0; i < n; i++)
        request_topic(r, o[i].topic, i ? o[i - 1].topic : NULL);
}

static rd_kafka_topic_partition_list_t *list_of(const struct offset_commit *o, size_t n,
                                                bool with_offsets)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        rd_kafka_topic_partition_t *p =
            rd_kafka_topic_partition_list_add(list, o[i].topic, o[i].partition);
        if (with_offsets)
            p->offset = o[i].offset;
    }
    return list;
}

/* ---- setting offsets ------------------------------------------------------------------------- */

static void free_alter(void *p)
{
    rd_kafka_AlterConsumerGroupOffsets_destroy(p);
}

static bool commit_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    size_t n;
    const rd_kafka_group_result_t **groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
        rd_kafka_event_AlterConsumerGroupOffsets_result(ev), &n);
    return outcomes_of(r, groups, n, result, err);
}

static bool commit_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AlterConsumerGroupOffsets_t *alter = r->args;
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, true);
    rd_kafka_AlterConsumerGroupOffsets(r->cluster->handle->rk, &alter, 1, o,
                                       r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_commit_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user)
{
    rd_kafka_topic_partition_list_t *list = list_of(o, n, true);
    rd_kafka_AlterConsumerGroupOffsets_t *alter =
        rd_kafka_AlterConsumerGroupOffsets_new(group, list);
    rd_kafka_topic_partition_list_destroy(list);
    struct request *r = change_new(c, API_COMMIT_OFFSETS, group, alter, done, user);
    check_topics(r, o, n);
    r->free_args = free_alter;
    r->send = commit_send;
    r->answer = commit_answer;
    return request_start(r);
}

/* ---- deleting offsets ------------------------------------------------------------------------ */

static void free_offsets_deletion(void *p)
{
    rd_kafka_DeleteConsumerGroupOffsets_destroy(p);
}

static bool offsets_gone_answer(struct request *r, rd_kafka_event_t *ev, void **result,
                                struct err *err)
{
    size_t n;
    const rd_kafka_group_result_t **groups = rd_kafka_DeleteConsumerGroupOffsets_result_groups(
        rd_kafka_event_DeleteConsumerGroupOffsets_result(ev), &n);
    return outcomes_of(r, groups, n, result, err);
}

static bool offsets_gone_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_DeleteConsumerGroupOffsets_t *deletion = r->args;
    rd_kafka_AdminOptions_t *o =
        request_options(r, RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, true);
    rd_kafka_DeleteConsumerGroupOffsets(r->cluster->handle->rk, &deletion, 1, o,
                                        r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_delete_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user)
{
    rd_kafka_topic_partition_list_t *list = list_of(o, n, false);
    rd_kafka_DeleteConsumerGroupOffsets_t *deletion =
        rd_kafka_DeleteConsumerGroupOffsets_new(group, list);
    rd_kafka_topic_partition_list_destroy(list);
    struct request *r = change_new(c, API_DELETE_OFFSETS, group, deletion, done, user);
    check_topics(r, o, n);
    r->free_args = free_offsets_deletion;
    r->send = offsets_gone_send;
    r->answer = offsets_gone_answer;
    return request_start(r);
}

/* ---- deleting a group ------------------------------------------------------------------------ */

static void free_group_deletion(void *p)
{
    rd_kafka_DeleteGroup_destroy(p);
}

static bool group_gone_answer(struct request *r, rd_kafka_event_t *ev, void **result,
                              struct err *err)
{
    size_t n;
    const rd_kafka_group_result_t **groups =
        rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(ev), &n);
    if (n != 1)
        return err_set(err, ERR_BROKER, "DeleteGroups for %s: %zu answers for one group", r->object,
                       n);
    const rd_kafka_error_t *failed = rd_kafka_group_result_error(groups[0]);
    rd_kafka_resp_err_t code = failed ? rd_kafka_error_code(failed) : RD_KAFKA_RESP_ERR_NO_ERROR;
    struct outcome_list *l = outcome_list_new(1);
    outcome_list_add(l, rd_kafka_group_result_name(groups[0]), r->api, code,
                     code ? rd_kafka_error_string(failed) : NULL);
    if (outcomes_not_ready(l, err))
        return false;
    *result = l;
    return true;
}

static bool group_gone_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_DeleteGroup_t *deletion = r->args;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DELETEGROUPS, true);
    rd_kafka_DeleteGroups(r->cluster->handle->rk, &deletion, 1, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_delete_group(struct cluster *c, const char *group, request_done *done,
                                   void *user)
{
    struct request *r =
        change_new(c, API_DELETE_GROUPS, group, rd_kafka_DeleteGroup_new(group), done, user);
    r->free_args = free_group_deletion;
    r->send = group_gone_send;
    r->answer = group_gone_answer;
    return request_start(r);
}
