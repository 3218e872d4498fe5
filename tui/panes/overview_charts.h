/* The charts of a wide overview: records per second, total lag, leaders per broker. */
#ifndef KLAMM_TUI_PANES_OVERVIEW_CHARTS_H
#define KLAMM_TUI_PANES_OVERVIEW_CHARTS_H

#include "core/insight/traffic_chart.h"
#include "tui/app.h"
#include "tui/term/draw.h"
#include "tui/term/plot.h"

/* What was summed last: a paint is cheap, the sums are not. Zero is empty. */
struct overview_charts {
    struct arena arena;
    bool made;
    struct traffic_chart chart;
    int64_t from_ms, to_ms, due_ms; /* due: monotonic */
};

void overview_charts_release(struct overview_charts *o);
/* Rows it takes of a pane of that size; 0: none. */
int overview_charts_rows(int h, int w);
void overview_charts_draw(struct overview_charts *o, struct canvas *c, struct rect r,
                          struct app *app, enum plot_style style);

#endif
