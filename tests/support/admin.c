/* One client per call: tests prepare a handful of things, and nothing of one may outlive it. */
#include "tests/support/admin.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <librdkafka/rdkafka.h>

enum { ANSWER_MS = 30000, HEARD_MS = 60000 };

struct admin {
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
};

static struct admin admin_open(void)
{
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    struct admin a;
    assert_int_equal(
        rd_kafka_conf_set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), text, sizeof text),
        RD_KAFKA_CONF_OK);
    rd_kafka_conf_set_log_cb(conf, NULL);
    a.rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!a.rk)
        fail_msg("%s", text);
    a.queue = rd_kafka_queue_new(a.rk);
    return a;
}

static void admin_close(struct admin *a)
{
    rd_kafka_queue_destroy(a->queue);
    rd_kafka_destroy(a->rk);
}

static rd_kafka_event_t *answer(struct admin *a)
{
    rd_kafka_event_t *e = rd_kafka_queue_poll(a->queue, ANSWER_MS);
    if (!e || rd_kafka_event_error(e))
        fail_msg("%s", e ? rd_kafka_event_error_string(e) : "the cluster does not answer");
    return e;
}

static void none_failed(const rd_kafka_topic_result_t **results, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rd_kafka_topic_result_error(results[i]))
            fail_msg("%s: %s", rd_kafka_topic_result_name(results[i]),
                     rd_kafka_topic_result_error_string(results[i]));
    }
}

/* The controller says yes before each broker knows of it. */
static bool known_to(const char *broker, const char *name, int partitions) /* -1: any number */
{
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const struct rd_kafka_metadata *md = NULL;
    rd_kafka_conf_set(conf, "bootstrap.servers", broker, text, sizeof text);
    rd_kafka_conf_set_log_cb(conf, NULL);
    /* A producer would have a broker make what is not there. */
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, name, NULL);
    bool known = rd_kafka_metadata(rk, 0, topic, &md, ANSWER_MS) == 0 && md->topic_cnt == 1 &&
                 md->topics[0].err == 0 &&
                 (partitions < 0 || md->topics[0].partition_cnt == partitions);
    for (int p = 0; known && p < partitions; p++)
        known = md->topics[0].partitions[p].leader >= 0;
    if (md)
        rd_kafka_metadata_destroy(md);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(rk);
    return known;
}

/* The handle of a bootstrap address may be dropped with what waits there: then it was not sent. */
static rd_kafka_event_t *answer_to_create(struct admin *a, rd_kafka_NewTopic_t *topic)
{
    for (int i = 0; i < 10; i++) {
        rd_kafka_CreateTopics(a->rk, &topic, 1, NULL, a->queue);
        rd_kafka_event_t *e = rd_kafka_queue_poll(a->queue, ANSWER_MS);
        if (!e)
            fail_msg("the cluster does not answer");
        if (rd_kafka_event_error(e) != RD_KAFKA_RESP_ERR__DESTROY_BROKER)
            return e;
        rd_kafka_event_destroy(e);
    }
    fail_msg("no broker to be asked");
    return NULL;
}

void admin_await_topic(const char *name, int partitions)
{
    int64_t until = clock_mono_ms() + HEARD_MS;

    for (int i = 1; run_has_node(i); i++) {
        char broker[32];

        snprintf(broker, sizeof broker, "KLAMM_PLAINTEXT_%d", i);
        while (!known_to(run_env(broker), name, partitions))
            if (clock_mono_ms() > until)
                fail_msg("broker %d does not know of topic %s, or does not answer", i, name);
    }
}

static void create(rd_kafka_NewTopic_t *topic, const char *name, int partitions)
{
    struct admin a = admin_open();
    rd_kafka_event_t *e = answer_to_create(&a, topic);
    rd_kafka_NewTopic_destroy(topic);
    if (rd_kafka_event_error(e))
        fail_msg("%s", rd_kafka_event_error_string(e));
    size_t n;
    const rd_kafka_topic_result_t **results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(e), &n);
    none_failed(results, n);
    rd_kafka_event_destroy(e);
    admin_close(&a);
    admin_await_topic(name, partitions);
}

void admin_create_topic(const char *name, int partitions, int replication,
                        const char *const *settings)
{
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(name, partitions, replication, NULL, 0);
    for (; settings && *settings; settings++) {
        char key[128];
        const char *equals = strchr(*settings, '=');
        snprintf(key, sizeof key, "%.*s", (int)(equals - *settings), *settings);
        assert_int_equal(rd_kafka_NewTopic_set_config(topic, key, equals + 1), 0);
    }
    create(topic, name, partitions);
}

