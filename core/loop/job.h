/* Something that takes several turns of the loop: making a plan, applying it. Its starter may cancel
 * it; once its callback has run the job is freed, and its pointer must not be used. On the loop's
 * thread only. */
#ifndef KLAMM_CORE_LOOP_JOB_H
#define KLAMM_CORE_LOOP_JOB_H

#include <stdint.h>
#include <uv.h>

struct job {
    void (*abandon)(struct job *j); /* releases everything; no callback runs afterwards */
    struct timer *timer;            /* NULL when none is running */
    void (*due)(struct job *j);
    const char *doing; /* what takes a while, for who waits; a literal; NULL: nothing special */
};

/* Stops it: its callback will not run. What was sent to a broker may still happen. NULL is fine. */
void job_cancel(struct job *j);

/* For those who implement jobs: runs due(j) once, ms from now, from the loop, unless job_stop is
 * called before. A job has one such timer: the last call counts. */
void job_after(struct job *j, uv_loop_t *loop, uint64_t ms, void (*due)(struct job *j));
void job_stop(struct job *j); /* stops the timer, if one is running; before a job is freed */

#endif
