/* The composite panes there are. */
#ifndef KLAMM_TUI_PANES_DASHBOARDS_H
#define KLAMM_TUI_PANES_DASHBOARDS_H

#include "tui/pane.h"

/* For the register of panes. NULL: there is none of that name. */
struct pane *dashboard_named(struct app *app, const char *name, const char *scope);

#endif
