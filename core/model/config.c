/* Configuration entries: words for sources, look-up, what an override falls back to.
 * Filled by core/kafka from DescribeConfigs answers with synonyms. */
#include "core/model/config.h"

#include "core/base/mem.h"
#include "core/base/parse.h"
#include "core/model/config_share.h"

#include <stdlib.h>
#include <string.h>

const char *config_type_name(enum config_type t)
{
    switch (t) {
    case CONFIG_TOPIC:
        return "topic";
    case CONFIG_BROKER:
        return "broker";
    case CONFIG_GROUP:
        return "group";
    }
    return "?";
}

const char *config_source_name(enum config_source s)
{
    switch (s) {
    case CONFIG_SOURCE_TOPIC:
        return "this topic";
    case CONFIG_SOURCE_BROKER:
        return "this broker, dynamic";
    case CONFIG_SOURCE_BROKER_DEFAULT:
        return "all brokers, dynamic";
    case CONFIG_SOURCE_STATIC:
        return "broker file";
    case CONFIG_SOURCE_DEFAULT:
        return "built in";
    case CONFIG_SOURCE_GROUP:
        return "this group";
    case CONFIG_SOURCE_UNKNOWN:
        break;
    }
    return "unknown";
}

const char *config_source_kafka(enum config_source s)
{
    static const char *const names[] = {
        [CONFIG_SOURCE_UNKNOWN] = "UNKNOWN",
        [CONFIG_SOURCE_TOPIC] = "DYNAMIC_TOPIC_CONFIG",
        [CONFIG_SOURCE_BROKER] = "DYNAMIC_BROKER_CONFIG",
        [CONFIG_SOURCE_BROKER_DEFAULT] = "DYNAMIC_DEFAULT_BROKER_CONFIG",
        [CONFIG_SOURCE_STATIC] = "STATIC_BROKER_CONFIG",
        [CONFIG_SOURCE_DEFAULT] = "DEFAULT_CONFIG",
        [CONFIG_SOURCE_GROUP] = "DYNAMIC_GROUP_CONFIG",
    };
    return (size_t)s < sizeof names / sizeof *names ? names[s] : "UNKNOWN";
}

struct config_set *config_set_new(void)
{
    struct config_set *c = xcalloc(1, sizeof *c);
    arena_init(&c->arena);
    return c;
}

void config_set_free(struct config_set *c)
{
    if (!c)
        return;
    config_body_drop(c->shared);
    free(c->own_name);
    fact_release(&c->fact);
    arena_release(&c->arena);
    free(c);
}

static int entry_by_name(const void *a, const void *b)
{
    return strcmp(((const struct config_entry *)a)->name, ((const struct config_entry *)b)->name);
}

void config_set_sort(struct config_set *c)
{
    if (c->n)
        qsort(c->entries, c->n, sizeof *c->entries, entry_by_name);
}

const struct config_entry *config_set_find(const struct config_set *c, const char *name)
{
    if (!c || !c->n)
        return NULL;
    struct config_entry wanted = {.name = name};
    return bsearch(&wanted, c->entries, c->n, sizeof *c->entries, entry_by_name);
}

/* The source that an override of this very kind of object has. */
static enum config_source own_source(enum config_type t)
{
    switch (t) {
    case CONFIG_TOPIC:
        return CONFIG_SOURCE_TOPIC;
    case CONFIG_BROKER:
        return CONFIG_SOURCE_BROKER;
    case CONFIG_GROUP:
        return CONFIG_SOURCE_GROUP;
    }
    return CONFIG_SOURCE_UNKNOWN;
}

bool config_entry_overridden(const struct config_set *c, const struct config_entry *e)
{
    return e->source != CONFIG_SOURCE_UNKNOWN && e->source == own_source(c->type);
}

const struct config_synonym *config_entry_fallback(const struct config_set *c,
                                                   const struct config_entry *e)
{
    enum config_source own = own_source(c->type);
    for (size_t i = 0; i < e->nsynonyms; i++)
        if (e->synonyms[i].source != own)
            return &e->synonyms[i];
    return NULL;
}

bool config_set_int(const struct config_set *c, const char *name, int64_t *out)
{
    const struct config_entry *e = config_set_find(c, name);
    return e && e->value && parse_int(e->value, INT64_MIN, INT64_MAX, out, NULL);
}

bool config_keeps_all(const struct config_set *c)
{
    const struct config_entry *e = config_set_find(c, "cleanup.policy");
    return e && e->value && !*e->value;
}
