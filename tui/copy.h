/* Copying to the clipboard of the terminal (OSC 52), also over ssh and through tmux. */
#ifndef KLAMM_TUI_COPY_H
#define KLAMM_TUI_COPY_H

#include "tui/app.h"
#include "tui/panes/table_view.h"

void copy_text(struct app *a, const char *text);
void copy_from(struct app *a, const struct table_view *v, bool whole_row);

#endif
