/* config-alter against the real cluster, verified with kafka-configs: only the touched key changes,
 * nothing is sent when something moved, and what is deleted is said before. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "tests/support/act.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct act act;
static char topic[64], other[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-conf"));
    act_open(&act, NULL);
    act_do(&act, APPLY_DONE, "topic-create", "name", topic, "partitions", "2", "replication-factor",
           "2", "config", "retention.ms=7d", "config", "segment.bytes=1GiB", NULL);
    snprintf(other, sizeof other, "%s", run_name("act-conf-b"));
    act_do(&act, APPLY_DONE, "topic-create", "name", other, "partitions", "1", NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("topics --delete --topic '(%s|%s)'", topic, other));
    act_close(&act);
    return 0;
}

/* "key=value" of what is set on the object itself, one a line, ordered. */
static char *own_of(const char *type, const char *name)
{
    struct run r =
        run_shell("tests/cluster/cluster tool configs --describe --%s '%s' 2>/dev/null | "
                  "sed -n 's/^ *\\([a-z.]*=[^ ]*\\) sensitive.*/\\1/p' | sort",
                  type, name);

    assert_int_equal(r.status, 0);
    free(r.err);
    return r.out;
}

static void assert_own(const char *type, const char *name, const char *want)
{
    char *seen = own_of(type, name);

    assert_string_equal(seen, want);
    free(seen);
}

