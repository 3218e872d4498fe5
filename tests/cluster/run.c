/* `traffic run`: producers at their rates, members of all groups, topics that come and go, writers
 * of transactions. One thread turns twenty times a second; only the transactions have their own.
 * The program ends with its parent and when no broker has been there for a minute, so that nothing
 * stays behind when a demo or a test dies. */
#include "tests/cluster/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/cluster/member.h"
#include "tests/cluster/records.h"

enum { TURN_MS = 50, ORPHAN_MS = 60000, LEAVE_MS = 4000 };

struct traffic {
    rd_kafka_t *producer;
    double *due; /* records owed, one a topic */
    double rate;
    struct member *members;
    size_t nmembers;
    struct churn churn;
    pid_t parent;     /* whose end is ours too, or 0 */
    bool settled;     /* each group had a member with partitions once */
    int64_t alive_ms; /* when a record was last acknowledged */
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
    (void)sig;
    stopped = 1;
}

static void watch_signals(const struct options *o)
{
    struct sigaction sa = {.sa_handler = on_signal};
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGHUP, &sa, NULL);
    if (!o->stay)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque)
{
    (void)rk;
    struct traffic *t = opaque;
    if (!message->err)
        t->alive_ms = clock_mono_ms();
}

static void start_producer(struct traffic *t, const struct options *o)
{
    rd_kafka_conf_t *conf = client_conf(o, "klamm-traffic");
    client_set(conf, "acks", "all");
    client_set(conf, "linger.ms", "50");
    client_set(conf, "message.timeout.ms", "10000");
    client_set(conf, "partitioner", "murmur2_random");
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    rd_kafka_conf_set_opaque(conf, t);
    t->producer = client_open(RD_KAFKA_PRODUCER, conf);
    t->due = xcalloc(scenario_ntopics, sizeof *t->due);
    t->rate = o->rate;
}

static void start_members(struct traffic *t, const struct options *o)
{
    for (size_t i = 0; i < scenario_ngroups; i++)
        t->nmembers += (size_t)scenario_groups[i].members;
    t->members = xcalloc(t->nmembers, sizeof *t->members);
    size_t n = 0;
    for (size_t i = 0; i < scenario_ngroups; i++) {
        for (int k = 0; k < scenario_groups[i].members; k++)
            member_open(&t->members[n++], o, &scenario_groups[i], k);
    }
}

static void produce_due(struct traffic *t, int64_t elapsed_ms)
{
    for (size_t i = 0; i < scenario_ntopics; i++) {
        const struct topic_plan *plan = &scenario_topics[i];
        t->due[i] += plan->rate * t->rate * (double)elapsed_ms / 1000;
        if (t->due[i] > 10000)
            t->due[i] = 10000; /* after a long stop of the machine */
        for (; t->due[i] >= 1; t->due[i] -= 1) {
            if (!record_send(t->producer, plan->name, plan->kind, 0))
                break;
        }
    }
    rd_kafka_poll(t->producer, 0);
}

static bool has_partitions(const struct member *m)
{
    rd_kafka_topic_partition_list_t *mine = NULL;
    if (rd_kafka_assignment(m->rk, &mine))
        return false;
    bool any = mine->cnt > 0;
    rd_kafka_topic_partition_list_destroy(mine);
    return any;
}

/* Prints once that the groups have formed: a script that wants to show them waits for that line. */
static void tell_settled(struct traffic *t)
{
    const struct group_plan *wanting = NULL;
    for (size_t i = 0; !t->settled && i < t->nmembers; i++) {
        const struct member *m = &t->members[i];
        if (m->index == 0 && wanting)
            return;
        if (m->index == 0)
            wanting = m->plan;
        if (wanting && has_partitions(m))
            wanting = NULL;
    }
    if (t->settled || wanting)
        return;
    t->settled = true;
    note("all groups have members");
}

static void wait_a_turn(void)
{
    struct timespec pause = {.tv_nsec = TURN_MS * 1000000L};
    nanosleep(&pause, NULL);
}

static bool keep_going(const struct traffic *t, int64_t now_ms)
{
    if (stopped)
        return false;
    if (t->parent && getppid() != t->parent) {
        note("the parent has ended");
        return false;
    }
    if (now_ms - t->alive_ms > ORPHAN_MS) {
        note("no broker took a record for a minute");
        return false;
    }
    return true;
}

/* Leaves the groups in good order if the brokers answer in time. True when all did. */
static bool leave(struct traffic *t)
{
    int64_t limit = clock_mono_ms() + LEAVE_MS;
    for (size_t i = 0; i < t->nmembers; i++)
        member_close(&t->members[i]);
    for (size_t i = 0; i < t->nmembers; i++) {
        while (!member_closed(&t->members[i])) {
            if (clock_mono_ms() > limit)
                return false;
        }
    }
    return rd_kafka_flush(t->producer, 1000) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

static void release(struct traffic *t)
{
    for (size_t i = 0; i < t->nmembers; i++)
        member_release(&t->members[i]);
    churn_release(&t->churn);
    rd_kafka_destroy(t->producer);
    free(t->members);
    free(t->due);
}

int run(const struct options *o)
{
    struct traffic t = {.parent = o->stay ? 0 : getppid(), .alive_ms = clock_mono_ms()};
    watch_signals(o);
    start_producer(&t, o);
    churn_init(&t.churn, t.producer);
    start_members(&t, o);
    transactions_start(o);
    note("running: %zu topics, %zu members", scenario_ntopics, t.nmembers);
    int64_t before = clock_mono_ms();
    int64_t now = before;
    for (; keep_going(&t, now); before = now) {
        wait_a_turn();
        now = clock_mono_ms();
        produce_due(&t, now - before);
        for (size_t i = 0; i < t.nmembers; i++)
            member_work(&t.members[i], now, now - before);
        churn_work(&t.churn, now);
        tell_settled(&t);
    }
    transactions_stop();
    if (!leave(&t))
        _exit(0); /* a broker hangs: the groups will notice by themselves */
    release(&t);
    return 0;
}
