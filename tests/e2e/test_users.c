/* Users on the screen and at the terminal: a password is typed twice and never seen, and stands
 * nowhere afterwards: not in what was painted, not in the journal, the history or a saved plan. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD "Tr0ub4dor"

struct desk {
    struct home home;
    struct term *t;
    char user[96];
};

static struct desk desk;

static int open_desk(void **state)
{
    *state = &desk;
    desk = (struct desk){.home = home_new()};
    snprintf(desk.user, sizeof desk.user, "%s", run_name("e2e-user"));
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    struct run r = run_klamm("-b %s user-delete %s --yes", run_env("KLAMM_BOOTSTRAP"), d->user);
    run_release(&r);
    term_free(d->t);
    home_release(&d->home);
    return 0;
}

static bool is_user(const struct desk *d)
{
    struct run r = run_klamm("-b %s get users -o name", run_env("KLAMM_BOOTSTRAP"));
    bool found = strstr(r.out, d->user) != NULL;
    assert_int_equal(r.status, 0);
    run_release(&r);
    return found;
}

static void assert_written_nowhere(struct desk *d)
{
    struct run r = run_shell("grep -rl " PASSWORD " '%s'", d->home.folder);
    assert_string_equal(r.out, "");
    run_release(&r);
    assert_false(term_output_has(d->t, PASSWORD, strlen(PASSWORD)));
}

static void leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
}

static void made_changed_and_deleted_in_the_console(void **state)
{
    struct desk *d = *state;
    d->t = console_start(&d->home, 30, 150);
    term_wait(d->t, "3 brokers");
    term_keys(d->t, "6");
    term_wait_row(d->t, "USER", "MECHANISM", "SHA-512", NULL);
    term_wait_row(d->t, "admin", "SCRAM-SHA-512", "4,096", NULL);
    term_keys(d->t, "c");
    term_wait(d->t, "┌ create user");
    console_type(d->t, d->user);
    term_keys(d->t, "<Down><Down><Down>");
    console_type(d->t, PASSWORD);
    term_wait_row(d->t, "password", "*********", NULL);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "type it once more");
    console_type(d->t, "Tr0ubadour");
    term_wait(d->t, "it is not the same as above");
    term_keys(d->t, "<Enter>");
    assert_false(term_has(d->t, "plan:"));
    term_keys(d->t, "<C-u>");
    console_type(d->t, PASSWORD);
    term_keys(d->t, "<Enter>");
    term_wait_row(d->t, d->user, "SCRAM-SHA-512", "4096 iterations", NULL);
    term_wait(d->t, "password=${PASSWORD:?}");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    term_wait_row(d->t, d->user, "SCRAM-SHA-512", "4,096", NULL);
    assert_written_nowhere(d);
    console_type(d->t, "/");
    console_type(d->t, d->user);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "D");
    term_wait(d->t, "┌ delete user");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "the login by it ends");
    term_wait(d->t, "is not known to anybody but its user");
    term_wait(d->t, "type  e2e-user");
    console_type(d->t, d->user);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    leave(d);
    assert_false(is_user(d));
}

static void password_by_a_command(void **state)
{
    struct desk *d = *state;
    char *folder = run_folder(), command[256];
    struct run r = run_shell("printf %%s " PASSWORD " >'%s/password'", folder);
    run_release(&r);
    d->t = console_start(&d->home, 30, 150);
    term_wait(d->t, "3 brokers");
    snprintf(command, sizeof command, "user-create %s --password-command 'cat %s/password'",
             d->user, folder);
    console_command(d->t, command);
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    console_type(d->t, "6");
    term_wait_row(d->t, d->user, "SCRAM-SHA-512", NULL);
    console_type(d->t, "/");
    console_type(d->t, d->user);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "E");
    term_wait(d->t, "┌ change password");
    term_keys(d->t, "<Down><Down>");
    snprintf(command, sizeof command, "cat %s/password", folder);
    console_type(d->t, command);
    term_wait_gone(d->t, "new password");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "type  e2e-user");
    console_type(d->t, d->user);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    assert_written_nowhere(d);
    leave(d);
    run_rm_folder(folder);
}

/* On a line it could be read, and would be kept in the history. */
static void never_on_a_line(void **state)
{
    struct desk *d = *state;
    char line[160];
    d->t = console_start(&d->home, 30, 150);
    term_wait(d->t, "3 brokers");
    snprintf(line, sizeof line, "user-create %s --password %s", d->user, PASSWORD);
    console_command(d->t, line);
    term_wait(d->t, "a secret is never taken from a line");
    leave(d);
    struct run r = run_shell("grep -rl " PASSWORD " '%s'", d->home.folder);
    assert_string_equal(r.out, "");
    run_release(&r);
    r = run_klamm("-b %s user-create %s --password %s --yes", run_env("KLAMM_BOOTSTRAP"), d->user,
                  PASSWORD);
    assert_int_equal(r.status, 2);
    must_lack(r.err, PASSWORD);
    run_release(&r);
    assert_false(is_user(d));
}

