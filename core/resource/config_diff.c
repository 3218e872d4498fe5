/* Two topics' settings side by side: what differs first, then what either sets to the same. What
 * both leave to the brokers is not a difference and is left out. From here a choice of keys is
 * copied (config-copy). */
#include "core/model/config_fallback.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"
#include "core/resource/build.h"
#include "core/resource/configs.h"
#include "core/resource/list.h"

#include <string.h>

enum { KEY, ONE, ONE_IS, ONE_SOURCE, OTHER, OTHER_IS, OTHER_SOURCE, DIFFERS, MEANING, COLUMNS };

static const struct column columns[COLUMNS] = {
    [KEY] = {.id = "key", .title = "KEY", .max_width = 50, .help = "The name of the setting."},
    [ONE] = {.id = "one", .title = "ONE", .max_width = 40, .help = "The value at the first topic."},
    [ONE_IS] = {.id = "one_is",
                .title = "THAT IS",
                .priority = 1,
                .help = "The first topic's value in units for people."},
    [ONE_SOURCE] = {.id = "one_source",
                    .title = "SOURCE",
                    .priority = 1,
                    .help = "Where the first topic's value was set."},
    [OTHER] = {.id = "other",
               .title = "OTHER",
               .max_width = 40,
               .help = "The value at the second topic."},
    [OTHER_IS] = {.id = "other_is",
                  .title = "THAT IS",
                  .priority = 1,
                  .help = "The second topic's value in units for people."},
    [OTHER_SOURCE] = {.id = "other_source",
                      .title = "SOURCE",
                      .priority = 1,
                      .help = "Where the second topic's value was set."},
    [DIFFERS] = {.id = "differs",
                 .title = "DIFFERS",
                 .kind = VALUE_BOOL,
                 .help =
                     "Whether the two values differ; if not, at least one of the topics sets it "
                     "itself."},
    [MEANING] = {.id = "meaning",
                 .title = "MEANING",
                 .priority = 3,
                 .help = "What the setting does, in a sentence."},
};

struct pair {
    const char *one, *other;
};

/* "orders payments": topics have no blanks in their names. */
static struct pair pair_of(const char *scope, struct arena *a)
{
    size_t n = strcspn(scope, " ");
    const char *rest = scope + n + strspn(scope + n, " ");
    return (struct pair){arena_strndup(a, scope, n), arena_strndup(a, rest, strcspn(rest, " "))};
}

static const struct column *make_columns(const struct view *v, struct arena *a, size_t *n)
{
    struct column *made = arena_array(a, COLUMNS, sizeof *made);
    struct pair p = pair_of(v->scope ? v->scope : "", a);
    memcpy(made, columns, sizeof columns);
    if (*p.one && *p.other) {
        made[ONE].title = p.one; /* names: capitals would make others of them */
        made[OTHER].title = p.other;
    }
    *n = COLUMNS;
    return made;
}

static void want(const struct view *v, struct wants *w)
{
    struct pair p = pair_of(v->scope, &w->arena);
    wants_add(w, FACT_TOPIC_CONFIG, p.one, 5000, 0);
    if (*p.other)
        wants_add(w, FACT_TOPIC_CONFIG, p.other, 5000, 0);
}

static void add_side(struct table *t, struct row *r, size_t at, const struct config_set *c,
                     const struct config_entry *e)
{
    struct config_key k = config_key_of(c->type, r->key);
    const char *readable = e ? config_value_human(&k, e->value, &t->arena) : NULL;
    if (e && e->value)
        cell_text(t, r, at, e->value);
    else
        cell_none(r, at);
    cell_literal(r, at + 1, readable ? readable : "");
    cell_literal(r, at + 2, e ? config_source_name(e->source) : "");
    if (e && config_entry_overridden(c, e))
        cell_sev(r, at + 2, SEV_INFO);
}

static bool same_value(const struct config_entry *a, const struct config_entry *b)
{
    if (!a || !b || !a->value || !b->value)
        return (!a || !a->value) && (!b || !b->value);
    return strcmp(a->value, b->value) == 0;
}

static void add_key(struct table *t, const struct config_set *one, const struct config_set *other,
                    const char *key)
{
    const struct config_entry *a = config_set_find(one, key), *b = config_set_find(other, key);
    bool own = (a && config_entry_overridden(one, a)) || (b && config_entry_overridden(other, b));
    bool same = same_value(a, b);
    if (same && !own)
        return;
    struct config_key k = config_key_of(CONFIG_TOPIC, key);
    struct row *r = table_add_row(t, key);
    cell_text(t, r, KEY, r->key);
    add_side(t, r, ONE, one, a);
    add_side(t, r, OTHER, other, b);
    cell_bool(r, DIFFERS, !same);
    if (k.meaning)
        cell_literal(r, MEANING, k.meaning);
    else
        cell_none(r, MEANING);
    r->sev = same ? SEV_MUTED : SEV_NONE;
}

static void build(const struct view *v, struct table *t)
{
    struct pair p = pair_of(v->scope, &t->arena);
    if (!*p.other) {
        table_note(t, SEV_BAD, "two topics are compared: write config-diff %s OTHER", p.one);
        return;
    }
    if (!build_need(t, v->model, FACT_TOPIC_CONFIG, p.one) ||
        !build_need(t, v->model, FACT_TOPIC_CONFIG, p.other))
        return;
    const struct config_set *one = model_topic_config(v->model, p.one);
    const struct config_set *other = model_topic_config(v->model, p.other);
    for (size_t i = 0; i < one->n; i++)
        add_key(t, one, other, one->entries[i].name);
    for (size_t i = 0; i < other->n; i++)
        if (!config_set_find(one, other->entries[i].name))
            add_key(t, one, other, other->entries[i].name);
    if (!t->nrows)
        table_note(t, SEV_GOOD, "%s and %s have the same settings, none of them their own", p.one,
                   p.other);
}

const struct resource resource_config_diff = {
    .name = "config-diff",
    .rows = OBJECT_SETTING,
    .title = "settings of topics",
    .help = "The settings of two topics side by side: where they differ, and what either sets "
            "itself. What is chosen can be copied from the first to the second.",
    .scope = SCOPE_TOPICS,
    .columns = columns,
    .ncolumns = COLUMNS,
    .make_columns = make_columns,
    .want = want,
    .build = build,
    .sort = "-differs",
    .actions = (const char *const[]){"config-copy", NULL},
};
