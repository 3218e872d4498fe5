/* The top line. */
#ifndef KLAMM_TUI_BARS_H
#define KLAMM_TUI_BARS_H

#include "tui/app.h"

void bars_top(struct app *a, struct rect r);

#endif
