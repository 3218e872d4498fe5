/* From a line or a verb to what does it. */
#ifndef KLAMM_TUI_DISPATCH_H
#define KLAMM_TUI_DISPATCH_H

#include "tui/app.h"

/* A line as after ":": "topic orders", "sort -lag", "offsets-reset billing --to-earliest". */
void app_command(struct app *a, const char *line);
/* To the pane or dialog with the focus first, then to the strip, then to the registers. arg may be NULL. */
void app_verb(struct app *a, const char *verb, const char *arg);
/* A verb, an action, a list or a pane has that name. */
bool app_knows_verb(const char *verb);
/* NULL: the verb can be used now; else why not. */
const char *app_refusal(struct app *a, const char *verb);

#endif
