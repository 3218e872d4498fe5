/* All that is known of one cluster, and the only place that writes it.
 * Each kind of fact is replaced as a whole by its answer; a failed attempt is recorded on the fact
 * and never removes a value, so the screen shows old values with their age instead of nothing.
 * Named facts live in maps of heap objects, one per topic, broker or group, each with its own fact
 * record. Objects that vanish from a whole listing take their facts along, so memory follows the
 * cluster. Everything runs on the loop's thread. */
#include "core/model/model.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/model/config_share.h"
#include "core/model/detect_impl.h"
#include "core/model/model_fact.h"
#include "core/model/model_impl.h"
#include "core/model/topic_trouble.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_LINES = 2000 };

/* ---- lifetimes ------------------------------------------------------------------------------- */

struct cluster_desc *cluster_desc_new(void)
{
    struct cluster_desc *d = xcalloc(1, sizeof *d);
    arena_init(&d->arena);
    return d;
}

void cluster_desc_free(struct cluster_desc *d)
{
    if (!d)
        return;
    arena_release(&d->arena);
    free(d);
}

uint64_t model_generation(const struct model *m)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < FACT_KINDS; i++)
        sum += m->generation[i];
    return sum;
}

void model_init(struct model *m, const char *cluster_name)
{
    *m = (struct model){.cluster_name = cluster_name};
    m->link_since_wall_ms = clock_wall_ms();
    model_facts_init(m);
    map_init(&m->config_bodies);
    map_init(&m->trouble);
    log_init(&m->log, LOG_LINES);
    events_init(&m->events, EVENTS_KEPT);
}

void model_release(struct model *m)
{
    metadata_free(m->metadata);
    cluster_desc_free(m->cluster);
    group_listing_free(m->group_list);
    acl_list_free(m->acls);
    journal_free(m->journal);
    user_list_free(m->users);
    model_facts_release(m);
    map_release(&m->config_bodies, NULL); /* empty: the last user of each has gone */
    map_release(&m->trouble, free);
    for (size_t i = 0; i < m->nseen; i++) {
        free(m->seen[i].host);
        free(m->seen[i].rack);
    }
    free(m->seen);
    log_release(&m->log);
    events_release(&m->events);
    *m = (struct model){0};
}

void model_touch(struct model *m, enum fact_kind kind)
{
    m->generation[kind]++;
}

/* ---- brokers that came and went -------------------------------------------------------------- */

static struct broker_seen *seen_slot(struct model *m, int32_t id)
{
    size_t at = 0;
    while (at < m->nseen && m->seen[at].id < id)
        at++;
    if (at < m->nseen && m->seen[at].id == id)
        return &m->seen[at];
    m->seen = xrealloc(m->seen, m->nseen + 1, sizeof *m->seen);
    memmove(&m->seen[at + 1], &m->seen[at], (m->nseen - at) * sizeof *m->seen);
    m->seen[at] = (struct broker_seen){.id = id, .port = -1};
    m->nseen++;
    return &m->seen[at];
}

static void replace_text(char **slot, const char *text)
{
    if (!text || (*slot && strcmp(*slot, text) == 0))
        return;
    free(*slot);
    *slot = xstrdup(text);
}

static void log_broker_change(struct model *m, const struct broker_seen *s, bool is_new)
{
    if (s->alive)
        log_add(&m->log, SEV_GOOD, m->cluster_name, "broker %" PRId32 " is %s", s->id,
                is_new ? "new in the cluster" : "back");
    else
        log_add(&m->log, SEV_BAD, m->cluster_name, "broker %" PRId32 " is lost", s->id);
}

static void note_broker(struct model *m, int32_t id, const struct broker *b, bool first_look)
{
    size_t before = m->nseen;
    struct broker_seen *s = seen_slot(m, id);
    bool is_new = m->nseen != before;
    bool alive = b && b->alive;
    if (b && b->host) {
        replace_text(&s->host, b->host);
        s->port = b->port;
    }
    if (b)
        replace_text(&s->rack, b->rack);
    if (first_look) {
        s->alive = alive;
        return;
    }
    if (s->alive != alive) {
        s->alive = alive;
        s->since_wall_ms = clock_wall_ms();
        log_broker_change(m, s, is_new);
    }
}

/* Metadata has no racks, DescribeCluster has; either may come first. */
static void note_racks(struct model *m)
{
    const struct cluster_desc *d = m->cluster;
    for (size_t i = 0; d && i < d->nbrokers; i++)
        for (size_t s = 0; s < m->nseen; s++)
            if (m->seen[s].id == d->brokers[i].id)
                replace_text(&m->seen[s].rack, d->brokers[i].rack);
}

