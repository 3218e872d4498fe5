/* Limits of the system are reported as what they are, and nothing else that is missing is. */
#include "core/base/limits.h"
#include "tests/support/test.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FINE, REFUSED, NOT_POSSIBLE };

/* In a process of its own. */
static int in_child(int (*run)(void))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(run());
    assert_true(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static char dir[] = "/tmp/klamm-limits-XXXXXX";

static int without_devices(void)
{
    if (chroot(dir) != 0 && (unshare(CLONE_NEWUSER) != 0 || chroot(dir) != 0))
        return NOT_POSSIBLE;
    return limits_allow(NULL) ? FINE : REFUSED;
}

/* A container may have no /dev: that is no limit. */
static void test_no_file_has_to_be_there(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(dir));
    int how = in_child(without_devices);
    rmdir(dir);
    if (how == NOT_POSSIBLE) /* no test may leave /dev behind here */
        how = limits_allow(NULL) ? FINE : REFUSED;
    assert_int_equal(how, FINE);
}

static int with_ten_descriptors(void)
{
    struct err err = {0};
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){.rlim_cur = 13, .rlim_max = 13});
    for (int fd = 3; fd < 13; fd++)
        close(fd);
    bool refused = !limits_allow(&err) && err.kind == ERR_CONFIG &&
                   strstr(err.msg, "only 10 more files can be opened") &&
                   strstr(err.msg, "ulimit -n");
    return refused ? REFUSED : FINE;
}

static void test_too_few_descriptors_are_counted(void **state)
{
    (void)state;
    assert_int_equal(in_child(with_ten_descriptors), REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_file_has_to_be_there),
        cmocka_unit_test(test_too_few_descriptors_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
