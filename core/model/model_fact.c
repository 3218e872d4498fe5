/* Fact records by kind and name: where a failure is written and where readers find ages and
 * reasons. Split from model.c, which takes the answers. A failure of something never seen makes an
 * empty record, so that "asked and refused" differs from "never asked". */
#include "core/model/model.h"

#include "core/base/mem.h"
#include "core/model/notice.h"

#include <inttypes.h>
#include <stdio.h>

static struct fact *group_record(struct model *m, const char *name)
{
    struct group_desc *g = map_get(&m->groups, name);
    if (!g) {
        g = group_desc_new();
        g->id = arena_strdup(&g->arena, name);
        map_set(&m->groups, name, g);
    }
    return &g->fact;
}

static struct fact *group_offsets_record(struct model *m, const char *name)
{
    struct group_offsets *g = map_get(&m->group_offsets, name);
    if (!g) {
        g = group_offsets_new();
        g->id = arena_strdup(&g->arena, name);
        map_set(&m->group_offsets, name, g);
    }
    return &g->fact;
}

static struct fact *config_record(struct map *map, enum config_type type, const char *name)
{
    struct config_set *c = map_get(map, name);
    if (!c) {
        c = config_set_new();
        c->type = type;
        c->name = arena_strdup(&c->arena, name);
        map_set(map, name, c);
    }
    return &c->fact;
}

static struct fact *topic_id_record(struct model *m, const char *name)
{
    struct topic_id *t = map_get(&m->topic_ids, name);
    if (!t) {
        t = xcalloc(1, sizeof *t);
        map_set(&m->topic_ids, name, t);
    }
    return &t->fact;
}

static struct fact *record(struct model *m, enum fact_kind kind, const char *name)
{
    switch (kind) {
    case FACT_METADATA:
        return &m->metadata_fact;
    case FACT_CLUSTER:
        return &m->cluster_fact;
    case FACT_GROUP_LIST:
        return &m->group_list_fact;
    case FACT_ACLS:
        return &m->acls_fact;
    case FACT_JOURNAL:
        return &m->journal_fact;
    case FACT_USERS:
        return &m->users_fact;
    case FACT_GROUP:
        return group_record(m, name);
    case FACT_GROUP_OFFSETS:
        return group_offsets_record(m, name);
    case FACT_TOPIC_OFFSETS:
        return &model_topic_offsets(m, name)->fact;
    case FACT_TOPIC_CONFIG:
        return config_record(&m->topic_configs, CONFIG_TOPIC, name);
    case FACT_BROKER_CONFIG:
        return config_record(&m->broker_configs, CONFIG_BROKER, name);
    case FACT_GROUP_CONFIG:
        return config_record(&m->group_configs, CONFIG_GROUP, name);
    case FACT_TOPIC_ID:
        return topic_id_record(m, name);
    case FACT_RECORDING:
    case FACT_EVENTS:
        return &m->recording_fact;
    case FACT_KINDS:
        break;
    }
    return NULL;
}

/* The first failure of its sort goes to the log, in the broker's words: a thousand groups that may
 * not be described say the same a thousand times, and again with every refresh. While the link is
 * down it told why. */
static void tell_failure(struct model *m, enum fact_kind kind, const struct err *err)
{
    unsigned bit = 1U << err->kind;
    bool no_news = err->kind == ERR_CANCELLED || err->kind == ERR_NOT_FOUND;
    if (m->link == LINK_DOWN || no_news || m->failures_told[kind] & bit)
        return;
    m->failures_told[kind] |= bit;
    log_add(&m->log, err->kind == ERR_DENIED ? SEV_INFO : SEV_WARN, m->cluster_name,
            "%s (others like it are not repeated here)", err->msg);
}

void model_failed(struct model *m, enum fact_kind kind, const char *name, const struct err *err)
{
    struct fact *f = record(m, kind, name);
    if (!f)
        return;
    fact_failed(f, err);
    notice_failed(m, kind, name, err->kind);
    tell_failure(m, kind, err);
    model_touch(m, kind);
}

/* The fact is the holder's member of that name; NULL stays NULL. */
#define FACT_OF(type, p) ((p) ? &((const struct type *)(p))->fact : NULL)

const struct fact *model_fact(const struct model *m, enum fact_kind kind, const char *name)
{
    switch (kind) {
    case FACT_METADATA:
        return &m->metadata_fact;
    case FACT_CLUSTER:
        return &m->cluster_fact;
    case FACT_GROUP_LIST:
        return &m->group_list_fact;
    case FACT_ACLS:
        return &m->acls_fact;
    case FACT_JOURNAL:
        return &m->journal_fact;
    case FACT_USERS:
        return &m->users_fact;
    case FACT_GROUP:
        return FACT_OF(group_desc, map_get(&m->groups, name));
    case FACT_GROUP_OFFSETS:
        return FACT_OF(group_offsets, map_get(&m->group_offsets, name));
    case FACT_TOPIC_OFFSETS:
        return FACT_OF(topic_offsets, map_get(&m->topic_offsets, name));
    case FACT_TOPIC_CONFIG:
        return FACT_OF(config_set, map_get(&m->topic_configs, name));
    case FACT_BROKER_CONFIG:
        return FACT_OF(config_set, map_get(&m->broker_configs, name));
    case FACT_GROUP_CONFIG:
        return FACT_OF(config_set, map_get(&m->group_configs, name));
    case FACT_TOPIC_ID:
        return FACT_OF(topic_id, map_get(&m->topic_ids, name));
    case FACT_RECORDING:
    case FACT_EVENTS:
        return &m->recording_fact;
    case FACT_KINDS:
        break;
    }
    return NULL;
}

/* ---- what is known -------------------------------------------------------------------------- */

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
