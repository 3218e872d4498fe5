/* Who gets which part of a composite pane. Pure. */
#ifndef KLAMM_TUI_PANES_DASHBOARD_PLACE_H
#define KLAMM_TUI_PANES_DASHBOARD_PLACE_H

#include "tui/pane.h"

enum { DASHBOARD_PARTS = 4, DASHBOARD_SIDE_MIN = 38 };

struct dashboard_plan {
    struct rect facts, strip; /* strip.h 0: every part is on screen */
    struct rect part[DASHBOARD_PARTS];
    bool shown[DASHBOARD_PARTS];
};

/* Who gets which part of r; at: the part with the focus. */
struct dashboard_plan dashboard_place(struct rect r, int fact_lines, const struct pane_wish *size,
                                      int n, int at, bool below);

#endif
