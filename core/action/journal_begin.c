/* Writing the intent on the thread pool. The lines are made on the loop, where the plan may be
 * read; the thread only writes. Whoever cancels is gone when the thread is done, so it looks itself
 * whether the intent is still wanted, and if not writes that nothing was sent; once it has looked,
 * cancelling writes that. */
#include "core/action/job.h"
#include "core/action/journal_impl.h"
#include "core/base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { WRITING, CANCELLED, WRITTEN };

struct begin {
    struct job job; /* first: a job is its begin */
    uv_work_t work;
    char *path, *intent, *unsent;
    char id[JOURNAL_ID];
    atomic_int stage;
    struct err err;
    journal_begun *done;
    void *user;
};

static void begin_free(struct begin *b)
{
    job_stop(&b->job);
    free(b->path);
    free(b->intent);
    free(b->unsent);
    free(b);
}

static void work(uv_work_t *w)
{
    struct begin *b = w->data;

    int writing = WRITING;

    if (journal_append(b->path, b->intent, &b->err) &&
        !atomic_compare_exchange_strong(&b->stage, &writing, WRITTEN))
        journal_append(b->path, b->unsent, NULL);
}

static void on_worked(uv_work_t *w, int status)
{
    struct begin *b = w->data;

    if (status == 0 && atomic_load(&b->stage) != CANCELLED)
        b->done(b->user, b->id, b->err.kind == ERR_NONE ? NULL : &b->err);
    begin_free(b);
}

/* No place for it: nothing was begun. */
static void refuse(struct job *j)
{
    struct begin *b = (struct begin *)j;

    b->done(b->user, NULL, &b->err);
    begin_free(b);
}

static void abandon(struct job *j)
{
    struct begin *b = (struct begin *)j;

    if (!b->work.data) {
        begin_free(b);
        return;
    }
    if (atomic_exchange(&b->stage, CANCELLED) == WRITTEN) /* the thread no longer looks */
        journal_append(b->path, b->unsent, NULL);
    uv_cancel((uv_req_t *)&b->work);
}

struct job *journal_begin(uv_loop_t *loop, const struct journal_where *w, const struct plan *p,
                          journal_begun *done, void *user)
{
    struct begin *b = xcalloc(1, sizeof *b);

    b->job.abandon = abandon;
    b->done = done;
    b->user = user;
    b->path = journal_path(w->cluster_id, &b->err);
    b->intent = journal_intent_line(w, p, b->id);
    b->unsent = journal_unsent_line(p, b->id);
    if (b->path && (!b->intent || !b->unsent))
        err_set(&b->err, ERR_IO, "the journal entry could not be written as JSON");
    if (b->err.kind != ERR_NONE) {
        job_after(&b->job, loop, 0, refuse);
        return &b->job;
    }
    b->work.data = b;
    uv_queue_work(loop, &b->work, work, on_worked);
    return &b->job;
}
