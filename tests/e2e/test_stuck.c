/* A terminal that takes no output, as when the other end of an ssh does not read: signals work,
 * what was set for a purge is put back, and when it takes output again the screen is right. */
#include "tests/e2e/fixture.h"

#include "core/base/clock.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/wait.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ROWS = 40, COLS = 150, LEAVE_MS = 15000, LOOK_MS = 10, STILL_MS = 1000, STALL_MS = 3000 };

static int set_up(void **state)
{
    fixture_set_up(state);
    fixture_start(*state, ROWS, COLS);
    return 0;
}

static void size(struct term *t, int rows)
{
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = COLS};
    ioctl(t->master, TIOCSWINSZ, &ws);
}

/* Makes it paint, without reading, until the kernel takes no more for it for still_ms: it is full
 * for an instant each time, too, before what was written is handed to the other side. When it is
 * full it takes some bytes still, as the clock's are; so at last a whole picture waits. */
static void get_stuck(struct term *t, int still_ms)
{
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    struct pollfd p = {.fd = t->slave, .events = POLLOUT};
    do {
        for (int i = 0; poll(&p, 1, still_ms) > 0; i++) {
            if (term_now_ms() > end)
                fail_msg("the terminal still takes output");
            size(t, i % 2 ? ROWS : ROWS - 1);
            if (wait_process(t->pid, LOOK_MS))
                fail_msg("the program ended");
        }
        size(t, ROWS - 2);
    } while (poll(&p, 1, still_ms) > 0);
}

/* Without reading what it wrote. */
static void ends_unread(struct term *t, int status)
{
    int64_t end = term_now_ms() + LEAVE_MS;
    while (term_running(t)) {
        if (term_now_ms() > end)
            fail_msg("the program does not end while its terminal takes nothing");
        wait_process(t->pid, LOOK_MS);
    }
    assert_int_equal(t->status, status);
    assert_true(term_tty_restored(t));
    int flags = fcntl(t->slave, F_GETFL); /* the shell's description, too */
    assert_false(flags & O_NONBLOCK);
}

static void left_by(const struct fixture *f, int sig)
{
    get_stuck(f->t, STILL_MS);
    term_signal(f->t, sig);
    ends_unread(f->t, 128 + sig);
}

static void term_leaves(void **state)
{
    left_by(*state, SIGTERM);
}

static void hup_leaves(void **state)
{
    left_by(*state, SIGHUP);
}

static void a_key_leaves(void **state)
{
    struct fixture *f = *state;
    get_stuck(f->t, STILL_MS);
    term_keys(f->t, "q");
    ends_unread(f->t, 0);
}

/* Copies are written past the frames; enough of them to fill any buffer. */
static void copies_do_not_hold_it_up(void **state)
{
    struct fixture *f = *state;
    console_list(f->t, "topics");
    get_stuck(f->t, STILL_MS);
    for (int i = 0; i < 500; i++)
        term_raw(f->t, "Y", 1);
    term_signal(f->t, SIGTERM);
    ends_unread(f->t, 128 + SIGTERM);
}

/* A plan is not sent by what was typed at an old picture. */
static void a_terminal_that_takes_output_again_is_right(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "topic-create e2e-never-stuck --partitions 1");
    term_wait(t, "[ y send ]");
    get_stuck(t, STALL_MS);
    term_raw(t, "y", 1);
    int64_t end = term_now_ms() + TERM_WAIT_MS;
    for (int left = 1; left > 0 && term_now_ms() < end; wait_process(t->pid, LOOK_MS))
        ioctl(t->slave, FIONREAD, &left); /* it has read the key */
    size(t, ROWS);
    term_wait(t, "not sent: the plan was not on the screen yet");
    term_wait(t, "[ y send ]");
    term_keys(t, "n4");
    console_wait_list(t, "groups");
    console_quit(t);
    f->t = NULL;
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

