/* Blocking work outside the loop: tasks wait in a bounded queue, threads take them from there, and
 * the loop learns of each that is done. Nothing here ever waits for a thread: not the loop, not
 * worker_free, and not the end of the process (libuv's own pool would be joined then, and a hung
 * broker or disk would block it). What must be whole before the process ends is counted, see
 * pending.h.
 *
 * A thread lives as long as there is work: an idle worker is a descriptor and some memory. All
 * functions are for the loop's thread but where a comment says otherwise. */
#ifndef KLAMM_CORE_LOOP_WORKER_H
#define KLAMM_CORE_LOOP_WORKER_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct worker;

/* The first member of what the work needs. From worker_run on it is the worker's, until exactly one
 * of done and drop has got it back to free it. */
struct task {
    void (*work)(struct task *t); /* on a thread; may block */
    void (*done)(struct task *t); /* on the loop: work has returned */
    void (*drop)(struct task *t); /* instead of done, when no one waits any more: on the loop or,
                                     if work was running, on its thread */
    /* the worker's own: */
    struct task *next;
    struct worker *worker;
};

/* Up to `threads` tasks run at a time, in the order they came; up to `most` more wait. The process
 * may have its full count of threads or descriptors: then tasks are refused. */
struct worker *worker_new(uv_loop_t *loop, int threads, size_t most);
/* False: the queue is full or no thread could be started, which err says; the task is the caller's
 * still. */
bool worker_run(struct worker *w, struct task *t, struct err *err);
/* done will not run any more: a task is dropped at once if its work has not started or is over, else
 * when work returns. NULL is fine, and so is a call from within done. */
void worker_free(struct worker *w);
/* As worker_free, but what waits is still worked on before it is dropped. */
void worker_finish(struct worker *w);

/* From within work: whether no one waits for it any more. Work that takes long asks now and
 * then. */
bool task_is_cancelled(struct task *t);

/* Runs run(arg) on a thread that no one waits for; false: none could be started. On any thread. */
bool thread_detach(void (*run)(void *arg), void *arg);

#endif
