/* What change.c and change_paint.c share. */
#ifndef KLAMM_TUI_CHANGE_IMPL_H
#define KLAMM_TUI_CHANGE_IMPL_H

#include "tui/change.h"
#include "tui/panes/table_view.h"
#include "tui/prompt.h"

enum change_state { CHANGE_PLANNING, CHANGE_PREVIEW, CHANGE_SENDING, CHANGE_RESULT };

struct change {
    struct pane pane;
    const struct action *action;
    struct pane *form; /* below; NULL: none */
    struct job *job;   /* planning or sending; NULL: nothing runs */
    struct plan *plan; /* NULL while the first one is made */
    enum change_state state;
    bool seen;   /* the plan as it is now was painted */
    bool typing; /* the name must be typed */
    bool warned; /* told that leaving now leaves the result unknown */
    struct prompt prompt;
    struct err refused; /* why it can't be sent; kind ERR_NONE: it can */
    struct err said;    /* what came of it, or that the world moved */
    enum apply_status status;
    char *entry;         /* id in the journal, once it is there; NULL: it is not */
    const char *outcome; /* instead of the status' name: of an entry without a result; NULL: that */
    char *about;         /* of an entry that is looked at: who, when; NULL: none */
    struct table *steps; /* the result, one row per step */
    struct table_view view;
    uint64_t generation;
};

/* A dialog without a plan yet. */
struct change *change_new(struct app *a, const struct action *act, struct pane *form);
/* Whether "undo" or "resume" makes sense of this result. */
bool change_offers(const struct change *g, const char *verb);
/* To this file, or to one that is asked for. */
void change_export(struct change *g, const char *file);
struct change *change_of(const struct pane *p);
void change_draw(struct pane *p, struct canvas *c, struct rect r);
/* Shows the plan's own table, or the steps when it has none or when they were sent. */
void change_show(struct change *g);

#endif
