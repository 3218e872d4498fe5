/* Actions of a user who may not do everything: a reset that the broker takes for one topic and
 * refuses for another is shown as just that; what is refused as a whole sends nothing. */
#include "core/action/apply.h"
#include "core/action/register.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "tests/support/act.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define RESET "offsets-reset", "watch-commits", "0"

static struct act act; /* as carol */
static char mine[64], theirs[64], hidden[64], group[64];

static void allow(const char *operations, const char *resource)
{
    free(run_tool("acls --add --force --allow-principal User:carol %s %s", operations, resource));
}

static int set_up(void **state)
{
    struct act admin;
    char resource[100];

    (void)state;
    snprintf(mine, sizeof mine, "%s", run_name("act-mine"));
    snprintf(theirs, sizeof theirs, "%s", run_name("act-theirs"));
    snprintf(hidden, sizeof hidden, "%s", run_name("act-hidden"));
    snprintf(group, sizeof group, "%s", run_name("act-shared"));
    act_open(&admin, NULL);
    act_do(&admin, APPLY_DONE, "topic-create", "name", mine, "partitions", "1", NULL);
    act_do(&admin, APPLY_DONE, "topic-create", "name", theirs, "partitions", "1", NULL);
    act_do(&admin, APPLY_DONE, "topic-create", "name", hidden, "partitions", "1", NULL);
    act_close(&admin);
    client_produce(mine, 0, 20, 0, 0);
    client_produce(theirs, 0, 20, 0, 0);
    client_commit(group, mine, 0, 5);
    client_commit(group, theirs, 0, 6);
    snprintf(resource, sizeof resource, "--topic %s", mine);
    allow("--operation Read --operation DescribeConfigs", resource);
    snprintf(resource, sizeof resource, "--topic %s", theirs);
    allow("--operation Describe", resource);
    snprintf(resource, sizeof resource, "--group %s", group);
    allow("--operation Read", resource);
    free(run_tool("acls --add --force --deny-principal User:carol --operation Describe --topic %s",
                  hidden));
    act_open_as(&act, "carol");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool(
        "acls --remove --force --allow-principal User:carol --topic %s --topic %s --group %s "
        "--operation Read --operation Describe --operation DescribeConfigs",
        mine, theirs, group));
    free(run_tool(
        "acls --remove --force --deny-principal User:carol --operation Describe --topic %s",
        hidden));
    free(run_tool("topics --delete --topic '%s|%s|%s'", mine, theirs, hidden));
    act_close(&act);
    return 0;
}

static char *committed(const char *topic)
{
    struct run r =
        run_shell("tests/cluster/cluster tool groups --describe --group '%s' 2>/dev/null | "
                  "awk '$2 == \"%s\" {printf \"%%s\", $4}'",
                  group, topic);

    free(r.err);
    return r.out;
}

static void assert_committed(const char *topic, const char *want)
{
    char *seen = committed(topic);

    assert_string_equal(seen, want);
    free(seen);
}

static void test_half_of_it_is_refused(void **state)
{
    struct plan *p = act_plan_ok(&act, RESET, "group", group, "to", "earliest", NULL);
    struct apply_result r;
    struct journal j;
    char object[80];

    (void)state;
    assert_int_equal(p->nsteps, 2);
    r = act_apply(&act, p);
    if (r.status != APPLY_PARTIAL)
        fail_msg("%s: %s", apply_status_name(r.status), r.err.msg);
    snprintf(object, sizeof object, "%s-0", mine);
    assert_int_equal(act_step(p, object)->state, STEP_DONE);
    snprintf(object, sizeof object, "%s-0", theirs);
    assert_int_equal(act_step(p, object)->state, STEP_REFUSED);
    assert_non_null(act_step(p, object)->result);
    assert_string_equal(act_step(p, object)->now, "6");
    assert_non_null(strstr(r.err.msg, "1 of 2 steps done"));
    assert_non_null(strstr(r.err.msg, object));
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_string_equal(journal_find(&j, r.journal_id)->status, "partial");
    assert_non_null(journal_find(&j, r.journal_id)->error);
    journal_release(&j);
    plan_free(p);
    assert_committed(mine, "0");
    assert_committed(theirs, "6");
}

/* The rest of it, by a user who may: only what was refused is sent, and nothing twice. */
static void test_the_rest_by_another(void **state)
{
    struct plan *p = act_plan_ok(&act, RESET, "group", group, "to", "offset", "offset", "3", NULL);
    struct act admin;
    struct journal j;
    char id[JOURNAL_ID], object[80];

    (void)state;
    assert_int_equal(act_apply(&act, p).status, APPLY_PARTIAL);
    plan_free(p);
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    snprintf(id, sizeof id, "%s", j.entries[j.n - 1].id);
    assert_int_equal(j.entries[j.n - 1].counts.done, 1);
    assert_int_equal(j.entries[j.n - 1].counts.refused, 1);
    journal_release(&j);

    act_open(&admin, NULL);
    setenv("KLAMM_STATE_DIR", act.state, 1);
    p = act_plan_ok(&admin, "resume", "id", id, NULL);
    assert_null(p->blocked);
    assert_int_equal(p->nsteps, 1);
    snprintf(object, sizeof object, "%s-0", theirs);
    assert_string_equal(p->steps[0].object, object);
    assert_string_equal(p->steps[0].before, "6");
    assert_string_equal(p->steps[0].after, "3");
    assert_int_equal(act_apply(&admin, p).status, APPLY_DONE);
    plan_free(p);
    p = act_plan_ok(&admin, "resume", "id", id, NULL);
    assert_true(plan_is_empty(p)); /* by now it is there as asked */
    plan_free(p);
    act_close(&admin);
    setenv("KLAMM_STATE_DIR", act.state, 1);
    assert_committed(mine, "3");
    assert_committed(theirs, "3");
}

