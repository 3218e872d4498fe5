/* `traffic settle`: undoes what a broker's death leaves behind. */
#include "tests/cluster/settle.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"

enum { MOST_MS = 60000, PAUSE_MS = 100 };

/* What is not yet as it should be: a sentence on one of them, "" when there is none. */
struct rest {
    rd_kafka_topic_partition_list_t *astray; /* led by another than the preferred replica */
    size_t behind;                           /* partitions with a replica that is not in sync */
    char example[300];
};

static void look_at(struct rest *rest, const char *topic, const rd_kafka_metadata_partition_t *p)
{
    bool behind = p->isr_cnt < p->replica_cnt;
    if (!behind && (p->replica_cnt == 0 || p->leader == p->replicas[0]))
        return;
    if (behind)
        rest->behind++;
    else if (strcmp(topic, "invoices") != 0) /* seed_turn_round in lib/seed.sh */
        rd_kafka_topic_partition_list_add(rest->astray, topic, p->id);
    else
        return;
    snprintf(rest->example, sizeof rest->example,
             "%s-%" PRId32 ": leader %" PRId32 ", %d of %d replicas in sync", topic, p->id,
             p->leader, p->isr_cnt, p->replica_cnt);
}

/* False: no broker answered. */
static bool look(rd_kafka_t *rk, struct rest *rest)
{
    const struct rd_kafka_metadata *md = NULL;
    *rest = (struct rest){.astray = rd_kafka_topic_partition_list_new(64)};
    rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 1, NULL, &md, 5000);
    if (err) {
        snprintf(rest->example, sizeof rest->example, "no metadata: %s", rd_kafka_err2str(err));
        return false;
    }
    for (int i = 0; i < md->topic_cnt; i++)
        for (int k = 0; k < md->topics[i].partition_cnt; k++)
            look_at(rest, md->topics[i].topic, &md->topics[i].partitions[k]);
    rd_kafka_metadata_destroy(md);
    return true;
}

/* Its answer does not matter: the result is checked. */
static void elect(struct admin *a, rd_kafka_topic_partition_list_t *astray)
{
    rd_kafka_ElectLeaders_t *wanted =
        rd_kafka_ElectLeaders_new(RD_KAFKA_ELECTION_TYPE_PREFERRED, astray);
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_ELECTLEADERS);
    rd_kafka_ElectLeaders(a->rk, wanted, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_ElectLeaders_destroy(wanted);
    rd_kafka_event_t *event = rd_kafka_queue_poll(a->queue, 30000);
    if (event)
        rd_kafka_event_destroy(event);
}

void settle(const struct options *o)
{
    rd_kafka_t *rk = client_open(RD_KAFKA_CONSUMER, client_conf(o, "klamm-settle"));
    int64_t limit = clock_mono_ms() + MOST_MS;
    struct admin a;
    admin_init(&a, rk);
    for (bool whole = false; !whole;) {
        struct rest rest;
        bool done = look(rk, &rest);
        int astray = rest.astray->cnt;
        whole = done && !rest.behind && !astray;
        if (done && !rest.behind && astray)
            elect(&a, rest.astray);
        rd_kafka_topic_partition_list_destroy(rest.astray);
        if (!whole && clock_mono_ms() > limit)
            die("the cluster does not come to rest: %zu partitions with replicas out of sync, %d "
                "led by another than the preferred one; %s",
                rest.behind, astray, rest.example);
        if (!whole)
            rd_kafka_poll(rk, PAUSE_MS);
    }
    admin_release(&a);
    rd_kafka_destroy(rk);
}
