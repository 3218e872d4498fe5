/* `traffic seed`: topics, records spread over the hours before now, commits of the groups, records
 * deleted below them, settings and ACLs. In this order, because a commit below the log start needs
 * the deletion after it. Each step is one admin call, or many in flight at once: a few seconds in
 * all. Seeding twice does no harm. */
#include "tests/cluster/seed.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/cluster/records.h"

enum { BROKERS = 3 };

static void set_replicas(rd_kafka_NewTopic_t *topic, const char *replicas)
{
    char reason[256];
    for (int32_t partition = 0; *replicas; partition++) {
        int32_t ids[8];
        size_t n = 0;
        while (*replicas && *replicas != ';' && n < 8) {
            char *end = NULL;
            ids[n++] = (int32_t)strtol(replicas, &end, 10);
            replicas = *end == ',' ? end + 1 : end;
        }
        if (*replicas == ';')
            replicas++;
        if (rd_kafka_NewTopic_set_replica_assignment(topic, partition, ids, n, reason,
                                                     sizeof reason))
            die("%s", reason);
    }
}

rd_kafka_NewTopic_t *seed_new_topic(const struct topic_plan *t)
{
    char reason[256];
    char name[64];
    char value[128];
    const char *settings = t->settings;
    rd_kafka_NewTopic_t *topic = rd_kafka_NewTopic_new(
        t->name, t->partitions, t->replicas ? -1 : t->rf, reason, sizeof reason);
    if (!topic)
        die("topic %s: %s", t->name, reason);
    while (scenario_setting(&settings, name, sizeof name, value, sizeof value)) {
        if (rd_kafka_NewTopic_set_config(topic, name, value))
            die("topic %s: setting %s", t->name, name);
    }
    if (t->replicas)
        set_replicas(topic, t->replicas);
    return topic;
}

/* Replica lists as a broker would make them, but the same on each cluster, so that what a screen
 * says of brokers is, too. */
static void spread_replicas(struct buf *lists, const struct topic_plan *t, size_t place)
{
    for (int partition = 0; partition < t->partitions; partition++) {
        buf_adds(lists, partition ? ";" : "");
        for (int i = 0; i < t->rf; i++)
            buf_addf(lists, "%s%zu", i ? "," : "",
                     1 + (place + (size_t)partition + (size_t)i) % BROKERS);
    }
}

static void make_topics(struct admin *a)
{
    rd_kafka_NewTopic_t **topics = xcalloc(scenario_ntopics, sizeof *topics);
    for (size_t i = 0; i < scenario_ntopics; i++) {
        struct topic_plan t = scenario_topics[i];
        struct buf lists;
        buf_init(&lists, 0);
        if (!t.replicas) {
            spread_replicas(&lists, &t, i);
            t.replicas = buf_str(&lists);
        }
        topics[i] = seed_new_topic(&t);
        buf_release(&lists);
    }
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(a->rk, topics, scenario_ntopics, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_NewTopic_destroy_array(topics, scenario_ntopics);
    free(topics);
    if (admin_count_topic_errors(a, "create topic", RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS))
        die("not all topics could be made");
}

void seed_flush(rd_kafka_t *rk, const char *what, const size_t *failed)
{
    if (rd_kafka_flush(rk, 70000))
        die("%s: %d records not acknowledged within 70 s", what, rd_kafka_outq_len(rk));
    if (*failed)
        die("%s: %zu records refused", what, *failed);
}

static void fill_topics(rd_kafka_t *rk, const size_t *failed)
{
    int64_t now = clock_wall_ms();
    for (size_t i = 0; i < scenario_ntopics; i++) {
        const struct topic_plan *t = &scenario_topics[i];
        int64_t window = (int64_t)t->window_s * 1000;
        for (int n = 0; n < t->seed; n++) {
            int64_t when = now - window + window * n / t->seed;
            while (!record_send(rk, t->name, t->kind, when))
                rd_kafka_poll(rk, 100);
        }
    }
    seed_flush(rk, "seeding", failed);
}

/* The end offsets of all partitions of all our topics. */
static rd_kafka_topic_partition_list_t *list_ends(struct admin *a)
{
    rd_kafka_topic_partition_list_t *asked = rd_kafka_topic_partition_list_new(256);
    for (size_t i = 0; i < scenario_ntopics; i++) {
        for (int p = 0; p < scenario_topics[i].partitions; p++)
            rd_kafka_topic_partition_list_add(asked, scenario_topics[i].name, p)->offset =
                RD_KAFKA_OFFSET_SPEC_LATEST;
    }
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_LISTOFFSETS);
    rd_kafka_ListOffsets(a->rk, asked, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_topic_partition_list_destroy(asked);
    rd_kafka_event_t *event = admin_wait(a, "list offsets");
    size_t n = 0;
    const rd_kafka_ListOffsetsResultInfo_t **infos =
        rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event), &n);
    rd_kafka_topic_partition_list_t *ends = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_topic_partition_t *tp =
            rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
        if (tp->err)
            die("end of %s-%d: %s", tp->topic, tp->partition, rd_kafka_err2str(tp->err));
        rd_kafka_topic_partition_list_add(ends, tp->topic, tp->partition)->offset = tp->offset;
    }
    rd_kafka_event_destroy(event);
    return ends;
}

