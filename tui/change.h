/* A change on its way: planning, preview, confirmation, sending, result. */
#ifndef KLAMM_TUI_CHANGE_H
#define KLAMM_TUI_CHANGE_H

#include "core/action/action.h"
#include "tui/app.h"

/* Plans it and shows what comes of it. form: the form below, closed when the change was sent; NULL:
 * there is none. */
void change_open(struct app *a, const struct action *act, const struct args *args,
                 struct pane *form);

#endif
