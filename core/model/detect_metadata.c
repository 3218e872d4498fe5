/* Events of brokers, topics and partitions, by comparing two Metadata answers side by side: both
 * are sorted, so one walk over them does it, and a quiet cluster costs one comparison a partition.
 * What differs waits in a map until the next answer agrees; only that is kept beyond the answers.
 */
#include "core/model/detect_impl.h"

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/model/model_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was so before the difference, and when it was seen. */
struct unsure {
    int64_t seen_ms, before_ms; /* monotonic */
    int32_t number;             /* leader, or partitions, or state of a broker */
    bool met;                   /* broker: known before */
    bool hidden;                /* no longer listed: reported already as hidden */
    int nisr;
    int32_t isr[];
};

static struct unsure *unsure_new(const struct fact *before, int32_t number, const int32_t *isr,
                                 int n)
{
    struct unsure *u = xcalloc(1, sizeof *u + (size_t)n * sizeof *isr);
    u->seen_ms = clock_mono_ms();
    u->before_ms = before->at_ms;
    u->number = number;
    u->nisr = n;
    if (n)
        memcpy(u->isr, isr, (size_t)n * sizeof *isr);
    return u;
}

static struct event event_of(const struct unsure *u, enum event_kind kind, const char *object,
                             int32_t partition, enum severity sev)
{
    struct event e = {.kind = kind,
                      .of = event_kind_object(kind),
                      .sev = sev,
                      .object = (char *)(uintptr_t)object,
                      .partition = partition};
    detect_when(&e, &(struct fact){.at_ms = u->before_ms}, u->seen_ms);
    return e;
}

void detect_when(struct event *e, const struct fact *before, int64_t seen_ms)
{
    e->wall_ms = clock_wall_at(seen_ms);
    e->earliest_ms = before->at_ms ? e->wall_ms - (seen_ms - before->at_ms) : e->wall_ms;
}

/* ---- partitions ------------------------------------------------------------------------------ */

