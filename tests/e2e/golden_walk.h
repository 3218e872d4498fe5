/* A console that goes through golden_panes. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_WALK_H
#define KLAMM_TESTS_E2E_GOLDEN_WALK_H

#include "tests/e2e/console.h"
#include "tests/e2e/golden_panes.h"
#include "tests/e2e/golden_screen.h"

struct walk {
    struct home home;
    struct term *t;
    int patience_ms; /* how long a screen is waited for */
    int compared, failed;
};

/* cmocka's set-up and tear-down; *state is a walk that has not started. */
int walk_set_up(void **state);
int walk_tear_down(void **state);
/* Reverts what is changed in a walk; 0 when that worked, or there was nothing to do. */
int walk_revert(void);
/* Starts the console at 80×24 with that theme ("roles": see golden_theme.h). env as for term_start.
 */
void walk_start(struct walk *w, const char *theme, const char *const *env);
void walk_end(struct walk *w);
void walk_open(struct walk *w, const struct golden_pane *p);
void walk_close(struct walk *w, const struct golden_pane *p);

/* The screen when it is as wanted, or after the walk's patience as it is; *came says which. */
struct golden_screen walk_await(struct walk *w, bool *came,
                                bool (*wanted)(const struct golden_screen *s, const void *what),
                                const void *what);
/* The screen when nothing of it has changed for a while. */
struct golden_screen walk_quiet(struct walk *w);
/* Counts one screen. After the first that did not come the others get less time. */
void walk_count(struct walk *w, bool came);

#endif
