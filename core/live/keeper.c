/* Reads and writes the file of recordings on libuv's thread pool, one job at a time, so the screen
 * never waits for a disk.
 *
 * Who writes holds a lock on a file beside it; another klamm that finds it free (its owner ended or
 * died) goes on with a new numbering. A console that writes makes way for a recorder, which samples
 * more: a second lock says that there is one. Appends are not flushed to the disk
 * one by one: a power failure may cost the last minutes, a crash of klamm costs none, and what a
 * torn write leaves is skipped by readers. When the file has doubled it is written anew beside
 * itself and renamed, in slices of a few milliseconds of this thread. */
#include "core/live/keeper.h"

#include "core/live/keeper_load.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/model/recording_code.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    COMPACT_LEAST = 1 << 20,
    SLICE_MS = 4,
    FRESH_START_MS = 600000,
    ANEW_AGAIN_MS = 600000, /* after that failed: there may be no room for a second file */
};

/* What each byte of the lock file stands for. */
enum { LOCK_WRITES, LOCK_RECORDER };

enum job_kind { JOB_LOAD, JOB_APPEND, JOB_REPLACE };

struct job { /* owned by the pool while it runs; frees itself when the keeper is gone */
    uv_work_t work;
    struct keeper *keeper; /* NULL: gone */
    enum job_kind kind;
    char *path;
    struct buf bytes;        /* to be written */
    struct recording loaded; /* JOB_LOAD */
    struct keeper_load how;  /* the same */
    int64_t size;            /* of the file afterwards; −1 unknown */
    int failed;              /* errno */
};

struct keeper {
    uv_loop_t *loop;
    char *path;
    enum keeper_role role;
    bool loaded;
    bool unread, foreign; /* as keeper_load.h */
    bool rewrite;         /* the file is to be written again, however small it is */
    bool rewriting;       /* it is being written for that reason */
    char *trouble; /* the last time; NULL: none */
    struct recording *r;
    struct keeper_hooks hooks;
    struct job *job;                         /* under way */
    int lock;                                /* fd of the lock file; −1: not opened */
    bool writes, recorder;                   /* the locks that this one holds */
    int64_t try_lock_ms, append_ms, anew_ms; /* not before */
    int32_t next;                            /* free number in the file */
    int64_t size, compacted, appended;
    uint64_t written_before; /* of the events, when the job under way began */
    struct {                 /* the file is being written anew */
        bool on;
        char **ids;
        size_t n, at;
        struct buf out;
    } anew;
    uv_timer_t *timer; /* for the slices; freed when closed */
};

/* ---- paths ----------------------------------------------------------------------------------- */

char *keeper_path(const char *cluster_id, struct err *err)
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

/* ---- on the pool ------------------------------------------------------------------------------
 */

static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

/* What could not be written whole is cut off again: the next minute begins at a good end. */
static void append(struct job *j)
{
    struct stat st;
    int fd = open(j->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0 || fstat(fd, &st) != 0) {
        j->failed = errno;
    } else if (!S_ISREG(st.st_mode)) {
        j->failed = EINVAL;
    } else {
        j->failed = write_all(fd, buf_str(&j->bytes), j->bytes.len);
        j->size = (int64_t)st.st_size + (j->failed ? 0 : (int64_t)j->bytes.len);
        if (j->failed && ftruncate(fd, st.st_size) != 0)
            j->size = -1;
    }
    if (fd >= 0)
        close(fd);
}

static void replace(struct job *j)
{
    struct err err = {0};
    if (file_write(j->path, buf_str(&j->bytes), j->bytes.len, 0600, &err))
        j->size = (int64_t)j->bytes.len;
    else
        j->failed = err.code ? err.code : EIO;
}

static void on_work(uv_work_t *work)
{
    struct job *j = work->data;
    if (j->kind == JOB_LOAD) {
        keeper_load(j->path, &j->loaded, &j->how);
        j->size = j->how.size;
    } else if (j->kind == JOB_APPEND)
        append(j);
    else
        replace(j);
}

/* ---- back on the loop -------------------------------------------------------------------------
 */

static void job_free(struct job *j)
{
    if (j->kind == JOB_LOAD)
        recording_release(&j->loaded);
    free(j->how.said);
    buf_release(&j->bytes);
    free(j->path);
    free(j);
}

