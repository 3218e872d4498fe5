/* What is written to a topic over time, from the samples of the groups that read it. */
#include "core/insight/lag/topic_flow.h"
#include "core/insight/traffic_chart.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <math.h>
#include <string.h>

static void open_fixture(struct model_fixture *f, int partitions)
{
    struct metadata *md = made_metadata(1);
    model_fixture_open(f);
    f->m.group_verdicts = NULL; /* as in a command */
    made_topic(md, "orders");
    for (int i = 0; i < partitions; i++)
        made_partition(md, 1, "1", "1");
    made_topic(md, "unread");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&f->m, md);
}

static bool flow(const struct model_fixture *f, const char *topic, double rate[FLOW_STEPS])
{
    struct topic_flows flows;
    topic_flows_make(&flows, &f->m);
    bool known = topic_flow(&flows, metadata_topic(f->m.metadata, topic), rate);
    topic_flows_release(&flows);
    return known;
}

static void test_rates_of_the_recorded_time(void **state)
{
    (void)state;
    struct model_fixture f;
    double rate[FLOW_STEPS];
    open_fixture(&f, 3);
    assert_false(flow(&f, "orders", rate));
    recorded_run(&f.r, "billing", 1);
    assert_false(flow(&f, "orders", rate)); /* one sample is no rate */
    f.r.in = 10;
    recorded_run(&f.r, "billing", 360); /* an hour at 30/s, three partitions */
    f.r.in = 20;
    recorded_run(&f.r, "billing", 360);
    assert_true(flow(&f, "orders", rate));
    assert_true(fabs(rate[0] - 30) < 1 && fabs(rate[2] - 30) < 1);
    assert_true(fabs(rate[5] - 60) < 1 && fabs(rate[7] - 60) < 1);
    assert_false(flow(&f, "unread", rate));
    struct table *t = made_table(&f.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "trend"), "▁▁▁▁████");
    assert_string_equal(shown(t, "unread", "trend"), "–");
    table_free(t);
    model_fixture_close(&f);
}

/* Some of the partitions would say too little about the topic. */
static void test_a_part_is_not_the_whole(void **state)
{
    (void)state;
    struct model_fixture f;
    double rate[FLOW_STEPS];
    open_fixture(&f, 4);
    f.r.in = 10;
    recorded_run(&f.r, "billing", 60); /* reads three of four */
    assert_false(flow(&f, "orders", rate));
    f.r.parts = 4;
    f.r.now = RECORDED_START;
    recorded_run(&f.r, "audit", 30);
    assert_true(flow(&f, "orders", rate));
    model_fixture_close(&f);
}

static void test_nothing_is_made_up(void **state)
{
    (void)state;
    struct model_fixture f;
    double rate[FLOW_STEPS];
    open_fixture(&f, 3);
    f.r.in = 10;
    recorded_run(&f.r, "billing", 120);
    f.r.now += 40 * 60000; /* no one looked */
    recorded_run(&f.r, "billing", 120);
    f.r.end = 5; /* created again */
    recorded_run(&f.r, "billing", 6);
    assert_true(flow(&f, "orders", rate));
    size_t unknown = 0;
    for (int i = 0; i < FLOW_STEPS; i++) {
        unknown += isnan(rate[i]);
        assert_true(isnan(rate[i]) || rate[i] >= 0);
    }
    assert_true(unknown >= 3);
    model_fixture_close(&f);
}

/* Sums of all groups and topics at the columns of a chart: known only where all of them are. */
static void test_the_cluster_over_time(void **state)
{
    (void)state;
    struct model_fixture f;
    struct arena a;
    open_fixture(&f, 3);
    arena_init(&a);
    struct group_listing *l = made_listing();
    made_listed(l, "audit", GROUP_STABLE);
    made_listed(l, "billing", GROUP_STABLE);
    model_take_group_list(&f.m, l);
    assert_int_equal(traffic_chart_since(&f.m), 0);
    f.r.in = 10, f.r.out = 10;
    recorded_run(&f.r, "billing", 60);
    int64_t end = f.r.now - 10000;
    struct traffic_chart c = traffic_chart_make(&f.m, end - 300000, end, 30, &a);
    assert_true(fabs(c.in[15] - 30) < 1 && fabs(c.out[15] - 30) < 1 && c.lag[15] >= 0);
    assert_true(fabs(c.most_rate - 30) < 1);
    assert_true(traffic_chart_since(&f.m) > 0);
    f.r.now = end - 100000; /* another group, watched for the last third alone */
    f.r.out = 5;
    recorded_run(&f.r, "audit", 11);
    c = traffic_chart_make(&f.m, end - 300000, end, 30, &a);
    assert_true(isnan(c.lag[10]) && isnan(c.out[10]));
    assert_false(isnan(c.lag[25]) || isnan(c.out[25]));
    assert_true(fabs(c.out[25] - 45) < 1); /* a record that two read counts twice */
    assert_true(fabs(c.in[25] - 30) < 1);  /* but is written once */
    arena_release(&a);
    model_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates_of_the_recorded_time),
        cmocka_unit_test(test_a_part_is_not_the_whole),
        cmocka_unit_test(test_nothing_is_made_up),
        cmocka_unit_test(test_the_cluster_over_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
