/* Two topics compared, and settings copied from one to others: only what the source sets itself,
 * verified with kafka-configs. */
#include "core/action/apply.h"

#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct act act;
static char one[64], other[64], third[64];

static int set_up(void **state)
{
    static const char *const of_one[] = {"retention.ms=3600000", "max.message.bytes=2097152",
                                         "leader.replication.throttled.replicas=0:1", NULL};
    static const char *const of_other[] = {"retention.ms=7200000", "segment.ms=60000",
                                           "follower.replication.throttled.replicas=0:2", NULL};

    (void)state;
    snprintf(one, sizeof one, "%s", run_name("act-copy"));
    snprintf(other, sizeof other, "%s", run_name("act-copy"));
    snprintf(third, sizeof third, "%s", run_name("act-copy"));
    admin_create_topic(one, 1, 1, of_one);
    admin_create_topic(other, 1, 1, of_other);
    admin_create_topic(third, 1, 1, NULL);
    act_open(&act, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    act_close(&act);
    admin_delete_topic(one);
    admin_delete_topic(other);
    admin_delete_topic(third);
    return 0;
}

/* What the topic sets itself, in the order of the names. */
static void assert_own(const char *topic, const char *want)
{
    struct run r =
        run_shell("tests/cluster/cluster tool configs --describe --topic '%s' 2>/dev/null "
                  "| sed -n 's/^ *\\([a-z.]*=[^ ]*\\) sensitive.*/\\1/p' | sort | "
                  "tr '\\n' ' '",
                  topic);

    assert_string_equal(r.out, want);
    run_release(&r);
}

static const char *cell(const json_t *rows, const char *key, const char *column)
{
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)rows, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "key")), key) == 0)
            return json_string_value(json_object_get(row, column));
    }
    return "no such row";
}

static void test_compared(void **state)
{
    struct run r =
        run_klamm("-b %s get config-diff %s %s -o json", run_env("KLAMM_BOOTSTRAP"), one, other);
    json_t *rows = json_loads(r.out, 0, NULL);

    (void)state;
    assert_int_equal(r.status, 0);
    assert_string_equal(cell(rows, "retention.ms", "one"), "3600000");
    assert_string_equal(cell(rows, "retention.ms", "one_is"), "1 h");
    assert_string_equal(cell(rows, "retention.ms", "other"), "7200000");
    assert_string_equal(cell(rows, "retention.ms", "other_source"), "this topic");
    assert_string_equal(cell(rows, "segment.ms", "other"), "60000");
    assert_string_equal(cell(rows, "segment.ms", "one_source"), "built in");
    /* What neither sets is no row. */
    assert_string_equal(cell(rows, "flush.ms", "one"), "no such row");
    assert_true(json_is_true(json_object_get(json_array_get(rows, 0), "differs")));
    json_decref(rows);
    run_release(&r);
    r = run_klamm("-b %s get config-diff %s", run_env("KLAMM_BOOTSTRAP"), one);
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.err, "compares two topics"));
    run_release(&r);
}

static void test_copies_what_the_source_sets(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-copy", "topic", other, "topic", third, "from", one, NULL);
    char row[100];

    (void)state;
    assert_int_equal(p->nsteps, 4); /* two keys at two topics */
    snprintf(row, sizeof row, "%s retention.ms", other);
    assert_string_equal(act_cell(p, row, "now"), "2 h (7200000)");
    assert_string_equal(act_cell(p, row, "new"), "1 h (3600000)");
    snprintf(row, sizeof row, "%s retention.ms", third);
    assert_string_equal(act_cell(p, row, "source"), "built in");
    assert_true(act_warns(p, "leader.replication.throttled.replicas is left out"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    /* Nothing that the source has from the brokers is pinned, what only the target sets is kept. */
    assert_own(other, "follower.replication.throttled.replicas=0:2 max.message.bytes=2097152 "
                      "retention.ms=3600000 segment.ms=60000 ");
    assert_own(third, "max.message.bytes=2097152 retention.ms=3600000 ");
    p = act_plan_ok(&act, "config-copy", "topic", third, "from", one, NULL);
    assert_true(plan_is_empty(p));
    plan_free(p);
}

static void test_chosen_keys_and_what_only_the_target_sets(void **state)
{
    struct plan *p =
        act_plan_ok(&act, "config-copy", "topic", other, "from", one, "key", "segment.ms", NULL);

    (void)state;
    assert_int_equal(p->nsteps, 1);
    assert_string_equal(act_cell(p, "segment.ms", "note"), "override removed");
    plan_free(p);
    p = act_plan_ok(&act, "config-copy", "topic", other, "from", one, "extra", "revert", NULL);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_own(other, "follower.replication.throttled.replicas=0:2 max.message.bytes=2097152 "
                      "retention.ms=3600000 ");
}

/* retention.ms=1 is a purge's, for as long as it takes: no other topic is to lose its records by it.
 */
static void test_a_purge_is_not_copied(void **state)
{
    struct plan *p;

    (void)state;
    admin_set("topic", one, "retention.ms", "1");
    act_wait_config(&act, one, "retention.ms", "1");
    p = act_plan_ok(&act, "config-copy", "topic", third, "from", one, NULL);
    assert_true(act_warns(p, "retention.ms is left out"));
    assert_string_equal(act_cell(p, "retention.ms", "new"), "?");
    plan_free(p);
    p = act_plan_ok(&act, "config-copy", "topic", third, "from", one, "key", "retention.ms", NULL);
    assert_true(act_warns(p, "how a topic is purged"));
    plan_free(p);
    p = act_plan_ok(&act, "topic-create", "name", run_name("act-copy"), "like", one, NULL);
    assert_true(act_warns(p, "retention.ms is not taken over"));
    plan_free(p);
    admin_set("topic", one, "retention.ms", "3600000");
    act_wait_config(&act, one, "retention.ms", "3600000");
}

/* The source is a precondition, too. */
static void test_source_moved(void **state)
{
    struct plan *p;
    struct apply_result r;

    (void)state;
    act_do(&act, APPLY_DONE, "config-alter", "name", third, "set", "retention.ms=1000000", NULL);
    p = act_plan_ok(&act, "config-copy", "topic", third, "from", one, NULL);
    assert_int_equal(p->nsteps, 1);
    admin_set("topic", one, "retention.ms", "1800000");
    act_wait_config(&act, one, "retention.ms", "1800000");
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(strstr(r.err.msg, "was 3600000 and is now 1800000"));
    plan_free(p);
    plan_free(r.again);
    assert_own(third, "max.message.bytes=2097152 retention.ms=1000000 ");
}

static void refused(const char *part, const char *topic, const char *from, const char *key)
{
    struct err err = {0};

    assert_null(
        act_plan(&act, &err, "config-copy", "topic", topic, "from", from, "key", key, NULL));
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("can't be copied to itself", one, one, "");
    refused("did you mean retention.ms", other, one, "retention.mss");
    refused("no-such-topic", other, "act-no-such-topic", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compared),
        cmocka_unit_test(test_copies_what_the_source_sets),
        cmocka_unit_test(test_chosen_keys_and_what_only_the_target_sets),
        cmocka_unit_test(test_a_purge_is_not_copied),
        cmocka_unit_test(test_source_moved),
        cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
