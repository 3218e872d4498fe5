/* Painting: clipped text and boxes in the roles of a theme. The only way to the screen; everything
 * drawn must be display-safe already (cells of tables are; foreign text goes through text_visible).
 * Coordinates are cells of the screen; what lies outside the painter's rectangle is cut. */
#ifndef KLAMM_TUI_TERM_DRAW_H
#define KLAMM_TUI_TERM_DRAW_H

#include "core/base/table.h"
#include "tui/term/layout.h"
#include "tui/term/pen.h"
#include "tui/term/theme.h"

#include <stdbool.h>

struct canvas {
    const struct theme *theme;
    struct rect clip;
    bool ascii;                      /* only ASCII may be sent */
    int colours;                     /* what the terminal can; 0: none */
    struct style pens[ROLES][ROLES]; /* of a role on a ground: pen_style of the theme as pens_of */
    struct style pens_of[ROLES];
    int pens_colours;       /* 0: there are no pens yet, or without colours */
    int cursor_y, cursor_x; /* where the cursor will be at the end; -1: hidden */
    bool cursor_shown;      /* as the terminal has it now */
};

void draw_begin(struct canvas *c, const struct theme *theme, bool ascii, bool no_colour);
void draw_end(struct canvas *c); /* the one flush of a loop turn */
/* The same canvas cut to r; returns the old clip for draw_unclip. */
struct rect draw_clip(struct canvas *c, struct rect r);
void draw_unclip(struct canvas *c, struct rect old);

void draw_fill(struct canvas *c, struct rect r, struct pen pen);
/* At most cols columns; longer text ends in an ellipsis. Returns the columns taken. */
int draw_text(struct canvas *c, int y, int x, int cols, struct pen pen, const char *s);
int draw_right(struct canvas *c, int y, int x, int cols, struct pen pen, const char *s);
int draw_textf(struct canvas *c, int y, int x, int cols, struct pen pen, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* A text in a style of its own (a label in its colour). */
int draw_styled(struct canvas *c, int y, int x, int cols, const struct style *st, const char *s);
/* Breaks s at blanks to lines of cols; returns the lines it took (or would, with rows 0: then c may
 * be NULL). */
int draw_wrapped(struct canvas *c, int y, int x, int rows, int cols, struct pen pen, const char *s);
/* Columns of the last of those lines. */
int draw_wrapped_last(int cols, const char *s);
void draw_cursor(struct canvas *c, int y, int x);

enum role role_of(enum severity sev); /* ROLE_TEXT for none */

#endif
