/* Writing the journal on the thread pool: neither a slow disk nor another klamm that has the lock
 * holds up the loop. The lines are made on the loop, where the plan may be read; the thread only
 * writes.
 *
 * Whoever cancels an intent is gone when the thread is done, so it looks itself whether the intent
 * is still wanted, and if not writes that nothing was sent; once it has looked, cancelling begins a
 * write of that. A result is written whether anybody waits for it or not. What was begun is
 * counted, because the process may end before the loop turns again: see journal_flush. */
#include "core/action/job.h"
#include "core/action/journal_impl.h"
#include "core/base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WRITING, CANCELLED, WRITTEN };

struct write {
    struct job job; /* first: a job is its write */
    uv_work_t work;
    uv_loop_t *loop;
    char *path, *line;
    char *unsent; /* of an intent; NULL: it is a result */
    char id[JOURNAL_ID];
    atomic_int stage;
    struct err err;
    journal_begun *begun;
    journal_ended *ended;
    void *user;
};

/* ---- how many are on their way -------------------------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int writing;
} census = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void census_add(int n)
{
    pthread_mutex_lock(&census.lock);
    census.writing += n;
    pthread_cond_broadcast(&census.changed);
    pthread_mutex_unlock(&census.lock);
}

bool journal_flush(int timeout_ms)
{
    struct timespec until;
    bool written;
    int rc = 0;

    clock_gettime(CLOCK_MONOTONIC, &until); /* the wall clock may be set meanwhile */
    until.tv_sec += timeout_ms / 1000;
    pthread_mutex_lock(&census.lock);
    while (census.writing > 0 && rc == 0)
        rc = pthread_cond_clockwait(&census.changed, &census.lock, CLOCK_MONOTONIC, &until);
    written = census.writing == 0;
    pthread_mutex_unlock(&census.lock);
    return written;
}

/* ---- one ------------------------------------------------------------------------------------ */

static void write_free(struct write *w)
{
    job_stop(&w->job);
    free(w->path);
    free(w->line);
    free(w->unsent);
    free(w);
}

static void tell(struct write *w)
{
    const struct err *err = w->err.kind == ERR_NONE ? NULL : &w->err;

    if (w->begun)
        w->begun(w->user, err ? NULL : w->id, err);
    else if (w->ended)
        w->ended(w->user, err);
}

static void work(uv_work_t *of)
{
    struct write *w = of->data;
    int writing = WRITING;

    if (!w->unsent)
        journal_append(w->path, w->line, &w->err);
    else if (atomic_load(&w->stage) == WRITING && journal_append(w->path, w->line, &w->err) &&
             !atomic_compare_exchange_strong(&w->stage, &writing, WRITTEN))
        journal_append(w->path, w->unsent, NULL);
    census_add(-1);
}

static void on_worked(uv_work_t *of, int status)
{
    struct write *w = of->data;

    (void)status;
    if (atomic_load(&w->stage) != CANCELLED)
        tell(w);
    write_free(w);
}

static void queue(struct write *w)
{
    w->work.data = w;
    census_add(1);
    uv_queue_work(w->loop, &w->work, work, on_worked);
}

/* Nobody is told of a failure: the intent stands without a result then. */
static void write_unsent(struct write *of)
{
    struct write *w = xcalloc(1, sizeof *w);

    w->loop = of->loop;
    w->path = xstrdup(of->path);
    w->line = xstrdup(of->unsent);
    queue(w);
}

static void abandon(struct job *j)
{
    struct write *w = (struct write *)j;
    bool begun = w->work.data;

    if (begun && atomic_exchange(&w->stage, CANCELLED) == WRITTEN) /* the thread no longer looks */
        write_unsent(w);
    if (!begun)
        write_free(w);
}

/* No place for it: nothing was begun. */
static void refuse(struct job *j)
{
    struct write *w = (struct write *)j;

    tell(w);
    write_free(w);
}

static struct job *start(struct write *w, const char *cluster_id)
{
    w->job.abandon = abandon;
    w->path = journal_path(cluster_id, &w->err);
    if (w->path && !w->line)
        err_set(&w->err, ERR_IO, "the journal entry could not be written as JSON");
    else if (w->path && w->unsent && strlen(w->line) > JOURNAL_INTENT_MAX)
        err_set(&w->err, ERR_IO,
                "it is too large for one entry of the journal (%zu bytes, the most are %d): make "
                "it in several parts",
                strlen(w->line), JOURNAL_INTENT_MAX);
    if (w->err.kind == ERR_NONE)
        queue(w);
    else
        job_after(&w->job, w->loop, 0, refuse);
    return &w->job;
}

struct job *journal_begin(uv_loop_t *loop, const struct journal_where *where, const struct plan *p,
                          journal_begun *done, void *user)
{
    struct write *w = xcalloc(1, sizeof *w);

    w->loop = loop;
    w->begun = done;
    w->user = user;
    w->line = journal_intent_line(where, p, w->id);
    w->unsent = journal_unsent_line(p, w->id);
    if (!w->unsent) {
        free(w->line);
        w->line = NULL;
    }
    return start(w, where->cluster_id);
}

struct job *journal_end(uv_loop_t *loop, const struct journal_where *where, const char *id,
                        const struct plan *p, enum apply_status status, const struct err *what,
                        journal_ended *done, void *user)
{
    struct write *w = xcalloc(1, sizeof *w);

    w->loop = loop;
    w->ended = done;
    w->user = user;
    w->line = journal_result_line(id, p, status, what);
    return start(w, where->cluster_id);
}
