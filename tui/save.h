/* Writing a list as it is on the screen to a file. */
#ifndef KLAMM_TUI_SAVE_H
#define KLAMM_TUI_SAVE_H

#include "tui/app.h"
#include "tui/panes/table_view.h"

/* file: where to, the suffix deciding the format; NULL: asked for. The view must be on screen. */
void save_open(struct app *a, const struct dataset *d, struct table_view *v, const char *file);

#endif
