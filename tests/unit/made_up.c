/* Builders of made-up models. Arrays grow in arenas by copying, which is fine for tests. */
#include "tests/unit/made_up.h"

#include "core/base/mem.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One more element: the old array moves into a larger one of the arena when it is full. */
static void *grown(struct arena *a, void *old, size_t n, size_t size)
{
    if (n & (n - 1)) /* room until the next power of two */
        return old;
    void *reads = arena_array(a, n ? n * 2 : 1, size);
    if (n)
        memcpy(reads, old, n * size);
    return reads;
}

static const int32_t *ids_of(struct arena *a, const char *text, int *n)
{
    int32_t *ids = arena_array(a, strlen(text) + 1, sizeof *ids);
    char *end;
    *n = 0;
    for (const char *p = text; *p; p = *end ? end + 1 : end)
        ids[(*n)++] = (int32_t)strtol(p, &end, 10);
    return ids;
}

struct metadata *made_metadata(int brokers)
{
    struct metadata *m = metadata_new();
    m->brokers = arena_array(&m->arena, (size_t)brokers, sizeof *m->brokers);
    m->nbrokers = (size_t)brokers;
    for (int i = 0; i < brokers; i++)
        m->brokers[i] = (struct broker){.id = i + 1,
                                        .host = arena_printf(&m->arena, "b%d", i + 1),
                                        .port = 9092,
                                        .alive = true};
    return m;
}

void made_topic(struct metadata *m, const char *name)
{
    m->topics = grown(&m->arena, m->topics, m->ntopics, sizeof *m->topics);
    m->topics[m->ntopics++] = (struct topic){.name = arena_strdup(&m->arena, name),
                                             .internal = topic_name_internal(name)};
}

void made_partition(struct metadata *m, int32_t leader, const char *replicas, const char *isr)
{
    struct topic *t = &m->topics[m->ntopics - 1];
    t->partitions = grown(&m->arena, t->partitions, (size_t)t->npartitions, sizeof *t->partitions);
    struct partition *p = &t->partitions[t->npartitions];
    *p = (struct partition){.id = t->npartitions, .leader = leader};
    p->replicas = ids_of(&m->arena, replicas, &p->nreplicas);
    p->isr = ids_of(&m->arena, isr, &p->nisr);
    t->npartitions++;
}

void made_lose(struct metadata *m, int32_t broker)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->nbrokers; i++)
        if (m->brokers[i].id != broker)
            m->brokers[kept++] = m->brokers[i];
    m->nbrokers = kept;
}

struct group_listing *made_listing(void)
{
    return group_listing_new();
}

void made_listed(struct group_listing *l, const char *id, enum group_state s)
{
    l->groups = grown(&l->arena, l->groups, l->ngroups, sizeof *l->groups);
    l->groups[l->ngroups++] = (struct group_entry){
        .id = arena_strdup(&l->arena, id), .state = s, .type = GROUP_TYPE_CLASSIC};
    group_listing_sort(l);
}

void made_deleted(struct model *m, const char *group)
{
    struct err err = {.kind = ERR_NOT_FOUND};
    model_failed(m, FACT_GROUP, group, &err);
}

struct group_desc *made_group(const char *id, enum group_state s)
{
    struct group_desc *g = group_desc_new();
    g->id = arena_strdup(&g->arena, id);
    g->state = s;
    return g;
}

struct member *made_member(struct group_desc *g, const char *client)
{
    g->members = grown(&g->arena, g->members, g->nmembers, sizeof *g->members);
    struct member *m = &g->members[g->nmembers++];
    *m = (struct member){.client_id = arena_strdup(&g->arena, client),
                         .member_id = arena_printf(&g->arena, "%s-id", client),
                         .host = "/10.0.0.7"};
    return m;
}

void made_owns(struct group_desc *g, const char *topic, int32_t partition)
{
    struct member *m = &g->members[g->nmembers - 1];
    m->owns = grown(&g->arena, m->owns, m->nowns, sizeof *m->owns);
    m->owns[m->nowns++] = (struct member_partition){arena_strdup(&g->arena, topic), partition};
}

struct group_offsets *made_offsets(const char *group)
{
    struct group_offsets *o = group_offsets_new();
    o->id = arena_strdup(&o->arena, group);
    return o;
}

void made_commit(struct group_offsets *o, const char *topic, int32_t partition, int64_t offset)
{
    o->o = grown(&o->arena, o->o, o->n, sizeof *o->o);
    o->o[o->n++] = (struct group_offset){
        .topic = arena_strdup(&o->arena, topic), .partition = partition, .committed = offset};
    group_offsets_sort(o);
}

void made_ends(struct model *m, const char *topic, int32_t partition, int64_t start, int64_t end)
{
    struct topic_offsets *t = model_topic_offsets(m, topic);
    struct partition_offsets *p = topic_offsets_at(t, partition);
    int64_t later = INT64_MAX / 2; /* than any commit of the same test */
    partition_offsets_start(p, start, later);
    partition_offsets_end(p, end, later);
    fact_learnt(&t->fact);
    model_touch(m, FACT_TOPIC_OFFSETS);
}

struct config_set *made_config(enum config_type type, const char *name)
{
    struct config_set *c = config_set_new();
    c->type = type;
    c->name = arena_strdup(&c->arena, name);
    return c;
}

struct config_entry *made_entry(struct config_set *c, const char *key, const char *value,
                                enum config_source source)
{
    c->entries = grown(&c->arena, c->entries, c->n, sizeof *c->entries);
    struct config_entry *e = &c->entries[c->n++];
    *e = (struct config_entry){.name = arena_strdup(&c->arena, key),
                               .value = arena_strdup(&c->arena, value),
                               .source = source,
                               .is_default = source == CONFIG_SOURCE_DEFAULT};
    return e;
}

void made_synonym(struct config_set *c, const char *key, const char *value,
                  enum config_source source)
{
    struct config_entry *e = &c->entries[c->n - 1];
    e->synonyms = grown(&c->arena, e->synonyms, e->nsynonyms, sizeof *e->synonyms);
    e->synonyms[e->nsynonyms++] = (struct config_synonym){arena_strdup(&c->arena, key),
                                                          arena_strdup(&c->arena, value), source};
}

struct table *made_table(const struct model *m, const char *resource, const char *scope)
{
    const struct resource *r = resource_find(resource);
    assert_non_null(r);
    return resource_build(r, &(struct view){.model = m, .scope = scope, .all = true});
}

const struct cell *cell_at(const struct table *t, const char *key, const char *column)
{
    const struct row *r = table_find(t, key);
    int c = table_column(t, column);
    if (!r || c < 0)
        fail_msg("no cell %s of row %s (%s)", column, key, t->note ? t->note : "no note");
    return &r->cells[c];
}

const char *shown(const struct table *t, const char *key, const char *column)
{
    static char texts[4][512];
    static unsigned next;
    struct arena a;
    arena_init(&a);
    char *text = texts[next++ % 4];
    snprintf(text, sizeof texts[0], "%s", value_display(&cell_at(t, key, column)->value, &a));
    arena_release(&a);
    return text;
}
