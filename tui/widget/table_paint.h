/* Drawing a list. */
#ifndef KLAMM_TUI_WIDGET_TABLE_PAINT_H
#define KLAMM_TUI_WIDGET_TABLE_PAINT_H

#include "tui/widget/table_view.h"

/* Heads and rows into r, without a frame. empty: why there is nothing, or NULL. */
void table_view_draw(struct table_view *v, struct canvas *c, struct rect r, bool focused,
                     const char *empty);
/* "128", "12 of 128, filter: ord", "sorted by lag" … for the frame; in the arena. */
const char *table_view_title(const struct table_view *v, struct arena *a, const char *name,
                             bool ascii);
/* What the cell shows, for copying; in the arena. */
const char *table_view_cell(const struct table_view *v, struct arena *a);

#endif