static void test_denied_config(void **state)
{
    struct err err = {0};
    struct plan *p =
        act_plan(&act, &err, "config-alter", "name", mine, "set", "retention.ms=1d", NULL);

    (void)state;
    assert_null(p);
    if (!strstr(err.msg, "uthor"))
        fail_msg("%s", err.msg);
}

static void test_denied_create(void **state)
{
    struct err err = {0};
    struct plan *p = act_plan(&act, &err, "topic-create", "name", "act-denied", NULL);

    (void)state;
    assert_null(p);
    if (!strstr(err.msg, "uthor"))
        fail_msg("%s", err.msg);
}

static void test_denied_group(void **state)
{
    struct err err = {0};
    struct plan *p = act_plan(&act, &err, RESET, "group", "act-another-users", "to", "earliest",
                              "topic", mine, NULL);

    (void)state;
    assert_null(p);
    assert_string_equal(err.msg, "DescribeGroups for group act-another-users: not authorised "
                                 "(needs Describe on Group)");
}

/* The right that is missing, in an operator's words and not in the library's. */
static void test_denied_commits(void **state)
{
    struct err err = {0};
    struct plan *p = act_plan(&act, &err, "offsets-reset", "group", group, "to", "group", "from",
                              "act-another-users", NULL);

    (void)state;
    assert_null(p);
    assert_string_equal(err.msg, "OffsetFetch for group act-another-users: not authorised (needs "
                                 "Describe on Group)");
    p = act_plan_ok(&act, "group-delete", "group", group, "watch-commits", "0", NULL);
    assert_int_equal(act_apply(&act, p).status, APPLY_REFUSED);
    assert_non_null(strstr(p->steps[0].result, "not authorised (needs Delete on Group)"));
    plan_free(p);
    p = act_plan_ok(&act, "offsets-delete", "group", group, "topic", mine, "watch-commits", "0",
                    NULL);
    assert_int_equal(act_apply(&act, p).status, APPLY_REFUSED);
    assert_non_null(strstr(p->steps[0].result, "not authorised (needs Delete on Group)"));
    plan_free(p);
    assert_committed(mine, "3");
    assert_committed(theirs, "3");
}

static void unseen(const char *verb, const char *a, const char *a_value, const char *b,
                   const char *b_value, const char *c, const char *c_value)
{
    struct err err = {0};

    assert_null(act_plan(&act, &err, verb, a, a_value, b, b_value, c, c_value, NULL));
    if (!strstr(err.msg, hidden) || !strstr(err.msg, "or you may not see it"))
        fail_msg("%s: %s", verb, err.msg);
}

/* Metadata leaves out what a user may not describe: it may still be there. */
static void test_what_is_hidden_is_not_said_to_be_missing(void **state)
{
    struct metadata nothing = {0};
    struct model seen = {.metadata = &nothing};
    const struct action_ctx x = {.cluster = act.cluster, .model = &seen};
    struct plan *p;
    char rule[200];

    (void)state;
    unseen("topic-delete", "topic", hidden, NULL, NULL, NULL, NULL);
    unseen("partitions-add", "topic", hidden, "partitions", "3", NULL, NULL);
    unseen("config-alter", "name", hidden, "set", "retention.ms=1d", NULL, NULL);
    unseen("offsets-reset", "group", group, "to", "earliest", "topic", hidden);
    p = act_plan_ok(&act, "acl-create", "principal", "User:dan", "operation", "Read", "topic",
                    hidden, NULL);
    snprintf(rule, sizeof rule, "allow Read topic literal %s User:dan *", hidden);
    assert_string_equal(act_cell(p, rule, "note"),
                        "there is no such topic now, or you may not see it");
    plan_free(p);
    assert_string_equal(action_find("topic-delete")->refusal(&x, hidden),
                        "there is no topic of that name, or you may not see it");
}

/* What its id is, is denied too, which does not mean that it was deleted. */
static void test_undo_of_what_is_hidden(void **state)
{
    struct act admin;
    struct journal j;
    char id[JOURNAL_ID];
    struct plan *p;

    (void)state;
    act_open(&admin, NULL);
    setenv("KLAMM_STATE_DIR", act.state, 1);
    act_do(&admin, APPLY_DONE, "offsets-reset", "group", group, "to", "earliest", "topic", hidden,
           "watch-commits", "0", NULL);
    act_close(&admin);
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    snprintf(id, sizeof id, "%s", j.entries[j.n - 1].id);
    journal_release(&j);
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_non_null(p->blocked);
    assert_non_null(strstr(p->blocked, "no longer exists, or you may not see it"));
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_half_of_it_is_refused),
        cmocka_unit_test(test_the_rest_by_another),
        cmocka_unit_test(test_denied_config),
        cmocka_unit_test(test_denied_create),
        cmocka_unit_test(test_denied_group),
        cmocka_unit_test(test_denied_commits),
        cmocka_unit_test(test_what_is_hidden_is_not_said_to_be_missing),
        cmocka_unit_test(test_undo_of_what_is_hidden),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
