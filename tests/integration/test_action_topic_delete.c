/* topic-delete against the real cluster: what the plan says of the topic and its readers, what
 * Kafka's own tool lists afterwards, and that whatever is refused leaves the topic where it is. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "core/plan/step/step_delete_topic.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/journalled.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static bool exists(const char *topic)
{
    char *list = run_tool("topics --list --topic '%s'", topic);
    bool found = strstr(list, topic) != NULL;

    free(list);
    return found;
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

static const char *key(const char *what, const char *name)
{
    static char text[4][128];
    static int at;

    at = (at + 1) % 4;
    snprintf(text[at], sizeof text[at], "%s %s", what, name);
    return text[at];
}

/* Stopped in the middle: two of three are there still, one of them created again since. */
static void test_the_rest_is_not_nothing(void **state)
{
    struct act *a = *state;
    char topics[3][64], id[JOURNAL_ID], line[200];
    struct journal_where where = {run_env("KLAMM_CLUSTER_ID"), "test", NULL};
    struct plan *p;
    struct err err = {0};

    for (int i = 0; i < 3; i++) {
        snprintf(topics[i], sizeof topics[i], "%s", run_name("act-rest"));
        admin_create_topic(topics[i], 1, 1, NULL);
    }
    p = act_plan_ok(a, "topic-delete", "topic", topics[0], "topic", topics[1], "topic", topics[2],
                    NULL);
    assert_int_equal(p->nsteps, 3);
    assert_true(journalled_intent(&where, p, id, &err));
    p->steps[0].state = STEP_DONE;
    p->steps[1].state = p->steps[2].state = STEP_SKIPPED;
    assert_true(journalled_result(&where, id, p, APPLY_PARTIAL, NULL, &err));
    plan_free(p);
    admin_delete_topic(topics[0]);
    p = act_plan_ok(a, "resume", "id", id, NULL);
    assert_int_equal(p->nsteps, 0);
    assert_non_null(p->blocked);
    assert_non_null(strstr(p->blocked, "2 steps can't be sent from here"));
    snprintf(line, sizeof line, "to plan them again: klamm -c test topic-delete %s %s", topics[1],
             topics[2]);
    assert_string_equal(p->summary[0], line);
    assert_string_equal(p->summary[1], "2 steps of 3 did not happen");
    plan_free(p);
    admin_delete_topic(topics[2]);
    admin_create_topic(topics[2], 1, 1, NULL);
    p = act_plan_ok(a, "resume", "id", id, NULL);
    assert_string_equal(p->summary[0], "2 steps of 3 did not happen"); /* and no line with it */
    plan_free(p);
    admin_delete_topic(topics[1]);
    admin_delete_topic(topics[2]);
}

static void test_deletes_and_tells_what_goes(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", "max.message.bytes=2097152",
                                           NULL};
    struct act *a = *state;
    const char *topic = run_name("act-gone"), *idle = run_name("act-idle");
    const char *busy = run_name("act-busy");
    struct client_member *m;
    struct apply_result r;
    struct journal j;
    struct plan *p, *back;
    struct err err = {0};

    admin_create_topic(topic, 3, 2, settings);
    client_produce(topic, 0, 100, 0, 0);
    client_produce(topic, 2, 20, 0, 0);
    client_commit(idle, topic, 0, 40);
    m = client_join(busy, topic, "reader-1", "classic");
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);

    assert_string_equal(p->confirm, topic);
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_null(p->blocked);
    assert_string_equal(act_cell(p, key("topic", topic), "records"), "120");
    assert_string_equal(act_cell(p, key("topic", topic), "partitions"), "3 × 2");
    assert_non_null(strstr(act_cell(p, key("topic", topic), "written"), "ago"));
    assert_string_equal(act_cell(p, key("group", idle), "unread"), "60");
    assert_string_equal(act_cell(p, key("group", idle), "state"), "empty");
    assert_non_null(strstr(act_cell(p, key("group", busy), "note"), "read 3 partitions now"));
    assert_true(act_warns(p, "2 groups read it or did so, 1 with members now"));
    assert_true(act_warns(p, "a producer writes to it"));
    assert_false(act_warns(p, "auto.create"));
    assert_non_null(strstr(p->command, "kafka-topics"));

    client_leave(m);
    r = act_apply(a, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_false(exists(topic));
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), NULL));
    assert_int_equal(j.n, 1);
    assert_non_null(strstr(j.entries[0].intent, "\"retention.ms\":\"86400000\""));
    assert_null(strstr(j.entries[0].intent, "segment.bytes"));
    plan_free(p);
    p = journal_plan(&j.entries[0], &err);
    assert_non_null(p);
    back = plan_reverse(p, &err);
    assert_null(back);
    assert_non_null(
        strstr(err.msg, "its records are deleted; to create it again without them: klamm -c "));
    assert_non_null(strstr(err.msg, " topic-create --replica-assignment "));
    assert_non_null(strstr(err.msg, "--config retention.ms=86400000"));
    plan_free(p);
    journal_release(&j);
}

