/* What some lists have beyond a table: lines below it, colours of their own. */
#ifndef KLAMM_TUI_PANES_EXTRAS_H
#define KLAMM_TUI_PANES_EXTRAS_H

#include "core/model/model.h"
#include "tui/panes/table_view.h"

struct list_extra {
    const char *resource;
    /* Lines below the rows, 0 for none, for a list of that width; the same for every selection. */
    int (*foot_lines)(const struct table_view *v, int cols);
    /* After the table: its columns stand where v->on_screen says. */
    void (*foot_draw)(const struct table_view *v, struct canvas *c, struct rect r,
                      const struct model *m, const char *scope);
    bool foot_follows; /* stands right below the last row, not at the bottom */
    enum role (*role)(const struct column *col, const struct cell *cell); /* ROLE_TEXT: as usual */
};

/* NULL: it has none. */
const struct list_extra *list_extra_of(const char *resource);

#endif
