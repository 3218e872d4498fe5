/* Handles and waiting admin calls. Used by every part of the traffic program. A tool for tests and
 * demo: what can't be done ends the program with a sentence. */
#include "tests/cluster/client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "tests/cluster/scenario.h"

_Noreturn void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("traffic: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

void note(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("traffic: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
}

void client_set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char reason[512];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason) != RD_KAFKA_CONF_OK)
        die("%s", reason);
}

void client_set_all(rd_kafka_conf_t *conf, const char *settings)
{
    char name[128];
    char value[256];
    while (scenario_setting(&settings, name, sizeof name, value, sizeof value))
        client_set(conf, name, value);
}

/* A broker that is down on purpose would fill the log: only what is not about a connection counts.
 */
static void on_log(const rd_kafka_t *rk, int level, const char *fac, const char *text)
{
    if (level <= 3 && strcmp(fac, "FAIL") != 0 && strcmp(fac, "ERROR") != 0)
        note("%s: %s: %s", rd_kafka_name(rk), fac, text);
}

rd_kafka_conf_t *client_conf(const struct options *o, const char *client_id)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, on_log);
    client_set(conf, "bootstrap.servers", o->bootstrap);
    client_set(conf, "client.id", client_id);
    client_set(conf, "socket.timeout.ms", "10000");
    client_set(conf, "reconnect.backoff.max.ms", "2000");
    client_set(conf, "log.connection.close", "false");
    for (size_t i = 0; i < o->nproperties; i++)
        client_set_all(conf, o->properties[i]);
    return conf;
}

rd_kafka_t *client_open(rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    char reason[512];
    rd_kafka_t *rk = rd_kafka_new(type, conf, reason, sizeof reason);
    if (!rk)
        die("%s", reason);
    return rk;
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    (void)rk;
    size_t *failed = opaque;
    if (message->err && (*failed)++ == 0)
        note("a record of %s: %s", rd_kafka_topic_name(message->rkt),
             rd_kafka_err2str(message->err));
}

rd_kafka_t *client_producer(const struct options *o, const char *client_id, size_t *failed)
{
    rd_kafka_conf_t *conf = client_conf(o, client_id);
    client_set(conf, "acks", "all");
    client_set(conf, "linger.ms", "20");
    client_set(conf, "message.timeout.ms", "60000");
    /* A topic that a busy broker does not know yet is not a missing topic. */
    client_set(conf, "topic.metadata.propagation.max.ms", "60000");
    client_set(conf, "partitioner", "murmur2_random");
    /* Each record without a key by itself: else a quick seeding puts all into one partition. */
    client_set(conf, "sticky.partitioning.linger.ms", "0");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_conf_set_opaque(conf, failed);
    return client_open(RD_KAFKA_PRODUCER, conf);
}

void admin_init(struct admin *a, rd_kafka_t *rk)
{
    a->rk = rk;
    a->queue = rd_kafka_queue_new(rk);
}

void admin_release(struct admin *a)
{
    rd_kafka_queue_destroy(a->queue);
    a->queue = NULL;
}

rd_kafka_AdminOptions_t *admin_options(struct admin *a, rd_kafka_admin_op_t op)
{
    char reason[256];
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(a->rk, op);
    /* Calls to a group's coordinator abort the process if this passes before a late answer; the
     * waiting is bounded by admin_wait and socket.timeout.ms. */
    bool coordinator = op == RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS;
    if (rd_kafka_AdminOptions_set_request_timeout(options, coordinator ? 3600000 : 30000, reason,
                                                  sizeof reason))
        die("%s", reason);
    return options;
}

rd_kafka_event_t *admin_wait(struct admin *a, const char *what)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(a->queue, 30000);
    if (!event)
        die("%s: no answer within 30 s", what);
    if (rd_kafka_event_error(event))
        die("%s: %s", what, rd_kafka_event_error_string(event));
    return event;
}

size_t admin_count_topic_errors(struct admin *a, const char *what, rd_kafka_resp_err_t fine)
{
    rd_kafka_event_t *event = admin_wait(a, what);
    const rd_kafka_topic_result_t **results = NULL;
    size_t n = 0;
    size_t failed = 0;
    if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_CREATETOPICS_RESULT)
        results =
            rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &n);
    else if (rd_kafka_event_type(event) == RD_KAFKA_EVENT_DELETETOPICS_RESULT)
        results =
            rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &n);
    for (size_t i = 0; i < n; i++) {
        rd_kafka_resp_err_t err = rd_kafka_topic_result_error(results[i]);
        if (!err || err == fine)
            continue;
        note("%s %s: %s", what, rd_kafka_topic_result_name(results[i]),
             rd_kafka_topic_result_error_string(results[i]));
        failed++;
    }
    rd_kafka_event_destroy(event);
    return failed;
}

rd_kafka_resp_err_t admin_commit_error(rd_kafka_event_t *event)
{
    size_t n = 0;
    const rd_kafka_group_result_t **groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
        rd_kafka_event_AlterConsumerGroupOffsets_result(event), &n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_topic_partition_list_t *list = rd_kafka_group_result_partitions(groups[i]);
        const rd_kafka_error_t *error = rd_kafka_group_result_error(groups[i]);
        if (error)
            return rd_kafka_error_code(error);
        for (int p = 0; list && p < list->cnt; p++) {
            if (list->elems[p].err)
                return list->elems[p].err;
        }
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

void admin_send_commits(struct admin *a, const char *group,
                        const rd_kafka_topic_partition_list_t *commits, void *opaque)
{
    rd_kafka_AlterConsumerGroupOffsets_t *one =
        rd_kafka_AlterConsumerGroupOffsets_new(group, commits);
    rd_kafka_AdminOptions_t *options =
        admin_options(a, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS);
    rd_kafka_AdminOptions_set_opaque(options, opaque);
    rd_kafka_AlterConsumerGroupOffsets(a->rk, &one, 1, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_AlterConsumerGroupOffsets_destroy(one);
}

void client_wake_coordinators(const struct options *o)
{
    rd_kafka_conf_t *conf = client_conf(o, "klamm-wake");
    client_set(conf, "group.id", "klamm-wake");
    rd_kafka_t *rk = client_open(RD_KAFKA_CONSUMER, conf);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, "any", 0);
    /* The coordinator is named a moment before it answers: then the question ends at once. */
    int64_t limit = clock_mono_ms() + 30000;
    rd_kafka_resp_err_t err = rd_kafka_committed(rk, list, 30000);
    while (err && clock_mono_ms() < limit) {
        rd_kafka_poll(rk, 100);
        err = rd_kafka_committed(rk, list, 10000);
    }
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(rk);
    if (err)
        die("no group coordinator: %s", rd_kafka_err2str(err));
}
