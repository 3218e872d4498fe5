/* What an action would work on: the pane with the focus below all dialogs, its selected row, its
 * marked rows. Hints, menus, forms and the ":" line ask here, so they all mean the same object. */
#include "tui/selection.h"

#include "core/config/profile.h"
#include "tui/navigation.h"

#include <string.h>

struct action_ctx selection_context(struct app *a)
{
    const struct pane *p = app_under(a);
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    return (struct action_ctx){.cluster = a->session->cluster,
                               .model = &a->session->model,
                               .rows = d ? d->resource->rows : OBJECT_NONE,
                               .of = d ? resource_of(d->resource) : OBJECT_NONE,
                               .scope = p ? p->scope : NULL,
                               .row = d ? pane_selected(p, d->resource->name) : NULL};
}

/* In a list of settings the row is the key, elsewhere what the pane or its row is about. */
const char *selection_list(const struct pane *p, const struct action *act)
{
    const struct dataset *d = p ? pane_dataset(p) : NULL;
    if (!d)
        return NULL;
    if (act->object)
        return object_list(act->object);
    const struct resource *r = d->resource;
    if (act->by_row)
        return r->name;
    return r->rows == OBJECT_SETTING || r->scope == SCOPE_NONE ? r->name : scope_list(r->scope);
}

const char *selection_object(struct app *a, const struct action *act)
{
    const struct pane *p = app_under(a);
    const char *list = selection_list(p, act);
    return list ? pane_selected(p, list) : NULL;
}

const char *selection_marks(const struct pane *p, const struct action *act)
{
    return act->prefill && act->params[0].repeatable ? selection_list(p, act) : NULL;
}

size_t selection_marked(struct app *a, const struct action *act)
{
    const struct pane *p = app_under(a);
    const char *list = selection_marks(p, act);
    struct arena arena;
    size_t n = 0;
    if (!list)
        return 0;
    arena_init(&arena);
    pane_marked(p, list, &arena, &n);
    arena_release(&arena);
    return n;
}

const char *selection_refusal(struct app *a, const struct action *act)
{
    struct action_ctx x = selection_context(a);
    if (a->session->profile->guard == GUARD_READ_ONLY)
        return "this cluster is read-only (guard: read-only), nothing is changed here";
    const char *object = selection_object(a, act);
    if (act->needs_row && !object && !selection_marked(a, act))
        return "select a row first";
    return act->refusal ? act->refusal(&x, object) : NULL;
}
