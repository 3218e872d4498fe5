/* One verb over several objects against the real cluster: every object is in the plan, one that
 * changed or can't be done keeps all of it from being sent, and each has its own outcome. Kafka's
 * own tools say what is true afterwards. */
#include "core/action/apply.h"
#include "core/action/register.h"
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/journal/journal_read.h"
#include "core/plan/step.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define RESET "offsets-reset", "watch-commits", "0"

enum { N = 3 };

static struct act act;
static char topics[N][64], groups[N][64]; /* each group has committed 5 on each topic, of 20 */

static void name_them(void)
{
    for (int i = 0; i < N; i++) {
        snprintf(topics[i], sizeof topics[i], "%s", run_name("act-bulk-t"));
        snprintf(groups[i], sizeof groups[i], "%s", run_name("act-bulk-g"));
    }
}

static int set_up(void **state)
{
    (void)state;
    name_them();
    act_open(&act, NULL);
    for (int i = 0; i < N; i++) {
        admin_create_topic(topics[i], 1, 2, (const char *const[]){"segment.bytes=2000000", NULL});
        client_produce(topics[i], 0, 20, clock_wall_ms() - 3 * 86400000LL, 1000);
        client_commit(groups[i], topics[i], 0, 5);
        client_commit(groups[i], topics[0], 0, 5);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < N; i++)
        admin_delete_topic(topics[i]);
    act_close(&act);
    return 0;
}

/* "topic retention.ms" per topic, in one call of kafka-topics; "-" where it has none of its own. */
static void assert_retention(const char *a, const char *b, const char *c)
{
    const char *want[N] = {a, b, c};
    char *seen = run_tool("topics --describe --topic '%s|%s|%s'", topics[0], topics[1], topics[2]);

    for (int i = 0; i < N; i++) {
        char head[100], setting[60];
        char *line, *end;

        snprintf(head, sizeof head, "Topic: %s\t", topics[i]);
        snprintf(setting, sizeof setting, "retention.ms=%s", want[i] ? want[i] : "");
        line = strstr(seen, head);
        assert_non_null(line);
        end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        if ((strstr(line, setting) != NULL) != (want[i] != NULL))
            fail_msg("%s: %s", want[i] ? want[i] : "none", line);
        assert_non_null(strstr(line, "segment.bytes=2000000")); /* the other one stays */
        *end = '\n';
    }
    free(seen);
}

static struct plan *plan_retention(const char *value)
{
    return act_plan_ok(&act, "config-alter", "name", topics[0], "name", topics[1], "name",
                       topics[2], "set", value, NULL);
}

static const char *cell(const struct plan *p, const char *object, const char *row,
                        const char *column)
{
    char key[400];

    snprintf(key, sizeof key, "%.100s %.100s", object, row);
    return act_cell(p, key, column);
}

static void test_settings_of_several_topics(void **state)
{
    struct plan *p;
    struct apply_result r;
    struct journal j;

    (void)state;
    admin_set("topic", topics[1], "retention.ms", "864000000");
    p = plan_retention("retention.ms=10d");
    assert_non_null(strstr(p->title, "change settings of 3 topics: "));
    for (int i = 0; i < N; i++) {
        assert_non_null(strstr(p->title, topics[i]));
        assert_string_equal(cell(p, topics[i], "retention.ms", "object"), topics[i]);
        assert_string_equal(cell(p, topics[i], "retention.ms", "new"), "10 d (864000000)");
    }
    assert_string_equal(cell(p, topics[1], "retention.ms", "note"), "already set");
    assert_int_equal(p->nsteps, 2); /* what is set already is not sent */
    assert_string_equal(p->confirm, "3");
    assert_int_equal(p->danger, DANGER_LOW);
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(act_step(p, topics[0])->now, "864000000");
    assert_string_equal(act_step(p, topics[2])->now, "864000000");
    plan_free(p);
    assert_retention("864000000", "864000000", "864000000");

    /* All of it is in the journal, and can be turned round from there. */
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    p = journal_plan(journal_find(&j, r.journal_id), NULL);
    assert_int_equal(p->nsteps, 2);
    assert_int_equal(plan_count(p, STEP_DONE), 2);
    assert_null(act_step(p, topics[0])->before);
    assert_string_equal(act_step(p, topics[0])->after, "864000000");
    plan_free(p);
    journal_release(&j);
    for (int i = 0; i < N; i++)
        admin_set("topic", topics[i], "retention.ms", NULL);
}

