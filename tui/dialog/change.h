/* A change on its way: planning, preview, confirmation, sending, result. */
#ifndef KLAMM_TUI_DIALOG_CHANGE_H
#define KLAMM_TUI_DIALOG_CHANGE_H

#include "core/action/action.h"
#include "tui/app.h"

/* Plans it and shows what comes of it. form: the form below, closed when the change was sent; NULL:
 * there is none. */
void change_open(struct app *a, const struct action *act, const struct args *args,
                 struct pane *form);

/* The same of a plan that is only shown, and not sent (--dry-run). */
void change_only_show(struct app *a, const struct action *act, const struct args *args);

/* Why no plan came of it, the whole sentence: the message line may be too short for it. */
void change_tell(struct app *a, const char *title, const char *why);

#endif
