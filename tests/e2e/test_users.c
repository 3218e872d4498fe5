/* Users on the screen and at the terminal: a password is typed twice and never seen, and stands
 * nowhere afterwards: not in what was painted, not in the journal, the history or a saved plan. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD "Tr0ub4dor"

static int set_up(void **state)
{
    fixture_set_up(state);
    struct fixture *f = *state;
    snprintf(f->user, sizeof f->user, "%s", run_name("e2e-user"));
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    struct run r = run_klamm("-b %s user-delete %s --yes", run_env("KLAMM_BOOTSTRAP"), f->user);
    run_release(&r);
    return fixture_tear_down(state);
}

static bool is_user(const struct fixture *f)
{
    struct run r = run_klamm("-b %s get users -o name", run_env("KLAMM_BOOTSTRAP"));
    bool found = strstr(r.out, f->user) != NULL;
    assert_int_equal(r.status, 0);
    run_release(&r);
    return found;
}

static void assert_written_nowhere(struct fixture *f)
{
    struct run r = run_shell("grep -rl " PASSWORD " '%s'", f->home.dir);
    assert_string_equal(r.out, "");
    run_release(&r);
    assert_false(term_output_has(f->t, PASSWORD, strlen(PASSWORD)));
}

static void made_changed_and_deleted_in_the_console(void **state)
{
    struct fixture *f = *state;
    f->t = console_start(&f->home, 30, 150);
    term_wait(f->t, "3 brokers");
    term_keys(f->t, "6");
    term_wait_row(f->t, "USER", "MECHANISM", "SHA-512", NULL);
    console_filter(f->t, "user=admin");
    term_wait_row(f->t, "admin", "SCRAM-SHA-512", "4,096", NULL);
    term_keys(f->t, "c");
    term_wait(f->t, "┌ create user");
    console_type(f->t, f->user);
    term_keys(f->t, "<Down><Down><Down>");
    console_type(f->t, PASSWORD);
    term_wait_row(f->t, "password", "*********", NULL);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "type it again");
    console_type(f->t, "Tr0ubadour");
    term_wait(f->t, "it is not the same as above");
    console_form_refuses(f->t, "it is not the same as above");
    term_keys(f->t, "<C-u>");
    console_type(f->t, PASSWORD);
    term_keys(f->t, "<Enter>");
    term_wait_row(f->t, f->user, "SCRAM-SHA-512", "4096 iterations", NULL);
    term_keys(f->t, "x"); /* the command is folded to one line */
    term_wait(f->t, "password=${PASSWORD:?}");
    console_escape(f->t, "Kafka's own tool does it with");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    console_filter(f->t, f->user);
    term_wait_row(f->t, f->user, "SCRAM-SHA-512", "4,096", NULL);
    assert_written_nowhere(f);
    term_keys(f->t, "D");
    term_wait(f->t, "┌ delete user");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "the login by it ends");
    term_wait(f->t, "only its user knows the old password");
    term_wait(f->t, "type  e2e-user");
    console_type(f->t, f->user);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    assert_false(is_user(f));
}

static void password_by_a_command(void **state)
{
    struct fixture *f = *state;
    char *dir = run_dir(), command[256];
    struct run r = run_shell("printf %%s " PASSWORD " >'%s/password'", dir);
    run_release(&r);
    f->t = console_start(&f->home, 30, 150);
    term_wait(f->t, "3 brokers");
    snprintf(command, sizeof command, "user-create %s --password-command 'cat %s/password'",
             f->user, dir);
    console_command(f->t, command);
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    console_type(f->t, "6");
    console_filter(f->t, f->user);
    term_wait_row(f->t, f->user, "SCRAM-SHA-512", NULL);
    term_keys(f->t, "E");
    term_wait(f->t, "┌ change password");
    term_keys(f->t, "<Down><Down>");
    snprintf(command, sizeof command, "cat %s/password", dir);
    console_type(f->t, command);
    term_wait_gone(f->t, "new password");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "type  e2e-user");
    console_type(f->t, f->user);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    assert_written_nowhere(f);
    fixture_leave(f);
    run_rm_dir(dir);
}

