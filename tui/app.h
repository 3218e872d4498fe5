/* The console: terminal, loop, clusters, panes, overlays. One struct, no globals. */
#ifndef KLAMM_TUI_APP_H
#define KLAMM_TUI_APP_H

#include "core/base/signals.h"
#include "core/base/vec.h"
#include "core/config/config.h"
#include "core/insight/health.h"
#include "core/insight/sight.h"
#include "core/insight/lag.h"
#include "core/live/session.h"
#include "tui/draw.h"
#include "tui/history.h"
#include "tui/input.h"
#include "tui/keymap.h"
#include "tui/layout.h"
#include "tui/pane.h"
#include "tui/prefs.h"

#include <uv.h>

enum dirty {
    DIRTY_TOP = 1,  /* the top line alone: the clock, the age */
    DIRTY_ALL = 2,  /* keys did something, or the size changed */
    DIRTY_DATA = 4, /* facts may have changed: panes look, then all is painted */
};

enum { APP_SIGNALS = 3 + SIGNALS_ENDING };

struct app {
    uv_loop_t *loop;
    uv_poll_t tty, out; /* keys; what waits to be written */
    uv_timer_t escape, clock, soon, side_timer;
    uv_signal_t signals[APP_SIGNALS];
    uv_prepare_t prepare;

    struct config *config; /* borrowed */
    struct theme theme;
    bool ascii, no_colour;
    int64_t glow_ms;
    struct keymap keymap;
    struct problems key_problems; /* of the key map files, told once */
    struct prefs prefs;
    struct history commands, filters;

    struct input input;
    int64_t pasting_since; /* monotonic; 0: no pasted text is being read; −1: told that it lasts */
    struct canvas canvas;
    struct layout layout;
    unsigned dirty;
    bool quit;
    bool blind; /* the terminal takes no output: what is on it is old, and no plan is sent by it */
    bool away; /* the terminal is lent to a child: nothing is read from it and nothing painted */
    int exit_code;

    struct VEC(struct session *) sessions; /* every cluster visited, kept connected */
    struct cluster_entry *entries;         /* all clusters, for the list of them */
    struct session *session;               /* the one on screen; never NULL while running */

    struct VEC(struct pane *) trail;    /* where one was: back and forward */
    size_t at;                          /* the pane on screen */
    struct pane *side;                  /* beside it on a wide screen; NULL: none */
    bool side_off;                      /* not wanted */
    struct VEC(struct pane *) overlays; /* dialogs, the topmost last */

    char *message; /* the last event, display-safe; NULL: none */
    enum severity message_sev;
    int64_t message_wall;
    uint64_t log_seen; /* last log line shown in the message line */

    bool tabs_short;              /* as numbers but for the open one: the path needs the room */
    int tab_on;                   /* the open one as last drawn; −1: none */
    const char *tabs[12];         /* names in order; NULL-terminated */
    struct cluster_health health; /* of the metadata of health_of, for the top line */
    const struct metadata *health_of;
    uint64_t health_generation;
    enum sight sight; /* of the metadata of sight_of, for the top line */
    const struct metadata *sight_of;
    uint64_t sight_generation;
    int64_t health_due;       /* monotonic: not judged anew before */
    struct groups_sum groups; /* of the facts of groups_generation; lag only while it is known */
    const struct model *groups_model;
    uint64_t groups_generation;
    int64_t groups_due; /* monotonic: not summed anew before */
};

/* Takes over the terminal and opens `start` (a pane as after ":") on the cluster; false with err
 * when it can't. The profile must outlive the app. */
bool app_init(struct app *a, uv_loop_t *loop, struct config *config, const struct profile *profile,
              const char *start, struct err *err);
/* Runs until the person leaves; gives the terminal back. Returns the exit code. */
int app_run(struct app *a);
void app_release(struct app *a);

/* What is painted at the end of this loop turn. */
void app_dirty(struct app *a, unsigned what);
/* The message line, and the log of the cluster. */
void app_say(struct app *a, enum severity sev, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void app_quit(struct app *a);
void app_suspend(struct app *a); /* Ctrl-Z; says so when nobody could continue us */
/* Lends the terminal to a child of the loop, and takes it back. The loop goes on meanwhile. */
void app_lend(struct app *a);
void app_return(struct app *a);
/* A repaint in so many ms (a glow ends), unless one comes earlier. */
void app_soon(struct app *a, int64_t ms);

/* dispatch.c: what a person does. */
/* Takes what was typed so far; false: nothing was. */
bool app_read_tty(struct app *a);
extern const struct input_sink app_sink; /* user is the app */
/* A line as after ":": "topic orders", "sort -lag", "offsets-reset billing --to-earliest". */
void app_command(struct app *a, const char *line);
void app_verb(struct app *a, const char *verb, const char *arg);
bool app_knows_verb(const char *verb);
/* NULL: the verb can be used now; else why not. */
const char *app_refusal(struct app *a, const char *verb);
/* Contexts to look a key up in now; at most 8, NULL-terminated. */
void app_contexts(const struct app *a, const char **out);

/* trail.c: where one is. */
struct pane *app_pane(const struct app *a);  /* on screen; NULL only while starting */
struct pane *app_focus(const struct app *a); /* the topmost overlay, the side pane or the pane */
/* The pane that has the focus below all dialogs. */
struct pane *app_under(const struct app *a);
/* Opens by name: a resource or a special pane; scope may be NULL. False when it can't (said). */
bool app_open(struct app *a, const char *name, const char *scope);
/* Makes a pane for the name and scope without showing it; NULL and err when there is none. */
struct pane *app_make(struct app *a, const char *name, const char *scope, struct err *err);
void app_back(struct app *a);
void app_forward(struct app *a);
void app_tab(struct app *a, int step);
void app_side_update(struct app *a);  /* the selection or the size changed */
void app_update_panes(struct app *a); /* all that is on screen looks at the facts again */
void app_push(struct app *a, struct pane *overlay); /* owns it from here on */
void app_pop(struct app *a, struct pane *overlay);  /* closes that one and frees it */
void app_clear_trail(struct app *a);

/* clusters.c */
bool app_cluster(struct app *a, const struct profile *profile, struct err *err);

/* paint.c */
void app_paint(struct app *a);
/* bars.c: the four lines around the body. */
void bars_top(struct app *a, struct rect r);
void bars_tabs(struct app *a, struct rect r);
void bars_hint(struct app *a, struct rect r);
void bars_message(struct app *a, struct rect r);
/* The tab at column x of the tab line, or NULL. */
const char *bars_tab_at(const struct app *a, int x);
const char *pane_tab(const struct pane *p); /* the tab a pane belongs to, or NULL */

#endif
