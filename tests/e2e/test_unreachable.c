/* Connections that fail: said within seconds, and left at once. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void refused_is_reported_and_ends_at_once(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start_in(&f->home, 24, 100, "-b 127.0.0.1:1", NULL);
    term_wait_match(t, "[Rr]efused");
    int64_t start = term_now_ms();
    term_keys(t, "q");
    term_expect_exit(t, 0);
    assert_true(term_now_ms() - start < 5000);
}

static void unknown_host_is_reported(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t =
        console_start_in(&f->home, 24, 100, "-b no-such-host.invalid:9092", NULL);
    term_wait_match(t, "resol|no address|not known");
    term_keys(t, "q");
    term_expect_exit(t, 0);
}

/* A server accepts and never answers. */
static void an_unresponsive_server_is_a_timeout_and_ends_at_once(void **state)
{
    struct fixture *f = *state;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char args[64];
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(fd, 16), 0);
    getsockname(fd, (struct sockaddr *)&a, &len);
    snprintf(args, sizeof args, "-b 127.0.0.1:%d", ntohs(a.sin_port));
    struct term *t = f->t = console_start_in(&f->home, 24, 100, args, NULL);
    term_wait_match(t, "does not answer");
    int64_t start = term_now_ms();
    term_keys(t, "q");
    term_expect_exit(t, 0);
    assert_true(term_now_ms() - start < 5000);
    close(fd);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(refused_is_reported_and_ends_at_once),
        WITH_FIXTURE(unknown_host_is_reported),
        WITH_FIXTURE(an_unresponsive_server_is_a_timeout_and_ends_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
