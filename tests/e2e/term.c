/* The pty, the child and the emulator behind term.h. One struct owns all three; the child is always
 * reaped by its process id. The slave end stays open here, so that the line settings can be
 * compared after the child has gone. */
#include "tests/e2e/term.h"

#include "tests/e2e/term_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t term_now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int on_prop(VTermProp prop, VTermValue *val, void *user)
{
    struct term *t = user;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        t->cursor_visible = val->boolean;
    else if (prop == VTERM_PROP_ALTSCREEN)
        t->alt_screen = val->boolean;
    else if (prop == VTERM_PROP_TITLE && val->string)
        snprintf(t->title, sizeof t->title, "%s", val->string);
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_prop};

static void on_answer(const char *s, size_t len, void *user)
{
    struct term *t = user;
    term_raw(t, s, len);
}

static void make_emulator(struct term *t)
{
    t->vt = vterm_new(t->rows, t->cols);
    vterm_set_utf8(t->vt, 1);
    vterm_output_set_callback(t->vt, on_answer, t);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
}

static void run_child(int slave, const char *const *argv, const char *const *env)
{
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    for (int fd = 0; fd < 3; fd++)
        dup2(slave, fd);
    for (int fd = 3; fd < 256; fd++)
        close(fd);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("NO_COLOR");
    unsetenv("TMUX"); /* in which the tests themselves may run */
    unsetenv("STY");
    unsetenv("COLUMNS");
    unsetenv("LINES");
    for (size_t i = 0; env && env[i]; i++)
        putenv(strdup(env[i]));
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

struct term *term_start(int rows, int cols, const char *const *argv, const char *const *env)
{
    struct term *t = calloc(1, sizeof *t);
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    if (!t || openpty(&t->master, &t->slave, NULL, NULL, &ws) != 0)
        fail_msg("no pseudo terminal: %s", strerror(errno));
    t->rows = rows;
    t->cols = cols;
    t->cursor_visible = true;
    tcgetattr(t->slave, &t->before);
    setlocale(LC_CTYPE, "C.UTF-8"); /* one character is one character in a regex */
    make_emulator(t);
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    t->pid = fork();
    if (t->pid == 0)
        run_child(t->slave, argv, env);
    fcntl(t->master, F_SETFL, O_NONBLOCK);
    return t;
}

static void note_end(struct term *t, int status)
{
    t->ended = true;
    t->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool term_running(struct term *t)
{
    int status;
    if (!t->ended && waitpid(t->pid, &status, WNOHANG) == t->pid)
        note_end(t, status);
    return !t->ended;
}

void term_free(struct term *t)
{
    if (!t)
        return;
    int status;
    if (term_running(t)) {
        kill(t->pid, SIGKILL);
        waitpid(t->pid, &status, 0);
    }
    close(t->master);
    close(t->slave);
    vterm_free(t->vt);
    for (int i = 0; i < TERM_ROW_SLOTS; i++)
        free(t->row[i]);
    free(t->out);
    free(t);
}

static void keep(struct term *t, const char *bytes, size_t n)
{
    if (t->out_len + n + 1 > t->out_cap) {
        t->out_cap = (t->out_len + n + 1) * 2;
        t->out = realloc(t->out, t->out_cap);
        assert_non_null(t->out);
    }
    memcpy(t->out + t->out_len, bytes, n);
    t->out_len += n;
}

/* A report of tui/term/ack.h, without its beginning. */
static void take_ack(struct term *t, const char *text)
{
    uint64_t bytes;
    int rows, cols;
    if (strncmp(text, "away", 4) == 0) {
        t->acks = false;
        t->elsewhere = UINT64_MAX;
    } else if (sscanf(text, "%" SCNu64 ";%d;%d", &bytes, &rows, &cols) == 3) {
        if (t->elsewhere == UINT64_MAX)
            t->elsewhere = t->typed - bytes;
        t->acks = true;
        t->acked = bytes;
        t->acked_rows = rows;
        t->acked_cols = cols;
    }
}

static void read_acks(struct term *t)
{
    static const char begin[] = "\033]55266;";
    size_t len = sizeof begin - 1;
    for (;;) {
        const char *end = t->out + t->out_len;
        const char *from = t->out + t->acks_read;
        const char *ack = memmem(from, (size_t)(end - from), begin, len);
        const char *over = ack ? memmem(ack, (size_t)(end - ack), "\033\\", 2) : NULL;
        if (!over) { /* an incomplete one is read again */
            size_t rest = ack ? (size_t)(end - ack) : len - 1;
            if (t->out_len - t->acks_read > rest)
                t->acks_read = t->out_len - rest;
            return;
        }
        take_ack(t, ack + len);
        t->acks_read = (size_t)(over + 2 - t->out);
    }
}

void term_pump(struct term *t)
{
    char bytes[16384];
    ssize_t n;
    while ((n = read(t->master, bytes, sizeof bytes)) > 0) {
        keep(t, bytes, (size_t)n);
        vterm_input_write(t->vt, bytes, (size_t)n);
        read_acks(t);
    }
}

static bool is_acked(const struct term *t)
{
    return !t->acks || (t->acked + t->elsewhere >= t->typed && t->acked_rows == t->rows &&
                        t->acked_cols == t->cols);
}

void term_sync(struct term *t)
{
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    term_pump(t);
    while (!is_acked(t) && term_running(t)) {
        if (term_now_ms() > end) {
            term_dump(t);
            fail_msg("the console did not handle what was typed: %" PRIu64 " of %" PRIu64
                     " bytes, at %dx%d",
                     t->acked + t->elsewhere, t->typed, t->acked_rows, t->acked_cols);
        }
        term_poll(t, 50);
    }
}

/* Waits at most ms for output; false when nothing came. */
bool term_poll(struct term *t, int ms)
{
    struct pollfd p = {.fd = t->master, .events = POLLIN};
    int got = poll(&p, 1, ms < 0 ? 0 : ms);
    term_pump(t);
    return got > 0;
}

void term_raw(struct term *t, const void *bytes, size_t len)
{
    const char *p = bytes;
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    while (len > 0) {
        ssize_t n = write(t->master, p, len);
        if (n > 0) {
            p += n;
            len -= (size_t)n;
            t->typed += (size_t)n;
        } else if (term_now_ms() > end) {
            fail_msg("the program does not read its keys");
        } else {
            struct pollfd w = {.fd = t->master, .events = POLLOUT | POLLIN};
            poll(&w, 1, 100);
            if (w.revents & POLLIN)
                term_pump(t);
        }
    }
}

void term_resize(struct term *t, int rows, int cols)
{
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    term_pump(t);
    vterm_set_size(t->vt, rows, cols);
    t->rows = rows;
    t->cols = cols;
    ioctl(t->master, TIOCSWINSZ, &ws);
}

void term_signal(struct term *t, int sig)
{
    kill(t->pid, sig);
}

int term_pid(const struct term *t)
{
    return (int)t->pid;
}

int term_wait_exit(struct term *t)
{
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    while (term_running(t)) {
        if (term_now_ms() > end) {
            term_dump(t);
            fail_msg("the program does not end");
        }
        /* The slave is held open here, so the end shows in waitpid, not as a hang-up. */
        term_poll(t, 5);
    }
    term_pump(t);
    return t->status;
}

void term_expect_exit(struct term *t, int status)
{
    int was = term_wait_exit(t);
    if (was == status)
        return;
    size_t n = t->out_len < 2000 ? t->out_len : 2000;
    fprintf(stderr, "---- the last bytes ----\n%.*s\n----\n", (int)n, t->out + t->out_len - n);
    fail_msg("the program ended with %d, not with %d", was, status);
}

bool term_tty_restored(struct term *t)
{
    struct termios now;
    tcgetattr(t->slave, &now);
    return now.c_lflag == t->before.c_lflag && now.c_iflag == t->before.c_iflag &&
           now.c_oflag == t->before.c_oflag;
}

const char *term_output(const struct term *t, size_t *len)
{
    *len = t->out_len;
    return t->out;
}

bool term_output_has(const struct term *t, const void *bytes, size_t len)
{
    return t->out && memmem(t->out, t->out_len, bytes, len) != NULL;
}