void admin_create_topic_spread(const char *name, int partitions)
{
    char text[256];
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(name, partitions, -1, NULL, 0);
    for (int p = 0; p < partitions; p++) {
        int32_t leader = 1 + p % 3;
        assert_int_equal(
            rd_kafka_NewTopic_set_replica_assignment(topic, p, &leader, 1, text, sizeof text), 0);
    }
    create(topic, name, partitions);
}

void admin_drop_topic(const char *name)
{
    struct admin a = admin_open();
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_DeleteTopics(a.rk, &topic, 1, NULL, a.queue);
    rd_kafka_DeleteTopic_destroy(topic);
    rd_kafka_event_t *e = answer(&a);
    size_t n;
    const rd_kafka_topic_result_t **results =
        rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(e), &n);
    none_failed(results, n);
    rd_kafka_event_destroy(e);
    admin_close(&a);
}

static void await_gone(const char *name)
{
    int64_t until = clock_mono_ms() + HEARD_MS;
    for (int i = 1; run_has_node(i); i++) {
        char broker[32];
        snprintf(broker, sizeof broker, "KLAMM_PLAINTEXT_%d", i);
        while (known_to(run_env(broker), name, -1))
            if (clock_mono_ms() > until)
                fail_msg("broker %d still has topic %s", i, name);
    }
}

void admin_delete_topic(const char *name)
{
    admin_drop_topic(name);
    await_gone(name);
}

void admin_return_topic(const char *name)
{
    await_gone(name);
    admin_create_topic(name, 2, 1, NULL);
}

static rd_kafka_ResourceType_t type_of(const char *word)
{
    return strcmp(word, "topic") == 0    ? RD_KAFKA_RESOURCE_TOPIC
           : strcmp(word, "broker") == 0 ? RD_KAFKA_RESOURCE_BROKER
                                         : RD_KAFKA_RESOURCE_GROUP;
}

/* A line for each, malloc'd: "name=value", or "name=value (own)" when the topic has it of its own.
 * NULL: the broker does not know the topic yet. */
static char *settings_by(struct admin *a, int broker, const char *topic)
{
    const rd_kafka_ConfigSource_t OF_TOPIC = RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG;
    rd_kafka_ConfigResource_t *c = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    rd_kafka_AdminOptions_t *o =
        rd_kafka_AdminOptions_new(a->rk, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_AdminOptions_set_broker(o, broker, NULL, 0);
    rd_kafka_DescribeConfigs(a->rk, &c, 1, o, a->queue);
    rd_kafka_event_t *e = answer(a);
    size_t n, nentries = 0;
    const rd_kafka_ConfigResource_t **r =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(e), &n);
    const rd_kafka_ConfigEntry_t **entries =
        n ? rd_kafka_ConfigResource_configs(r[0], &nentries) : NULL;
    char *all = n && !rd_kafka_ConfigResource_error(r[0]) ? xstrdup("\n") : NULL;
    for (size_t i = 0; all && i < nentries; i++) {
        const char *value = rd_kafka_ConfigEntry_value(entries[i]);
        char *more =
            xasprintf("%s%s=%s%s\n", all, rd_kafka_ConfigEntry_name(entries[i]), value ? value : "",
                      rd_kafka_ConfigEntry_source(entries[i]) == OF_TOPIC ? " (own)" : "");
        free(all);
        all = more;
    }
    rd_kafka_event_destroy(e);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_ConfigResource_destroy(c);
    return all;
}

static bool settings_agree(struct admin *a, const char *topic)
{
    char *first = settings_by(a, 1, topic);
    bool agree = first != NULL;
    for (int i = 2; agree && run_has_node(i); i++) {
        char *other = settings_by(a, i, topic);
        agree = other && strcmp(first, other) == 0;
        free(other);
    }
    free(first);
    return agree;
}

void admin_await_settings(const char *topic)
{
    struct admin a = admin_open();
    int64_t until = clock_mono_ms() + HEARD_MS;
    while (!settings_agree(&a, topic))
        if (clock_mono_ms() > until)
            fail_msg("brokers do not agree on the settings of %s", topic);
    admin_close(&a);
}

/* value NULL: it has none of its own. */
static bool is_set_at(struct admin *a, int broker, const char *topic, const char *key,
                      const char *value)
{
    char *all = settings_by(a, broker, topic);
    char *line = xasprintf("\n%s=%s", key, value ? value : "");
    const char *at = all ? strstr(all, line) : NULL;
    const char *own = at ? strstr(at + 1, " (own)\n") : NULL;
    bool is_own = own && own < strchr(at + 1, '\n');
    bool as_set = at && is_own == (value != NULL);
    free(line);
    free(all);
    return as_set;
}