/* Takes the sentence. Told once, until it works again. */
static void have_trouble(struct keeper *k, char *why)
{
    bool told = k->trouble != NULL;
    free(k->trouble);
    k->trouble = why;
    if (!told && k->hooks.failed)
        k->hooks.failed(k->hooks.user, k->trouble);
}

static void tell_failure(struct keeper *k, struct job *j)
{
    if (j->how.said) {
        have_trouble(k, j->how.said);
        j->how.said = NULL;
    } else if (j->failed) {
        have_trouble(k, xasprintf("the recording %s could not be written: %s", k->path,
                                  strerror(j->failed)));
    } else {
        free(k->trouble);
        k->trouble = NULL;
    }
}

static void on_done(uv_work_t *work, int status)
{
    struct job *j = work->data;
    struct keeper *k = j->keeper;
    if (!k || status != 0) {
        if (k)
            k->job = NULL;
        job_free(j);
        return;
    }
    k->job = NULL;
    if (j->size >= 0)
        k->size = j->size;
    tell_failure(k, j);
    if (j->kind == JOB_LOAD) {
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
        k->unread = j->how.unread;
        k->foreign = j->how.foreign;
        job_free(j);
        if (k->hooks.loaded)
            k->hooks.loaded(k->hooks.user);
        return;
    }
    if (j->failed) { /* nothing of it is in the file: numbers have to be given anew */
        k->next = -1;
        k->r->written_seq = k->written_before;
        if (j->kind == JOB_REPLACE) {
            k->anew_ms = clock_mono_ms() + ANEW_AGAIN_MS;
            k->rewrite |= k->rewriting;
        }
    } else if (j->kind == JOB_APPEND)
        k->appended += (int64_t)j->bytes.len;
    else
        k->compacted = j->size;
    job_free(j);
}

static void start(struct keeper *k, enum job_kind kind, struct buf *bytes)
{
    struct job *j = xcalloc(1, sizeof *j);
    j->keeper = k;
    j->kind = kind;
    j->path = xstrdup(k->path);
    j->size = -1;
    j->work.data = j;
    if (bytes) {
        j->bytes = *bytes;
        buf_init(bytes, 0);
    }
    if (kind == JOB_LOAD)
        recording_init(&j->loaded, k->r->interval_ms);
    k->job = j;
    if (uv_queue_work(k->loop, &j->work, on_work, on_done) != 0) {
        k->job = NULL;
        job_free(j);
    }
}

/* ---- writing it anew ---------------------------------------------------------------------------
 */

static void stop_anew(struct keeper *k)
{
    for (size_t i = 0; i < k->anew.n; i++)
        free(k->anew.ids[i]);
    free(k->anew.ids);
    buf_release(&k->anew.out);
    memset(&k->anew, 0, sizeof k->anew);
}

static void begin_anew(struct keeper *k)
{
    size_t at = 0;
    const char *key;
    void *value;
    k->anew.on = true;
    k->rewriting = k->rewrite;
    k->rewrite = false;
    k->anew.ids = xcalloc(k->r->groups.len + 1, sizeof *k->anew.ids);
    while (map_next(&k->r->groups, &at, &key, &value))
        k->anew.ids[k->anew.n++] = xstrdup(key);
    buf_init(&k->anew.out, 0);
    recording_write_head(k->r, &k->anew.out);
    k->written_before = k->r->written_seq;
    recording_write_events(k->r, true, &k->anew.out);
    k->next = 0;
}

static void on_slice(uv_timer_t *timer)
{
    struct keeper *k = timer->data;
    int64_t until = clock_mono_ms() + SLICE_MS;
    while (k->anew.at < k->anew.n && clock_mono_ms() < until) {
        struct recording_group *g = map_get(&k->r->groups, k->anew.ids[k->anew.at++]);
        if (g)
            recording_write_group(g, k->next++, &k->anew.out);
    }
    if (k->anew.at < k->anew.n)
        return;
    uv_timer_stop(timer);
    recording_write_since(k->r, &k->anew.out);
    start(k, JOB_REPLACE, &k->anew.out);
    stop_anew(k);
}

static bool has_grown(const struct keeper *k)
{
    int64_t before = k->compacted * 2;
    if (k->unread || clock_mono_ms() < k->anew_ms)
        return false;
    return k->rewrite || k->size > (before > COMPACT_LEAST ? before : COMPACT_LEAST);
}

