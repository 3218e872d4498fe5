/* Faults of the program itself: the terminal is restored, where it happened is printed if anyone
 * reads it, and the program ends. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static struct home home;

static int make_home(void **state)
{
    (void)state;
    home = home_new();
    return 0;
}

static int drop_home(void **state)
{
    (void)state;
    home_release(&home);
    return 0;
}

/* The signal as the kernel sends it for what the program itself did; kill() can't say so, nor for
 * which thread it is: only one is traced. */
static void fault_of_its_own(struct term *t, int sig)
{
    int pid = term_pid(t), status;
    siginfo_t info = {.si_signo = sig, .si_code = 1};
    assert_int_equal(ptrace(PTRACE_SEIZE, pid, NULL, NULL), 0);
    assert_int_equal(syscall(SYS_tgkill, pid, pid, sig), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != sig)
        fail_msg("waitpid: status 0x%x, not stopped by signal %d", status, sig);
    assert_int_equal(ptrace(PTRACE_SETSIGINFO, pid, NULL, &info), 0);
    assert_int_equal(ptrace(PTRACE_DETACH, pid, NULL, (long)sig), 0);
}

/* These don't come again by themselves when their handler returns. */
static void a_trapped_call_or_a_breakpoint_restores(void **state)
{
    static const int signals[] = {SIGSYS, SIGTRAP};
    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct term *t = console_start(&home, 24, 80);
        term_wait(t, "3 brokers");
        fault_of_its_own(t, signals[i]);
        term_expect_exit(t, 128 + signals[i]);
        assert_true(term_tty_restored(t));
        assert_false(term_alt_screen(t));
        assert_true(term_cursor_visible(t));
        term_free(t);
    }
}

/* Where it crashed is printed if it is read: a stderr that takes nothing delays no end. */
static void a_fault_ends_also_where_no_one_reads(void **state)
{
    char line[1024], path[512], bytes[4096] = "";
    const char *args[] = {"bash", "--norc", "-c", line, NULL};
    (void)state;
    snprintf(path, sizeof path, "%s/full", home.dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDWR | O_NONBLOCK);
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
    snprintf(line, sizeof line, "export HOME=%s; exec %s -b %s 2>%s", home.dir, run_program(),
             run_env("KLAMM_BOOTSTRAP"), path);
    struct term *t = term_start(24, 100, args, NULL);
    term_wait(t, "3 brokers");
    fault_of_its_own(t, SIGTRAP);
    term_expect_exit(t, 128 + SIGTRAP);
    assert_true(term_tty_restored(t));
    term_free(t);
    close(fd);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_trapped_call_or_a_breakpoint_restores, make_home,
                                        drop_home),
        cmocka_unit_test_setup_teardown(a_fault_ends_also_where_no_one_reads, make_home, drop_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
