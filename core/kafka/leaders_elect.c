/* Leader election of chosen partitions. The list is always sent: none means all of the cluster to
 * the broker, unclean elections too. That the right one leads already is no failure (as in
 * kafka-leader-election). */
#include "core/kafka/leaders_elect.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/kafka/convert.h"

#include <stdlib.h>

struct electing {
    rd_kafka_topic_partition_list_t *list;
    bool unclean;
};

static void electing_free(void *p)
{
    struct electing *a = p;
    rd_kafka_topic_partition_list_destroy(a->list);
    free(a);
}

static bool elect_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)r, (void)err;
    size_t n;
    const rd_kafka_topic_partition_result_t **parts =
        rd_kafka_ElectLeaders_result_partitions(rd_kafka_event_ElectLeaders_result(ev), &n);
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_topic_partition_t *p = rd_kafka_topic_partition_result_partition(parts[i]);
        const rd_kafka_error_t *e = rd_kafka_topic_partition_result_error(parts[i]);
        rd_kafka_resp_err_t code = e ? rd_kafka_error_code(e) : RD_KAFKA_RESP_ERR_NO_ERROR;
        if (code == RD_KAFKA_RESP_ERR_ELECTION_NOT_NEEDED)
            code = RD_KAFKA_RESP_ERR_NO_ERROR;
        outcome_list_add(l, arena_printf(&l->arena, "%s-%d", p->topic, (int)p->partition),
                         API_ELECT_LEADERS, code, code ? rd_kafka_error_string(e) : NULL);
    }
    *result = l;
    return true;
}

static bool elect_send(struct request *r, struct err *err)
{
    struct electing *a = r->args;
    if (a->list->cnt == 0)
        return err_set(err, ERR_USAGE, "ElectLeaders without a partition would mean all of them");
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_ELECTLEADERS, false);
    rd_kafka_AdminOptions_set_operation_timeout(o, r->cluster->timeouts.request_ms / 2, NULL, 0);
    rd_kafka_ElectLeaders_t *ask = rd_kafka_ElectLeaders_new(
        a->unclean ? RD_KAFKA_ELECTION_TYPE_UNCLEAN : RD_KAFKA_ELECTION_TYPE_PREFERRED, a->list);
    rd_kafka_ElectLeaders(r->cluster->handle->rk, ask, o, r->cluster->handle->queue);
    rd_kafka_ElectLeaders_destroy(ask);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_elect_leaders(struct cluster *c, bool unclean,
                                    const struct topic_partition *list, size_t n,
                                    request_done *done, void *user)
{
    struct request *r = request_new(c, API_ELECT_LEADERS, done, user);
    struct electing *a = xcalloc(1, sizeof *a);
    a->unclean = unclean;
    a->list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(a->list, list[i].topic, list[i].partition);
    r->args = a;
    r->free_args = electing_free;
    r->change = true;
    r->forwarded = true;
    r->send = elect_send;
    r->answer = elect_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
