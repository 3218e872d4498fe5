/* The pane of any resource: a live list. */
#ifndef KLAMM_TUI_PANES_LIST_H
#define KLAMM_TUI_PANES_LIST_H

#include "tui/pane.h"

/* name: of the resource. */
struct pane *list_pane_new(struct app *app, const char *name, const char *scope);
/* As part of a composite pane: its title, with columns ("group lag") a choice and an order of
 * its own that are not kept, and a filter to begin with. The strings must outlive the pane. */
void list_pane_set(struct pane *p, const char *title, const char *columns, const char *sort,
                   const char *filter);

#endif
