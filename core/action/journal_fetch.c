/* Reading the journal without holding up the loop: stat, and only when it changed reading and
 * parsing, on libuv's thread pool. The record outlives its job when that is cancelled: the thread
 * may be at work, and its end, back on the loop, frees what is left. */
#include "core/action/job.h"
#include "core/action/journal_impl.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct fetch {
    struct job job; /* first: a job is its fetch */
    uv_work_t work;
    char *path;
    bool raw, cancelled, unchanged;
    struct journal_stamp known, stamp;
    bool has_known;
    struct journal *journal;
    struct err err;
    journal_fetched *done;
    void *user;
};

static void fetch_free(struct fetch *f)
{
    job_stop(&f->job);
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

static void work(uv_work_t *w)
{
    struct fetch *f = w->data;

    /* Before reading: what is written meanwhile is found the next time. */
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

static void on_worked(uv_work_t *w, int status)
{
    struct fetch *f = w->data;
    struct journal *j = f->journal;

    f->journal = NULL;
    if (f->cancelled || status != 0) {
        journal_free(j);
        fetch_free(f);
        return;
    }
    f->done(f->user, j, &f->stamp, j || f->unchanged ? NULL : &f->err);
    fetch_free(f);
}

static void abandon(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    if (!f->path) { /* not begun: there is no place for it */
        fetch_free(f);
        return;
    }
    f->cancelled = true;
    uv_cancel((uv_req_t *)&f->work);
}

static void no_place(struct job *j)
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
    f->work.data = f;
    if (f->path)
        uv_queue_work(loop, &f->work, work, on_worked);
    else
        job_after(&f->job, loop, 0, no_place);
    return &f->job;
}
