/* From a verb that changes the cluster to its form or its plan. */
#ifndef KLAMM_TUI_DIALOG_START_ACTION_H
#define KLAMM_TUI_DIALOG_START_ACTION_H

#include "core/action/action.h"
#include "tui/app.h"
#include "tui/dialog/candidates.h"

/* arg: the rest of a ":" line ("billing --to-earliest"), NULL from a key. */
void start_action(struct app *a, const struct action *act, const char *arg);
/* The same through the editor on a document, where the verb has one. */
void start_action_in_editor(struct app *a, const struct action *act, const char *arg);
/* Completes the last word of a command line's arguments; returns the byte of `line` where that word
 * begins. */
size_t start_action_complete(struct app *a, const struct action *act, const char *line,
                             struct candidates *out);
#endif
