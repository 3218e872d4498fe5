/* The command line on a terminal: what is asked before a change is sent, the typed name on a
 * production cluster, a cluster that changes while the user thinks, a password, and a list that is
 * watched. */
#include "core/base/clock.h"
#include "tests/e2e/fixture.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 30, COLS = 160 };

static int set_up(void **state)
{
    fixture_set_up(state);
    setenv("KLAMM_STATE_DIR", ((struct fixture *)*state)->home.dir, 1);
    return 0;
}

static void klamm(struct fixture *f, const char *args)
{
    char line[512];
    snprintf(line, sizeof line, "-b %s %s", run_env("KLAMM_BOOTSTRAP"), args);
    term_free(f->t);
    f->t = console_start_in(&f->home, ROWS, COLS, line, NULL);
}

static bool exists(const char *name)
{
    struct run r =
        run_klamm("-b %s get topics --filter topic=%s -o name", run_env("KLAMM_BOOTSTRAP"), name);
    bool there = strstr(r.out, name) != NULL;
    assert_int_equal(r.status, 0);
    run_release(&r);
    return there;
}

/* Setting up and clearing away goes the short way: no JVM. */
static void at_once(const char *change)
{
    struct run r = run_klamm("-b %s %s --yes", run_env("KLAMM_BOOTSTRAP"), change);
    if (r.status != 0)
        fail_msg("%s: exit %d: %s", change, r.status, r.err);
    run_release(&r);
}

static void drop(const char *name)
{
    char change[200];
    snprintf(change, sizeof change, "topic-delete %s", name);
    at_once(change);
}

static void make(const char *name, int partitions)
{
    char change[200];
    snprintf(change, sizeof change, "topic-create %s --partitions %d --replication-factor 1", name,
             partitions);
    at_once(change);
}

static void only_y_sends(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-cli");
    char args[200];
    snprintf(args, sizeof args, "topic-create %s --partitions 1 --replication-factor 1", name);
    klamm(f, args);
    term_wait(f->t, "send this? y/N");
    assert_true(term_has(f->t, "kafka-topics"));
    term_keys(f->t, "n<Enter>");
    term_wait(f->t, "not confirmed: nothing was sent");
    term_expect_exit(f->t, 4);
    klamm(f, args);
    term_wait(f->t, "send this? y/N");
    term_keys(f->t, "<C-d>");
    term_expect_exit(f->t, 4);
    assert_false(exists(name));
    klamm(f, args);
    term_wait(f->t, "send this? y/N");
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    term_expect_exit(f->t, 0);
    assert_true(exists(name));
    drop(name);
}

/* A plan that is printed for programs is shown to people, too, where they are asked. */
static void no_one_confirms_what_is_not_shown(void **state)
{
    struct fixture *f = *state;
    char args[200];
    snprintf(args, sizeof args, "topic-create %s --partitions 1 -o json", run_name("e2e-cli"));
    klamm(f, args);
    term_wait(f->t, "send this? y/N");
    assert_true(term_has(f->t, "create topic"));
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "\"state\": \"planned\"");
    term_expect_exit(f->t, 4);
}

static void production_wants_the_name(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-cli");
    char args[200];
    snprintf(args, sizeof args, "--label prod topic-create %s --partitions 1", name);
    klamm(f, args);
    term_wait(f->t, "to send this, anything else to leave:");
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "not confirmed: nothing was sent");
    term_expect_exit(f->t, 4);
    assert_false(exists(name));
    klamm(f, args);
    term_wait(f->t, "to send this, anything else to leave:");
    console_type(f->t, name);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    term_expect_exit(f->t, 0);
    drop(name);
}

static void a_cluster_that_changes_is_planned_again(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-cli");
    char args[200];
    make(name, 1);
    snprintf(args, sizeof args, "config-alter %s --set retention.ms=1h", name);
    klamm(f, args);
    term_wait(f->t, "send this? y/N");
    snprintf(args, sizeof args, "config-alter %s --set retention.ms=5h", name);
    at_once(args);
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "changed since the plan was made");
    term_wait(f->t, "this is the new plan:");
    term_wait(f->t, "5 h");
    term_wait_match(f->t, "send this[?] y/N *$");
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    term_expect_exit(f->t, 0);
    drop(name);
}

