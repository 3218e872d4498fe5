/* The settings of all topics, or of all brokers, in one list: one row per object and key, for
 * questions like "which topics keep their records longer than a week" (--filter 'key=retention.ms
 * value>604800000'). Rows are those of configs.c with the object in front. */
#include "core/insight/sight.h"
#include "core/model/model_fact.h"
#include "core/resource/build.h"
#include "core/resource/configs.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { OBJECT, KEY, VALUE, READABLE, SOURCE, CHANGE, SENSITIVE, COLUMNS };

#define SHARED_COLUMNS                                                                             \
    [KEY] = {.id = "key", .title = "KEY", .max_width = 50, .help = "The name of the setting."},    \
    [VALUE] = {.id = "value",                                                                      \
               .title = "VALUE",                                                                   \
               .max_width = 60,                                                                    \
               .help = "The effective value, as the broker stores it; withheld for secrets."},     \
    [READABLE] = {.id = "readable",                                                                \
                  .title = "THAT IS",                                                              \
                  .help = "The same value in units for people."},                                  \
    [SOURCE] = {.id = "source",                                                                    \
                .title = "SOURCE",                                                                 \
                .help = "Where the value was set: on this very object, on the brokers, in a "      \
                        "broker's file, or built into Kafka."},                                    \
    [CHANGE] = {.id = "changeable",                                                                \
                .title = "CHANGE",                                                                 \
                .kind = VALUE_BOOL,                                                                \
                .priority = 3,                                                                     \
                .help = "Whether it can be changed while the brokers run."},                       \
    [SENSITIVE] = {                                                                                \
        .id = "sensitive",                                                                         \
        .title = "SECRET",                                                                         \
        .kind = VALUE_BOOL,                                                                        \
        .hidden = true,                                                                            \
        .help = "A password, or a setting of unknown type: brokers never return its value."}

static const struct column topic_columns[COLUMNS] = {
    [OBJECT] = {.id = "topic", .title = "TOPIC", .max_width = 60, .help = "Whose setting it is."},
    SHARED_COLUMNS,
};

static const struct column broker_columns[COLUMNS] = {
    [OBJECT] = {.id = "broker", .title = "BROKER", .help = "Whose setting it is."},
    SHARED_COLUMNS,
};

static void add_entry(struct table *t, const struct config_set *c, const struct config_entry *e)
{
    struct config_key k = config_key_of(c->type, e->name);
    struct row *r = table_add_row(t, arena_printf(&t->arena, "%s %s", c->name, e->name));
    cell_text(t, r, OBJECT, c->name);
    cell_text(t, r, KEY, e->name);
    config_value_cells(t, r, VALUE, READABLE, e, &k);
    config_source_cell(r, SOURCE, c, e);
    cell_bool(r, CHANGE, !e->read_only);
    cell_bool(r, SENSITIVE, e->sensitive);
}

/* An object whose settings are unknown has one row that says so. */
static void add_object(struct table *t, const struct model *m, enum fact_kind kind,
                       const char *name, const struct config_set *c)
{
    const struct fact *f = build_costly(t, m, kind, name);
    if (f && c) {
        for (size_t i = 0; i < c->n; i++)
            add_entry(t, c, &c->entries[i]);
        return;
    }
    struct row *r = table_add_row(t, name);
    cell_text(t, r, OBJECT, name);
    for (size_t i = KEY; i < COLUMNS; i++)
        cell_missing(t, r, i, m, kind, name);
}

static void build_topics(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    for (size_t i = 0; i < m->metadata->ntopics; i++) {
        const char *name = m->metadata->topics[i].name;
        add_object(t, m, FACT_TOPIC_CONFIG, name, model_topic_config(m, name));
    }
    build_tell_partial(t, m, false);
}

static void build_brokers(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    char id[16];
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    for (size_t i = 0; i < m->metadata->nbrokers; i++) {
        const struct broker *b = &m->metadata->brokers[i];
        snprintf(id, sizeof id, "%" PRId32, b->id);
        if (b->alive)
            add_object(t, m, FACT_BROKER_CONFIG, id, model_broker_config(m, b->id));
    }
}

static void want_topics(const struct view *v, struct wants *w)
{
    const struct metadata *md = v->model->metadata;
    wants_add(w, FACT_METADATA, NULL, 30000, 0);
    sight_want(v->model, w);
    for (size_t i = 0; md && i < md->ntopics; i++)
        wants_add(w, FACT_TOPIC_CONFIG, md->topics[i].name, AGE_USUAL, 1);
}

static void want_brokers(const struct view *v, struct wants *w)
{
    const struct metadata *md = v->model->metadata;
    char id[16];
    wants_add(w, FACT_METADATA, NULL, 10000, 0);
    for (size_t i = 0; md && i < md->nbrokers; i++) {
        snprintf(id, sizeof id, "%" PRId32, md->brokers[i].id);
        if (md->brokers[i].alive)
            wants_add(w, FACT_BROKER_CONFIG, id, AGE_USUAL, 1);
    }
}

/* The key is "object setting"; Enter goes to the object's own list. */
static bool open_topic(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    (void)t;
    *place = "topic-configs";
    *scope = row->cells[OBJECT].value.text;
    return true;
}

static bool open_broker(const struct table *t, const struct row *row, const char **place,
                        const char **scope)
{
    (void)t;
    *place = "broker-configs";
    *scope = row->cells[OBJECT].value.text;
    return true;
}

const struct resource resource_all_topic_configs = {
    .name = "all-topic-configs",
    .rows = OBJECT_SETTING,
    .of = OBJECT_TOPIC,
    .title = "settings of all topics",
    .help = "Every setting of every topic, those that were set on the topic itself first. Asking "
            "for all of a large cluster takes the brokers some seconds.",
    .columns = topic_columns,
    .ncolumns = COLUMNS,
    .want = want_topics,
    .build = build_topics,
    .sort = "source",
    .open = open_topic,
};

const struct resource resource_all_broker_configs = {
    .name = "all-broker-configs",
    .rows = OBJECT_SETTING,
    .of = OBJECT_BROKER,
    .title = "settings of all brokers",
    .help = "Every setting of every broker that is up, to compare them with each other.",
    .columns = broker_columns,
    .ncolumns = COLUMNS,
    .want = want_brokers,
    .build = build_brokers,
    .sort = "source",
    .open = open_broker,
};
