/* Reading the journal: for its list, for `klamm journal` and for undo. Keeps the few fields a list
 * shows and, where they are wanted, the raw lines, from which the plan of an entry is made when it
 * is needed. Whether an entry can be undone is judged here as far as the journal itself knows;
 * undo.c checks the cluster. */
#include "core/journal/journal_read.h"

#include "core/base/buf.h"
#include "core/base/map.h"
#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/journal/journal.h"
#include "core/journal/journal_impl.h"
#include "core/plan/json.h"
#include "core/plan/plan_json.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 }; /* bytes read at once */

struct reading {
    struct journal *j;
    size_t line;      /* how many were read */
    struct buf text;  /* of the line that is being read */
    bool inside;      /* of a line that began before what is read */
    struct map by_id; /* id → place + 1, because NULL is "absent" to the map */
    bool raw;
    char host[256];
    struct arena arena;
    struct VEC(const char **) fixed; /* by entry and step: why it can't be undone; NULL: it can */
};

static const char *text_of(struct journal *j, const json_t *o, const char *key)
{
    return json_text_get(&j->arena, json_object_get(o, key));
}

/* ---- who wrote it ---------------------------------------------------------------------------- */

int64_t journal_process_start(int64_t pid)
{
    char path[64], line[1024];
    const char *at;
    int64_t ticks = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    f = fopen(path, "re");
    if (!f)
        return 0;
    /* The name in brackets may hold anything; the 20th word after it is the start. */
    if (fgets(line, sizeof line, f) && (at = strrchr(line, ')'))) {
        for (int i = 0; i < 20 && at; i++)
            at = strchr(at + 1, ' ');
        ticks = at ? strtoll(at, NULL, 10) : 0;
    }
    fclose(f);
    return ticks;
}

static bool writer_lives(const struct reading *r, const json_t *o)
{
    const char *host = json_string_value(json_object_get(o, "host"));
    int64_t pid = json_integer_value(json_object_get(o, "pid"));
    int64_t started = json_integer_value(json_object_get(o, "started"));

    if (pid <= 0 || !host || strcmp(host, r->host) != 0)
        return false;
    if (kill((pid_t)pid, 0) != 0 && errno == ESRCH)
        return false;
    return !started || journal_process_start(pid) == started;
}

/* ---- what can be undone ---------------------------------------------------------------------- */

static const char **fixed_steps(struct reading *r, const json_t *steps)
{
    const char **fixed = arena_array(&r->arena, json_array_size(steps), sizeof *fixed);
    size_t i;
    json_t *step;

    json_array_foreach((json_t *)steps, i, step)
    {
        fixed[i] = json_is_true(json_object_get(step, "secret"))
                       ? "it holds a secret, which is never written down"
                       : json_text_get(&r->arena, json_object_get(step, "cant_undo"));
    }
    return fixed;
}

static void count(struct journal_counts *c, enum step_state s)
{
    c->done += s == STEP_DONE || s == STEP_ACCEPTED;
    c->differs += s == STEP_DIFFERS;
    c->refused += s == STEP_REFUSED;
    c->unknown += s == STEP_UNKNOWN || s == STEP_SENT;
    c->skipped += s == STEP_SKIPPED || s == STEP_PLANNED;
}

static bool may_have_happened(enum step_state s)
{
    return s != STEP_REFUSED && s != STEP_SKIPPED && s != STEP_PLANNED;
}

