#include "core/loop/timer.h"

#include "core/base/mem.h"

#include <stdlib.h>

struct timer {
    uv_timer_t uv; /* first: its address is that of the timer */
    timer_due *due;
    void *user;
};

static void on_due(uv_timer_t *uv)
{
    struct timer *t = (struct timer *)uv;
    t->due(t->user);
}

static void on_closed(uv_handle_t *uv)
{
    free(uv);
}

struct timer *timer_new(uv_loop_t *loop, timer_due *due, void *user)
{
    struct timer *t = xcalloc(1, sizeof *t);
    t->due = due;
    t->user = user;
    uv_timer_init(loop, &t->uv);
    return t;
}

void timer_free(struct timer *t)
{
    if (t)
        uv_close((uv_handle_t *)&t->uv, on_closed);
}

static void start(struct timer *t, int64_t ms, bool repeat)
{
    uint64_t span = ms > 0 ? (uint64_t)ms : 0;
    uv_timer_start(&t->uv, on_due, span, repeat ? span : 0);
}

void timer_start(struct timer *t, int64_t ms)
{
    start(t, ms, false);
}

void timer_repeat(struct timer *t, int64_t ms)
{
    start(t, ms, true);
}

void timer_stop(struct timer *t)
{
    if (t)
        uv_timer_stop(&t->uv);
}

bool timer_is_running(const struct timer *t)
{
    return uv_is_active((const uv_handle_t *)&t->uv);
}

int64_t timer_left(const struct timer *t)
{
    return timer_is_running(t) ? (int64_t)uv_timer_get_due_in(&t->uv) : -1;
}

bool timer_was_freed(const struct timer *t)
{
    return uv_is_closing((const uv_handle_t *)&t->uv);
}
