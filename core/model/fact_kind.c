/* The table of kinds, and the empty values that hold the failure of something never seen. */
#include "core/model/fact_kind.h"

#include "core/base/mem.h"
#include "core/model/model.h"

#include <stdlib.h>

/* ---- values ---------------------------------------------------------------------------------- */

static void *make_group(const char *id)
{
    struct group_desc *g = group_desc_new();
    g->id = arena_strdup(&g->arena, id);
    return g;
}

static void drop_group(void *value)
{
    group_desc_free(value);
}

static void *make_group_offsets(const char *id)
{
    struct group_offsets *g = group_offsets_new();
    g->id = arena_strdup(&g->arena, id);
    return g;
}

static void drop_group_offsets(void *value)
{
    group_offsets_free(value);
}

static void *make_topic_offsets(const char *topic)
{
    (void)topic;
    return topic_offsets_new();
}

static void drop_topic_offsets(void *value)
{
    topic_offsets_free(value);
}

static void *make_topic_id(const char *topic)
{
    (void)topic;
    return xcalloc(1, sizeof(struct topic_id));
}

static void drop_topic_id(void *value)
{
    struct topic_id *t = value;
    if (!t)
        return;
    fact_release(&t->fact);
    free(t);
}

enum fact_kind fact_kind_of_config(enum config_type type)
{
    return type == CONFIG_BROKER  ? FACT_BROKER_CONFIG
           : type == CONFIG_GROUP ? FACT_GROUP_CONFIG
                                  : FACT_TOPIC_CONFIG;
}

static void *make_config(enum config_type type, const char *name)
{
    struct config_set *c = config_set_new();
    c->type = type;
    c->name = arena_strdup(&c->arena, name);
    return c;
}

static void *make_topic_config(const char *topic)
{
    return make_config(CONFIG_TOPIC, topic);
}

static void *make_broker_config(const char *id)
{
    return make_config(CONFIG_BROKER, id);
}

static void *make_group_config(const char *id)
{
    return make_config(CONFIG_GROUP, id);
}

static void drop_config(void *value)
{
    config_set_free(value);
}

/* ---- the table ------------------------------------------------------------------------------- */

#define ONE(field) .fact = offsetof(struct model, field)
#define MANY(field, type) .map = offsetof(struct model, field), .fact = offsetof(struct type, fact)

const struct fact_kind_row fact_kinds[FACT_KINDS] = {
    [FACT_METADATA] = {"metadata", NULL, 5000, ONE(metadata_fact)},
    [FACT_CLUSTER] = {"cluster", NULL, 60000, ONE(cluster_fact)},
    [FACT_GROUP_LIST] = {"group list", NULL, 5000, ONE(group_list_fact)},
    [FACT_ACLS] = {"ACLs", NULL, 10000, ONE(acls_fact)},
    [FACT_GROUP_OFFSETS] = {"committed offsets", "group", 5000, MANY(group_offsets, group_offsets),
                            .make = make_group_offsets, .drop = drop_group_offsets},
    [FACT_TOPIC_OFFSETS] = {"topic offsets", "topic", 5000, MANY(topic_offsets, topic_offsets),
                            .make = make_topic_offsets, .drop = drop_topic_offsets},
    [FACT_GROUP] = {"group", "group", 10000, MANY(groups, group_desc), .make = make_group,
                    .drop = drop_group},
    [FACT_BROKER_CONFIG] = {"broker settings", "broker", 60000, MANY(broker_configs, config_set),
                            .make = make_broker_config, .drop = drop_config},
    [FACT_TOPIC_CONFIG] = {"topic settings", "topic", 60000, MANY(topic_configs, config_set),
                           .make = make_topic_config, .drop = drop_config},
    [FACT_GROUP_CONFIG] = {"group settings", "group", 60000, MANY(group_configs, config_set),
                           .make = make_group_config, .drop = drop_config},
    [FACT_TOPIC_ID] = {"topic id", "topic", 30000, MANY(topic_ids, topic_id), .make = make_topic_id,
                       .drop = drop_topic_id},
    [FACT_JOURNAL] = {"journal", NULL, 10000, ONE(journal_fact)},
    [FACT_USERS] = {"users", NULL, 10000, ONE(users_fact)},
    [FACT_RECORDING] = {"samples of groups", "group", -1, ONE(recording_fact)},
    [FACT_EVENTS] = {"events of before", NULL, -1, ONE(recording_fact)},
};
