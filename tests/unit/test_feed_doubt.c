/* Answers that contradict the list of all: doubted for ten seconds, then believed, and not doubted
 * anew before there was a good one. */
#include "core/live/feed_impl.h"
#include "tests/unit/made_up.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

/* The answer of one more trip says that there is no such topic, though the metadata has it. */
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

/* A topic that was just made has no leader yet: whoever wants its ends is answered soon, though
 * nothing else is due that would have the feed look again. */
static void test_a_doubt_wakes_the_feed(void **state)
{
    enum { NO_LEADER = 5, SOON_MS = 100 }; /* LEADER_NOT_AVAILABLE */
    struct bench b;
    struct feed_timers timers = {.open = 2, .feed = &b.f};
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
    b.f.timers = &timers;
    uv_loop_init(&loop);
    uv_timer_init(&loop, &timers.due);
    uv_timer_init(&loop, &timers.tell);
    feed_scan(&b.f);
    assert_int_equal(b.ends.doubts, 1);
    assert_true(uv_is_active((uv_handle_t *)&timers.due));
    assert_true(uv_timer_get_due_in(&timers.due) <= SOON_MS);
    assert_false(uv_is_active((uv_handle_t *)&timers.tell)); /* and nobody is told of a failure */
    uv_close((uv_handle_t *)&timers.due, NULL);
    uv_close((uv_handle_t *)&timers.tell, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    for (int k = 0; k < FACT_KINDS; k++)
        vec_release(&b.f.due[k].v);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_believed_after_ten_seconds),
        cmocka_unit_test(test_not_doubted_again_at_once),
        cmocka_unit_test(test_a_doubt_wakes_the_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
