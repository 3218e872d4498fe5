/* The loop's handle and the threads share one record, which the last of them frees: a thread may be
 * at work long after the worker was freed. The lock guards the queues; it is never held while a
 * caller's code runs; it is held for uv_async_send, which must not meet a handle that was
 * closed. */
#include "core/loop/worker.h"

#include "core/base/mem.h"
#include "core/base/signals.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    struct task *first, **last; /* where the next one goes */
};

struct worker {
    uv_async_t wake; /* first: its address is that of the worker */
    int no_handle;   /* libuv's code: it could not be made */
    int most_threads;
    size_t most; /* tasks that wait or are worked on */
    size_t open; /* tasks that done has to be called for; the loop lives on for them */
    pthread_mutex_t lock;
    struct queue waiting, ended;
    size_t taken; /* of most */
    int threads;  /* running */
    int users;    /* threads, and the loop */
    bool closed;
};

/* ---- queues ---------------------------------------------------------------------------------- */

static void queue_init(struct queue *q)
{
    *q = (struct queue){.last = &q->first};
}

static void queue_add(struct queue *q, struct task *t)
{
    t->next = NULL;
    *q->last = t;
    q->last = &t->next;
}

static struct task *queue_take(struct queue *q)
{
    struct task *t = q->first;
    if (!t)
        return NULL;
    q->first = t->next;
    if (!q->first)
        q->last = &q->first;
    return t;
}

static bool queue_remove(struct queue *q, struct task *t)
{
    struct queue kept;
    bool found = false;
    queue_init(&kept);
    for (struct task *each; (each = queue_take(q));) {
        if (each == t)
            found = true;
        else
            queue_add(&kept, each);
    }
    *q = kept;
    if (!q->first)
        q->last = &q->first;
    return found;
}

/* ---- threads --------------------------------------------------------------------------------- */

struct start {
    void (*run)(void *arg);
    void *arg;
};

static void *thread_main(void *arg)
{
    struct start s = *(struct start *)arg;
    free(arg);
    s.run(s.arg);
    return NULL;
}

bool thread_detach(void (*run)(void *arg), void *arg)
{
    enum { STACK_BYTES = 512 * 1024 };
    struct start *s = xmalloc(sizeof *s);
    *s = (struct start){run, arg};
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    pthread_t thread;
    sigset_t was;
    signals_let_only_faults(&was);
    int rc = pthread_create(&thread, &attr, thread_main, s);
    pthread_sigmask(SIG_SETMASK, &was, NULL);
    pthread_attr_destroy(&attr);
    if (rc != 0)
        free(s);
    return rc == 0;
}

static void leave(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    bool last = --w->users == 0;
    pthread_mutex_unlock(&w->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&w->lock);
    free(w);
}

static struct task *next_task(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    struct task *t = queue_take(&w->waiting);
    if (!t)
        w->threads--;
    pthread_mutex_unlock(&w->lock);
    return t;
}

static void hand_back(struct worker *w, struct task *t)
{
    pthread_mutex_lock(&w->lock);
    bool unwanted = w->closed;
    w->taken--;
    if (!unwanted) {
        queue_add(&w->ended, t);
        uv_async_send(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    if (unwanted)
        t->drop(t);
}

static void work(void *worker)
{
    struct worker *w = worker;
    struct task *t;
    while ((t = next_task(w))) {
        t->work(t);
        hand_back(w, t);
    }
    leave(w);
}

bool task_is_cancelled(struct task *t)
{
    struct worker *w = t->worker;
    pthread_mutex_lock(&w->lock);
    bool cancelled = w->closed;
    pthread_mutex_unlock(&w->lock);
    return cancelled;
}

/* ---- the loop's side ------------------------------------------------------------------------- */

/* An idle worker keeps no loop going. */
static void count_open(struct worker *w, int by)
{
    w->open = by > 0 ? w->open + 1 : w->open - 1;
    if (w->open > 0)
        uv_ref((uv_handle_t *)&w->wake);
    else
        uv_unref((uv_handle_t *)&w->wake);
}

static void on_wake(uv_async_t *wake)
{
    struct worker *w = (struct worker *)wake;
    struct task *t;
    do {
        pthread_mutex_lock(&w->lock);
        t = w->closed ? NULL : queue_take(&w->ended);
        pthread_mutex_unlock(&w->lock);
        if (t) {
            count_open(w, -1);
            t->done(t);
        }
    } while (t);
}

struct worker *worker_new(uv_loop_t *loop, int threads, size_t most)
{
    struct worker *w = xcalloc(1, sizeof *w);
    w->most_threads = threads;
    w->most = (size_t)threads + most;
    w->users = 1;
    queue_init(&w->waiting);
    queue_init(&w->ended);
    pthread_mutex_init(&w->lock, NULL);
    w->no_handle = uv_async_init(loop, &w->wake, on_wake);
    if (!w->no_handle)
        uv_unref((uv_handle_t *)&w->wake);
    return w;
}

enum place { REFUSED, QUEUED, NEEDS_THREAD };

static enum place enqueue(struct worker *w, struct task *t)
{
    enum place place = QUEUED;
    pthread_mutex_lock(&w->lock);
    if (w->taken >= w->most) {
        place = REFUSED;
    } else if (w->threads < w->most_threads) {
        w->threads++;
        w->users++;
        place = NEEDS_THREAD;
    }
    if (place != REFUSED) {
        queue_add(&w->waiting, t);
        w->taken++;
    }
    pthread_mutex_unlock(&w->lock);
    return place;
}

/* No thread for it. False: another one has taken the task since, or will. */
static bool take_back(struct worker *w, struct task *t)
{
    pthread_mutex_lock(&w->lock);
    w->threads--;
    w->users--;
    bool mine = w->threads == 0 && queue_remove(&w->waiting, t);
    w->taken -= mine;
    pthread_mutex_unlock(&w->lock);
    return mine;
}

bool worker_run(struct worker *w, struct task *t, struct err *err)
{
    if (w->no_handle)
        return err_set(err, ERR_IO, "no descriptor for a thread: %s", uv_strerror(w->no_handle));
    t->worker = w;
    enum place place = enqueue(w, t);
    if (place == REFUSED)
        return err_set(err, ERR_IO, "%zu tasks are under way already", w->most);
    if (place == NEEDS_THREAD && !thread_detach(work, w) && take_back(w, t))
        return err_set(err, ERR_IO, "no thread could be started");
    count_open(w, 1);
    return true;
}

static void on_closed(uv_handle_t *wake)
{
    leave((struct worker *)wake);
}

static void drop_all(struct task *t)
{
    while (t) {
        struct task *next = t->next;
        t->drop(t);
        t = next;
    }
}

static void close_worker(struct worker *w, bool finish)
{
    if (!w)
        return;
    struct task *waiting = NULL;
    pthread_mutex_lock(&w->lock);
    w->closed = true;
    struct task *ended = w->ended.first;
    queue_init(&w->ended);
    if (!finish) {
        waiting = w->waiting.first;
        queue_init(&w->waiting);
    }
    pthread_mutex_unlock(&w->lock);
    drop_all(ended);
    drop_all(waiting);
    if (w->no_handle)
        leave(w);
    else
        uv_close((uv_handle_t *)&w->wake, on_closed);
}

void worker_free(struct worker *w)
{
    close_worker(w, false);
}

void worker_finish(struct worker *w)
{
    close_worker(w, true);
}