static void test_refused_sends_nothing(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-kept");
    struct apply_result r;
    struct err err = {0};
    struct plan *p;

    assert_null(act_plan(a, &err, "topic-delete", "topic", "__consumer_offsets", NULL));
    assert_non_null(strstr(err.msg, "Kafka's own"));
    assert_null(act_plan(a, &err, "topic-delete", "topic", "act-nowhere", NULL));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_null(act_plan(a, &err, "topic-delete", "topic", "act-.*", NULL));
    p = act_plan_ok(a, "topic-delete", "topic", "__consumer_offsets", "internal", "yes", NULL);
    assert_null(p->blocked);
    assert_true(act_warns(p, "lose their state"));
    plan_free(p);

    admin_create_topic(topic, 1, 1, NULL);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    profile_set_guard(a->profile, GUARD_READ_ONLY);
    r = act_apply(a, p);
    profile_set_guard(a->profile, GUARD_OPEN);
    assert_int_equal(r.status, APPLY_GUARD);
    assert_int_equal(journalled(), 0);
    assert_true(exists(topic));
    plan_free(p);
    admin_delete_topic(topic);
}

static void moved(struct act *a, struct plan *p, const char *part)
{
    struct apply_result r = act_apply(a, p);

    assert_int_equal(r.status, APPLY_MOVED);
    if (!strstr(r.err.msg, part))
        fail_msg("'%s' is not in: %s", part, r.err.msg);
    assert_int_equal(p->steps[0].state, STEP_PLANNED);
    assert_int_equal(journalled(), 0);
    plan_free(r.again);
    plan_free(p);
}

static void test_another_topic_of_that_name(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-again");
    struct plan *p;

    admin_create_topic(topic, 1, 1, NULL);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    admin_delete_topic(topic);
    admin_return_topic(topic);
    moved(a, p, "the id of topic");
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    client_produce(topic, 0, 1, 0, 0);
    moved(a, p, "was none and is now some");
    assert_true(exists(topic));
    admin_delete_topic(topic);
}

static void test_reader_came(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-read"), *group = run_name("act-new-reader");
    struct client_member *m;
    struct plan *p;

    admin_create_topic(topic, 1, 1, NULL);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    m = client_join(group, topic, "reader-2", "consumer");
    moved(a, p, "reads");
    client_leave(m);
    admin_delete_topic(topic);
}

static void *make_again(void *name)
{
    admin_return_topic(name);
    return NULL;
}

/* Where brokers make topics by themselves a client brings it back: said, not passed over. */
static void test_came_back(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-back");
    struct apply_result r;
    struct plan *p;
    pthread_t t;

    admin_create_topic(topic, 1, 1, NULL);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    assert_false(((struct delete_topic *)p->steps[0].payload)->may_return);
    ((struct delete_topic *)p->steps[0].payload)->may_return = true;
    pthread_create(&t, NULL, make_again, (void *)(uintptr_t)topic);
    r = act_apply(a, p);
    pthread_join(t, NULL);
    assert_int_equal(r.status, APPLY_PARTIAL);
    assert_non_null(strstr(r.err.msg, "something made it again"));
    assert_int_equal(p->steps[0].state, STEP_DIFFERS);
    plan_free(p);
    admin_delete_topic(topic);
}

static void test_several(void **state)
{
    struct act *a = *state;
    char one[64], two[64], *list;
    struct plan *p;

    snprintf(one, sizeof one, "%s", run_name("act-many"));
    snprintf(two, sizeof two, "%s", run_name("act-many"));
    admin_create_topic(one, 1, 1, NULL);
    admin_create_topic(two, 2, 1, NULL);
    client_produce(two, 1, 7, 0, 0);
    client_commit(one, two, 1, 3);
    p = act_plan_ok(a, "topic-delete", "topic", one, "topic", two, NULL);
    assert_string_equal(p->confirm, "2");
    assert_int_equal(p->nsteps, 2);
    assert_non_null(strstr(p->title, one));
    assert_non_null(strstr(p->title, two));
    assert_int_equal(act_apply(a, p).status, APPLY_DONE);
    plan_free(p);
    list = run_tool("topics --list");
    assert_null(strstr(list, one));
    assert_null(strstr(list, two));
    free(list);
}

/* Records whose producer's clock goes ahead: how long ago they were written is not known. */
static void test_records_from_the_future(void **state)
{
    struct act *a = *state;
    const char *topic = run_name("act-ahead");
    struct plan *p;

    admin_create_topic(topic, 2, 1, NULL);
    client_produce(topic, 0, 5, clock_wall_ms() + 50 * 60000, 1);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    assert_non_null(strstr(act_cell(p, key("topic", topic), "written"),
                           " ahead of this clock (the producer's)"));
    assert_false(act_warns(p, "a producer"));
    plan_free(p);
    client_produce(topic, 1, 1, clock_wall_ms() - 20 * 60000, 0);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    assert_true(act_warns(p, "a producer wrote to it not long ago"));
    assert_false(act_warns(p, "a producer writes to it"));
    plan_free(p);
    client_produce(topic, 1, 1, 0, 0);
    p = act_plan_ok(a, "topic-delete", "topic", topic, NULL);
    assert_true(act_warns(p, "a producer writes to it"));
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_deletes_and_tells_what_goes, act_set_up,
                                        act_tear_down),
        cmocka_unit_test_setup_teardown(test_the_rest_is_not_nothing, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_refused_sends_nothing, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_another_topic_of_that_name, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_reader_came, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_came_back, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_several, act_set_up, act_tear_down),
        cmocka_unit_test_setup_teardown(test_records_from_the_future, act_set_up, act_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
