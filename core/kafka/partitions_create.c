/* Adding partitions to a topic, or only asking the broker whether it would be right. */
#include "core/kafka/partitions_create.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

struct growing {
    rd_kafka_NewPartitions_t *partitions; /* NULL: librdkafka did not take the specification */
    bool validate_only;
    struct err err;
};

static void growing_free(void *p)
{
    struct growing *a = p;
    if (a->partitions)
        rd_kafka_NewPartitions_destroy(a->partitions);
    free(a);
}

/* Only of the new partitions, counted from 0. */
static bool add_assignment(rd_kafka_NewPartitions_t *t, const struct partitions_spec *spec,
                           struct err *err)
{
    char why[256];
    for (int p = 0; p < spec->nassignments; p++) {
        size_t n = (size_t)spec->nassigned[p];
        int32_t *brokers = xcalloc(n ? n : 1, sizeof *brokers);
        memcpy(brokers, spec->assignment[p], n * sizeof *brokers);
        rd_kafka_resp_err_t code =
            rd_kafka_NewPartitions_set_replica_assignment(t, p, brokers, n, why, sizeof why);
        free(brokers);
        if (code)
            return err_set(err, ERR_USAGE, "Replica assignment of new partition %d: %s", p, why);
    }
    return true;
}

static rd_kafka_NewPartitions_t *make_partitions(const struct partitions_spec *spec,
                                                 struct err *err)
{
    char why[256];
    rd_kafka_NewPartitions_t *t =
        rd_kafka_NewPartitions_new(spec->topic, (size_t)spec->total, why, sizeof why);
    if (!t) {
        err_set(err, ERR_USAGE, "CreatePartitions for %s: %s", spec->topic, why);
        return NULL;
    }
    if (add_assignment(t, spec, err))
        return t;
    rd_kafka_NewPartitions_destroy(t);
    return NULL;
}

static bool create_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_topic_result_t **topics =
        rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(ev), &n);
    *result = outcomes_of_topics(r->api, topics, n);
    return true;
}

static bool create_send(struct request *r, struct err *err)
{
    struct growing *a = r->args;
    if (!a->partitions) {
        *err = a->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_CREATEPARTITIONS, false);
    rd_kafka_AdminOptions_set_validate_only(o, a->validate_only, NULL, 0);
    rd_kafka_AdminOptions_set_operation_timeout(o, r->cluster->timeouts.request_ms / 2, NULL, 0);
    rd_kafka_CreatePartitions(r->cluster->handle->rk, &a->partitions, 1, o,
                              r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_create_partitions(struct cluster *c, const struct partitions_spec *spec,
                                        bool validate_only, request_done *done, void *user)
{
    struct request *r = request_new(c, API_CREATE_PARTITIONS, done, user);
    request_string(r, spec->topic);
    r->object = xstrdup(spec->topic);
    struct growing *a = xcalloc(1, sizeof *a);
    a->validate_only = validate_only;
    a->partitions = make_partitions(spec, &a->err);
    r->args = a;
    r->free_args = growing_free;
    r->change = !validate_only;
    r->forwarded = true;
    r->send = create_send;
    r->answer = create_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
