/* What is written per second now: from answers that are far enough from each other, from samples
 * where there are some, and the same wherever it is shown. */
#include "core/base/clock.h"
#include "core/insight/rates.h"
#include "core/insight/traffic.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <math.h>
#include <string.h>

static int64_t mono_ms; /* now */

/* "orders" has three partitions, led by broker 1 as long as nothing else is said. */
static void take_metadata(struct model_fixture *f, int32_t leader_of_0)
{
    struct metadata *md = made_metadata(2);
    made_topic(md, "orders");
    made_partition(md, leader_of_0, "1,2", "1,2");
    made_partition(md, 1, "1,2", "1,2");
    made_partition(md, 1, "1,2", "1,2");
    metadata_seal(md);
    model_take_metadata(&f->m, md);
}

static void open_fixture(struct model_fixture *f)
{
    model_fixture_open(f);
    f->m.group_verdicts = NULL; /* as in a command */
    take_metadata(f, 1);
}

/* The ends of all three partitions, as asked for at that time. */
static void answer(struct model_fixture *f, int64_t end, int64_t at_ms)
{
    struct topic_offsets *o = model_topic_offsets(&f->m, "orders");
    for (int32_t i = 0; i < 3; i++)
        partition_offsets_end(topic_offsets_at(o, i), end, at_ms);
    mono_ms = at_ms;
}

static double rate(const struct model_fixture *f, int32_t partition)
{
    struct rates r;
    rates_make(&r, &f->m, f->r.now);
    r.mono_ms = mono_ms;
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
    struct model_fixture f;
    open_fixture(&f);
    assert_true(isnan(rate(&f, 0)));
    answer(&f, 100, 10000);
    assert_true(isnan(rate(&f, 0)));
    answer(&f, 124, 10042); /* a batch came between two answers: 570/s, says who divides */
    assert_true(isnan(rate(&f, 0)));
    struct table *t = made_table(&f.m, "partitions", "orders");
    assert_string_equal(shown(t, "0", "rate"), "…");
    table_free(t);
    t = made_table(&f.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "…");
    table_free(t);
    answer(&f, 130, 11000);
    assert_true(is(rate(&f, 0), 30));
    model_fixture_close(&f);
}

/* Ten records each ten seconds, in one batch: no answer sees them come evenly. */
static void test_it_is_smoothed_over_half_a_minute(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    for (int s = 0; s <= 300; s += 2) {
        answer(&f, s / 10 * 10, 1000 + s * 1000);
        if (s >= 30)
            assert_true(rate(&f, 0) > 0.55 && rate(&f, 0) < 1.5);
    }
    answer(&f, 300, 340000); /* answers that are rarer: over the time between them */
    answer(&f, 390, 400000);
    assert_true(is(rate(&f, 0), 90.0 / 60));
    mono_ms = 400000 + 3 * 60000; /* and looked elsewhere since: it was so then, not now */
    assert_true(isnan(rate(&f, 0)));
    answer(&f, 500000, 400000 + 3600000); /* no one looked for an hour: nothing of now */
    assert_true(isnan(rate(&f, 0)));
    model_fixture_close(&f);
}

static void test_a_new_base(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    answer(&f, 100, 10000);
    answer(&f, 200, 20000);
    assert_true(is(rate(&f, 0), 10));
    take_metadata(&f,
                  2); /* of partition 0 broker 2 leads now, whose high watermark lay elsewhere */
    assert_true(isnan(rate(&f, 0)) && is(rate(&f, 1), 10));
    answer(&f, 5000, 22000);
    assert_true(isnan(rate(&f, 0)));
    answer(&f, 5004, 24000);
    assert_true(is(rate(&f, 0), 2));
    struct topic_offsets *o = model_topic_offsets(&f.m, "orders");
    partition_offsets_failed(topic_offsets_at(o, 1), "no leader");
    answer(&f, 90000, 26000);
    assert_true(isnan(rate(&f, 1)));
    answer(&f, 90020, 28000);
    assert_true(is(rate(&f, 1), 10));
    answer(&f, 7, 30000); /* created again, or truncated */
    assert_true(isnan(rate(&f, 1)));
    answer(&f, 7 + 60, 32000);
    assert_true(is(rate(&f, 1), 30));
    model_fixture_close(&f);
}

/* A command has one answer of its own; what was recorded has the rest. */
static void test_samples_tell_where_answers_do_not(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    f.r.in = 3.3;
    recorded_run(&f.r, "billing", 1);
    answer(&f, 5000, 1000);
    assert_true(isnan(rate(&f, 0)));
    recorded_run(&f.r, "billing", 12);
    assert_true(is(rate(&f, 2), 3.3));
    f.r.now += 600000; /* long ago */
    assert_true(isnan(rate(&f, 2)));
    model_fixture_close(&f);
}