static void await_setting(struct admin *a, const char *topic, const char *key, const char *value)
{
    int64_t until = clock_mono_ms() + HEARD_MS;
    for (int i = 1; run_has_node(i); i++)
        while (!is_set_at(a, i, topic, key, value))
            if (clock_mono_ms() > until)
                fail_msg("broker %d does not know that %s of %s was set", i, key, topic);
}

void admin_set(const char *type, const char *name, const char *key, const char *value)
{
    struct admin a = admin_open();
    rd_kafka_ConfigResource_t *r = rd_kafka_ConfigResource_new(type_of(type), name);
    rd_kafka_error_t *wrong = rd_kafka_ConfigResource_add_incremental_config(
        r, key, value ? RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET : RD_KAFKA_ALTER_CONFIG_OP_TYPE_DELETE,
        value);
    if (wrong)
        fail_msg("%s", rd_kafka_error_string(wrong));
    rd_kafka_IncrementalAlterConfigs(a.rk, &r, 1, NULL, a.queue);
    rd_kafka_ConfigResource_destroy(r);
    rd_kafka_event_t *e = answer(&a);
    size_t n;
    const rd_kafka_ConfigResource_t **results = rd_kafka_IncrementalAlterConfigs_result_resources(
        rd_kafka_event_IncrementalAlterConfigs_result(e), &n);
    for (size_t i = 0; i < n; i++) {
        if (rd_kafka_ConfigResource_error(results[i]))
            fail_msg("%s of %s: %s", key, name, rd_kafka_ConfigResource_error_string(results[i]));
    }
    rd_kafka_event_destroy(e);
    if (strcmp(type, "topic") == 0)
        await_setting(&a, name, key, value);
    admin_close(&a);
}

void admin_delete_records(const char *topic, int32_t partition, int64_t before)
{
    struct admin a = admin_open();
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = before;
    rd_kafka_DeleteRecords_t *deletion = rd_kafka_DeleteRecords_new(list);
    rd_kafka_DeleteRecords(a.rk, &deletion, 1, NULL, a.queue);
    rd_kafka_DeleteRecords_destroy(deletion);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_event_t *e = answer(&a);
    const rd_kafka_topic_partition_list_t *done =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(e));
    assert_int_equal(done->elems[0].err, 0);
    rd_kafka_event_destroy(e);
    admin_close(&a);
}

static void commit_group(struct admin *a, const struct admin_offset *o, size_t n)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, o[i].topic, o[i].partition)->offset = o[i].offset;
    rd_kafka_AlterConsumerGroupOffsets_t *alter =
        rd_kafka_AlterConsumerGroupOffsets_new(o->group, list);
    rd_kafka_AlterConsumerGroupOffsets(a->rk, &alter, 1, NULL, a->queue);
    rd_kafka_AlterConsumerGroupOffsets_destroy(alter);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_event_t *e = answer(a);
    size_t groups;
    const rd_kafka_group_result_t **results = rd_kafka_AlterConsumerGroupOffsets_result_groups(
        rd_kafka_event_AlterConsumerGroupOffsets_result(e), &groups);
    const rd_kafka_topic_partition_list_t *done = rd_kafka_group_result_partitions(results[0]);
    assert_null(rd_kafka_group_result_error(results[0]));
    for (int i = 0; i < done->cnt; i++)
        assert_int_equal(done->elems[i].err, 0);
    rd_kafka_event_destroy(e);
}

void admin_commit(const struct admin_offset *o, size_t n)
{
    struct admin a = admin_open();
    for (size_t i = 0, many; i < n; i += many) {
        for (many = 1; i + many < n && strcmp(o[i].group, o[i + many].group) == 0;)
            many++;
        commit_group(&a, &o[i], many);
    }
    admin_close(&a);
}

/* ---- topics that come and go ----------------------------------------------------------------- */

struct admin_churn {
    pthread_t thread;
    atomic_bool stop;
    const char *prefix;
    bool groups;
};

static void churn_answer(struct admin *a)
{
    rd_kafka_event_t *e = rd_kafka_queue_poll(a->queue, ANSWER_MS);
    if (e)
        rd_kafka_event_destroy(e);
}

