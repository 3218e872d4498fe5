/* From a verb that changes the cluster to its form or its plan. */
#ifndef KLAMM_TUI_ACT_H
#define KLAMM_TUI_ACT_H

#include "core/action/action.h"
#include "tui/app.h"
#include "tui/command.h"

/* arg: the rest of a ":" line ("billing --to-earliest"), NULL from a key. */
void act_start(struct app *a, const struct action *act, const char *arg);
/* The line of a ":" prompt holds a secret, which is refused there and must not be kept either. */
bool act_line_secret(const char *line);
/* The same through the editor on a document, where the verb has one. */
void act_edit(struct app *a, const struct action *act, const char *arg);
/* Why it can't be done with what is selected; NULL: it can. */
const char *act_refusal(struct app *a, const struct action *act);
/* How many marked objects it would work on; 0: on the selected one. */
size_t act_marked(struct app *a, const struct action *act);
/* The list whose marked rows it takes; NULL: it works on one object at a time. */
const char *act_marks(const struct pane *p, const struct action *act);
/* Where the word begins that is being typed at the end of a ":" line with arguments: blanks in quotes
 * or behind a backslash are part of it. */
const char *act_last_word(const char *line);
/* Completes the last word (act_last_word of `line`) of a command line's arguments. */
void act_complete(struct app *a, const struct action *act, const char *line, const char *last,
                  struct candidates *out);
/* What the parameter may be, as far as it is typed. */
void act_candidates(struct app *a, const struct action *act, const struct args *args,
                    const char *param, const char *typed, struct candidates *out);
/* Where the person stands, for the functions of actions. */
struct action_ctx act_context(struct app *a);

#endif