static void test_one_that_moved_keeps_all_from_being_sent(void **state)
{
    struct plan *p = plan_retention("retention.ms=11d");
    struct apply_result r;

    (void)state;
    admin_set("topic", topics[2], "retention.ms", "777000000");
    act_wait_setting(&act, topics[2], "retention.ms", "777000000");
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(strstr(r.err.msg, topics[2]));
    assert_non_null(strstr(r.err.msg, "777000000"));
    plan_free(p);
    assert_retention(NULL, NULL, "777000000");
    assert_non_null(r.again);
    assert_int_equal(r.again->nsteps, 3);
    assert_string_equal(act_step(r.again, topics[2])->before, "777000000");
    assert_int_equal(act_apply(&act, r.again).status, APPLY_DONE);
    plan_free(r.again);
    assert_retention("950400000", "950400000", "950400000");
    act_do(&act, APPLY_DONE, "config-alter", "name", topics[0], "name", topics[1], "name",
           topics[2], "revert", "retention.ms", NULL);
    assert_retention(NULL, NULL, NULL);
}

static void test_one_that_is_not_there(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topics[0], "name", "act-bulk-none",
                                 "set", "retention.ms=9d", NULL);
    struct apply_result r;

    (void)state;
    assert_non_null(strstr(p->blocked, "there is no topic act-bulk-none"));
    assert_string_equal(act_cell(p, "act-bulk-none", "object"), "act-bulk-none");
    assert_non_null(strstr(act_cell(p, "act-bulk-none", "note"), "there is no topic"));
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_GUARD);
    plan_free(p);
    assert_retention(NULL, NULL, NULL);
}

static void test_none_of_them_is_there(void **state)
{
    struct err err = {0};

    (void)state;
    assert_null(act_plan(&act, &err, "config-alter", "name", "act-bulk-none", "name",
                         "act-bulk-neither", "set", "retention.ms=9d", NULL));
    assert_non_null(strstr(err.msg, "there is no topic act-bulk-none"));
}

static void test_the_same_twice(void **state)
{
    struct err err = {0};

    (void)state;
    assert_null(act_plan(&act, &err, "config-alter", "name", topics[0], "name", topics[0], "set",
                         "retention.ms=9d", NULL));
    assert_non_null(strstr(err.msg, "is named twice"));
}

/* What deletes records wants the count typed, as many as they are. */
static void test_shorter_retention_is_dangerous(void **state)
{
    struct plan *p = plan_retention("retention.ms=1d");

    (void)state;
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(p->confirm, "3");
    assert_true(act_warns(p, "records older than"));
    plan_free(p);
    assert_retention(NULL, NULL, NULL);
}

