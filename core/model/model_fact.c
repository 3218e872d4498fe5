/* Fact records by kind and name: where a failure is written and where readers find ages and
 * reasons. Split from model.c, which takes the answers. A failure of something never seen makes an
 * empty record, so that "asked and refused" differs from "never asked". */
#include "core/model/model_fact.h"

#include "core/model/model_impl.h"

#include "core/model/detect_impl.h"

#include <inttypes.h>
#include <stdio.h>

struct map *model_map(struct model *m, enum fact_kind kind)
{
    return (struct map *)((char *)m + fact_kinds[kind].map);
}

void model_facts_init(struct model *m)
{
    for (int k = 0; k < FACT_KINDS; k++)
        if (fact_kinds[k].make)
            map_init(model_map(m, (enum fact_kind)k));
}

static struct fact *record(struct model *m, enum fact_kind kind, const char *name)
{
    const struct fact_kind_row *row = &fact_kinds[kind];
    if (!row->make)
        return (struct fact *)((char *)m + row->fact);
    char *value = map_get(model_map(m, kind), name);
    if (!value) {
        value = row->make(name);
        map_set(model_map(m, kind), name, value);
    }
    return (struct fact *)(value + row->fact);
}

void model_facts_release(struct model *m)
{
    for (int k = 0; k < FACT_KINDS; k++)
        if (fact_kinds[k].make)
            map_release(model_map(m, (enum fact_kind)k), fact_kinds[k].drop);
        else
            fact_release(record(m, (enum fact_kind)k, NULL));
}

/* The first failure of its sort goes to the log, in the broker's words: a thousand groups that may
 * not be described say the same a thousand times, and again with every refresh. While the link is
 * down, the link has logged why. */
static void log_failure(struct model *m, enum fact_kind kind, const struct err *err)
{
    unsigned bit = 1U << err->kind;
    bool no_news = err->kind == ERR_CANCELLED || err->kind == ERR_NOT_FOUND;
    if (m->link == LINK_DOWN || no_news || m->failures_logged[kind] & bit)
        return;
    m->failures_logged[kind] |= bit;
    log_add(&m->log, err->kind == ERR_DENIED ? SEV_INFO : SEV_WARN, m->cluster_name,
            "%s (others like it are not repeated here)", err->msg);
}

void model_failed(struct model *m, enum fact_kind kind, const char *name, const struct err *err)
{
    fact_failed(record(m, kind, name), err);
    detect_failed(m, kind, name, err->kind);
    log_failure(m, kind, err);
    model_touch(m, kind);
}

const struct fact *model_fact(const struct model *m, enum fact_kind kind, const char *name)
{
    const struct fact_kind_row *row = &fact_kinds[kind];
    if (!row->make)
        return (const struct fact *)((const char *)m + row->fact);
    const char *value = map_get((const struct map *)((const char *)m + row->map), name);
    return value ? (const struct fact *)(value + row->fact) : NULL;
}

/* ---- what is known --------------------------------------------------------------------------- */

const struct group_desc *model_group(const struct model *m, const char *id)
{
    const struct group_desc *g = map_get(&m->groups, id);
    return g && fact_known(&g->fact) ? g : NULL;
}

const struct group_offsets *model_group_offsets(const struct model *m, const char *id)
{
    const struct group_offsets *g = map_get(&m->group_offsets, id);
    return g && fact_known(&g->fact) ? g : NULL;
}

/* Partition by partition: the fact of the whole is stamped when the last of them has answered. */
const struct topic_offsets *model_offsets(const struct model *m, const char *topic)
{
    return map_get(&m->topic_offsets, topic);
}

static const struct config_set *known_config(const struct map *map, const char *name)
{
    const struct config_set *c = map_get(map, name);
    return c && fact_known(&c->fact) ? c : NULL;
}

const struct config_set *model_topic_config(const struct model *m, const char *topic)
{
    return known_config(&m->topic_configs, topic);
}

const struct config_set *model_broker_config(const struct model *m, int32_t id)
{
    char name[16];
    snprintf(name, sizeof name, "%" PRId32, id);
    return known_config(&m->broker_configs, name);
}

const struct config_set *model_group_config(const struct model *m, const char *id)
{
    return known_config(&m->group_configs, id);
}

const char *model_cluster_id(const struct model *m)
{
    if (m->cluster && m->cluster->cluster_id)
        return m->cluster->cluster_id;
    return m->metadata ? m->metadata->cluster_id : NULL;
}

const char *model_topic_id(const struct model *m, const char *topic)
{
    const struct topic_id *t = map_get(&m->topic_ids, topic);
    return t && fact_known(&t->fact) ? t->id : NULL;
}
