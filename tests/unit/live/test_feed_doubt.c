/* Answers that contradict the list of all: doubted for ten seconds, then believed, and not doubted
 * again before there was a good one. */
#include "core/live/feed_impl.h"
#include "core/loop/timer.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdlib.h>
#include <string.h>

enum { DOUBT_MS = 10000, MANY = 100 };

/* A feed without a cluster, that wants the log ends of one topic. */
struct bench {
    struct model m;
    struct feed f;
    struct item ends;
};

static void bench_open(struct bench *b)
{
    static char orders[] = "orders";
    struct metadata *md = made_metadata(3);
    memset(b, 0, sizeof *b);
    model_init(&b->m, "test");
    made_topic(md, "orders");
    made_partition(md, 1, "1,2,3", "1,2,3");
    metadata_seal(md);
    model_take_metadata(&b->m, md);
    b->f.model = &b->m;
    b->f.sources = fact_sources;
    for (int k = 0; k < FACT_KINDS; k++)
        map_init(&b->f.index[k]);
    b->ends = (struct item){.kind = FACT_TOPIC_OFFSETS, .name = orders, .wanted = true};
    map_set(&b->f.index[FACT_TOPIC_OFFSETS], orders, &b->ends);
    vec_push(&b->f.items, &b->ends);
}

static void bench_close(struct bench *b)
{
    for (int k = 0; k < FACT_KINDS; k++)
        map_release(&b->f.index[k], NULL);
    vec_release(&b->f.items);
    model_release(&b->m);
}

/* The answer of one more batch says that there is no such topic, though the metadata has it. */
static bool doubts(struct bench *b)
{
    b->ends.judged = false;
    bool is = feed_doubts(&b->f, FACT_TOPIC_OFFSETS, "orders", ERR_NOT_FOUND, MANY);
    assert_int_equal(feed_doubts(&b->f, FACT_TOPIC_OFFSETS, "orders", ERR_NOT_FOUND, MANY), is);
    if (!is) {
        struct err err = {.kind = ERR_NOT_FOUND, .msg = "no such topic"};
        model_failed(&b->m, FACT_TOPIC_OFFSETS, "orders", &err);
        item_ended(&b->f, &b->ends, true);
    }
    return is;
}

static void test_believed_after_ten_seconds(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    for (int i = 0; i < 5; i++)
        assert_true(doubts(&b));
    b.ends.doubted_ms -= DOUBT_MS;
    assert_false(doubts(&b));
    bench_close(&b);
}

static void test_not_doubted_again_at_once(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    assert_true(doubts(&b));
    b.ends.doubted_ms -= DOUBT_MS;
    for (int i = 0; i < 3; i++)
        assert_false(doubts(&b));
    feed_list_came(&b.f, FACT_METADATA); /* neither because of the list, which has it still */
    assert_int_equal(b.ends.doubts, 0);
    item_ended(&b.f, &b.ends, false); /* it was there */
    assert_true(doubts(&b));
    bench_close(&b);
}

/* A topic that was just made has no leader yet: a want for its ends is answered soon, though
 * nothing else is due that would have the feed look again. */
static void test_a_doubt_wakes_the_feed(void **state)
{
    enum { NO_LEADER = 5, SOON_MS = 100 }; /* LEADER_NOT_AVAILABLE */
    struct bench b;
    uv_loop_t loop;
    (void)state;
    bench_open(&b);
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    md->topics[0].err_code = NO_LEADER;
    md->topics[0].err = "no leader";
    metadata_seal(md);
    model_take_metadata(&b.m, md);
    b.m.link = LINK_UP;
    b.f.was_up = true;
    uv_loop_init(&loop);
    b.f.scan = timer_new(&loop, NULL, NULL);
    b.f.tell = timer_new(&loop, NULL, NULL);
    feed_scan(&b.f);
    assert_int_equal(b.ends.doubts, 1);
    assert_true(timer_is_running(b.f.scan));
    assert_true(timer_left(b.f.scan) <= SOON_MS);
    assert_false(timer_is_running(b.f.tell)); /* and no failure is reported */
    timer_free(b.f.scan);
    timer_free(b.f.tell);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    for (int k = 0; k < FACT_KINDS; k++)
        vec_release(&b.f.due[k].v);
    bench_close(&b);
}

/* A commit names a topic that the metadata does not have: that may be older than the topic. */
static void test_the_list_is_read_again_first(void **state)
{
    static char made_later[] = "made-later";
    (void)state;
    struct bench b;
    bench_open(&b);
    struct item list = {.kind = FACT_METADATA, .wanted = true};
    vec_push(&b.f.items, &list);
    map_set(&b.f.index[FACT_METADATA], "", &list);
    struct item ends = {.kind = FACT_TOPIC_OFFSETS, .name = made_later, .wanted = true};
    assert_true(feed_doubts_list(&b.f, &ends));
    assert_true(list.forced);
    assert_false(feed_is_gone(&b.f, &ends)); /* not before the list has come */
    assert_true(feed_list_lacks(&b.f, &ends));
    assert_false(feed_list_lacks(&b.f, &b.ends));
    ends.doubts = 0;
    ends.failures = 1;
    assert_false(feed_doubts_list(&b.f, &ends)); /* once */
    bench_close(&b);
}

/* Listed by no broker and not ready: so is each group of a coordinator that moves. */
static void test_a_coordinator_that_moves_deletes_no_group(void **state)
{
    (void)state;
    assert_true(feed_may_be_lost(FACT_TOPIC_OFFSETS, ERR_NOT_READY));
    assert_true(feed_may_be_lost(FACT_GROUP, ERR_BROKER));
    assert_false(feed_may_be_lost(FACT_GROUP, ERR_NOT_READY));
    assert_false(feed_may_be_lost(FACT_GROUP_OFFSETS, ERR_NOT_READY));
    assert_false(feed_may_be_lost(FACT_GROUP, ERR_TIMEOUT));
}

/* Settings are renewed each half minute; the first ones, lost with a broker, are not waited for so
 * long. */
static void test_what_was_missed_is_requested_soon(void **state)
{
    (void)state;
    struct item it = {.kind = FACT_TOPIC_CONFIG, .max_age_ms = 30000, .failures = 1};
    struct fact fact = {.tried_ms = 1, .failed = ERR_UNREACHABLE};
    assert_int_equal(feed_backoff(&it, &fact), 1000);
    it.failures = 4;
    assert_int_equal(feed_backoff(&it, &fact), 8000);
    it.failures = 20;
    assert_int_equal(feed_backoff(&it, &fact), 60000);
    it.failures = 1;
    fact.failed = ERR_TIMEOUT;
    assert_int_equal(feed_backoff(&it, &fact), 1000);
    fact.at_ms = 1; /* an older value is shown until then */
    assert_int_equal(feed_backoff(&it, &fact), 30000);
    fact = (struct fact){.tried_ms = 1, .failed = ERR_DENIED};
    assert_int_equal(feed_backoff(&it, &fact), 30000);
    fact.failed = ERR_BROKER;
    assert_int_equal(feed_backoff(&it, &fact), 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_believed_after_ten_seconds),
        cmocka_unit_test(test_not_doubted_again_at_once),
        cmocka_unit_test(test_the_list_is_read_again_first),
        cmocka_unit_test(test_a_doubt_wakes_the_feed),
        cmocka_unit_test(test_a_coordinator_that_moves_deletes_no_group),
        cmocka_unit_test(test_what_was_missed_is_requested_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
