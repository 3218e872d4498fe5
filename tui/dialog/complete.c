/* Completion of the ":" line, from what there is: verbs, lists, panes, then for each what may
 * follow (themes, clusters, columns, object names from the model, parameters of actions). */
#include "tui/dialog/complete.h"

#include "core/action/action.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text_compare.h"
#include "core/model/acl.h"
#include "core/resource/resource.h"
#include "tui/dialog/start_action.h"
#include "tui/navigation.h"
#include "tui/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    if (strcmp(verb, "theme") == 0)
        add_themes(typed, out);
    else if (strcmp(verb, "sort") == 0)
        add_columns(a, typed, out);
    else if (strcmp(verb, "filter") == 0)
        add_terms(a, typed, out);
    else if (strcmp(verb, "export") == 0)
        add_files(a, typed, out);
    for (size_t i = 0; strcmp(verb, "help") == 0 && topics[i]; i++)
        candidates_add(out, typed, topics[i], NULL);
    for (size_t i = 0; strcmp(verb, "cluster") == 0 && i < a->config->nprofiles; i++)
        candidates_add(out, typed, a->config->profiles[i]->name, a->config->profiles[i]->label);
}

/* By their names alone, which are taken for those of users. */
static void add_users(const struct model *m, const char *typed, struct candidates *out)
{
    for (size_t i = 0; *typed && m->acls && i < m->acls->n; i++) {
        const char *who = m->acls->acls[i].principal;
        if (strncmp(who, "User:", 5) == 0 && strcmp(who, "User:*") != 0 &&
            (!i || strcmp(who, m->acls->acls[i - 1].principal) != 0))
            candidates_add(out, typed, who + 5, who);
    }
    if (!out->n)
        candidates_add(out, typed, "User:", NULL);
}

/* :can PRINCIPAL OPERATION RESOURCE …, as the words before say. */
static void complete_can(const struct model *m, size_t words, const char *typed,
                         struct candidates *out)
{
    static const char *const kinds[] = {"topic/", "group/", "transactional-id/", "cluster"};
    if (words == 0) {
        add_objects(m, SCOPE_PRINCIPAL, typed, out);
        add_users(m, typed, out);
        return;
    }
    for (int o = ACL_READ; words == 1 && o < ACL_OPERATIONS; o++)
        candidates_add(out, typed, acl_operation_name((enum acl_operation)o), NULL);
    if (words == 1) {
        candidates_add(out, typed, "consume", "Read on a topic and a group");
        candidates_add(out, typed, "produce", "Write on a topic");
        return;
    }
    add_objects(m, SCOPE_TOPIC, typed, out);
    add_objects(m, SCOPE_GROUP, typed, out);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        candidates_add(out, typed, kinds[i], NULL);
}

static size_t words_before(const char *line, const char *last)
{
    size_t n = 0;
    for (const char *s = line; s < last; s++)
        n += *s != ' ' && s[1] == ' ';
    return n;
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
    if (act) {
        out->from = n + start_action_complete(a, act, line + n, out);
        return;
    }
    out->from = (size_t)(last + 1 - line);
    bool second = !strchr(line + n + 1, ' ');
    if (strcmp(word, "can") == 0)
        complete_can(&a->session->model, words_before(line, last + 1) - 1, last + 1, out);
    else if (verb_find(word) && (second || strcmp(word, "filter") == 0))
        complete_verb(a, word, last + 1, out);
    else if (second)
        add_objects(&a->session->model, scope_after(word), last + 1, out);
}
