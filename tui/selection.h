/* The objects an action would work on, where the operator stands now. */
#ifndef KLAMM_TUI_SELECTION_H
#define KLAMM_TUI_SELECTION_H

#include "core/action/action.h"
#include "tui/app.h"

/* For the functions of actions: cluster, model, list and selected row. Strings are the pane's. */
struct action_ctx selection_context(struct app *a);
/* The list whose rows the action works on; NULL: the pane has none. */
const char *selection_list(const struct pane *p, const struct action *act);
/* Key of the selected object it would work on, or NULL. */
const char *selection_object(struct app *a, const struct action *act);
/* The list whose marked rows it takes; NULL: it works on one object at a time. */
const char *selection_marks(const struct pane *p, const struct action *act);
/* How many marked objects it would work on; 0: on the selected one. */
size_t selection_marked(struct app *a, const struct action *act);
/* Why it can't be done with what is selected; NULL: it can. */
const char *selection_refusal(struct app *a, const struct action *act);

#endif