/* What the group commits: so far behind the end of each partition of its topics, shared evenly. */
static rd_kafka_topic_partition_list_t *plan_commits(const struct group_plan *g,
                                                     rd_kafka_topic_partition_list_t *ends)
{
    rd_kafka_topic_partition_list_t *commits = rd_kafka_topic_partition_list_new(8);
    const char *topics = g->topics;
    char topic[256];
    while (scenario_word(&topics, topic, sizeof topic)) {
        const struct topic_plan *t = scenario_topic(topic);
        if (!t)
            die("group %s: no topic %s", g->id, topic);
        for (int p = 0; p < t->partitions; p++) {
            int64_t end = rd_kafka_topic_partition_list_find(ends, topic, p)->offset;
            int64_t offset = end - g->behind / t->partitions;
            rd_kafka_topic_partition_list_add(commits, topic, p)->offset = offset < 0 ? 0 : offset;
        }
    }
    return commits;
}

static void send_commit(struct admin *a, const struct group_plan *g,
                        rd_kafka_topic_partition_list_t *ends)
{
    rd_kafka_topic_partition_list_t *commits = plan_commits(g, ends);
    admin_send_commits(a, g->id, commits, (void *)g);
    rd_kafka_topic_partition_list_destroy(commits);
}

/* Takes one answer; returns the group it is about, with the first error of its partitions. */
static const struct group_plan *take_commit(struct admin *a, rd_kafka_resp_err_t *err)
{
    rd_kafka_event_t *event = admin_wait(a, "commit");
    const struct group_plan *g = rd_kafka_event_opaque(event);
    *err = admin_commit_error(event);
    rd_kafka_event_destroy(event);
    return g;
}

/* On a new cluster the coordinators are still starting: what they refuse is sent again. A group
 * that is active already keeps its own commits: that is reported and fine. */
static void commit_groups(struct admin *a, rd_kafka_topic_partition_list_t *ends)
{
    bool *done = xcalloc(scenario_ngroups, sizeof *done);
    size_t left = 0;
    size_t active = 0;
    rd_kafka_resp_err_t err = RD_KAFKA_RESP_ERR_NO_ERROR;
    for (int64_t limit = clock_mono_ms() + 20000; clock_mono_ms() < limit;) {
        size_t sent = 0;
        for (size_t i = 0; i < scenario_ngroups; i++) {
            if (done[i] || scenario_groups[i].behind == NO_COMMIT)
                continue;
            send_commit(a, &scenario_groups[i], ends);
            sent++;
        }
        for (left = sent; sent > 0; sent--) {
            const struct group_plan *g = take_commit(a, &err);
            bool is_active = err == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID;
            done[g - scenario_groups] = !err || is_active;
            active += is_active;
            left -= !err || is_active;
        }
        if (left == 0)
            break;
    }
    free(done);
    if (left)
        die("commits of %zu groups refused: %s", left, rd_kafka_err2str(err));
    if (active)
        note("%zu active groups keep their own commits", active);
}

