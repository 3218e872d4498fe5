/* Reads the journal without blocking the loop: stat, and only when it changed reading and parsing,
 * on a thread. What it needs outlives a cancelled job: the thread may still be at work, and frees
 * it then. */
#include "core/journal/journal_fetch.h"

#include "core/base/mem.h"
#include "core/journal/journal.h"
#include "core/journal/journal_impl.h"
#include "core/loop/job.h"
#include "core/loop/worker.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct fetch {
    struct job job; /* first: a job is its fetch */
    struct task task;
    struct worker *worker;
    char *path;
    bool raw, begun, unchanged;
    struct journal_stamp known, stamp;
    bool has_known;
    struct journal *journal;
    struct err err;
    journal_fetched *done;
    void *user;
};

static struct fetch *fetch_of(struct task *t)
{
    return (struct fetch *)((char *)t - offsetof(struct fetch, task));
}

static void fetch_free(struct fetch *f)
{
    journal_free(f->journal);
    free(f->path);
    free(f);
}

static void take_stamp(const char *path, struct journal_stamp *s)
{
    struct stat st;

    memset(s, 0, sizeof *s);
    if (stat(path, &st) != 0)
        return;
    s->device = st.st_dev;
    s->inode = st.st_ino;
    s->size = st.st_size;
    s->changed_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

static void work(struct task *t)
{
    struct fetch *f = fetch_of(t);

    /* Before reading: what is written during the read is found the next time. */
    take_stamp(f->path, &f->stamp);
    f->unchanged = f->has_known && memcmp(&f->known, &f->stamp, sizeof f->stamp) == 0;
    if (f->unchanged)
        return;
    f->journal = xcalloc(1, sizeof *f->journal);
    if (!journal_load(f->journal, f->path, f->raw, &f->err)) {
        journal_free(f->journal);
        f->journal = NULL;
    }
}

static void drop(struct task *t)
{
    fetch_free(fetch_of(t));
}

static void on_worked(struct task *t)
{
    struct fetch *f = fetch_of(t);
    struct journal *j = f->journal;

    f->journal = NULL;
    worker_free(f->worker);
    f->done(f->user, j, &f->stamp, j || f->unchanged ? NULL : &f->err);
    fetch_free(f);
}

static void abandon(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    if (f->begun)
        worker_free(f->worker); /* which drops it */
    else
        fetch_free(f);
}

static void refuse(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    f->done(f->user, NULL, &f->stamp, &f->err);
    fetch_free(f);
}

struct job *journal_fetch(uv_loop_t *loop, const char *cluster_id, bool raw,
                          const struct journal_stamp *known, journal_fetched *done, void *user)
{
    struct fetch *f = xcalloc(1, sizeof *f);

    f->job.abandon = abandon;
    f->raw = raw;
    f->done = done;
    f->user = user;
    f->has_known = known != NULL;
    if (known)
        f->known = *known;
    f->path = journal_path(cluster_id, &f->err);
    f->task = (struct task){.work = work, .done = on_worked, .drop = drop};
    f->worker = worker_new(loop, 1, 0);
    f->begun = f->path && worker_run(f->worker, &f->task, &f->err);
    if (!f->begun) {
        worker_free(f->worker);
        job_after(&f->job, loop, 0, refuse);
    }
    return &f->job;
}
