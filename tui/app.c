/* The life of the console: builds struct app, hangs it into the loop, runs, and takes it apart.
 * main.c calls app_init, app_run, app_release. What a key does is in dispatch.c, what is painted in
 * paint.c, where one is in trail.c. Each loop turn handles what has arrived and then paints once,
 * from a prepare handle, that is just before the loop goes to sleep; nothing runs when nothing
 * happens but the clock of the top line. */
#include "tui/app.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/resource/resource.h"
#include "tui/output.h"
#include "tui/tty.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLOCK_MS 1000

void app_dirty(struct app *a, unsigned what)
{
    a->dirty |= what;
}

void app_quit(struct app *a)
{
    a->quit = true;
    uv_stop(a->loop);
}

void app_say(struct app *a, enum severity sev, const char *fmt, ...)
{
    char text[1024];
    struct arena arena;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    arena_init(&arena);
    free(a->message);
    a->message = xstrdup(text_visible(&arena, text, strlen(text)));
    a->message_sev = sev;
    a->message_wall = clock_wall_ms();
    if (a->session) {
        log_add(&a->session->model.log, sev, "klamm", "%s", a->message);
        a->log_seen = a->session->model.log.next_seq - 1;
        session_touch(a->session); /* the log may be on the screen */
    }
    arena_release(&arena);
    app_dirty(a, DIRTY_ALL);
}

static void on_soon(uv_timer_t *t)
{
    app_dirty(t->data, DIRTY_ALL);
}

void app_soon(struct app *a, int64_t ms)
{
    uint64_t left = uv_is_active((uv_handle_t *)&a->soon) ? uv_timer_get_due_in(&a->soon) : 0;
    if (left == 0 || left > (uint64_t)ms)
        uv_timer_start(&a->soon, on_soon, (uint64_t)(ms < 1 ? 1 : ms), 0);
}

/* Whoever types while the end of pasted text is waited for would think klamm hangs. */
static void tell_pasting(struct app *a)
{
    enum { QUICK_MS = 2000 };
    int64_t now = clock_mono_ms();
    if (!a->input.pasting)
        a->pasting_since = 0;
    else if (!a->pasting_since)
        a->pasting_since = now;
    else if (now - a->pasting_since > QUICK_MS && a->pasting_since > 0) {
        a->pasting_since = -1; /* told once */
        app_say(a, SEV_WARN, "still reading pasted text: its end has not come; keys count again "
                             "after 3 s without any");
    }
}

/* The terminal takes nothing: whoever types now, types at an old picture. */
static void look_for_stall(struct app *a)
{
    enum { STALLED_MS = 1000 };
    if (output_stalled_ms() > STALLED_MS)
        a->blind = true;
}

/* The loop may have been late: what has come meanwhile goes on with what was begun. */
static void on_escape(uv_timer_t *t)
{
    struct app *a = t->data;
    struct input_sink sink = app_sink;
    sink.user = a;
    if (!app_read_tty(a) && !a->quit)
        input_flush(&a->input, &sink);
    tell_pasting(a);
}

bool app_read_tty(struct app *a)
{
    char bytes[4096];
    struct input_sink sink = app_sink;
    sink.user = a;
    if (a->away)
        return false;
    look_for_stall(a);
    long n = tty_read(bytes, sizeof bytes);
    if (n < 0) {
        a->exit_code = 1;
        app_quit(a);
    }
    if (n <= 0)
        return false; /* what was begun keeps its time: looking again is no sign of life */
    input_feed(&a->input, bytes, (size_t)n, &sink);
    tell_pasting(a);
    int patience = input_patience_ms(&a->input);
    if (patience)
        uv_timer_start(&a->escape, on_escape, (uint64_t)patience, 0);
    else
        uv_timer_stop(&a->escape);
    return true;
}

