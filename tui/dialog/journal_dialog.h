/* One change of the journal, in full. */
#ifndef KLAMM_TUI_DIALOG_JOURNAL_DIALOG_H
#define KLAMM_TUI_DIALOG_JOURNAL_DIALOG_H

#include "tui/app.h"

/* id NULL: the selected one. */
void journal_dialog_open(struct app *a, const char *id);

#endif
