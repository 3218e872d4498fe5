/* What is written per second now: from answers that are far enough from each other, from samples
 * where there are some, and the same wherever it is shown. */
#include "core/base/clock.h"
#include "core/insight/lag_book.h"
#include "core/insight/rates.h"
#include "core/insight/traffic.h"
#include "tests/unit/made_up.h"
#include "tests/unit/recorded.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct desk {
    struct model m;
    struct recorded r;
    int64_t mono_ms; /* now */
};

/* "orders" has three partitions, led by broker 1 as long as nothing else is said. */
static void take_metadata(struct desk *d, int32_t leader_of_0)
{
    struct metadata *md = made_metadata(2);
    made_topic(md, "orders");
    made_partition(md, leader_of_0, "1,2", "1,2");
    made_partition(md, 1, "1,2", "1,2");
    made_partition(md, 1, "1,2", "1,2");
    metadata_seal(md);
    model_take_metadata(&d->m, md);
}

static void open_desk(struct desk *d)
{
    model_init(&d->m, "test");
    recorded_init(&d->r);
    d->m.recording = &d->r.h;
    take_metadata(d, 1);
}

static void close_desk(struct desk *d)
{
    recording_release(&d->r.h);
    model_release(&d->m);
}

/* The ends of all three partitions, as asked for at that time. */
static void answer(struct desk *d, int64_t end, int64_t at_ms)
{
    struct topic_offsets *o = model_topic_offsets(&d->m, "orders");
    for (int32_t i = 0; i < 3; i++)
        partition_offsets_end(topic_offsets_at(o, i), end, at_ms);
    d->mono_ms = at_ms;
}

static double rate(const struct desk *d, int32_t partition)
{
    struct rates r;
    rates_make(&r, &d->m, d->r.now);
    r.mono_ms = d->mono_ms;
    double one = rate_of_partition(&r, "orders", partition);
    rates_release(&r);
    return one;
}

static bool is(double a, double b)
{
    return fabs(a - b) < 0.01;
}

static void test_below_a_second_there_is_no_rate(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    assert_true(isnan(rate(&d, 0)));
    answer(&d, 100, 10000);
    assert_true(isnan(rate(&d, 0)));
    answer(&d, 124, 10042); /* a batch came between two answers: 570/s, says who divides */
    assert_true(isnan(rate(&d, 0)));
    struct table *t = made_table(&d.m, "partitions", "orders");
    assert_string_equal(shown(t, "0", "rate"), "…");
    table_free(t);
    t = made_table(&d.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "…");
    table_free(t);
    answer(&d, 130, 11000);
    assert_true(is(rate(&d, 0), 30));
    close_desk(&d);
}

/* Ten records each ten seconds, in one batch: no answer sees them come evenly. */
static void test_it_is_smoothed_over_half_a_minute(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    for (int s = 0; s <= 300; s += 2) {
        answer(&d, s / 10 * 10, 1000 + s * 1000);
        if (s >= 30)
            assert_true(rate(&d, 0) > 0.55 && rate(&d, 0) < 1.5);
    }
    answer(&d, 300, 340000); /* answers that are rarer: over the time between them */
    answer(&d, 390, 400000);
    assert_true(is(rate(&d, 0), 90.0 / 60));
    d.mono_ms = 400000 + 3 * 60000; /* and looked elsewhere since: it was so then, not now */
    assert_true(isnan(rate(&d, 0)));
    answer(&d, 500000, 400000 + 3600000); /* nobody looked for an hour: nothing of now */
    assert_true(isnan(rate(&d, 0)));
    close_desk(&d);
}

static void test_a_new_base(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    answer(&d, 100, 10000);
    answer(&d, 200, 20000);
    assert_true(is(rate(&d, 0), 10));
    take_metadata(&d, 2); /* of partition 0 broker 2 leads now, whose high watermark lay elsewhere */
    assert_true(isnan(rate(&d, 0)) && is(rate(&d, 1), 10));
    answer(&d, 5000, 22000);
    assert_true(isnan(rate(&d, 0)));
    answer(&d, 5004, 24000);
    assert_true(is(rate(&d, 0), 2));
    struct topic_offsets *o = model_topic_offsets(&d.m, "orders");
    partition_offsets_failed(topic_offsets_at(o, 1), "no leader");
    answer(&d, 90000, 26000);
    assert_true(isnan(rate(&d, 1)));
    answer(&d, 90020, 28000);
    assert_true(is(rate(&d, 1), 10));
    answer(&d, 7, 30000); /* made anew, or truncated */
    assert_true(isnan(rate(&d, 1)));
    answer(&d, 7 + 60, 32000);
    assert_true(is(rate(&d, 1), 30));
    close_desk(&d);
}

