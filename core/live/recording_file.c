/* Reads and writes the file of recordings on a thread, one transfer at a time, so the screen never
 * waits for a disk.
 *
 * The klamm that writes holds a lock on a file next to it; another klamm that finds it free (its
 * owner ended or died) goes on with a new numbering. A console that writes makes way for a
 * recorder, which samples more: a second lock says that there is one. Appends are not flushed to
 * the disk one by one: a power failure may cost the last minutes, a crash of klamm costs none, and
 * what a torn write leaves is skipped by readers. When the file has doubled it is rewritten next to
 * itself and renamed, in slices of a few milliseconds of this thread. */
#include "core/live/recording_file.h"

#include "core/live/recording_file_load.h"
#include "core/live/recording_file_write.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/loop/timer.h"
#include "core/loop/worker.h"
#include "core/recording/recording_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    COMPACT_LEAST = 1 << 20,
    SLICE_MS = 4,
    SLICE_EVERY_MS = 5,
    FRESH_START_MS = 600000,
    REWRITE_AGAIN_MS = 600000, /* after that failed: there may be no room for a second file */
};

/* What each byte of the lock file means. */
enum { LOCK_WRITES, LOCK_RECORDER };

enum transfer_kind { LOAD, APPEND, REPLACE };

struct transfer {                          /* the worker's while it is under way */
    struct task task;                      /* first: a task is its transfer */
    struct recording_file *recording_file; /* for the loop only */
    enum transfer_kind kind;
    struct recording loaded; /* LOAD */
    char *path;
    struct recording_file_write w; /* its path is the transfer's */
};

struct recording_file {
    char *path;
    enum recording_file_role role;
    bool loaded;
    bool unread, foreign; /* as recording_file_load.h */
    bool rewrite;         /* the file is to be written again, however small it is */
    bool rewriting;       /* it is being written for that reason */
    char *trouble;        /* the last time; NULL: none */
    struct recording *r;
    struct recording_file_hooks hooks;
    struct worker *worker;
    struct transfer *transfer;                  /* under way */
    bool here;                                  /* by the timer, not by the worker */
    int lock;                                   /* fd of the lock file; −1: not opened */
    bool writes, recorder;                      /* the locks that this one holds */
    int64_t try_lock_ms, append_ms, rewrite_ms; /* not before */
    int32_t next;                               /* free number in the file */
    int64_t size, compacted, appended;
    uint64_t written_before; /* of the events, when the transfer under way began */
    struct {                 /* the file is being rewritten */
        bool on;
        char **ids;
        size_t n, at;
        struct buf out;
    } draft;
    struct timer *timer; /* for the slices */
};

/* ---- paths ----------------------------------------------------------------------------------- */

char *recording_file_path(const char *cluster_id, struct err *err)
{
    char *path = file_state_of("recordings", cluster_id, ".klr", "recordings", err);
    char *name = path ? strrchr(path, '/') : NULL;
    if (!path)
        return NULL;
    *name = '\0';
    bool made = file_make_dirs(path, err);
    *name = '/';
    if (made)
        return path;
    free(path);
    return NULL;
}

/* ---- on the thread --------------------------------------------------------------------------- */

static void on_work(struct task *task)
{
    struct transfer *j = (struct transfer *)task;
    if (j->kind == LOAD) {
        recording_file_load(j->path, &j->loaded, &j->w.how);
        j->w.size = j->w.how.size;
    } else if (j->kind == APPEND)
        recording_file_append(&j->w);
    else
        recording_file_replace(&j->w);
}

/* ---- back on the loop ------------------------------------------------------------------------ */

static void transfer_free(struct transfer *j)
{
    if (j->kind == LOAD)
        recording_release(&j->loaded);
    free(j->w.how.said);
    buf_release(&j->w.bytes);
    free(j->path);
    free(j);
}

/* Takes the sentence. Logged once, until writing works again. */
static void have_trouble(struct recording_file *k, char *why)
{
    bool was_reported = k->trouble != NULL;
    free(k->trouble);
    k->trouble = why;
    if (!was_reported && k->hooks.failed)
        k->hooks.failed(k->hooks.user, k->trouble);
}

static void log_failure(struct recording_file *k, struct transfer *j)
{
    if (j->w.how.said) {
        have_trouble(k, j->w.how.said);
        j->w.how.said = NULL;
    } else if (j->w.failed) {
        have_trouble(k, xasprintf("the recording %s could not be written: %s", k->path,
                                  strerror(j->w.failed)));
    } else {
        free(k->trouble);
        k->trouble = NULL;
    }
}

/* The klamm that knows more than this one writes from now on. */
static void leave_it(struct recording_file *k)
{
    if (k->lock >= 0)
        close(k->lock);
    k->lock = -1;
    k->foreign = true;
    k->writes = k->recorder = false;
}

static void on_dropped(struct task *task)
{
    transfer_free((struct transfer *)task);
}

