/* Resolves the recipe of a property when a client is made. Called by core/kafka. A command is run
 * by /bin/sh in its own process group, with its stdout and stderr read through pipes under one
 * deadline, so that a hanging password helper can't hang the console; stdin is /dev/null because
 * the terminal belongs to the screen. A file that is a pipe is read under the same deadline.
 *
 * A command ends with klamm, however klamm ends: a second process in its group, the guard, holds
 * one end of a pipe (the leash) whose other end only klamm has, and kills the group when that end
 * is closed, be it by the kernel. */
#include "core/config/secret.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
    SECRET_MAX = 64 * 1024, /* bytes: room for a PEM chain */
    STDERR_MAX = 300,
    LEASHES = 16, /* commands at once that exit() ends; beyond, only the end of the process does */
};

struct command {
    pid_t pid, guard; /* guard 0: there is none */
    int leash;        /* index into leashes, or -1 */
    int leash_fd;     /* when there was no room in leashes, else -1 */
    int out_fd, err_fd;
    struct buf out, err;
};

void secret_free(char *value)
{
    if (!value)
        return;
    explicit_bzero(value, strlen(value));
    free(value);
}

static void wipe(struct buf *b)
{
    if (b->data)
        explicit_bzero(b->data, b->cap);
    buf_release(b);
}

char *secret_text(const char *data, size_t len)
{
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
        data += 3;
        len -= 3;
    }
    if (len && data[len - 1] == '\n')
        len--;
    if (len && data[len - 1] == '\r')
        len--;
    return xstrndup(data, len);
}

/* The bytes as a value; a NUL byte would cut it short unseen. */
static bool take(const struct property *p, const char *data, size_t len, char **value,
                 struct err *err)
{
    if (len && memchr(data, '\0', len))
        return err_set(err, ERR_CONFIG, "%s: '%s' holds a NUL byte: not a text", p->origin,
                       p->name);
    *value = secret_text(len ? data : "", len);
    if (**value)
        return true;
    secret_free(*value);
    *value = NULL;
    return err_set(err, ERR_CONFIG, "%s: '%s' came out empty", p->origin, p->name);
}

static bool from_env(const struct property *p, char **value, struct err *err)
{
    const char *v = getenv(p->value);
    if (!v)
        return err_set(err, ERR_CONFIG,
                       "%s: '%s' is read from the environment variable %s, which is not set",
                       p->origin, p->name, p->value);
    return take(p, v, strlen(v), value, err);
}

static bool wait_readable(int fd, int64_t deadline)
{
    for (;;) {
        int64_t left = deadline - clock_mono_ms();
        struct pollfd at = {.fd = fd, .events = POLLIN};
        int n = left > 0 ? poll(&at, 1, (int)left) : 0;
        if (n >= 0 || errno != EINTR)
            return n > 0;
    }
}

/* 0, or an error code. */
static int read_until(int fd, int64_t deadline, struct buf *out)
{
    char chunk[4096];
    ssize_t n;
    int code = 0;
    do {
        n = read(fd, chunk, sizeof chunk);
        /* A named pipe that no process has opened for writing yet reads like one that has ended. */
        if ((n < 0 && errno == EAGAIN) || (n == 0 && out->len == 0)) {
            code = wait_readable(fd, deadline) ? 0 : ETIMEDOUT;
            n = code ? 0 : read(fd, chunk, sizeof chunk);
        }
        if (n > 0)
            buf_add(out, chunk, (size_t)n);
        if (out->full)
            code = EFBIG;
    } while (!code && (n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN))));
    explicit_bzero(chunk, sizeof chunk);
    return n < 0 ? errno : code;
}

