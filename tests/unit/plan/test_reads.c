/* How the reads of a plan are asked for: in the batches of the table of fact sources, no more at a
 * time than the setting `inflight` allows, and each finds its own part of a shared answer. */
#include "core/kafka/configs.h"
#include "core/plan/reads.h"
#include "tests/support/harness.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CALLS = 16, MANY_TOPICS = 250 };

/* Stands in for the brokers: keeps what is asked for until the test answers. */
struct asked {
    char names[MANY_TOPICS][16];
    size_t n;
    request_done *done;
    void *user;
};
static struct asked asked[CALLS];
static size_t nasked;

static struct request *ask(struct cluster *c, const struct fact_query *q, request_done *done,
                           void *user)
{
    struct asked *a = &asked[nasked++];
    (void)c;
    *a = (struct asked){.n = q->n, .done = done, .user = user};
    for (size_t i = 0; i < q->n; i++)
        snprintf(a->names[i], sizeof a->names[i], "%s", q->names[i]);
    return NULL;
}

static void ended(void *user)
{
    ++*(int *)user;
}

static struct config_set *config_of(const char *topic)
{
    struct config_set *c = config_set_new();
    c->type = CONFIG_TOPIC;
    c->name = arena_strdup(&c->arena, topic);
    return c;
}

/* All that were asked for, but the first, which the answer does not mention. */
static void answer(struct asked *a)
{
    struct config_list *l = xcalloc(1, sizeof *l);
    l->c = xcalloc(a->n, sizeof *l->c);
    for (size_t i = 1; i < a->n; i++)
        l->c[l->n++] = config_of(a->names[i]);
    a->done(a->user, l, NULL);
}

static void open_made_up(struct reads *f, struct fact_source *sources)
{
    nasked = 0;
    memcpy(sources, fact_sources, sizeof fact_sources);
    for (int k = 0; k < FACT_KINDS; k++)
        sources[k].ask = ask;
    reads_init(f, NULL);
    f->sources = sources;
}

static void want_topics(struct reads *f, enum fact_kind kind)
{
    char name[16];
    for (int i = 0; i < MANY_TOPICS; i++) {
        snprintf(name, sizeof name, "t%d", i);
        reads_want(f, kind, name);
        reads_want(f, kind, name); /* twice is once */
    }
}

static void test_what_goes_in_batches_shares_a_call(void **state)
{
    struct fact_source sources[FACT_KINDS];
    struct reads f;
    struct err err = {0};
    int done = 0;
    (void)state;
    open_made_up(&f, sources);
    want_topics(&f, FACT_TOPIC_CONFIG);
    reads_run(&f, ended, &done);
    assert_int_equal(nasked, 2); /* of the kind's parallel limit */
    assert_int_equal(asked[0].n, sources[FACT_TOPIC_CONFIG].batch);
    answer(&asked[0]);
    assert_int_equal(nasked, 3);
    assert_int_equal(asked[2].n, MANY_TOPICS - 2 * sources[FACT_TOPIC_CONFIG].batch);
    answer(&asked[1]);
    assert_int_equal(done, 0);
    answer(&asked[2]);
    assert_int_equal(done, 1);
    assert_string_equal(reads_config(&f, CONFIG_TOPIC, "t1", &err)->name, "t1");
    assert_string_equal(reads_config(&f, CONFIG_TOPIC, "t249", &err)->name, "t249");
    assert_null(reads_config(&f, CONFIG_TOPIC, "t0", &err));
    assert_string_equal(err.msg, "the broker's answer does not mention t0");
    reads_release(&f);
}

static void test_one_error_is_that_of_the_whole_batch(void **state)
{
    struct fact_source sources[FACT_KINDS];
    struct reads f;
    struct err why = {0}, err = {0};
    int done = 0;
    (void)state;
    open_made_up(&f, sources);
    reads_want_config(&f, CONFIG_TOPIC, "orders");
    reads_want_config(&f, CONFIG_TOPIC, "payments");
    reads_run(&f, ended, &done);
    err_set(&why, ERR_TIMEOUT, "no answer");
    asked[0].done(asked[0].user, NULL, &why);
    assert_int_equal(done, 1);
    assert_null(reads_config(&f, CONFIG_TOPIC, "payments", &err));
    assert_int_equal(err.kind, ERR_TIMEOUT);
    reads_release(&f);
}

static void test_most_calls_at_a_time(void **state)
{
    struct call_limit limit = {.most = 3};
    struct fact_source sources[FACT_KINDS];
    struct reads f;
    int done = 0;
    (void)state;
    open_made_up(&f, sources);
    f.calls = &limit;
    reads_want(&f, FACT_METADATA, NULL);
    want_topics(&f, FACT_GROUP_OFFSETS); /* of groups called so */
    reads_run(&f, ended, &done);
    assert_int_equal(nasked, 3);
    asked[1].done(asked[1].user, group_offsets_new(), NULL);
    assert_int_equal(nasked, 4);
    assert_int_equal(done, 0);
    reads_release(&f);
    assert_int_equal(limit.running, 0); /* what was not answered has ended, too */
    assert_null(limit.first);
}

/* What else is read leaves no room: the plan waits for it, and is not done before. */
static void test_a_plan_waits_for_room(void **state)
{
    struct call_limit limit = {.most = 2, .running = 2};
    struct fact_source sources[FACT_KINDS];
    struct reads f;
    int done = 0;
    (void)state;
    open_made_up(&f, sources);
    f.calls = &limit;
    reads_want(&f, FACT_GROUP_OFFSETS, "billing");
    reads_want(&f, FACT_GROUP_OFFSETS, "audit");
    reads_run(&f, ended, &done);
    assert_int_equal(nasked, 0);
    call_limit_give(&limit, 1);
    assert_int_equal(nasked, 1);
    asked[0].done(asked[0].user, group_offsets_new(), NULL);
    assert_int_equal(nasked, 2);
    assert_int_equal(limit.running, 2);
    assert_int_equal(done, 0);
    asked[1].done(asked[1].user, group_offsets_new(), NULL);
    assert_int_equal(done, 1);
    assert_int_equal(limit.running, 1);
    reads_release(&f);
    assert_int_equal(limit.running, 1);
}

/* The setting, as a profile has it; the requests wait for a broker that never answers. */
static void test_the_setting_inflight_binds(void **state)
{
    enum { INFLIGHT = 3 };
    char address[64];
    int listener = harness_unresponsive_listener(address, sizeof address), done = 0;
    struct harness *h = harness_open((const char *const[]){"bootstrap.servers", address, NULL});
    struct reads f;
    (void)state;
    assert_non_null(h->cluster);
    cluster_calls(h->cluster)->most = INFLIGHT;
    reads_init(&f, h->cluster);
    want_topics(&f, FACT_GROUP_OFFSETS);
    reads_run(&f, ended, &done);
    assert_int_equal(f.pending, INFLIGHT);
    assert_true(cluster_in_flight(h->cluster) <= INFLIGHT + 1); /* and one of its own, to connect */
    reads_release(&f);
    assert_true(cluster_in_flight(h->cluster) <= 1);
    harness_close(h);
    close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_goes_in_batches_shares_a_call),
        cmocka_unit_test(test_one_error_is_that_of_the_whole_batch),
        cmocka_unit_test(test_most_calls_at_a_time),
        cmocka_unit_test(test_a_plan_waits_for_room),
        cmocka_unit_test(test_the_setting_inflight_binds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