static void churn_make(struct admin *a, const char *name)
{
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(name, 3, 1, NULL, 0);
    rd_kafka_CreateTopics(a->rk, &topic, 1, NULL, a->queue);
    rd_kafka_NewTopic_destroy(topic);
    churn_answer(a);
}

static void churn_drop(struct admin *a, const char *name)
{
    rd_kafka_DeleteTopic_t *topic = rd_kafka_DeleteTopic_new(name);
    rd_kafka_DeleteTopics(a->rk, &topic, 1, NULL, a->queue);
    rd_kafka_DeleteTopic_destroy(topic);
    churn_answer(a);
}

static void churn_commit(struct admin *a, const char *group, const char *topic)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, 0)->offset = 0;
    rd_kafka_AlterConsumerGroupOffsets_t *alter =
        rd_kafka_AlterConsumerGroupOffsets_new(group, list);
    rd_kafka_AlterConsumerGroupOffsets(a->rk, &alter, 1, NULL, a->queue);
    rd_kafka_AlterConsumerGroupOffsets_destroy(alter);
    rd_kafka_topic_partition_list_destroy(list);
    churn_answer(a);
}

static void churn_drop_group(struct admin *a, const char *group)
{
    rd_kafka_DeleteGroup_t *deletion = rd_kafka_DeleteGroup_new(group);
    rd_kafka_DeleteGroups(a->rk, &deletion, 1, NULL, a->queue);
    rd_kafka_DeleteGroup_destroy(deletion);
    churn_answer(a);
}

/* The topic goes before its group and after it, by turns. */
static void churn_end(struct admin *a, const struct admin_churn *c, long n)
{
    char name[120];
    snprintf(name, sizeof name, "%s-%ld", c->prefix, n);
    if (c->groups && n % 2)
        churn_drop_group(a, name);
    churn_drop(a, name);
    if (c->groups && n % 2 == 0)
        churn_drop_group(a, name);
}

static void *churn_on(void *arg)
{
    enum { ALIVE = 6 };
    struct admin_churn *c = arg;
    struct admin a = admin_open();
    char name[120];
    long made = 0, dropped = 0;
    while (!atomic_load(&c->stop) || dropped < made) {
        if (!atomic_load(&c->stop)) {
            snprintf(name, sizeof name, "%s-%ld", c->prefix, made++);
            churn_make(&a, name);
            if (c->groups) {
                churn_commit(&a, name, name);
                churn_commit(&a, c->prefix, name);
            }
        }
        if (made - dropped > ALIVE || atomic_load(&c->stop))
            churn_end(&a, c, dropped++);
    }
    if (c->groups)
        churn_drop_group(&a, c->prefix);
    admin_close(&a);
    return NULL;
}

static struct admin_churn *churn_start(const char *prefix, bool groups)
{
    struct admin_churn *c = calloc(1, sizeof *c);
    assert_non_null(c);
    c->prefix = prefix;
    c->groups = groups;
    assert_int_equal(pthread_create(&c->thread, NULL, churn_on, c), 0);
    return c;
}

struct admin_churn *admin_churn_start(const char *prefix)
{
    return churn_start(prefix, false);
}

struct admin_churn *admin_churn_groups(const char *prefix)
{
    return churn_start(prefix, true);
}

void admin_churn_stop(struct admin_churn *c)
{
    atomic_store(&c->stop, true);
    pthread_join(c->thread, NULL);
    free(c);
}

/* False: to be asked again. */
static bool touch_by(struct admin *a, int broker, const char *topic)
{
    rd_kafka_ConfigResource_t *c = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    rd_kafka_AdminOptions_t *o =
        rd_kafka_AdminOptions_new(a->rk, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS);
    rd_kafka_AdminOptions_set_broker(o, broker, NULL, 0);
    rd_kafka_error_destroy(rd_kafka_ConfigResource_add_incremental_config(
        c, "retention.ms", RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET, "604800000"));
    rd_kafka_IncrementalAlterConfigs(a->rk, &c, 1, o, a->queue);
    rd_kafka_event_t *e = rd_kafka_queue_poll(a->queue, ANSWER_MS);
    bool done = e && rd_kafka_event_error(e) == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (e)
        rd_kafka_event_destroy(e);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_ConfigResource_destroy(c);
    return done;
}

void admin_wake_forwarders(const char *topic)
{
    struct admin a = admin_open();
    int64_t until = clock_mono_ms() + HEARD_MS;
    for (int i = 1; run_has_node(i); i++)
        while (!touch_by(&a, i, topic))
            if (clock_mono_ms() > until)
                fail_msg("broker %d hands no change on", i);
    admin_close(&a);
}
