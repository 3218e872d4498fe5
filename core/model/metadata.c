/* Brokers, topics and partitions of one Metadata answer, sorted once and then only read. A broker
 * that is down is absent from the answer's broker list, yet the replica lists still name it:
 * sealing adds such brokers, marked as not alive, so that they and their partitions stay on the
 * operator's screen. Replica lists keep their order: the first is the preferred leader. */
#include "core/model/metadata.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

struct metadata *metadata_new(void)
{
    struct metadata *m = xcalloc(1, sizeof *m);
    arena_init(&m->arena);
    return m;
}

void metadata_free(struct metadata *m)
{
    if (!m)
        return;
    arena_release(&m->arena);
    free(m);
}

/* ---- sealing --------------------------------------------------------------------------------- */

static int broker_by_id(const void *a, const void *b)
{
    const struct broker *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int topic_by_name(const void *a, const void *b)
{
    return strcmp(((const struct topic *)a)->name, ((const struct topic *)b)->name);
}

static int partition_by_id(const void *a, const void *b)
{
    const struct partition *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

struct id_set { /* a handful of lost brokers */
    int32_t *ids;
    size_t n, cap;
};

static void id_set_add(struct id_set *s, int32_t id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->ids[i] == id)
            return;
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 8;
        s->ids = xrealloc(s->ids, s->cap, sizeof *s->ids);
    }
    s->ids[s->n++] = id;
}

static void collect_lost(const struct metadata *m, const struct topic *t, struct id_set *lost)
{
    for (int i = 0; i < t->npartitions; i++) {
        const struct partition *p = &t->partitions[i];
        for (int r = 0; r < p->nreplicas; r++)
            if (p->replicas[r] >= 0 && !metadata_broker(m, p->replicas[r]))
                id_set_add(lost, p->replicas[r]);
    }
}

static void add_lost_brokers(struct metadata *m)
{
    struct id_set lost = {0};
    for (size_t i = 0; i < m->ntopics; i++)
        collect_lost(m, &m->topics[i], &lost);
    if (lost.n) {
        struct broker *all = arena_array(&m->arena, m->nbrokers + lost.n, sizeof *all);
        if (m->nbrokers)
            memcpy(all, m->brokers, m->nbrokers * sizeof *all);
        for (size_t i = 0; i < lost.n; i++)
            all[m->nbrokers + i] = (struct broker){.id = lost.ids[i], .port = -1};
        m->brokers = all;
        m->nbrokers += lost.n;
        qsort(m->brokers, m->nbrokers, sizeof *m->brokers, broker_by_id);
    }
    free(lost.ids);
}

static void sort_partitions(struct topic *t)
{
    for (int i = 1; i < t->npartitions; i++)
        if (t->partitions[i - 1].id > t->partitions[i].id) {
            qsort(t->partitions, (size_t)t->npartitions, sizeof *t->partitions, partition_by_id);
            return;
        }
}

void metadata_seal(struct metadata *m)
{
    if (m->nbrokers)
        qsort(m->brokers, m->nbrokers, sizeof *m->brokers, broker_by_id);
    if (m->ntopics)
        qsort(m->topics, m->ntopics, sizeof *m->topics, topic_by_name);
    m->npartitions = 0;
    for (size_t i = 0; i < m->ntopics; i++) {
        sort_partitions(&m->topics[i]);
        m->npartitions += m->topics[i].npartitions;
    }
    add_lost_brokers(m);
}

/* ---- look-ups -------------------------------------------------------------------------------- */

const struct topic *metadata_topic(const struct metadata *m, const char *name)
{
    if (!m || !m->ntopics || !name)
        return NULL;
    struct topic wanted = {.name = name};
    return bsearch(&wanted, m->topics, m->ntopics, sizeof *m->topics, topic_by_name);
}

const struct broker *metadata_broker(const struct metadata *m, int32_t id)
{
    if (!m)
        return NULL;
    size_t lo = 0, hi = m->nbrokers;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->brokers[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < m->nbrokers && m->brokers[lo].id == id ? &m->brokers[lo] : NULL;
}

const struct partition *topic_partition(const struct topic *t, int32_t id)
{
    if (!t || id < 0)
        return NULL;
    /* Ids are gapless in all but odd answers. */
    if (id < t->npartitions && t->partitions[id].id == id)
        return &t->partitions[id];
    if (!t->npartitions)
        return NULL;
    struct partition wanted = {.id = id};
    return bsearch(&wanted, t->partitions, (size_t)t->npartitions, sizeof *t->partitions,
                   partition_by_id);
}

/* ---- judging one partition ------------------------------------------------------------------- */

static bool contains(const int32_t *ids, int n, int32_t id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

bool partition_in_isr(const struct partition *p, int32_t broker)
{
    return contains(p->isr, p->nisr, broker);
}

bool partition_has_replica(const struct partition *p, int32_t broker)
{
    return contains(p->replicas, p->nreplicas, broker);
}

int32_t partition_preferred(const struct partition *p)
{
    return p->nreplicas > 0 ? p->replicas[0] : -1;
}

bool partition_offline(const struct metadata *m, const struct partition *p)
{
    if (p->leader < 0)
        return true;
    const struct broker *leader = metadata_broker(m, p->leader);
    return !leader || !leader->alive;
}

bool partition_under_replicated(const struct partition *p)
{
    return p->nisr < p->nreplicas;
}

/* Kafka's own list is Topic.INTERNAL_TOPICS (clients/.../common/internals/Topic.java), which also
 * has the cluster metadata topic of KRaft. */
bool topic_name_internal(const char *name)
{
    static const char *const names[] = {"__consumer_offsets", "__transaction_state",
                                        "__share_group_state", "__cluster_metadata"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
