/* The form of a verb: one field per parameter, from the action's description alone. */
#ifndef KLAMM_TUI_DIALOG_FORM_H
#define KLAMM_TUI_DIALOG_FORM_H

#include "core/action/action.h"
#include "tui/app.h"

/* Fills the fields from args (copied). bad: the parameter to begin at, with what is wrong; NULL:
 * the first empty one. */
void form_open(struct app *a, const struct action *act, const struct args *args, const char *bad);

#endif
