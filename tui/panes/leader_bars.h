/* How leaders are spread over the brokers, in a sentence and as bars. */
#ifndef KLAMM_TUI_PANES_LEADER_BARS_H
#define KLAMM_TUI_PANES_LEADER_BARS_H

#include "core/insight/balance.h"
#include "core/insight/sight.h"
#include "tui/term/draw.h"

/* "most leaders: broker 2 with 62; fewest: broker 1 with 60; even share 61", and that it is of some
 * topics only where this user is shown no more; in the arena. */
const char *leader_words(const struct balance *b, enum sight sight, struct arena *a);
/* A line for each broker, as many as there is room for. */
void leader_bars_draw(struct canvas *c, struct rect r, const struct balance *b, struct arena *a);

#endif