static void note_brokers(struct model *m, bool first_look)
{
    const struct metadata *md = m->metadata;
    for (size_t i = 0; i < md->nbrokers; i++)
        note_broker(m, md->brokers[i].id, &md->brokers[i], first_look);
    for (size_t i = 0; i < m->nseen; i++)
        if (!metadata_broker(md, m->seen[i].id))
            note_broker(m, m->seen[i].id, NULL, first_look);
    note_racks(m);
}

const struct broker_seen *model_broker_seen(const struct model *m, int32_t id)
{
    for (size_t i = 0; i < m->nseen; i++)
        if (m->seen[i].id == id)
            return &m->seen[i];
    return NULL;
}

/* ---- forgetting what no longer exists -------------------------------------------------------- */

static void forget_in(struct model *m, struct map *map, void (*drop)(void *),
                      bool (*gone)(const struct model *m, const char *key, void *v))
{
    const char **keys = NULL;
    size_t n = 0, it = 0;
    const char *key;
    void *v;
    while (map_next(map, &it, &key, &v))
        if (gone(m, key, v)) {
            keys = xrealloc(keys, n + 1, sizeof *keys);
            keys[n++] = key;
        }
    for (size_t i = 0; i < n; i++)
        drop(map_remove(map, keys[i]));
    free(keys);
}

static void forget(struct model *m, enum fact_kind kind,
                   bool (*gone)(const struct model *m, const char *key, void *v))
{
    forget_in(m, model_map(m, kind), fact_kinds[kind].drop, gone);
}

static bool topic_gone(const struct model *m, const char *key, void *v)
{
    (void)v;
    return !metadata_topic(m->metadata, key);
}

/* One that is being asked about may be another topic when it is listed again. */
static bool topic_id_gone(const struct model *m, const char *key, void *v)
{
    return topic_gone(m, key, v) && !map_get(&m->events.gone_topics, key);
}

/* A record that only says "failed" or "does not exist" stays: it answers a request for the group by
 * name, and forgetting it would have it requested again and again. */
static bool group_gone(const struct model *m, const char *key, void *v)
{
    const struct group_desc *g = v;
    return g->state != GROUP_DEAD && g->fact.failed == ERR_NONE &&
           !group_listing_find(m->group_list, key);
}

static bool group_offsets_gone(const struct model *m, const char *key, void *v)
{
    const struct group_offsets *o = v;
    return o->n > 0 && o->fact.failed == ERR_NONE && !group_listing_find(m->group_list, key);
}

/* ---- taking answers -------------------------------------------------------------------------- */

void model_take_metadata(struct model *m, struct metadata *md)
{
    bool first = !m->metadata;
    detect_metadata(m, md);
    metadata_free(m->metadata);
    m->metadata = md;
    fact_learnt(&m->metadata_fact);
    if (first)
        m->looking_since_wall_ms = m->metadata_fact.wall_ms;
    note_brokers(m, first);
    model_note_trouble(m, first ? TROUBLE_FROM_START : m->metadata_fact.wall_ms);
    forget(m, FACT_TOPIC_OFFSETS, topic_gone);
    forget(m, FACT_TOPIC_ID, topic_id_gone);
    forget_in(m, &m->trouble, free, topic_gone);
    model_touch(m, FACT_METADATA);
}

void model_take_cluster(struct model *m, struct cluster_desc *d)
{
    cluster_desc_free(m->cluster);
    m->cluster = d;
    fact_learnt(&m->cluster_fact);
    note_racks(m);
    model_touch(m, FACT_CLUSTER);
}

/* What its coordinator said by name, before the listing lacked it. */
static bool group_may_exist(const void *model, const char *id)
{
    const struct model *m = model;
    const struct group_desc *g = map_get(&m->groups, id);
    return !g ||
           (g->state != GROUP_DEAD && g->state != GROUP_FOREIGN && g->fact.failed != ERR_NOT_FOUND);
}

void model_group_is_gone(struct model *m, const char *id)
{
    if (m->group_list && group_listing_drop_missing(m->group_list, id))
        model_touch(m, FACT_GROUP_LIST);
}

void model_take_group_list(struct model *m, struct group_listing *l)
{
    detect_groups(m, l);
    group_listing_keep(l, m->group_list, group_may_exist, m);
    group_listing_free(m->group_list);
    m->group_list = l;
    fact_learnt(&m->group_list_fact);
    if (!l->nerrors) {
        forget(m, FACT_GROUP, group_gone);
        forget(m, FACT_GROUP_OFFSETS, group_offsets_gone);
    }
    model_touch(m, FACT_GROUP_LIST);
}

/* An object's own failure becomes a failure of its fact; true when `fact` was one. */
static bool take_failure(struct model *m, enum fact_kind kind, const char *name,
                         const struct fact *fact)
{
    if (fact->failed == ERR_NONE)
        return false;
    struct err e;
    err_set(&e, fact->failed, "%s", fact->why ? fact->why : "");
    model_failed(m, kind, name, &e);
    return true;
}

