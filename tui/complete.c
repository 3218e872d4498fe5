/* Completion of the ":" line, from what there is: verbs, lists, panes, then for each what may
 * follow (themes, clusters, columns, object names from the model, parameters of actions). */
#include "core/action/action.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/resource/resource.h"
#include "tui/act.h"
#include "tui/command.h"
#include "tui/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES_MAX 2000

void candidates_init(struct candidates *c)
{
    memset(c, 0, sizeof *c);
    arena_init(&c->arena);
}

void candidates_release(struct candidates *c)
{
    arena_release(&c->arena);
    free(c->list);
}

void candidates_add(struct candidates *c, const char *typed, const char *word, const char *help)
{
    if (!text_starts_ci(word, typed) || c->n >= CANDIDATES_MAX)
        return;
    for (size_t i = 0; i < c->n; i++) {
        if (!strcmp(c->list[i].word, word))
            return;
    }
    if (c->n == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 64;
        c->list = xrealloc(c->list, c->cap, sizeof *c->list);
    }
    c->list[c->n++] = (struct candidate){text_visible(&c->arena, word, strlen(word)),
                                         arena_strdup(&c->arena, help)};
}

size_t candidates_common(const struct candidates *c)
{
    size_t n = strlen(c->list[0].word);
    for (size_t i = 1; i < c->n; i++) {
        size_t k = 0;
        while (k < n && c->list[i].word[k] == c->list[0].word[k])
            k++;
        n = k;
    }
    return n;
}

static void complete_first(const char *typed, struct candidates *out)
{
    for (const struct pane_kind *k = pane_kinds; k->name; k++)
        candidates_add(out, typed, k->name, k->help);
    for (const struct resource *const *r = resources; *r; r++)
        candidates_add(out, typed, (*r)->name, (*r)->help);
    for (const struct action *const *act = actions; *act; act++)
        candidates_add(out, typed, (*act)->name, (*act)->help);
    for (const struct verb *v = verbs; v->name; v++)
        if (!verb_in_dialogs(v))
            candidates_add(out, typed, v->name, v->help);
    for (const struct resource *const *r = resources; *r; r++) {
        for (const char *const *s = (*r)->aliases; s && *s; s++)
            candidates_add(out, typed, *s, (*r)->help);
    }
}

static void add_brokers(const struct model *m, const char *typed, struct candidates *out)
{
    for (size_t i = 0; m->metadata && i < m->metadata->nbrokers; i++) {
        const struct broker *b = &m->metadata->brokers[i];
        char id[16];
        snprintf(id, sizeof id, "%d", b->id);
        candidates_add(out, typed, id, b->host);
    }
}

static void add_objects(const struct model *m, enum scope_kind kind, const char *typed,
                        struct candidates *out)
{
    bool topics = kind == SCOPE_TOPIC || kind == SCOPE_TOPICS;
    for (size_t i = 0; topics && m->metadata && i < m->metadata->ntopics; i++)
        candidates_add(out, typed, m->metadata->topics[i].name, NULL);
    for (size_t i = 0; kind == SCOPE_GROUP && m->group_list && i < m->group_list->ngroups; i++)
        candidates_add(out, typed, m->group_list->groups[i].id, NULL);
    for (size_t i = 0; kind == SCOPE_PRINCIPAL && m->acls && i < m->acls->n; i++)
        if (!i || strcmp(m->acls->acls[i].principal, m->acls->acls[i - 1].principal) != 0)
            candidates_add(out, typed, m->acls->acls[i].principal, NULL);
    if (kind == SCOPE_BROKER)
        add_brokers(m, typed, out);
}

static void add_columns(struct app *a, const char *typed, struct candidates *out)
{
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    const char *id = typed + (*typed == '-');
    for (size_t i = 0; d && i < d->table->ncolumns; i++) {
        const struct column *c = &d->table->columns[i];
        const char *word = *typed == '-' ? arena_printf(&out->arena, "-%s", c->id) : c->id;
        if (text_starts_ci(c->id, id))
            candidates_add(out, typed, word, c->help);
    }
}

/* Of a filter: a column, to be compared. */
static void add_terms(struct app *a, const char *typed, struct candidates *out)
{
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    for (size_t i = 0; *typed && d && i < d->table->ncolumns; i++) {
        const struct column *c = &d->table->columns[i];
        candidates_add(out, typed, arena_printf(&out->arena, "%s=", c->id), c->help);
    }
}

static void add_files(struct app *a, const char *typed, struct candidates *out)
{
    static const char *const suffixes[] = {"csv", "json", "jsonl", "md", "txt", NULL};
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    for (size_t i = 0; d && suffixes[i]; i++)
        candidates_add(out, typed,
                       arena_printf(&out->arena, "%s.%s", d->resource->name, suffixes[i]), NULL);
}

static void add_themes(const char *typed, struct candidates *out)
{
    size_t n;
    char **names = theme_names(&n);
    for (size_t i = 0; i < n; i++) {
        candidates_add(out, typed, names[i], NULL);
        free(names[i]);
    }
    free(names);
}

static void complete_verb(struct app *a, const char *verb, const char *typed,
                          struct candidates *out)
{
    static const char *const topics[] = {"keys", "columns", "filter", "terms", "verbs", NULL};
    if (!strcmp(verb, "theme"))
        add_themes(typed, out);
    else if (!strcmp(verb, "sort"))
        add_columns(a, typed, out);
    else if (!strcmp(verb, "filter"))
        add_terms(a, typed, out);
    else if (!strcmp(verb, "export"))
        add_files(a, typed, out);
    for (size_t i = 0; !strcmp(verb, "help") && topics[i]; i++)
        candidates_add(out, typed, topics[i], NULL);
    for (size_t i = 0; !strcmp(verb, "cluster") && i < a->config->nprofiles; i++)
        candidates_add(out, typed, a->config->profiles[i]->name, a->config->profiles[i]->label);
}

static enum scope_kind scope_after(const char *word)
{
    const struct pane_kind *k = pane_kind_find(word);
    const struct resource *r = k ? NULL : resource_find(word);
    if (r && r->scope == SCOPE_NONE && r->opens)
        return scope_after(r->opens);
    return k ? k->scope : r ? r->scope : SCOPE_NONE;
}

void command_complete(struct app *a, const char *line, struct candidates *out)
{
    const char *last = strrchr(line, ' ');
    char word[64];
    size_t n = strcspn(line, " ");
    if (!last) {
        complete_first(line, out);
        return;
    }
    snprintf(word, sizeof word, "%.*s", (int)n, line);
    const struct action *act = verb_find(word) ? NULL : action_find(word);
    if (act)
        last = act_last_word(line) - 1;
    out->from = (size_t)(last + 1 - line);
    bool second = !strchr(line + n + 1, ' ');
    if (verb_find(word) && (second || !strcmp(word, "filter")))
        complete_verb(a, word, last + 1, out);
    else if (act)
        act_complete(a, act, line + n, last + 1, out);
    else if (second)
        add_objects(&a->session->model, scope_after(word), last + 1, out);
}
