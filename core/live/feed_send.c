/* From queues to calls: which due items go out next, in which batch.
 *
 * Called by the feed after every scan and every answer. What is on screen goes before what is not,
 * whatever its kind; within one urgency the cheap lists go before the many single questions. The
 * number of calls under way is bounded per kind and in all: librdkafka's coordinator cache is
 * small, and brokers have others to serve. End offsets wait for the commits of the same urgency, or
 * a lag could come out negative; descriptions of groups let commits go first, because the lag is
 * what a list of groups is opened for. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

enum {
    COMMITS_HOLD_MS = 3000, /* a hanging coordinator holds ends back no longer than this */
    PUMP_NS = 2000000,      /* of one loop turn */
};

/* Measured with 1,000 groups of 12 partitions: 32 OffsetFetch at once take 0.56 s, 128 no less.
 * A description call with 50 groups is 50 requests inside. The library puts the answers of a call
 * for log ends together in a time that grows with the square of its partitions. */
const struct feed_limit feed_limits[FACT_KINDS] = {
    [FACT_METADATA] = {1, 1},       [FACT_CLUSTER] = {1, 1},        [FACT_GROUP_LIST] = {1, 1},
    [FACT_GROUP] = {50, 2},         [FACT_GROUP_OFFSETS] = {1, 32}, [FACT_TOPIC_OFFSETS] = {200, 2},
    [FACT_TOPIC_CONFIG] = {100, 2}, [FACT_BROKER_CONFIG] = {1, 3},  [FACT_GROUP_CONFIG] = {50, 2},
    [FACT_ACLS] = {1, 1},           [FACT_TOPIC_ID] = {100, 2},     [FACT_JOURNAL] = {1, 1},
    [FACT_USERS] = {1, 1},          [FACT_RECORDING] = {1, 1},      [FACT_EVENTS] = {1, 1},
};

/* In this order when equally urgent. */
static const enum fact_kind sequence[FACT_KINDS] = {
    FACT_METADATA,      FACT_CLUSTER, FACT_GROUP_LIST,    FACT_ACLS,         FACT_GROUP_OFFSETS,
    FACT_TOPIC_OFFSETS, FACT_GROUP,   FACT_BROKER_CONFIG, FACT_TOPIC_CONFIG, FACT_GROUP_CONFIG,
    FACT_TOPIC_ID,      FACT_JOURNAL, FACT_USERS,         FACT_RECORDING,    FACT_EVENTS,
};

static struct item *head(const struct queue *q)
{
    return q->head < q->v.len ? q->v.data[q->head] : NULL;
}

/* ---- may it go? -------------------------------------------------------------------------------
 */

static bool commits_waiting(const struct feed *f, int priority)
{
    const struct item *waiting = head(&f->due[FACT_GROUP_OFFSETS]);
    return waiting && waiting->priority <= priority;
}

/* Not those that a hanging coordinator keeps. */
static bool commits_asked(const struct feed *f, int priority)
{
    int64_t now = clock_mono_ms();
    for (const struct trip *t = f->trips; t; t = t->next)
        if (t->kind == FACT_GROUP_OFFSETS && t->priority <= priority &&
            now - t->asked_ms < COMMITS_HOLD_MS)
            return true;
    return false;
}

static bool may_go(const struct feed *f, enum fact_kind kind, const struct item *it)
{
    if (f->running[kind] >= feed_limits[kind].parallel || f->running_all >= f->parallel)
        return false;
    if (kind == FACT_JOURNAL) /* there is one for each cluster id */
        return f->model->cluster != NULL;
    /* Which partitions a topic has is in the metadata. */
    if (kind == FACT_TOPIC_OFFSETS)
        return f->model->metadata && !commits_waiting(f, it->priority) &&
               !commits_asked(f, it->priority);
    /* Both are answered by the same coordinators, one after the other. */
    if (kind == FACT_GROUP)
        return !(commits_waiting(f, it->priority) && commits_asked(f, it->priority));
    return true;
}

static bool next_kind(const struct feed *f, enum fact_kind *kind)
{
    const struct item *best = NULL;
    for (size_t i = 0; i < FACT_KINDS; i++) {
        const struct item *it = head(&f->due[sequence[i]]);
        if (it && (!best || it->priority < best->priority) && may_go(f, sequence[i], it)) {
            best = it;
            *kind = sequence[i];
        }
    }
    return best != NULL;
}

/* ---- trips ------------------------------------------------------------------------------------
 */

static const struct topic *topic_of(const struct feed *f, const struct item *it)
{
    return metadata_topic(f->model->metadata, it->name);
}

/* As many of the queue's head as go into one call: of one urgency, so that what is on screen does
 * not wait for a full batch. */
static struct trip *trip_new(struct feed *f, enum fact_kind kind)
{
    struct queue *q = &f->due[kind];
    struct trip *t = xcalloc(1, sizeof *t);
    size_t most = q->v.len - q->head, partitions = 0;
    if (most > feed_limits[kind].batch)
        most = feed_limits[kind].batch;
    t->items = xcalloc(most, sizeof *t->items);
    t->feed = f;
    t->kind = kind;
    t->priority = q->v.data[q->head]->priority;
    t->asked_ms = clock_mono_ms();
    struct item *it;
    while (t->n < most && (it = head(q)) && it->priority == t->priority) {
        const struct topic *topic = kind == FACT_TOPIC_OFFSETS ? topic_of(f, it) : NULL;
        partitions += topic ? (size_t)topic->npartitions : 0;
        if (t->n > 0 && partitions > FEED_BATCH_PARTITIONS)
            break;
        it->in_flight = true;
        it->forced = it->overtaken = false;
        it->judged = it->doubted = false;
        t->items[t->n++] = it;
        q->head++;
    }
    t->next = f->trips;
    if (f->trips)
        f->trips->prev = t;
    f->trips = t;
    f->running[kind]++;
    f->running_all++;
    return t;
}

