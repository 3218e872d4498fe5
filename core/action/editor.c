/* Running an editor as a child of the loop. Its file is in a new directory that only this user can
 * enter, because editors put copies next to what they edit; the directory is removed with all in
 * it, however the editor ended. The child stays in our process group, so that the terminal is its
 * own as it was ours; the keyboard's signals reach both of us then and are ignored here until it
 * has ended. The owner of the screen must have released it: see edit.h. */
#include "core/action/editor.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    TEXT_MAX = 4 << 20, /* bytes */
    SH_NOT_EXECUTABLE = 126,
    SH_NOT_FOUND = 127,
};

struct editor {
    uv_process_t process; /* first: the handle is its editor */
    char *dir, *path;
    struct sigaction interrupt, quit; /* as they were */
    editor_done *done;                /* NULL: cancelled */
    void *user;
};

static const char *editor_command(void)
{
    const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

    return visual && *visual ? visual : plain && *plain ? plain : "vi";
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool io_error(struct err *err, const char *what)
{
    return err_set(err, ERR_IO, "%s for the editor: %s", what, strerror(errno));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    remove(path);
    return 0;
}

/* With directories an editor made in it; no link out of it is followed. */
static void remove_dir(struct editor *e)
{
    enum { OPEN_MAX_DIRS = 16 };

    if (e->dir)
        nftw(e->dir, remove_one, OPEN_MAX_DIRS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static char *dir_new(void)
{
    static const char *const places[] = {"XDG_RUNTIME_DIR", "TMPDIR"};

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *place = getenv(places[i]);
        char *dir;

        if (!place || *place != '/')
            continue;
        dir = xasprintf("%s/klamm-XXXXXX", place);
        if (mkdtemp(dir))
            return dir;
        free(dir);
    }
    char *dir = xstrdup("/tmp/klamm-XXXXXX");
    if (mkdtemp(dir))
        return dir;
    free(dir);
    return NULL;
}

static bool write_file(struct editor *e, const char *text, const char *name, struct err *err)
{
    e->dir = dir_new();
    if (!e->dir)
        return io_error(err, "no private directory could be made");
    e->path = xasprintf("%s/%s", e->dir, name);
    return file_write(e->path, text, strlen(text), 0600, err);
}

static bool read_file(const struct editor *e, struct buf *text, struct err *err)
{
    if (access(e->path, F_OK) != 0)
        return err_set(err, ERR_IO, "the editor left no document: nothing was changed");
    if (!file_read_ordinary(e->path, TEXT_MAX, text, err)) {
        if (err)
            err->kind = ERR_IO; /* it is the editor's, not a name that someone gave */
        return err_wrap(err, "the edited document");
    }
    return strlen(buf_str(text)) == text->len ||
           err_set(err, ERR_USAGE, "the edited document holds a NUL byte: nothing was changed");
}

/* ---- the child ------------------------------------------------------------------------------- */

static void keep_signals(struct editor *e)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigaction(SIGINT, &ignore, &e->interrupt);
    sigaction(SIGQUIT, &ignore, &e->quit);
}

static void give_signals_back(const struct editor *e)
{
    sigaction(SIGINT, &e->interrupt, NULL);
    sigaction(SIGQUIT, &e->quit, NULL);
}

static void on_closed(uv_handle_t *h)
{
    struct editor *e = (struct editor *)h;

    free(e->dir);
    free(e->path);
    free(e);
}

static void let_go(struct editor *e)
{
    give_signals_back(e);
    remove_dir(e);
    uv_close((uv_handle_t *)&e->process, on_closed);
}

static bool ended_well(int64_t status, int term_signal, struct err *err)
{
    const char *command = editor_command();

    if (term_signal)
        return err_set(err, ERR_IO, "the editor '%s' was ended by signal %d: nothing was changed",
                       command, term_signal);
    if (status == SH_NOT_FOUND || status == SH_NOT_EXECUTABLE)
        return err_set(err, ERR_IO,
                       "the editor '%s' could not be started: set VISUAL or EDITOR to one that is "
                       "installed; nothing was changed",
                       command);
    return status == 0 ||
           err_set(err, ERR_IO, "the editor '%s' ended with code %d: nothing was changed", command,
                   (int)status);
}

static void on_ended(uv_process_t *process, int64_t status, int term_signal)
{
    struct editor *e = (struct editor *)process;
    editor_done *done = e->done;
    void *user = e->user;
    struct err err = {0};
    struct buf text;
    bool ok;

    buf_init(&text, 0);
    ok = ended_well(status, term_signal, &err) && read_file(e, &text, &err);
    let_go(e);
    done(user, ok ? buf_str(&text) : NULL, ok ? NULL : &err);
    buf_release(&text);
}

/* exec spares a shell between us and it, which a signal would not get through; a command of several
 * parts needs the shell. */
static char *shell_line(void)
{
    const char *command = editor_command();

    return xasprintf("%s%s \"$1\"", strpbrk(command, "|&;<>()$`\\\"'=*?[#~%{\n") ? "" : "exec ",
                     command);
}

static int spawn(struct editor *e, uv_loop_t *loop)
{
    char sh[] = "sh", c[] = "-c", *line = shell_line();
    char *argv[] = {sh, c, line, sh, e->path, NULL};
    uv_stdio_container_t stdio[3];
    uv_process_options_t o = {
        .exit_cb = on_ended, .file = "/bin/sh", .args = argv, .stdio_count = 3, .stdio = stdio};
    int code;

    for (int fd = 0; fd < 3; fd++) {
        stdio[fd].flags = UV_INHERIT_FD;
        stdio[fd].data.fd = fd;
    }
    code = uv_spawn(loop, &e->process, &o);
    free(line);
    return code;
}

struct editor *editor_start(uv_loop_t *loop, const char *text, const char *name, editor_done *done,
                            void *user, struct err *err)
{
    struct editor *e = xcalloc(1, sizeof *e);
    int code;

    e->done = done;
    e->user = user;
    if (!write_file(e, text, name, err)) {
        remove_dir(e);
        free(e->dir);
        free(e->path);
        free(e);
        return NULL;
    }
    keep_signals(e);
    code = spawn(e, loop);
    if (code == 0)
        return e;
    err_set(err, ERR_IO, "the editor could not be started: %s", uv_strerror(code));
    let_go(e);
    return NULL;
}

void editor_cancel(struct editor *e)
{
    if (!e)
        return;
    uv_process_kill(&e->process, SIGTERM);
    let_go(e);
}
