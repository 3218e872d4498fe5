/* `traffic bulk`: a thousand topics and groups for the measurements. Topics are created fifty a
 * call, commits are sent with many groups in flight; each group commits to the first partitions of
 * neighbouring topics, somewhere between start and end, so that every group has its own lag. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/cluster/records.h"
#include "tests/cluster/run.h"
#include "tests/cluster/seed.h"

enum { TOPICS_A_CALL = 50, GROUPS_IN_FLIGHT = 100 };

static void topic_name(const struct options *o, char *name, size_t size, int n)
{
    snprintf(name, size, "%s-topic-%04d", o->prefix, n);
}

static void send_topics(struct admin *a, const struct options *o, int from, int count)
{
    rd_kafka_NewTopic_t *topics[TOPICS_A_CALL];
    char name[128];
    for (int i = 0; i < count; i++) {
        topic_name(o, name, sizeof name, from + i);
        struct topic_plan plan = {.name = name, .partitions = o->partitions, .rf = o->rf,
                                  .settings = "retention.ms=604800000"};
        topics[i] = seed_new_topic(&plan);
    }
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(a->rk, topics, (size_t)count, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_NewTopic_destroy_array(topics, (size_t)count);
    if (admin_count_topic_errors(a, "create topic", RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS))
        die("not all topics could be made");
}

static void fill(rd_kafka_t *rk, const struct options *o)
{
    char name[128];
    for (int t = 0; t < o->topics; t++) {
        topic_name(o, name, sizeof name, t);
        for (int n = 0; n < o->records * o->partitions; n++) {
            while (!record_send(rk, name, RECORD_LINE, 0))
                rd_kafka_poll(rk, 100);
        }
    }
    seed_flush(rk, "bulk");
}

static void send_group(struct admin *a, const struct options *o, int group)
{
    char name[128];
    rd_kafka_topic_partition_list_t *commits = rd_kafka_topic_partition_list_new(o->commits);
    for (int i = 0; i < o->commits; i++) {
        topic_name(o, name, sizeof name, (group + i / o->partitions) % o->topics);
        rd_kafka_topic_partition_list_add(commits, name, i % o->partitions)->offset =
            o->records ? (group + i) % o->records : 0;
    }
    snprintf(name, sizeof name, "%s-group-%04d", o->prefix, group);
    rd_kafka_AlterConsumerGroupOffsets_t *one =
        rd_kafka_AlterConsumerGroupOffsets_new(name, commits);
    rd_kafka_topic_partition_list_destroy(commits);
    rd_kafka_AdminOptions_t *options =
        admin_options(a, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS);
    rd_kafka_AlterConsumerGroupOffsets(a->rk, &one, 1, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_AlterConsumerGroupOffsets_destroy(one);
}

static void take_group(struct admin *a)
{
    rd_kafka_event_t *event = admin_wait(a, "commit");
    rd_kafka_resp_err_t err = admin_commit_error(event);
    if (err)
        die("commit: %s", rd_kafka_err2str(err));
    rd_kafka_event_destroy(event);
}

static void commit_all(struct admin *a, const struct options *o)
{
    int taken = 0;
    for (int sent = 0; sent < o->groups; sent++) {
        send_group(a, o, sent);
        if (sent - taken >= GROUPS_IN_FLIGHT) {
            take_group(a);
            taken++;
        }
    }
    for (; taken < o->groups; taken++)
        take_group(a);
}

/* The first commit makes the offsets topic; the time for that is not the groups'. */
void bulk(const struct options *o)
{
    struct admin a;
    int64_t t0 = clock_mono_ms();
    admin_init(&a, client_producer(o, "klamm-bulk"));
    for (int from = 0; from < o->topics; from += TOPICS_A_CALL) {
        int left = o->topics - from;
        send_topics(&a, o, from, left < TOPICS_A_CALL ? left : TOPICS_A_CALL);
    }
    int64_t t1 = clock_mono_ms();
    fill(a.rk, o);
    int64_t t2 = clock_mono_ms();
    commit_all(&a, o);
    int64_t t3 = clock_mono_ms();
    admin_release(&a);
    rd_kafka_destroy(a.rk);
    note("%d topics in %lld ms, %d records in %lld ms, %d groups in %lld ms", o->topics,
         (long long)(t1 - t0), o->topics * o->partitions * o->records, (long long)(t2 - t1),
         o->groups, (long long)(t3 - t2));
}