void model_take_group(struct model *m, struct group_desc *g)
{
    if (take_failure(m, FACT_GROUP, g->id, &g->fact)) {
        group_desc_free(g);
        return;
    }
    fact_learnt(&g->fact);
    group_desc_seen(g, model_group(m, g->id));
    detect_group(m, model_group(m, g->id), g);
    group_desc_free(map_set(&m->groups, g->id, g));
    model_touch(m, FACT_GROUP);
}

void model_take_group_offsets(struct model *m, struct group_offsets *g)
{
    if (take_failure(m, FACT_GROUP_OFFSETS, g->id, &g->fact)) {
        group_offsets_free(g);
        return;
    }
    fact_learnt(&g->fact);
    group_offsets_seen(g, map_get(&m->group_offsets, g->id));
    detect_offsets(m, g);
    group_offsets_free(map_set(&m->group_offsets, g->id, g));
    model_touch(m, FACT_GROUP_OFFSETS);
}

void model_take_config(struct model *m, struct config_set *c)
{
    enum fact_kind kind = fact_kind_of_config(c->type);
    struct map *map = model_map(m, kind);
    if (take_failure(m, kind, c->name, &c->fact)) {
        config_set_free(c);
        return;
    }
    fact_learnt(&c->fact);
    config_set_share(&m->config_bodies, c);
    detect_config(m, map_get(map, c->name), c);
    config_set_free(map_set(map, c->name, c));
    model_touch(m, kind);
}

void model_take_acls(struct model *m, struct acl_list *l)
{
    detect_acls(m, l);
    acl_list_free(m->acls);
    m->acls = l;
    fact_learnt(&m->acls_fact);
    model_touch(m, FACT_ACLS);
}

static void log_interrupted(struct model *m, const struct journal_entry *e)
{
    log_add(&m->log, SEV_WARN, m->cluster_name,
            "a change of %s was interrupted, its outcome is unknown: %s (see :journal; undo %s "
            "undoes what of it was done)",
            e->at ? e->at : "?", e->title ? e->title : e->verb, e->id);
}

/* Of a journal with many, only the newest are logged. */
static void log_new_interrupted(struct model *m, const struct journal *old,
                                const struct journal *now)
{
    enum { LOGGED_MAX = 3 };
    size_t at = now->n;
    const struct journal_entry *e;
    for (int logged = 0; logged < LOGGED_MAX && (e = journal_open(now, NULL, &at));) {
        const struct journal_entry *was = old ? journal_find(old, e->id) : NULL;
        if (was && journal_interrupted(was))
            continue;
        log_interrupted(m, e);
        logged++;
    }
}

void model_take_journal(struct model *m, struct journal *j)
{
    fact_learnt(&m->journal_fact);
    if (!j)
        return;
    log_new_interrupted(m, m->journal, j);
    journal_free(m->journal);
    m->journal = j;
    model_touch(m, FACT_JOURNAL);
}

void model_take_users(struct model *m, struct user_list *l)
{
    user_list_free(m->users);
    m->users = l;
    fact_learnt(&m->users_fact);
    model_touch(m, FACT_USERS);
}

static struct topic_id *topic_id_slot(struct model *m, const char *topic)
{
    struct topic_id *t = map_get(&m->topic_ids, topic);
    if (!t) {
        t = xcalloc(1, sizeof *t);
        map_set(&m->topic_ids, topic, t);
    }
    return t;
}

void model_take_topic_id(struct model *m, const char *topic, const char *id)
{
    struct topic_id *t = topic_id_slot(m, topic);
    /* Recreated under the same name: what was measured of the old topic says nothing of this one.
     */
    if (t->id[0] && strcmp(t->id, id) != 0) {
        detect_topic_id(m, topic, t->id, id, &t->fact);
        topic_offsets_free(map_remove(&m->topic_offsets, topic));
    }
    snprintf(t->id, sizeof t->id, "%s", id);
    fact_learnt(&t->fact);
    model_touch(m, FACT_TOPIC_ID);
}

void model_leader_moved(struct model *m, const char *topic, int32_t partition)
{
    struct topic_offsets *t = map_get(&m->topic_offsets, topic);
    if (t && partition >= 0 && partition < t->n)
        partition_offsets_rebase(&t->p[partition]);
}

struct topic_offsets *model_topic_offsets(struct model *m, const char *topic)
{
    struct topic_offsets *t = map_get(&m->topic_offsets, topic);
    if (!t) {
        t = topic_offsets_new();
        map_set(&m->topic_offsets, topic, t);
    }
    return t;
}

bool model_unsure(const struct model *m)
{
    const struct events *e = &m->events;
    return e->partitions.len || e->counts.len || e->brokers.len || e->created.len;
}
