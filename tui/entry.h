/* One change of the journal, in full. */
#ifndef KLAMM_TUI_ENTRY_H
#define KLAMM_TUI_ENTRY_H

#include "tui/app.h"

/* id NULL: the selected one. */
void entry_open(struct app *a, const char *id);

#endif
