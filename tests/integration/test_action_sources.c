/* Where offsets-reset gets its offsets from besides the rules of Kafka's tool: another group, the
 * time of a record; what it shows of the records it leads to; and groups that commit without having
 * members. */
#include "core/action/apply.h"
#include "core/base/clock.h"
#include "core/kafka/offsets.h"
#include "core/plan/step/step_offset.h"
#include "core/recording/recording.h"
#include "core/recording/recording_add.h"
#include "tests/support/act.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/flow.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* No one else commits for these groups: they need not be watched. */
#define QUIET "watch-commits", "0"

static struct act act;
static char topic[64], other[64];
static int64_t first_ms; /* of the first record, then one a second */

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("act-src"));
    snprintf(other, sizeof other, "%s", run_name("act-src-other"));
    first_ms = clock_wall_ms() - 7200000;
    act_open(&act, NULL);
    admin_create_topic(topic, 2, 3, NULL);
    admin_create_topic(other, 1, 3, NULL);
    client_produce(topic, 0, 100, first_ms, 1000);
    client_produce(topic, 1, 40, first_ms, 1000);
    client_produce(other, 0, 60, first_ms, 1000);
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
    const char *group = run_name("act-src-g");

    client_commit(group, topic, 0, 10);
    client_commit(group, topic, 1, 40);
    client_commit(group, other, 0, 5);
    return group;
}

static void refused(const char *part, struct plan *p, const struct err *err)
{
    assert_null(p);
    if (!strstr(err->msg, part))
        fail_msg("'%s' is not in: %s", part, err->msg);
}

static void test_copy_from_group(void **state)
{
    const char *from = new_group(), *g = run_name("act-src-copy");
    char scope[80];
    struct err err = {0};
    struct plan *p;

    (void)state;
    act_do(&act, APPLY_DONE, "group-create", "group", g, "to", "group", "from", from, NULL);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
    client_commit(from, topic, 0, 90);
    client_commit(from, other, 0, 50);
    snprintf(scope, sizeof scope, "%s:0", topic);
    p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "group", "from", from, "topic", scope,
                    QUIET, NULL);
    /* The other group may go on: what was shown is sent. */
    client_commit(from, topic, 0, 95);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_string_equal(commits(g), "a0=90 a1=40 b0=5");
    refused("has no commits that could be copied",
            act_plan(&act, &err, "offsets-reset", "group", g, "to", "group", "from", "act-none",
                     QUIET, NULL),
            &err);
    snprintf(scope, sizeof scope, "%s:0", "act-nowhere");
    refused("has no commit on act-nowhere-0",
            act_plan(&act, &err, "offsets-reset", "group", g, "to", "group", "from", from, "topic",
                     scope, QUIET, NULL),
            &err);
    assert_string_equal(commits(g), "a0=90 a1=40 b0=5");
}

static void test_at_record(void **state)
{
    const char *g = new_group();
    char record[100], row[80];
    struct err err = {0};
    struct plan *p;

    (void)state;
    snprintf(record, sizeof record, "%s:0:25", topic);
    p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "record", "record", record, QUIET,
                    NULL);
    snprintf(row, sizeof row, "%s-1", topic);
    assert_string_equal(act_cell(p, row, "new"), "25");
    snprintf(row, sizeof row, "%s-0", other);
    assert_string_equal(act_cell(p, row, "new"), "25");
    assert_string_equal(args_get(p->args, "to"), "instant");
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_string_equal(commits(g), "a0=25 a1=25 b0=25");
    snprintf(record, sizeof record, "%s:0:100", topic);
    refused("there is no record at 100",
            act_plan(&act, &err, "offsets-reset", "group", g, "to", "record", "record", record,
                     QUIET, NULL),
            &err);
    snprintf(record, sizeof record, "%s:0:5000", topic);
    refused("5000 is outside the log",
            act_plan(&act, &err, "offsets-reset", "group", g, "to", "record", "record", record,
                     QUIET, NULL),
            &err);
    assert_string_equal(commits(g), "a0=25 a1=25 b0=25");
}

