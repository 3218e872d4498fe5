/* What some lists have beyond a table: lines below it, colours of their own. */
#ifndef KLAMM_TUI_PANES_LIST_FOOTER_H
#define KLAMM_TUI_PANES_LIST_FOOTER_H

#include "tui/app.h"
#include "tui/widget/table_view.h"

enum { LIST_ROWS = 4 }; /* a foot leaves that many for the head and the rows */

struct list_extra {
    const char *resource;
    /* Lines below the rows, 0 for none, of a frame with that much room; the same for every
     * selection. */
    int (*foot_lines)(const struct table_view *v, int rows, int cols);
    /* After the table: its columns stand where v->on_screen says. */
    void (*foot_draw)(const struct table_view *v, struct canvas *c, struct rect r, struct app *app,
                      const char *scope);
    bool foot_follows; /* stands right below the last row, not at the bottom */
    enum role (*role)(const struct column *col, const struct cell *cell); /* ROLE_TEXT: as usual */
    const char *(*words)(const struct column *col, const struct cell *cell); /* NULL: its own */
};

/* NULL: it has none. */
const struct list_extra *list_extra_of(const char *resource);

#endif
