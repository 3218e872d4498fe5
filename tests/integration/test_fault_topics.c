/* Topics while brokers are down: what is under-replicated and without a leader is what kafka-topics
 * says, and an unclean election is requested only where there is no leader, with the loss it
 * brings. Harms the cluster, repairs it. */
#include "core/action/apply.h"
#include "core/kafka/metadata.h"
#include "core/plan/step.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void cluster_does(const char *what)
{
    struct run did = run_shell("tests/cluster/cluster %s", what);

    if (did.status != 0)
        fail_msg("cluster %s: %s", what, did.err);
    run_release(&did);
}

/* ---- metadata -------------------------------------------------------------------------------- */

struct answer {
    bool done;
    struct metadata *md;
};

static void on_metadata(void *user, void *result, const struct err *err)
{
    struct answer *w = user;

    (void)err;
    w->done = true;
    w->md = result;
}

static struct metadata *ask(struct act *a)
{
    struct answer w = {0};

    kafka_get_metadata(a->cluster, on_metadata, &w);
    act_wait(a, &w.done);
    return w.md;
}

static bool broker_up(const struct metadata *md, int32_t id)
{
    const struct broker *b = metadata_broker(md, id);

    return b && b->alive;
}

/* Asks until the first partition is led by this broker (-1: no one) with this many in sync, and the
 * broker `up` is there. */
static void wait_for(struct act *a, const char *topic, int32_t leader, int in_sync, int32_t up)
{
    for (int turns = 0;; turns++) {
        struct metadata *md = ask(a);
        const struct topic *t = md ? metadata_topic(md, topic) : NULL;
        bool there = t && t->npartitions && t->partitions[0].leader == leader &&
                     (in_sync < 0 || t->partitions[0].nisr == in_sync) && broker_up(md, up);

        metadata_free(md);
        if (there)
            return;
        assert_true(turns < 5000);
        act_settle(a);
    }
}

/* ---- compared with kafka-topics -------------------------------------------------------------- */

/* "\tTopic: orders\tPartition: 3\tLeader: 2\tReplicas: 2,1\tIsr: 2\t…" */
static const char *word(const char *line, const char *label, char *out, size_t size)
{
    const char *at = strstr(line, label);

    assert_non_null(at);
    at += strlen(label);
    snprintf(out, size, "%.*s", (int)strcspn(at, "\t\n"), at);
    return out;
}

static const char *ids(char *out, size_t size, const int32_t *list, int n)
{
    size_t len = 0;

    *out = 0;
    for (int i = 0; i < n; i++)
        len += (size_t)snprintf(out + len, size - len, "%s%" PRId32, i ? "," : "", list[i]);
    return out;
}

static void same_partition(const struct metadata *md, const char *line)
{
    char name[300], number[32], said[64], here[64];
    const struct topic *t = metadata_topic(md, word(line, "Topic: ", name, sizeof name));
    const struct partition *p;

    assert_non_null(t);
    word(line, "Partition: ", number, sizeof number);
    p = topic_partition(t, (int32_t)strtol(number, NULL, 10));
    assert_non_null(p);
    word(line, "Leader: ", said, sizeof said);
    if (p->leader < 0)
        assert_string_equal(said, "none");
    else
        assert_int_equal(p->leader, strtol(said, NULL, 10));
    assert_string_equal(ids(here, sizeof here, p->replicas, p->nreplicas),
                        word(line, "Replicas: ", said, sizeof said));
    assert_string_equal(ids(here, sizeof here, p->isr, p->nisr),
                        word(line, "Isr: ", said, sizeof said));
}

/* Each partition that the tool lists is the same here; returns how many there are. */
static int64_t same_partitions(const struct metadata *md, const char *filter)
{
    char *said = run_tool("topics --describe %s", filter);
    int64_t n = 0;

    for (char *line = said; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, "\tTopic: ", 8) != 0)
            continue;
        same_partition(md, line);
        n++;
    }
    free(said);
    return n;
}

static int64_t count(const struct metadata *md, bool offline)
{
    int64_t n = 0;

    for (size_t i = 0; i < md->ntopics; i++) {
        const struct topic *t = &md->topics[i];

        for (int k = 0; k < t->npartitions; k++)
            n += offline ? partition_offline(md, &t->partitions[k])
                         : partition_under_replicated(&t->partitions[k]);
    }
    return n;
}

/* ---- the test -------------------------------------------------------------------------------- */

static void elect(struct act *a, const char *topic)
{
    struct apply_result r;
    struct err err = {0};
    struct plan *p;
    char row[80];

    snprintf(row, sizeof row, "%s-0", topic);
    p = act_plan_ok(a, "leaders-elect", "topic", topic, NULL);
    assert_true(plan_is_empty(p));
    assert_non_null(strstr(act_cell(p, row, "note"), "preferred one is not up"));
    plan_free(p);

    p = act_plan_ok(a, "leaders-elect", "topic", topic, "election", "unclean", NULL);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_true(act_warns(p, "records are lost"));
    assert_string_equal(act_cell(p, row, "new"), "any that is up");
    assert_non_null(strstr(act_cell(p, row, "note"), "is not known"));
    r = act_apply(a, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(p->steps[0].now, "leader 2");
    assert_null(plan_reverse(p, &err));
    assert_non_null(strstr(err.msg, "is lost with the election"));
    plan_free(p);
}

static void test_unclean_only_without_a_leader(void **state)
{
    const char *topic = run_name("act-unclean");
    struct metadata *md;
    struct act a;
    char *ends;

    (void)state;
    act_open(&a, NULL);
    act_do(&a, APPLY_DONE, "topic-create", "name", topic, "replica-assignment", "3:2", NULL);
    client_produce(topic, 0, 5, 0, 0);
    cluster_does("kill 2");
    wait_for(&a, topic, 3, 1, 3);
    md = ask(&a);
    assert_int_equal(same_partitions(md, ""), md->npartitions);
    assert_int_equal(same_partitions(md, "--under-replicated-partitions"), count(md, false));
    metadata_free(md);
    client_produce(topic, 0, 3, 0, 0);

    cluster_does("kill 3");
    cluster_does("start 2");
    act_settle(&a);
    wait_for(&a, topic, -1, -1, 2);
    md = ask(&a);
    assert_int_equal(same_partitions(md, "--unavailable-partitions"), count(md, true));
    metadata_free(md);
    elect(&a, topic);
    ends = run_tool("get-offsets --topic '%s'", topic);
    if (!strstr(ends, ":0:5\n"))
        fail_msg("%s", ends); /* the three that only broker 3 had are gone */
    free(ends);
    cluster_does("start 3");
    wait_for(&a, topic, 2, 2, 3);
    act_close(&a);
    admin_drop_topic(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_unclean_only_without_a_leader)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
