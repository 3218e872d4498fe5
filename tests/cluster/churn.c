/* Short-lived topics: every few seconds one is made and the oldest is deleted, as test runs and
 * stream applications do. Part of `traffic run`; sends its calls and looks at the answers later. */
#include <stdio.h>

#include "tests/cluster/run.h"
#include "tests/cluster/seed.h"

enum { EVERY_MS = 15000, ALIVE = 4 };

void churn_init(struct churn *c, rd_kafka_t *rk)
{
    admin_init(&c->admin, rk);
    c->next_ms = 0;
    c->count = 0;
}

static void name_of(char *name, size_t size, unsigned n)
{
    snprintf(name, size, "session-%04u", n % 10000);
}

static void make_topic(struct churn *c, unsigned n)
{
    char name[32];
    name_of(name, sizeof name, n);
    struct topic_plan plan = {
        .name = name, .partitions = 2, .rf = 2, .settings = "retention.ms=60000"};
    rd_kafka_NewTopic_t *topic = seed_new_topic(&plan);
    rd_kafka_AdminOptions_t *options = admin_options(&c->admin, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(c->admin.rk, &topic, 1, options, c->admin.queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_NewTopic_destroy(topic);
}

static void drop_topic(struct churn *c, unsigned n)
{
    char name[32];
    name_of(name, sizeof name, n);
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_AdminOptions_t *options = admin_options(&c->admin, RD_KAFKA_ADMIN_OP_DELETETOPICS);
    rd_kafka_DeleteTopics(c->admin.rk, &topic, 1, options, c->admin.queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_DeleteTopic_destroy(topic);
}

/* Whether a call succeeded does not matter: the next one follows anyway. */
void churn_work(struct churn *c, int64_t now_ms)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(c->admin.queue, 0);
    if (event)
        rd_kafka_event_destroy(event);
    if (now_ms < c->next_ms)
        return;
    c->next_ms = now_ms + EVERY_MS;
    make_topic(c, c->count);
    if (c->count >= ALIVE)
        drop_topic(c, c->count - ALIVE);
    c->count++;
}

void churn_release(struct churn *c)
{
    admin_release(&c->admin);
}
