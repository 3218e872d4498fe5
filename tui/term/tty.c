/* The terminal's life: taken over at start, restored on every way out, be it quit, a signal,
 * abort or a sanitizer's report. Called by terminal.c; the crash handlers are the reason for the
 * file-level state here: a signal handler has nothing else to find the terminal by. They only use
 * write() and tcsetattr(), which are async-signal-safe; curses is not. */
#include "tui/term/tty.h"

#include "core/base/mem.h"
#include "core/base/signals.h"
#include "tui/term/output.h"

#include <curses.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static const char enter_modes[] = "\x1b[?2004h";
static const char mouse_on[] = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/* Mouse and paste off, colours back, cursor on, cursor keys normal, alternate screen left. */
static const char leave_all[] = "\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[0m\x1b[?25h"
                                "\x1b[?1l\x1b>";
static const char leave_screen[] = "\x1b[?1049l";
/* Again, after the screen is left: terminals on libvterm (Neovim, Emacs) hide the cursor there if it
 * was hidden when curses last saved where it was. */
static const char cursor_on[] = "\x1b[?25h";

static struct termios saved;
static volatile sig_atomic_t taken;
static bool with_mouse;

static struct sigaction before[SIGNALS_FAULT];
static char rescue_stack[32768];

void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

void tty_rescue(void)
{
    if (!taken)
        return;
    taken = 0;
    output_rescue(leave_all, sizeof leave_all - 1);
    output_rescue(leave_screen, sizeof leave_screen - 1);
    output_rescue(cursor_on, sizeof cursor_on - 1);
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

/* Where it happened, for a bug report: addresses for addr2line, on the restored screen. */
static void tell_where(int sig)
{
    static const char head[] = "klamm crashed; please report these lines:\n";
    void *frames[48];
    int n = backtrace(frames, (int)(sizeof frames / sizeof *frames));
    char number[] = "signal 00\n";
    number[7] = (char)('0' + sig / 10 % 10);
    number[8] = (char)('0' + sig % 10);
    struct pollfd takes = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&takes, 1, 100) <= 0)
        return; /* a terminal that is stuck would delay the end, too */
    ssize_t written = write(STDERR_FILENO, head, sizeof head - 1);
    written += write(STDERR_FILENO, number, sizeof number - 1);
    (void)written;
    backtrace_symbols_fd(frames, n, STDERR_FILENO);
}

/* Restores the terminal, then lets the previous handler of the signal run: returning from
 * here runs the faulting instruction again, if there was one. */
static void crashed(int sig, siginfo_t *info, void *context)
{
    int e = errno;
    (void)context;
    tty_rescue();
    if (info->si_code > 0 || info->si_pid == getpid())
        tell_where(sig);
    for (size_t i = 0; i < SIGNALS_FAULT; i++) {
        if (signals_fault[i] == sig)
            sigaction(sig, &before[i], NULL);
    }
    /* abort(), a kill, a trapped system call or a breakpoint: it does not come again by itself. */
    if (info->si_code <= 0 || sig == SIGSYS || sig == SIGTRAP)
        raise(sig);
    errno = e;
}

static void install_rescue(void)
{
    struct sigaction sa = {.sa_sigaction = crashed,
                           .sa_flags = SA_NODEFER | SA_SIGINFO | SA_ONSTACK};
    stack_t now;
    void *frame;
    backtrace(&frame, 1); /* its library is loaded now, not while crashing */
    /* A stack that has run out can't carry the handler; sanitizers bring a stack of their own. */
    if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE))
        sigaltstack(&(stack_t){.ss_sp = rescue_stack, .ss_size = sizeof rescue_stack}, NULL);
    sigemptyset(&sa.sa_mask);
    signals_let_faults(); /* who started klamm may have blocked them */
    for (size_t i = 0; i < SIGNALS_FAULT; i++)
        sigaction(signals_fault[i], &sa, &before[i]);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(tty_rescue);
    mem_set_oom_handler(tty_rescue);
}

