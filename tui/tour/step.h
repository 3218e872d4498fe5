/* The steps of the tour. A step is a row of parts; a part is a sentence, and what it waits for. */
#ifndef KLAMM_TUI_TOUR_STEP_H
#define KLAMM_TUI_TOUR_STEP_H

#include "core/base/arena.h"
#include "tui/app.h"

/* What was noticed in the step under way. All of it starts at zero with the step. */
struct tour_seen {
    size_t filters; /* filters accepted before it started */
    bool sent;      /* the change was sent, and did something */
    bool undone;    /* so was its undo */
};

struct tour_part {
    /* What to do, or what there is to read, in the arena; keys in it are marked by tour_key and
     * tour_typed. */
    const char *(*text)(const struct app *a, const struct tour_seen *seen, struct arena *arena);
    /* It was done. NULL: there is something to read, and only the key for the next step goes on. */
    bool (*done)(const struct app *a, struct tour_seen *seen);
};

struct tour_step {
    const char *title;
    /* Why it can't be done on this cluster, in the arena; NULL: it can. May be NULL. */
    const char *(*missing)(const struct app *a, struct arena *arena);
    const struct tour_part *parts; /* ends with a NULL text; the last one is to be read */
};

extern const struct tour_step tour_welcome, tour_findings, tour_lag, tour_access, tour_change,
    tour_filter, tour_end;
extern const struct tour_step *const tour_steps[]; /* the welcome first; ends with NULL */

/* ---- for the files of the steps ---------------------------------------------------------------- */

enum { TOUR_KEY_BEGIN = 1, TOUR_KEY_END = 2 }; /* around what is painted as a key */

/* The key of the verb in that context, as the key map has it; ":verb" when it has none. */
const char *tour_key(const struct app *a, struct arena *arena, const char *context,
                     const char *verb);
/* Text to be typed, marked as a key is. */
const char *tour_typed(struct arena *arena, const char *text);
/* A name from the cluster, safe to paint. */
const char *tour_name(struct arena *arena, const char *name);
/* The pane on screen has that name. */
bool tour_on(const struct app *a, const char *pane);
/* The dialog on top is about that action; contexts NULL: any, else it is in that context, as "form",
 * "plan" or "result". */
bool tour_dialog(const struct app *a, const char *action, const char *context);
/* The dialog on top offers that verb in its hint line. */
bool tour_offers(const struct app *a, const char *verb);
/* Why topics can't be shown; NULL: there is one. */
const char *tour_no_topic(const struct app *a, struct arena *arena);

#endif
