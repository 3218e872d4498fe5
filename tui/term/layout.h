/* Rectangles and who gets which: pure functions. */
#ifndef KLAMM_TUI_TERM_LAYOUT_H
#define KLAMM_TUI_TERM_LAYOUT_H

#include <stdbool.h>

struct rect {
    int y, x, h, w;
};

struct layout {
    bool too_small; /* below 60×12 only a sentence is shown */
    struct rect top, tabs, body, hint, message;
    struct rect main, side; /* of the body; side.w is 0 when there is no room for it */
};

enum { LAYOUT_MIN_W = 60, LAYOUT_MIN_H = 12, LAYOUT_SIDE_W = 120, LAYOUT_SIDE_MIN = 38 };

/* wish, least: columns the main pane takes to show everything, and what matters (frame included);
 * wish 0: there is no second pane. The main pane comes first: the second one gets what is left, if
 * that is enough to read in. */
struct layout layout_make(int rows, int cols, int wish, int least);
struct rect rect_inset(struct rect r, int dy, int dx);
struct rect rect_meet(struct rect a, struct rect b); /* h or w 0 when they don't */
bool rect_has(struct rect r, int y, int x);
/* A dialog of h×w in the middle of r, cut to it. */
struct rect rect_centre(struct rect r, int h, int w);

/* Shares `avail` columns among n columns that want width[i] and may shrink to min[i]: the widest
 * shrink first. Writes the result to width; false when even the minima don't fit. */
bool layout_shrink(int *width, const int *min, int n, int avail);
/* First visible row so that `at` is on screen, moving `top` as little as possible. */
long layout_scroll(long top, long at, long rows, long total);

#endif
