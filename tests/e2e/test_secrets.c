/* One round of everything with secrets planted wherever one can stand: in the configuration, in
 * client.properties, typed into a form, read from a command, given where it must not be. Afterwards
 * they are nowhere but where they were planted: no file below the home, no byte on the screen, no
 * word of a process. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MARK "Mark3r-of-a-secret" /* in each planted secret but the login's */

static struct fixture *f; /* its home is searched */
static char *place;       /* where they are planted */

__attribute__((format(printf, 2, 3))) static void plant(const char *name, const char *fmt, ...)
{
    char path[256];
    va_list ap;
    snprintf(path, sizeof path, "%s/%s", place, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    va_start(ap, fmt);
    vfprintf(file, fmt, ap);
    va_end(ap);
    fclose(file);
    struct run r = run_shell("chmod 600 '%s'", path);
    run_release(&r);
}

static char *login; /* admin's password, taken out of the environment that klamm gets from us */

static int set_up(void **state)
{
    fixture_set_up(state);
    f = *state;
    place = run_dir();
    if (!login)
        login = strdup(run_env("KLAMM_PASSWORD_admin"));
    unsetenv("KLAMM_PASSWORD_admin");
    snprintf(f->topic, sizeof f->topic, "%s", run_name("e2e-secret"));
    snprintf(f->user, sizeof f->user, "%s", run_name("e2e-secret-u"));
    plant("new", MARK "-new\n");
    plant("newer", MARK "-newer\n");
    plant("client.properties",
          "bootstrap.servers=%s\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n"
          "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
          "username=\"admin\" password=\"%s\";\nssl.key.password=" MARK "-key\n"
          "ssl.truststore.password=" MARK "-store\n",
          run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), login);
    plant("klamm.yaml",
          "clusters:\n  planted:\n    brokers: %s\n    properties:\n"
          "      security.protocol: SASL_PLAINTEXT\n      sasl.mechanism: SCRAM-SHA-256\n"
          "      sasl.username: admin\n      sasl.password: %s\n      ssl.key.password: " MARK
          "-yaml\n"
          "      debug: all\n",
          run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), login);
    admin_create_topic(f->topic, 1, 3, NULL);
    return 0;
}

static int tear_down(void **state)
{
    struct run r = run_klamm("-b %s user-delete %s --yes", run_env("KLAMM_BOOTSTRAP"), f->user);
    run_release(&r);
    admin_delete_topic(f->topic);
    run_rm_dir(place);
    return fixture_tear_down(state);
}

/* klamm with these words in the searched home, its output kept there; the exit code. */
__attribute__((format(printf, 1, 2))) static int cli(const char *fmt, ...)
{
    const char *h = f->home.dir;
    char *words;
    va_list ap;
    va_start(ap, fmt);
    if (vasprintf(&words, fmt, ap) < 0)
        abort();
    va_end(ap);
    struct run r = run_shell("mkdir -p '%s/tmp'; env HOME='%s' XDG_CONFIG_HOME='%s/config' "
                             "XDG_STATE_HOME='%s/state' XDG_RUNTIME_DIR= KLAMM_STATE_DIR= "
                             "TMPDIR='%s/tmp' EDITOR='%s/editor' "
                             "'%s' %s </dev/null >>'%s/said' 2>&1",
                             h, h, h, h, h, h, run_program(), words, h);
    int status = r.status;
    run_release(&r);
    free(words);
    return status;
}

static void assert_nowhere(const char *secret)
{
    struct run r = run_shell("grep -rlaF -e '%s' '%s'; true", secret, f->home.dir);
    if (*r.out) {
        struct run line =
            run_shell("grep -rahF -m 3 -e '%s' '%s' | cut -c 1-400", secret, f->home.dir);
        fail_msg("\"%s\" is in\n%s%s", secret, r.out, line.out);
    }
    run_release(&r);
    assert_true(!f->t || !term_output_has(f->t, secret, strlen(secret)));
}

/* The environment it hands on, and the words of who started it. */
static void write_editor(void)
{
    char path[256];
    home_write(&f->home, "editor",
               "#!/bin/sh\nenv >>\"$HOME/child\"\ntr '\\0' ' ' </proc/$PPID/cmdline "
               ">>\"$HOME/child\"\ncp \"$1\" \"$HOME/document\"\n"
               "echo 'flush.messages = 4321' >>\"$1\"\n");
    snprintf(path, sizeof path, "%s/editor", f->home.dir);
    struct run r = run_shell("chmod 700 '%s'", path);
    run_release(&r);
}