/* Seen elsewhere: "Update succeeded", and the other override was gone. */
static void test_only_the_touched_key(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=30d", NULL);
    struct apply_result r;

    (void)state;
    assert_string_equal(act_cell(p, "retention.ms", "now"), "7 d (604800000)");
    assert_string_equal(act_cell(p, "retention.ms", "new"), "30 d (2592000000)");
    assert_string_equal(act_cell(p, "retention.ms", "source"), "this topic");
    assert_non_null(strstr(act_cell(p, "retention.ms", "behind"), "7 d (604800000)"));
    assert_int_equal(p->danger, DANGER_LOW);
    assert_non_null(strstr(p->command, "--add-config retention.ms=2592000000"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(p->steps[0].now, "2592000000");
    plan_free(p);
    assert_own("topic", topic, "retention.ms=2592000000\nsegment.bytes=1073741824\n");
}

static void test_several_keys_and_revert(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "set",
                                 "retention.ms=unlimited", "set", "max.message.bytes=2 MiB", "set",
                                 "segment.bytes=1GiB", "revert", "flush.ms", NULL);

    (void)state;
    /* Two are set already and are not sent. */
    assert_int_equal(p->nsteps, 2);
    assert_string_equal(act_cell(p, "segment.bytes", "note"), "already set");
    assert_string_equal(act_cell(p, "flush.ms", "note"), "has no value of its own");
    assert_string_equal(act_cell(p, "retention.ms", "new"), "unlimited (-1)");
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("topic", topic,
               "max.message.bytes=2097152\nretention.ms=-1\nsegment.bytes=1073741824\n");

    p = act_plan_ok(&act, "config-alter", "name", topic, "revert", "max.message.bytes", "set",
                    "retention.ms=", NULL);
    assert_int_equal(p->nsteps, 2);
    assert_non_null(strstr(act_cell(p, "retention.ms", "new"), "7 d"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("topic", topic, "segment.bytes=1073741824\n");
    act_do(&act, APPLY_DONE, "config-alter", "name", topic, "retention", "7d", NULL);
    assert_own("topic", topic, "retention.ms=604800000\nsegment.bytes=1073741824\n");
}

/* Several objects in one plan: each is listed, what is set already is not sent. */
static void test_several_topics(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "name", topic, "name", other, "set",
                                 "max.message.bytes=3MiB", "revert", "retention.ms", NULL);
    char row[160];

    (void)state;
    assert_non_null(strstr(p->title, "change settings of 2 topics: "));
    assert_string_equal(p->confirm, "2");
    assert_int_equal(p->preview->nrows, 4);
    snprintf(row, sizeof row, "%s max.message.bytes", other);
    assert_string_equal(act_cell(p, row, "object"), other);
    assert_string_equal(act_cell(p, row, "new"), "3 MiB (3145728)");
    snprintf(row, sizeof row, "%s retention.ms", other);
    assert_string_equal(act_cell(p, row, "note"), "has no value of its own");
    assert_int_equal(p->nsteps, 3);
    assert_non_null(strstr(p->command, " && kafka-configs"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("topic", topic, "max.message.bytes=3145728\nsegment.bytes=1073741824\n");
    assert_own("topic", other, "max.message.bytes=3145728\n");
    act_do(&act, APPLY_DONE, "config-alter", "name", topic, "set", "max.message.bytes=", "set",
           "retention.ms=7d", NULL);
}

/* Computed from what counts, not from the built-in default as the broker would, and sent whole. */
static void test_lists(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", other, "append", "cleanup.policy=compact",
                    "subtract", "leader.replication.throttled.replicas=9:9", NULL);
    struct err err = {0};

    (void)state;
    assert_int_equal(p->nsteps, 1);
    assert_string_equal(act_cell(p, "cleanup.policy", "new"), "delete,compact");
    assert_string_equal(act_cell(p, "cleanup.policy", "note"), "adds compact");
    assert_string_equal(act_cell(p, "leader.replication.throttled.replicas", "note"),
                        "is not in it");
    assert_non_null(strstr(p->command, "cleanup.policy=[delete,compact]"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    act_do(&act, APPLY_DONE, "config-alter", "name", other, "subtract", "cleanup.policy=delete",
           NULL);
    assert_own("topic", other, "cleanup.policy=compact\nmax.message.bytes=3145728\n");
    p = act_plan_ok(&act, "config-alter", "name", other, "append", "cleanup.policy=compact", NULL);
    assert_true(plan_is_empty(p));
    plan_free(p);
    act_do(&act, APPLY_DONE, "config-alter", "name", other, "revert", "cleanup.policy", NULL);
    p = act_plan(&act, &err, "config-alter", "name", other, "append", "retention.ms=1", NULL);
    assert_null(p);
    assert_non_null(strstr(err.msg, "retention.ms is not a list"));
    p = act_plan(&act, &err, "config-alter", "name", other, "append", "cleanup.policy=compact",
                 "subtract", "cleanup.policy=delete", NULL);
    assert_null(p);
    assert_non_null(strstr(err.msg, "given twice"));
}

static void test_nothing_to_change(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", topic, "set", "segment.bytes=1GiB", NULL);
    struct apply_result r;

    (void)state;
    assert_true(plan_is_empty(p));
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_DONE);
    assert_null(r.journal_id);
    plan_free(p);
}

static void test_changed_in_between(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", topic, "set", "segment.bytes=2000000", NULL);
    struct apply_result r;

    (void)state;
    free(run_tool("configs --alter --topic '%s' --add-config segment.bytes=3000000", topic));
    act_wait_config(&act, topic, "segment.bytes", "3000000");
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(strstr(r.err.msg, "was 1073741824 (its own) and is now 3000000 (its own)"));
    assert_non_null(r.again);
    assert_string_equal(r.again->steps[0].before, "3000000");
    plan_free(p);
    assert_own("topic", topic, "retention.ms=604800000\nsegment.bytes=3000000\n");
    assert_int_equal(act_apply(&act, r.again).status, APPLY_DONE);
    plan_free(r.again);
    act_wait_config(&act, topic, "segment.bytes", "2000000");
    act_do(&act, APPLY_DONE, "config-alter", "name", topic, "set", "segment.bytes=1GiB", NULL);
}

static void test_says_what_will_be_deleted(void **state)
{
    struct plan *p;

    (void)state;
    client_produce(topic, 0, 30, clock_wall_ms() - 3 * 86400000LL, 1000);
    client_produce(topic, 1, 5, clock_wall_ms() - 1000, 1);
    p = act_plan_ok(&act, "config-alter", "name", topic, "retention", "2d", NULL);
    assert_true(act_warns(p, "about 30 records older than"));
    assert_int_equal(p->danger, DANGER_HIGH);
    plan_free(p);
    p = act_plan_ok(&act, "config-alter", "name", topic, "retention", "4d", NULL);
    assert_false(act_warns(p, "will be deleted"));
    assert_int_equal(p->danger, DANGER_LOW);
    plan_free(p);
    p = act_plan_ok(&act, "config-alter", "name", topic, "set", "cleanup.policy=compact", NULL);
    assert_true(act_warns(p, "compaction will drop"));
    plan_free(p);
    p = act_plan_ok(&act, "config-alter", "name", topic, "set", "min.insync.replicas=2", NULL);
    assert_true(act_warns(p, "equals the replication"));
    plan_free(p);
}

/* Such a log grows without limit, which must be said; and a purge by age would never end. */
static void test_empty_policy(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-alter", "name", other, "subtract", "cleanup.policy=delete", NULL);
    struct err err = {0};

    (void)state;
    assert_true(act_warns(p, "grow without limit"));
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("topic", other, "cleanup.policy=\nmax.message.bytes=3145728\n");
    act_wait_setting(&act, other, "cleanup.policy", "");
    assert_null(act_plan(&act, &err, "topic-purge", "topic", other, NULL));
    assert_int_equal(err.kind, ERR_GUARD);
    assert_non_null(strstr(err.msg, "cleanup.policy is empty"));
    plan_free(act_plan_ok(&act, "records-delete", "topic", other, "to", "latest", NULL));
    p = act_plan_ok(&act, "topic-create", "name", run_name("act-conf-like"), "like", other, NULL);
    assert_true(act_warns(p, "grow without limit"));
    plan_free(p);
    act_do(&act, APPLY_DONE, "config-alter", "name", other, "revert", "cleanup.policy", NULL);
    p = act_plan_ok(&act, "config-alter", "name", other, "set", "cleanup.policy=[]", NULL);
    assert_true(act_warns(p, "grow without limit"));
    plan_free(p);
}

static void refused(enum err_kind kind, const char *part, const char *type, const char *name,
                    const char *set)
{
    struct err err = {0};
    struct plan *p =
        act_plan(&act, &err, "config-alter", "type", type, "name", name, "set", set, NULL);

    assert_null(p);
    if (!strstr(err.msg, part) || err.kind != kind)
        fail_msg("'%s' (%d) is not: %s (%d)", part, kind, err.msg, err.kind);
}

static void test_refusals(void **state)
{
    char *before = own_of("topic", topic), *after;

    (void)state;
    refused(ERR_NOT_FOUND, "no topic", "topic", "act-no-such-topic", "retention.ms=1d");
    refused(ERR_NOT_FOUND, "not up", "broker", "99", "log.cleaner.threads=2");
    refused(ERR_USAGE, "did you mean retention.ms", "topic", topic, "retention.msx=1");
    refused(ERR_USAGE, "takes delete|compact", "topic", topic, "cleanup.policy=vanish");
    refused(ERR_UNSUPPORTED, "kafka-configs --entity-type brokers --entity-default", "broker",
            "<default>", "log.cleaner.threads=2");
    refused(ERR_GUARD, "broker's file", "broker", "1", "log.dirs=/tmp");
    refused(ERR_GUARD, "is a secret", "broker", "1", "ssl.keystore.password=x");
    refused(ERR_GUARD, "or it is a secret", "broker", "1",
            "listener.name.plaintext.ssl.keystore.password=x");
    refused(ERR_GUARD, "or it is a secret", "broker", "1",
            "listener.name.plaintext.plain.sasl.jaas.config=x");
    refused(ERR_GUARD, "or it is a secret", "broker", "1", "some.plugin.password=x");
    /* Only the broker knows this range. */
    refused(ERR_BROKER, "min.insync.replicas", "topic", topic, "min.insync.replicas=0");
    after = own_of("topic", topic);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void test_broker(void **state)
{
    struct plan *p = act_plan_ok(&act, "config-alter", "type", "broker", "name", "2", "set",
                                 "log.cleaner.backoff.ms=16s", NULL);

    (void)state;
    assert_true(act_warns(p, "not named here"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("broker", "2", "log.cleaner.backoff.ms=16000\n");
    act_do(&act, APPLY_DONE, "config-alter", "type", "broker", "name", "2", "revert",
           "log.cleaner.backoff.ms", NULL);
    assert_own("broker", "2", "");
}

static void test_group(void **state)
{
    const char *group = run_name("act-gc");
    struct plan *p = act_plan_ok(&act, "config-alter", "type", "group", "name", group, "set",
                                 "consumer.session.timeout.ms=50s", NULL);

    (void)state;
    assert_true(act_warns(p, "there is no group"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own("group", group, "consumer.session.timeout.ms=50000\n");
    act_do(&act, APPLY_DONE, "config-alter", "type", "group", "name", group, "revert",
           "consumer.session.timeout.ms", NULL);
    assert_own("group", group, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_touched_key),
        cmocka_unit_test(test_several_keys_and_revert),
        cmocka_unit_test(test_several_topics),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_nothing_to_change),
        cmocka_unit_test(test_changed_in_between),
        cmocka_unit_test(test_says_what_will_be_deleted),
        cmocka_unit_test(test_empty_policy),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_broker),
        cmocka_unit_test(test_group),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
