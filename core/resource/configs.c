/* The configuration of a topic, a broker or a group: every key with its value, where the value
 * comes from, what it falls back to, and what it means. Three resources over one builder, because
 * the three differ only in where the entries are fetched from. */
#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/model/config_fallback.h"
#include "core/model/config_value.h"

#include "core/model/model_fact.h"
#include "core/resource/build.h"
#include "core/resource/configs.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { KEY, VALUE, READABLE, SOURCE, FALLBACK, TYPE, CHANGE, SENSITIVE, MEANING, CHAIN, COLUMNS };

static const struct column columns[COLUMNS] = {
    [KEY] = {.id = "key", .title = "KEY", .max_width = 50, .help = "The name of the setting."},
    [VALUE] = {.id = "value",
               .title = "VALUE",
               .max_width = 60,
               .help = "The effective value, as the broker stores it; withheld for secrets, which "
                       "brokers never return."},
    [READABLE] = {.id = "readable",
                  .title = "THAT IS",
                  .help = "The same value in units for people: 604800000 is 7 d, -1 is often "
                          "unlimited."},
    [SOURCE] = {.id = "source",
                .title = "SOURCE",
                .help = "Where the value was set: on this very object, on this broker or on all "
                        "brokers at run time, in the broker's file, or built into Kafka."},
    [FALLBACK] = {.id = "fallback",
                  .title = "FALLS BACK TO",
                  .priority = 2,
                  .max_width = 40,
                  .help = "What would hold if the override on this object were removed, and from "
                          "where; – when nothing is overridden here."},
    [TYPE] = {.id = "type",
              .title = "TYPE",
              .priority = 3,
              .help = "What kind of value it is, with the unit."},
    [CHANGE] = {.id = "changeable",
                .title = "CHANGE",
                .kind = VALUE_BOOL,
                .priority = 2,
                .help = "Whether it can be changed while the brokers run; if not, it is in the "
                        "broker's file and needs a restart."},
    [SENSITIVE] = {.id = "sensitive",
                   .title = "SECRET",
                   .kind = VALUE_BOOL,
                   .hidden = true,
                   .help =
                       "A password, or a setting of unknown type: brokers never return its value."},
    [MEANING] = {.id = "meaning",
                 .title = "MEANING",
                 .priority = 1,
                 .help = "What the setting does, in a sentence."},
    [CHAIN] = {.id = "synonyms",
               .title = "SYNONYMS",
               .hidden = true,
               .max_width = 60,
               .help = "Every place that sets it, the effective one first, in the words of "
                       "kafka-configs."},
};

/* ---- rows ------------------------------------------------------------------------------------ */

void config_value_cells(struct table *t, struct row *r, size_t value, size_t readable_at,
                        const struct config_entry *e, const struct config_key *k)
{
    const char *readable = config_value_human(k, e->value, &t->arena);
    if (e->value)
        cell_text(t, r, value, e->value);
    else
        cell_none(r, value);
    if (!e->value && e->sensitive)
        cell_override(t, r, value, "withheld");
    cell_literal(r, readable_at, readable ? readable : "");
}

/* Any broker will do: what stands behind a topic's settings is the same on all, or should be. */
static int32_t some_broker(const struct model *m)
{
    for (size_t i = 0; m->metadata && i < m->metadata->nbrokers; i++)
        if (m->metadata->brokers[i].alive)
            return m->metadata->brokers[i].id;
    return -1;
}

static void add_fallback(struct table *t, struct row *r, const struct model *m,
                         const struct config_set *c, const struct config_entry *e,
                         const struct config_key *k)
{
    struct config_synonym behind;
    if (!config_entry_overridden(c, e)) {
        cell_none(r, FALLBACK);
        return;
    }
    if (!config_fallback(c, e, model_broker_config(m, some_broker(m)), &t->arena, &behind)) {
        cell_unknown(r, FALLBACK);
        return;
    }
    const char *readable = config_value_human(k, behind.value, &t->arena);
    cell_textf(t, r, FALLBACK, "%s (%s)",
               readable       ? readable
               : behind.value ? behind.value
                              : "no value",
               config_source_name(behind.source));
}

static void add_type(struct table *t, struct row *r, const struct config_key *k)
{
    const char *unit = config_kind_unit(k->kind);
    if (k->choices && k->kind == CONFIG_KIND_CHOICE)
        cell_text(t, r, TYPE, k->choices);
    else if (unit[0])
        cell_textf(t, r, TYPE, "%s, %s", config_kind_name(k->kind), unit);
    else
        cell_literal(r, TYPE, config_kind_name(k->kind));
}

void config_source_cell(struct row *r, size_t col, const struct config_set *c,
                        const struct config_entry *e)
{
    bool here = config_entry_overridden(c, e);
    cell_literal(r, col, config_source_name(e->source));
    cell_rank(r, col, here ? 0 : (int64_t)e->source);
    if (here)
        cell_sev(r, col, SEV_INFO);
    else if (e->source == CONFIG_SOURCE_DEFAULT)
        r->sev = SEV_MUTED;
}

static void add_chain(struct table *t, struct row *r, const struct config_entry *e)
{
    struct arena *a = &t->arena;
    const char **each = arena_array(a, e->nsynonyms, sizeof *each), *text = "";
    for (size_t i = 0; i < e->nsynonyms; i++) {
        const struct config_synonym *s = &e->synonyms[i];
        const char *one = arena_printf(a, "%s:%s=%s", config_source_kafka(s->source), s->name,
                                       s->value ? s->value : "null");
        each[i] = text_visible(a, one, strlen(one));
        text = arena_printf(a, "%s%s%s", text, i ? ", " : "", one);
    }
    cell_text(t, r, CHAIN, text);
    cell_parts(
        t, r, CHAIN,
        (struct value_parts){.kind = PARTS_TEXTS, .n = (uint32_t)e->nsynonyms, .texts = each});
}

