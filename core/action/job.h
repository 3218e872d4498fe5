/* Something that takes several turns of the loop: making a plan, applying it. The one who started
 * it may cancel it; when its callback has run the handle is gone. */
#ifndef KLAMM_CORE_ACTION_JOB_H
#define KLAMM_CORE_ACTION_JOB_H

#include <stdint.h>
#include <uv.h>

struct job {
    void (*abandon)(struct job *j); /* releases everything; no callback runs afterwards */
    uv_timer_t *timer;              /* NULL when none is running */
    void (*due)(struct job *j);
    const char *doing; /* what takes a while, for who waits; a literal; NULL: nothing special */
};

/* Stops it: its callback will not run. What was sent to a broker may still happen. */
void job_cancel(struct job *j);

/* For those who implement jobs: runs due(j) once, ms from now, from the loop. */
void job_after(struct job *j, uv_loop_t *loop, uint64_t ms, void (*due)(struct job *j));
void job_stop(struct job *j); /* stops the timer, if one is running */

#endif
