/* A terminal that takes no output, as when nobody reads at the other end of an ssh: signals work,
 * what was set for a purge is put back, and when it takes output again the screen is right. */
#include "tests/e2e/console.h"

#include "core/base/clock.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ROWS = 40, COLS = 150, LEAVE_MS = 15000, LOOK_MS = 10, STALL_MS = 3000 };

struct desk {
    struct home home;
    struct term *t;
};

static struct desk desk;

static int open_desk(void **state)
{
    *state = &desk;
    desk.home = home_new();
    desk.t = console_start(&desk.home, ROWS, COLS);
    term_wait(desk.t, "3 brokers");
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    term_free(desk.t);
    home_release(&desk.home);
    return 0;
}

static void size(struct term *t, int rows)
{
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = COLS};
    ioctl(t->master, TIOCSWINSZ, &ws);
}

/* Makes it paint, without reading, until the kernel takes no more for it. */
static void get_stuck(struct term *t)
{
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    struct pollfd p = {.fd = t->slave, .events = POLLOUT};
    for (int i = 0; poll(&p, 1, 0) > 0; i++) {
        if (term_now_ms() > end)
            fail_msg("the terminal still takes output");
        size(t, i % 2 ? ROWS : ROWS - 1);
        poll(NULL, 0, LOOK_MS);
    }
    size(t, ROWS - 2); /* what is painted for this waits, or for the next tick of the clock */
}

/* Without reading what it wrote. */
static void ends_unread(struct term *t, int status)
{
    int64_t end = term_now_ms() + LEAVE_MS;
    while (term_running(t)) {
        if (term_now_ms() > end)
            fail_msg("the program does not end while its terminal takes nothing");
        poll(NULL, 0, LOOK_MS);
    }
    assert_int_equal(t->status, status);
    assert_true(term_tty_restored(t));
    int flags = fcntl(t->slave, F_GETFL); /* the shell's description, too */
    assert_false(flags & O_NONBLOCK);
}

static void left_by(int sig)
{
    get_stuck(desk.t);
    term_signal(desk.t, sig);
    ends_unread(desk.t, 128 + sig);
}

static void term_leaves(void **state)
{
    (void)state;
    left_by(SIGTERM);
}

static void hup_leaves(void **state)
{
    (void)state;
    left_by(SIGHUP);
}

static void a_key_leaves(void **state)
{
    (void)state;
    get_stuck(desk.t);
    term_keys(desk.t, "q");
    ends_unread(desk.t, 0);
}

/* Copies are written past the frames; so many that they would fill any buffer. */
static void copies_do_not_hold_it_up(void **state)
{
    (void)state;
    console_command(desk.t, "topics");
    term_wait(desk.t, "invoices");
    get_stuck(desk.t);
    for (int i = 0; i < 500; i++)
        term_raw(desk.t, "Y", 1);
    term_signal(desk.t, SIGTERM);
    ends_unread(desk.t, 128 + SIGTERM);
}

/* A plan is not sent by what was typed at an old picture. */
static void a_terminal_that_takes_output_again_is_right(void **state)
{
    (void)state;
    struct term *t = desk.t;
    console_command(t, "topic-create e2e-never-stuck --partitions 1");
    term_wait(t, "send this? y/N");
    get_stuck(t);
    struct pollfd p = {.fd = t->slave, .events = POLLOUT};
    assert_int_equal(poll(&p, 1, STALL_MS), 0); /* as long as that it stays so */
    term_raw(t, "y", 1);
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    for (int left = 1; left > 0 && term_now_ms() < end; poll(NULL, 0, LOOK_MS))
        ioctl(t->slave, FIONREAD, &left); /* it has read the key */
    size(t, ROWS);
    term_wait(t, "not sent: the plan was not on the screen yet");
    term_wait(t, "send this? y/N");
    term_keys(t, "n4");
    term_wait(t, "nightly-report");
    console_quit(t);
    desk.t = NULL;
    char *journal = home_journal(&desk.home);
    assert_string_equal(journal, "");
    free(journal);
}

/* Records ahead of now stay, so that it waits until it is told to end. */
static void a_purge_is_put_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    (void)state;
    const char *topic = run_name("e2e-stuck");
    char line[120];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    struct term *t = desk.t;
    console_command(t, "topics");
    snprintf(line, sizeof line, "/%s\r", topic);
    console_type(t, line);
    term_keys(t, "r");
    term_wait(t, "1 shown");
    snprintf(line, sizeof line, "topic-purge %s", topic);
    console_command(t, line);
    term_wait(t, "plan: nothing is sent yet");
    console_type(t, topic);
    term_keys(t, "<Enter>");
    term_wait(t, "0 of 1 partitions empty");
    get_stuck(t);
    term_signal(t, SIGTERM);
    ends_unread(t, 128 + SIGTERM);
    char *seen = run_tool("configs --describe --topic '%s'", topic);
    must_contain(seen, "retention.ms=86400000 ");
    free(seen);
    admin_delete_topic(topic);
}

/* Fills the kernel's buffer in the program's stead. */
static void fill(struct term *t)
{
    static const char bytes[4096];
    int fd = open(ttyname(t->slave), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    assert_true(fd >= 0);
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
    while (write(fd, bytes, 1) > 0)
        ;
    close(fd);
}

/* The same on the command line: its progress is left out, the old value put back. */
static void a_purge_of_the_command_line_is_put_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    (void)state;
    const char *topic = run_name("e2e-stuck-cli");
    char args[300];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    snprintf(args, sizeof args, "-b %s topic-purge %s --yes", run_env("KLAMM_BOOTSTRAP"), topic);
    term_free(desk.t);
    struct term *t = desk.t = console_start_in(&desk.home, ROWS, COLS, args, NULL);
    term_wait(t, "0 of 1 partitions empty");
    fill(t);
    term_signal(t, SIGTERM);
    int64_t end = term_now_ms() + LEAVE_MS * 2;
    for (bool back = false; !back;) {
        char *seen = run_tool("configs --describe --topic '%s'", topic);
        back = strstr(seen, "retention.ms=86400000 ") != NULL;
        if (!back && term_now_ms() > end)
            fail_msg("not put back while the terminal takes nothing: %s", seen);
        free(seen);
    }
    admin_delete_topic(topic);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        AT_DESK(term_leaves),
        AT_DESK(hup_leaves),
        AT_DESK(a_key_leaves),
        AT_DESK(copies_do_not_hold_it_up),
        AT_DESK(a_terminal_that_takes_output_again_is_right),
        AT_DESK(a_purge_is_put_back),
        AT_DESK(a_purge_of_the_command_line_is_put_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
