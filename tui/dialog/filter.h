/* The "/" line: a filter typed while the list follows. */
#ifndef KLAMM_TUI_DIALOG_FILTER_H
#define KLAMM_TUI_DIALOG_FILTER_H

#include "tui/app.h"
#include "tui/widget/table_view.h"

/* Opens the line for a view that is on screen; with text it is set at once and no line is opened.
 */
void filter_open(struct app *a, struct table_view *v, const char *text);

#endif
