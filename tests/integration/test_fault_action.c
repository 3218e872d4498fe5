/* Actions while a broker is down or hangs: what can't be known is not claimed, and a plan whose
 * state can't be read again is not sent. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/coordinator.h"
#include "tests/support/nodes.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define RESET "offsets-reset", "watch-commits", "0"

enum { DETECTED_MS = 60000 };

static struct act act;

static void harm(const char *verb, int node)
{
    struct run r = run_shell("tests/cluster/cluster %s %d", verb, node);

    if (r.status != 0)
        fail_msg("%s %d: %s%s", verb, node, r.out, r.err);
    run_release(&r);
    if (strcmp(verb, "pause") != 0)
        act_settle(&act);
}

static int open_cluster(void **state)
{
    nodes_whole(state);
    act_open(&act, NULL);
    return 0;
}

static int close_cluster(void **state)
{
    (void)state;
    act_close(&act);
    return 0;
}

/* A topic has its only replica of one partition on a broker that dies: it has no leader. The group's
 * coordinator dies with it. */
static void test_partition_without_leader(void **state)
{
    int lost = coordinator_node();
    const char *group = coordinator_group("act-g", lost), *topic = run_name("act-lost");
    char want[100], other[100];
    struct plan *p;
    struct run r;

    (void)state;
    snprintf(want, sizeof want, "%d,%d", lost % 3 + 1, lost);
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", want, NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_produce(topic, 1, 10, 0, 0);
    client_commit(group, topic, 0, 4);
    client_commit(group, topic, 1, 4);
    harm("kill", lost);
    /* The controller needs a moment to notice; until then the plan may still find a leader. */
    for (int64_t until = clock_mono_ms() + DETECTED_MS;;) {
        struct err err = {0};

        act_settle(&act);
        p = act_plan(&act, &err, RESET, "group", group, "to", "latest", NULL);
        if (p && p->blocked)
            break;
        if (clock_mono_ms() > until)
            fail_msg("%s", p ? "the partition still has a leader" : err.msg);
        plan_free(p);
    }
    snprintf(want, sizeof want, "%s-1", topic);
    assert_non_null(strstr(p->blocked, want));
    snprintf(want, sizeof want, "%s-0", topic);
    assert_null(strstr(p->blocked, want));
    assert_string_equal(act_cell(p, want, "new"), "10");
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);

    r = run_klamm("-b %s get groups -o json --filter %s", run_env("KLAMM_BOOTSTRAP"), group);
    if (r.status != 1 || !strstr(r.err, "a part of it is unknown"))
        fail_msg("%d: %s%s", r.status, r.out, r.err);
    run_release(&r);

    /* A line of the one that can be moved would do a part of it. */
    snprintf(want, sizeof want, "%s:0=7", topic);
    snprintf(other, sizeof other, "%s:1=7", topic);
    p = act_plan_ok(&act, RESET, "group", group, "to", "each", "each", want, "each", other, NULL);
    assert_non_null(p->blocked);
    assert_null(p->command);
    plan_free(p);

    /* The healthy one alone can be reset. */
    snprintf(want, sizeof want, "%s:0", topic);
    act_do(&act, APPLY_DONE, RESET, "group", group, "to", "latest", "topic", want, NULL);
    harm("start", lost);
    free(run_tool("topics --delete --topic '%s'", topic));
}

static int coordinator_of(const char *group)
{
    struct run r = run_shell("tests/cluster/cluster tool groups --describe --state --group '%s' "
                             "2>/dev/null | sed -n 's/.*(\\([0-9]\\)).*/\\1/p'",
                             group);
    int node = (int)strtol(r.out, NULL, 10);

    run_release(&r);
    assert_in_range(node, 1, 3);
    return node;
}

/* The coordinator moved away before it hung, and the node is a follower now: the commit was sent
 * and waits for it. Its outcome is unknown, and that is shown and journalled. */
static void assert_in_doubt(const struct plan *p, const struct apply_result *r)
{
    struct journal j;

    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_true(journal_flush(10000));
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_string_equal(journal_find(&j, r->journal_id)->status, "failed");
    journal_release(&j);
}

static void says(const char *out, const char *words, bool yes)
{
    if (!strstr(out, words) == yes)
        fail_msg("%s \"%s\": %s", yes ? "does not say" : "says", words, out);
}

/* One of two leaders says nothing: what it alone knows is unknown, ends with 1 and blocks a plan,
 * and is never a number. */
