/* struct cluster: the connection to one cluster as the rest of klamm knows it.
 *
 * Made by core/live's session. It owns the uv handles (one descriptor, one timer for all deadlines)
 * and one reference to the librdkafka handle. Freeing never waits: the uv handles are closed, the
 * requests under way stay with the librdkafka handle as opaques, and that is destroyed on a thread
 * of its own. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/loop/timer.h"

#include <stdlib.h>
#include <unistd.h>

const char *kafka_library_version(void)
{
    return rd_kafka_version_str();
}

struct model *cluster_model(struct cluster *c)
{
    return c->model;
}

const struct profile *cluster_profile(const struct cluster *c)
{
    return c->profile;
}

uv_loop_t *cluster_loop(struct cluster *c)
{
    return c->loop;
}

int cluster_in_flight(const struct cluster *c)
{
    return c->sent.n + c->parked.n;
}

struct call_limit *cluster_calls(struct cluster *c)
{
    return &c->calls;
}

bool cluster_is_opening(const struct cluster *c)
{
    return c->opening_ms != 0;
}

/* ---- the loop's side ------------------------------------------------------------------------- */

static void on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status, (void)events;
    struct watch *w = poll->data;
    uint64_t count;
    ssize_t got = read(w->cluster->handle->fd, &count, sizeof count);
    (void)got; /* nothing there is fine: the queue is checked anyway */
    cluster_drain(w);
}

enum { STOOD_STILL_MS = 1000 }; /* a timer that late was not delayed by work */

static void on_timer(void *user)
{
    struct watch *w = user;
    if (!w->cluster) {
        timer_free(w->timer);
        free(w);
        return;
    }
    int64_t now = clock_mono_ms();
    int64_t late = w->armed_for_ms ? now - w->armed_for_ms : 0;
    w->armed_for_ms = 0;
    /* The whole process stood still (suspended, a sleeping laptop): the silence was klamm's own,
     * and the answers are waiting to be read. */
    if (late >= STOOD_STILL_MS && w->cluster) {
        request_postpone(w->cluster, late + STOOD_STILL_MS);
        link_postpone(w->cluster, late + STOOD_STILL_MS);
    }
    if (w->cluster && !w->cluster->opening_ms)
        request_expire(w, now);
    if (w->cluster && !w->cluster->opening_ms)
        link_tick(w->cluster, now);
    if (w->cluster)
        request_unpark(w);
    if (w->cluster)
        cluster_arm(w->cluster);
}

void cluster_arm(struct cluster *c)
{
    int64_t next = c->opening_ms ? 0 : request_deadline(c);
    int64_t link = c->opening_ms ? 0 : link_deadline(c);
    if (link && (!next || link < next))
        next = link;
    struct watch *w = c->watch;
    if (!next) {
        timer_stop(w->timer);
        w->armed_for_ms = 0;
        return;
    }
    /* Too early does no harm, as it is armed again then: cheaper than setting it for every
     * answer. */
    if (w->armed_for_ms && w->armed_for_ms <= next)
        return;
    timer_start(w->timer, next - clock_mono_ms());
    w->armed_for_ms = next;
}

static void on_closed(uv_handle_t *poll)
{
    free(poll->data);
}

/* Never NULL: without a descriptor there is still the timer, which tries again. */
static struct watch *watch_new(struct cluster *c, struct err *err)
{
    struct watch *w = xcalloc(1, sizeof *w);
    w->timer = timer_new(c->loop, on_timer, w);
    w->poll.data = w;
    w->cluster = c;
    if (c->handle->fd < 0 || uv_poll_init(c->loop, &w->poll, c->handle->fd) != 0) {
        err_set(err, ERR_IO, "No descriptor for the connection");
        return w;
    }
    w->polls = true;
    uv_poll_start(&w->poll, UV_READABLE, on_readable);
    return w;
}

