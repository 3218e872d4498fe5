/* Resolves the recipe of a property when a client is made. Called by core/kafka. A command is run
 * by /bin/sh in its own process group, with its stdout and stderr read through pipes under one
 * deadline, so that a hanging password helper can't hang the console; stdin is /dev/null because
 * the terminal belongs to the screen. */
#include "core/config/secret.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
    SECRET_MAX = 64 * 1024, /* bytes: room for a PEM chain */
    STDERR_MAX = 300,
};

struct command {
    pid_t pid;
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

/* The bytes as a value: without the last newline; a NUL byte would cut it short unseen. */
static bool take(const struct property *p, struct buf *from, char **value, struct err *err)
{
    size_t len = from->len;
    if (len && from->data[len - 1] == '\n')
        len--;
    if (len && from->data[len - 1] == '\r')
        len--;
    if (len == 0)
        return err_set(err, ERR_CONFIG, "%s: '%s' came out empty", p->origin, p->name);
    if (memchr(from->data, '\0', len))
        return err_set(err, ERR_CONFIG, "%s: '%s' holds a NUL byte: not a text", p->origin,
                       p->name);
    *value = xstrndup(from->data, len);
    return true;
}

static bool from_env(const struct property *p, char **value, struct err *err)
{
    const char *v = getenv(p->value);
    if (!v)
        return err_set(err, ERR_CONFIG,
                       "%s: '%s' is read from the environment variable %s, which is not set",
                       p->origin, p->name, p->value);
    *value = xstrdup(v);
    return true;
}

static bool from_file(const struct property *p, char **value, struct err *err)
{
    struct buf data;
    struct err why = {0};
    buf_init(&data, 0);
    bool ok = file_read(p->value, SECRET_MAX, &data, &why);
    if (ok)
        ok = take(p, &data, value, err);
    else
        err_set(err, ERR_CONFIG, "%s: '%s': %s", p->origin, p->name, why.msg);
    wipe(&data);
    return ok;
}

/* ---- commands ------------------------------------------------------------------------------- */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int spawn_shell(const char *line, int out, int err, pid_t *pid)
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
    posix_spawnattr_setpgroup(&attr, 0);
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

/* Both pipes are close-on-exec: another command that runs meanwhile must not hold them open. */
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
    *why = spawn_shell(line, out[1], err[1], &c->pid);
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
    kill(-c->pid, SIGKILL);
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
    struct command c = {.out_fd = -1, .err_fd = -1};
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
            ok = take(p, &c.out, value, err);
    }
    close_fd(&c.out_fd);
    close_fd(&c.err_fd);
    wipe(&c.out);
    wipe(&c.err);
    return ok;
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
        return from_file(p, value, err);
    case PROPERTY_COMMAND:
        return from_command(p, timeout_ms, value, err);
    }
    return err_set(err, ERR_CONFIG, "%s: '%s' has no value", p->origin, p->name);
}