static void test_one_leader_is_unresponsive(void **state)
{
    const char *topic = run_name("act-paused"), *group = run_name("act-g");
    char klamm[300];
    struct run lists[3];
    int heard, unresponsive;

    (void)state;
    client_commit(group, "orders", 0, 0);
    heard = coordinator_of(group);
    unresponsive = heard % 3 + 1;
    snprintf(klamm, sizeof klamm, "%d,%d", heard, unresponsive);
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", klamm, NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_produce(topic, 1, 10, 0, 0);
    client_commit(group, topic, 0, 4);
    client_commit(group, topic, 1, 4);
    snprintf(klamm, sizeof klamm, "KLAMM_PLAINTEXT_%d", heard);
    snprintf(klamm, sizeof klamm, "'%s' -b %s -X socket.timeout.ms=3000", run_program(),
             run_env(klamm));
    harm("pause", unresponsive);
    lists[0] = run_shell("%s get partitions %s -o csv --columns partition,start,end,messages",
                         klamm, topic);
    lists[1] = run_shell("%s offsets-reset %s --to-earliest --topic %s --dry-run --watch-commits 0",
                         klamm, group, topic);
    harm("resume", unresponsive);
    harm("pause", unresponsive);
    lists[2] = run_shell("%s get group-partitions %s -o csv --columns partition,committed,end,lag "
                         "--filter topic=%s",
                         klamm, group, topic);
    harm("resume", unresponsive);
    assert_int_equal(lists[0].status, 1);
    says(lists[0].out, "\n0,0,10,10", true);
    says(lists[0].out, "\n1,,,", true);
    assert_int_equal(lists[1].status, 4);
    says(lists[1].err, "can't be sent", true);
    assert_int_equal(lists[2].status, 1);
    says(lists[2].out, "\n0,4,10,6", true);
    says(lists[2].out, "\n1,4,,", true);
    for (size_t i = 0; i < 3; i++) {
        says(lists[i].out, "-1001", false);
        says(lists[i].out, "-1,001", false);
        run_release(&lists[i]);
    }
    free(run_tool("topics --delete --topic '%s'", topic));
}

static struct run klamm_does(const char *line)
{
    return run_shell("'%s' -b %s %s", run_program(), run_env("KLAMM_BOOTSTRAP"), line);
}

static void assert_done(struct run *r)
{
    if (r->status != 0)
        fail_msg("ended with %d: %s%s", r->status, r->err, r->out);
    run_release(r);
}

static void make_beside(const char *topic, const char *group, int one, int other)
{
    char on[16];

    snprintf(on, sizeof on, "%d,%d", one, other);
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", on, NULL);
    for (int p = 0; p < 2; p++) {
        client_produce(topic, p, 10, 0, 0);
        client_commit(group, topic, p, 4);
    }
}

/* A reset and a purge, of what the unresponsive one has no part in. */
static void change_beside(const char *topic, const char *group, int unresponsive, struct run did[2])
{
    char line[300];

    admin_wake_forwarders(topic);
    harm("pause", unresponsive);
    snprintf(line, sizeof line, "offsets-reset %s --to-latest --topic %s --watch-commits 0 --yes",
             group, topic);
    did[0] = klamm_does(line);
    harm("resume", unresponsive);
    harm("pause", unresponsive); /* its session with the controller starts again */
    snprintf(line, sizeof line, "topic-purge %s --yes", topic);
    did[1] = klamm_does(line);
    harm("resume", unresponsive);
}

/* Whatever an unresponsive broker has no part in goes on without it: neither the group's
 * coordinator nor a leader of the topic is the one, and which broker klamm asks first is not the
 * user's business. While the quorum elects a leader no setting can be changed: after an election,
 * on a busy machine, it is tried once more. */
static void test_changes_while_a_broker_does_not_respond(void **state)
{
    struct quorum before = quorum_now(), after;
    struct run did[2];

    (void)state;
    for (int i = 0;; i++, before = after) {
        const char *topic = run_name("act-others"), *group = run_name("act-g");
        int coordinator, unresponsive = 1;
        bool done;

        client_commit(group, "orders", 0, 0);
        coordinator = coordinator_of(group);
        while (unresponsive == coordinator || unresponsive == before.leader)
            unresponsive++;
        make_beside(topic, group, coordinator, 6 - coordinator - unresponsive);
        change_beside(topic, group, unresponsive, did);
        done = did[0].status == 0 && did[1].status == 0;
        after = quorum_now();
        if (done || after.epoch == before.epoch || i == 4) {
            assert_done(&did[0]);
            assert_done(&did[1]);
            assert_string_equal(act_commits(&act, group, topic, "orders"), "a0=10 a1=10 b0=0");
            free(run_tool("topics --delete --topic '%s'", topic));
            return;
        }
        run_release(&did[0]);
        run_release(&did[1]);
        free(run_tool("topics --delete --topic '%s'", topic));
    }
}

