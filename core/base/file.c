/* Whole files and the XDG directories. Reading is bounded and also takes pipes (a shell's <(…));
 * writing goes through a temporary file of its own name and a rename, so that two consoles that
 * save the same state never mix, and a crash leaves the old file. */
#include "core/base/file.h"

#include "core/base/clock.h"
#include "core/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool io_error(struct err *err, const char *verb, const char *path, int code)
{
    err_set(err, ERR_IO, "Can't %s %s: %s", verb, path, strerror(code));
    if (err)
        err->code = code;
    return false;
}

/* What was asked to be read, and can't be: a wrong name, before anything is done. */
static bool unreadable(const char *verb, const char *path, int code, struct err *err)
{
    io_error(err, verb, path, code);
    if (err)
        err->kind = ERR_USAGE;
    return false;
}

static bool too_large(const char *path, size_t max, struct err *err)
{
    err_set(err, ERR_USAGE, "%s is larger than the %zu bytes allowed", path, max);
    if (err)
        err->code = EFBIG;
    return false;
}

static bool read_all(int fd, const char *path, size_t max, struct buf *out, struct err *err)
{
    char chunk[16384];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return unreadable("read", path, errno, err);
        if (n == 0)
            return true;
        if ((size_t)n > max - out->len)
            return too_large(path, max, err);
        buf_add(out, chunk, (size_t)n);
    }
}

static bool is_ordinary(int fd, const char *path, size_t max, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return (uintmax_t)st.st_size <= max || too_large(path, max, err);
    err_set(err, ERR_IO, "Can't read %s: it is not a regular file", path);
    if (err)
        err->code = EINVAL;
    return false;
}

/* Editors and spreadsheets write the mark, and whatever reads the text would take it for a part of
 * the first word. PowerShell's > writes UTF-16. */
static bool drop_mark(const char *path, struct buf *out, struct err *err)
{
    const char *s = buf_str(out);
    if (out->len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        buf_erase(out, 0, 3);
    } else if (out->len >= 2 && (memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0)) {
        return err_set(err, ERR_USAGE, "%s is text in UTF-16: save it as UTF-8", path);
    }
    return true;
}

static bool read_file(const char *path, bool ordinary, size_t max, struct buf *out, struct err *err)
{
    buf_clear(out);
    int fd = open(path, O_RDONLY | O_CLOEXEC | (ordinary ? O_NONBLOCK | O_NOCTTY : 0));
    if (fd < 0)
        return unreadable("open", path, errno, err);
    bool ok = (!ordinary || is_ordinary(fd, path, max, err)) && read_all(fd, path, max, out, err) &&
              drop_mark(path, out, err);
    close(fd);
    return ok;
}

bool file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
    return read_file(path, false, max, out, err);
}

