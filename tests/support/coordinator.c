/* The coordinator of a group is the leader of one partition of __consumer_offsets, which Kafka
 * chooses by the hash of the group's name (GroupCoordinatorService.partitionFor, Utils.abs). */
#include "tests/support/coordinator.h"

#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include <librdkafka/rdkafka.h>

enum { MOST = 64, TRIES = 500, ANSWER_MS = 30000 };

/* Java's String.hashCode of plain ASCII, without its sign. */
static uint32_t hash_of(const char *name)
{
    uint32_t h = 0;
    for (; *name; name++)
        h = 31 * h + (unsigned char)*name;
    int32_t sum = (int32_t)h;
    return sum == INT32_MIN ? 0 : (uint32_t)abs(sum);
}

/* By partition; returns how many there are. */
static int offsets_leaders(int leader[MOST])
{
    char why[256];
    const struct rd_kafka_metadata *md = NULL;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), why, sizeof why);
    rd_kafka_conf_set_log_cb(conf, NULL);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    if (!rk)
        fail_msg("%s", why);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, "__consumer_offsets", NULL);
    rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 0, topic, &md, ANSWER_MS);
    int n = err ? 0 : md->topics[0].partition_cnt;
    for (int i = 0; i < n && i < MOST; i++)
        leader[md->topics[0].partitions[i].id] = md->topics[0].partitions[i].leader;
    if (md)
        rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(rk);
    if (n < 1 || n > MOST)
        fail_msg("partitions of __consumer_offsets: %d (%s)", n, rd_kafka_err2str(err));
    return n;
}

int coordinator_node(void)
{
    int leader[MOST];
    offsets_leaders(leader);
    assert_in_range(leader[0], 1, 3);
    return leader[0];
}

const char *coordinator_group(const char *prefix, int node)
{
    int leader[MOST], n = offsets_leaders(leader);
    for (int i = 0; i < TRIES; i++) {
        const char *name = run_name(prefix);
        if (leader[hash_of(name) % (uint32_t)n] == node)
            return name;
    }
    fail_msg("broker %d coordinates no group", node);
    return NULL;
}
