/* Configuration, profile and session of one command, and waiting on the loop for what it wants. The
 * command line has one session and ends with it. Requests of librdkafka may still be stuck in a
 * hanging broker when we exit, so the loop is run down only as far as possible without waiting. */
#include "cli/connect.h"

#include "cli/say.h"
#include "core/base/limits.h"
#include "core/base/mem.h"
#include "core/base/signals.h"
#include "core/config/options_profile.h"
#include "core/loop/timer.h"
#include "core/plan/reads.h"

#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>

static void say_problems(const struct problems *p)
{
    for (size_t i = 0; i < p->len; i++)
        cli_say("%s%s", p->data[i].warning ? "warning: " : "", p->data[i].text);
}

bool connection_config(struct connection *x, const struct options *o)
{
    struct err err = {0};
    *x = (struct connection){0};
    bool ok = config_load(&x->config, o->config_file, &err);
    say_problems(&x->config.problems);
    if (!ok && x->config.problems.len == 0)
        cli_say("%s", err.msg);
    return ok;
}

bool connection_begin(struct connection *x, const struct options *o, struct err *err)
{
    struct problems problems;
    *x = (struct connection){0};
    if (!limits_allow(err))
        return false;
    if (!connection_config(x, o))
        return err_set(err, ERR_CONFIG, "the configuration has mistakes: nothing was sent");
    problems_init(&problems);
    x->profile = options_profile(o, &x->config, &problems, err);
    say_problems(&problems);
    if (!x->profile && problems.errors) /* reported already, each with its place */
        err_set(err, ERR_CONFIG, "the settings of the connection have mistakes: nothing was sent");
    problems_release(&problems);
    if (!x->profile)
        return false;
    x->loop = xcalloc(1, sizeof *x->loop);
    int failed = uv_loop_init(x->loop);
    if (failed) {
        free(x->loop);
        x->loop = NULL;
        return err_set(err, ERR_IO, "the event loop could not be made: %s", uv_strerror(failed));
    }
    x->session = session_new(x->loop, x->profile, NULL, NULL, err);
    return x->session != NULL;
}

bool connection_open(struct connection *x, const struct options *o, struct err *err)
{
    if (!connection_begin(x, o, err))
        return false;
    while (cluster_is_opening(x->session->cluster))
        uv_run(x->loop, UV_RUN_ONCE);
    return true;
}

void connection_close(struct connection *x)
{
    connection_let_signals(x);
    session_free(x->session);
    if (x->loop) {
        uv_run(x->loop, UV_RUN_NOWAIT);
        if (uv_loop_close(x->loop) == 0) /* busy: a broker hangs, and the process ends anyway */
            free(x->loop);
    }
    profile_free(x->profile);
    config_release(&x->config);
    *x = (struct connection){0};
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void ring(void *rung)
{
    *(bool *)rung = true;
}

static struct timer *ring_after(uv_loop_t *loop, int64_t ms, bool *rung)
{
    struct timer *t = timer_new(loop, ring, rung);
    timer_start(t, ms);
    return t;
}

/* Down with nothing to show: another attempt would only repeat the reason. */
static bool hopeless(const struct session *s)
{
    return s->model.link == LINK_DOWN && !fact_known(&s->model.metadata_fact) &&
           !fact_known(&s->model.group_list_fact) && s->model.link_err.kind != ERR_NONE;
}

enum waited connection_wait(struct connection *x, int64_t timeout_ms)
{
    bool rung = false;
    struct timer *alarm = ring_after(x->loop, timeout_ms, &rung);
    enum waited how = WAITED_TIMEOUT;
    while (!rung && !connection_stopped(x)) {
        uv_run(x->loop, UV_RUN_ONCE);
        if (hopeless(x->session)) {
            how = WAITED_LINK_DOWN;
            break;
        }
        if (session_settled(x->session)) {
            how = WAITED_SETTLED;
            break;
        }
    }
    timer_free(alarm);
    return how;
}

/* ---- until something is done, or a signal asks to stop --------------------------------------- */

struct stops { /* heap: libuv wants the handles back a turn after they were closed */
    uv_signal_t on[SIGNALS_ENDING];
    int open;
    bool asked;
};

static void on_signal(uv_signal_t *handle, int signum)
{
    (void)signum;
    ((struct stops *)handle->data)->asked = true;
}

static void free_stops(uv_handle_t *h)
{
    struct stops *s = h->data;
    if (--s->open == 0)
        free(s);
}

/* A write into a pipe that no one reads ends with the signal; libuv lets it start again. */
static void interrupt_writes(int signum)
{
    struct sigaction sa;
    if (sigaction(signum, NULL, &sa) != 0)
        return;
    sa.sa_flags &= ~SA_RESTART;
    sigaction(signum, &sa, NULL);
}

static struct stops *stops_watch(uv_loop_t *loop)
{
    struct stops *s = xcalloc(1, sizeof *s);
    for (s->open = 0; s->open < SIGNALS_ENDING; s->open++) {
        uv_signal_init(loop, &s->on[s->open]);
        s->on[s->open].data = s;
        uv_signal_start(&s->on[s->open], on_signal, signals_ending[s->open]);
        interrupt_writes(signals_ending[s->open]);
    }
    return s;
}

static void stops_free(struct stops *s)
{
    for (int i = 0; i < SIGNALS_ENDING; i++)
        uv_close((uv_handle_t *)&s->on[i], free_stops);
}

void connection_hold_signals(struct connection *x)
{
    if (!x->stops)
        x->stops = stops_watch(x->loop);
}

void connection_let_signals(struct connection *x)
{
    if (x->stops)
        stops_free(x->stops);
    x->stops = NULL;
}

bool connection_stopped(const struct connection *x)
{
    return x->stops && x->stops->asked;
}

bool connection_flush(struct connection *x)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    uv_run(x->loop, UV_RUN_NOWAIT); /* was it a signal? */
    if (connection_stopped(x)) {
        __fpurge(stdout);
        clearerr(stdout);
    }
    return false;
}