static void on_the_command_line(void **state)
{
    const char *h = f->home.dir, *p = place;
    char as[300];
    (void)state;
    write_editor();
    snprintf(as, sizeof as, "-F '%s/client.properties'", p);
    assert_int_equal(cli("%s -X debug=all get topics -o json", as), 0);
    assert_int_equal(cli("%s get users", as), 0);
    cli("%s get broker-configs 1 -o json", as);
    assert_int_equal(cli("--config '%s/klamm.yaml' config", p), 0);
    assert_int_equal(cli("%s user-create %s --password-command 'cat %s/new' --yes", as, f->user, p),
                     0);
    assert_int_equal(
        cli("%s user-alter %s --password-command 'cat %s/newer' --yes -o json", as, f->user, p), 0);
    cli("%s user-alter %s --password-command 'cat %s/newer' --plan-out '%s/plan'", as, f->user, p,
        h);
    assert_int_equal(cli("%s user-alter %s --password " MARK " --yes", as, f->user), 2);
    assert_int_equal(cli("%s user-alter %s --password-command 'cat %s/new %s/new; exit 3' --yes",
                         as, f->user, p, p),
                     2);
    assert_int_equal(cli("%s config-alter broker/1 --set ssl.keystore.password=" MARK " --yes", as),
                     4);
    assert_int_equal(cli("%s config-alter broker/1 --set "
                         "listener.name.plaintext.scram-sha-512.sasl.jaas.config=" MARK
                         " --dry-run -o json",
                         as),
                     4);
    assert_int_equal(
        cli("%s config-alter %s retention.ms=1h --plan-out '%s/plan2'", as, f->topic, h), 0);
    assert_int_equal(cli("%s config-alter --plan-in '%s/plan2' --yes", as, h), 0);
    assert_int_equal(cli("%s config-alter %s --edit --yes", as, f->topic), 0);
    assert_int_equal(cli("%s journal -o json", as), 0);
    cli("%s -X sasl.jaas.config='%s' get topics", as, "x required password=\"" MARK "\";");
    cli("%s record --for 1s", as);
    struct run r = run_shell("wc -c <'%s/said'; cat '%s/child' | wc -l", h, h);
    assert_true(strtol(r.out, NULL, 10) > 5000); /* there was something to search */
    run_release(&r);
    assert_nowhere(MARK);
    assert_nowhere(login);
}

/* What the kernel shows to everyone, and to the user, of the process. */
static void assert_process_tells_nothing(const struct term *t)
{
    struct run r = run_shell("cat /proc/%d/cmdline /proc/%d/environ | grep -ac -e '%s' -e '%s'",
                             term_pid(t), term_pid(t), MARK, login);
    assert_string_equal(r.out, "0\n");
    run_release(&r);
}

static void type_new_user(struct term *t)
{
    console_command(t, "users");
    term_wait_row(t, "USER", "MECHANISM", NULL);
    term_keys(t, "c");
    term_wait(t, "┌ create user");
    console_type(t, f->user);
    term_keys(t, "<Down><Down><Down>");
    console_type(t, MARK);
    term_keys(t, "<Enter>");
    term_wait(t, "type it again");
    console_type(t, MARK);
    term_keys(t, "<Enter>");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
}

/* Typed, pasted onto lines where it must not be, shown by the log at its loudest, and at last in
 * what a crash says. */
static void on_the_screen(void **state)
{
    char args[300], editor[300], tmp[300];
    const char *env[] = {editor, tmp, "VISUAL=", "XDG_RUNTIME_DIR=", NULL};
    (void)state;
    write_editor();
    snprintf(args, sizeof args, "--config %s/klamm.yaml -c planted", place);
    snprintf(editor, sizeof editor, "EDITOR=%s/editor", f->home.dir);
    snprintf(tmp, sizeof tmp, "TMPDIR=%s", f->home.dir);
    struct term *t = f->t = console_start_in(&f->home, 40, 180, args, env);
    term_wait(t, "3 brokers");
    assert_process_tells_nothing(t);
    type_new_user(t);
    console_command(t, "config-alter 1 --type broker --set ssl.keystore.password=hidden");
    term_wait(t, "ssl.keystore.password is a secret");
    console_escape(t, "┌ change settings");
    console_command(t, "log");
    term_wait_row(t, "TIME", "MESSAGE", NULL);
    console_command(t, "clusters");
    term_wait_row(t, "planted", "up", NULL);
    console_command(t, "journal");
    term_wait_row(t, "user-create", "done", NULL);
    char line[160];
    snprintf(line, sizeof line, "edit config-alter %s", f->topic);
    console_command(t, line);
    term_wait_row(t, "flush.messages", "4321", NULL);
    console_escape(t, "1 setting to change");
    assert_process_tells_nothing(t);
    term_signal(t, SIGABRT);
    term_expect_exit(t, 128 + SIGABRT);
    assert_nowhere(MARK);
    assert_nowhere(login);
    char *history = home_read(&f->home, "state/klamm/commands");
    must_contain(history, "journal");
    must_lack(history, "keystore");
    free(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(on_the_command_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(on_the_screen, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
