/* Writing the journal on a thread: neither a slow disk nor another klamm that has the lock blocks
 * the loop. The lines are made on the loop, where the plan may be read; the thread only writes.
 *
 * The caller that cancels an intent no longer exists when the thread is done, so it looks itself
 * whether the intent is still wanted, and if not writes that nothing was sent; once it has looked,
 * cancelling begins a write of that. A result is written whether anyone waits for it or not. What
 * was begun is counted, because the process may end before the loop turns again: see
 * journal_flush. */
#include "core/journal/journal_write.h"

#include "core/base/mem.h"
#include "core/journal/journal.h"
#include "core/journal/journal_impl.h"
#include "core/loop/job.h"
#include "core/loop/pending.h"
#include "core/loop/worker.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { WRITING, CANCELLED, WRITTEN };

struct write {
    struct job job; /* first: a job is its write */
    struct task task;
    struct worker *worker; /* NULL: nothing was begun */
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

/* ---- how many are on their way --------------------------------------------------------------- */

static struct pending writing_now = PENDING_NONE;

bool journal_flush(int timeout_ms)
{
    return pending_wait(&writing_now, timeout_ms);
}

/* ---- one ------------------------------------------------------------------------------------- */

static struct write *write_of(struct task *t)
{
    return (struct write *)((char *)t - offsetof(struct write, task));
}

static void write_free(struct write *w)
{
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

static void work(struct task *t)
{
    struct write *w = write_of(t);
    int writing = WRITING;

    if (!w->unsent)
        journal_append(w->path, w->line, &w->err);
    else if (atomic_load(&w->stage) == WRITING && journal_append(w->path, w->line, &w->err) &&
             !atomic_compare_exchange_strong(&w->stage, &writing, WRITTEN))
        journal_append(w->path, w->unsent, NULL);
    pending_add(&writing_now, -1);
}

static void on_worked(struct task *t)
{
    struct write *w = write_of(t);

    worker_free(w->worker);
    tell(w);
    write_free(w);
}

static void drop(struct task *t)
{
    write_free(write_of(t));
}

static bool begin(struct write *w)
{
    struct worker *worker = worker_new(w->loop, 1, 0);

    w->task = (struct task){.work = work, .done = on_worked, .drop = drop};
    w->worker = worker;
    pending_add(&writing_now, 1);
    if (worker_run(worker, &w->task, &w->err))
        return true;
    pending_add(&writing_now, -1);
    worker_free(worker);
    w->worker = NULL;
    return false;
}

/* A failure is not reported: the intent stays without a result then. */
static void write_unsent(struct write *of)
{
    struct write *w = xcalloc(1, sizeof *w);

    w->loop = of->loop;
    w->path = xstrdup(of->path);
    w->line = xstrdup(of->unsent);
    if (begin(w))
        worker_finish(w->worker);
    else
        write_free(w);
}

static void abandon(struct job *j)
{
    struct write *w = (struct write *)j;
    if (!w->worker) {
        write_free(w);
        return;
    }
    if (atomic_exchange(&w->stage, CANCELLED) == WRITTEN) /* the thread no longer looks */
        write_unsent(w);
    worker_finish(w->worker); /* the thread may free it from here on */
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
    if (w->err.kind != ERR_NONE || !begin(w))
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
