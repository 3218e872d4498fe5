/* Writing a list as it is on the screen to a file. */
#ifndef KLAMM_TUI_SAVE_H
#define KLAMM_TUI_SAVE_H

#include "tui/app.h"
#include "tui/panes/table_view.h"

/* file: where to, the suffix deciding the format; NULL: asked for. The view must be on screen. */
void save_open(struct app *a, const struct dataset *d, struct table_view *v, const char *file);
/* The rows of a view that is on screen, and what became of it said; false: nothing was written. */
bool save_view(struct app *a, const struct table_view *v, const char *file);
/* A new file; one that is there is left alone. */
bool save_file(const char *file, const struct buf *text, struct err *err);
/* "topics.csv", "group-partitions-billing.csv": only characters that are harmless in file names,
 * and at most 255 of them. */
const char *save_proposal(struct arena *a, const char *what, const char *of);

#endif
