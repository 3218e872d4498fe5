/* Deleting one topic. librdkafka deletes by name only: the caller has checked the topic's id just
 * before. The controller answers when it has removed the topic from its own metadata; the brokers
 * learn of it a moment later. */
#include "core/kafka/topic_delete.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"

#include <stdlib.h>

static bool delete_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_topic_result_t **topics =
        rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(ev), &n);
    *result = outcomes_of_topics(r->api, topics, n);
    return true;
}

static bool delete_send(struct request *r, struct err *err)
{
    (void)err;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DELETETOPICS, false);
    rd_kafka_AdminOptions_set_operation_timeout(o, r->cluster->timeouts.request_ms / 2, NULL, 0);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(r->args);
    rd_kafka_DeleteTopics(r->cluster->handle->rk, &topic, 1, o, r->cluster->handle->queue);
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_delete_topic(struct cluster *c, const char *name, request_done *done,
                                   void *user)
{
    struct request *r = request_new(c, API_DELETE_TOPICS, done, user);
    request_string(r, name);
    r->object = xstrdup(name);
    r->args = xstrdup(name);
    r->free_args = free;
    r->change = true;
    r->forwarded = true;
    r->send = delete_send;
    r->answer = delete_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