bool file_read_ordinary(const char *path, size_t max, struct buf *out, struct err *err)
{
    return read_file(path, true, max, out, err);
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* What a descriptor of a process refers to can't be replaced: the process would keep the old
 * file. */
static bool is_descriptor(const char *path)
{
    return strncmp(path, "/dev/fd/", 8) == 0 || strncmp(path, "/dev/std", 8) == 0 ||
           strncmp(path, "/proc/", 6) == 0;
}

/* As much as is taken at once; the reader of a pipe may have stopped reading. */
static bool write_patiently(int fd, const char *data, size_t len)
{
    enum { PATIENCE_MS = 2000 };
    int64_t end = clock_mono_ms() + PATIENCE_MS;
    while (len > 0) {
        struct pollfd p = {.fd = fd, .events = POLLOUT};
        ssize_t n = write(fd, data, len);
        if (n >= 0) {
            data += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            int64_t left = end - clock_mono_ms();
            if (left <= 0 || poll(&p, 1, (int)left) == 0) {
                errno = ETIMEDOUT;
                return false;
            }
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool write_through(const char *path, const void *data, size_t len, struct err *err)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ENXIO)
        return err_set(err, ERR_IO, "Can't write %s: nothing reads it", path);
    if (fd < 0)
        return io_error(err, "write", path, errno);
    bool ok = write_patiently(fd, data, len);
    int code = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    return ok || io_error(err, "write", path, code);
}

/* Next to the file; names may have 255 bytes, so that the end of a long one gives way. */
static char *temporary_beside(const char *path)
{
    static const char ending[] = ".XXXXXX";
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strlen(name), most = NAME_MAX - (sizeof ending - 1);
    return xasprintf("%.*s%.*s%s", (int)(name - path), path, (int)(n < most ? n : most), name,
                     ending);
}

static bool replace(const char *path, const void *data, size_t len, unsigned mode, struct err *err)
{
    char *tmp = temporary_beside(path);
    int fd = mkostemp(tmp, O_CLOEXEC);
    if (fd < 0) {
        io_error(err, "write", path, errno);
        free(tmp);
        return false;
    }
    bool ok = write_all(fd, data, len) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    int code = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    if (ok && rename(tmp, path) != 0) {
        ok = false;
        code = errno;
    }
    if (!ok) {
        unlink(tmp);
        io_error(err, "write", path, code);
    }
    free(tmp);
    return ok;
}

bool file_is_trusted(const struct stat *dir, const struct stat *there, uid_t who)
{
    bool open_to_all = (dir->st_mode & S_ISVTX) && (dir->st_mode & S_IWOTH);
    return !open_to_all || there->st_uid == who || there->st_uid == dir->st_uid;
}

/* In a directory where everyone may put things (/tmp), what another user has put there is not used:
 * as the kernel does for its own open (fs.protected_symlinks, fs.protected_fifos), also where that
 * is turned off. */
static bool is_trusted(const char *path, const struct stat *there)
{
    struct stat dir;
    const char *slash = strrchr(path, '/');
    char *name = slash ? xstrndup(path, (size_t)(slash - path + 1)) : xstrdup(".");
    bool seen = stat(name, &dir) == 0;
    free(name);
    return !seen || file_is_trusted(&dir, there, geteuid());
}

/* What the link at path says, as seen from where klamm is; malloc'd, NULL with errno. */
static char *link_target(const char *path)
{
    char link[PATH_MAX];
    ssize_t n = readlink(path, link, sizeof link - 1);
    if (n < 0)
        return NULL;
    link[n] = '\0';
    const char *slash = link[0] == '/' ? NULL : strrchr(path, '/');
    return xasprintf("%.*s%s", slash ? (int)(slash - path + 1) : 0, path, link);
}

static bool strangers(const char *path, const char *what, struct err *err)
{
    err_set(err, ERR_IO, "Can't write %s: someone else put a %s there, in a directory open to all",
            path, what);
    if (err)
        err->code = EACCES;
    return false;
}

/* Where a link leads, over as many as there are, also when nothing is at its end yet; else the path
 * itself. malloc'd; NULL with err where links lead in a circle, or another user made one. *outlet:
 * what is there is not a file, and can't be replaced by one. */
static char *followed(const char *path, bool *outlet, struct err *err)
{
    enum { LINKS = 40 }; /* as many as Linux follows */
    char *at = xstrdup(path);
    int code = ELOOP;
    for (int i = 0; at && i <= LINKS; i++) {
        struct stat st = {0};
        bool there = lstat(at, &st) == 0, link = S_ISLNK(st.st_mode);
        *outlet = is_descriptor(at) || (there && !S_ISREG(st.st_mode));
        if (!*outlet || is_descriptor(at) || S_ISDIR(st.st_mode))
            return at;
        if (!is_trusted(at, &st)) {
            free(at);
            strangers(path, link ? "link" : "pipe", err);
            return NULL;
        }
        if (!link)
            return at;
        char *next = link_target(at);
        code = next ? ELOOP : errno;
        free(at);
        at = next;
    }
    free(at);
    io_error(err, "write", path, code);
    return NULL;
}

bool file_write(const char *path, const void *data, size_t len, unsigned mode, struct err *err)
{
    bool outlet = false;
    char *at = followed(path, &outlet, err);
    bool ok =
        at && (outlet ? write_through(at, data, len, err) : replace(at, data, len, mode, err));
    free(at);
    return ok;
}

static bool make_dir(const char *path, struct err *err)
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return true;
    int code = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    return io_error(err, "make the directory", path, code == EEXIST ? ENOTDIR : code);
}

bool file_make_dirs(const char *path, struct err *err)
{
    char *copy = xstrdup(path);
    bool ok = true;
    for (char *p = copy + (*copy == '/'); ok && (p = strchr(p, '/')); p++) {
        *p = '\0';
        ok = make_dir(copy, err);
        *p = '/';
    }
    ok = ok && make_dir(copy, err);
    free(copy);
    return ok;
}

static const char *home_dir(void)
{
    const char *home = getenv("HOME");
    return home && *home ? home : NULL;
}

char *file_xdg(const char *what)
{
    static const struct {
        const char *what, *var, *below_home;
    } dirs[] = {
        {"config", "XDG_CONFIG_HOME", ".config"},
        {"state", "XDG_STATE_HOME", ".local/state"},
        {"cache", "XDG_CACHE_HOME", ".cache"},
    };
    for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
        if (strcmp(what, dirs[i].what) != 0)
            continue;
        const char *dir = getenv(dirs[i].var);
        if (dir && dir[0] == '/') /* the specification: a relative path is ignored */
            return xasprintf("%s/klamm", dir);
        const char *home = home_dir();
        return home ? xasprintf("%s/%s/klamm", home, dirs[i].below_home) : NULL;
    }
    return NULL;
}

char *file_state(void)
{
    const char *given = getenv("KLAMM_STATE_DIR");
    return given && *given ? xstrdup(given) : file_xdg("state");
}

char *file_state_of(const char *dir, const char *id, const char *suffix, const char *what,
                    struct err *err)
{
    char *state = file_state();
    if (!state) {
        err_set(err, ERR_IO, "there is no place for %s: neither HOME nor XDG_STATE_HOME is set",
                what);
        return NULL;
    }
    char *safe = xstrdup(id);
    for (char *at = safe; *at; at++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", *at))
            *at = '_';
    char *path = xasprintf("%s/%s/%s%s", state, dir, safe, suffix);
    free(safe);
    free(state);
    return path;
}

char *file_expand(const char *path)
{
    const char *home = home_dir();
    if (!home || path[0] != '~' || (path[1] && path[1] != '/'))
        return xstrdup(path);
    return xasprintf("%s%s", home, path + 1);
}