static void on_tty(uv_poll_t *p, int status, int events)
{
    struct app *a = p->data;
    (void)events;
    if (status < 0) {
        a->exit_code = 1;
        app_quit(a);
        return;
    }
    app_read_tty(a);
}

static void on_clock(uv_timer_t *t)
{
    struct app *a = t->data;
    prefs_flush(&a->prefs);
    app_dirty(a, DIRTY_TOP);
}

static void on_writable(uv_poll_t *p, int status, int events)
{
    (void)status;
    (void)events;
    look_for_stall(p->data);
    output_flush();
    if (!output_pending())
        uv_poll_stop(p);
}

/* A frame is painted when the terminal has taken the one before: those between are left out. */
static void on_prepare(uv_prepare_t *p)
{
    struct app *a = p->data;
    if (a->quit || a->away)
        return;
    look_for_stall(a);
    output_flush();
    if (a->dirty)
        app_read_tty(a); /* keys before data: what was typed meanwhile counts first */
    if (a->dirty && !a->quit && !a->away && !output_pending()) {
        a->blind = false;
        app_paint(a);
        tty_flush();
    }
    if (output_pending() && !uv_is_active((uv_handle_t *)&a->out))
        uv_poll_start(&a->out, UV_WRITABLE, on_writable);
}

void app_suspend(struct app *a)
{
    if (!tty_suspend())
        app_say(a, SEV_WARN, "not stopped: there is no shell here that could continue klamm");
}

void app_lend(struct app *a)
{
    a->away = true;
    uv_poll_stop(&a->tty);
    uv_poll_stop(&a->out);
    uv_timer_stop(&a->escape);
    tty_close();
}

void app_return(struct app *a)
{
    a->away = false;
    if (a->quit) /* it was given back for good when it was lent */
        return;
    tty_return();
    input_forget(&a->input); /* nothing looks after it since it was lent */
    uv_poll_start(&a->tty, UV_READABLE, on_tty);
    app_dirty(a, DIRTY_ALL | DIRTY_DATA);
}

/* While a child has the terminal, its size and its mode are the child's. */
static void on_signal_away(int number)
{
    /* Ctrl-Z in the child has stopped it; where no shell could continue us all it must go on. */
    if (number == SIGTSTP && !tty_stop())
        kill(0, SIGCONT);
}

static int nth_signal(size_t i)
{
    static const int others[] = {SIGWINCH, SIGTSTP, SIGCONT};
    return i < SIGNALS_ENDING ? signals_ending[i] : others[i - SIGNALS_ENDING];
}

static void on_signal(uv_signal_t *s, int number)
{
    struct app *a = s->data;
    if (a->away && (number == SIGWINCH || number == SIGTSTP || number == SIGCONT)) {
        on_signal_away(number);
        return;
    }
    switch (number) {
    case SIGWINCH:
        tty_resized();
        break;
    case SIGTSTP:
        app_suspend(a);
        break;
    case SIGCONT:
        tty_resume();
        break;
    default:
        a->exit_code = 128 + number;
        app_quit(a);
        return;
    }
    app_dirty(a, DIRTY_ALL);
}

/* libuv makes it O_NONBLOCK, and so for the shell, which shares the description. */
static void watch_fd(struct app *a, uv_poll_t *p, int fd)
{
    int flags = fcntl(fd, F_GETFL);
    uv_poll_init(a->loop, p, fd);
    fcntl(fd, F_SETFL, flags);
}

static void watch(struct app *a)
{
    watch_fd(a, &a->tty, STDIN_FILENO);
    watch_fd(a, &a->out, output_fd());
    a->tty.data = a->out.data = a;
    uv_poll_start(&a->tty, UV_READABLE, on_tty);
    uv_timer_t *timers[] = {&a->escape, &a->clock, &a->soon, &a->side_timer};
    for (size_t i = 0; i < 4; i++) {
        uv_timer_init(a->loop, timers[i]);
        timers[i]->data = a;
    }
    uv_timer_start(&a->clock, on_clock, CLOCK_MS, CLOCK_MS);
    uv_prepare_init(a->loop, &a->prepare);
    a->prepare.data = a;
    uv_prepare_start(&a->prepare, on_prepare);
    for (size_t i = 0; i < APP_SIGNALS; i++) {
        uv_signal_init(a->loop, &a->signals[i]);
        a->signals[i].data = a;
        uv_signal_start(&a->signals[i], on_signal, nth_signal(i));
    }
}

