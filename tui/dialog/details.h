/* The selected row in full: every column with its value and its meaning. */
#ifndef KLAMM_TUI_DIALOG_DETAILS_H
#define KLAMM_TUI_DIALOG_DETAILS_H

#include "tui/app.h"

void details_open(struct app *a);

#endif