static bool from_file(const struct property *p, int64_t timeout_ms, char **value, struct err *err)
{
    struct buf data;
    buf_init(&data, SECRET_MAX);
    int fd = open(p->value, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int code = fd < 0 ? errno : read_until(fd, clock_mono_ms() + timeout_ms, &data);
    bool ok;
    if (fd >= 0)
        close(fd);
    if (code == ETIMEDOUT)
        ok = err_set(err, ERR_CONFIG, "%s: '%s': %s gave no end within %lld ms", p->origin, p->name,
                     p->value, (long long)timeout_ms);
    else if (code == EFBIG)
        ok = err_set(err, ERR_CONFIG, "%s: '%s': %s is larger than the %d bytes allowed", p->origin,
                     p->name, p->value, SECRET_MAX);
    else if (code)
        ok = err_set(err, ERR_CONFIG, "%s: '%s': Can't %s %s: %s", p->origin, p->name,
                     fd < 0 ? "open" : "read", p->value, strerror(code));
    else
        ok = take(p, data.data, data.len, value, err);
    wipe(&data);
    return ok;
}

/* ---- commands -------------------------------------------------------------------------------- */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static atomic_int leashes[LEASHES]; /* descriptor + 1; 0: free */

void secrets_stop(void)
{
    for (int i = 0; i < LEASHES; i++) {
        int fd = atomic_exchange(&leashes[i], 0) - 1;
        if (fd >= 0)
            close(fd);
    }
}

static void stop_at_exit(void)
{
    atexit(secrets_stop);
}

static void leash_keep(struct command *c, int fd)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, stop_at_exit);
    c->leash_fd = fd;
    for (int i = 0; i < LEASHES && c->leash < 0; i++) {
        int none = 0;
        if (atomic_compare_exchange_strong(&leashes[i], &none, fd + 1)) {
            c->leash = i;
            c->leash_fd = -1;
        }
    }
}

/* In the forked process, where only what is safe in a signal handler may be called. Other leashes
 * that were inherited must go: they would keep other guards waiting. */
static void __attribute__((noreturn)) guard_main(int leash)
{
    char none;
    signal(SIGTERM, SIG_DFL);
    setpgid(0, 0);
    dup2(leash, 0);
    close_range(1, ~0U, 0);
    while (read(0, &none, 1) < 0 && errno == EINTR)
        ;
    kill(0, SIGKILL); /* the whole group, itself included */
    _exit(0);
}

/* First, so that there is no moment in which the command runs without it. */
static void guard_start(struct command *c)
{
    int leash[2];
    if (pipe2(leash, O_CLOEXEC) != 0)
        return;
    pid_t pid = fork();
    if (pid == 0)
        guard_main(leash[0]);
    close(leash[0]);
    if (pid > 0) {
        setpgid(pid, pid); /* whichever of the two comes first */
        c->guard = pid;
        leash_keep(c, leash[1]);
    } else {
        close(leash[1]);
    }
}