static void trim_topics(struct admin *a, rd_kafka_topic_partition_list_t *ends)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(4);
    for (size_t i = 0; i < scenario_ntopics; i++) {
        const struct topic_plan *t = &scenario_topics[i];
        for (int p = 0; t->keep && p < t->partitions; p++) {
            int64_t end = rd_kafka_topic_partition_list_find(ends, t->name, p)->offset;
            rd_kafka_topic_partition_list_add(list, t->name, p)->offset =
                end > t->keep ? end - t->keep : 0;
        }
    }
    rd_kafka_DeleteRecords_t *one = rd_kafka_DeleteRecords_new(list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_DELETERECORDS);
    rd_kafka_DeleteRecords(a->rk, &one, 1, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_DeleteRecords_destroy(one);
    rd_kafka_event_destroy(admin_wait(a, "delete records"));
}

void seed_acls(struct admin *a, rd_kafka_AclBinding_t **acls, size_t count)
{
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_CREATEACLS);
    rd_kafka_CreateAcls(a->rk, acls, count, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_AclBinding_destroy_array(acls, count);
    rd_kafka_event_t *event = admin_wait(a, "create ACLs");
    size_t n = 0;
    const rd_kafka_acl_result_t **results =
        rd_kafka_CreateAcls_result_acls(rd_kafka_event_CreateAcls_result(event), &n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_error_t *error = rd_kafka_acl_result_error(results[i]);
        if (error)
            die("ACL %zu: %s", i, rd_kafka_error_string(error));
    }
    rd_kafka_event_destroy(event);
}

static void make_acls(struct admin *a)
{
    char reason[256];
    rd_kafka_AclBinding_t **acls = xcalloc(scenario_nacls, sizeof *acls);
    for (size_t i = 0; i < scenario_nacls; i++) {
        const struct acl_plan *p = &scenario_acls[i];
        acls[i] = rd_kafka_AclBinding_new(p->type, p->name, p->pattern, p->principal, p->host,
                                          p->operation, p->permission, reason, sizeof reason);
        if (!acls[i])
            die("ACL %zu: %s", i, reason);
    }
    seed_acls(a, acls, scenario_nacls);
    free(acls);
}

/* One call each: librdkafka sends those of a broker to that broker. */
static void make_setting(struct admin *a, const struct setting_plan *s)
{
    char name[64];
    char value[128];
    const char *settings = s->settings;
    rd_kafka_ConfigResource_t *resource = rd_kafka_ConfigResource_new(s->type, s->name);
    while (scenario_setting(&settings, name, sizeof name, value, sizeof value)) {
        rd_kafka_error_t *error = rd_kafka_ConfigResource_add_incremental_config(
            resource, name, RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET, value);
        if (error)
            die("%s: %s", name, rd_kafka_error_string(error));
    }
    rd_kafka_AdminOptions_t *options = admin_options(a, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS);
    rd_kafka_IncrementalAlterConfigs(a->rk, &resource, 1, options, a->queue);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_ConfigResource_destroy(resource);
    rd_kafka_event_t *event = admin_wait(a, "change settings");
    size_t n = 0;
    const rd_kafka_ConfigResource_t **results = rd_kafka_IncrementalAlterConfigs_result_resources(
        rd_kafka_event_IncrementalAlterConfigs_result(event), &n);
    for (size_t i = 0; i < n; i++) {
        rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(results[i]);
        /* Kafka 3 knows no settings of groups. */
        if (code == RD_KAFKA_RESP_ERR_INVALID_REQUEST && s->type == RD_KAFKA_RESOURCE_GROUP)
            continue;
        if (code)
            die("settings of %s: %s", s->name, rd_kafka_ConfigResource_error_string(results[i]));
    }
    rd_kafka_event_destroy(event);
}

void seed(const struct options *o)
{
    int64_t begun = clock_mono_ms();
    size_t failed = 0;
    struct admin a;
    client_wake_coordinators(o);
    admin_init(&a, client_producer(o, "klamm-seed", &failed));
    make_topics(&a);
    fill_topics(a.rk, &failed);
    rd_kafka_topic_partition_list_t *ends = list_ends(&a);
    commit_groups(&a, ends);
    trim_topics(&a, ends);
    rd_kafka_topic_partition_list_destroy(ends);
    make_acls(&a);
    for (size_t i = 0; i < scenario_nsettings; i++)
        make_setting(&a, &scenario_settings[i]);
    admin_release(&a);
    rd_kafka_destroy(a.rk);
    note("seeded in %lld ms", (long long)(clock_mono_ms() - begun));
}
