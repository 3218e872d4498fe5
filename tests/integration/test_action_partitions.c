/* partitions-add and leaders-elect against the real cluster, verified with kafka-topics; what is
 * refused leaves topics and leaders as they were. */
#include "core/action/apply.h"
#include "core/journal/journal_read.h"
#include "core/kafka/convert.h"
#include "core/kafka/leaders_elect.h"
#include "core/plan/step.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void describes(const char *topic, const char *const *parts)
{
    char *seen = run_tool("topics --describe --topic '%s'", topic);

    for (; *parts; parts++) {
        if (!strstr(seen, *parts))
            fail_msg("%s is not in\n%s", *parts, seen);
    }
    free(seen);
}

static size_t journalled(void)
{
    struct journal j;
    size_t n;

    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    n = j.n;
    journal_release(&j);
    return n;
}

static void refused(struct act *a, const char *part, const char *verb, const char *topic,
                    const char *param, const char *value, const char *param2, const char *value2)
{
    struct err err = {0};
    struct plan *p = act_plan(a, &err, verb, "topic", topic, param, value, param2, value2, NULL);

    assert_null(p);
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

static void cant_be_undone(struct plan *p, const char *part)
{
    struct err err = {0};

    assert_null(plan_reverse(p, &err));
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

static void moved(struct act *a, struct plan *p, const char *part)
{
    struct apply_result r = act_apply(a, p);

    assert_int_equal(r.status, APPLY_MOVED);
    if (!strstr(r.err.msg, part))
        fail_msg("'%s' is not in: %s", part, r.err.msg);
    assert_int_equal(p->steps[0].state, STEP_PLANNED);
    plan_free(r.again);
    plan_free(p);
}

/* ---- partitions ------------------------------------------------------------------------------ */

static void test_adds_partitions(void **state)
{
    static const char *const compacted[] = {"cleanup.policy=compact", NULL};
    static const char *const grown[] = {"PartitionCount: 5",
                                        "Partition: 3\tLeader: 3\tReplicas: 3,1",
                                        "Partition: 4\tLeader: 1\tReplicas: 1,2", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-grow");
    struct plan *p, *late;

    admin_create_topic(topic, 2, 2, compacted);
    late = act_plan_ok(a, "partitions-add", "topic", topic, "partitions", "6", NULL);
    p = act_plan_ok(a, "partitions-add", "topic", topic, "partitions", "3", NULL);
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(p->confirm, topic);
    assert_string_equal(act_cell(p, "partitions", "now"), "2");
    assert_string_equal(act_cell(p, "partitions", "new"), "3");
    assert_true(act_warns(p, "order across the change is lost"));
    assert_true(act_warns(p, "is compacted"));
    assert_non_null(strstr(p->command, "--partitions 3"));
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    cant_be_undone(p, "can't remove partitions");
    plan_free(p);
    admin_await_topic(topic, 3);
    moved(a, late, "the number of partitions");

    p = act_plan_ok(a, "partitions-add", "topic", topic, "partitions", "5", "replica-assignment",
                    "3:1,1:2", NULL);
    assert_string_equal(act_cell(p, "3", "new"), "3,1");
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    plan_free(p);
    describes(topic, grown);
    admin_delete_topic(topic);
}

static void test_refused_adds_nothing(void **state)
{
    static const char *const same[] = {"PartitionCount: 2", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-same"), *verb = "partitions-add";
    struct plan *p;

    admin_create_topic(topic, 2, 2, NULL);
    refused(a, "can't remove any", verb, topic, "partitions", "1", "replica-assignment", "");
    refused(a, "Kafka's own", verb, "__consumer_offsets", "partitions", "9", "replica-assignment",
            "");
    refused(a, "2 are new", verb, topic, "partitions", "4", "replica-assignment", "1:2");
    refused(a, "the others have 2", verb, topic, "partitions", "3", "replica-assignment", "1");
    refused(a, "broker 9", verb, topic, "partitions", "3", "replica-assignment", "1:9");
    p = act_plan_ok(a, verb, "topic", topic, "partitions", "2", NULL);
    assert_true(plan_is_empty(p));
    plan_free(p);
    p = act_plan_ok(a, verb, "topic", topic, "partitions", "3", NULL);
    profile_set_guard(a->profile, GUARD_READ_ONLY);
    assert_int_equal(act_apply(a, p).status, APPLY_GUARD);
    profile_set_guard(a->profile, GUARD_OPEN);
    plan_free(p);
    assert_int_equal(journalled(), 0);
    describes(topic, same);
    admin_delete_topic(topic);
}

/* ---- leaders --------------------------------------------------------------------------------- */

/* Turns the replicas round without moving anything: the leaders stay, and are not preferred. */
static void turn_replicas(const char *topic)
{
    char *dir = run_dir(), path[300];
    FILE *f;

    snprintf(path, sizeof path, "%s/moves.json", dir);
    f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "{\"version\":1,\"partitions\":["
            "{\"topic\":\"%s\",\"partition\":0,\"replicas\":[2,1]},"
            "{\"topic\":\"%s\",\"partition\":1,\"replicas\":[3,2]}]}",
            topic, topic);
    fclose(f);
    free(run_tool("reassign-partitions --execute --reassignment-json-file '%s'", path));
    run_rm_dir(dir);
}

struct asked {
    bool done;
    struct outcome_list *l;
    struct err err;
};

static void on_asked(void *user, void *result, const struct err *err)
{
    struct asked *w = user;

    w->done = true;
    w->l = result;
    if (err)
        w->err = *err;
}

static void test_elects_preferred(void **state)
{
    static const char *const before[] = {"Partition: 0\tLeader: 1\tReplicas: 2,1",
                                         "Partition: 1\tLeader: 2\tReplicas: 3,2", NULL};
    static const char *const after[] = {"Partition: 0\tLeader: 2\tReplicas: 2,1",
                                        "Partition: 1\tLeader: 3\tReplicas: 3,2", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-lead");
    struct topic_partition one = {topic, 0};
    struct asked w = {0};
    struct plan *p, *late;
    char scope[80], row[80];

    act_do(a, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", "1:2,2:3", NULL);
    turn_replicas(topic);
    describes(topic, before);
    snprintf(scope, sizeof scope, "%s:0", topic);
    snprintf(row, sizeof row, "%s-0", topic);
    late = act_plan_ok(a, "leaders-elect", "topic", topic, NULL);
    assert_int_equal(late->nsteps, 2);
    p = act_plan_ok(a, "leaders-elect", "topic", scope, NULL);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(p->danger, DANGER_LOW);
    assert_string_equal(act_cell(p, row, "leader"), "1");
    assert_string_equal(act_cell(p, row, "new"), "2");
    assert_string_equal(act_cell(p, row, "replicas"), "2,1");
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    assert_string_equal(p->steps[0].now, "leader 2");
    cant_be_undone(p, "only be asked for the preferred leader");
    plan_free(p);
    moved(a, late, "the leader of");

    p = act_plan_ok(a, "leaders-elect", "all", "yes", "broker", "3", NULL);
    assert_non_null(act_step(p, plan_str(p, "%s-1", topic)));
    assert_null(act_step(p, row));
    plan_free(p);
    p = act_plan_ok(a, "leaders-elect", "topic", topic, NULL);
    assert_int_equal(p->nsteps, 1);
    assert_non_null(strstr(act_cell(p, row, "note"), "preferred one already"));
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    plan_free(p);
    describes(topic, after);

    /* The broker's "not needed" is a success, and no partition is not all of them. */
    kafka_elect_leaders(a->cluster, false, &one, 1, on_asked, &w);
    act_wait(a, &w.done);
    assert_non_null(w.l);
    assert_int_equal(w.l->n, 1);
    assert_int_equal(w.l->o[0].err_code, 0);
    outcome_list_free(w.l);
    w = (struct asked){0};
    kafka_elect_leaders(a->cluster, false, &one, 0, on_asked, &w);
    act_wait(a, &w.done);
    assert_null(w.l);
    assert_int_equal(w.err.kind, ERR_USAGE);
    admin_delete_topic(topic);
}

static void test_refused_elects_no_one(void **state)
{
    static const char *const same[] = {"Partition: 0\tLeader: 1\tReplicas: 1,2", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-led"), *verb = "leaders-elect";
    struct err err = {0};
    struct plan *p;

    act_do(a, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", "1:2", NULL);
    refused(a, "not both", verb, topic, "all", "yes", "broker", "");
    refused(a, "there is no topic", verb, "act-nowhere", "all", "", "broker", "");
    assert_null(act_plan(a, &err, verb, NULL));
    assert_non_null(strstr(err.msg, "name a topic"));
    assert_null(act_plan(a, &err, verb, "all", "yes", "election", "unclean", NULL));
    assert_non_null(strstr(err.msg, "there is no 'all'"));
    p = act_plan_ok(a, verb, "topic", topic, "election", "unclean", NULL);
    assert_true(plan_is_empty(p));
    assert_non_null(strstr(act_cell(p, plan_str(p, "%s-0", topic), "note"), "left alone"));
    plan_free(p);
    assert_int_equal(journalled(), 1);
    describes(topic, same);
    admin_delete_topic(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_adds_partitions, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_refused_adds_nothing, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_elects_preferred, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_refused_elects_no_one, act_set_up, act_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