static bool has(const int32_t *ids, int n, int32_t id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* As sets: brokers may list them in another order. */
static bool same_set(const int32_t *a, int na, const int32_t *b, int nb)
{
    for (int i = 0; i < na; i++)
        if (!has(b, nb, a[i]))
            return false;
    return na == nb;
}

static bool same_partition(const struct partition *a, const struct partition *b)
{
    return a->leader == b->leader && same_set(a->isr, a->nisr, b->isr, b->nisr);
}

static char *ids(struct arena *a, const int32_t *id, int n)
{
    struct buf b;
    buf_init(&b, 0);
    for (int i = 0; i < n; i++)
        buf_addf(&b, i ? ",%" PRId32 : "%" PRId32, id[i]);
    char *text = arena_strdup(a, n ? buf_str(&b) : "none");
    buf_release(&b);
    return text;
}

static char *broker_name(struct arena *a, int32_t id)
{
    return id < 0 ? arena_strdup(a, "none") : arena_printf(a, "%" PRId32, id);
}

static void tell_leader(struct model *m, struct arena *a, const struct unsure *u, const char *topic,
                        const struct partition *p)
{
    struct event e =
        event_of(u, EVENT_LEADER_MOVED, topic, p->id, p->leader < 0 ? SEV_BAD : SEV_INFO);
    e.before = broker_name(a, u->number);
    e.after = broker_name(a, p->leader);
    events_add(&m->events, &e);
}

/* Those of `in` that are not of `not_in`. */
static char *missing(struct arena *a, const int32_t *in, int n, const int32_t *not_in, int nn)
{
    int32_t *left = arena_array(a, (size_t)n, sizeof *left);
    int k = 0;
    for (int i = 0; i < n; i++)
        if (!has(not_in, nn, in[i]))
            left[k++] = in[i];
    return k ? ids(a, left, k) : NULL;
}

static void tell_isr(struct model *m, struct arena *a, const struct unsure *u, const char *topic,
                     const struct partition *p)
{
    char *out = missing(a, u->isr, u->nisr, p->isr, p->nisr);
    char *in = missing(a, p->isr, p->nisr, u->isr, u->nisr);
    for (int pass = 0; pass < 2; pass++) {
        const char *who = pass ? in : out;
        if (!who)
            continue;
        struct event e = event_of(u, pass ? EVENT_ISR_GREW : EVENT_ISR_SHRANK, topic, p->id,
                                  pass ? SEV_GOOD : SEV_WARN);
        e.what = arena_printf(a, pass ? "broker %s in" : "broker %s out", who);
        e.before = ids(a, u->isr, u->nisr);
        e.after = ids(a, p->isr, p->nisr);
        events_add(&m->events, &e);
    }
}

static void compare_partition(struct model *m, const char *topic, const struct partition *was,
                              const struct partition *is)
{
    struct events *e = &m->events;
    bool same = same_partition(was, is);
    if (same && !e->partitions.len)
        return;
    struct arena a;
    arena_init(&a);
    const char *key = arena_printf(&a, "%s/%" PRId32, topic, is->id);
    struct unsure *u = map_get(&e->partitions, key);
    if (!same && !u) {
        map_set(&e->partitions, key,
                unsure_new(&m->metadata_fact, was->leader, was->isr, was->nisr));
    } else if (same && u) {
        map_remove(&e->partitions, key);
        if (u->number != is->leader)
            tell_leader(m, &a, u, topic, is);
        tell_isr(m, &a, u, topic, is);
        free(u);
    }
    arena_release(&a);
}

/* ---- topics ---------------------------------------------------------------------------------- */

static void compare_count(struct model *m, const struct topic *was, const struct topic *is)
{
    struct events *ev = &m->events;
    bool same = was->npartitions == is->npartitions;
    struct unsure *u = ev->counts.len || !same ? map_get(&ev->counts, is->name) : NULL;
    if (!same && !u) {
        map_set(&ev->counts, is->name, unsure_new(&m->metadata_fact, was->npartitions, NULL, 0));
        return;
    }
    if (!same || !u)
        return;
    map_remove(&ev->counts, is->name);
    char before[16], after[16];
    snprintf(before, sizeof before, "%" PRId32, u->number);
    snprintf(after, sizeof after, "%d", is->npartitions);
    /* Partitions are never removed: with fewer it is another topic. */
    bool more = is->npartitions > u->number;
    struct event e = event_of(u, more ? EVENT_PARTITIONS_ADDED : EVENT_TOPIC_RECREATED, is->name,
                              -1, more ? SEV_INFO : SEV_WARN);
    e.what = (char[]){"partitions"};
    e.before = before;
    e.after = after;
    if (u->number != is->npartitions)
        events_add(ev, &e);
    free(u);
}

static void tell_created(struct model *m, const struct topic *t, const struct unsure *u)
{
    char count[48];
    struct event e = event_of(u, EVENT_TOPIC_CREATED, t->name, -1, SEV_INFO);
    snprintf(count, sizeof count, "%d partition%s × %d", t->npartitions,
             t->npartitions == 1 ? "" : "s", t->npartitions ? t->partitions[0].nreplicas : 0);
    e.after = count;
    events_add(&m->events, &e);
}

/* In both answers. */
static void compare_topic(struct model *m, const struct topic *was, const struct topic *is)
{
    if (!was->npartitions || !is->npartitions)
        return; /* answered with an error: nothing is reported of it */
    struct unsure *u = m->events.created.len ? map_remove(&m->events.created, is->name) : NULL;
    if (u) {
        tell_created(m, is, u);
        free(u);
    }
    compare_count(m, was, is);
    for (int i = 0; i < is->npartitions; i++) {
        const struct partition *before = topic_partition(was, is->partitions[i].id);
        if (before && before->leader != is->partitions[i].leader)
            model_leader_moved(m, is->name, is->partitions[i].id);
        if (before && !u)
            compare_partition(m, is->name, before, &is->partitions[i]);
    }
}

/* What is not in the answer any more will be asked about by name. */
static void topic_vanished(struct model *m, const struct topic *t)
{
    struct events *e = &m->events;
    struct unsure *made = map_remove(&e->created, t->name);
    if (!made && !map_get(&e->gone_topics, t->name))
        map_set(&e->gone_topics, t->name, unsure_new(&m->metadata_fact, t->npartitions, NULL, 0));
    free(made);
}

static void topic_appeared(struct model *m, const struct topic *t)
{
    struct events *e = &m->events;
    struct unsure *gone = map_remove(&e->gone_topics, t->name);
    if (!gone)
        free(map_set(&e->created, t->name, unsure_new(&m->metadata_fact, 0, NULL, 0)));
    free(gone); /* it had only been left out */
}

static void compare_topics(struct model *m, const struct metadata *now)
{
    const struct metadata *old = m->metadata;
    size_t i = 0, k = 0;
    while (i < old->ntopics || k < now->ntopics) {
        int c = i == old->ntopics   ? 1
                : k == now->ntopics ? -1
                                    : strcmp(old->topics[i].name, now->topics[k].name);
        if (c < 0)
            topic_vanished(m, &old->topics[i++]);
        else if (c > 0)
            topic_appeared(m, &now->topics[k++]);
        else
            compare_topic(m, &old->topics[i++], &now->topics[k++]);
    }
}

/* ---- brokers --------------------------------------------------------------------------------- */

static bool is_alive(const struct metadata *md, int32_t id)
{
    const struct broker *b = metadata_broker(md, id);
    return b && b->alive;
}

static void compare_broker(struct model *m, const struct metadata *now, int32_t id)
{
    struct events *ev = &m->events;
    bool was = is_alive(m->metadata, id), is = is_alive(now, id);
    char name[16];
    snprintf(name, sizeof name, "%" PRId32, id);
    struct unsure *u = map_get(&ev->brokers, name);
    if (was != is && !u) {
        u = unsure_new(&m->metadata_fact, was, NULL, 0);
        u->met = model_broker_seen(m, id) != NULL;
        map_set(&ev->brokers, name, u);
    } else if (was == is && u) {
        map_remove(&ev->brokers, name);
        struct event e = event_of(u,
                                  !is      ? EVENT_BROKER_LOST
                                  : u->met ? EVENT_BROKER_BACK
                                           : EVENT_BROKER_NEW,
                                  name, -1, is ? SEV_GOOD : SEV_BAD);
        if (u->number != is)
            events_add(ev, &e);
        free(u);
    }
}

void detect_metadata(struct model *m, const struct metadata *now)
{
    if (!m->metadata)
        return;
    for (size_t i = 0; i < m->nseen; i++)
        compare_broker(m, now, m->seen[i].id);
    for (size_t i = 0; i < now->nbrokers; i++)
        if (!model_broker_seen(m, now->brokers[i].id))
            compare_broker(m, now, now->brokers[i].id);
    compare_topics(m, now);
}

/* ---- asked about by name --------------------------------------------------------------------- */

static struct map *gone_map(struct model *m, enum fact_kind kind)
{
    return kind == FACT_TOPIC_ID ? &m->events.gone_topics
           : kind == FACT_GROUP  ? &m->events.gone_groups
                                 : NULL;
}

static void forget_partitions(struct model *m, const char *topic, int n)
{
    struct arena a;
    arena_init(&a);
    for (int i = 0; i < n && m->events.partitions.len; i++)
        free(map_remove(&m->events.partitions, arena_printf(&a, "%s/%d", topic, i)));
    free(map_remove(&m->events.counts, topic));
    arena_release(&a);
}

void detect_failed(struct model *m, enum fact_kind kind, const char *name, enum err_kind why)
{
    struct map *gone = gone_map(m, kind);
    bool hidden = why == ERR_DENIED;
    if (!gone || (!hidden && why != ERR_NOT_FOUND))
        return;
    if (kind == FACT_GROUP)
        model_group_is_gone(m, name);
    if (!gone->len)
        return;
    struct unsure *u = map_get(gone, name);
    if (!u || (hidden && u->hidden))
        return;
    bool topic = kind == FACT_TOPIC_ID;
    struct event e = event_of(u,
                              topic    ? hidden ? EVENT_TOPIC_HIDDEN : EVENT_TOPIC_DELETED
                              : hidden ? EVENT_GROUP_HIDDEN
                                       : EVENT_GROUP_GONE,
                              name, -1, topic ? SEV_WARN : SEV_INFO);
    char count[32];
    snprintf(count, sizeof count, "%" PRId32 " partition%s", u->number, u->number == 1 ? "" : "s");
    if (topic && !hidden) {
        struct topic_id *id = map_get(&m->topic_ids, name);
        if (id) /* a topic that takes its name is a new one, not another in its place */
            id->id[0] = '\0';
        e.before = count;
        forget_partitions(m, name, u->number);
    }
    events_add(&m->events, &e);
    u->hidden = hidden; /* it stays among the gone: when it is listed again it is not new */
    if (!hidden)
        free(map_remove(gone, name));
}

void detect_gone_group(struct model *m, const char *id)
{
    if (!map_get(&m->events.gone_groups, id))
        map_set(&m->events.gone_groups, id, unsure_new(&m->group_list_fact, 0, NULL, 0));
}