static void add_entry(struct table *t, const struct model *m, const struct config_set *c,
                      const struct config_entry *e)
{
    struct config_key k = config_key_of(c->type, e->name);
    struct row *r = table_add_row(t, e->name);
    cell_text(t, r, KEY, r->key);
    config_value_cells(t, r, VALUE, READABLE, e, &k);
    config_source_cell(r, SOURCE, c, e);
    add_fallback(t, r, m, c, e, &k);
    add_type(t, r, &k);
    cell_bool(r, CHANGE, !e->read_only);
    cell_bool(r, SENSITIVE, e->sensitive);
    if (k.meaning)
        cell_literal(r, MEANING, k.meaning);
    else
        cell_none(r, MEANING);
    add_chain(t, r, e);
}

static void build_set(struct table *t, const struct view *v, enum fact_kind kind,
                      const struct config_set *c)
{
    if (!build_need(t, v->model, kind, v->scope) || !c)
        return;
    for (size_t i = 0; i < c->n; i++)
        add_entry(t, v->model, c, &c->entries[i]);
    if (c->n)
        return;
    if (c->type == CONFIG_GROUP)
        table_note(t, SEV_INFO, "%s", CONFIG_NO_GROUPS);
    else
        table_note(t, SEV_WARN, "the broker returned no settings of %s", v->scope);
}

/* ---- the three resources --------------------------------------------------------------------- */

/* The broker's settings only where they decide what an override falls back to. */
static void want_topic(const struct view *v, struct wants *w)
{
    const struct config_set *c = model_topic_config(v->model, v->scope);
    wants_add(w, FACT_TOPIC_CONFIG, v->scope, 5000, 0);
    wants_add(w, FACT_METADATA, NULL, 60000, 1);
    for (size_t i = 0; c && i < c->n; i++) {
        const struct config_entry *e = &c->entries[i];
        int32_t broker = some_broker(v->model);
        if (broker < 0 || !config_entry_overridden(c, e) || !config_fallback_needs_broker(c, e))
            continue;
        char id[16];
        snprintf(id, sizeof id, "%" PRId32, broker);
        wants_add(w, FACT_BROKER_CONFIG, id, AGE_USUAL, 1);
        return;
    }
}

/* Nothing can be read from a broker that no longer exists or never did. */
static bool broker_away(const struct model *m, const char *scope, bool *lost)
{
    int64_t id;
    *lost = false;
    if (!m->metadata || !parse_int(scope, 0, INT32_MAX, &id, NULL))
        return false;
    const struct broker *b = metadata_broker(m->metadata, (int32_t)id);
    *lost = b && !b->alive;
    return !b || *lost;
}

static void want_broker(const struct view *v, struct wants *w)
{
    bool lost;
    if (!broker_away(v->model, v->scope, &lost))
        wants_add(w, FACT_BROKER_CONFIG, v->scope, 5000, 0);
    wants_add(w, FACT_METADATA, NULL, 10000, 1);
}

static void want_group(const struct view *v, struct wants *w)
{
    if (*v->scope)
        wants_add(w, FACT_GROUP_CONFIG, v->scope, 5000, 0);
}

static void build_topic(const struct view *v, struct table *t)
{
    build_set(t, v, FACT_TOPIC_CONFIG, model_topic_config(v->model, v->scope));
}

static void build_broker(const struct view *v, struct table *t)
{
    int64_t id;
    if (!parse_int(v->scope, 0, INT32_MAX, &id, NULL)) {
        table_note(t, SEV_BAD, "%s is not a broker id: ids are whole numbers", v->scope);
        return;
    }
    bool lost, away = broker_away(v->model, v->scope, &lost);
    const struct config_set *c = model_broker_config(v->model, (int32_t)id);
    if (!away || c)
        build_set(t, v, FACT_BROKER_CONFIG, c);
    if (lost)
        table_note(t, SEV_WARN, "broker %s is lost: only it knows its settings", v->scope);
    else if (away)
        table_note(t, SEV_WARN, "there is no broker %s in this cluster", v->scope);
}

static void build_group(const struct view *v, struct table *t)
{
    if (*v->scope) /* GroupConfigManager: "Default group resources are not allowed" */
        build_set(t, v, FACT_GROUP_CONFIG, model_group_config(v->model, v->scope));
    else
        table_note(t, SEV_INFO, "brokers keep no settings of the group with an empty id");
}

static const char *const alter[] = {"config-alter", NULL};

const struct resource resource_topic_configs = {
    .name = "topic-configs",
    .rows = OBJECT_SETTING,
    .title = "settings of topic",
    .help = "All settings of a topic, with where each value comes from and what it falls back to.",
    .scope = SCOPE_TOPIC,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want_topic,
    .build = build_topic,
    .sort = "source",
    .actions = alter,
};

const struct resource resource_broker_configs = {
    .name = "broker-configs",
    .rows = OBJECT_SETTING,
    .title = "settings of broker",
    .help = "All settings of a broker. Those that can change while it runs apply to this broker or "
            "to all; the others are in its file.",
    .scope = SCOPE_BROKER,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want_broker,
    .build = build_broker,
    .sort = "source",
    .actions = alter,
};

const struct resource resource_group_configs = {
    .name = "group-configs",
    .rows = OBJECT_SETTING,
    .title = "settings of group",
    .help = "The settings of a consumer group. They act on groups of the newer protocol only.",
    .scope = SCOPE_GROUP,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want_group,
    .build = build_group,
    .sort = "source",
    .actions = alter,
};
