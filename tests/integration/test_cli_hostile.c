/* Hostile arguments: names that are no text, that are far too long, that drive a
 * terminal; streams that are closed, full or broken. Each ends with a word and an exit code that
 * fits, and nothing of it reaches the terminal raw. */
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *brokers;
static char *dir;

static int set_up(void **state)
{
    (void)state;
    brokers = run_env("KLAMM_BOOTSTRAP");
    dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    run_rm_dir(dir);
    return 0;
}

/* Both streams hold nothing that drives a terminal. */
static void assert_harmless(const struct run *r)
{
    const char *const texts[] = {r->out, r->err};

    for (size_t i = 0; i < 2; i++) {
        for (const char *at = texts[i]; *at; at++) {
            if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
                fail_msg("byte %d in: %s", *at, texts[i]);
        }
        assert_null(strstr(texts[i], "\u202e"));
    }
}

/* The exit code, a part of what it says. */
static void must_end(struct run r, int status, const char *says)
{
    if (r.status != status || !strstr(r.err, says))
        fail_msg("exit %d instead of %d, or no “%s”\n%s%s", r.status, status, says, r.out, r.err);
    assert_harmless(&r);
    run_release(&r);
}

/* librdkafka aborts when a group comes back under another name than it was asked for. */
static void names_that_are_no_text_are_not_sent(void **state)
{
    static const char *const asks[] = {
        "get members",       "get group-partitions",   "get group-configs",
        "get topic-configs", "group-delete --dry-run", "offsets-reset --to-earliest --dry-run"};

    (void)state;
    must_end(run_klamm("-b %s describe group \"$(printf 'a\\377b')\"", brokers), 1, "a\\xffb");
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        must_end(run_klamm("-b %s %s \"$(printf 'a\\377b')\"", brokers, asks[i]), 2,
                 "a byte of it is not UTF-8");
        must_end(
            run_klamm("-b %s %s \"$(head -c 40000 /dev/zero | tr '\\0' a)\"", brokers, asks[i]), 2,
            "Kafka's are of at most 32767");
    }
}

static void what_drives_a_terminal_is_made_visible(void **state)
{
    static const char *const asks[] = {
        "",
        "get",
        "get topics --filter",
        "get partitions",
        "get topics --sort",
        "describe",
        "help",
        "describe group",
        "topic-create",
        "offsets-reset",
        "journal",
        "undo",
        "acl-create --principal",
        "can",
        "config-alter x --set",
        "completion",
        "--file",
        "user-delete --mechanism",
        "get topics -o",
        "leaders-elect",
    };

    (void)state;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        struct run r = run_klamm("-b %s --read-only %s \"$(printf '\\033[2J\\342\\200\\256x')\" "
                                 "</dev/null",
                                 brokers, asks[i]);

        assert_in_range(r.status, 0, 4);
        assert_harmless(&r);
        run_release(&r);
    }
    must_end(run_klamm("\"$(printf -- '--\\033[2J')\""), 2, "unknown option --\\e[2J");
    must_end(run_klamm("--theme \"$(printf '\\033[2J')\" -b %s", brokers), 2, "klamm: ");
}

/* Output that no one got is reported, whatever else the exit code says, and nothing goes on without
 * a reader. */
static void lost_output_is_reported(void **state)
{
    static const char *const asks[] = {
        "get brokers", "get brokers --watch 1s",       "can User:x read topic/y", "health",
        "version",     "get topics -o json --watch 1s"};
    static const char *const outs[] = {">/dev/full", ">&-"};

    (void)state;
    for (size_t i = 0; i < 2 * (sizeof asks / sizeof *asks); i++) {
        struct run r = run_klamm("-b %s %s %s", brokers, asks[i / 2], outs[i % 2]);

        assert_in_range(r.status, 1, 4);
        if (!strstr(r.err, "stdout could not be written"))
            fail_msg("%s %s: %s", asks[i / 2], outs[i % 2], r.err);
        run_release(&r);
    }
}

/* Without a home, a terminal or a locale that knows letters, all that needs none of them works. */
static void a_bare_environment_is_enough(void **state)
{
    struct run r = run_shell("env -i KLAMM_STATE_DIR='%s' '%s' -b %s get brokers -o name "
                             "2>&1 <&-",
                             dir, run_program(), brokers);

    (void)state;
    assert_int_equal(r.status, 0);
    assert_string_equal(r.out, "1\n2\n3\n");
    run_release(&r);
    r = run_shell("env -i LC_ALL=no-such TERM= HOME=/dev/null XDG_CONFIG_HOME=/proc/1/x '%s' -b %s "
                  "topic-create %s --yes",
                  run_program(), brokers, run_name("hostile"));
    assert_int_not_equal(r.status, 0);
    if (!strstr(r.err, "nothing was sent"))
        fail_msg("%s", r.err);
    run_release(&r);
}

/* A sanitizer looks for leaks with some of its own. */
#ifdef __SANITIZE_ADDRESS__
enum { FEWEST = 12 };
#else
enum { FEWEST = 4 };
#endif

/* Each number with which the loader can load klamm ends with a word; enough is enough. */
static void few_descriptors_are_reported(void **state)
{
    (void)state;
    for (int n = FEWEST; n <= 24; n += 2) {
        must_end(run_shell("exec 3>&- 4>&- 5>&- 6>&- 7>&-; ulimit -n %d; '%s' -b %s get topics", n,
                           run_program(), brokers),
                 2, "raise the limit");
        struct run r = run_shell("script -qec \"exec 3>&- 4>&- 5>&- 6>&- 7>&-; ulimit -n %d; "
                                 "exec '%s' -b %s\" /dev/null </dev/null",
                                 n, run_program(), brokers);
        if (r.status != 2 || !strstr(r.out, "raise the limit")) /* the console's terminal */
            fail_msg("exit %d: %s", r.status, r.out);
        run_release(&r);
    }
    must_end(run_shell("ulimit -n 64; '%s' -b %s get topics -o name", run_program(), brokers), 0,
             "");
}

/* A sanitizer takes more of it than any limit leaves. */
static void little_memory_is_reported(void **state)
{
    (void)state;
#ifndef __SANITIZE_ADDRESS__
    for (int kb = 30000; kb <= 90000; kb += 15000)
        must_end(
            run_shell("ulimit -v %d; '%s' -b %s get topics -o name", kb, run_program(), brokers), 2,
            "raise the limit");
#endif
    must_end(run_shell("'%s' -b %s get topics -o name", run_program(), brokers), 0, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_no_text_are_not_sent),
        cmocka_unit_test(what_drives_a_terminal_is_made_visible),
        cmocka_unit_test(lost_output_is_reported),
        cmocka_unit_test(a_bare_environment_is_enough),
        cmocka_unit_test(few_descriptors_are_reported),
        cmocka_unit_test(little_memory_is_reported),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
