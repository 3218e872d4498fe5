/* The life of the console: builds struct app, adds it to the loop, runs, and frees it. main.c calls
 * app_init, app_run, app_release. What a key does is in dispatch.c, what is painted in paint.c,
 * where one is in navigation.c. Each loop turn handles what has arrived and then paints once, from
 * a prepare handle, that is just before the loop goes to sleep; nothing runs when nothing happens
 * but the clock of the top line. */
#include "tui/console.h"

#include "core/loop/timer.h"
#include "core/resource/resource.h"
#include "tui/clusters.h"
#include "tui/dispatch.h"
#include "tui/input_sink.h"
#include "tui/navigation.h"
#include "tui/paint.h"
#include "tui/term/output.h"
#include "tui/term/tty.h"
#include "tui/terminal.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOCK_MS 1000

static void on_clock(void *app)
{
    struct app *a = app;
    prefs_flush(&a->prefs);
    app_dirty(a, DIRTY_TOP);
}

static void on_soon(void *app)
{
    app_dirty(app, DIRTY_ALL);
}

static void on_side(void *app)
{
    app_side_replace(app);
}

/* A frame is painted when the terminal has taken the one before: those between are left out. */
static void on_prepare(uv_prepare_t *p)
{
    struct app *a = p->data;
    if (a->quit || a->away)
        return;
    terminal_flush(a);
    if (a->dirty)
        app_read_tty(a); /* keys before data: what was typed in the meantime counts first */
    if (a->dirty && !a->quit && !a->away && !output_pending()) {
        a->blind = false;
        app_paint(a);
        tty_flush();
    }
    if (!a->dirty && !a->quit && !a->away && !input_patience_ms(&a->input))
        ack_send(&a->ack);
    terminal_wait_writable(a);
}

static void watch(struct app *a)
{
    terminal_watch(a);
    a->soon = timer_new(a->loop, on_soon, a);
    a->side_timer = timer_new(a->loop, on_side, a);
    a->clock = timer_new(a->loop, on_clock, a);
    timer_repeat(a->clock, CLOCK_MS);
    uv_prepare_init(a->loop, &a->prepare);
    a->prepare.data = a;
    uv_prepare_start(&a->prepare, on_prepare);
}

static void unwatch(struct app *a)
{
    terminal_unwatch(a);
    timer_free(a->clock);
    timer_free(a->soon);
    timer_free(a->side_timer);
    uv_close((uv_handle_t *)&a->prepare, NULL);
    /* Lets the closes run; nothing else is waited for. */
    uv_run(a->loop, UV_RUN_NOWAIT);
}

/* Sessions may run the loop once more while they end: nothing of the screen wakes then. */
static void stop_watching(struct app *a)
{
    terminal_stop(a);
    uv_prepare_stop(&a->prepare);
    timer_stop(a->clock);
    timer_stop(a->soon);
    timer_stop(a->side_timer);
}

static bool load_theme(struct app *a, struct err *err)
{
    const char *chosen = prefs_theme(&a->prefs);
    const char *name = settings_text(&a->config->settings, SETTING_ID_THEME);
    const char *never = getenv("NO_COLOR");
    bool always = settings_is(&a->config->settings, SETTING_ID_COLOUR, "always");
    a->no_colour = settings_is(&a->config->settings, SETTING_ID_COLOUR, "never") ||
                   (never && *never && !always);
    if (a->no_colour)
        return theme_load(&a->theme, "mono", err);
    /* What was chosen live stays, unless the operator named one for this start. */
    if (chosen && !a->config->settings.v[SETTING_ID_THEME].origin &&
        theme_load(&a->theme, chosen, NULL))
        return true;
    return theme_load(&a->theme, name, err);
}

/* With few colours a theme of many is unreadable: stalled is as grey as caught up. A theme named
 * for this start is used anyway. */
static void fit_theme(struct app *a)
{
    enum { MANY = 256 };
    const char *origin = a->config->settings.v[SETTING_ID_THEME].origin;
    int colours = tty_colours();
    char was[sizeof a->theme.name];
    bool asked = origin || prefs_theme(&a->prefs);
    if (a->no_colour || colours >= MANY || (origin && strcmp(origin, "--theme") == 0))
        return;
    snprintf(was, sizeof was, "%s", a->theme.name);
    if (colours == 0)
        theme_load(&a->theme, "mono", NULL);
    else if (theme_is_fine(&a->theme) && theme_load(&a->theme, "16", NULL) && asked)
        app_say(a, SEV_NONE,
                "theme 16 instead of %s: this terminal has %d colours; --theme %s takes it anyway",
                was, colours, was);
}

