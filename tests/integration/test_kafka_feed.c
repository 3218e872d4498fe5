/* The feed and live queries against a real cluster: what is wanted arrives, in the right order, and
 * nothing is asked that no one wants. */
#include "core/config/profile.h"
#include "core/kafka/commits.h"
#include "core/kafka/convert.h"
#include "core/kafka/topics.h"
#include "core/live/feed_wants.h"
#include "core/model/model_fact.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 60, ARRIVES_MS = 30000 };

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})

static char topic[64], group[64];

static struct harness *open_session(const char *servers)
{
    struct harness *r =
        harness_open_session(PROPS("bootstrap.servers", servers, "socket.timeout.ms", "20000",
                                   "socket.connection.setup.timeout.ms", "20000"));
    if (!r->session)
        fail_msg("%s", r->err.msg);
    return r;
}

/* One topic, and groups that have committed on it. */
static int make_groups(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("feed-topic"));
    snprintf(group, sizeof group, "%s", run_name("feed-group"));
    struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    struct topic_spec spec = {.name = topic, .partitions = 4, .replication = 2};
    kafka_create_topic(r->cluster, &spec, false, harness_done, r);
    outcome_list_free(harness_answer(r));
    for (int i = 0; i < GROUPS; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s-%02d", group, i);
        struct offset_commit o[] = {{topic, 0, 0}, {topic, 3, 0}};
        bool ok = false;
        while (!ok) { /* until the coordinator knows the topic */
            kafka_commit_offsets(r->cluster, name, o, 2, harness_done, r);
            struct outcome_list *l = harness_answer(r);
            ok = l && !l->o[0].err && !l->o[1].err;
            outcome_list_free(l);
        }
    }
    harness_close(r);
    return 0;
}

static struct dataset *the_dataset(struct harness *r)
{
    return r->session->datasets.v.data[0];
}

static bool is_complete(struct harness *r)
{
    return the_dataset(r)->table->complete && session_settled(r->session);
}

static bool is_failed(struct harness *r)
{
    return the_dataset(r)->state == DATASET_FAILED;
}

static void test_all_groups_with_lag(void **state)
{
    (void)state;
    struct harness *r = open_session(run_env("KLAMM_BOOTSTRAP"));
    struct dataset *d = dataset_open(r->session, resource_find("groups"), NULL);
    dataset_set_all(r->session, d, true);
    feed_pause(r->session->feed, true);
    assert_true(harness_wait(r, is_complete, ARRIVES_MS));
    assert_int_equal(d->state, DATASET_FRESH);
    const struct model *m = &r->session->model;
    const struct topic_offsets *ends = model_offsets(m, topic);
    for (int i = 0; i < GROUPS; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s-%02d", group, i);
        const struct group_offsets *g = model_group_offsets(m, name);
        assert_non_null(g);
        assert_int_equal(g->n, 2);
        assert_non_null(model_group(m, name));
        /* Or a lag could be negative: what was committed was asked first. */
        const struct partition_offsets *p = topic_offsets_get(ends, 3);
        assert_non_null(p);
        assert_int_equal(p->end, 0);
        assert_true(p->end_at_ms >= g->fact.at_ms);
        assert_non_null(table_find(d->table, name));
    }
    dataset_close(r->session, d);
    harness_close(r);
}

static bool one_is_described(struct harness *r)
{
    char name[96];
    snprintf(name, sizeof name, "%s-07", group);
    const struct topic_offsets *ends = model_offsets(&r->session->model, topic);
    return model_group(&r->session->model, name) && model_group_offsets(&r->session->model, name) &&
           ends && fact_known(&ends->fact) && session_settled(r->session);
}

static void test_only_what_is_visible(void **state)
{
    (void)state;
    char name[96];
    snprintf(name, sizeof name, "%s-07", group);
    struct harness *r = open_session(run_env("KLAMM_BOOTSTRAP"));
    struct dataset *d = dataset_open(r->session, resource_find("groups"), NULL);
    const char *const visible[] = {name};
    dataset_set_visible(r->session, d, visible, 1);
    assert_true(harness_wait(r, one_is_described, ARRIVES_MS));
    /* Settled: nothing is under way, so what is not there was not asked for. */
    assert_int_equal(r->session->model.groups.len, 1);
    assert_int_equal(r->session->model.group_offsets.len, 1);
    dataset_close(r->session, d);
    harness_close(r);
}

static int64_t learnt_at;