/* The group's coordinator hangs between plan and send: nothing is sent, nothing is journalled. After
 * three seconds another broker may take over, and then it is sent and done: klamm gives up before. */
static void test_coordinator_hangs_before_sending(void **state)
{
    const char *topic = run_name("act-hang"), *group = run_name("act-g");
    struct apply_result r;
    struct journal j;
    struct plan *p;
    size_t before;
    int node;

    (void)state;
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "partitions", "1", NULL);
    client_produce(topic, 0, 10, 0, 0);
    client_commit(group, topic, 0, 4);
    node = coordinator_of(group);
    act_close(&act);
    act_open_hasty(&act, "2000");
    act_settle(&act);
    p = act_plan_ok(&act, RESET, "group", group, "to", "latest", NULL);
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    before = j.n;
    journal_release(&j);
    harm("pause", node);
    r = act_apply(&act, p);
    harm("resume", node);
    assert_int_equal(r.status, APPLY_FAILED);
    if (r.journal_id) {
        assert_in_doubt(p, &r);
        /* Never a second time. */
        assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
        plan_free(p);
        free(run_tool("topics --delete --topic '%s'", topic));
        return;
    }
    assert_non_null(strstr(r.err.msg, "nothing was sent"));
    assert_int_equal(p->steps[0].state, STEP_PLANNED);
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_int_equal(j.n, before);
    journal_release(&j);
    /* The same plan may be sent once the cluster answers again. A broker that was away may not
     * know the topic for a moment, and then nothing is sent either. */
    for (int64_t until = clock_mono_ms() + DETECTED_MS;
         r.status == APPLY_FAILED || r.status == APPLY_MOVED;) {
        if (clock_mono_ms() > until)
            fail_msg("%s", r.err.msg);
        plan_free(r.again);
        act_settle(&act);
        r = act_apply(&act, p);
    }
    if (r.status != APPLY_DONE)
        fail_msg("%s: %s", apply_status_name(r.status), r.err.msg);
    plan_free(p);
    free(run_tool("topics --delete --topic '%s'", topic));
}

/* Leaving while a change is being prepared, at any stage: no callback, no leak, nothing sent. */
static void never(void *user, const struct apply_result *r)
{
    (void)user;
    (void)r;
    fail_msg("a cancelled job called back");
}

static void test_cancelled(void **state)
{
    const char *topic = run_name("act-cancel");
    struct plan *p = act_plan_ok(&act, "topic-create", "name", topic, NULL);

    (void)state;
    for (int turns = 0; turns < 4; turns++) {
        struct job *job = plan_apply(p, act.cluster, never, NULL);

        for (int i = 0; i < turns; i++)
            uv_run(&act.loop, UV_RUN_NOWAIT);
        job_cancel(job);
    }
    assert_int_equal(p->steps[0].state, STEP_PLANNED);
    plan_free(p);
}

static bool was_sent(const struct plan *p)
{
    return p->steps[0].state != STEP_PLANNED;
}

/* Leaving in the middle of sending: the journal keeps what is known of each step. */
static void test_left_while_sending(void **state)
{
    const char *topic = run_name("act-left");
    struct plan *p = act_plan_ok(&act, "topic-create", "name", topic, NULL);
    struct job *job = plan_apply(p, act.cluster, never, NULL);
    const struct journal_entry *e;
    struct journal j;

    (void)state;
    while (!was_sent(p))
        uv_run(&act.loop, UV_RUN_ONCE);
    job_cancel(job);
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_true(journal_flush(10000));
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    e = &j.entries[j.n - 1];
    assert_non_null(strstr(e->title, topic));
    assert_non_null(e->status);
    assert_string_equal(e->status, "failed");
    assert_non_null(strstr(e->error, "left before an answer"));
    journal_release(&j);
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cancelled, open_cluster, close_cluster),
        cmocka_unit_test_setup_teardown(test_left_while_sending, open_cluster, close_cluster),
        cmocka_unit_test_setup_teardown(test_changes_while_a_broker_does_not_respond, open_cluster,
                                        close_cluster),
        cmocka_unit_test_setup_teardown(test_partition_without_leader, open_cluster, close_cluster),
        cmocka_unit_test_setup_teardown(test_one_leader_is_unresponsive, open_cluster,
                                        close_cluster),
        cmocka_unit_test_setup_teardown(test_coordinator_hangs_before_sending, open_cluster,
                                        close_cluster),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