static bool wait_until(struct connection *x, const bool *done, int64_t beat_ms,
                       void (*beat)(void *user), void *user)
{
    struct stops *s = x->stops ? x->stops : stops_watch(x->loop);
    bool rung = false;
    struct timer *alarm = ring_after(x->loop, beat_ms, &rung);
    while (!*done && !s->asked) {
        uv_run(x->loop, UV_RUN_ONCE);
        if (!rung || *done)
            continue;
        rung = false;
        timer_start(alarm, beat_ms);
        beat(user);
    }
    timer_free(alarm);
    if (s != x->stops)
        stops_free(s);
    return *done;
}

bool connection_until(struct connection *x, const bool *done, int64_t beat_ms,
                      void (*beat)(void *user), void *user)
{
    if (x->stops)
        x->stops->asked = false;
    return wait_until(x, done, beat_ms, beat, user);
}

bool connection_up(struct connection *x, int64_t timeout_ms, struct err *err)
{
    bool rung = false;
    struct timer *alarm = ring_after(x->loop, timeout_ms, &rung);
    const struct model *m = &x->session->model;
    while (m->link != LINK_UP && !hopeless(x->session) && !rung && !connection_stopped(x))
        uv_run(x->loop, UV_RUN_ONCE);
    timer_free(alarm);
    if (m->link == LINK_UP)
        return true;
    if (m->link_err.kind == ERR_NONE)
        return err_set(err, ERR_TIMEOUT, "%s: no connection in time", x->profile->name);
    *err = m->link_err;
    return false;
}

static void nothing(void *user)
{
    (void)user;
}

const char *connection_cluster_id(struct connection *x, struct arena *a, struct err *err)
{
    struct reads f;
    bool done = false;
    const char *id = NULL;
    reads_init(&f, x->session->cluster);
    reads_want(&f, FACT_CLUSTER, NULL);
    reads_run(&f, ring, &done);
    if (connection_until(x, &done, 60000, nothing, NULL)) {
        const struct cluster_desc *d = reads_cluster(&f, err);
        id = d ? arena_strdup(a, d->cluster_id) : NULL;
        if (d && !id)
            err_set(err, ERR_BROKER, "the cluster does not report its id");
    } else {
        err_set(err, ERR_CANCELLED, "stopped by a signal");
    }
    reads_release(&f);
    return id;
}

bool connection_pass(struct connection *x, int64_t ms)
{
    bool rung = false;
    return wait_until(x, &rung, ms, ring, &rung);
}