static bool is_newer(struct harness *r)
{
    return r->session->model.group_list_fact.at_ms > learnt_at;
}

static bool has_listing(struct harness *r)
{
    return r->session->model.group_list && session_settled(r->session);
}

static void test_refresh_when_paused(void **state)
{
    (void)state;
    struct harness *r = open_session(run_env("KLAMM_BOOTSTRAP"));
    struct dataset *d = dataset_open(r->session, resource_find("groups"), NULL);
    feed_pause(r->session->feed, true);
    assert_true(harness_wait(r, has_listing, ARRIVES_MS));
    learnt_at = r->session->model.group_list_fact.at_ms;
    /* A millisecond has to pass for the difference to be seen. */
    while (uv_hrtime() / 1000000 <= (uint64_t)learnt_at)
        uv_run(&r->loop, UV_RUN_NOWAIT);
    feed_refresh(r->session->feed);
    assert_true(harness_wait(r, is_newer, ARRIVES_MS));
    dataset_close(r->session, d);
    harness_close(r);
}

static void test_unreachable_is_unknown_not_empty(void **state)
{
    (void)state;
    struct harness *r = open_session("127.0.0.1:1");
    struct dataset *d = dataset_open(r->session, resource_find("topics"), NULL);
    assert_true(harness_wait(r, is_failed, ARRIVES_MS));
    assert_int_equal(r->session->model.metadata_fact.failed, ERR_REFUSED);
    assert_non_null(strstr(d->err, "127.0.0.1:1"));
    assert_true(feed_settled(r->session->feed)); /* the command line ends, with this reason */
    dataset_close(r->session, d);
    harness_close(r);
}

static bool facts_changed;

static void on_facts(void *user)
{
    (void)user;
    facts_changed = true;
}

static bool has_answers(struct harness *r)
{
    (void)r;
    return facts_changed && model_fact(&r->model, FACT_TOPIC_OFFSETS, "no-such-topic");
}

/* A feed by itself: the metadata that has no such topic is fetched although no one wants it.
 */
static void test_a_topic_that_is_not_there(void **state)
{
    (void)state;
    struct harness *r = harness_open(PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP")));
    struct feed *f = feed_new(r->cluster, on_facts, r);
    struct wants w;
    wants_init(&w);
    wants_add(&w, FACT_TOPIC_OFFSETS, "no-such-topic", 1000, 0);
    feed_set_wants(f, &w);
    wants_release(&w);
    bool answered = harness_wait(r, has_answers, ARRIVES_MS);
    const struct fact *fact = model_fact(&r->model, FACT_TOPIC_OFFSETS, "no-such-topic");
    enum err_kind failed = fact ? fact->failed : ERR_NONE;
    feed_free(f);
    harness_close(r);
    assert_true(answered);
    assert_int_equal(failed, ERR_NOT_FOUND);
}

static char passing[96];

static bool row_is_gone(struct harness *r)
{
    return !table_find(the_dataset(r)->table, passing) && session_settled(r->session);
}

static bool row_is_there(struct harness *r)
{
    return table_find(the_dataset(r)->table, passing) && session_settled(r->session);
}

/* Deleted between the list and the question about it: the list is asked for once more although it
 * is not due, and the row goes instead of failing. */
static void test_what_goes_meanwhile_is_left_out(void **state)
{
    (void)state;
    snprintf(passing, sizeof passing, "%s-passing", topic);
    admin_create_topic(passing, 3, 1, NULL);
    struct harness *r = open_session(run_env("KLAMM_BOOTSTRAP"));
    struct dataset *d = dataset_open(r->session, resource_find("topics"), NULL);
    feed_pause(r->session->feed, true);
    assert_true(harness_wait(r, row_is_there, ARRIVES_MS));
    admin_delete_topic(passing);
    const char *const visible[] = {passing};
    dataset_set_visible(r->session, d, visible, 1);
    assert_true(harness_wait(r, row_is_gone, ARRIVES_MS));
    dataset_close(r->session, d);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_groups_with_lag),
        cmocka_unit_test(test_only_what_is_visible),
        cmocka_unit_test(test_refresh_when_paused),
        cmocka_unit_test(test_unreachable_is_unknown_not_empty),
        cmocka_unit_test(test_a_topic_that_is_not_there),
        cmocka_unit_test(test_what_goes_meanwhile_is_left_out),
    };
    return cmocka_run_group_tests(tests, make_groups, NULL);
}
