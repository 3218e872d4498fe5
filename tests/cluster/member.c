/* Members of consumer groups. run.c owns them and calls member_work some twenty times a second;
 * nothing here waits for a broker, so one thread serves all. Commits are librdkafka's automatic
 * ones, every second unless the plan says otherwise. */
#include "tests/cluster/member.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PER_TURN = 2000, FLAP_MS = 12000, REWIND_MS = 90000, REWIND_BY = 300 };

static rd_kafka_topic_partition_list_t *topics_of(const struct group_plan *g, bool partitions)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(4);
    const char *topics = g->topics;
    char topic[256];
    while (scenario_word(&topics, topic, sizeof topic)) {
        if (!partitions) {
            rd_kafka_topic_partition_list_add(list, topic, RD_KAFKA_PARTITION_UA);
            continue;
        }
        const struct topic_plan *t = scenario_topic(topic);
        for (int p = 0; t && p < t->partitions; p++)
            rd_kafka_topic_partition_list_add(list, topic, p)->offset = RD_KAFKA_OFFSET_STORED;
    }
    return list;
}

static void join(struct member *m)
{
    rd_kafka_topic_partition_list_t *list = topics_of(m->plan, m->plan->mode == MODE_ASSIGN);
    rd_kafka_resp_err_t err = m->plan->mode == MODE_ASSIGN ? rd_kafka_assign(m->rk, list)
                                                           : rd_kafka_subscribe(m->rk, list);
    if (err)
        note("%s: %s", m->plan->id, rd_kafka_err2str(err));
    rd_kafka_topic_partition_list_destroy(list);
    m->away = false;
}

void member_open(struct member *m, const struct options *o, const struct group_plan *plan,
                 int index)
{
    char name[128];
    memset(m, 0, sizeof *m);
    m->plan = plan;
    m->index = index;
    m->rate = plan->rate * o->rate;
    snprintf(name, sizeof name, "%s-%d", plan->client, index + 1);
    rd_kafka_conf_t *conf = client_conf(o, name);
    client_set(conf, "group.id", plan->id);
    client_set(conf, "auto.commit.interval.ms", "1000");
    client_set(conf, "auto.offset.reset", "latest");
    client_set(conf, "fetch.wait.max.ms", "1000");
    client_set(conf, "queued.min.messages", "200");
    client_set(conf, "queued.max.messages.kbytes", "1024");
    if (!strstr(plan->settings, "group.protocol=consumer"))
        client_set(conf, "session.timeout.ms", "10000");
    if (plan->fixed)
        client_set(conf, "group.instance.id", name);
    client_set_all(conf, plan->settings);
    m->rk = client_open(RD_KAFKA_CONSUMER, conf);
    rd_kafka_poll_set_consumer(m->rk);
    join(m);
}

/* Keeps partition 0 paused; a rebalance forgets the pause, so it is said again each turn. */
static void stall(struct member *m)
{
    rd_kafka_topic_partition_list_t *mine = NULL;
    if (rd_kafka_assignment(m->rk, &mine))
        return;
    for (int i = mine->cnt - 1; i >= 0; i--) {
        if (mine->elems[i].partition != 0)
            rd_kafka_topic_partition_list_del_by_idx(mine, i);
    }
    if (mine->cnt)
        rd_kafka_pause_partitions(m->rk, mine);
    rd_kafka_topic_partition_list_destroy(mine);
}

static void rewind_all(struct member *m)
{
    rd_kafka_topic_partition_list_t *mine = NULL;
    if (rd_kafka_assignment(m->rk, &mine))
        return;
    rd_kafka_position(m->rk, mine);
    for (int i = mine->cnt - 1; i >= 0; i--) {
        int64_t *offset = &mine->elems[i].offset;
        if (*offset < 0)
            rd_kafka_topic_partition_list_del_by_idx(mine, i);
        else
            *offset = *offset > REWIND_BY ? *offset - REWIND_BY : 0;
    }
    rd_kafka_error_t *error = rd_kafka_seek_partitions(m->rk, mine, 1000);
    rd_kafka_error_destroy(error);
    rd_kafka_topic_partition_list_destroy(mine);
}

static void act(struct member *m, int64_t now_ms)
{
    switch (m->plan->mode) {
    case MODE_STALL:
        stall(m);
        m->next_act = now_ms + 100;
        break;
    case MODE_FLAP:
        if (m->index == 0)
            break;
        if (m->next_act && m->away)
            join(m);
        else if (m->next_act) {
            rd_kafka_unsubscribe(m->rk);
            m->away = true;
        }
        m->next_act = now_ms + FLAP_MS + 1500 * m->index;
        break;
    case MODE_REWIND:
        if (m->next_act)
            rewind_all(m);
        m->next_act = now_ms + REWIND_MS;
        break;
    case MODE_INACTIVE:
    case MODE_CONSUME:
    case MODE_ASSIGN:
        m->next_act = INT64_MAX;
        break;
    }
}

void member_work(struct member *m, int64_t now_ms, int64_t elapsed_ms)
{
    if (now_ms >= m->next_act)
        act(m, now_ms);
    double most = m->rate > 0 ? m->rate * 2 : MAX_PER_TURN;
    m->credit += m->rate > 0 ? m->rate * (double)elapsed_ms / 1000 : MAX_PER_TURN;
    if (m->credit > most)
        m->credit = most;
    while (m->credit >= 1) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(m->rk, 0);
        if (!message)
            break;
        if (!message->err)
            m->credit -= 1;
        rd_kafka_message_destroy(message);
    }
}

void member_close(struct member *m)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(m->rk);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(m->rk, queue);
    if (error)
        note("%s: %s", m->plan->id, rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    rd_kafka_queue_destroy(queue);
}

bool member_closed(struct member *m)
{
    if (rd_kafka_consumer_closed(m->rk))
        return true;
    rd_kafka_message_t *message = rd_kafka_consumer_poll(m->rk, 10);
    if (message)
        rd_kafka_message_destroy(message);
    return rd_kafka_consumer_closed(m->rk);
}

void member_release(struct member *m)
{
    rd_kafka_destroy(m->rk);
    m->rk = NULL;
}
