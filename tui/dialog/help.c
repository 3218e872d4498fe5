/* The help: what keys do here (from the key map), what the columns mean (from the resource), the
 * words of Kafka, how filters are written. Nothing of it is written twice: changing a key or
 * adding a column changes the help. */
#include "tui/dialog/help.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/resource/resource.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"
#include "tui/widget/pager.h"

#include <string.h>

#define KEY_COLS 14
#define VERB_COLS 18

static bool reaches(const struct app *a, const char *const *contexts, const struct binding *b)
{
    return keymap_find(&a->keymap, contexts, b->key) == b;
}

/* All keys of one verb in one line, at its first binding. */
static void add_binding(struct pager *g, const struct app *a, const char *const *contexts,
                        size_t at)
{
    const struct keymap *k = &a->keymap;
    const struct binding *b = &k->list[at];
    struct buf keys;
    buf_init(&keys, 0);
    for (size_t i = 0; i < k->n; i++) {
        const struct binding *o = &k->list[i];
        char label[KEY_NAME_MAX];
        if (!o->verb || strcmp(o->context, b->context) || strcmp(o->verb, b->verb) ||
            o->arg != b->arg || !reaches(a, contexts, o))
            continue;
        if (i < at)
            break; /* said there already */
        buf_addf(&keys, "%s%s", keys.len ? " " : "", key_label(label, o->key, a->ascii));
    }
    struct arena arena;
    arena_init(&arena);
    if (keys.len && keys.data[0])
        pager_line(g, ROLE_KEY, buf_str(&keys), KEY_COLS, ROLE_TEXT,
                   verb_help_with(b->verb, b->arg, &arena));
    arena_release(&arena);
    buf_release(&keys);
}

static bool first_of_verb(const struct keymap *k, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        const struct binding *o = &k->list[i], *b = &k->list[at];
        if (o->verb && strcmp(o->context, b->context) == 0 && strcmp(o->verb, b->verb) == 0 &&
            o->arg == b->arg)
            return false;
    }
    return true;
}

enum keys { KEYS_HERE, KEYS_LIST, KEYS_GLOBAL };

static enum keys kind_of(const char *context)
{
    return strcmp(context, "global") == 0  ? KEYS_GLOBAL
           : strcmp(context, "table") == 0 ? KEYS_LIST
                                           : KEYS_HERE;
}

static void add_keys(struct pager *g, const struct app *a, enum keys which)
{
    static const char *const titles[] = {"Keys here", "Keys in every list", "Keys everywhere"};
    const char *contexts[8];
    bool said = false;
    app_contexts(a, contexts);
    for (const char **c = contexts; *c; c++) {
        for (size_t i = 0; kind_of(*c) == which && i < a->keymap.n; i++) {
            const struct binding *b = &a->keymap.list[i];
            if (!b->verb || strcmp(b->context, *c) || !reaches(a, contexts, b) ||
                !first_of_verb(&a->keymap, i))
                continue;
            if (!said) /* a pane and the list in it are both here */
                pager_title(g, titles[which]);
            said = true;
            add_binding(g, a, contexts, i);
        }
    }
}

static void add_columns(struct pager *g, const struct pane *p)
{
    struct dataset *d = p ? pane_dataset(p) : NULL;
    if (!d)
        return;
    pager_title(g, d->resource->title);
    if (d->resource->help)
        pager_line(g, ROLE_TEXT, NULL, 0, ROLE_TEXT, d->resource->help);
    pager_title(g, "Columns (the name in brackets is for filters and sort)");
    for (size_t i = 0; i < d->table->ncolumns; i++) {
        const struct column *c = &d->table->columns[i];
        struct buf b;
        buf_init(&b, 0);
        buf_addf(&b, "%s [%s]%s", c->help ? c->help : "", c->id,
                 c->hidden ? " Not shown unless chosen (=)." : "");
        pager_line(g, ROLE_KEY, c->title, KEY_COLS, ROLE_TEXT, buf_str(&b));
        buf_release(&b);
    }
}

static void add_filter(struct pager *g)
{
    static const char *const rows[][2] = {
        {"word", "the name or another text shown contains it; with capitals the case counts"},
        {"\"two words\"", "a text shown contains exactly that"},
        {"~regex", "a text shown matches the regular expression"},
        {"!term", "the term does not hold"},
        {"lag>10k", "a column compared: = != < <= > >= ~ with k M G, KiB MiB GiB, s m h d"},
        {"time>19:55", "instants are in the zone shown: 2026-11-22 10:30, today, now-2h"},
        {"age<10m", "not older than that; time>10m is the same"},
        {"a b", "both must hold"},
    };
    pager_title(g, "Filters ( / )");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        pager_line(g, ROLE_KEY, rows[i][0], KEY_COLS, ROLE_TEXT, rows[i][1]);
}

static void add_verbs(struct pager *g)
{
    pager_title(g, "Verbs after : (and in keys.yaml)");
    for (const struct verb *v = verbs; v->name; v++)
        pager_line(g, ROLE_KEY, v->name, VERB_COLS, ROLE_TEXT, v->help);
    for (const struct action *const *act = actions; *act; act++)
        pager_line(g, ROLE_KEY, (*act)->name, VERB_COLS, ROLE_TEXT, (*act)->help);
    pager_title(g, "Lists after :");
    for (const struct resource *const *r = resources; *r; r++)
        pager_line(g, ROLE_KEY, (*r)->name, VERB_COLS, ROLE_TEXT, (*r)->help);
    for (const struct pane_kind *k = pane_kinds; k->name; k++)
        pager_line(g, ROLE_KEY, k->name, VERB_COLS, ROLE_TEXT, k->help);
}

static void add_terms(struct pager *g)
{
    pager_title(g, "Words of Kafka");
    for (const struct term *t = glossary; t->word; t++)
        pager_line(g, ROLE_KEY, t->word, VERB_COLS, ROLE_TEXT, t->means);
}

/* What is special here comes first: its keys, its columns, its words. */
void help_open(struct app *a, const char *topic)
{
    struct pager *g = pager_new(a, "help", "help", true);
    bool all = !topic || !*topic, keys = all || strcmp(topic, "keys") == 0;
    if (keys)
        add_keys(g, a, KEYS_HERE);
    pager_right(g, all);
    if (all || strcmp(topic, "columns") == 0)
        add_columns(g, app_under(a));
    if (all || strcmp(topic, "terms") == 0)
        add_terms(g);
    pager_right(g, false);
    if (keys)
        add_keys(g, a, KEYS_LIST);
    if (keys)
        add_keys(g, a, KEYS_GLOBAL);
    if (all || strcmp(topic, "filter") == 0)
        add_filter(g);
    if (all || strcmp(topic, "verbs") == 0)
        add_verbs(g);
    pager_open(g);
}
