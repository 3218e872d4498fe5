/* What a list says about itself: why it is empty, how far it has been read, how old it is. */
#ifndef KLAMM_TUI_PANES_LIST_WORDS_H
#define KLAMM_TUI_PANES_LIST_WORDS_H

#include "core/live/dataset.h"
#include "core/live/session.h"
#include "tui/widget/table_view.h"

/* Why a list is empty, as a sentence; NULL when it is not. In the arena. */
const char *list_why_empty(const struct session *s, const struct dataset *d,
                           const struct table_view *v, struct arena *a);
/* "loading 312/1000", "stale: 12 s", "" … for the frame's right edge; in the arena. */
const char *list_note(const struct dataset *d, struct arena *a);

/* "● stable" for the state of a group or a broker; NULL: it has no sign. A literal. */
const char *state_shown(const char *state);

#endif
