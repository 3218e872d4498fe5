/* What a pen comes to: the role's own colours on the ground it is used on, in what the terminal can
 * show, and always such that it can be read. Pure; draw.c hands it to curses. */
#ifndef KLAMM_TUI_TERM_PEN_H
#define KLAMM_TUI_TERM_PEN_H

#include "tui/term/theme.h"

struct pen {
    enum role role; /* foreground and attributes */
    enum role on;   /* background where role has none of its own */
};
#define PEN(r) ((struct pen){(r), ROLE_TEXT})
#define PEN_ON(r, o) ((struct pen){(r), (o)})

/* colours: what the terminal can; 0: none, then only the attributes count. */
struct style pen_style(const struct theme *t, int colours, struct pen pen);

#endif
