/* Which due items go out: in batches, within the limits, and no kind takes every call there is. */
#include "core/live/feed_impl.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS = 64, TOPICS = 150, INFLIGHT = 32 };

static size_t commits, configs, objects; /* calls, and what was asked for by the last */

static struct request *ask_commits(struct cluster *c, const struct fact_query *q,
                                   request_done *done, void *user)
{
    (void)c, (void)done, (void)user;
    commits++;
    objects = q->n;
    return NULL;
}

static struct request *ask_configs(struct cluster *c, const struct fact_query *q,
                                   request_done *done, void *user)
{
    (void)c, (void)done, (void)user;
    configs++;
    objects = q->n;
    return NULL;
}

/* A feed without a cluster, whose brokers never answer. */
struct bench {
    struct model m;
    struct feed f;
    struct fact_source sources[FACT_KINDS];
    struct item groups[GROUPS], topics[TOPICS];
};

static char name[] = "x";

static void pump(void *feed)
{
    feed_pump(feed);
}

static void is_due(struct bench *b, struct item *it, enum fact_kind kind, int priority)
{
    *it = (struct item){.kind = kind, .name = name, .wanted = true, .priority = priority};
    vec_push(&b->f.due[kind].v, it);
}

static int bench_open(void **state)
{
    struct bench *b = xcalloc(1, sizeof *b);
    model_init(&b->m, "test");
    b->m.link = LINK_UP;
    memcpy(b->sources, fact_sources, sizeof fact_sources);
    b->sources[FACT_GROUP_OFFSETS].ask = ask_commits;
    b->sources[FACT_TOPIC_CONFIG].ask = ask_configs;
    b->f.model = &b->m;
    b->f.sources = b->sources;
    b->f.parallel = INFLIGHT;
    b->f.turn_ns = UINT64_MAX / 2; /* however slow the machine is */
    commits = configs = objects = 0;
    *state = b;
    return 0;
}

static int bench_close(void **state)
{
    struct bench *b = *state;
    while (b->f.batches)
        batch_free(b->f.batches);
    for (int k = 0; k < FACT_KINDS; k++)
        vec_release(&b->f.due[k].v);
    model_release(&b->m);
    free(b);
    return 0;
}

static void test_commits_leave_calls_to_others(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < GROUPS; i++)
        is_due(b, &b->groups[i], FACT_GROUP_OFFSETS, 0);
    feed_pump(&b->f); /* and their coordinator hangs */
    assert_int_equal(commits, INFLIGHT - INFLIGHT / 4);
    is_due(b, &b->topics[0], FACT_TOPIC_CONFIG, 3);
    feed_pump(&b->f);
    assert_int_equal(configs, 1);
    assert_int_equal(commits, INFLIGHT - INFLIGHT / 4);
}

static void test_one_call_at_a_time_is_one_of_any_kind(void **state)
{
    struct bench *b = *state;
    b->f.parallel = 1;
    is_due(b, &b->groups[0], FACT_GROUP_OFFSETS, 0);
    is_due(b, &b->groups[1], FACT_GROUP_OFFSETS, 0);
    is_due(b, &b->topics[0], FACT_TOPIC_CONFIG, 0);
    feed_pump(&b->f);
    assert_int_equal(commits, 1);
    assert_int_equal(configs, 0);
}

static void test_batches_are_of_one_urgency_and_size(void **state)
{
    struct bench *b = *state;
    size_t most = b->sources[FACT_TOPIC_CONFIG].batch;
    is_due(b, &b->topics[0], FACT_TOPIC_CONFIG, 0);
    is_due(b, &b->topics[1], FACT_TOPIC_CONFIG, 0);
    for (int i = 2; i < TOPICS; i++)
        is_due(b, &b->topics[i], FACT_TOPIC_CONFIG, 1);
    b->f.parallel = 1;
    feed_pump(&b->f);
    assert_int_equal(objects, 2);
    batch_free(b->f.batches);
    feed_pump(&b->f);
    assert_int_equal(objects, most);
    batch_free(b->f.batches);
    feed_pump(&b->f);
    assert_int_equal(objects, TOPICS - 2 - most);
}

static void gone_on(void *times)
{
    ++*(int *)times;
}

/* Plans and the screen keep to one limit, and each gets its turn. */
static void test_plans_and_the_screen_share_the_calls(void **state)
{
    struct bench *b = *state;
    int turns = 0;
    struct call_limit limit = {.most = INFLIGHT};
    struct call_waiter plan = {.go = gone_on, .user = &turns};
    b->f.calls = &limit;
    b->f.room = (struct call_waiter){.go = pump, .user = &b->f};
    for (int i = 0; i < GROUPS; i++)
        is_due(b, &b->groups[i], FACT_GROUP_OFFSETS, 0);
    for (int i = 0; i < INFLIGHT - 1; i++)
        assert_true(call_limit_take(&limit, 1, &plan));
    feed_pump(&b->f);
    assert_int_equal(commits, 1); /* the one that was left */
    assert_false(call_limit_take(&limit, 1, &plan));
    call_limit_give(&limit, 1); /* of the plan's: the feed has waited longer */
    assert_int_equal(commits, 2);
    assert_int_equal(turns, 0);
    batch_free(b->f.batches);
    assert_int_equal(turns, 1); /* it takes nothing, so there is still room */
    assert_int_equal(commits, 3);
    assert_int_equal(limit.running, INFLIGHT);
    call_limit_forget(&limit, &b->f.room);
    call_limit_give(&limit, INFLIGHT - 2);
    assert_int_equal(commits, 3);
    assert_int_equal(limit.running, 2);
    while (b->f.batches)
        batch_free(b->f.batches);
    assert_int_equal(limit.running, 0);
    b->f.calls = NULL;
}

int main(void)
{
#define IN_BENCH(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)
    const struct CMUnitTest tests[] = {
        IN_BENCH(test_commits_leave_calls_to_others),
        IN_BENCH(test_one_call_at_a_time_is_one_of_any_kind),
        IN_BENCH(test_batches_are_of_one_urgency_and_size),
        IN_BENCH(test_plans_and_the_screen_share_the_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
