/* The console: terminal, loop, clusters, panes, overlays. One struct, no globals. */
#ifndef KLAMM_TUI_APP_H
#define KLAMM_TUI_APP_H

#include "core/base/signals.h"
#include "core/base/vec.h"
#include "core/config/config.h"
#include "core/insight/health.h"
#include "core/insight/lag/lag.h"
#include "core/insight/sight.h"
#include "core/live/session.h"
#include "tui/clicks.h"
#include "tui/history.h"
#include "tui/keymap.h"
#include "tui/pane.h"
#include "tui/prefs.h"
#include "tui/term/ack.h"
#include "tui/term/draw.h"
#include "tui/term/input.h"
#include "tui/term/layout.h"

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
    struct timer *escape, *clock, *soon, *side_timer;
    uv_signal_t signals[APP_SIGNALS];
    uv_prepare_t prepare;

    struct config *config; /* borrowed */
    struct theme theme;
    bool ascii, no_colour;
    int64_t highlight_ms;
    struct keymap keymap;
    struct problems key_problems; /* of the key map files, shown once */
    struct prefs prefs;
    struct history commands, filters;

    struct input input;
    struct ack ack;
    struct input_sink sink; /* where keys, mouse and pasted text go */
    int64_t pasting_since;  /* monotonic; 0: no pasted text is being read; −1: already reported */
    struct canvas canvas;
    struct layout layout;
    struct clicks clicks; /* what the last frame offers to the mouse */
    unsigned dirty;
    bool quit;
    bool blind; /* the terminal takes no output: what is on it is old, and no plan is sent by it */
    bool away;  /* a child has the terminal: nothing is read from it or painted */
    int exit_code;

    struct VEC(struct session *) sessions; /* every cluster visited, kept connected */
    struct cluster_entry *entries;         /* all clusters, for the list of them */
    struct session *session;               /* the one on screen; never NULL while running */

    struct VEC(struct pane *) navigation; /* the panes visited: back and forward */
    size_t at;                            /* the pane on screen */
    struct pane *side;                    /* next to it on a wide screen; NULL: none */
    bool side_off;                        /* not wanted */
    struct VEC(struct pane *) overlays;   /* dialogs, the topmost last */
    struct pane *strip;                   /* below everything, as high as it wishes; NULL: none */

    char *message; /* the last event, display-safe; NULL: none, or long ago */
    enum severity message_sev;
    int64_t message_wall, message_at; /* when it came; message_at is monotonic */
    char *hint; /* in its place for a moment: why a key did nothing; display-safe, NULL: none */
    int64_t hint_at;
    uint64_t log_seen; /* last log line shown in the message line */

    bool tabs_short; /* as numbers but for the open one: the terminal is too narrow for names */
    int tab_on;      /* the open one as last drawn; −1: none */
    const char *tabs[12];         /* names in order; NULL-terminated */
    struct cluster_health health; /* of the metadata of health_of, for the top line */
    const struct metadata *health_of;
    uint64_t health_generation;
    enum sight sight; /* of the metadata of sight_of; see app_sight */
    const struct metadata *sight_of;
    uint64_t sight_generation;
    int64_t health_due;       /* monotonic: not judged again before */
    struct groups_sum groups; /* of the facts of groups_generation; lag only while it is known */
    const struct model *groups_model;
    uint64_t groups_generation;
    int64_t groups_due; /* monotonic: not summed again before */
};

/* What is painted at the end of this loop turn. */
void app_dirty(struct app *a, unsigned what);
/* The message line, and the log of the cluster. What is SEV_INFO stands there for some seconds only,
 * in front of the last event: it answers a key and reports nothing that happened. */
void app_say(struct app *a, enum severity sev, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* An event for the message line alone. */
void app_message(struct app *a, enum severity sev, const char *text, int64_t wall_ms);
void app_quit(struct app *a);
/* How much of the cluster this user is shown. To find out walks through the ACLs; a paint asks here,
 * where it is done once after they change. The metadata must be known. */
enum sight app_sight(struct app *a);
/* A repaint in that many ms (a highlight ends), unless one comes earlier. */
void app_soon(struct app *a, int64_t ms);

#endif
