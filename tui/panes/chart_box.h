/* A framed chart with a title, a scale at its left and the time below: of a group, of the cluster. */
#ifndef KLAMM_TUI_PANES_CHART_BOX_H
#define KLAMM_TUI_PANES_CHART_BOX_H

#include "tui/term/draw.h"
#include "tui/term/plot.h"

struct figure {
    const char *title;
    const double *area, *line; /* chart_box_columns() values each; line may be NULL */
    double most;               /* the value at the upper edge */
};

/* Values that a chart in a box so wide shows. */
size_t chart_box_columns(int box_w, enum plot_style style);
/* Frame, scale and plot; below: rows at the foot that are left to the caller. column: a cell of the
 * plot through which a line is drawn where nothing else is; −1: none. Returns where the plot is. */
struct rect chart_box_draw(struct canvas *c, struct rect r, enum plot_style style,
                           const struct figure *f, int below, int column);

#endif