/* By ourselves: curses would set the modes of what it writes to, which is no terminal. */
static void set_raw(void)
{
    struct termios t = saved;
    cfmakeraw(&t);
    t.c_cflag = saved.c_cflag; /* of a serial line */
    tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

static void enter_mode(void)
{
    raw();
    noecho();
    nonl();
    set_raw();
    keypad(stdscr, TRUE);
    output_add(enter_modes, sizeof enter_modes - 1);
    if (with_mouse)
        output_add(mouse_on, sizeof mouse_on - 1);
}

static void set_number(const char *name, int n)
{
    char text[16];
    snprintf(text, sizeof text, "%d", n);
    setenv(name, text, 1);
}

static bool is_known(const char *term)
{
    int why;
    if (!*term || setupterm(term, STDOUT_FILENO, &why) != OK)
        return false;
    del_curterm(cur_term);
    return true;
}

/* Curses can't ask what it writes to for its size; it scrolls the lines that are set here. */
static SCREEN *new_screen(const char *term)
{
    static const char *const names[] = {"LINES", "COLUMNS"};
    struct winsize w;
    char *was[2];
    bool known = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_row && w.ws_col;
    for (size_t i = 0; known && i < 2; i++) {
        const char *v = getenv(names[i]);
        was[i] = v ? xstrdup(v) : NULL;
        set_number(names[i], i ? w.ws_col : w.ws_row);
    }
    SCREEN *s = newterm(term, output_curses(), stdin);
    for (size_t i = 0; known && i < 2; i++) {
        if (was[i])
            setenv(names[i], was[i], 1);
        else
            unsetenv(names[i]);
        free(was[i]);
    }
    return s;
}

/* xterm-16color and its like ask for few colours. */
static bool wants_few(const char *term)
{
    const char *colours = strstr(term, "color");
    return colours && !strstr(term, "256color");
}

/* What curses calls the terminal: TERM, or a relative that is known wherever curses is. Newer
 * terminals are xterms to all that matters here, and their own entries lack on most servers. */
static SCREEN *open_screen(struct err *err)
{
    static const char *const kin[][3] = {{"xterm", "xterm-256color", "xterm"},
                                         {"tmux", "screen-256color", "screen"},
                                         {"screen", "screen-256color", "screen"}};
    const char *term = getenv("TERM"), *name;
    if (!term || !*term)
        term = "";
    name = is_known(term) ? term : NULL;
    for (size_t i = 0; !name && i < sizeof kin / sizeof *kin; i++) {
        if (strncmp(term, kin[i][0], strlen(kin[i][0])) != 0)
            continue;
        if (!wants_few(term) && is_known(kin[i][1]))
            name = kin[i][1];
        else if (is_known(kin[i][2]))
            name = kin[i][2];
    }
    SCREEN *s = name ? new_screen(name) : NULL;
    if (!*term)
        err_set(err, ERR_USAGE, "TERM is not set; type  TERM=xterm-256color klamm …");
    else if (!s)
        err_set(err, ERR_USAGE,
                "TERM is '%s', a terminal that is not known on this machine; type  "
                "TERM=xterm-256color klamm …",
                term);
    return s;
}

/* "dumb" and its like are known to curses, which would paint a heap of lines on them. */
static bool can_paint(void)
{
    char name[] = "cup";
    const char *cup = tigetstr(name);
    return cup && cup != (const char *)-1;
}

bool tty_only_lines(void)
{
    const char *term = getenv("TERM");
    int why;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term || !*term ||
        setupterm(term, STDOUT_FILENO, &why) != OK)
        return false;
    bool only = !can_paint();
    del_curterm(cur_term);
    return only;
}

bool tty_open(bool mouse, struct err *err)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(err, ERR_USAGE,
                       "the console needs a terminal; without one use `klamm get …`");
    if (tcgetattr(STDIN_FILENO, &saved))
        return err_set(err, ERR_IO, "can't read the terminal's settings: %s", strerror(errno));
    output_open();
    SCREEN *s = open_screen(err);
    if (!s)
        return false;
    set_term(s);
    if (!can_paint()) {
        endwin();
        delscreen(s);
        return err_set(err, ERR_USAGE,
                       "the terminal in TERM can't place its cursor; use `klamm get …`");
    }
    taken = 1;
    with_mouse = mouse;
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    install_rescue();
    enter_mode();
    leaveok(stdscr, FALSE);
    curs_set(0);
    typeahead(-1); /* input.c reads the keys; a paint is never broken off */
    scrollok(stdscr, FALSE);
    return true;
}

void tty_flush(void)
{
    output_collect();
    output_flush();
}

/* What is still on its way arrives if the terminal takes it at all; quitting never waits for it. */
void tty_close(void)
{
    enum { QUIET_MS = 200, MOST_MS = 2000 };
    if (!taken)
        return;
    output_wait(QUIET_MS, MOST_MS);
    output_drop();
    output_add(leave_all, sizeof leave_all - 1);
    output_flush();
    endwin();
    output_collect();
    output_add(cursor_on, sizeof cursor_on - 1);
    output_wait(QUIET_MS, MOST_MS);
    output_drop();
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    taken = 0;
}

static void take_back(void)
{
    taken = 1;
    reset_prog_mode();
    enter_mode();
    tty_resized();
    clearok(curscr, TRUE);
}

void tty_resume(void)
{
    if (!taken) /* the shell may have changed them since */
        tcgetattr(STDIN_FILENO, &saved);
    take_back();
}

void tty_return(void)
{
    /* A child that died may have left anything; what counts is what we found at the start. */
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    take_back();
}

bool tty_stop(void)
{
    /* In the session leader's own group nothing would ever continue us: the only program of a
     * terminal window, a container, a tmux pane. */
    if (getpgrp() == getsid(0))
        return false;
    /* The whole job, as Ctrl-Z does: a make or a script around klamm must stop too, or the shell
     * never takes the terminal back. */
    kill(0, SIGSTOP);
    return true;
}

bool tty_suspend(void)
{
    if (getpgrp() == getsid(0))
        return false;
    tty_close();
    tty_stop();
    tty_resume();
    return true;
}

int tty_colours(void)
{
    return has_colors() ? COLORS : 0;
}

void tty_size(int *rows, int *cols)
{
    getmaxyx(stdscr, *rows, *cols);
}

void tty_resized(void)
{
    struct winsize w;
    if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_row && w.ws_col)
        resizeterm(w.ws_row, w.ws_col);
}

long tty_read(void *dst, size_t size)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    int n = poll(&p, 1, 0);
    if (n <= 0)
        return n == 0 || errno == EINTR ? 0 : -1;
    ssize_t r = read(STDIN_FILENO, dst, size);
    if (r < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : -1;
    return r == 0 ? -1 : (long)r;
}

bool tty_raw(const char *bytes, size_t len)
{
    if (output_pending() > TTY_RAW_MAX)
        return false;
    output_add(bytes, len);
    output_flush();
    return true;
}

bool tty_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
