/* What happened, drawn into charts: a row of letters above the times, a legend that names them, and
 * the words of one of them, or of as many as there are rows for. */
#ifndef KLAMM_TUI_PANES_CHART_MARKS_H
#define KLAMM_TUI_PANES_CHART_MARKS_H

#include "core/insight/lag/group_marks.h"
#include "tui/term/draw.h"

/* The mark that is read; kept by time and kind, as marks come and go around it. */
struct mark_cursor {
    bool on;
    int64_t at_ms;
    enum group_mark_kind kind;
};

struct mark_view {
    const struct group_marks *marks;
    int64_t from_ms, to_ms; /* of the chart */
    size_t at;              /* the one that is read; marks->n: none */
};
struct mark_view mark_view_of(const struct group_marks *marks, const struct mark_cursor *cursor,
                              int64_t from_ms, int64_t to_ms);
/* To the one before (−1) or after (+1); without a cursor to the newest; beyond it, off. */
void mark_cursor_move(struct mark_cursor *cursor, const struct mark_view *v, int step);

/* Column of w that the time falls into; −1: outside. */
int mark_column(const struct mark_view *v, int w, int64_t at_ms);
void marks_draw_row(const struct mark_view *v, struct canvas *c, struct rect r);
/* The lower edge of a box: first and last time, and between them what the letters stand for; of two
 * charts side by side, if need be, one half each. */
enum chart_side { CHART_ALONE, CHART_LEFT, CHART_RIGHT };
void marks_draw_edge(const struct mark_view *v, struct canvas *c, struct rect r,
                     enum chart_side side);
/* One line: the one that is read, or the newest. */
void marks_draw_line(const struct mark_view *v, struct canvas *c, struct rect r);
/* A box with one line each, newest first. */
void marks_draw_list(const struct mark_view *v, struct canvas *c, struct rect r);

#endif
