/* From a plan to its result. Nothing is sent before the plan was written out whole: when stdout is
 * full or closed, no one has seen what would be sent. Asking needs a terminal for stdin and stderr;
 * where stdout is not a terminal the plan is shown on stderr too, so that no one confirms what they
 * can't see. Ctrl-C stops between two steps: what was not sent is not sent, and the journal has
 * what is known of the rest; a second Ctrl-C does not wait for what is on its way. */
#include "cli/change.h"

#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/redraw.h"
#include "cli/say.h"
#include "core/action/apply.h"
#include "core/action/guard.h"
#include "core/action/plan_watch.h"
#include "core/base/clock.h"
#include "core/base/terminal.h"
#include "core/base/text_width.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BEAT_MS = 250, PROGRESS_AFTER_MS = 1000 };

int change_fail(const struct change *g, const struct err *err)
{
    enum { OBJECT_COLUMNS = 80 }; /* the reason must stay visible behind it */
    struct err said = *err;
    struct arena a;
    arena_init(&a);
    if (g->object)
        err_wrap(&said, "%s", text_ellipsize(&a, g->object, OBJECT_COLUMNS, false));
    arena_release(&a);
    return cli_fail(&said);
}

void change_release(struct change *g)
{
    if (g->job)
        job_cancel(g->job);
    g->job = NULL;
    plan_free(g->result.again);
    plan_free(g->plan);
    g->plan = g->result.again = NULL;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* While steps are being sent, a terminal that takes no output (a stalled ssh) must not block the
 * loop, which restores what was changed for a while: what it does not take is left out. */
static void say_live(const struct change *g, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void say_live(const struct change *g, const char *fmt, ...)
{
    char line[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (g->live < 0) {
        fputs(line, stderr);
        fflush(stderr);
    } else if (n > 0 && write(g->live, line, strlen(line)) < 0) {
        return; /* another one comes soon */
    }
}

static void progress(void *user)
{
    const struct change *g = user;
    if (!redraw_line_possible() || clock_mono_ms() - g->begin_ms < PROGRESS_AFTER_MS)
        return;
    const struct plan_step *waits = g->sending ? plan_waiting(g->plan) : NULL;
    if (g->job && g->job->doing)
        say_live(g, "\r\033[K%s", g->job->doing);
    else if (waits && waits->now)
        say_live(g, "\r\033[K%s", waits->now);
    else if (g->sending)
        say_live(g, "\r\033[Ksending: %zu of %zu steps are on their way or done",
                 g->plan->nsteps - plan_count(g->plan, STEP_PLANNED), g->plan->nsteps);
    else
        say_live(g, "\r\033[Kreading what is there, to make the plan…");
}

static void stopping(struct change *g)
{
    plan_stop(g->job);
    say_live(g,
             "klamm: stopping between two steps; once more leaves without waiting for what is on "
             "its way\n");
}

bool change_wait(struct change *g)
{
    g->begin_ms = clock_mono_ms();
    g->live = terminal_open(STDERR_FILENO);
    bool ended = connection_until(g->x, &g->done, BEAT_MS, progress, g);
    if (!ended && g->sending) {
        stopping(g);
        ended = connection_until(g->x, &g->done, BEAT_MS, progress, g);
    }
    if (redraw_line_possible() && clock_mono_ms() - g->begin_ms >= PROGRESS_AFTER_MS)
        say_live(g, "\r\033[K");
    if (g->live >= 0)
        close(g->live);
    if (!ended) {
        job_cancel(g->job);
        err_set(&g->err, ERR_GUARD, "stopped by a signal: nothing was sent");
    }
    g->job = NULL;
    g->done = g->sending = false;
    return ended;
}

void change_planned(void *change, struct plan *plan, const struct err *err)
{
    struct change *g = change;
    g->plan = plan;
    if (err)
        g->err = *err;
    g->done = true;
}

static void on_watched(void *change, const struct err *err)
{
    struct change *g = change;
    if (err)
        g->err = *err;
    g->done = true;
}

bool change_watch(struct change *g, struct err *err)
{
    if (!g->plan->nwatches)
        return true;
    err_clear(&g->err);
    g->job = plan_watch(g->plan, g->x->session->cluster, on_watched, g);
    change_wait(g);
    *err = g->err;
    return err->kind == ERR_NONE;
}

/* The journal's id lives only during the callback; it is kept with the plan. */
static void on_applied(void *change, const struct apply_result *r)
{
    struct change *g = change;
    g->result = *r;
    if (r->journal_id)
        g->result.journal_id = plan_str(g->plan, "%s", r->journal_id);
    g->done = true;
}

/* ---- showing and asking ---------------------------------------------------------------------- */

static bool shown(struct err *err)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    return err_set(err, ERR_IO, "the plan could not be written to stdout: nothing was sent");
}

/* Where the person looks, when that is not stdout or not for people. */
static void show_to_person(const struct change *g)
{
    struct plan_print w = g->print;
    if (isatty(STDOUT_FILENO) && !export_is_tree(w.format) && w.format != EXPORT_CSV)
        return;
    w.format = EXPORT_TABLE;
    plan_print(&w, stderr);
}

static bool confirmed(const struct change *g, struct err *err)
{
    const struct profile *profile = g->x->profile;
    bool typed = guard_wants_typing(profile, g->plan) && g->plan->confirm;
    if (g->yes)
        return true;
    if (!ask_possible())
        return err_set(err, ERR_GUARD,
                       "nothing was sent: there is no terminal to confirm on; --yes sends without "
                       "asking, --dry-run only shows the plan");
    if (!typed && !settings_bool(&g->x->config.settings, SETTING_ID_CONFIRM))
        return true;
    show_to_person(g);
    if (typed ? ask_typed(g->plan->confirm) : ask_yes("send this?"))
        return true;
    return err_set(err, ERR_GUARD, "not confirmed: nothing was sent");
}

/* Ends without anything having been sent. */
static int not_sent(const struct change *g, const struct err *why)
{
    if (export_is_tree(g->print.format))
        plan_print_tree(&g->print, NULL, why, stdout);
    return why ? change_fail(g, why) : CLI_DONE;
}

/* A dry run also reports whether the plan could be sent; that the profile is read-only does not
 * matter to someone who only wanted to see it. */
static int dry_run(const struct change *g)
{
    struct err why = {0};
    if (g->plan->blocked) {
        err_set(&why, ERR_GUARD, "can't be sent: %s", g->plan->blocked);
        return not_sent(g, &why);
    }
    return not_sent(g, NULL);
}

/* ---- sending --------------------------------------------------------------------------------- */

static int result(struct change *g)
{
    const struct apply_result *r = &g->result;
    plan_print_result(&g->print, r, stdout);
    if (export_is_tree(g->print.format))
        plan_print_tree(&g->print, r, NULL, stdout);
    if (r->status == APPLY_DONE)
        return r->err.kind == ERR_NONE ? CLI_DONE : change_fail(g, &r->err);
    int code = change_fail(g, &r->err);
    if (r->status == APPLY_MOVED || r->status == APPLY_GUARD)
        return CLI_GUARD;
    return r->status == APPLY_FAILED ? code : CLI_REFUSED;
}

/* What is known is in the steps: job_cancel has written it to the journal. */
static int stopped(struct change *g)
{
    g->result = (struct apply_result){.status = APPLY_FAILED, .err = g->err};
    if (plan_count(g->plan, STEP_PLANNED) < g->plan->nsteps) {
        g->result.status = APPLY_PARTIAL;
        err_set(&g->result.err, ERR_CANCELLED, "stopped by a signal");
    }
    return result(g);
}

static int send_it(struct change *g)
{
    g->sending = true;
    connection_hold_signals(g->x);
    g->job = plan_apply(g->plan, g->x->session->cluster, on_applied, g);
    bool ended = change_wait(g);
    connection_let_signals(g->x);
    return ended ? -1 : stopped(g);
}

/* The cluster changed: shows the new plan where someone can look at it; else false. */
static bool planned_again(struct change *g)
{
    if (g->result.status != APPLY_MOVED || !g->result.again || g->yes || g->from_file ||
        !ask_possible() || export_is_tree(g->print.format))
        return false;
    change_fail(g, &g->result.err);
    plan_free(g->plan);
    g->plan = g->result.again;
    g->print.plan = g->plan;
    g->result = (struct apply_result){0};
    fputs("\nthis is the new plan:\n\n", stderr);
    return true;
}

static int run_once(struct change *g)
{
    struct err why = {0};
    plan_print(&g->print, stdout);
    if (!shown(&why))
        return change_fail(g, &why);
    if (g->dry_run)
        return dry_run(g);
    if (!guard_allows(g->x->profile, g->plan, &why))
        return not_sent(g, &why);
    if (plan_is_empty(g->plan)) {
        int code = not_sent(g, NULL);
        cli_say("%s: nothing to do: everything is already as requested", g->object);
        return code;
    }
    if (!confirmed(g, &why))
        return not_sent(g, &why);
    return send_it(g);
}

int change_run(struct change *g)
{
    for (;;) {
        g->print.plan = g->plan;
        int code = run_once(g);
        if (code >= 0)
            return code;
        if (!planned_again(g))
            return result(g);
    }
}
