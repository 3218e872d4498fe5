/* A verb's document in the person's editor, and then the plan of what it says. */
#ifndef KLAMM_TUI_DIALOG_EDIT_H
#define KLAMM_TUI_DIALOG_EDIT_H

#include "core/action/action.h"
#include "tui/app.h"

/* form: the form below, which takes over what the document said; NULL: there is none. */
void edit_open(struct app *a, const struct action *act, const struct args *args, struct pane *form);

#endif
