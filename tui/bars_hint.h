/* The hint line. */
#ifndef KLAMM_TUI_BARS_HINT_H
#define KLAMM_TUI_BARS_HINT_H

#include "tui/app.h"

void bars_hint(struct app *a, struct rect r);

#endif
