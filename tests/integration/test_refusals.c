/* Whatever klamm refuses leaves the cluster as it was, and no trace in the journal: a table of
 * commands (refusals.txt), and one change of each kind (changes.txt) where the cluster is
 * read-only, no question can be asked, it is only tried, or rights are missing. What the cluster
 * says is there is compared byte for byte, before and after all of them; finally the same changes
 * are sent, so that it is known that each of them would have been seen. The commands stand in
 * refusals.sh. */
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/snapshot.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT "tests/integration/refusals.sh"

static char prefix[64], steady[64], *dir;
static struct client_member *classic, *modern;
static struct client_committer *committer;

/* The variables of the script: what they stand for begins with the prefix. */
static const char *of(const char *name)
{
    return run_env(name);
}

static void name(const char *variable, const char *end)
{
    char text[96];

    snprintf(text, sizeof text, "%s%s", prefix, end);
    setenv(variable, text, 1);
}

static void make_names(void)
{
    static const char *const list[][2] = {
        {"P", ""},         {"T", "-t"},      {"C", "-compact"},   {"Q", "-purging"},
        {"D", "-dot.a"},   {"X", "-again"},  {"G", "-group"},     {"H", "-quiet"},
        {"A", "-classic"}, {"N", "-modern"}, {"W", "-committed"}, {"U", "-user"},
        {"V", "-both"},
    };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        name(list[i][0], list[i][1]);
    setenv("F", dir, 1);
    setenv("KLAMM_STATE_DIR", dir, 1);
    setenv("KLAMM", run_program(), 1);
    setenv("BROKER_KEY", SNAPSHOT_BROKER_KEY, 1);
}

static void make_topics(void)
{
    static const char *const week[] = {"retention.ms=604800000", NULL};
    static const char *const compact[] = {"cleanup.policy=compact", NULL};
    static const char *const purging[] = {"retention.ms=1", NULL};

    admin_create_topic(of("T"), 3, 2, week);
    admin_create_topic(of("C"), 1, 2, compact);
    admin_create_topic(of("Q"), 1, 1, purging);
    admin_create_topic(of("D"), 1, 1, NULL);
    admin_create_topic(of("X"), 1, 1, NULL);
    admin_create_topic(steady, 1, 1, NULL); /* its commits move: it is not compared */
    for (int32_t p = 0; p < 3; p++)
        client_produce(of("T"), p, 10, 0, 0);
    admin_delete_records(of("T"), 0, 2);
}

static void make_groups(void)
{
    const struct admin_offset list[] = {
        {of("G"), of("T"), 0, 5}, {of("G"), of("T"), 1, 6}, {of("H"), of("T"), 0, 3},
        {of("A"), of("T"), 0, 3}, {of("N"), of("T"), 0, 3}, {of("W"), of("T"), 0, 4},
    };

    admin_commit(list, sizeof list / sizeof *list);
}

static int set_up(void **state)
{
    struct run r;

    (void)state;
    snprintf(prefix, sizeof prefix, "%s", run_name("refuse"));
    snprintf(steady, sizeof steady, "%s", run_name("steady"));
    dir = run_dir();
    make_names();
    make_topics();
    make_groups();
    r = run_shell(SCRIPT " prepare");
    if (r.status != 0)
        fail_msg("%s", r.err);
    run_release(&r);
    classic = client_join(of("A"), of("T"), "refuse-classic", "classic");
    modern = client_join(of("N"), of("T"), "refuse-modern", "consumer");
    committer = client_keep_committing(of("W"), steady, 0, 1000);
    return 0;
}

static void leave(void)
{
    if (!committer)
        return;
    client_stop_committing(committer);
    client_leave(classic);
    client_leave(modern);
    committer = NULL;
}

static int tear_down(void **state)
{
    struct run r;

    (void)state;
    leave();
    r = run_shell(SCRIPT " clean");
    if (r.status != 0)
        fail_msg("%s", r.err);
    run_release(&r);
    admin_delete_topic(steady);
    run_rm_dir(dir);
    return 0;
}

static char *journal(void)
{
    struct run r = run_shell("cat \"$F\"/journal/*");

    assert_int_equal(r.status, 0);
    free(r.err);
    return r.out;
}

/* Nothing but "… run" is printed of what goes as the table says. */
static void table_holds(const char *which, int at_least)
{
    struct run r = run_shell(SCRIPT " %s", which);
    int n = 0;

    if (sscanf(r.out, "%d run", &n) != 1 || n < at_least) {
        fprintf(stderr, "%s%s", r.out, r.err); /* longer than a message of cmocka's may be */
        fail_msg("%s: not all of it went as the table says", which);
    }
    run_release(&r);
}

static void leaves_all_as_it_is(const char *which, int at_least)
{
    char *before = snapshot_settled(prefix), *noted = journal(), *after, *diff;

    table_holds(which, at_least);
    after = snapshot_settled(prefix);
    diff = snapshot_diff(before, after);
    if (*diff)
        fail_msg("something was sent:\n%s", diff);
    free(diff);
    free(before);
    free(after);
    after = journal();
    assert_string_equal(noted, after);
    free(noted);
    free(after);
}

static void test_what_is_refused_sends_nothing(void **state)
{
    (void)state;
    leaves_all_as_it_is("refuse", 250);
}

static void test_guards_hold_for_every_verb(void **state)
{
    (void)state;
    leaves_all_as_it_is("guard", 60);
}

/* As the manual page has them, for every command and verb. */
static void test_exit_codes_are_those_of_the_manual(void **state)
{
    (void)state;
    leaves_all_as_it_is("exits", 80);
}

/* No broker reports a password: only the login shows which one it is, at any of the brokers. */
static void password_is(const char *which, bool works)
{
    bool as_wanted = false;

    for (int turns = 0; !as_wanted; turns++) {
        struct run r = run_shell(SCRIPT " login user %s", which);

        as_wanted = (r.status == 0) == works;
        if (turns == 50)
            fail_msg("%s: %s", which, r.err);
        run_release(&r);
    }
}

/* Whether all signs, one a line, are in it; the first that is not. */
static bool has_all(const char *diff, const char *signs, char *missing, size_t size)
{
    for (const char *end; (end = strchr(signs, '\n')); signs = end + 1) {
        snprintf(missing, size, "%.*s", (int)(end - signs), signs);
        if (!strstr(diff, missing))
            return false;
    }
    return true;
}

static void test_what_is_sent_is_seen(void **state)
{
    char *before = snapshot_settled(prefix), missing[300];
    struct run signs = run_shell(SCRIPT " signs"), r;
    bool seen = false;

    (void)state;
    leave();
    password_is("first-secret", true);
    r = run_shell(SCRIPT " changes");
    assert_string_equal(r.out, "");
    run_release(&r);
    for (int turns = 0; !seen; turns++) {
        char *after = snapshot_of(prefix), *diff = snapshot_diff(before, after);

        seen = has_all(diff, signs.out, missing, sizeof missing);
        if (turns == 50)
            fail_msg("'%s' is not seen:\n%s", missing, diff);
        free(diff);
        free(after);
    }
    run_release(&signs);
    free(before);
    password_is("second-secret", true);
    password_is("first-secret", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_refused_sends_nothing),
        cmocka_unit_test(test_guards_hold_for_every_verb),
        cmocka_unit_test(test_exit_codes_are_those_of_the_manual),
        cmocka_unit_test(test_what_is_sent_is_seen),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
