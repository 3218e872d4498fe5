/* The pane of any resource: a live list. */
#ifndef KLAMM_TUI_PANES_LIST_H
#define KLAMM_TUI_PANES_LIST_H

#include "core/resource/resource.h"
#include "tui/pane.h"
#include "tui/panes/table_view.h"

struct pane *list_pane_new(struct app *app, const struct resource *r, const char *scope);
/* As part of a composite pane: its title, with columns ("group lag") a choice and an order of
 * its own that are not kept, and a filter to begin with. The strings must outlive the pane. */
void list_pane_set(struct pane *p, const char *title, const char *columns, const char *sort,
                   const char *filter);
/* What it takes to show all of it, frame included: columns for everything, columns for what
 * matters, rows. False: p is no list, or nothing is known yet. */
bool list_pane_wants(const struct pane *p, int *w, int *least, int *h);
/* The view of a list pane, or of the focused part; NULL when p is another kind of pane. */
struct table_view *list_pane_view(struct pane *p);
/* Why a list is empty, as a sentence; NULL when it is not. In the arena. */
const char *list_why_empty(const struct session *s, const struct dataset *d,
                           const struct table_view *v, struct arena *a);
/* Puts the dataset's table into the view and tells the dataset what is on screen. */
void list_sync(struct session *s, struct dataset *d, struct table_view *v);
void list_tell_visible(struct session *s, struct dataset *d, struct table_view *v);
/* "loading 312/1000", "stale: 12 s", "" … for the frame's right edge; in the arena. */
const char *list_note(const struct dataset *d, struct arena *a);
/* Verbs that every list has beyond the view's own: filter, copy, export, columns. True: done. */
bool list_verb(struct pane *p, struct dataset *d, struct table_view *v, const char *verb,
               const char *arg);

#endif