/* A command has one answer of its own; what was recorded tells. */
static void test_samples_tell_where_answers_do_not(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    d.r.in = 3.3;
    recorded_run(&d.r, "billing", 1);
    answer(&d, 5000, 1000);
    assert_true(isnan(rate(&d, 0)));
    recorded_run(&d.r, "billing", 12);
    assert_true(is(rate(&d, 2), 3.3));
    d.r.now += 600000; /* long ago */
    assert_true(isnan(rate(&d, 2)));
    close_desk(&d);
}

static void test_everybody_says_the_same(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    d.r.in = d.r.out = 20;
    d.r.now = clock_wall_ms() - 130 * 1000;
    recorded_run(&d.r, "billing", 13);
    struct table *t = made_table(&d.m, "partitions", "orders");
    assert_string_equal(shown(t, "1", "rate"), "20");
    table_free(t);
    t = made_table(&d.m, "placement", "orders");
    assert_string_equal(shown(t, "1", "rate"), "20");
    table_free(t);
    t = made_table(&d.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "60");
    assert_string_equal(shown(t, "orders", "bounds"), "");
    table_free(t);
    t = made_table(&d.m, "brokers", NULL);
    assert_string_equal(shown(t, "1", "rate"), "60");
    table_free(t);
    struct traffic sum = cluster_traffic(&d.m, d.r.now);
    assert_true(is(sum.in, 60));
    assert_int_equal(sum.topics_rated, 1);
    close_desk(&d);
}

/* Of some of the partitions only: a bound, for people and for scripts. */
static void test_a_part_is_a_bound(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    int64_t now = clock_mono_ms();
    answer(&d, 100, now - 10000);
    answer(&d, 200, now);
    take_metadata(&d, 2);
    struct table *t = made_table(&d.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "≥ 20");
    assert_string_equal(shown(t, "orders", "bounds"), "rate>=");
    table_free(t);
    struct traffic sum = cluster_traffic(&d.m, d.r.now);
    assert_true(is(sum.in, 20));
    assert_int_equal(sum.topics_rated, 0);
    close_desk(&d);
}

/* What groups read is what their verdicts say. */
static void test_out_is_what_the_groups_say(void **state)
{
    (void)state;
    struct desk d;
    struct lag_book book;
    open_desk(&d);
    lag_book_init(&book, 10000);
    d.m.lag_book = &book;
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "other", GROUP_STABLE);
    model_take_group_list(&d.m, l);
    struct group_offsets *o = made_offsets("billing");
    for (int32_t i = 0; i < 3; i++)
        made_commit(o, "orders", i, 1000);
    model_take_group_offsets(&d.m, o);
    d.r.in = d.r.out = 20;
    recorded_run(&d.r, "billing", 13);
    assert_int_equal(cluster_traffic(&d.m, d.r.now).groups_rated, 0);
    lag_book_judge(&book, &d.m, &d.r.h, "billing");
    struct traffic sum = cluster_traffic(&d.m, d.r.now);
    assert_int_equal(sum.groups_rated, 1);
    assert_int_equal(sum.groups, 2);
    assert_true(is(sum.out, 60));
    d.m.lag_book = NULL;
    lag_book_release(&book);
    close_desk(&d);
}

/* What the samples say is looked up once for all lists, anew after each sample, and never in what
 * is forgotten. */
static void test_flows_are_found_once_for_a_sample(void **state)
{
    (void)state;
    struct desk d;
    struct lag_book book;
    struct rates one, two;
    open_desk(&d);
    lag_book_init(&book, 10000);
    d.m.lag_book = &book;
    d.r.in = 20;
    recorded_run(&d.r, "billing", 5);
    rates_make(&one, &d.m, d.r.now);
    const void *source = map_get(&one.flows->sources, "orders");
    assert_non_null(source);
    rates_make(&two, &d.m, d.r.now);
    assert_ptr_equal(map_get(&two.flows->sources, "orders"), source);
    assert_true(is(rate_of_partition(&two, "orders", 0), 20));
    rates_release(&one);
    rates_release(&two);
    d.r.in = 50;
    recorded_run(&d.r, "billing", 5);
    assert_true(is(rate(&d, 0), 50));
    d.r.in = 0;
    recorded_run(&d.r, "other", 1);
    recording_forget(&d.r.h, d.r.now - 15000); /* all but the last */
    assert_true(isnan(rate(&d, 0)));
    recording_forget(&d.r.h, INT64_MAX);
    assert_true(isnan(rate(&d, 0)));
    d.m.lag_book = NULL;
    lag_book_release(&book);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_below_a_second_there_is_no_rate),
        cmocka_unit_test(test_it_is_smoothed_over_half_a_minute),
        cmocka_unit_test(test_a_new_base),
        cmocka_unit_test(test_samples_tell_where_answers_do_not),
        cmocka_unit_test(test_everybody_says_the_same),
        cmocka_unit_test(test_flows_are_found_once_for_a_sample),
        cmocka_unit_test(test_a_part_is_a_bound),
        cmocka_unit_test(test_out_is_what_the_groups_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
