/* Choosing the columns of a list: which ones, in which order. */
#ifndef KLAMM_TUI_DIALOG_COLUMNS_H
#define KLAMM_TUI_DIALOG_COLUMNS_H

#include "tui/app.h"
#include "tui/widget/table_view.h"

/* The view must belong to a pane on screen. */
void columns_open(struct app *a, struct table_view *v);

#endif
