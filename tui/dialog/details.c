/* Shows one row with nothing left out: all columns, hidden ones too, whole texts, why a cell is
 * unknown, and what each column means. Reached by the verb `details` from every list. */
#include "tui/dialog/details.h"

#include "core/base/text_width.h"
#include "tui/navigation.h"
#include "tui/widget/pager.h"

#include <string.h>

static const char *with_reason(const struct value *v, struct arena *a)
{
    const char *shown = value_display(v, a);
    switch ((enum value_state)v->state) {
    case VALUE_UNKNOWN:
        return "not known yet";
    case VALUE_DENIED:
        return "the broker would not say: not authorised";
    case VALUE_FAILED:
        return v->text ? arena_printf(a, "could not be read: %s", v->text) : "could not be read";
    case VALUE_KNOWN:
    case VALUE_NONE:
        break;
    }
    return shown;
}

void details_open(struct app *a)
{
    struct pane *p = app_under(a);
    struct dataset *d = p ? pane_dataset(p) : NULL;
    const char *key = d ? pane_selected(p, d->resource->name) : NULL;
    const struct row *r = key ? table_find(d->table, key) : NULL;
    struct arena arena;
    if (!r) {
        app_say(a, SEV_INFO, "there is no row to show");
        return;
    }
    arena_init(&arena);
    /* Not the key: that of a list of many kinds of things is put together from several words. */
    const char *shown = value_display(&r->cells[0].value, &arena);
    struct pager *g = pager_new(a, "details", shown, false);
    int cols = 8;
    for (size_t i = 0; i < d->table->ncolumns; i++) {
        int w = (int)text_width(d->table->columns[i].title);
        cols = w > cols ? w : cols;
    }
    for (size_t i = 0; i < d->table->ncolumns; i++) {
        const struct column *c = &d->table->columns[i];
        pager_line(g, ROLE_KEY, c->title, cols, role_of(r->cells[i].sev),
                   with_reason(&r->cells[i].value, &arena));
        if (c->help)
            pager_line(g, ROLE_MUTED, NULL, cols, ROLE_MUTED, c->help);
    }
    pager_open(g);
    arena_release(&arena);
}
