/* The cluster changes between the plan that was shown and its sending: nothing is sent, nothing is
 * written down, the reason is shown and the new plan is at hand. */
#include "core/action/apply.h"
#include "core/journal/journal_read.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct act act;
static char topic[64], group[64];

static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=604800000", NULL};

    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-moved"));
    snprintf(group, sizeof group, "%s", run_name("act-moved-g"));
    admin_create_topic(topic, 1, 1, settings);
    act_open(&act, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    act_close(&act);
    return 0;
}

static size_t entries(void)
{
    struct journal j;
    size_t n;

    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    n = j.n;
    journal_release(&j);
    return n;
}

/* The new plan, or NULL when none could be made. */
static struct plan *assert_moved(struct plan *p, const char *why)
{
    size_t before = entries();
    struct apply_result r = act_apply(&act, p);

    if (r.status != APPLY_MOVED)
        fail_msg("%s: %s", apply_status_name(r.status), r.err.msg);
    assert_non_null(strstr(r.err.msg, "nothing was sent"));
    if (!strstr(r.err.msg, why))
        fail_msg("%s", r.err.msg);
    for (size_t i = 0; i < p->nsteps; i++)
        assert_int_equal(p->steps[i].state, STEP_PLANNED);
    assert_null(r.journal_id);
    assert_int_equal(entries(), before);
    plan_free(p);
    return r.again;
}

static struct plan *retention_plan(void)
{
    return act_plan_ok(&act, "config-alter", "name", topic, "set", "retention.ms=1h", NULL);
}

/* The same name, the same settings, another topic. */
static void test_topic_created_again(void **state)
{
    static const char *const settings[] = {"retention.ms=604800000", NULL};
    struct plan *p = retention_plan(), *again;

    (void)state;
    admin_delete_topic(topic);
    admin_create_topic(topic, 1, 1, settings);
    again = assert_moved(p, "the id of topic");
    assert_non_null(again);
    assert_int_equal(act_apply(&act, again).status, APPLY_DONE); /* once shown, it may be sent */
    plan_free(again);
    admin_delete_topic(topic);
}

static void test_topic_deleted(void **state)
{
    struct plan *p = retention_plan();

    (void)state;
    admin_delete_topic(topic);
    assert_null(assert_moved(p, topic)); /* a broker says it, or none lists it any more */
}

/* A partition more, which the plan does not reset. */
static void test_partitions_added(void **state)
{
    struct plan *p, *again;

    (void)state;
    client_produce(topic, 0, 5, 0, 0);
    client_commit(group, topic, 0, 2);
    p = act_plan_ok(&act, "offsets-reset", "group", group, "to", "latest", "topic", topic,
                    "watch-commits", "0", NULL);
    assert_int_equal(p->nsteps, 1);
    act_do(&act, APPLY_DONE, "partitions-add", "topic", topic, "partitions", "2", NULL);
    admin_await_topic(topic, 2);
    again = assert_moved(p, "-1");
    assert_non_null(again);
    assert_int_equal(again->nsteps, 2);
    plan_free(again);
    admin_delete_topic(topic);
}

/* Of several topics one moved: none is changed. */
static void test_one_of_several(void **state)
{
    const char *other = run_name("act-moved-b");
    struct plan *p, *again;

    (void)state;
    admin_create_topic(other, 1, 1, NULL);
    p = act_plan_ok(&act, "config-alter", "name", topic, "name", other, "set", "retention.ms=1h",
                    NULL);
    assert_int_equal(p->nsteps, 2);
    act_do(&act, APPLY_DONE, "config-alter", "name", other, "set", "retention.ms=2h", NULL);
    act_wait_setting(&act, other, "retention.ms", "7200000");
    again = assert_moved(p, "retention.ms of ");
    plan_free(again);
    p = act_plan_ok(&act, "config-alter", "name", topic, "revert", "retention.ms", NULL);
    assert_string_equal(act_cell(p, "retention.ms", "now"), "7 d (604800000)");
    plan_free(p);
    admin_delete_topic(other);
    admin_delete_topic(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_topic_created_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_topic_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_partitions_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_of_several, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