void trip_free(struct trip *t)
{
    struct feed *f = t->feed;
    if (t->prev)
        t->prev->next = t->next;
    else
        f->trips = t->next;
    if (t->next)
        t->next->prev = t->prev;
    f->running[t->kind]--;
    f->running_all--;
    free(t->items);
    free(t);
}

/* ---- calls ------------------------------------------------------------------------------------
 */

static const char **names_of(const struct trip *t)
{
    const char **names = xcalloc(t->n, sizeof *names);
    for (size_t i = 0; i < t->n; i++)
        names[i] = t->items[i]->name;
    return names;
}

static void send_groups(struct trip *t)
{
    const char **names = names_of(t);
    t->requests[0] = kafka_describe_groups(t->feed->cluster, names, t->n, feed_on_groups, t);
    free(names);
}

static void send_topic_ids(struct trip *t)
{
    const char **names = names_of(t);
    t->requests[0] = kafka_topic_ids(t->feed->cluster, names, t->n, feed_on_topic_ids, t);
    free(names);
}

static void send_configs(struct trip *t, enum config_type type)
{
    struct config_query *q = xcalloc(t->n, sizeof *q);
    for (size_t i = 0; i < t->n; i++)
        q[i] = (struct config_query){type, t->items[i]->name};
    t->requests[0] = kafka_describe_configs(t->feed->cluster, q, t->n, feed_on_configs, t);
    free(q);
}

static size_t partitions_of(const struct trip *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct topic *topic = topic_of(t->feed, t->items[i]);
        n += topic ? (size_t)topic->npartitions : 0;
    }
    return n;
}

/* Log ends and log starts are two calls: one call asks a partition for one thing. */
static void send_offsets(struct trip *t)
{
    size_t most = partitions_of(t), n = 0;
    struct offset_query *q = xcalloc(most ? most : 1, sizeof *q);
    for (size_t i = 0; i < t->n; i++) {
        const struct topic *topic = topic_of(t->feed, t->items[i]);
        for (int p = 0; topic && p < topic->npartitions; p++)
            q[n++] =
                (struct offset_query){topic->name, topic->partitions[p].id, OFFSET_SPEC_LATEST};
    }
    struct cluster *c = t->feed->cluster;
    t->pending = 2;
    t->requests[0] = kafka_list_offsets(c, q, n, false, feed_on_ends, t);
    for (size_t i = 0; i < n; i++)
        q[i].spec = OFFSET_SPEC_EARLIEST;
    t->requests[1] = kafka_list_offsets(c, q, n, false, feed_on_starts, t);
    free(q);
}

/* Whether somebody who was sending has died since is not seen in the file. */
static bool somebody_sends(const struct model *m)
{
    for (size_t i = 0; m->journal && i < m->journal->n; i++)
        if (m->journal->entries[i].running)
            return true;
    return false;
}

static void send_journal(struct trip *t)
{
    struct feed *f = t->feed;
    bool known = f->model->journal && !somebody_sends(f->model);
    t->work = journal_fetch(cluster_loop(f->cluster), f->model->cluster->cluster_id, false,
                            known ? &f->journal_seen : NULL, feed_on_journal, t);
}

static void send_trip(struct trip *t)
{
    struct cluster *c = t->feed->cluster;
    t->pending = 1;
    switch (t->kind) {
    case FACT_METADATA:
        t->requests[0] = kafka_get_metadata(c, feed_on_metadata, t);
        return;
    case FACT_CLUSTER:
        t->requests[0] = kafka_describe_cluster(c, feed_on_cluster, t);
        return;
    case FACT_GROUP_LIST:
        t->requests[0] = kafka_list_groups(c, feed_on_group_list, t);
        return;
    case FACT_ACLS:
        t->requests[0] = kafka_describe_acls(c, feed_on_acls, t);
        return;
    case FACT_USERS:
        t->requests[0] = kafka_describe_users(c, feed_on_users, t);
        return;
    case FACT_GROUP:
        send_groups(t);
        return;
    case FACT_GROUP_OFFSETS:
        t->requests[0] = kafka_group_offsets(c, t->items[0]->name, feed_on_group_offsets, t);
        return;
    case FACT_TOPIC_OFFSETS:
        send_offsets(t);
        return;
    case FACT_TOPIC_CONFIG:
        send_configs(t, CONFIG_TOPIC);
        return;
    case FACT_BROKER_CONFIG:
        send_configs(t, CONFIG_BROKER);
        return;
    case FACT_GROUP_CONFIG:
        send_configs(t, CONFIG_GROUP);
        return;
    case FACT_TOPIC_ID:
        send_topic_ids(t);
        return;
    case FACT_JOURNAL:
        send_journal(t);
        return;
    case FACT_RECORDING:
    case FACT_EVENTS:
    case FACT_KINDS:
        return;
    }
}

/* Making a call of a thousand partitions takes a while: keys get their turn in between. */
void feed_pump(struct feed *f)
{
    enum fact_kind kind = FACT_METADATA;
    uint64_t until = uv_hrtime() + PUMP_NS;
    while (f->model->link != LINK_DOWN && next_kind(f, &kind)) {
        if (uv_hrtime() >= until) {
            feed_scan_soon(f);
            return;
        }
        send_trip(trip_new(f, kind));
    }
}
