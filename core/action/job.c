/* The timer behind a job, and cancelling. The timer handle is an allocation of its own, because
 * libuv wants it back only a turn after it was closed, when the job may be gone. */
#include "core/action/job.h"

#include "core/base/mem.h"

#include <stdlib.h>

static void on_closed(uv_handle_t *h)
{
    free(h);
}

void job_stop(struct job *j)
{
    if (!j->timer)
        return;
    uv_close((uv_handle_t *)j->timer, on_closed);
    j->timer = NULL;
}

static void on_timer(uv_timer_t *t)
{
    struct job *j = t->data;

    job_stop(j);
    j->due(j);
}

void job_after(struct job *j, uv_loop_t *loop, uint64_t ms, void (*due)(struct job *j))
{
    job_stop(j);
    j->timer = xcalloc(1, sizeof *j->timer);
    j->due = due;
    uv_timer_init(loop, j->timer);
    j->timer->data = j;
    uv_update_time(loop);
    uv_timer_start(j->timer, on_timer, ms, 0);
}

void job_cancel(struct job *j)
{
    if (!j)
        return;
    job_stop(j);
    j->abandon(j);
}
