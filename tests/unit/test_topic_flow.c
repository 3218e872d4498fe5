/* What is written to a topic over time, from the samples of the groups that read it. */
#include "core/insight/topic_flow.h"
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
};

static void open_desk(struct desk *d, int partitions)
{
    struct metadata *md = made_metadata(1);
    model_init(&d->m, "test");
    recorded_init(&d->r);
    d->m.recording = &d->r.h;
    made_topic(md, "orders");
    for (int i = 0; i < partitions; i++)
        made_partition(md, 1, "1", "1");
    made_topic(md, "unread");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&d->m, md);
}

static void close_desk(struct desk *d)
{
    recording_release(&d->r.h);
    model_release(&d->m);
}

static bool flow(const struct desk *d, const char *topic, double rate[FLOW_STEPS])
{
    struct topic_flows f;
    topic_flows_make(&f, &d->m);
    bool known = topic_flow(&f, metadata_topic(d->m.metadata, topic), rate);
    topic_flows_release(&f);
    return known;
}

static void test_rates_of_the_recorded_time(void **state)
{
    (void)state;
    struct desk d;
    double rate[FLOW_STEPS];
    open_desk(&d, 3);
    assert_false(flow(&d, "orders", rate));
    recorded_run(&d.r, "billing", 1);
    assert_false(flow(&d, "orders", rate)); /* one sample is no rate */
    d.r.in = 10;
    recorded_run(&d.r, "billing", 360); /* an hour at 30/s, three partitions */
    d.r.in = 20;
    recorded_run(&d.r, "billing", 360);
    assert_true(flow(&d, "orders", rate));
    assert_true(fabs(rate[0] - 30) < 1 && fabs(rate[2] - 30) < 1);
    assert_true(fabs(rate[5] - 60) < 1 && fabs(rate[7] - 60) < 1);
    assert_false(flow(&d, "unread", rate));
    struct table *t = made_table(&d.m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "trend"), "▁▁▁▁████");
    assert_string_equal(shown(t, "unread", "trend"), "–");
    table_free(t);
    close_desk(&d);
}

/* Some of the partitions would tell too little of the topic. */
static void test_a_part_is_not_the_whole(void **state)
{
    (void)state;
    struct desk d;
    double rate[FLOW_STEPS];
    open_desk(&d, 4);
    d.r.in = 10;
    recorded_run(&d.r, "billing", 60); /* reads three of four */
    assert_false(flow(&d, "orders", rate));
    d.r.parts = 4;
    d.r.now = RECORDED_START;
    recorded_run(&d.r, "audit", 30);
    assert_true(flow(&d, "orders", rate));
    close_desk(&d);
}

static void test_nothing_is_made_up(void **state)
{
    (void)state;
    struct desk d;
    double rate[FLOW_STEPS];
    open_desk(&d, 3);
    d.r.in = 10;
    recorded_run(&d.r, "billing", 120);
    d.r.now += 40 * 60000; /* nobody looked */
    recorded_run(&d.r, "billing", 120);
    d.r.end = 5; /* made anew */
    recorded_run(&d.r, "billing", 6);
    assert_true(flow(&d, "orders", rate));
    size_t unknown = 0;
    for (int i = 0; i < FLOW_STEPS; i++) {
        unknown += isnan(rate[i]);
        assert_true(isnan(rate[i]) || rate[i] >= 0);
    }
    assert_true(unknown >= 3);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates_of_the_recorded_time),
        cmocka_unit_test(test_a_part_is_not_the_whole),
        cmocka_unit_test(test_nothing_is_made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