/* On a line it could be read, and would be kept in the history. */
static void never_on_a_line(void **state)
{
    struct fixture *f = *state;
    char line[160];
    f->t = console_start(&f->home, 30, 150);
    term_wait(f->t, "3 brokers");
    snprintf(line, sizeof line, "user-create %s --password %s", f->user, PASSWORD);
    console_command(f->t, line);
    term_wait(f->t, "a secret is never taken from a line");
    fixture_leave(f);
    struct run r = run_shell("grep -rl " PASSWORD " '%s'", f->home.dir);
    assert_string_equal(r.out, "");
    run_release(&r);
    r = run_klamm("-b %s user-create %s --password %s --yes", run_env("KLAMM_BOOTSTRAP"), f->user,
                  PASSWORD);
    assert_int_equal(r.status, 2);
    must_lack(r.err, PASSWORD);
    run_release(&r);
    assert_false(is_user(f));
}

/* A user who may not see them learns what is missing, not that there are none. */
static void denied_is_not_empty(void **state)
{
    struct fixture *f = *state;
    char args[512];
    snprintf(args, sizeof args,
             "-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=PLAIN -X "
             "sasl.username=bob -X sasl.password=%s",
             run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_bob"));
    f->t = console_start_in(&f->home, 30, 150, args, NULL);
    term_wait(f->t, "3 brokers");
    term_keys(f->t, "6");
    term_wait(f->t, "needs Describe on Cluster");
    assert_false(term_has(f->t, "no user logs in by SCRAM"));
    fixture_leave(f);
}

/* klamm user-create at a terminal: asked for twice, without echo. */
static void asked_for_at_the_terminal(void **state)
{
    struct fixture *f = *state;
    char args[256];
    snprintf(args, sizeof args, "-b %s user-create %s --mechanism SCRAM-SHA-256",
             run_env("KLAMM_BOOTSTRAP"), f->user);
    f->t = console_start_in(&f->home, 30, 150, args, NULL);
    term_wait(f->t, "password (not shown):");
    console_type(f->t, PASSWORD "\n");
    term_wait(f->t, "password again:");
    console_type(f->t, PASSWORD "\n");
    term_wait(f->t, "4096 iterations");
    term_wait(f->t, "y/N");
    console_type(f->t, "y\n");
    term_expect_exit(f->t, 0);
    term_wait_row(f->t, f->user, "create SCRAM-SHA-256 credential", "done", NULL);
    assert_written_nowhere(f);
    assert_true(is_user(f));
}

static void a_plan_with_a_password_is_not_saved(void **state)
{
    struct fixture *f = *state;
    struct run r = run_klamm("-b %s user-create %s --password-command 'echo %s' --plan-out %s/plan",
                             run_env("KLAMM_BOOTSTRAP"), f->user, PASSWORD, f->home.dir);
    assert_int_not_equal(r.status, 0);
    must_contain(r.err, "holds a secret");
    must_lack(r.out, PASSWORD);
    must_lack(r.err, PASSWORD);
    run_release(&r);
    r = run_shell("ls '%s/plan' 2>/dev/null", f->home.dir);
    assert_string_equal(r.out, "");
    run_release(&r);
    r = run_klamm("-b %s user-create %s --password-command 'echo >&2 no; exit 3' --yes",
                  run_env("KLAMM_BOOTSTRAP"), f->user);
    assert_int_equal(r.status, 2);
    must_contain(r.err, "exit code 3: no");
    run_release(&r);
    assert_false(is_user(f));
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(made_changed_and_deleted_in_the_console),
        WITH_FIXTURE(password_by_a_command),
        WITH_FIXTURE(never_on_a_line),
        WITH_FIXTURE(denied_is_not_empty),
        WITH_FIXTURE(asked_for_at_the_terminal),
        WITH_FIXTURE(a_plan_with_a_password_is_not_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
