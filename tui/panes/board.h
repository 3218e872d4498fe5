/* Composite panes: facts about one thing above the lists that belong to it, side by side where
 * there is room, one at a time where there is not. What differs between overview, topic, group and
 * broker is a const struct board_kind. */
#ifndef KLAMM_TUI_PANES_BOARD_H
#define KLAMM_TUI_PANES_BOARD_H

#include "tui/pane.h"
#include "tui/panes/facts.h"

enum { BOARD_PARTS = 4, BOARD_SIDE_MIN = 38 };

struct board_part {
    const char *resource; /* NULL ends the parts */
    const char *title;    /* short: what the pane is about is said above */
    /* A summary of a list that has a pane of its own: its columns and order, which are not kept.
     * NULL: all, as in the list's own pane. */
    const char *columns, *sort;
    const char *filter; /* to begin with; NULL: none */
};

struct board_kind {
    const char *name;
    facts_of *facts;
    bool chart; /* of a group, at the foot */
    bool below; /* the other lists stand rather below the first one than beside it */
    const char *const *actions; /* verbs on what it is about, for the hints; NULL: none */
    struct board_part parts[BOARD_PARTS + 1];
};

struct pane *board_new(struct app *app, const struct board_kind *kind, const char *scope);

/* What a list would like: columns to show all, columns to show what matters, rows; with frame. */
struct board_size {
    int w, least, h;
};

struct board_plan {
    struct rect facts, strip; /* strip.h 0: every part is on screen */
    struct rect part[BOARD_PARTS];
    bool shown[BOARD_PARTS];
};

/* Who gets which part of r; at: the part with the focus. Pure. */
struct board_plan board_place(struct rect r, int fact_lines, const struct board_size *size, int n,
                              int at, bool below);

/* pane_kind.make of each. */
struct pane *overview_new(struct app *app, const char *scope);
struct pane *topic_new(struct app *app, const char *scope);
struct pane *group_new(struct app *app, const char *scope);
struct pane *broker_new(struct app *app, const char *scope);
struct pane *what_if_new(struct app *app, const char *scope);

#endif
