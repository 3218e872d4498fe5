/* topic-create against the real cluster, verified with kafka-topics and kafka-configs. */
#include "core/action/apply.h"
#include "core/journal/journal_read.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static bool exists(const char *topic)
{
    char *list = run_tool("topics --list --topic '%s'", topic);
    bool found = strstr(list, topic) != NULL;

    free(list);
    return found;
}

static void delete_topic(const char *topic)
{
    free(run_tool("topics --delete --topic '%s'", topic));
}

static void test_creates_as_asked(void **state)
{
    struct act *a = *state;
    const char *name = run_name("act-create");
    struct plan *p =
        act_plan_ok(a, "topic-create", "name", name, "partitions", "3", "replication-factor", "2",
                    "config", "retention.ms=7d", "config", "cleanup.policy=compact, delete",
                    "config", "segment.bytes=64MiB", NULL);
    struct apply_result r;
    struct journal j;
    char *seen;

    assert_int_equal(p->nsteps, 1);
    assert_string_equal(act_cell(p, "retention.ms", "value"), "7 d (604800000)");
    assert_string_equal(act_cell(p, "partitions", "value"), "3");
    assert_non_null(strstr(p->command, "--config cleanup.policy=compact,delete"));
    assert_null(p->blocked);
    r = act_apply(a, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_int_equal(p->steps[0].state, STEP_DONE);
    seen = run_tool("topics --describe --topic '%s'", name);
    assert_non_null(strstr(seen, "PartitionCount: 3"));
    assert_non_null(strstr(seen, "ReplicationFactor: 2"));
    assert_non_null(strstr(seen, "retention.ms=604800000"));
    assert_non_null(strstr(seen, "segment.bytes=67108864"));
    assert_non_null(strstr(seen, "cleanup.policy=compact,delete"));
    free(seen);

    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_int_equal(j.n, 1);
    assert_string_equal(j.entries[0].id, r.journal_id);
    assert_string_equal(j.entries[0].status, "done");
    assert_string_equal(j.entries[0].verb, "topic-create");
    journal_release(&j);

    r = act_apply(a, p);
    assert_int_equal(r.status, APPLY_GUARD);
    plan_free(p);
    delete_topic(name);
}

static void test_explicit_brokers_in_order(void **state)
{
    struct act *a = *state;
    const char *name = run_name("act-assign");
    char *seen;

    act_do(a, APPLY_DONE, "topic-create", "name", name, "replica-assignment", "3:1,1:2,2:3", NULL);
    seen = run_tool("topics --describe --topic '%s'", name);
    assert_non_null(strstr(seen, "PartitionCount: 3"));
    assert_non_null(strstr(seen, "Replicas: 3,1"));
    assert_non_null(strstr(seen, "Replicas: 1,2"));
    assert_non_null(strstr(seen, "Replicas: 2,3"));
    free(seen);
    delete_topic(name);
}

static void test_defaults_are_the_brokers(void **state)
{
    struct act *a = *state;
    const char *name = run_name("act-default");
    struct plan *p = act_plan_ok(a, "topic-create", "name", name, NULL);

    assert_non_null(strstr(act_cell(p, "partitions", "note"), "default"));
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    assert_true(exists(name));
    plan_free(p);
    delete_topic(name);
}

static void test_warns(void **state)
{
    struct act *a = *state;
    struct plan *p;

    p = act_plan_ok(a, "topic-create", "name", "act-w", "replication-factor", "1", NULL);
    assert_true(act_warns(p, "one replica"));
    plan_free(p);
    p = act_plan_ok(a, "topic-create", "name", "act-w", "replication-factor", "2", "config",
                    "min.insync.replicas=2", NULL);
    assert_true(act_warns(p, "equals the replication"));
    plan_free(p);
    p = act_plan_ok(a, "topic-create", "name", "act-w", "replication-factor", "2", "config",
                    "min.insync.replicas=3", "config", "unclean.leader.election.enable=true", NULL);
    assert_true(act_warns(p, "will never succeed"));
    assert_true(act_warns(p, "can lose records"));
    plan_free(p);
    assert_false(exists("act-w"));
}

static int count(const char *text, const char *part)
{
    int n = 0;

    for (; (text = strstr(text, part)); text++)
        n++;
    return n;
}

/* Like another: its own settings, and none that it only inherits. */
static void test_like_another(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", "cleanup.policy=compact,delete",
                                           "leader.replication.throttled.replicas=0:1,1:2",
                                           "follower.replication.throttled.replicas=*", NULL};
    struct act *a = *state;
    const char *from = run_name("act-pattern"), *name = run_name("act-like");
    struct apply_result r;
    struct err err = {0};
    struct plan *p;
    char *seen;

    admin_create_topic(from, 3, 2, settings);
    assert_null(act_plan(a, &err, "topic-create", "name", name, "like", "act-nowhere", NULL));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    p = act_plan_ok(a, "topic-create", "name", name, "like", from, NULL);
    assert_string_equal(act_cell(p, "partitions", "value"), "3");
    assert_string_equal(act_cell(p, "replication", "value"), "2");
    assert_non_null(strstr(act_cell(p, "retention.ms", "note"), "has it"));
    assert_true(act_warns(p, "leader.replication.throttled.replicas is not taken over"));
    assert_false(act_warns(p, "follower.replication.throttled.replicas"));
    assert_string_equal(act_cell(p, "follower.replication.throttled.replicas", "value"), "*");
    admin_set("topic", from, "segment.bytes", "67108864");
    act_wait_setting(a, from, "segment.bytes", "67108864");
    r = act_apply(a, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(strstr(r.err.msg, "own settings of"));
    plan_free(p);
    plan_free(r.again);

    act_do(a, APPLY_DONE, "topic-create", "name", name, "like", from, "partitions", "4", "config",
           "retention.ms=7d", NULL);
    seen = run_tool("topics --describe --topic '%s'", name);
    assert_non_null(strstr(seen, "PartitionCount: 4\tReplicationFactor: 2\t"));
    free(seen);
    seen = run_tool("configs --describe --entity-type topics --entity-name '%s'", name);
    assert_non_null(strstr(seen, "cleanup.policy=compact,delete "));
    assert_non_null(strstr(seen, "retention.ms=604800000 "));
    assert_non_null(strstr(seen, "segment.bytes=67108864 "));
    assert_non_null(strstr(seen, "follower.replication.throttled.replicas=* "));
    assert_int_equal(count(seen, " synonyms="), 4);
    free(seen);
    admin_delete_topic(name);
    admin_delete_topic(from);
}

static void refused(struct act *a, const char *part, const char *name, const char *param,
                    const char *value)
{
    struct err err = {0};
    struct plan *p = act_plan(a, &err, "topic-create", "name", name, param, value, NULL);

    assert_null(p);
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

static void test_refusals(void **state)
{
    struct act *a = *state;
    const char *taken = run_name("act-taken.x");
    char other[80];

    act_do(a, APPLY_DONE, "topic-create", "name", taken, "partitions", "1", NULL);
    refused(a, "exists already", taken, "partitions", "1");
    snprintf(other, sizeof other, "%s", taken);
    *strchr(other, '.') = '_';
    refused(a, "collides with", other, "partitions", "1");
    refused(a, "out of range", "act-r", "partitions", "0");
    refused(a, "need as many brokers; 3 are up", "act-r", "replication-factor", "4");
    refused(a, "broker 9", "act-r", "replica-assignment", "1:9");
    refused(a, "did you mean retention.ms", "act-r", "config", "retention.msx=1");
    refused(a, "duration", "act-r", "config", "retention.ms=soon");
    /* Only the broker knows this range. */
    refused(a, "min.cleanable.dirty.ratio", "act-r", "config", "min.cleanable.dirty.ratio=7");
    assert_false(exists("act-r"));
    delete_topic(taken);
}

static void test_created_meanwhile(void **state)
{
    struct act *a = *state;
    const char *name = run_name("act-between");
    struct plan *p = act_plan_ok(a, "topic-create", "name", name, "partitions", "5", NULL);
    struct apply_result r;
    struct journal j;
    char *seen;

    free(run_tool("topics --create --topic '%s' --partitions 2", name));
    admin_await_topic(name, 2);
    r = act_apply(a, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(strstr(r.err.msg, "nothing was sent"));
    assert_int_equal(p->steps[0].state, STEP_PLANNED);
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_int_equal(j.n, 0);
    journal_release(&j);
    seen = run_tool("topics --describe --topic '%s'", name);
    assert_non_null(strstr(seen, "PartitionCount: 2"));
    free(seen);
    plan_free(r.again);
    plan_free(p);
    delete_topic(name);
}

static void test_read_only_and_no_journal(void **state)
{
    struct act *a = *state;
    const char *name = run_name("act-guarded");
    struct plan *p = act_plan_ok(a, "topic-create", "name", name, NULL);
    struct apply_result r;

    profile_set_guard(a->profile, GUARD_READ_ONLY);
    r = act_apply(a, p);
    assert_int_equal(r.status, APPLY_GUARD);
    assert_int_equal(r.err.kind, ERR_GUARD);
    profile_set_guard(a->profile, GUARD_OPEN);

    setenv("KLAMM_STATE_DIR", "/proc/nowhere", 1);
    r = act_apply(a, p);
    setenv("KLAMM_STATE_DIR", a->state, 1);
    assert_int_equal(r.status, APPLY_FAILED);
    assert_non_null(strstr(r.err.msg, "nothing was sent"));
    assert_false(exists(name));
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_creates_as_asked, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_explicit_brokers_in_order, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_defaults_are_the_brokers, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_like_another, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_warns, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_created_meanwhile, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_read_only_and_no_journal, act_set_up, act_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