static void watch_close(struct watch *w)
{
    w->cluster = NULL;
    if (!w->polls) {
        timer_start(w->timer, 0); /* frees it, when it has no user any more */
        return;
    }
    timer_free(w->timer);
    uv_close((uv_handle_t *)&w->poll, on_closed);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Opening with secrets that a command has to be asked for: seconds, perhaps. */
struct opening {
    struct blocking blocking;
    struct profile *profile; /* a copy */
    rd_kafka_conf_t *conf;
    struct err err;
};

static void open_work(struct blocking *b, rd_kafka_t *rk)
{
    (void)rk;
    struct opening *o = (struct opening *)b;
    rd_kafka_conf_t *conf = o->conf;
    o->conf = NULL;
    if (!conf_add_slow(conf, o->profile, &o->err)) {
        rd_kafka_conf_destroy(conf);
        return;
    }
    if (!handle_open(b->handle, conf, &o->err))
        conf_blame(o->profile, &o->err);
}

static void open_drop(struct blocking *b)
{
    struct opening *o = (struct opening *)b;
    if (o->conf)
        rd_kafka_conf_destroy(o->conf);
    profile_free(o->profile);
    free(o);
}

static void open_done(struct blocking *b)
{
    struct opening *o = (struct opening *)b;
    struct cluster *c = b->cluster;
    struct watch *w = c->watch;
    struct err err = o->err;
    int64_t took = clock_mono_ms() - c->opening_ms;
    open_drop(b);
    c->opening_ms = 0;
    request_postpone(c, took);
    link_postpone(c, took);
    c->open = err.kind == ERR_NONE;
    c->shut = !c->open;
    if (c->shut)
        link_refused(c, &err);
    else if (c->parked.n > 0 || c->model->link != LINK_UP)
        link_probe(c);
    if (w->cluster)
        cluster_arm(c);
}

static bool open_client(struct cluster *c, struct err *err)
{
    rd_kafka_conf_t *conf = conf_new(c->profile, &c->timeouts, err);
    if (!conf)
        return false;
    if (!profile_is_slow(c->profile)) {
        c->open = handle_open(c->handle, conf, err);
        if (!c->open)
            conf_blame(c->profile, err);
        return c->open;
    }
    struct opening *o = xcalloc(1, sizeof *o);
    o->blocking = (struct blocking){.work = open_work, .done = open_done, .drop = open_drop};
    o->profile = profile_copy(c->profile);
    o->conf = conf;
    if (blocking_run(c, &o->blocking, err)) {
        c->opening_ms = clock_mono_ms();
        return true;
    }
    open_drop(&o->blocking);
    return err_wrap(err, "The connection can't be set up");
}

struct cluster *cluster_new(uv_loop_t *loop, const struct profile *profile, struct model *model,
                            const struct cluster_hooks *hooks, struct err *err)
{
    struct cluster *c = xcalloc(1, sizeof *c);
    c->loop = loop;
    c->profile = profile;
    c->model = model;
    c->calls.most = profile->limits.inflight;
    if (hooks)
        c->hooks = *hooks;
    c->handle = handle_new(c->loop);
    c->watch = watch_new(c, err);
    if (!c->watch->polls || !open_client(c, err)) {
        cluster_free(c);
        return NULL;
    }
    link_start(c);
    cluster_arm(c);
    return c;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void give_to(struct request **head, struct request_list *l)
{
    if (!l->first)
        return;
    l->last->next = *head;
    *head = l->first;
    *l = (struct request_list){0};
}

/* The client takes along what is under way in it. */
static void let_go(struct cluster *c)
{
    struct request *orphans = NULL;
    give_to(&orphans, &c->sent);
    give_to(&orphans, &c->abandoned);
    handle_close(c->handle, orphans);
    c->handle = NULL;
    c->open = false;
    c->opening_ms = 0;
    c->coordinator_moved = false;
    link_let_go(c);
}

static void on_flush_over(void *over)
{
    *(bool *)over = true;
}

void cluster_flush(struct cluster *c, int timeout_ms)
{
    bool over = false;
    c->hooks = (struct cluster_hooks){0};
    if (!request_unanswered(c))
        return;
    struct timer *timer = timer_new(c->loop, on_flush_over, &over);
    timer_start(timer, timeout_ms);
    while (!over && request_unanswered(c))
        uv_run(c->loop, UV_RUN_ONCE);
    timer_free(timer);
}

void cluster_free(struct cluster *c)
{
    if (!c)
        return;
    while (c->parked.first) {
        struct request *r = c->parked.first;
        request_list_remove(&c->parked, r);
        request_free(r);
    }
    watch_close(c->watch);
    let_go(c);
    free(c);
}

static struct err shut(struct cluster *c)
{
    struct err err = {0};
    struct watch *old = c->watch;
    if (old->polls)
        uv_poll_stop(&old->poll);
    let_go(c);
    c->handle = handle_new(c->loop);
    c->watch = watch_new(c, &err);
    watch_close(old);
    c->shut = true;
    return err;
}

void cluster_shut(struct cluster *c)
{
    (void)shut(c); /* without a descriptor: reported when it is opened */
    cluster_arm(c);
}

void cluster_try_again(struct cluster *c)
{
    if (!c->shut || c->opening_ms)
        return;
    link_try_again(c);
    cluster_arm(c);
}

bool cluster_reopen(struct cluster *c)
{
    struct err err = shut(c);
    struct watch *w = c->watch;
    c->handle->refused = link_refused_login(c);
    c->shut = !w->polls || !open_client(c, &err);
    if (c->shut)
        link_refused(c, &err);
    if (!w->cluster)
        return false;
    cluster_arm(c);
    return true;
}
