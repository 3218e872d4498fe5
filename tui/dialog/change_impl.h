/* What change.c and change_paint.c share. */
#ifndef KLAMM_TUI_DIALOG_CHANGE_IMPL_H
#define KLAMM_TUI_DIALOG_CHANGE_IMPL_H

#include "tui/dialog/change.h"
#include "tui/widget/prompt.h"
#include "tui/widget/table_view.h"

enum change_state { CHANGE_PLANNING, CHANGE_PREVIEW, CHANGE_SENDING, CHANGE_RESULT };

struct change {
    struct pane pane;
    const struct action *action;
    struct pane *form; /* below; NULL: none */
    struct job *job;   /* planning or sending; NULL: nothing runs */
    struct job *watch; /* of what must stay as it is while the plan is read; NULL: none, or over */
    struct plan *plan; /* NULL while the first one is made */
    enum change_state state;
    bool seen;      /* the plan as it is now was painted */
    bool typing;    /* the name must be typed */
    bool only_show; /* it is not to be sent */
    bool waits;     /* confirmed: it is sent when the watch ends */
    bool warned;    /* warned that closing now leaves the result unknown */
    struct prompt prompt;
    struct err refused; /* why it can't be sent; kind ERR_NONE: it can */
    struct err said;    /* the outcome, or that the cluster changed */
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
/* All sentences of the plan and Kafka's own command line, to read: the dialog may fold them. */
void change_read(struct change *g);
/* Where keys are looked up, as it is now. */
const char *const *change_contexts(const struct pane *p);
/* Shows the plan's own table, or the steps when it has none or when they were sent. */
void change_show(struct change *g);

#endif
