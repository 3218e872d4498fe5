/* From a verb that changes the cluster to its form, plan, confirmation and result. */
#ifndef KLAMM_TUI_ACT_H
#define KLAMM_TUI_ACT_H

#include "core/action/action.h"
#include "tui/app.h"
#include "tui/command.h"

/* arg: the rest of a ":" line ("billing --to-earliest"), NULL from a key. */
void act_start(struct app *a, const struct action *act, const char *arg);
/* Why it can't be done with what is selected; NULL: it can. */
const char *act_refusal(struct app *a, const struct action *act);
/* Completes the last word of the arguments. */
void act_complete(struct app *a, const struct action *act, const char *args, const char *typed,
                  struct candidates *out);

#endif
