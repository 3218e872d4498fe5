/* Where one is: the panes visited, the side pane, the dialogs on top. */
#ifndef KLAMM_TUI_NAVIGATION_H
#define KLAMM_TUI_NAVIGATION_H

#include "tui/app.h"

struct pane *app_pane(const struct app *a);  /* on screen; NULL only while starting */
struct pane *app_focus(const struct app *a); /* the topmost overlay, the side pane or the pane */
/* The pane that has the focus below all dialogs. */
struct pane *app_under(const struct app *a);
/* Opens by name: a resource or a special pane; scope may be NULL. False when it can't (said). */
bool app_open(struct app *a, const char *name, const char *scope);
/* Makes a pane for the name and scope without showing it; NULL and err when there is none. */
struct pane *app_make(struct app *a, const char *name, const char *scope, struct err *err);
void app_back(struct app *a);     /* to where the pane was opened from; a tab stays */
void app_backward(struct app *a); /* to what was on screen before, and forward again */
void app_forward(struct app *a);
void app_tab(struct app *a, int step);
void app_side_update(struct app *a);  /* the selection or the size changed: soon, … */
void app_side_replace(struct app *a); /* … what is opened beside it is another one */
void app_update_panes(struct app *a); /* all that is on screen looks at the facts again */
void app_push(struct app *a, struct pane *overlay); /* owns it from here on */
void app_pop(struct app *a, struct pane *overlay);  /* closes that one and frees it */
/* Shows a pane below everything else, in the place of the one that is there; NULL: none. Its keys and
 * verbs come after those of what has the focus, and before the global ones. */
void app_strip(struct app *a, struct pane *strip);
void app_clear_navigation(struct app *a);
/* Contexts to look a key up in now, of what has the focus; at most 8, NULL-terminated. */
void app_contexts(const struct app *a, const char **out);

#endif
