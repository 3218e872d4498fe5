/* One question with one line as the answer. */
#ifndef KLAMM_TUI_WIDGET_LINE_DIALOG_H
#define KLAMM_TUI_WIDGET_LINE_DIALOG_H

#include "tui/app.h"

/* `text` is offered: what is typed first replaces it. done gets what was typed, once, when Enter is pressed; Esc closes without it. Returns false from
 * done to keep asking (it has said why). user is given to free_user in any case; may be NULL. */
void line_dialog_open(struct app *a, const char *label, const char *text,
                      bool (*done)(struct app *a, void *user, const char *text), void *user,
                      void (*free_user)(void *user));

#endif
