/* Completion of the ":" line. */
#ifndef KLAMM_TUI_DIALOG_COMPLETE_H
#define KLAMM_TUI_DIALOG_COMPLETE_H

#include "tui/app.h"
#include "tui/dialog/candidates.h"

/* What the last word of `line` may become. */
void command_complete(struct app *a, const char *line, struct candidates *out);

#endif
