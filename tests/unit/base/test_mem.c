/* Allocation that can't fail: what happens when it does, seen from outside the process. */
#include "core/base/mem.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static int pipe_end;

static void tell(void)
{
    ssize_t n = write(pipe_end, "handler", 7);
    (void)n;
}

static void calls_the_handler_and_aborts(void **unused)
{
    (void)unused;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGABRT, SIG_DFL);
        pipe_end = fds[1];
        close(STDERR_FILENO);
        mem_set_oom_handler(tell);
        xrealloc(NULL, SIZE_MAX, 2);
        _exit(0);
    }
    close(fds[1]);
    char said[32] = "";
    assert_int_equal(read(fds[0], said, sizeof said - 1), 7);
    assert_string_equal(said, "handler");
    close(fds[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void nothing_is_something(void **unused)
{
    (void)unused;
    void *a = xmalloc(0), *b = xcalloc(0, 8), *c = xrealloc(NULL, 0, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_non_null(c);
    free(a);
    free(b);
    free(c);
}

static void copies_strings(void **unused)
{
    (void)unused;
    assert_null(xstrdup(NULL));
    char *all = xstrdup("orders"), *some = xstrndup("orders", 3), *more = xstrndup("ab", 9);
    char *made = xasprintf("%s-%d", "t", 5);
    assert_string_equal(all, "orders");
    assert_string_equal(some, "ord");
    assert_string_equal(more, "ab");
    assert_string_equal(made, "t-5");
    free(all);
    free(some);
    free(more);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_the_handler_and_aborts),
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(copies_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