/* Each plan says of what time the record is that comes next. */
static void test_names_record_times(void **state)
{
    const char *g = new_group();
    struct plan *p =
        act_plan_ok(&act, "offsets-reset", "group", g, "to", "shift", "shift", "5", QUIET, NULL);
    const struct row *row;
    char name[80];

    (void)state;
    snprintf(name, sizeof name, "%s-0", topic);
    row = table_find(p->preview, name);
    assert_int_equal(row->cells[table_column(p->preview, "record-time")].value.num,
                     first_ms + 15000);
    snprintf(name, sizeof name, "%s-1", topic); /* at the end there is none */
    row = table_find(p->preview, name);
    assert_int_equal(row->cells[table_column(p->preview, "record-time")].value.state, VALUE_NONE);
    plan_free(p);
}

/* Records of a transaction that is still open, behind the last stable offset, are there and have a
 * time; so says each plan, and one may start from it. */
static void test_records_of_an_open_transaction(void **state)
{
    const char *group = run_name("act-src-open"), *id = run_name("act-src-tx");
    char open[64], record[80];
    struct flow_transaction *held;
    struct plan *p;
    const struct row *row;
    int64_t time;

    (void)state;
    snprintf(open, sizeof open, "%s", run_name("act-src-held"));
    admin_create_topic(open, 1, 3, NULL);
    client_produce(open, 0, 3, first_ms, 1000);
    client_commit(group, open, 0, 2);
    held = flow_hold(open, id); /* five records: 3 to 7 */
    p = act_plan_ok(&act, "offsets-reset", "group", group, "to", "shift", "shift", "3", QUIET,
                    NULL);
    snprintf(record, sizeof record, "%s-0", open);
    row = table_find(p->preview, record);
    time = row->cells[table_column(p->preview, "record-time")].value.num;
    assert_int_equal(row->cells[table_column(p->preview, "record-time")].value.state, VALUE_KNOWN);
    assert_in_range(time, first_ms + 1, clock_wall_ms());
    plan_free(p);
    snprintf(record, sizeof record, "%s:0:5", open);
    p = act_plan_ok(&act, "offsets-reset", "group", group, "to", "record", "record", record, QUIET,
                    NULL);
    assert_in_range(((struct offset_step *)p->steps[0].payload)->to, 3, 5);
    plan_free(p);
    flow_abort(held);
    admin_delete_topic(open);
}

static void missing(const char *record, const char *words)
{
    struct err err = {0};
    struct plan *p = act_plan(&act, &err, "offsets-reset", "group", new_group(), "to", "record",
                              "record", record, QUIET, NULL);

    assert_null(p);
    assert_int_equal(err.kind, ERR_NOT_FOUND); /* not a silence that was waited for */
    if (!strstr(err.msg, words))
        fail_msg("'%s' is not in: %s", words, err.msg);
}

static void test_a_record_of_nowhere(void **state)
{
    char record[80];

    (void)state;
    missing("act-src-nowhere:0:0", "there is no topic act-src-nowhere");
    snprintf(record, sizeof record, "%s:7:0", topic);
    missing(record, "has no partition 7");
}

/* ---- committing without being a member ------------------------------------------------------- */

static void test_committing_group_is_blocked(void **state)
{
    const char *g = new_group();
    struct client_committer *c = client_keep_committing(g, topic, 0, 11);
    struct plan *p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", NULL);
    const char *part = "has no members, yet something commits for it";

    (void)state;
    if (!p->blocked || !strstr(p->blocked, part))
        fail_msg("%s", p->blocked ? p->blocked : "not blocked");
    assert_int_equal(p->preview->nrows, 3);
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);
    p = act_plan_ok(&act, "group-delete", "group", g, NULL);
    assert_true(p->blocked && strstr(p->blocked, part));
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);
    client_stop_committing(c);
    /* The other partitions are as they were. */
    assert_non_null(strstr(commits(g), "a1=40 b0=5"));
}

