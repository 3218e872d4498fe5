/* The terminal in the loop: what is typed, how much of what was painted it takes, the signals that
 * come with it, and releasing it to a child. What a key does is not decided here: struct
 * app.sink. */
#include "tui/terminal.h"

#include "core/base/clock.h"
#include "core/loop/timer.h"
#include "tui/term/output.h"
#include "tui/term/tty.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* A user who types while the end of pasted text is awaited would think klamm hangs. */
static void tell_pasting(struct app *a)
{
    enum { QUICK_MS = 2000 };
    int64_t now = clock_mono_ms();
    if (!a->input.pasting)
        a->pasting_since = 0;
    else if (!a->pasting_since)
        a->pasting_since = now;
    else if (now - a->pasting_since > QUICK_MS && a->pasting_since > 0) {
        a->pasting_since = -1; /* reported once */
        app_say(a, SEV_WARN,
                "still reading pasted text: its end has not come; keys count again "
                "after 3 s without any");
    }
}

/* The terminal takes nothing: what is typed now was typed at an old picture. */
static void look_for_stall(struct app *a)
{
    enum { STALLED_MS = 1000 };
    if (output_stalled_ms() > STALLED_MS)
        a->blind = true;
}

/* The loop may have been late: what has come since continues what was started. */
static void on_escape(void *app)
{
    struct app *a = app;
    if (!app_read_tty(a) && !a->quit)
        input_flush(&a->input, &a->sink);
    tell_pasting(a);
}

bool app_read_tty(struct app *a)
{
    char bytes[4096];
    if (a->away)
        return false;
    look_for_stall(a);
    long n = tty_read(bytes, sizeof bytes);
    if (n < 0) {
        a->exit_code = 1;
        app_quit(a);
    }
    if (n <= 0)
        return false; /* what was started keeps its time: looking again is no sign of life */
    ack_read(&a->ack, (size_t)n);
    input_feed(&a->input, bytes, (size_t)n, &a->sink);
    tell_pasting(a);
    int patience = input_patience_ms(&a->input);
    if (patience)
        timer_start(a->escape, patience);
    else
        timer_stop(a->escape);
    return true;
}

static void on_tty(uv_poll_t *p, int status, int events)
{
    struct app *a = p->data;
    (void)events;
    if (status < 0) {
        a->exit_code = 1;
        app_quit(a);
        return;
    }
    app_read_tty(a);
}

static void on_writable(uv_poll_t *p, int status, int events)
{
    (void)status;
    (void)events;
    look_for_stall(p->data);
    output_flush();
    if (!output_pending())
        uv_poll_stop(p);
}

void terminal_flush(struct app *a)
{
    look_for_stall(a);
    output_flush();
}

void terminal_wait_writable(struct app *a)
{
    if (output_pending() && !uv_is_active((uv_handle_t *)&a->out))
        uv_poll_start(&a->out, UV_WRITABLE, on_writable);
}

void app_suspend(struct app *a)
{
    if (!tty_suspend())
        app_say(a, SEV_WARN, "not stopped: there is no shell here that could continue klamm");
}

void app_lend(struct app *a)
{
    a->away = true;
    uv_poll_stop(&a->tty);
    uv_poll_stop(&a->out);
    timer_stop(a->escape);
    ack_away(&a->ack);
    tty_close();
}

void app_return(struct app *a)
{
    a->away = false;
    if (a->quit) /* it was already restored when the child got it */
        return;
    tty_return();
    input_forget(&a->input); /* nothing watches it while the child has it */
    uv_poll_start(&a->tty, UV_READABLE, on_tty);
    app_dirty(a, DIRTY_ALL | DIRTY_DATA);
}

/* While a child has the terminal, its size and its mode are the child's. */
static void on_signal_away(int number)
{
    /* Ctrl-Z in the child has stopped it; where no shell could continue us all it must go on. */
    if (number == SIGTSTP && !tty_stop())
        kill(0, SIGCONT);
}

static int nth_signal(size_t i)
{
    static const int others[] = {SIGWINCH, SIGTSTP, SIGCONT};
    return i < SIGNALS_ENDING ? signals_ending[i] : others[i - SIGNALS_ENDING];
}

static void on_signal(uv_signal_t *s, int number)
{
    struct app *a = s->data;
    if (a->away && (number == SIGWINCH || number == SIGTSTP || number == SIGCONT)) {
        on_signal_away(number);
        return;
    }
    switch (number) {
    case SIGWINCH:
        tty_resized();
        break;
    case SIGTSTP:
        app_suspend(a);
        break;
    case SIGCONT:
        tty_resume();
        break;
    default:
        a->exit_code = 128 + number;
        app_quit(a);
        return;
    }
    app_dirty(a, DIRTY_ALL);
}

/* libuv makes it O_NONBLOCK, and so for the shell, which shares the description. */
static void watch_fd(struct app *a, uv_poll_t *p, int fd)
{
    int flags = fcntl(fd, F_GETFL);
    uv_poll_init(a->loop, p, fd);
    fcntl(fd, F_SETFL, flags);
}

void terminal_watch(struct app *a)
{
    watch_fd(a, &a->tty, STDIN_FILENO);
    watch_fd(a, &a->out, output_fd());
    a->tty.data = a->out.data = a;
    uv_poll_start(&a->tty, UV_READABLE, on_tty);
    a->escape = timer_new(a->loop, on_escape, a);
    for (size_t i = 0; i < APP_SIGNALS; i++) {
        uv_signal_init(a->loop, &a->signals[i]);
        a->signals[i].data = a;
        uv_signal_start(&a->signals[i], on_signal, nth_signal(i));
    }
}

void terminal_stop(struct app *a)
{
    uv_poll_stop(&a->tty);
    uv_poll_stop(&a->out);
    timer_stop(a->escape);
}

void terminal_unwatch(struct app *a)
{
    uv_close((uv_handle_t *)&a->tty, NULL);
    uv_close((uv_handle_t *)&a->out, NULL);
    timer_free(a->escape);
    for (size_t i = 0; i < APP_SIGNALS; i++)
        uv_close((uv_handle_t *)&a->signals[i], NULL);
}
