/* The columns of a list on the screen: which, in which order, how wide. */
#ifndef KLAMM_TUI_WIDGET_TABLE_COLUMNS_H
#define KLAMM_TUI_WIDGET_TABLE_COLUMNS_H

#include "tui/widget/table_view.h"

void table_view_columns(struct table_view *v); /* decides again which ones are shown */
void table_view_choose(struct table_view *v, const char *ids); /* NULL or "": the list's own */
int table_view_column(const struct table_view *v); /* the current one in the table, −1: none */
/* Which shown columns fit into `cols`, where and how wide. */
void table_view_place(struct table_view *v, int x, int cols);

/* Columns of the screen it takes to show everything whole, or at least what matters, long texts
 * shortened; 0: not known yet. */
int table_view_width(const struct table_view *v, bool least);

#endif
