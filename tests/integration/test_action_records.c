/* records-delete and topic-purge against the real cluster: what goes, who has not read it, what
 * Kafka's own tool says is there afterwards; and that whatever is refused leaves every record. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/journal/journal_read.h"
#include "core/plan/step.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

/* "topic:0:12\n…" at the earliest offsets, by Kafka's own tool. */
static void starts_at(const char *topic, const char *const *lines)
{
    char *seen = run_tool("get-offsets --time earliest --topic '%s'", topic);

    for (; *lines; lines++) {
        char line[128];

        snprintf(line, sizeof line, "%s:%s\n", topic, *lines);
        if (!strstr(seen, line))
            fail_msg("%s is not in\n%s", line, seen);
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

static void apply_done(struct act *a, struct plan *p)
{
    struct apply_result r = act_apply(a, p);

    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
}

static void refused(struct act *a, const char *part, const char *topic, const char *param,
                    const char *value)
{
    struct err err = {0};
    struct plan *p = act_plan(a, &err, "records-delete", "topic", topic, "before",
                              strcmp(param, "partition") ? param : "end", param, value, NULL);

    assert_null(p);
    if (!strstr(err.msg, part))
        fail_msg("'%s' is not in: %s", part, err.msg);
}

/* One record stamped ahead of now hides that those behind it are as old as the ones that go: they
 * stay, and that is said, also when nothing is left to go. */
static void test_older_ones_behind_one_stamped_ahead(void **state)
{
    static const char *const for_ever[] = {"retention.ms=-1", NULL}; /* the records are old */
    static const char *const cut[] = {"0:10", NULL};
    const int64_t day = 86400000, now = clock_wall_ms();
    struct act *a = *state;
    const char *topic = run_name("act-ahead");
    struct plan *p;

    admin_create_topic(topic, 1, 3, for_ever);
    client_produce(topic, 0, 10, now - 60 * day, 1000);
    client_produce(topic, 0, 1, now + day / 48, 0);
    client_produce(topic, 0, 5, now - 50 * day, 1000);
    p = act_plan_ok(a, "records-delete", "topic", topic, "before", "duration", "duration", "30d",
                    NULL);
    assert_string_equal(act_cell(p, "0", "new"), "10");
    assert_true(act_warns(p, "record 10 is stamped "));
    assert_true(act_warns(p, "ahead of now; the 5 records behind it stay"));
    apply_done(a, p);
    plan_free(p);
    starts_at(topic, cut);
    p = act_plan_ok(a, "records-delete", "topic", topic, "before", "duration", "duration", "30d",
                    NULL);
    assert_true(plan_is_empty(p));
    assert_true(act_warns(p, "ahead of now; the 5 records behind it stay"));
    assert_non_null(strstr(act_cell(p, "0", "note"), "record 10 is stamped ahead of now"));
    plan_free(p);
    admin_delete_topic(topic);
}

static void test_what_is_asked_goes(void **state)
{
    static const char *const some[] = {"0:10", "1:0", "2:2", NULL};
    static const char *const emptied[] = {"0:15", "1:0", "2:5", NULL};
    static const char *const for_ever[] = {"retention.ms=-1", NULL}; /* the records are old */
    struct act *a = *state;
    const char *topic = run_name("act-records"), *group = run_name("act-late");
    char each[80];
    struct plan *p;
    struct err err = {0};

    admin_create_topic(topic, 3, 2, for_ever);
    client_produce(topic, 0, 10, 1000000000000, 1000);
    client_produce(topic, 0, 5, 1700000000000, 1000);
    client_produce(topic, 2, 5, 1700000000000, 1000);
    client_commit(group, topic, 0, 4);

    p = act_plan_ok(a, "records-delete", "topic", topic, "before", "instant", "instant",
                    "2020-01-01T00:00:00Z", "partition", "0,1", NULL);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(act_cell(p, "0", "new"), "10");
    assert_string_equal(act_cell(p, "0", "go"), "10");
    assert_string_equal(act_cell(p, "1", "note"), "is empty");
    assert_string_equal(act_cell(p, "2", "note"), "not asked for");
    assert_true(act_warns(p, "has not read 6 of these records (1 partition)"));
    assert_non_null(strstr(p->command, "\"partition\":0,\"offset\":10}"));
    apply_done(a, p);
    assert_null(plan_reverse(p, &err));
    assert_non_null(strstr(err.msg, "can't be brought back"));
    plan_free(p);

    snprintf(each, sizeof each, "%s:2=2", topic);
    act_do(a, APPLY_DONE, "records-delete", "topic", topic, "before", "each", "each", each, NULL);
    starts_at(topic, some);
    p = act_plan_ok(a, "records-delete", "topic", topic, "before", "offset", "offset", "7",
                    "partition", "0", NULL);
    assert_true(plan_is_empty(p));
    assert_string_equal(act_cell(p, "0", "note"), "starts there or later already");
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    plan_free(p);

    /* What is written after the plan was made stays. */
    p = act_plan_ok(a, "records-delete", "topic", topic, NULL);
    client_produce(topic, 0, 3, 0, 0);
    apply_done(a, p);
    plan_free(p);
    starts_at(topic, emptied);
    assert_int_equal(journalled(), 3);
    admin_delete_topic(topic);
}

static void test_refused_leaves_every_record(void **state)
{
    static const char *const compacted[] = {"cleanup.policy=compact", NULL};
    static const char *const kept[] = {"0:0", NULL};
    struct act *a = *state;
    const char *keys = run_name("act-keys"), *topic = run_name("act-full");
    const char *two = run_name("act-two");
    struct err err = {0};
    struct plan *p;

    admin_create_topic(keys, 1, 1, compacted);
    admin_create_topic(topic, 1, 1, NULL);
    client_produce(keys, 0, 5, 0, 0);
    client_produce(topic, 0, 5, 0, 0);
    refused(a, "is only compacted", keys, "offset", "1");
    refused(a, "Kafka's own", "__consumer_offsets", "offset", "1");
    refused(a, "no partition 7", topic, "partition", "7");
    refused(a, "not between 1970 and now", topic, "instant", "2099-01-01T00:00:00Z");
    refused(a, "is not one of the topics", topic, "each", "other:0=1");
    assert_null(act_plan(a, &err, "topic-purge", "topic", keys, NULL));
    assert_non_null(strstr(err.msg, "is only compacted"));

    p = act_plan_ok(a, "records-delete", "topic", topic, "before", "offset", "offset", "6", NULL);
    assert_non_null(strstr(p->blocked, "past the log end 5"));
    assert_int_equal(act_apply(a, p).status, APPLY_GUARD);
    plan_free(p);
    /* Kafka's tool would delete those of the first, and fail for the second. */
    admin_create_topic(two, 2, 1, NULL);
    client_produce(two, 0, 5, 0, 0);
    p = act_plan_ok(a, "records-delete", "topic", two, "before", "offset", "offset", "3", NULL);
    assert_non_null(strstr(p->blocked, "past the log end 0"));
    assert_int_equal(p->nsteps, 1);
    assert_null(p->command);
    plan_free(p);
    admin_delete_topic(two);
    p = act_plan_ok(a, "records-delete", "topic", topic, NULL);
    profile_set_guard(a->profile, GUARD_READ_ONLY);
    assert_int_equal(act_apply(a, p).status, APPLY_GUARD);
    profile_set_guard(a->profile, GUARD_OPEN);
    plan_free(p);
    p = act_plan_ok(a, "topic-purge", "topic", topic, NULL);
    profile_set_guard(a->profile, GUARD_READ_ONLY);
    assert_int_equal(act_apply(a, p).status, APPLY_GUARD);
    profile_set_guard(a->profile, GUARD_OPEN);
    plan_free(p);
    assert_int_equal(journalled(), 0);
    starts_at(keys, kept);
    starts_at(topic, kept);
    admin_delete_topic(keys);
    admin_delete_topic(topic);
}

static void moved(struct act *a, struct plan *p, const char *part)
{
    struct apply_result r = act_apply(a, p);

    if (r.status != APPLY_MOVED)
        fail_msg("%s: %s", apply_status_name(r.status), r.err.msg);
    if (!strstr(r.err.msg, part))
        fail_msg("'%s' is not in: %s", part, r.err.msg);
    assert_int_equal(journalled(), 0);
    plan_free(r.again);
    plan_free(p);
}

static void test_moved_sends_nothing(void **state)
{
    static const char *const kept[] = {"0:0", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-moved");
    struct plan *p;

    admin_create_topic(topic, 1, 1, NULL);
    client_produce(topic, 0, 5, 0, 0);
    p = act_plan_ok(a, "records-delete", "topic", topic, NULL);
    admin_set("topic", topic, "cleanup.policy", "compact");
    act_wait_setting(a, topic, "cleanup.policy", "compact");
    moved(a, p, "is only compacted");
    admin_set("topic", topic, "cleanup.policy", NULL);
    act_wait_setting(a, topic, "cleanup.policy", NULL);
    p = act_plan_ok(a, "topic-purge", "topic", topic, NULL);
    admin_set("topic", topic, "retention.ms", "86400000");
    act_wait_setting(a, topic, "retention.ms", "86400000");
    moved(a, p, "retention.ms of");
    p = act_plan_ok(a, "records-delete", "topic", topic, NULL);
    admin_delete_topic(topic);
    admin_return_topic(topic);
    client_produce(topic, 0, 7, 0, 0);
    moved(a, p, "the id of topic");
    starts_at(topic, kept);
    admin_delete_topic(topic);
}

/* ---- by retention ---------------------------------------------------------------------------- */

static void retention_is(const char *topic, const char *value)
{
    char *seen = run_tool("configs --describe --entity-type topics --entity-name '%s'", topic);

    if (value ? !strstr(seen, value) : strstr(seen, "retention.ms") != NULL)
        fail_msg("%s is not in\n%s", value ? value : "nothing", seen);
    free(seen);
}

static void test_purge_waits_and_puts_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    static const char *const emptied[] = {"0:8", "1:4", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-purge");
    struct journal j;
    struct err err = {0};
    struct plan *p, *back;

    admin_create_topic(topic, 2, 2, settings);
    client_produce(topic, 0, 8, 0, 0);
    client_produce(topic, 1, 4, 0, 0);
    p = act_plan_ok(a, "topic-purge", "topic", topic, NULL);
    assert_int_equal(p->nsteps, 3);
    assert_string_equal(act_cell(p, "0", "go"), "8");
    apply_done(a, p);
    assert_string_equal(p->steps[0].what, "set retention.ms");
    assert_string_equal(p->steps[2].now, "86400000");
    plan_free(p);
    starts_at(topic, emptied);
    retention_is(topic, "retention.ms=86400000");

    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    back = act_plan(a, &err, "undo", "id", j.entries[0].id, NULL);
    assert_true(!back || plan_is_empty(back));
    plan_free(back);
    journal_release(&j);
    admin_delete_topic(topic);
}

/* ---- stopped and left on the way ------------------------------------------------------------- */

struct watched {
    struct plan *plan;
    bool waits;
    bool done;
    struct apply_result r;
    uv_timer_t timer;
};

static void on_applied(void *user, const struct apply_result *r)
{
    struct watched *w = user;

    w->r = *r;
    w->done = true;
}

static void on_tick(uv_timer_t *t)
{
    struct watched *w = t->data;

    w->waits = w->done || (w->plan->steps[1].state == STEP_SENT && w->plan->steps[1].now);
}

static void on_closed(uv_handle_t *h)
{
    ((struct watched *)h->data)->waits = false;
}

/* A timestamp that brokers take, and that no retention reaches while the test runs. */
static int64_t ahead(void)
{
    return clock_wall_ms() + 3000000;
}

/* Applies a purge until it waits. */
static struct job *start_purge(struct act *a, struct watched *w, const char *topic)
{
    struct job *job;

    w->plan = act_plan_ok(a, "topic-purge", "topic", topic, NULL);
    job = plan_apply(w->plan, a->cluster, on_applied, w);
    uv_timer_init(&a->loop, &w->timer);
    w->timer.data = w;
    uv_timer_start(&w->timer, on_tick, 5, 5);
    act_wait(a, &w->waits);
    uv_close((uv_handle_t *)&w->timer, on_closed);
    while (w->waits)
        uv_run(&a->loop, UV_RUN_ONCE);
    assert_false(w->done);
    return job;
}

static void test_purge_stopped_puts_back(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-stopped");
    struct watched w = {0};

    admin_create_topic(topic, 1, 1, NULL);
    client_produce(topic, 0, 8, ahead(), 0);
    plan_stop(start_purge(a, &w, topic));
    act_wait(a, &w.done);
    assert_int_equal(w.r.status, APPLY_PARTIAL);
    assert_int_equal(w.plan->steps[0].state, STEP_DONE);
    assert_int_equal(w.plan->steps[1].state, STEP_DIFFERS);
    assert_int_equal(w.plan->steps[2].state, STEP_DONE);
    assert_true(act_warns(w.plan, "ahead of now"));
    plan_free(w.plan);
    retention_is(topic, NULL);
    admin_delete_topic(topic);
}

/* As when klamm ends while it waits. */
static void test_purge_left_puts_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct act *a = *state;
    const char *topic = run_name("act-left");
    struct watched w = {0};
    struct journal j;

    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 8, ahead(), 0);
    job_cancel(start_purge(a, &w, topic));
    plan_free(w.plan);
    /* Until it is known to be put back, the journal has no result. */
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_null(j.entries[0].status);
    journal_release(&j);
    cluster_flush(a->cluster, 5000);
    assert_false(w.done);
    retention_is(topic, "retention.ms=86400000");
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_int_equal(j.n, 1);
    assert_string_equal(j.entries[0].status, "partial");
    journal_release(&j);
    admin_delete_topic(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_asked_goes, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_older_ones_behind_one_stamped_ahead, act_set_up,
                                        act_tear_down),
        cmocka_unit_test_setup_teardown(test_refused_leaves_every_record, act_set_up,
                                        act_tear_down),
        cmocka_unit_test_setup_teardown(test_moved_sends_nothing, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_purge_waits_and_puts_back, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_purge_stopped_puts_back, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_purge_left_puts_back, act_set_up, act_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
