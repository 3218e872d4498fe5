/* `traffic bulk`: a thousand topics and groups for the measurements. Topics are created fifty a
 * call. Each group commits to neighbouring topics, somewhere between start and end, so that every
 * group has its own lag. A broker serves one request of a connection at a time, and a commit takes
 * 10 ms or more, so the commits go through several handles. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/cluster/records.h"
#include "tests/cluster/run.h"
#include "tests/cluster/seed.h"

enum { TOPICS_A_CALL = 50, ACLS_A_CALL = 500, WORKERS = 12, IN_FLIGHT = 4 };

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
        struct topic_plan plan = {.name = name,
                                  .partitions = o->partitions,
                                  .rf = o->rf,
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

static void fill(rd_kafka_t *rk, const struct options *o, const size_t *failed)
{
    char name[128];
    for (int t = 0; t < o->topics; t++) {
        topic_name(o, name, sizeof name, t);
        for (int n = 0; n < o->records * o->partitions; n++) {
            while (!record_send(rk, name, RECORD_LINE, 0))
                rd_kafka_poll(rk, 100);
        }
    }
    seed_flush(rk, "bulk", failed);
}

static void send_group(struct admin *a, const struct options *o, int group)
{
    char name[128];
    rd_kafka_topic_partition_list_t *commits = rd_kafka_topic_partition_list_new(o->commits);
    int n = o->commits < o->topics * o->partitions ? o->commits : o->topics * o->partitions;
    for (int i = 0; i < n; i++) {
        topic_name(o, name, sizeof name, (group + i / o->partitions) % o->topics);
        rd_kafka_topic_partition_list_add(commits, name, i % o->partitions)->offset =
            o->records ? (group + i) % o->records : 0;
    }
    snprintf(name, sizeof name, "%s-group-%04d", o->prefix, group);
    admin_send_commits(a, name, commits, (void *)(intptr_t)group);
    rd_kafka_topic_partition_list_destroy(commits);
}

/* A coordinator that is still loading, or does not know the new topics yet. */
static bool is_passing(rd_kafka_resp_err_t err)
{
    return err == RD_KAFKA_RESP_ERR_NOT_COORDINATOR ||
           err == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
           err == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS ||
           err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

/* Takes one answer; what is only refused for the moment is sent again, for a while. */
static bool take_group(struct admin *a, const struct options *o, int64_t limit_ms)
{
    rd_kafka_event_t *event = admin_wait(a, "commit");
    int group = (int)(intptr_t)rd_kafka_event_opaque(event);
    rd_kafka_resp_err_t err = admin_commit_error(event);
    rd_kafka_event_destroy(event);
    if (!err)
        return true;
    if (!is_passing(err) || clock_mono_ms() > limit_ms)
        die("commit of group %d: %s", group, rd_kafka_err2str(err));
    send_group(a, o, group);
    return false;
}

static void commit_all(struct admin *workers, const struct options *o)
{
    int open[WORKERS] = {0};
    int64_t limit_ms = clock_mono_ms() + 150000;
    for (int group = 0; group < o->groups; group++) {
        int w = group % WORKERS;
        while (open[w] >= IN_FLIGHT)
            open[w] -= take_group(&workers[w], o, limit_ms);
        send_group(&workers[w], o, group);
        open[w]++;
    }
    for (int w = 0; w < WORKERS; w++) {
        while (open[w] > 0)
            open[w] -= take_group(&workers[w], o, limit_ms);
    }
}

/* Twenty rules for each principal: it may read and describe ten topics. */
static void send_acls(struct admin *a, const struct options *o, int from, int count)
{
    rd_kafka_AclBinding_t *acls[ACLS_A_CALL];
    char name[128], principal[64], reason[256];
    for (int i = 0; i < count; i++) {
        int n = from + i;
        topic_name(o, name, sizeof name, (n / 2) % (o->topics ? o->topics : 1));
        snprintf(principal, sizeof principal, "User:%s-%04d", o->prefix, n / 20);
        acls[i] = rd_kafka_AclBinding_new(
            RD_KAFKA_RESOURCE_TOPIC, name, RD_KAFKA_RESOURCE_PATTERN_LITERAL, principal, "*",
            n % 2 ? RD_KAFKA_ACL_OPERATION_DESCRIBE : RD_KAFKA_ACL_OPERATION_READ,
            RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, reason, sizeof reason);
        if (!acls[i])
            die("ACL %d: %s", n, reason);
    }
    seed_acls(a, acls, (size_t)count);
}

void bulk(const struct options *o)
{
    struct admin workers[WORKERS];
    size_t failed = 0;
    client_wake_coordinators(o); /* before the brokers are busy with a thousand topics */
    int64_t t0 = clock_mono_ms();
    for (int w = 0; w < WORKERS; w++)
        admin_init(&workers[w], client_producer(o, "klamm-bulk", &failed));
    for (int from = 0; from < o->topics; from += TOPICS_A_CALL) {
        int left = o->topics - from;
        send_topics(&workers[0], o, from, left < TOPICS_A_CALL ? left : TOPICS_A_CALL);
    }
    int64_t t1 = clock_mono_ms();
    fill(workers[0].rk, o, &failed);
    int64_t t2 = clock_mono_ms();
    commit_all(workers, o);
    int64_t t3 = clock_mono_ms();
    for (int from = 0; from < o->acls; from += ACLS_A_CALL)
        send_acls(&workers[0], o, from,
                  o->acls - from < ACLS_A_CALL ? o->acls - from : ACLS_A_CALL);
    int64_t t4 = clock_mono_ms();
    for (int w = 0; w < WORKERS; w++) {
        admin_release(&workers[w]);
        rd_kafka_destroy(workers[w].rk);
    }
    note("%d topics in %lld ms, %d records in %lld ms, %d groups in %lld ms, "
         "%d ACLs in %lld ms",
         o->topics, (long long)(t1 - t0), o->topics * o->partitions * o->records,
         (long long)(t2 - t1), o->groups, (long long)(t3 - t2), o->acls, (long long)(t4 - t3));
}