/* Records ahead of now stay, so that it waits until a signal ends it. */
static void a_purge_is_put_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct fixture *f = *state;
    const char *topic = run_name("e2e-stuck");
    char line[120];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    struct term *t = f->t;
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
    get_stuck(t, STILL_MS);
    term_signal(t, SIGTERM);
    ends_unread(t, 128 + SIGTERM);
    char *seen = run_tool("configs --describe --topic '%s'", topic);
    must_contain(seen, "retention.ms=86400000 ");
    free(seen);
    admin_delete_topic(topic);
}

/* See proc(5), /proc/locks: "1: -> FLOCK ADVISORY WRITE 4711 …". */
static bool waits_for_lock(struct term *t, void *user)
{
    char line[200], want[60];
    bool waits = false;
    (void)user;
    snprintf(want, sizeof want, "-> FLOCK  ADVISORY  WRITE %d ", term_pid(t));
    FILE *f = fopen("/proc/locks", "r");
    while (f && fgets(line, sizeof line, f))
        waits |= strstr(line, want) != NULL;
    if (f)
        fclose(f);
    return waits;
}

/* Another process has the journal locked: a change is started that can't be written down. */
static int begin_unwritten(const struct fixture *f)
{
    struct term *t = f->t;
    char path[300];
    snprintf(path, sizeof path, "state/klamm/journal/%s.jsonl", run_env("KLAMM_CLUSTER_ID"));
    home_write(&f->home, path, "");
    snprintf(path, sizeof path, "%s/state/klamm/journal/%s.jsonl", f->home.dir,
             run_env("KLAMM_CLUSTER_ID"));
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    console_command(t, "topic-create e2e-never-journalled --partitions 1");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait_for(t, "a thread that waits for the lock", waits_for_lock, NULL);
    return fd;
}

/* What is printed while quitting appears if the terminal takes it, and blocks nothing. */
static void last_words_do_not_hold_it_up(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    int fd = begin_unwritten(f);
    get_stuck(t, STILL_MS);
    term_signal(t, SIGTERM);
    ends_unread(t, 128 + SIGTERM);
    close(fd);
}

static void last_words_are_reported(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    int fd = begin_unwritten(f);
    term_signal(t, SIGTERM);
    term_expect_exit(t, 128 + SIGTERM);
    term_wait(t, "klamm: the journal could not be written in time");
    close(fd);
}

/* Fills the kernel's buffer in the program's stead, until it stays full. */
static void fill(struct term *t)
{
    static const char bytes[4096];
    int fd = open(ttyname(t->slave), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    assert_true(fd >= 0);
    do {
        while (write(fd, bytes, sizeof bytes) > 0)
            ;
        while (write(fd, bytes, 1) > 0)
            ;
    } while (poll(&p, 1, STILL_MS) > 0);
    close(fd);
}

/* The same on the command line: its progress is left out, the old value put back. */
static void a_purge_of_the_command_line_is_put_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct fixture *f = *state;
    const char *topic = run_name("e2e-stuck-cli");
    char args[300];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    snprintf(args, sizeof args, "-b %s topic-purge %s --yes", run_env("KLAMM_BOOTSTRAP"), topic);
    term_free(f->t);
    struct term *t = f->t = console_start_in(&f->home, ROWS, COLS, args, NULL);
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
    term_signal(t, SIGTERM); /* it waits to report the outcome */
    ends_unread(t, 128 + SIGTERM);
    admin_delete_topic(topic);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(term_leaves),
        WITH_FIXTURE(hup_leaves),
        WITH_FIXTURE(a_key_leaves),
        WITH_FIXTURE(copies_do_not_hold_it_up),
        WITH_FIXTURE(a_terminal_that_takes_output_again_is_right),
        WITH_FIXTURE(last_words_do_not_hold_it_up),
        WITH_FIXTURE(last_words_are_reported),
        WITH_FIXTURE(a_purge_is_put_back),
        WITH_FIXTURE(a_purge_of_the_command_line_is_put_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