/* ssh brings along the name of a locale that is not installed here. Its character set is known all
 * the same; the C locale in its place would show a ? for whatever is beyond ASCII. */
static void choose_locale(void)
{
    static const char *const vars[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = NULL;
    if (!setlocale(LC_ALL, ""))
        setlocale(LC_CTYPE, ""); /* only another category of it may be the one that is missing */
    for (size_t i = 0; i < sizeof vars / sizeof *vars && (!name || !*name); i++)
        name = getenv(vars[i]);
    if (!tty_utf8() && name && (strcasestr(name, "UTF-8") || strcasestr(name, "UTF8")))
        setlocale(LC_CTYPE, "C.UTF-8");
}

static void collect_tabs(struct app *a)
{
    size_t n = 0;
    for (const struct pane_kind *k = pane_kinds; k->name && n < 11; k++) {
        if (k->tab)
            a->tabs[n++] = k->name;
    }
    for (const struct resource *const *r = resources; *r && n < 11; r++) {
        if ((*r)->tab && !pane_kind_find((*r)->name))
            a->tabs[n++] = (*r)->name;
    }
}

static bool load_looks(struct app *a, struct err *err)
{
    const struct settings *s = &a->config->settings;
    a->ascii = settings_is(s, SETTING_ID_GLYPHS, "ascii") ||
               (!settings_is(s, SETTING_ID_GLYPHS, "utf8") && !tty_utf8());
    a->highlight_ms = settings_num(s, SETTING_ID_HIGHLIGHT);
    keymap_load(&a->keymap, app_knows_verb, &a->key_problems);
    return load_theme(a, err);
}

static void say_problems(struct app *a, const struct problems *p)
{
    for (size_t i = 0; i < p->len; i++)
        app_say(a, SEV_WARN, "%s", p->data[i].text);
}

bool app_init(struct app *a, uv_loop_t *loop, struct config *config, const struct profile *profile,
              const char *start, struct err *err)
{
    size_t lines = (size_t)settings_num(&config->settings, SETTING_ID_HISTORY);
    memset(a, 0, sizeof *a);
    a->loop = loop;
    a->config = config;
    keymap_init(&a->keymap);
    input_init(&a->input);
    ack_init(&a->ack);
    a->sink = app_sink;
    a->sink.user = a;
    prefs_init(&a->prefs);
    problems_init(&a->key_problems);
    history_init(&a->commands, "commands", lines);
    history_init(&a->filters, "filters", lines);
    choose_locale();
    signal(SIGPIPE, SIG_IGN); /* a broken pipe to the clipboard or a helper must not end klamm */
    collect_tabs(a);
    if (!load_looks(a, err) || !tty_open(settings_bool(&config->settings, SETTING_ID_MOUSE), err))
        return false;
    watch(a);
    if (!app_cluster(a, profile, err) || !app_open(a, start ? start : a->tabs[0], NULL)) {
        tty_close();
        return false;
    }
    fit_theme(a);
    if (profile->note[0])
        app_say(a, SEV_NONE, "%s", profile->note);
    /* A wrong line in a key map is reported but stops no one from working; warnings about the
     * configuration that came before the screen was taken are in the log. */
    say_problems(a, &config->problems);
    say_problems(a, &a->key_problems);
    return true;
}

int app_run(struct app *a)
{
    app_dirty(a, DIRTY_ALL | DIRTY_DATA);
    while (!a->quit)
        uv_run(a->loop, UV_RUN_DEFAULT);
    tty_close();
    return a->exit_code;
}

void app_release(struct app *a)
{
    tty_close();
    while (a->overlays.len)
        app_pop(a, a->overlays.data[a->overlays.len - 1]);
    app_strip(a, NULL);
    app_clear_navigation(a);
    if (a->tty.loop)
        stop_watching(a);
    for (size_t i = 0; i < a->sessions.len; i++)
        session_free(a->sessions.data[i]);
    if (a->tty.loop)
        unwatch(a);
    free(a->entries);
    vec_release(&a->sessions);
    vec_release(&a->navigation);
    vec_release(&a->overlays);
    vec_release(&a->clicks);
    history_release(&a->commands);
    history_release(&a->filters);
    prefs_release(&a->prefs);
    input_release(&a->input);
    keymap_release(&a->keymap);
    problems_release(&a->key_problems);
    free(a->message);
    free(a->hint);
}