/* results: of the steps, NULL: none were written. */
static void judge_steps(struct reading *r, struct journal_entry *e, const json_t *results)
{
    const char *const *fixed = r->fixed.data[e - r->j->entries];
    const char *why = "nothing of it happened";
    bool any = false;

    memset(&e->counts, 0, sizeof e->counts);
    for (size_t i = 0; i < e->nsteps; i++) {
        const json_t *o = json_array_get(results, i);
        const char *name = json_string_value(json_object_get(o, "state"));
        enum step_state state = STEP_UNKNOWN;

        if (name)
            step_state_parse(name, &state);
        count(&e->counts, state);
        if (!may_have_happened(state))
            continue;
        why = any && !why ? NULL : fixed[i];
        any = true;
    }
    e->fixed = arena_strdup(&r->j->arena, why);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static struct journal_entry *entry_room(struct journal *j)
{
    if (j->n == j->cap) {
        j->cap = j->cap ? j->cap * 2 : 32;
        j->entries = xrealloc(j->entries, j->cap, sizeof *j->entries);
    }
    memset(&j->entries[j->n], 0, sizeof *j->entries);
    return &j->entries[j->n++];
}

/* Negative: it has none, and is not a line of a journal. */
static json_int_t version_of(const json_t *o)
{
    const json_t *v = json_object_get(o, "v");

    return json_is_integer(v) ? json_integer_value(v) : -1;
}

static bool is_newer(const json_t *o)
{
    return version_of(o) > JOURNAL_VERSION;
}

static bool take_intent(struct reading *r, const json_t *o, const char *line)
{
    struct journal *j = r->j;
    const char *id = text_of(j, o, "id");
    const char *verb = text_of(j, o, "verb");
    struct journal_entry *e;

    if (!id || !verb || map_get(&r->by_id, id))
        return false;
    e = entry_room(j);
    e->id = id;
    e->verb = verb;
    e->at = text_of(j, o, "at");
    e->wall_ms = json_integer_value(json_object_get(o, "at_ms"));
    e->user = text_of(j, o, "user");
    e->host = text_of(j, o, "host");
    e->cluster_name = text_of(j, json_object_get(o, "cluster"), "name");
    e->title = text_of(j, o, "title");
    e->undoes = text_of(j, o, "undoes");
    e->nsteps = json_array_size(json_object_get(o, "steps"));
    e->running = writer_lives(r, o);
    vec_push(&r->fixed, fixed_steps(r, json_object_get(o, "steps")));
    judge_steps(r, e, NULL);
    e->newer = is_newer(o);
    e->intent = r->raw ? arena_strdup(&j->arena, line) : NULL;
    map_set(&r->by_id, id, (void *)j->n);
    return true;
}

static bool take_result(struct reading *r, const json_t *o, const char *line)
{
    struct journal *j = r->j;
    const char *id = text_of(j, o, "id");
    size_t at = id ? (size_t)map_get(&r->by_id, id) : 0;
    struct journal_entry *e;

    if (at == 0)
        return false;
    e = &j->entries[at - 1];
    e->status = text_of(j, o, "status");
    e->error = text_of(j, o, "error");
    e->ended = text_of(j, o, "at");
    e->running = false;
    e->newer = e->newer || is_newer(o);
    e->result = r->raw ? arena_strdup(&j->arena, line) : NULL;
    judge_steps(r, e, json_object_get(o, "steps"));
    return true;
}

static bool take_line(struct reading *r, const struct buf *b)
{
    const char *line = buf_str(b);
    json_t *o = b->full ? NULL : json_loadb(line, b->len, 0, NULL);
    const char *entry = json_string_value(json_object_get(o, "entry"));
    bool ok = false;

    if (entry && version_of(o) >= 1 && strcmp(entry, "intent") == 0)
        ok = take_intent(r, o, line);
    else if (entry && version_of(o) >= 1 && strcmp(entry, "result") == 0)
        ok = take_result(r, o, line);
    if (!ok && is_newer(o)) {
        r->j->newer++;
        ok = true;
    }
    json_decref(o);
    return ok;
}

/* ---- the whole file -------------------------------------------------------------------------- */

/* Newest first: an undo that was itself undone undoes nothing. */
static void settle_undone(struct reading *r)
{
    struct journal *j = r->j;

    for (size_t i = j->n; i-- > 0;) {
        struct journal_entry *e = &j->entries[i];
        size_t at = e->undoes ? (size_t)map_get(&r->by_id, e->undoes) : 0;
        bool done = e->status && strcmp(e->status, "done") == 0;

        if (at && done && !e->undone_by && !j->entries[at - 1].undone_by)
            j->entries[at - 1].undone_by = e->id;
        if (e->newer)
            e->fixed = JOURNAL_NEWER;
        else if (e->running)
            e->fixed = "it is being sent right now";
        else if (e->undone_by)
            e->fixed = arena_printf(&j->arena, "it was undone by %s", e->undone_by);
    }
}

static void end_line(struct reading *r)
{
    struct journal *j = r->j;

    r->line++;
    if (!r->inside && r->text.len > 0 && !take_line(r, &r->text) && j->damaged++ == 0)
        j->first_damaged = j->unread ? 0 : r->line;
    r->inside = false;
    buf_clear(&r->text);
}

static void take_chunk(struct reading *r, const char *data, size_t len)
{
    const char *end = data + len, *newline;

    for (; (newline = memchr(data, '\n', (size_t)(end - data))); data = newline + 1) {
        buf_add(&r->text, data, (size_t)(newline - data));
        end_line(r);
    }
    buf_add(&r->text, data, (size_t)(end - data));
}

/* Of a file that is too large the end is read: what takes a change back stands after it. */
static bool skip_beginning(struct reading *r, int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size > JOURNAL_READ_MAX ? size - JOURNAL_READ_MAX : 0;

    r->j->unread = from;
    r->inside = from > 0;
    return size >= 0 && lseek(fd, from, SEEK_SET) == from;
}

/* Under the lock that writers hold: no line is seen half written. */
static bool read_lines(struct reading *r, int fd)
{
    char *chunk = xmalloc(CHUNK);
    ssize_t n = -1;

    while (flock(fd, LOCK_SH) != 0 && errno == EINTR)
        ;
    if (skip_beginning(r, fd)) {
        while ((n = read(fd, chunk, CHUNK)) > 0 || (n < 0 && errno == EINTR)) {
            if (n > 0)
                take_chunk(r, chunk, (size_t)n);
        }
    }
    end_line(r);
    free(chunk);
    return n == 0;
}

static bool load_from(struct journal *j, int fd, bool raw)
{
    struct reading r = {.j = j, .raw = raw};
    bool ok;

    buf_init(&r.text, JOURNAL_LINE_MAX);
    gethostname(r.host, sizeof r.host - 1);
    map_init(&r.by_id);
    arena_init(&r.arena);
    ok = read_lines(&r, fd);
    settle_undone(&r);
    vec_release(&r.fixed);
    arena_release(&r.arena);
    buf_release(&r.text);
    map_release(&r.by_id, NULL);
    return ok;
}

bool journal_load(struct journal *j, const char *path, bool raw, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), code = errno;
    struct stat st;
    bool ok;

    journal_init(j);
    if (fd < 0)
        return code == ENOENT ||
               err_set(err, ERR_IO, "the journal %s could not be read: %s", path, strerror(code));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        ok = err_set(err, ERR_IO, "the journal %s is not a regular file", path);
    else
        ok = load_from(j, fd, raw) ||
             err_set(err, ERR_IO, "the journal %s could not be read to its end", path);
    close(fd);
    return ok;
}

bool journal_read(struct journal *j, const char *cluster_id, struct err *err)
{
    char *path = journal_path(cluster_id, err);
    bool ok;

    if (!path) {
        journal_init(j);
        return false;
    }
    ok = journal_load(j, path, true, err);
    free(path);
    return ok;
}

static bool put_results(struct plan *p, const char *line, struct err *err)
{
    json_t *o = json_loads(line, 0, NULL);
    bool ok = plan_results_from_json(p, json_object_get(o, "steps"), err);

    json_decref(o);
    return ok;
}

struct plan *journal_plan(const struct journal_entry *e, struct err *err)
{
    struct plan *p;
    json_t *o;

    if (e->newer) {
        err_set(err, ERR_UNSUPPORTED, "%s: %s", e->id, JOURNAL_NEWER);
        return NULL;
    }
    o = json_loads(e->intent, 0, NULL);
    p = plan_from_entry(o, err);
    json_decref(o);
    if (!p)
        return NULL;
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = STEP_UNKNOWN;
    if (e->result && !put_results(p, e->result, err)) {
        plan_free(p);
        return NULL;
    }
    return p;
}