static void test_all_lists_show_the_same(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    f.r.in = f.r.out = 20;
    f.r.now = clock_wall_ms() - 130 * 1000;
    recorded_run(&f.r, "billing", 13);
    struct table *t = made_table(&f.m, "partitions", "orders");
    assert_string_equal(shown(t, "1", "rate"), "20");
    table_free(t);
    t = made_table(&f.m, "placement", "orders");
    assert_string_equal(shown(t, "1", "rate"), "20");
    table_free(t);
    t = made_table(&f.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "60");
    assert_string_equal(shown(t, "orders", "bounds"), "");
    table_free(t);
    t = made_table(&f.m, "brokers", NULL);
    assert_string_equal(shown(t, "1", "rate"), "60");
    table_free(t);
    struct traffic sum = cluster_traffic(&f.m, f.r.now);
    assert_true(is(sum.in, 60));
    assert_int_equal(sum.topics_rated, 1);
    model_fixture_close(&f);
}

/* Of some of the partitions only: a bound, for people and for scripts. */
static void test_a_part_is_a_bound(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    int64_t now = clock_mono_ms();
    answer(&f, 100, now - 10000);
    answer(&f, 200, now);
    take_metadata(&f, 2);
    struct table *t = made_table(&f.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "rate"), "≥ 20");
    assert_string_equal(shown(t, "orders", "bounds"), "rate>=");
    table_free(t);
    struct traffic sum = cluster_traffic(&f.m, f.r.now);
    assert_true(is(sum.in, 20));
    assert_int_equal(sum.topics_rated, 0);
    model_fixture_close(&f);
}

/* What groups read is what their verdicts say. */
static void test_out_is_what_the_groups_say(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    f.m.group_verdicts = &f.verdicts;
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "other", GROUP_STABLE);
    model_take_group_list(&f.m, l);
    struct group_offsets *o = made_offsets("billing");
    for (int32_t i = 0; i < 3; i++)
        made_commit(o, "orders", i, 1000);
    model_take_group_offsets(&f.m, o);
    f.r.in = f.r.out = 20;
    recorded_run(&f.r, "billing", 13);
    assert_int_equal(cluster_traffic(&f.m, f.r.now).groups_rated, 0);
    group_verdicts_judge(&f.verdicts, &f.m, &f.r.h, "billing");
    struct traffic sum = cluster_traffic(&f.m, f.r.now);
    assert_int_equal(sum.groups_rated, 1);
    assert_int_equal(sum.groups, 2);
    assert_true(is(sum.out, 60));
    model_fixture_close(&f);
}

/* What the samples say is looked up once for all lists, again after each sample, and never in what
 * is forgotten. */
static void test_flows_are_found_once_for_a_sample(void **state)
{
    (void)state;
    struct model_fixture f;
    struct rates one, two;
    open_fixture(&f);
    f.m.group_verdicts = &f.verdicts;
    f.r.in = 20;
    recorded_run(&f.r, "billing", 5);
    rates_make(&one, &f.m, f.r.now);
    const void *source = map_get(&one.flows->sources, "orders");
    assert_non_null(source);
    rates_make(&two, &f.m, f.r.now);
    assert_ptr_equal(map_get(&two.flows->sources, "orders"), source);
    assert_true(is(rate_of_partition(&two, "orders", 0), 20));
    rates_release(&one);
    rates_release(&two);
    f.r.in = 50;
    recorded_run(&f.r, "billing", 5);
    assert_true(is(rate(&f, 0), 50));
    f.r.in = 0;
    recorded_run(&f.r, "other", 1);
    recording_forget(&f.r.h, f.r.now - 15000); /* all but the last */
    assert_true(isnan(rate(&f, 0)));
    recording_forget(&f.r.h, INT64_MAX);
    assert_true(isnan(rate(&f, 0)));
    model_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_below_a_second_there_is_no_rate),
        cmocka_unit_test(test_it_is_smoothed_over_half_a_minute),
        cmocka_unit_test(test_a_new_base),
        cmocka_unit_test(test_samples_tell_where_answers_do_not),
        cmocka_unit_test(test_all_lists_show_the_same),
        cmocka_unit_test(test_flows_are_found_once_for_a_sample),
        cmocka_unit_test(test_a_part_is_a_bound),
        cmocka_unit_test(test_out_is_what_the_groups_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