/* ---- whose turn it is --------------------------------------------------------------------------
 */

static struct flock lock_of(short type, off_t byte)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
}

static bool take(const struct keeper *k, off_t byte)
{
    struct flock l = lock_of(F_WRLCK, byte);
    return fcntl(k->lock, F_OFD_SETLK, &l) == 0;
}

static bool others_have(const struct keeper *k, off_t byte)
{
    struct flock l = lock_of(F_WRLCK, byte);
    return fcntl(k->lock, F_OFD_GETLK, &l) == 0 && l.l_type != F_UNLCK;
}

static void open_lock(struct keeper *k)
{
    char *path = xasprintf("%s.lock", k->path);
    k->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (k->lock < 0)
        have_trouble(
            k, xasprintf("the recording %s could not be locked: %s", path, strerror(errno)));
    free(path);
}

static void see_locks(struct keeper *k)
{
    if (k->lock < 0)
        open_lock(k);
    if (k->lock < 0)
        return;
    if (k->role == KEEPER_RECORDS && !k->recorder)
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

static bool is_my_turn(struct keeper *k)
{
    int64_t now = clock_mono_ms();
    if (k->role == KEEPER_READS || k->foreign)
        return false;
    if (now >= k->try_lock_ms) {
        k->try_lock_ms = now + k->r->interval_ms;
        see_locks(k);
    }
    return k->writes;
}

static bool gather(struct keeper *k, int64_t now_ms, struct buf *out)
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

void keeper_rewrite(struct keeper *k)
{
    k->rewrite = true;
}

void keeper_tick(struct keeper *k, int64_t now_ms)
{
    struct buf out;
    if (!k->loaded || k->job || k->anew.on || !is_my_turn(k))
        return;
    if (has_grown(k)) {
        begin_anew(k);
        uv_timer_start(k->timer, on_slice, 0, 5);
        return;
    }
    if (clock_mono_ms() < k->append_ms)
        return; /* groups are sampled one after the other: many of them at a time */
    buf_init(&out, 0);
    if (gather(k, now_ms, &out)) {
        k->append_ms = clock_mono_ms() + k->r->interval_ms / 2;
        start(k, JOB_APPEND, &out);
    }
    buf_release(&out);
}

/* ---- lifetime ----------------------------------------------------------------------------------
 */

struct keeper *keeper_new(uv_loop_t *loop, const char *path, enum keeper_role role,
                          struct recording *r, const struct keeper_hooks *hooks)
{
    struct keeper *k = xcalloc(1, sizeof *k);
    k->loop = loop;
    k->path = xstrdup(path);
    k->role = role;
    k->r = r;
    k->hooks = *hooks;
    k->lock = -1;
    k->next = -1;
    k->timer = xcalloc(1, sizeof *k->timer);
    uv_timer_init(loop, k->timer);
    k->timer->data = k;
    start(k, JOB_LOAD, NULL);
    return k;
}

bool keeper_loaded(const struct keeper *k)
{
    return k->loaded;
}

struct keeper_facts keeper_facts(const struct keeper *k)
{
    return (struct keeper_facts){.path = k->path,
                                 .writes = k->writes,
                                 .bytes = k->size,
                                 .appended = k->appended,
                                 .trouble = k->trouble};
}

static void free_timer(uv_handle_t *h)
{
    free(h);
}

/* Some kilobytes: here and now, because there is no later. */
static void write_rest(struct keeper *k)
{
    struct job j = {.kind = JOB_APPEND, .path = k->path};
    if (!k->loaded || !k->writes || k->job || k->anew.on)
        return;
    buf_init(&j.bytes, 0);
    if (gather(k, clock_wall_ms(), &j.bytes))
        append(&j);
    buf_release(&j.bytes);
}

void keeper_free(struct keeper *k)
{
    if (!k)
        return;
    write_rest(k);
    if (k->job) {
        k->job->keeper = NULL;
        uv_cancel((uv_req_t *)&k->job->work); /* else it ends by itself */
    }
    stop_anew(k);
    uv_close((uv_handle_t *)k->timer, free_timer);
    if (k->lock >= 0)
        close(k->lock);
    free(k->trouble);
    free(k->path);
    free(k);
}
