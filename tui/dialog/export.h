/* Writing a list as it is on the screen to a file. */
#ifndef KLAMM_TUI_DIALOG_EXPORT_H
#define KLAMM_TUI_DIALOG_EXPORT_H

#include "tui/app.h"
#include "tui/widget/table_view.h"

/* file: where to, the suffix deciding the format; NULL: asked for. The view must be on screen. */
void export_open(struct app *a, const struct dataset *d, struct table_view *v, const char *file);
/* The rows of a view that is on screen, and the outcome is reported; false: nothing was written. */
bool export_view(struct app *a, const struct table_view *v, const char *file);
/* A new file; one that is there is left alone. */
bool export_to_file(const char *file, const struct buf *text, struct err *err);
/* Where a file that was written is: its whole path, as one who reads a message may not know in which
 * directory klamm was started. malloc'd; as it was typed when it can't be found any more. */
char *export_place(const char *file);
/* "topics.csv", "group-partitions-billing.csv": only characters that are harmless in file names,
 * and at most 255 of them. */
const char *export_file_name(struct arena *a, const char *what, const char *of);

#endif