/* Before the leash: whatever the command left in the background on purpose goes on. */
static void guard_end(struct command *c)
{
    if (c->guard > 0) {
        kill(c->guard, SIGKILL);
        while (waitpid(c->guard, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    int fd = c->leash >= 0 ? atomic_exchange(&leashes[c->leash], 0) - 1 : c->leash_fd;
    if (fd >= 0)
        close(fd);
}

static int spawn_shell(const char *line, int out, int err, pid_t group, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out, 1);
    posix_spawn_file_actions_adddup2(&files, err, 2);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                        POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attr, group);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &usual);
    char sh[] = "sh", c[] = "-c";
    char *copy = xstrdup(line);
    char *argv[] = {sh, c, copy, NULL};
    int rc = posix_spawn(pid, "/bin/sh", &files, &attr, argv, environ);
    free(copy);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

/* Both pipes are close-on-exec: another command that runs at the same time must not hold them open.
 */
static bool command_start(struct command *c, const char *line, int *why)
{
    int out[2], err[2];
    if (pipe2(out, O_CLOEXEC) != 0) {
        *why = errno;
        return false;
    }
    if (pipe2(err, O_CLOEXEC) != 0) {
        *why = errno;
        close(out[0]);
        close(out[1]);
        return false;
    }
    guard_start(c);
    *why = spawn_shell(line, out[1], err[1], c->guard, &c->pid);
    close(out[1]);
    close(err[1]);
    c->out_fd = out[0];
    c->err_fd = err[0];
    return *why == 0;
}

static void read_some(int *fd, struct buf *into)
{
    char chunk[4096];
    ssize_t n = read(*fd, chunk, sizeof chunk);
    if (n > 0)
        buf_add(into, chunk, (size_t)n);
    else if (n == 0 || errno != EINTR)
        close_fd(fd);
    explicit_bzero(chunk, sizeof chunk);
}

/* False when the time is over. */
static bool command_read(struct command *c, int64_t deadline)
{
    while (c->out_fd >= 0 || c->err_fd >= 0) {
        int64_t left = deadline - clock_mono_ms();
        if (left <= 0)
            return false;
        struct pollfd fds[2] = {{.fd = c->out_fd, .events = POLLIN},
                                {.fd = c->err_fd, .events = POLLIN}};
        int n = poll(fds, 2, (int)left);
        if (n < 0 && errno != EINTR)
            return false;
        if (n <= 0)
            continue;
        if (fds[0].revents)
            read_some(&c->out_fd, &c->out);
        if (fds[1].revents)
            read_some(&c->err_fd, &c->err);
    }
    return true;
}

/* The command closed its outputs and is about to end, or must be made to. */
static bool command_wait(struct command *c, int64_t deadline, bool kill_it, int *status)
{
    bool in_time = !kill_it;
    while (in_time) {
        pid_t pid = waitpid(c->pid, status, WNOHANG);
        if (pid == c->pid)
            return true;
        if (pid < 0 && errno != EINTR)
            return false;
        in_time = clock_mono_ms() < deadline;
        if (in_time)
            poll(NULL, 0, 5);
    }
    kill(c->guard > 0 ? -c->guard : -c->pid, SIGKILL);
    while (waitpid(c->pid, status, 0) < 0 && errno == EINTR)
        ;
    return false;
}

/* The operator's helper may repeat what it printed: that part is taken out of its complaint. */
static void hide(struct buf *text, const struct buf *secret)
{
    size_t len = secret->len;
    while (len && (secret->data[len - 1] == '\n' || secret->data[len - 1] == '\r'))
        len--;
    char *at;
    while (len && text->len && (at = memmem(text->data, text->len, secret->data, len))) {
        size_t offset = (size_t)(at - text->data);
        buf_erase(text, offset, len);
    }
}

static bool command_failed(const struct property *p, struct command *c, int status, struct err *err)
{
    hide(&c->err, &c->out);
    char *said = xstrdup(buf_str(&c->err));
    for (size_t n = strlen(said); n && (said[n - 1] == '\n' || said[n - 1] == ' '); n--)
        said[n - 1] = '\0';
    const char *sep = *said ? ": " : "";
    if (WIFSIGNALED(status))
        err_set(err, ERR_CONFIG, "%s: the command for '%s' was killed by signal %d%s%s", p->origin,
                p->name, WTERMSIG(status), sep, said);
    else
        err_set(err, ERR_CONFIG, "%s: the command for '%s' ended with exit code %d%s%s", p->origin,
                p->name, WEXITSTATUS(status), sep, said);
    free(said);
    return false;
}

static bool from_command(const struct property *p, int64_t timeout_ms, char **value,
                         struct err *err)
{
    struct command c = {.out_fd = -1, .err_fd = -1, .leash = -1, .leash_fd = -1};
    buf_init(&c.out, SECRET_MAX);
    buf_init(&c.err, STDERR_MAX);
    int64_t deadline = clock_mono_ms() + timeout_ms;
    int why = 0, status = 0;
    bool ok;
    if (!command_start(&c, p->value, &why)) {
        ok = err_set(err, ERR_CONFIG, "%s: the command for '%s' could not be started: %s",
                     p->origin, p->name, strerror(why));
    } else {
        bool read_all = command_read(&c, deadline);
        if (!command_wait(&c, deadline, !read_all, &status))
            ok = err_set(err, ERR_CONFIG,
                         "%s: the command for '%s' was not done after %lld ms and was stopped",
                         p->origin, p->name, (long long)timeout_ms);
        else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            ok = command_failed(p, &c, status, err);
        else if (c.out.full)
            ok = err_set(err, ERR_CONFIG, "%s: the command for '%s' printed more than %d bytes",
                         p->origin, p->name, SECRET_MAX);
        else
            ok = take(p, c.out.data, c.out.len, value, err);
    }
    guard_end(&c);
    close_fd(&c.out_fd);
    close_fd(&c.err_fd);
    wipe(&c.out);
    wipe(&c.err);
    return ok;
}

bool property_is_slow(const struct property *p)
{
    struct stat st;
    return p->from == PROPERTY_COMMAND ||
           (p->from == PROPERTY_FILE && stat(p->value, &st) == 0 && !S_ISREG(st.st_mode));
}

bool property_resolve(const struct property *p, int64_t timeout_ms, char **value, struct err *err)
{
    *value = NULL;
    switch (p->from) {
    case PROPERTY_LITERAL:
        *value = xstrdup(p->value);
        return true;
    case PROPERTY_ENV:
        return from_env(p, value, err);
    case PROPERTY_FILE:
        return from_file(p, timeout_ms, value, err);
    case PROPERTY_COMMAND:
        return from_command(p, timeout_ms, value, err);
    }
    return err_set(err, ERR_CONFIG, "%s: '%s' has no value", p->origin, p->name);
}