static void unwatch(struct app *a)
{
    uv_handle_t *handles[] = {(uv_handle_t *)&a->tty,        (uv_handle_t *)&a->escape,
                              (uv_handle_t *)&a->clock,      (uv_handle_t *)&a->soon,
                              (uv_handle_t *)&a->side_timer, (uv_handle_t *)&a->prepare,
                              (uv_handle_t *)&a->out};
    for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
        uv_close(handles[i], NULL);
    for (size_t i = 0; i < APP_SIGNALS; i++)
        uv_close((uv_handle_t *)&a->signals[i], NULL);
    /* Lets the closes run; nothing else is waited for. */
    uv_run(a->loop, UV_RUN_NOWAIT);
}

/* Sessions may run the loop once more while they end: nothing of the screen wakes then. */
static void hush(struct app *a)
{
    uv_timer_t *timers[] = {&a->escape, &a->clock, &a->soon, &a->side_timer};
    uv_poll_stop(&a->tty);
    uv_poll_stop(&a->out);
    uv_prepare_stop(&a->prepare);
    for (size_t i = 0; i < 4; i++)
        uv_timer_stop(timers[i]);
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

/* With few colours a theme of many is unreadable: stalled is as grey as caught up. One that was
 * named for this start is taken all the same. */
static void fit_theme(struct app *a)
{
    enum { MANY = 256 };
    const char *origin = a->config->settings.v[SETTING_ID_THEME].origin;
    int colours = tty_colours();
    char was[sizeof a->theme.name];
    bool asked = origin || prefs_theme(&a->prefs);
    if (a->no_colour || colours >= MANY || (origin && !strcmp(origin, "--theme")))
        return;
    snprintf(was, sizeof was, "%s", a->theme.name);
    if (colours == 0)
        theme_load(&a->theme, "mono", NULL);
    else if (theme_is_fine(&a->theme) && theme_load(&a->theme, "16", NULL) && asked)
        app_say(a, SEV_INFO,
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
    a->glow_ms = settings_num(s, SETTING_ID_GLOW);
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
    prefs_init(&a->prefs);
    problems_init(&a->key_problems);
    history_init(&a->commands, "commands", lines);
    history_init(&a->filters, "filters", lines);
    choose_locale();
    signal(SIGPIPE, SIG_IGN); /* a copy or a helper that nobody reads ends nothing */
    collect_tabs(a);
    if (!load_looks(a, err) || !tty_open(settings_bool(&config->settings, SETTING_ID_MOUSE), err))
        return false;
    watch(a);
    if (!app_cluster(a, profile, err) || !app_open(a, start ? start : a->tabs[0], NULL)) {
        tty_close();
        return false;
    }
    fit_theme(a);
    /* A wrong line in a key map is told but does not keep anybody from working; what was told of
     * the configuration before the screen was taken can be read in the log. */
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
    app_clear_trail(a);
    if (a->tty.loop)
        hush(a);
    for (size_t i = 0; i < a->sessions.len; i++)
        session_free(a->sessions.data[i]);
    if (a->tty.loop)
        unwatch(a);
    free(a->entries);
    vec_release(&a->sessions);
    vec_release(&a->trail);
    vec_release(&a->overlays);
    history_release(&a->commands);
    history_release(&a->filters);
    prefs_release(&a->prefs);
    input_release(&a->input);
    keymap_release(&a->keymap);
    problems_release(&a->key_problems);
    free(a->message);
}
