/* Frames and scrollbars. */
#ifndef KLAMM_TUI_TERM_BOX_H
#define KLAMM_TUI_TERM_BOX_H

#include "tui/term/draw.h"

/* Frame with a title in its upper edge and a note at the right of it; both may be NULL. */
void draw_box(struct canvas *c, struct rect r, enum role edge, const char *title, const char *note);
void draw_scrollbar(struct canvas *c, struct rect r, size_t first, size_t shown, size_t total,
                    enum role edge);

#endif