/* Who may not see them is told what is missing, not that there are none. */
static void denied_is_not_empty(void **state)
{
    struct desk *d = *state;
    char args[512];
    snprintf(args, sizeof args,
             "-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=PLAIN -X "
             "sasl.username=bob -X sasl.password=%s",
             run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_bob"));
    d->t = console_start_in(&d->home, 30, 150, args, NULL);
    term_wait(d->t, "3 brokers");
    term_keys(d->t, "6");
    term_wait(d->t, "needs Describe on Cluster");
    assert_false(term_has(d->t, "no user logs in by SCRAM"));
    leave(d);
}

/* klamm user-create at a terminal: asked for twice, without echo. */
static void asked_for_at_the_terminal(void **state)
{
    struct desk *d = *state;
    char args[256];
    snprintf(args, sizeof args, "-b %s user-create %s --mechanism SCRAM-SHA-256",
             run_env("KLAMM_BOOTSTRAP"), d->user);
    d->t = console_start_in(&d->home, 30, 150, args, NULL);
    term_wait(d->t, "password (not shown):");
    console_type(d->t, PASSWORD "\n");
    term_wait(d->t, "password once more:");
    console_type(d->t, PASSWORD "\n");
    term_wait(d->t, "4096 iterations");
    term_wait(d->t, "y/N");
    console_type(d->t, "y\n");
    term_expect_exit(d->t, 0);
    term_wait_row(d->t, d->user, "create SCRAM-SHA-256 credential", "done", NULL);
    assert_written_nowhere(d);
    assert_true(is_user(d));
}

static void a_plan_with_a_password_is_not_saved(void **state)
{
    struct desk *d = *state;
    struct run r = run_klamm("-b %s user-create %s --password-command 'echo %s' --plan-out %s/plan",
                             run_env("KLAMM_BOOTSTRAP"), d->user, PASSWORD, d->home.folder);
    assert_int_not_equal(r.status, 0);
    must_contain(r.err, "holds a secret");
    must_lack(r.out, PASSWORD);
    must_lack(r.err, PASSWORD);
    run_release(&r);
    r = run_shell("ls '%s/plan' 2>/dev/null", d->home.folder);
    assert_string_equal(r.out, "");
    run_release(&r);
    r = run_klamm("-b %s user-create %s --password-command 'echo >&2 no; exit 3' --yes",
                  run_env("KLAMM_BOOTSTRAP"), d->user);
    assert_int_equal(r.status, 2);
    must_contain(r.err, "exit code 3: no");
    run_release(&r);
    assert_false(is_user(d));
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        AT_DESK(made_changed_and_deleted_in_the_console),
        AT_DESK(password_by_a_command),
        AT_DESK(never_on_a_line),
        AT_DESK(denied_is_not_empty),
        AT_DESK(asked_for_at_the_terminal),
        AT_DESK(a_plan_with_a_password_is_not_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
