/* The ":" line. */
#ifndef KLAMM_TUI_DIALOG_COMMAND_H
#define KLAMM_TUI_DIALOG_COMMAND_H

#include "tui/app.h"

/* Opens it with text in it. */
void command_open(struct app *a, const char *text);

#endif
