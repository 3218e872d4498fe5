/* The lines of the journal, and appending one: under a lock and flushed to the disk before the call
 * returns, so that what was about to be sent is known even if the machine stops. A line that a
 * crash or a full disk left torn is closed with a newline by the next writer, and a write that
 * failed half-way is removed. */
#include "core/journal/journal.h"

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/journal/journal_impl.h"
#include "core/journal/journal_write.h"
#include "core/plan/json.h"
#include "core/plan/plan_json.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

char *journal_path(const char *cluster_id, struct err *err)
{
    if (cluster_id)
        return file_state_of("journal", cluster_id, ".jsonl", "the journal", err);
    err_set(err, ERR_BROKER, "the cluster does not report its id, by which its journal is kept");
    return NULL;
}

static bool io_error(struct err *err, const char *what, const char *path)
{
    int code = errno;

    err_set(err, ERR_IO, "the journal %s could not be %s: %s", path, what, strerror(code));
    if (err)
        err->code = code;
    return false;
}

/* A new file survives a crash only when its directory was flushed too. */
static void flush_dir(const char *path)
{
    char *dir = xstrndup(path, (size_t)(strrchr(path, '/') - path));
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(dir);
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static bool ends_torn(int fd, off_t size)
{
    char last;

    return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* The file is locked. What could not be written whole is cut off again. */
static bool append_locked(int fd, const char *path, const char *line, struct err *err)
{
    struct stat st; /* its length is what it is under the lock */
    bool ok;

    if (fstat(fd, &st) != 0)
        return io_error(err, "examined", path);
    ok = (!ends_torn(fd, st.st_size) || write_all(fd, "\n", 1)) &&
         write_all(fd, line, strlen(line)) && fsync(fd) == 0;
    if (!ok) {
        io_error(err, "written", path);
        if (ftruncate(fd, st.st_size) != 0)
            err_wrap(err, "and its torn line stays");
        return false;
    }
    if (st.st_size == 0)
        flush_dir(path);
    return true;
}

/* What is written to a pipe or a device is not there afterwards. Negative: refused. */
static int open_ordinary(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    struct stat st;

    if (fd < 0) {
        io_error(err, "opened", path);
    } else if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        err_set(err, ERR_IO, "the journal %s is not a regular file", path);
        close(fd);
        fd = -1;
    }
    return fd;
}

bool journal_append(const char *path, const char *line, struct err *err)
{
    char *dir = xstrndup(path, (size_t)(strrchr(path, '/') - path));
    bool ok = file_make_dirs(dir, err);
    int fd;

    free(dir);
    fd = ok ? open_ordinary(path, err) : -1;
    if (fd < 0)
        return false;
    while (!(ok = flock(fd, LOCK_EX) == 0) && errno == EINTR)
        ;
    ok = ok ? append_locked(fd, path, line, err) : io_error(err, "locked", path);
    close(fd);
    return ok;
}

static char *line_of(json_t *o)
{
    char *text = json_dumps(o, JSON_COMPACT);
    char *line = text ? xasprintf("%s\n", text) : NULL;

    json_decref(o);
    free(text);
    return line;
}

static json_t *user_name(void)
{
    struct passwd pw, *found = NULL;
    char space[4096], number[32];

    if (getpwuid_r(getuid(), &pw, space, sizeof space, &found) == 0 && found)
        return json_text(pw.pw_name);
    snprintf(number, sizeof number, "uid %u", (unsigned)getuid());
    return json_string(number);
}

static json_t *host_name(void)
{
    char host[256] = "";

    gethostname(host, sizeof host - 1);
    return json_text(host);
}

/* Time first, so that ids sort; then enough chance that two processes never make the same: 30 bits, in
 * digits and letters that can be told apart when they are read aloud. */
static void make_id(char id[JOURNAL_ID], int64_t wall_ms)
{
    static const char signs[] = "0123456789abcdefghjkmnpqrstvwxyz";
    enum { CHANCE = 6 };
    time_t s = (time_t)(wall_ms / 1000);
    uint32_t chance = 0;
    struct tm tm;
    size_t n;

    if (getrandom(&chance, sizeof chance, 0) != (ssize_t)sizeof chance)
        chance = (uint32_t)getpid() ^ (uint32_t)clock_mono_ms();
    gmtime_r(&s, &tm);
    n = strftime(id, JOURNAL_ID, "%Y%m%d-%H%M%S-", &tm);
    for (int i = 0; i < CHANCE; i++, chance /= sizeof signs - 1)
        id[n++] = signs[chance % (sizeof signs - 1)];
    id[n] = '\0';
}

/* With the process id this shows whether the writer is still running: ids are reused. */
static json_t *process_start(void)
{
    return json_integer(journal_process_start(getpid()));
}

/* What a file held is in the steps, as far as it changes something; the whole could be longer than an
 * entry may be, and would push others out of what is read. */
static void leave_out_internal(json_t *plan, const struct plan *p)
{
    json_t *args = json_object_get(plan, "args");

    for (size_t i = json_array_size(args); i-- > 0;) {
        const char *name = json_string_value(json_object_get(json_array_get(args, i), "name"));
        const struct param *param = name ? param_find(p->params, p->nparams, name) : NULL;

        if (param && param->internal)
            json_array_remove(args, i);
    }
}

char *journal_intent_line(const struct journal_where *w, const struct plan *p, char id[JOURNAL_ID])
{
    int64_t now = clock_wall_ms();
    char at[TEXT_NUM];
    json_t *o, *plan = plan_to_json(p);

    leave_out_internal(plan, p);
    make_id(id, now);
    o = json_pack("{s:i, s:s, s:s, s:s, s:I, s:o, s:o, s:i, s:o, s:{s:o, s:o, s:o}}", "v",
                  JOURNAL_VERSION, "entry", "intent", "id", id, "at", text_instant_utc(at, now),
                  "at_ms", (json_int_t)now, "user", user_name(), "host", host_name(), "pid",
                  (int)getpid(), "started", process_start(), "cluster", "id",
                  json_text(w->cluster_id), "name", json_text(w->cluster_name), "label",
                  json_text(w->label));
    json_object_update(o, plan);
    if (p->undoes)
        json_object_set_new(o, "undoes", json_text(p->undoes));
    json_decref(plan);
    return line_of(o);
}

static char *result_line(const char *id, enum apply_status status, const char *error, json_t *steps)
{
    int64_t now = clock_wall_ms();
    char at[TEXT_NUM];

    return line_of(json_pack("{s:i, s:s, s:s, s:s, s:I, s:s, s:o, s:o}", "v", JOURNAL_VERSION,
                             "entry", "result", "id", id, "at", text_instant_utc(at, now), "at_ms",
                             (json_int_t)now, "status", apply_status_name(status), "error",
                             json_text(error), "steps", steps));
}

char *journal_unsent_line(const struct plan *p, const char *id)
{
    static const char why[] = "not sent, because klamm was left before";
    json_t *steps = json_array();

    for (size_t i = 0; i < p->nsteps; i++)
        json_array_append_new(steps,
                              json_pack("{s:o, s:s, s:s}", "object", json_text(p->steps[i].object),
                                        "state", step_state_name(STEP_SKIPPED), "result", why));
    return result_line(id, APPLY_FAILED, why, steps);
}

char *journal_result_line(const char *id, const struct plan *p, enum apply_status status,
                          const struct err *what)
{
    const char *error = what && what->kind != ERR_NONE ? what->msg : NULL;

    return result_line(id, status, error, plan_results_to_json(p));
}
