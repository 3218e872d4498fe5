/* offsets-reset against the real cluster: afterwards kafka-consumer-groups sees the commits that
 * were asked for, and refusals are shown to send nothing. That plans are those of Kafka's tool is
 * tested in test_differential_offsets.c. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/journal/journal_read.h"
#include "tests/support/act.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define RESET "offsets-reset", "watch-commits", "0"

/* Made once: a topic with records of known times, and one whose log begins at 20. */
static struct act act;
static char topic[64], other[64];
static int64_t noon; /* of the first record, ms */

static int set_up(void **state)
{
    char path[300], json[200];

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-off"));
    snprintf(other, sizeof other, "%s", run_name("act-cut"));
    act_open(&act, NULL);
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "partitions", "3", NULL);
    act_do(&act, APPLY_DONE, "topic-create", "name", other, "partitions", "1", NULL);
    noon = clock_wall_ms() - 3600000;
    client_produce(topic, 0, 100, noon, 1000);
    client_produce(topic, 1, 40, noon, 1000);
    client_produce(other, 0, 50, noon, 1000);
    snprintf(path, sizeof path, "%s/cut.json", act.state);
    snprintf(json, sizeof json,
             "{\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"offset\":20}],\"version\":1}",
             other);
    assert_true(file_write(path, json, strlen(json), 0600, NULL));
    free(run_tool("delete-records --offset-json-file %s", path));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("topics --delete --topic '%s|%s'", topic, other));
    act_close(&act);
    return 0;
}

/* A new group at 10 of 100, at 40 of 40, and at 5 where the log begins at 20. */
static const char *new_group(void)
{
    const char *group = run_name("act-g");

    client_commit(group, topic, 0, 10);
    client_commit(group, topic, 1, 40);
    client_commit(group, other, 0, 5);
    return group;
}

/* What kafka-consumer-groups says of the commits: "topic partition offset" lines, ordered. */
static char *commits_of(const char *group)
{
    struct run r = run_shell("tests/cluster/cluster tool groups --describe --group '%s' 2>&1 | "
                             "awk '$3 ~ /^[0-9]+$/ {print $2, $3, $4}' | sort",
                             group);

    assert_int_equal(r.status, 0);
    free(r.err);
    return r.out;
}

static void assert_commits(const char *group, int64_t p0, int64_t p1, int64_t cut)
{
    char want[300], *seen = commits_of(group);

    snprintf(want, sizeof want, "%s 0 %" PRId64 "\n%s 0 %" PRId64 "\n%s 1 %" PRId64 "\n", other,
             cut, topic, p0, topic, p1);
    assert_string_equal(seen, want);
    free(seen);
}

