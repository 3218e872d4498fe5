#include "core/loop/job.h"

#include "core/loop/timer.h"

void job_stop(struct job *j)
{
    timer_free(j->timer);
    j->timer = NULL;
}

static void on_due(void *job)
{
    struct job *j = job;
    job_stop(j);
    j->due(j);
}

void job_after(struct job *j, uv_loop_t *loop, uint64_t ms, void (*due)(struct job *j))
{
    job_stop(j);
    j->timer = timer_new(loop, on_due, j);
    j->due = due;
    uv_update_time(loop); /* a plan of many steps may have taken long in this turn */
    timer_start(j->timer, (int64_t)ms);
}

void job_cancel(struct job *j)
{
    if (!j)
        return;
    job_stop(j);
    j->abandon(j);
}