static void on_done(struct task *task)
{
    struct transfer *j = (struct transfer *)task;
    struct recording_file *k = j->recording_file;
    k->transfer = NULL;
    if (j->w.size >= 0)
        k->size = j->w.size;
    log_failure(k, j);
    if (j->kind == LOAD) {
        struct recording before = *k->r;
        recording_release(k->r);
        *k->r = j->loaded;
        k->r->interval_ms = before.interval_ms;
        k->r->seen = before.seen;
        k->r->written_seq = before.written_seq;
        k->r->generation += before.generation + 1; /* of what was read: it is another one */
        /* A machine that was started a moment ago may not have set its clock yet. */
        k->r->begun_ms = clock_mono_ms() < FRESH_START_MS ? clock_wall_ms() : 0;
        j->loaded = (struct recording){0};
        k->loaded = true;
        k->unread = j->w.how.unread;
        k->foreign = j->w.how.foreign;
        transfer_free(j);
        if (k->hooks.loaded)
            k->hooks.loaded(k->hooks.user);
        return;
    }
    if (j->w.how.foreign)
        leave_it(k);
    if (j->w.failed) { /* nothing of it is in the file: numbers have to be given again */
        k->next = -1;
        k->r->written_seq = k->written_before;
        if (j->kind == REPLACE) {
            k->rewrite_ms = clock_mono_ms() + REWRITE_AGAIN_MS;
            k->rewrite |= k->rewriting;
        }
    } else if (j->kind == APPEND)
        k->appended += (int64_t)j->w.bytes.len;
    else
        k->compacted = j->w.size;
    transfer_free(j);
}

static void start(struct recording_file *k, enum transfer_kind kind, struct buf *bytes)
{
    struct transfer *j = xcalloc(1, sizeof *j);
    j->recording_file = k;
    j->kind = kind;
    j->path = xstrdup(k->path);
    j->w.path = j->path;
    j->w.known = k->size;
    j->w.size = -1;
    j->task = (struct task){.work = on_work, .done = on_done, .drop = on_dropped};
    if (bytes) {
        j->w.bytes = *bytes;
        buf_init(bytes, 0);
    }
    if (kind == LOAD)
        recording_init(&j->loaded, k->r->interval_ms);
    k->transfer = j;
    k->here = !worker_run(k->worker, &j->task, NULL);
    if (k->here)
        timer_start(k->timer, 0);
}

/* The process may have no more threads. */
static void transfer_here(struct recording_file *k)
{
    struct transfer *j = k->transfer;
    k->here = false;
    on_work(&j->task);
    on_done(&j->task);
}

/* ---- rewriting it ---------------------------------------------------------------------------- */

static void stop_rewrite(struct recording_file *k)
{
    for (size_t i = 0; i < k->draft.n; i++)
        free(k->draft.ids[i]);
    free(k->draft.ids);
    buf_release(&k->draft.out);
    memset(&k->draft, 0, sizeof k->draft);
}

static void start_rewrite(struct recording_file *k)
{
    size_t at = 0;
    const char *key;
    void *value;
    k->draft.on = true;
    k->rewriting = k->rewrite;
    k->rewrite = false;
    k->draft.ids = xcalloc(k->r->groups.len + 1, sizeof *k->draft.ids);
    while (map_next(&k->r->groups, &at, &key, &value))
        k->draft.ids[k->draft.n++] = xstrdup(key);
    buf_init(&k->draft.out, 0);
    recording_write_version(&k->draft.out);
    recording_write_head(k->r, &k->draft.out);
    k->written_before = k->r->written_seq;
    recording_write_events(k->r, true, &k->draft.out);
    k->next = 0;
}

static void on_slice(void *user)
{
    struct recording_file *k = user;
    if (k->here) {
        transfer_here(k);
        return;
    }
    int64_t until = clock_mono_ms() + SLICE_MS;
    while (k->draft.at < k->draft.n && clock_mono_ms() < until) {
        struct recording_group *g = map_get(&k->r->groups, k->draft.ids[k->draft.at++]);
        if (g)
            recording_write_group(g, k->next++, &k->draft.out);
    }
    if (k->draft.at < k->draft.n)
        return;
    timer_stop(k->timer);
    recording_write_since(k->r, &k->draft.out);
    start(k, REPLACE, &k->draft.out);
    stop_rewrite(k);
}

static bool has_grown(const struct recording_file *k)
{
    int64_t before = k->compacted * 2;
    if (k->unread || clock_mono_ms() < k->rewrite_ms)
        return false;
    return k->rewrite || k->size > (before > COMPACT_LEAST ? before : COMPACT_LEAST);
}

/* ---- which klamm writes ---------------------------------------------------------------------- */

static struct flock lock_of(short type, off_t byte)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
}

