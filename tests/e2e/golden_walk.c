/* Walking through all panes; see golden_walk.h. The tests wait for what must come. Only where golden
 * files are made again there is nothing to wait for but quiet. */
#include "tests/e2e/golden_walk.h"

#include "tests/e2e/golden_theme.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 15000, LESS_MS = 4000, QUIET_MS = 1500, NEVER_MS = 8000 };

int walk_set_up(void **state)
{
    static struct walk w;
    char *theme = golden_theme_text();
    w = (struct walk){.home = home_new(), .patience_ms = PATIENCE_MS};
    home_write(&w.home, "config/klamm/themes/roles.yaml", theme);
    home_write(&w.home, "config/klamm/klamm.yaml",
               "highlight: 0s\nrefresh: 1s\nsample: 1s\nsample-idle: 1s\n");
    free(theme);
    *state = &w;
    return 0;
}

int walk_tear_down(void **state)
{
    struct walk *w = *state;
    term_free(w->t);
    home_release(&w->home);
    return walk_revert();
}

int walk_revert(void)
{
    struct run r =
        run_klamm("config-alter a --revert retention.ms --yes -b %s", run_env("KLAMM_BOOTSTRAP"));
    int status = r.status;
    if (status != 0)
        print_error("%s%s", r.out, r.err);
    run_release(&r);
    return status;
}

void walk_start(struct walk *w, const char *theme, const char *const *env)
{
    char args[512];
    snprintf(args, sizeof args, "-b %s --theme %s", run_env("KLAMM_BOOTSTRAP"), theme);
    w->t = console_start_in(&w->home, 24, 80, args, env);
    term_wait(w->t, "3 brokers");
}

void walk_end(struct walk *w)
{
    console_quit(w->t);
    w->t = NULL;
}

void walk_open(struct walk *w, const struct golden_pane *p)
{
    console_command(w->t, p->command);
    if (p->shows)
        term_wait_match(w->t, p->shows);
    else
        console_wait_list(w->t, p->command);
    if (p->keys)
        term_keys(w->t, p->keys);
}

void walk_close(struct walk *w, const struct golden_pane *p)
{
    if (p->closes)
        term_keys(w->t, p->closes);
    term_sync(w->t); /* Esc and the next key at once would be Alt and that key */
}

struct golden_screen walk_await(struct walk *w, bool *came,
                                bool (*wanted)(const struct golden_screen *s, const void *what),
                                const void *what)
{
    struct golden_screen s = golden_screen_read(w->t);
    int64_t end = term_now_ms() + w->patience_ms;
    while (!(*came = wanted(&s, what)) && term_now_ms() < end) {
        term_poll(w->t, 50);
        golden_screen_release(&s);
        s = golden_screen_read(w->t);
    }
    return s;
}

static bool is_same(const struct golden_screen *a, const struct golden_screen *b)
{
    bool same = a->rows == b->rows;
    for (int i = 0; same && i < a->rows; i++)
        same = strcmp(a->lines[i].text, b->lines[i].text) == 0 &&
               strcmp(a->lines[i].roles, b->lines[i].roles) == 0;
    return same;
}

struct golden_screen walk_quiet(struct walk *w)
{
    struct golden_screen s = golden_screen_read(w->t);
    int64_t since = term_now_ms(), end = since + NEVER_MS;
    while (term_now_ms() < since + QUIET_MS && term_now_ms() < end) {
        term_poll(w->t, 50);
        struct golden_screen next = golden_screen_read(w->t);
        if (!is_same(&s, &next))
            since = term_now_ms();
        golden_screen_release(&s);
        s = next;
    }
    return s;
}

void walk_count(struct walk *w, bool came)
{
    w->compared++;
    w->failed += !came;
    if (!came)
        w->patience_ms = LESS_MS;
}