/* Seen elsewhere: "Offsets reset", and the group was still at 10. */
static void test_latest_moves_forward(void **state)
{
    const char *g = new_group();
    struct plan *p = act_plan_ok(&act, RESET, "group", g, "to", "latest", NULL);
    struct apply_result r;
    char row[80];

    (void)state;
    snprintf(row, sizeof row, "%s-0", topic);
    assert_string_equal(act_cell(p, row, "committed"), "10");
    assert_string_equal(act_cell(p, row, "new"), "100");
    assert_string_equal(act_cell(p, row, "move"), "+90");
    assert_string_equal(act_cell(p, row, "lag-after"), "0");
    snprintf(row, sizeof row, "%s-0", other);
    assert_non_null(strstr(act_cell(p, row, "note"), "15 were deleted already"));
    /* Partition 1 is there already: two steps for three rows. */
    assert_int_equal(p->nsteps, 2);
    assert_non_null(strstr(p->summary[0], "re-read 0   skip 120"));
    assert_true(act_warns(p, "120 records"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    for (size_t i = 0; i < p->nsteps; i++) {
        assert_int_equal(p->steps[i].state, STEP_DONE);
        assert_string_equal(p->steps[i].now, p->steps[i].after);
    }
    plan_free(p);
    assert_commits(g, 100, 40, 50);
}

/* Seen elsewhere: previewed 15, 45 was sent, because the plan was made again after the
 * confirmation.
 */
static void test_commit_in_between(void **state)
{
    const char *g = new_group();
    struct plan *p =
        act_plan_ok(&act, RESET, "group", g, "to", "shift", "shift", "5", "topic", topic, NULL);
    struct apply_result r;

    (void)state;
    /* Partition 2 has no commit, so this plan can't be sent in any case: take the others. */
    assert_non_null(p->blocked);
    plan_free(p);
    p = act_plan_ok(&act, RESET, "group", g, "to", "shift", "shift", "5", NULL);
    client_commit(g, topic, 0, 40);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(strstr(r.err.msg, "was 10 and is now 40"));
    assert_null(r.journal_id);
    assert_non_null(r.again);
    assert_commits(g, 40, 40, 5);
    plan_free(p);
    /* The new plan is a plan like any other. */
    r = act_apply(&act, p = r.again);
    assert_int_equal(r.status, APPLY_DONE);
    plan_free(p);
    assert_commits(g, 45, 40, 20);
}

static void active_group(const char *protocol)
{
    const char *g = new_group();
    struct plan *before = act_plan_ok(&act, RESET, "group", g, "to", "earliest", NULL), *p;
    struct client_member *m = client_join(g, topic, "act-billing-7", protocol);
    struct apply_result r;

    /* Known from the start, with the whole plan to look at. */
    p = act_plan_ok(&act, RESET, "group", g, "to", "earliest", NULL);
    assert_non_null(p->blocked);
    assert_non_null(strstr(p->blocked, "act-billing-7 on "));
    assert_non_null(strstr(p->blocked, "127.0.0.1"));
    assert_int_equal(p->preview->nrows, 3);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_GUARD);
    plan_free(p);

    /* Planned while it was inactive, then a member joined. */
    assert_null(before->blocked);
    r = act_apply(&act, before);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(r.again);
    assert_non_null(strstr(r.again->blocked, "act-billing-7"));
    plan_free(r.again);
    plan_free(before);
    client_leave(m);
    assert_commits(g, 10, 40, 5);
}

static void test_active_classic_group(void **state)
{
    (void)state;
    active_group("classic");
}

static void test_active_group_of_the_new_protocol(void **state)
{
    (void)state;
    active_group("consumer");
}

static void refused(const char *part, const char *group, const char *param, const char *value,
                    const char *scope)
{
    struct err err = {0};
    struct plan *p = act_plan(&act, &err, RESET, "group", group, "to", param, param, value,
                              scope ? "topic" : NULL, scope, NULL);

    assert_null(p);
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

static void test_refusals(void **state)
{
    const char *g = new_group();
    char scope[80], each[100], *list;
    struct plan *p;

    (void)state;
    refused("does not exist, and resetting would create it", "act-no-such-group", "earliest", "",
            topic);
    refused("act-no-such-topic", g, "earliest", "", "act-no-such-topic");
    snprintf(scope, sizeof scope, "%s:1,7", topic);
    refused("no partition 7", g, "earliest", "", scope);
    snprintf(each, sizeof each, "%s:9=4", topic);
    refused("no partition 9", g, "each", each, NULL);
    refused("more than a day ahead", g, "instant", "2100-01-01", NULL);
    refused("out of range", g, "offset", "-3", NULL);

    p = act_plan_ok(&act, RESET, "group", g, "to", "instant", "instant",
                    "2024-05-01T10:20:30.123+02:00 or so", NULL);
    assert_true(act_warns(p, "“or so” after the zone means nothing"));
    plan_free(p);

    snprintf(scope, sizeof scope, "%s:1,2", topic);
    p = act_plan_ok(&act, RESET, "group", g, "to", "shift", "shift", "-1", "topic", scope, NULL);
    snprintf(each, sizeof each, "%s-2 has no commit", topic);
    assert_non_null(strstr(p->blocked, each));
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);

    list = run_tool("groups --list");
    assert_null(strstr(list, "act-no-such-group"));
    free(list);
    assert_commits(g, 10, 40, 5);
}

/* Kafka's export is our import; one partition by hand; a first commit. */
static void test_files_and_single_offsets(void **state)
{
    const char *g = new_group();
    char path[300], a[300], b[100], *seen;
    struct run r;
    struct plan *p;

    (void)state;
    snprintf(path, sizeof path, "%s/plan.csv", act.state);
    r = run_shell("tests/cluster/cluster tool groups --reset-offsets --group '%s' --to-earliest "
                  "--all-topics --dry-run --export 2>/dev/null >%s",
                  g, path);
    assert_int_equal(r.status, 0);
    run_release(&r);
    p = act_plan_ok(&act, RESET, "group", g, "to", "file", "file", path, NULL);
    assert_int_equal(p->nsteps, 3);
    assert_non_null(args_get(p->args, "lines"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_commits(g, 0, 0, 20);

    snprintf(a, sizeof a, "%s:0=7", topic);
    snprintf(b, sizeof b, "%s:2=9", topic);
    p = act_plan_ok(&act, RESET, "group", g, "to", "each", "each", a, "each", b, NULL);
    snprintf(b, sizeof b, "%s-2", topic);
    assert_string_equal(act_cell(p, b, "move"), "(first)");
    assert_string_equal(act_cell(p, b, "new"), "0");
    assert_non_null(strstr(act_cell(p, b, "note"), "9 is past the end"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    seen = commits_of(g);
    snprintf(a, sizeof a, "%s 0 7\n%s 1 0\n%s 2 0\n", topic, topic, topic);
    assert_non_null(strstr(seen, a));
    free(seen);
}

/* The topic of the plan was deleted and created again: same name, other records. */
static void test_topic_recreated_in_between(void **state)
{
    const char *g = run_name("act-g"), *name = run_name("act-again");
    struct plan *p;
    struct apply_result r;

    (void)state;
    act_do(&act, APPLY_DONE, "topic-create", "name", name, "partitions", "1", NULL);
    client_produce(name, 0, 10, 0, 0);
    client_commit(g, name, 0, 4);
    p = act_plan_ok(&act, RESET, "group", g, "to", "offset", "offset", "0", "topic", name, NULL);
    free(run_tool("topics --delete --topic '%s'", name));
    free(run_tool("topics --create --topic '%s' --partitions 1", name));
    client_produce(name, 0, 10, 0, 0);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    plan_free(r.again);
    plan_free(p);
    free(run_tool("topics --delete --topic '%s'", name));
}

static bool drives_terminal(const char *s)
{
    return s && !text_is_plain(s, strlen(s));
}

static void test_hostile_group_id(void **state)
{
    char group[100];
    struct plan *p, *read;
    struct apply_result r;
    struct journal j;

    (void)state;
    snprintf(group, sizeof group, "%s \x1b]0;pwn\a'\"$(x)", run_name("act-g"));
    client_commit(group, topic, 0, 3);
    p = act_plan_ok(&act, RESET, "group", group, "to", "offset", "offset", "8", NULL);
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_false(drives_terminal(p->title));
    assert_false(drives_terminal(p->confirm));
    assert_false(drives_terminal(p->command));
    assert_false(drives_terminal(p->steps[0].what));
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    read = journal_plan(journal_find(&j, r.journal_id), NULL);
    assert_non_null(read);
    assert_string_equal(args_get(read->args, "group"), group);
    assert_string_equal(read->steps[0].now, "8");
    assert_int_equal(read->steps[0].state, STEP_DONE);
    plan_free(read);
    journal_release(&j);
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latest_moves_forward),
        cmocka_unit_test(test_commit_in_between),
        cmocka_unit_test(test_active_classic_group),
        cmocka_unit_test(test_active_group_of_the_new_protocol),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_files_and_single_offsets),
        cmocka_unit_test(test_topic_recreated_in_between),
        cmocka_unit_test(test_hostile_group_id),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
