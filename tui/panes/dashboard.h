/* Composite panes: facts about one thing above the lists that belong to it, side by side where
 * there is room, one at a time where there is not. What differs between overview, topic, group and
 * broker is a const struct dashboard_kind. */
#ifndef KLAMM_TUI_PANES_DASHBOARD_H
#define KLAMM_TUI_PANES_DASHBOARD_H

#include "tui/pane.h"
#include "tui/panes/dashboard_place.h"
#include "tui/panes/facts.h"

struct dashboard_part {
    const char *resource; /* NULL ends the parts */
    const char *title;    /* short: what the pane is about is said above */
    /* A summary of a list that has a pane of its own: its columns and order, which are not kept.
     * NULL: all, as in the list's own pane. */
    const char *columns, *sort;
    const char *filter; /* to begin with; NULL: none */
};

struct dashboard_kind {
    const char *name;
    facts_of *facts;
    bool chart;                 /* of a group, at the foot */
    bool charts;                /* of the cluster, at the foot of a wide pane */
    bool below;                 /* the other lists go below the first one rather than next to it */
    const char *const *actions; /* verbs on what it is about, for the hints; NULL: none */
    struct dashboard_part parts[DASHBOARD_PARTS + 1];
};

struct pane *dashboard_new(struct app *app, const struct dashboard_kind *kind, const char *scope);

#endif
