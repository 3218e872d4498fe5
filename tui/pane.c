/* The part of panes that is the same for all: life, and calls of what a class may leave out. */
#include "tui/pane.h"

#include "core/base/mem.h"
#include "core/resource/resource.h"

#include <stdlib.h>
#include <string.h>

void pane_init(struct pane *p, const struct pane_class *cls, struct app *app, const char *name,
               const char *scope)
{
    *p = (struct pane){.cls = cls, .app = app, .name = xstrdup(name), .scope = xstrdup(scope)};
}

void pane_release(struct pane *p)
{
    free(p->name);
    free(p->scope);
}

void pane_free(struct pane *p)
{
    if (!p)
        return;
    pane_hide(p);
    p->cls->free(p);
}

void pane_show(struct pane *p)
{
    if (!p->shown && p->cls->show)
        p->cls->show(p);
    p->shown = true;
}

void pane_hide(struct pane *p)
{
    if (p->shown && p->cls->hide)
        p->cls->hide(p);
    p->shown = false;
}

void pane_update(struct pane *p)
{
    if (p->cls->update)
        p->cls->update(p);
}

const char *const *pane_contexts(const struct pane *p)
{
    static const char *const none[] = {NULL};
    return p->cls->contexts ? p->cls->contexts(p) : none;
}

struct dataset *pane_dataset(const struct pane *p)
{
    return p->cls->dataset ? p->cls->dataset(p) : NULL;
}

int64_t older_of(int64_t a_ms, int64_t b_ms)
{
    return !a_ms || (b_ms && b_ms < a_ms) ? b_ms : a_ms;
}

int64_t pane_shown_at(const struct pane *p)
{
    return p->cls->shown_at ? p->cls->shown_at(p) : 0;
}

const char *pane_selected(const struct pane *p, const char *resource)
{
    return p->cls->selected ? p->cls->selected(p, resource) : NULL;
}

const char **pane_marked(const struct pane *p, const char *resource, struct arena *a, size_t *n)
{
    *n = 0;
    return p->cls->marked ? p->cls->marked(p, resource, a, n) : NULL;
}

bool pane_wish(const struct pane *p, struct pane_wish *wish)
{
    return p->cls->wish && p->cls->wish(p, wish);
}

const struct pane_kind *pane_kind_find(const char *name)
{
    for (const struct pane_kind *k = pane_kinds; k->name; k++) {
        if (strcmp(k->name, name) == 0)
            return k;
    }
    return NULL;
}

enum scope_kind pane_scope_kind(const struct pane *p)
{
    const struct pane_kind *k = pane_kind_find(p->name);
    const struct resource *r = k ? NULL : resource_find(p->name);
    return k ? k->scope : r ? r->scope : SCOPE_NONE;
}

const char *pane_tab(const struct pane *p)
{
    enum scope_kind scope = pane_scope_kind(p);
    const char *list = scope == SCOPE_TOPICS                                 ? "topics"
                       : scope == SCOPE_PRINCIPAL || scope == SCOPE_QUESTION ? "acls"
                       : scope == SCOPE_ID ? object_list(resource_find(p->name)->rows)
                                           : scope_list(scope);
    return list ? list : p->name;
}