static void test_committing_group_when_intended(void **state)
{
    const char *g = new_group();
    struct client_committer *c = client_keep_committing(g, topic, 0, 11);
    struct plan *p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "earliest",
                                 "even-if-committing", "true", NULL);
    struct apply_result r;

    (void)state;
    assert_null(p->blocked);
    assert_true(act_warns(p, "may overwrite it at once"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE && r.status != APPLY_PARTIAL)
        fail_msg("%s", r.err.msg);
    plan_free(p);
    client_stop_committing(c);
    assert_non_null(strstr(commits(g), "a1=0 b0=0"));
}

/* Quiet while it was planned; then it begins. */
static void test_commits_that_begin_in_between(void **state)
{
    const char *g = new_group();
    struct plan *p =
        act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", "watch-commits", "1s", NULL);
    struct client_committer *c = client_keep_committing(g, topic, 0, 11);
    struct apply_result r;

    (void)state;
    assert_null(p->blocked);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(r.again);
    act_watch(&act, r.again);
    assert_non_null(r.again->blocked);
    assert_non_null(strstr(r.again->blocked, "something commits for it"));
    plan_free(r.again);
    plan_free(p);
    client_stop_committing(c);
    assert_non_null(strstr(commits(g), "a1=40 b0=5"));
}

/* Where the model has known the commits for long enough no one has to wait. */
static void test_model_knows_it_is_quiet(void **state)
{
    const char *g = new_group();
    struct reading r = {0};
    struct group_offsets *known;
    int64_t began;

    (void)state;
    kafka_group_offsets(act.cluster, g, on_answer, &r);
    act_wait(&act, &r.done);
    known = r.answer;
    model_take_group_offsets(&act.model, known);
    for (size_t i = 0; i < known->n; i++)
        known->o[i].seen_ms -= 3600000;
    began = clock_mono_ms();
    plan_free(act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", "watch-commits", "30s",
                          NULL));
    assert_true(clock_mono_ms() - began < 25000);
    /* One that changed since is still watched. */
    client_commit(g, topic, 0, 12);
    began = clock_mono_ms();
    plan_free(act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", "watch-commits", "1s",
                          NULL));
    assert_true(clock_mono_ms() - began >= 1000);
}

/* A minute between two commits is more than anyone watches; the recording has seen them. */
static void test_recording_knows_it_commits(void **state)
{
    const char *g = new_group();
    int64_t from = clock_wall_ms() - 6 * 60000;
    struct recording h;
    struct plan *p;

    (void)state;
    recording_init(&h, RECORDING_INTERVAL_MS);
    act.model.recording = &h;
    for (int i = 0; i < 35; i++) {
        int64_t at = from + i * RECORDING_INTERVAL_MS;
        struct recording_sample s = {
            .commit_ms = at, .ends_ms = at + 1, .state_ms = at + 1, .state = GROUP_EMPTY};
        struct recording_value v = {.topic = topic, .committed = 5 + i / 6, .end = 100};

        assert_true(recording_add(&h, g, &s, &v, 1));
        if (i == 11) { /* one commit is no habit */
            p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", QUIET, NULL);
            assert_null(p->blocked);
            plan_free(p);
        }
    }
    p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", QUIET, NULL);
    if (!p->blocked || !strstr(p->blocked, "something commits for it: that was seen 5 times"))
        fail_msg("%s", p->blocked ? p->blocked : "not blocked");
    assert_int_equal(act_apply(&act, p).status, APPLY_GUARD);
    plan_free(p);
    p = act_plan_ok(&act, "offsets-reset", "group", g, "to", "latest", "even-if-committing", "true",
                    NULL);
    assert_null(p->blocked);
    plan_free(p);
    act.model.recording = NULL;
    recording_release(&h);
    assert_string_equal(commits(g), "a0=10 a1=40 b0=5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy_from_group),
        cmocka_unit_test(test_at_record),
        cmocka_unit_test(test_names_record_times),
        cmocka_unit_test(test_records_of_an_open_transaction),
        cmocka_unit_test(test_a_record_of_nowhere),
        cmocka_unit_test(test_committing_group_is_blocked),
        cmocka_unit_test(test_committing_group_when_intended),
        cmocka_unit_test(test_commits_that_begin_in_between),
        cmocka_unit_test(test_model_knows_it_is_quiet),
        cmocka_unit_test(test_recording_knows_it_commits),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
