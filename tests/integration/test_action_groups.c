/* Making, deleting and half deleting groups on the real cluster: group-create, group-delete,
 * offsets-delete; what is refused, and that nothing was sent then; and the ways back. */
#include "core/action/apply.h"
#include "core/kafka/convert.h"
#include "core/plan/step.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/foreign.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define QUIET "watch-commits", "0"

static struct act act;
static char topic[64], other[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-grp"));
    snprintf(other, sizeof other, "%s", run_name("act-grp-other"));
    act_open(&act, NULL);
    admin_create_topic(topic, 2, 3, NULL);
    admin_create_topic(other, 1, 3, NULL);
    client_produce(topic, 0, 100, 0, 0);
    client_produce(topic, 1, 40, 0, 0);
    client_produce(other, 0, 60, 0, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    admin_delete_topic(other);
    act_close(&act);
    return 0;
}

static const char *commits(const char *group)
{
    return act_commits(&act, group, topic, other);
}

struct reading {
    bool done;
    void *answer;
};

static void on_answer(void *user, void *result, const struct err *err)
{
    struct reading *r = user;

    if (err)
        fail_msg("%s", err->msg);
    r->answer = result;
    r->done = true;
}

static const char *new_group(void)
{
    const char *group = run_name("act-grp-g");

    client_commit(group, topic, 0, 10);
    client_commit(group, topic, 1, 40);
    client_commit(group, other, 0, 5);
    return group;
}

/* What Kafka's own tool says in the end, of all groups at once. */
static struct {
    char group[200];
    bool there;
} expected[16];
static size_t nexpected;

static void expect(const char *group, bool there)
{
    snprintf(expected[nexpected].group, sizeof expected->group, "%.199s", group);
    expected[nexpected++].there = there;
}

static void undo(const char *id)
{
    char kept[64];

    snprintf(kept, sizeof kept, "%s", id);
    act_do(&act, APPLY_DONE, "undo", "id", kept, NULL);
}

/* ---- group-delete ---------------------------------------------------------------------------- */

static void test_delete_group_and_back(void **state)
{
    const char *g = new_group();
    struct plan *p = act_plan_ok(&act, "group-delete", "group", g, QUIET, NULL);
    struct apply_result r;

    (void)state;
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(p->confirm, g);
    assert_int_equal(p->nsteps, 1);
    assert_string_equal(p->steps[0].before, "3 offsets");
    assert_null(p->steps[0].after);
    assert_int_equal(p->preview->nrows, 3);
    assert_non_null(strstr(p->command, "--delete --group"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_int_equal(p->steps[0].state, STEP_DONE);
    assert_null(p->steps[0].now);
    assert_string_equal(commits(g), "");
    undo(r.journal_id);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
    plan_free(p);
    expect(g, true);
}

static void test_delete_many_groups(void **state)
{
    char g[3][100];
    struct plan *p;
    struct apply_result r;

    (void)state;
    for (size_t i = 0; i < 3; i++)
        snprintf(g[i], sizeof g[i], "%s", new_group());
    p = act_plan_ok(&act, "group-delete", "group", g[0], "group", g[1], "group", g[2], QUIET, NULL);
    assert_int_equal(p->nsteps, 3);
    assert_string_equal(p->confirm, "3");
    assert_int_equal(p->preview->nrows, 9);
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(p->steps[i].state, STEP_DONE);
        expect(g[i], false);
    }
    plan_free(p);
}

static void test_delete_active_group_refused(void **state)
{
    const char *g = new_group();
    struct plan *before = act_plan_ok(&act, "group-delete", "group", g, QUIET, NULL), *p;
    struct client_member *m = client_join(g, topic, "act-worker", "classic");
    struct apply_result r;

    (void)state;
    p = act_plan_ok(&act, "group-delete", "group", g, QUIET, NULL);
    assert_non_null(strstr(p->blocked, "act-worker on "));
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);
    r = act_apply(&act, before);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    plan_free(r.again);
    plan_free(before);
    client_leave(m);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
    expect(g, true);
}

/* A client committed after the plan was shown: what would be forgotten is not what was seen. */
static void test_delete_group_that_moved(void **state)
{
    const char *g = new_group();
    struct plan *p = act_plan_ok(&act, "group-delete", "group", g, QUIET, NULL);
    struct apply_result r;

    (void)state;
    client_commit(g, topic, 0, 11);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(strstr(r.err.msg, "was 10 and is now 11"));
    plan_free(r.again);
    plan_free(p);
    assert_string_equal(commits(g), "a0=11 a1=40 b0=5");
    expect(g, true);
}

static void refused(const char *part, struct plan *p, const struct err *err)
{
    assert_null(p);
    if (!strstr(err->msg, part))
        fail_msg("'%s' is not in: %s", part, err->msg);
}

static void test_delete_unknown(void **state)
{
    const char *g = new_group();
    struct err err = {0};
    char scope[80];

    (void)state;
    refused("does not exist", act_plan(&act, &err, "group-delete", "group", "act-no-such", NULL),
            &err);
    refused("has no commits on topic",
            act_plan(&act, &err, "offsets-delete", "group", g, "topic", "act-no-such", NULL), &err);
    snprintf(scope, sizeof scope, "%s:0,7", topic);
    refused("has no commit on",
            act_plan(&act, &err, "offsets-delete", "group", g, "topic", scope, NULL), &err);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
}

/* ---- offsets-delete -------------------------------------------------------------------------- */

static void test_delete_offsets_and_back(void **state)
{
    const char *g = new_group();
    struct plan *p;
    struct apply_result r;
    char scope[80];

    (void)state;
    snprintf(scope, sizeof scope, "%s:1", topic);
    p = act_plan_ok(&act, "offsets-delete", "group", g, "topic", scope, "topic", other, QUIET,
                    NULL);
    assert_int_equal(p->nsteps, 2);
    assert_int_equal(p->danger, DANGER_LOW);
    assert_non_null(strstr(p->command, "--delete-offsets"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(commits(g), "a0=10");
    undo(r.journal_id);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
    plan_free(p);
    expect(g, true);
}

static void offsets_of_an_active_group(const char *protocol)
{
    const char *g = new_group();
    struct client_member *m = client_join(g, topic, "act-reader", protocol);
    struct plan *p = act_plan_ok(&act, "offsets-delete", "group", g, "topic", topic, NULL);
    struct apply_result r;

    assert_non_null(strstr(p->blocked, "is read by act-reader on "));
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");

    p = act_plan_ok(&act, "offsets-delete", "group", g, "topic", other, NULL);
    assert_null(p->blocked);
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_true(act_warns(p, "is active"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    plan_free(p);
    assert_string_equal(commits(g), "a0=10 a1=40");
    client_leave(m);
    expect(g, true);
}

static void test_offsets_of_an_active_classic_group(void **state)
{
    (void)state;
    offsets_of_an_active_group("classic");
}

static void test_offsets_of_an_active_new_group(void **state)
{
    (void)state;
    offsets_of_an_active_group("consumer");
}

/* Between the last look and the call a member may join: then the broker says no, to each partition,
 * and the call as a whole does not. */
static void test_broker_refuses_each_partition(void **state)
{
    const char *g = run_name("act-grp-g");
    struct reading sent = {0};
    struct outcome_list *l;
    struct client_member *m;
    struct apply_result r;
    struct plan *p;

    (void)state;
    client_commit(g, other, 0, 5);
    client_commit(g, topic, 0, 3);
    p = act_plan_ok(&act, "offsets-delete", "group", g, "topic", other, QUIET, NULL);
    m = client_join(g, other, "act-reader", "classic");
    p->steps[0].kind->send(act.cluster, p->steps, 1, on_answer, &sent);
    act_wait(&act, &sent.done);
    l = sent.answer;
    assert_int_equal(l->n, 1);
    assert_int_equal(l->o[0].err_code, 86); /* GROUP_SUBSCRIBED_TO_TOPIC */
    assert_non_null(strstr(l->o[0].err, "OffsetDelete"));
    outcome_list_free(l);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    plan_free(r.again);
    plan_free(p);
    client_leave(m);
    assert_string_equal(commits(g), "a0=3 b0=5");
}

/* ---- group-create ---------------------------------------------------------------------------- */

static void test_create_group_and_back(void **state)
{
    const char *g = run_name("act-grp-new");
    struct plan *p = act_plan_ok(&act, "group-create", "group", g, "to", "latest", "topic", topic,
                                 "topic", other, NULL);
    struct apply_result r;

    (void)state;
    assert_int_equal(p->nsteps, 3);
    assert_null(p->blocked);
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(commits(g), "a0=100 a1=40 b0=60");
    undo(r.journal_id);
    assert_string_equal(commits(g), "");
    plan_free(p);
}

static void test_create_refusals(void **state)
{
    const char *g = new_group(), *reads = run_name("act-grp-new");
    struct plan *p;
    struct err err = {0};
    struct apply_result r;

    (void)state;
    refused("exists already",
            act_plan(&act, &err, "group-create", "group", g, "to", "latest", "topic", topic, NULL),
            &err);
    refused("'topic' is needed",
            act_plan(&act, &err, "group-create", "group", reads, "to", "latest", NULL), &err);
    refused("does not exist",
            act_plan(&act, &err, "group-create", "group", reads, "to", "latest", "topic",
                     "act-no-such", NULL),
            &err);
    assert_string_equal(commits(reads), "");
    /* Made by another user while the plan was on screen. */
    p = act_plan_ok(&act, "group-create", "group", reads, "to", "earliest", "topic", topic, NULL);
    client_commit(reads, topic, 0, 77);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_null(r.again);
    plan_free(p);
    assert_string_equal(commits(reads), "a0=77");
    expect(reads, true);
}

/* Every verb on groups says no before anything is sent, and names the tool. */
static void all_refuse(const char *group, const char *tool)
{
    static const char *const verbs[][4] = {{"group-create", "to", "earliest"},
                                           {"offsets-reset", "to", "earliest"},
                                           {"offsets-delete", "watch-commits", "0"},
                                           {"group-delete", "watch-commits", "0"}};

    for (size_t i = 0; i < 4; i++) {
        struct err err = {0};
        const char *scope = i < 3 ? "topic" : NULL;
        struct plan *p = act_plan(&act, &err, verbs[i][0], "group", group, verbs[i][1], verbs[i][2],
                                  scope, topic, NULL);

        assert_null(p);
        if (err.kind != ERR_GUARD || !strstr(err.msg, tool))
            fail_msg("%s of %s: %d %s", verbs[i][0], group, err.kind, err.msg);
    }
}

/* To librdkafka they are dead: as if there were no such group. */
static void test_groups_of_other_types(void **state)
{
    const char *streams = run_name("act-streams"), *share = run_name("act-share");
    struct admin_offset commit = {streams, topic, 0, 5};
    struct run r;

    (void)state;
    foreign_share_group(share, topic, false);
    all_refuse(share, "kafka-share-groups");
    foreign_streams_group(streams, topic, false);
    all_refuse(streams, "kafka-streams-groups");
    admin_commit(&commit, 1); /* the broker takes that while it has no members */
    all_refuse(streams, "is a streams group");
    assert_string_equal(commits(streams), "a0=5");
    foreign_streams_group(streams, topic, true);
    all_refuse(streams, "is a streams group");
    r = run_klamm("-b %s get group-partitions %s", run_env("KLAMM_BOOTSTRAP"), streams);
    assert_non_null(strstr(r.err, "is a share or streams group"));
    run_release(&r);
    r = run_klamm("-b %s describe group %s", run_env("KLAMM_BOOTSTRAP"), share);
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "is a share or streams group"));
    run_release(&r);
}

/* No broker describes it, and all take commits for it. */
static void test_the_group_with_an_empty_id(void **state)
{
    struct admin_offset commit = {"", topic, 0, 5};
    struct err err = {0};
    struct run r;

    (void)state;
    admin_commit(&commit, 1);
    r = run_klamm("-b %s get group-partitions '' -o csv", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, topic));
    assert_non_null(strstr(r.err, "group \"\" has no active members"));
    run_release(&r);
    r = run_klamm("-b %s describe group ''", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "group \"\"\n"));
    run_release(&r);
    act_do(&act, APPLY_DONE, "offsets-reset", "group", "", "to", "latest", "topic", topic, QUIET,
           NULL);
    assert_string_equal(commits(""), "a0=100 a1=40");
    act_do(&act, APPLY_DONE, "group-delete", "group", "", QUIET, NULL);
    assert_string_equal(commits(""), "");
    assert_null(act_plan(&act, &err, "group-delete", "group", "", QUIET, NULL));
    assert_non_null(strstr(err.msg, "group \"\" does not exist"));
}

static void test_kafkas_own_tool_says_the_same(void **state)
{
    char *list = run_tool("groups --list"), line[300];

    (void)state;
    assert_true(nexpected >= 10);
    for (size_t i = 0; i < nexpected; i++) {
        snprintf(line, sizeof line, "%.199s\n", expected[i].group);
        if ((strstr(list, line) != NULL) != expected[i].there)
            fail_msg("%s is %sthere", expected[i].group, expected[i].there ? "not " : "");
    }
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delete_group_and_back),
        cmocka_unit_test(test_delete_many_groups),
        cmocka_unit_test(test_delete_active_group_refused),
        cmocka_unit_test(test_delete_group_that_moved),
        cmocka_unit_test(test_delete_unknown),
        cmocka_unit_test(test_delete_offsets_and_back),
        cmocka_unit_test(test_offsets_of_an_active_classic_group),
        cmocka_unit_test(test_offsets_of_an_active_new_group),
        cmocka_unit_test(test_broker_refuses_each_partition),
        cmocka_unit_test(test_create_group_and_back),
        cmocka_unit_test(test_create_refusals),
        cmocka_unit_test(test_groups_of_other_types),
        cmocka_unit_test(test_the_group_with_an_empty_id),
        cmocka_unit_test(test_kafkas_own_tool_says_the_same),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