static bool take(const struct recording_file *k, off_t byte)
{
    struct flock l = lock_of(F_WRLCK, byte);
    return fcntl(k->lock, F_OFD_SETLK, &l) == 0;
}

static bool others_have(const struct recording_file *k, off_t byte)
{
    struct flock l = lock_of(F_WRLCK, byte);
    return fcntl(k->lock, F_OFD_GETLK, &l) == 0 && l.l_type != F_UNLCK;
}

static void open_lock(struct recording_file *k)
{
    char *path = xasprintf("%s.lock", k->path);
    k->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (k->lock < 0)
        have_trouble(k,
                     xasprintf("the recording %s could not be locked: %s", path, strerror(errno)));
    free(path);
}

static void see_locks(struct recording_file *k)
{
    if (k->lock < 0)
        open_lock(k);
    if (k->lock < 0)
        return;
    if (k->role == RECORDING_RECORDS && !k->recorder)
        k->recorder = take(k, LOCK_RECORDER);
    bool make_way = !k->recorder && others_have(k, LOCK_RECORDER);
    if (k->writes && make_way) {
        struct flock l = lock_of(F_UNLCK, LOCK_WRITES);
        k->writes = fcntl(k->lock, F_OFD_SETLK, &l) != 0;
    } else if (!k->writes && !make_way) {
        k->writes = take(k, LOCK_WRITES);
        k->next = -1;
    }
}

static bool is_my_turn(struct recording_file *k)
{
    int64_t now = clock_mono_ms();
    if (k->role == RECORDING_READS || k->foreign)
        return false;
    if (now >= k->try_lock_ms) {
        k->try_lock_ms = now + k->r->interval_ms;
        see_locks(k);
    }
    return k->writes;
}

static bool gather(struct recording_file *k, int64_t now_ms, struct buf *out)
{
    struct buf head;
    buf_init(&head, 0);
    if (k->next < 0) {
        recording_write_head(k->r, &head);
        k->next = 0;
    }
    k->written_before = k->r->written_seq;
    bool any = recording_write_due(k->r, now_ms, &k->next, out);
    if (any)
        buf_insert(out, 0, buf_str(&head), head.len);
    else if (head.len)
        k->next = -1;
    buf_release(&head);
    any |= recording_write_events(k->r, false, out);
    any |= recording_write_since(k->r, out);
    return any;
}

void recording_file_rewrite(struct recording_file *k)
{
    k->rewrite = true;
}

void recording_file_tick(struct recording_file *k, int64_t now_ms)
{
    struct buf out;
    if (!k->loaded || k->transfer || k->draft.on || !is_my_turn(k))
        return;
    if (has_grown(k)) {
        start_rewrite(k);
        timer_repeat(k->timer, SLICE_EVERY_MS);
        return;
    }
    if (clock_mono_ms() < k->append_ms)
        return; /* groups are sampled one after the other: many of them at a time */
    buf_init(&out, 0);
    if (gather(k, now_ms, &out)) {
        k->append_ms = clock_mono_ms() + k->r->interval_ms / 2;
        start(k, APPEND, &out);
    }
    buf_release(&out);
}

/* ---- lifetime -------------------------------------------------------------------------------- */

struct recording_file *recording_file_new(uv_loop_t *loop, const char *path,
                                          enum recording_file_role role, struct recording *r,
                                          const struct recording_file_hooks *hooks)
{
    struct recording_file *k = xcalloc(1, sizeof *k);
    k->path = xstrdup(path);
    k->role = role;
    k->r = r;
    k->hooks = *hooks;
    k->lock = -1;
    k->next = -1;
    k->timer = timer_new(loop, on_slice, k);
    k->worker = worker_new(loop, 1, 0);
    start(k, LOAD, NULL);
    return k;
}

bool recording_file_loaded(const struct recording_file *k)
{
    return k->loaded;
}

struct recording_file_facts recording_file_facts(const struct recording_file *k)
{
    return (struct recording_file_facts){.path = k->path,
                                         .writes = k->writes,
                                         .bytes = k->size,
                                         .appended = k->appended,
                                         .trouble = k->trouble};
}

/* Some kilobytes: here and now, because there is no later. */
static void write_rest(struct recording_file *k)
{
    struct recording_file_write w = {.path = k->path, .known = k->size};
    if (!k->loaded || !k->writes || k->transfer || k->draft.on)
        return;
    buf_init(&w.bytes, 0);
    if (gather(k, clock_wall_ms(), &w.bytes))
        recording_file_append(&w);
    free(w.how.said);
    buf_release(&w.bytes);
}

void recording_file_free(struct recording_file *k)
{
    if (!k)
        return;
    write_rest(k);
    worker_finish(k->worker); /* what is under way ends by itself */
    if (k->here)
        transfer_free(k->transfer);
    stop_rewrite(k);
    timer_free(k->timer);
    if (k->lock >= 0)
        close(k->lock);
    free(k->trouble);
    free(k->path);
    free(k);
}