static void test_settings_of_two_brokers(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "type", "broker", "name", "1", "name", "3",
                                 "set", "log.cleaner.min.compaction.lag.ms=1", NULL);
    char *seen;

    (void)state;
    assert_non_null(strstr(p->title, "2 brokers: 1, 3"));
    assert_true(act_warns(p, "1, 3: brokers that are not named here"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    assert_int_equal(plan_count(p, STEP_DONE), 2);
    plan_free(p);
    seen = run_tool("configs --describe --entity-type brokers");
    assert_non_null(strstr(seen, "DYNAMIC_BROKER_CONFIG:log.cleaner.min.compaction.lag.ms=1"));
    free(seen);
    act_do(&act, APPLY_DONE, "config-alter", "type", "broker", "name", "1", "name", "3", "revert",
           "log.cleaner.min.compaction.lag.ms", NULL);
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* "group topic committed" lines in one call of kafka-consumer-groups. */
static void assert_commits(const char *a, const char *b, const char *c)
{
    const char *want[N] = {a, b, c};
    struct run r = run_shell("tests/cluster/cluster tool groups --describe --group %s --group %s "
                             "--group %s 2>/dev/null | awk '$3 == \"0\" {print $1, $2, $4}'",
                             groups[0], groups[1], groups[2]);

    for (int i = 0; i < N; i++) {
        char line[200];

        snprintf(line, sizeof line, "%s %s %s\n", groups[i], topics[i], want[i]);
        if (!strstr(r.out, line))
            fail_msg("no %s in %s", line, r.out);
    }
    run_release(&r);
}

static struct plan *plan_reset(const char *to, const char *name, const char *value)
{
    return act_plan_ok(&act, RESET, "group", groups[0], "group", groups[1], "group", groups[2],
                       "to", to, name, value, NULL);
}

static void test_offsets_of_several_groups(void **state)
{
    struct plan *p = plan_reset("latest", NULL, NULL);
    struct buf ours;
    struct run theirs;
    struct apply_result r;

    (void)state;
    assert_non_null(strstr(p->title, "reset offsets of 3 groups: "));
    assert_non_null(strstr(p->title, "to latest"));
    assert_int_equal(p->nsteps, 5); /* the first group has one partition, the others two */
    assert_string_equal(p->summary[1], "re-read 0   skip 75   first commit on 0 partitions");
    buf_init(&ours, 0);
    action_find("offsets-reset")->export_csv(p, &ours);
    theirs = run_shell("tests/cluster/cluster tool groups --reset-offsets --group %s --group %s "
                       "--group %s --all-topics --to-latest --dry-run --export 2>/dev/null | "
                       "grep '^act-' | LC_ALL=C sort",
                       groups[0], groups[1], groups[2]);
    assert_string_equal(buf_str(&ours), theirs.out);
    buf_release(&ours);
    run_release(&theirs);
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    plan_free(p);
    assert_commits("20", "20", "20");
}

static void test_one_moved_commit_keeps_all_from_being_sent(void **state)
{
    struct plan *p = plan_reset("shift", "shift", "-7");
    struct apply_result r;

    (void)state;
    client_commit(groups[1], topics[1], 0, 15);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(strstr(r.err.msg, groups[1]));
    plan_free(p);
    plan_free(r.again);
    assert_commits("20", "15", "20");
}

static void test_an_active_group_among_them(void **state)
{
    struct client_member *m = client_join(groups[2], topics[2], "act-bulk-member", "classic");
    struct plan *p = plan_reset("earliest", NULL, NULL);
    struct apply_result r;

    (void)state;
    assert_int_equal(p->nsteps, 5); /* the plan is still shown */
    assert_non_null(strstr(p->blocked, groups[2]));
    assert_non_null(strstr(p->blocked, "act-bulk-member"));
    assert_null(strstr(p->blocked, groups[0]));
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_GUARD);
    assert_non_null(strstr(r.err.msg, "act-bulk-member"));
    plan_free(p);
    client_leave(m);
    assert_commits("20", "15", "20");
    p = plan_reset("earliest", NULL, NULL);
    assert_null(p->blocked);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_commits("0", "0", "0");
}

/* A member that joins one of them between the plan and the sending. */
static void test_one_becomes_active(void **state)
{
    struct plan *p = plan_reset("latest", NULL, NULL);
    struct client_member *m = client_join(groups[0], topics[0], "act-bulk-late", "consumer");
    struct apply_result r = act_apply(&act, p);

    (void)state;
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(r.again->blocked);
    plan_free(p);
    plan_free(r.again);
    client_leave(m);
    assert_commits("0", "0", "0");
}

static void allow_carol(const char *verb)
{
    free(run_tool("acls --%s --force --allow-principal User:carol --operation Read --topic %s "
                  "--topic %s --topic %s --group %s --group %s",
                  verb, topics[0], topics[1], topics[2], groups[0], groups[2]));
    free(run_tool("acls --%s --force --allow-principal User:carol --operation Describe --group %s",
                  verb, groups[1]));
}

/* The broker refuses one group; the others are done, and the result says which is which. */
static void test_one_is_refused(void **state)
{
    struct apply_result r;
    struct plan *p;
    char object[100];

    (void)state;
    snprintf(object, sizeof object, "%s-0", topics[1]);
    allow_carol("add");
    act_close(&act);
    act_open_as(&act, "carol");
    p = plan_reset("offset", "offset", "3");
    assert_int_equal(p->nsteps, 5);
    r = act_apply(&act, p);
    if (r.status != APPLY_PARTIAL)
        fail_msg("%s: %s", apply_status_name(r.status), r.err.msg);
    assert_int_equal(plan_count(p, STEP_DONE), 3);
    assert_int_equal(plan_count(p, STEP_REFUSED), 2);
    assert_int_equal(act_step(p, object)->state, STEP_REFUSED);
    assert_non_null(strstr(r.err.msg, "3 of 5 steps done"));
    assert_non_null(strstr(r.err.msg, groups[1]));
    plan_free(p);
    act_close(&act);
    act_open(&act, NULL);
    assert_commits("3", "0", "3");
    allow_carol("remove");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings_of_several_topics),
        cmocka_unit_test(test_one_that_moved_keeps_all_from_being_sent),
        cmocka_unit_test(test_one_that_is_not_there),
        cmocka_unit_test(test_none_of_them_is_there),
        cmocka_unit_test(test_the_same_twice),
        cmocka_unit_test(test_shorter_retention_is_dangerous),
        cmocka_unit_test(test_settings_of_two_brokers),
        cmocka_unit_test(test_offsets_of_several_groups),
        cmocka_unit_test(test_one_moved_commit_keeps_all_from_being_sent),
        cmocka_unit_test(test_an_active_group_among_them),
        cmocka_unit_test(test_one_becomes_active),
        cmocka_unit_test(test_one_is_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