/* Typed twice, never on the screen, in no file; and it is the password the user can log in with. */
static void a_password_is_typed_unseen(void **state)
{
    struct fixture *f = *state;
    const char *user = run_name("e2e-user");
    char args[300];
    snprintf(args, sizeof args, "user-create %s --yes", user);
    klamm(f, args);
    term_wait(f->t, "password (not shown):");
    term_keys(f->t, "geheim-1<Enter>");
    term_wait(f->t, "password again:");
    term_keys(f->t, "geheim-2<Enter>");
    term_wait(f->t, "the two are not the same: nothing was sent");
    term_expect_exit(f->t, 2);
    klamm(f, args);
    term_wait(f->t, "password (not shown):");
    term_keys(f->t, "geheim-1<Enter>");
    term_wait(f->t, "password again:");
    term_keys(f->t, "geheim-1<Enter>");
    term_wait(f->t, "done: 1 of 1 steps");
    term_expect_exit(f->t, 0);
    assert_false(term_output_has(f->t, "geheim", 6));
    assert_true(term_tty_restored(f->t));
    struct run r = run_shell("grep -r geheim %s", f->home.dir);
    assert_int_equal(r.status, 1);
    run_release(&r);
    r = run_klamm("-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=SCRAM-SHA-512 "
                  "-X sasl.username=%s -X sasl.password=geheim-1 get brokers -o name",
                  run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), user);
    if (r.status != 0)
        fail_msg("the login of %s: exit %d: %s", user, r.status, r.err);
    run_release(&r);
    snprintf(args, sizeof args, "user-delete %s", user);
    at_once(args);
    /* A plan with a secret is never saved, and no question is asked where there is no terminal. */
    r = run_klamm("-b %s user-create %s --password-command 'printf geheim-3' --plan-out %s/plan",
                  run_env("KLAMM_BOOTSTRAP"), user, f->home.dir);
    assert_int_equal(r.status, 4);
    must_contain(r.err, "secret");
    run_release(&r);
    r = run_klamm("-b %s user-create %s --yes </dev/null", run_env("KLAMM_BOOTSTRAP"), user);
    assert_int_equal(r.status, 2);
    must_contain(r.err, "--password-command");
    run_release(&r);
}

static void a_watched_list_stays_in_its_place(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-watch");
    char args[200];
    snprintf(args, sizeof args, "get topics --watch 200ms --filter %s --columns topic,partitions",
             name);
    klamm(f, args);
    term_wait(f->t, "topics every 200 ms");
    make(name, 7);
    int row = term_wait_row(f->t, name, "7", NULL);
    assert_int_equal(term_find_row(f->t, "topics every"), 0);
    assert_int_equal(row, 2);
    drop(name);
    term_wait_gone(f->t, name);
    term_signal(f->t, SIGINT);
    term_expect_exit(f->t, 0);
}

/* Whether it waits for answers, draws or rests then. */
static void a_watch_ends_by_ctrl_c_at_any_moment(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 12; i++) {
        klamm(f, "get topics --watch 100ms --columns topic,partitions,messages");
        term_wait(f->t, "topics every 100 ms");
        for (int64_t end = clock_mono_ms() + 23 * i; clock_mono_ms() < end;)
            term_find_row(f->t, "topics every");
        term_signal(f->t, SIGINT);
        term_expect_exit(f->t, 0);
    }
}

static void wait_retention(const char *topic, const char *ms)
{
    char want[60];
    snprintf(want, sizeof want, "\"value\":\"%s\"", ms);
    for (int64_t end = clock_mono_ms() + TERM_WAIT_MS;;) {
        struct run r = run_klamm("-b %s get configs topic/%s --filter key=retention.ms -o jsonl",
                                 run_env("KLAMM_BOOTSTRAP"), topic);
        bool seen = strstr(r.out, want);
        if (!seen && clock_mono_ms() > end)
            fail_msg("%s: %s is not %s", topic, r.out, want);
        run_release(&r);
        if (seen)
            return;
    }
}

/* Records ahead of now stay, so that the purge waits until it is stopped, half-way. */
static void stopped_half_way_it_puts_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    static const int signals[] = {0, SIGUSR1}; /* 0: Ctrl-\\ typed */
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        const char *topic = run_name("e2e-quit");
        char args[200];
        admin_create_topic(topic, 1, 1, settings);
        client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
        snprintf(args, sizeof args, "topic-purge %s --yes", topic);
        klamm(f, args);
        wait_retention(topic, "1");
        if (signals[i])
            term_signal(f->t, signals[i]);
        else
            term_keys(f->t, "<C-\\>");
        term_expect_exit(f->t, 1);
        wait_retention(topic, "86400000");
        admin_delete_topic(topic);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_y_sends, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(no_one_confirms_what_is_not_shown, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(production_wants_the_name, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_cluster_that_changes_is_planned_again, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_password_is_typed_unseen, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(stopped_half_way_it_puts_back, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_watched_list_stays_in_its_place, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_watch_ends_by_ctrl_c_at_any_moment, set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
