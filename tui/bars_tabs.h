/* The line of tabs. */
#ifndef KLAMM_TUI_BARS_TABS_H
#define KLAMM_TUI_BARS_TABS_H

#include "tui/app.h"

void bars_tabs(struct app *a, struct rect r);
/* The tab at column x of the tab line, or NULL. */
const char *bars_tab_at(const struct app *a, int x);

#endif
