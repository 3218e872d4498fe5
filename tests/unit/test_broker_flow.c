/* What brokers take in, from samples of the groups that read their partitions: to whom it counts
 * when leaders move, and what is not known. */
#include "core/base/clock.h"
#include "core/insight/broker_flow.h"
#include "tests/unit/made_up.h"
#include "tests/unit/recorded.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MINUTE_MS = 60000 };

struct desk {
    struct model m;
    struct recording r;
    struct arena a;
    int64_t now; /* of the next sample */
};

/* "orders" has a partition led by broker 1, one by 2 and three by 3; "audit" one led by 1, "unread"
 * one by 3. Readers sample the first two of orders, where nothing else is said. */
static void take_metadata(struct desk *d, int32_t orders_0)
{
    struct metadata *md = made_metadata(4);
    made_topic(md, "audit");
    made_partition(md, 1, "1,2", "1,2");
    made_topic(md, "orders");
    made_partition(md, orders_0, "1,2", "1,2");
    made_partition(md, 2, "2,1", "2,1");
    for (int i = 0; i < 3; i++)
        made_partition(md, 3, "3,1", "3,1");
    made_topic(md, "unread");
    made_partition(md, 3, "3", "3");
    metadata_seal(md);
    model_take_metadata(&d->m, md);
}

static void open_desk(struct desk *d)
{
    model_init(&d->m, "test");
    recording_init(&d->r, RECORDING_INTERVAL_MS);
    arena_init(&d->a);
    d->m.recording = &d->r;
    d->now = RECORDED_START;
    take_metadata(d, 1);
}

static void close_desk(struct desk *d)
{
    recording_release(&d->r);
    model_release(&d->m);
    arena_release(&d->a);
}

struct reader { /* of a topic; its partitions grow alike */
    const char *group, *topic;
    int parts;
    double rate, end;
};

static void sample(struct desk *d, struct reader *r)
{
    struct recording_value v[5];
    struct recording_sample s = {.commit_ms = d->now, .ends_ms = d->now + 20};
    for (int32_t i = 0; i < r->parts; i++)
        v[i] = (struct recording_value){
            .topic = r->topic, .partition = i, .committed = 0, .start = 0, .end = (int64_t)r->end};
    recording_add(&d->r, r->group, &s, v, (size_t)r->parts);
}

/* So many minutes at a sample each ten seconds; the second reader may be NULL. */
static void run(struct desk *d, int minutes, struct reader *one, struct reader *two)
{
    for (int i = 0; i < minutes * RECORDING_PER_MINUTE; i++) {
        sample(d, one);
        one->end += one->rate * 10;
        if (two) {
            sample(d, two);
            two->end += two->rate * 10;
        }
        d->now += RECORDING_INTERVAL_MS;
    }
}

static const struct broker_flow *flows(struct desk *d)
{
    struct broker_flows f = broker_flows_make(&d->m, d->now, &d->a);
    assert_int_equal(f.n, 4);
    return f.b;
}

static bool close_to(double a, double b)
{
    return fabs(a - b) < 0.02 * fabs(b) + 0.01;
}

static void test_sums_by_leader(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader orders = {"billing", "orders", 2, 10, 0}, audit = {"archive", "audit", 1, 5, 0};
    assert_false(flows(&d)[0].known); /* nothing was recorded */
    run(&d, 60, &orders, &audit);
    orders.rate = 30;
    run(&d, 60, &orders, &audit);
    const struct broker_flow *f = flows(&d);
    assert_true(f[0].known && f[1].known);
    assert_true(close_to(f[0].rate[1], 15) && close_to(f[0].rate[6], 35));
    assert_true(close_to(f[1].rate[1], 10) && close_to(f[1].rate[6], 30));
    assert_true(close_to(f[0].now, 35) && f[0].rated == 2);
    assert_true(close_to(f[1].now, 30) && f[1].rated == 1);
    assert_false(f[2].known); /* leads a partition that nobody reads: not zero */
    assert_int_equal(f[2].rated, 0);
    assert_true(isnan(f[2].rate[7]));
    close_desk(&d);
}

static void test_the_list_tells_what_is_known(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader orders = {"billing", "orders", 2, 10, 0};
    d.now = clock_wall_ms() - 16 * (int64_t)MINUTE_MS;
    run(&d, 8, &orders, NULL);
    orders.rate = 40;
    run(&d, 8, &orders, NULL);
    struct table *t = made_table(&d.m, "brokers", NULL);
    assert_string_equal(shown(t, "1", "rate"), "≥ 40"); /* audit is not sampled */
    assert_string_equal(shown(t, "2", "rate"), "40");
    assert_string_equal(shown(t, "2", "trend"), "▁▁▁▁████");
    assert_string_equal(shown(t, "3", "rate"), "–");
    assert_string_equal(shown(t, "3", "trend"), "–");
    assert_string_equal(shown(t, "4", "rate"), "0"); /* leads nothing */
    assert_string_equal(shown(t, "4", "trend"), "–");
    table_free(t);
    close_desk(&d);
}

/* A user who may see some topics only: what is counted is a bound, in what scripts read as well, and
 * of a broker that leads none of them nothing is known. */
static void test_what_is_seen_of_a_part_is_a_bound(void **state)
{
    static const char *const counts[] = {"leaders", "preferred", "replicas", "out_of_sync"};
    (void)state;
    struct desk d;
    open_desk(&d);
    for (int part = 0; part < 2; part++) {
        struct cluster_desc *c = cluster_desc_new();
        c->operations_known = true;
        c->operations = part ? 0 : ~UINT32_C(0);
        model_take_cluster(&d.m, c);
        struct table *t = made_table(&d.m, "brokers", NULL);
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            assert_int_equal(cell_at(t, "1", counts[i])->value.bound,
                             part ? BOUND_LEAST : BOUND_NONE);
        assert_string_equal(shown(t, "1", "leaders"), part ? "≥ 2" : "2");
        assert_int_equal(value_number(&cell_at(t, "1", "leaders")->value), 2);
        assert_int_equal(strstr(shown(t, "1", "bounds"), "leaders>=") != NULL, part);
        assert_string_equal(shown(t, "4", "rate"), part ? "–" : "0");
        table_free(t);
    }
    close_desk(&d);
}

/* The move is seen between two answers, as the console sees it. */
static void test_a_leader_that_moves_is_no_production(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader orders = {"billing", "orders", 2, 10, 900000};
    run(&d, 60, &orders, NULL);
    struct event moved = {.wall_ms = d.now,
                          .earliest_ms = d.now,
                          .kind = EVENT_LEADER_MOVED,
                          .of = EVENT_OF_TOPIC,
                          .object = (char *)"orders",
                          .partition = 0,
                          .before = (char *)"1",
                          .after = (char *)"2"};
    events_add(&d.m.events, &moved);
    run(&d, 60, &orders, NULL);
    take_metadata(&d, 2);
    const struct broker_flow *f = flows(&d);
    assert_true(close_to(f[0].rate[0], 10) && close_to(f[0].rate[3], 10));
    assert_true(f[0].rate[5] < 0.01 && f[0].rate[7] < 0.01 && f[0].now < 0.01);
    assert_true(close_to(f[1].rate[0], 10) && close_to(f[1].rate[3], 10));
    assert_true(close_to(f[1].rate[5], 20) && close_to(f[1].rate[7], 20));
    for (int i = 0; i < FLOW_STEPS; i++) /* also in the step that has the move in it */
        assert_true(close_to(f[0].rate[i] + f[1].rate[i], 20));
    close_desk(&d);
}

/* A group that is sampled from now on is no traffic that begins now. */
static void test_who_comes_late_does_not_count(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader audit = {"archive", "audit", 1, 5, 0}, orders = {"billing", "orders", 5, 10, 0};
    run(&d, 100, &orders, NULL);
    run(&d, 20, &orders, &audit);
    const struct broker_flow *f = flows(&d);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(close_to(f[0].rate[i], 10));
    assert_true(close_to(f[0].now, 15)); /* of now it counts */
    assert_int_equal(f[0].rated, 2);
    close_desk(&d);
    /* Where they are the most, only the time since then is told. */
    open_desk(&d);
    audit = (struct reader){"archive", "audit", 1, 5, 0};
    orders = (struct reader){"billing", "orders", 5, 10, 0};
    run(&d, 100, &audit, NULL);
    run(&d, 20, &audit, &orders);
    f = flows(&d);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(isnan(f[0].rate[i]) || close_to(f[0].rate[i], 15));
    assert_true(close_to(f[0].rate[7], 15));
    close_desk(&d);
}

static void test_holes_and_new_logs_are_not_known(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader orders = {"billing", "orders", 2, 10, 5000};
    run(&d, 40, &orders, NULL);
    d.now += 40 * (int64_t)MINUTE_MS; /* nobody looked */
    run(&d, 40, &orders, NULL);
    const struct broker_flow *f = flows(&d);
    assert_true(close_to(f[0].rate[0], 10) && close_to(f[0].rate[7], 10));
    assert_true(isnan(f[0].rate[3]) && isnan(f[0].rate[4]));
    orders.end = 3; /* made anew */
    run(&d, 1, &orders, NULL);
    f = flows(&d);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(isnan(f[0].rate[i]) || f[0].rate[i] >= 0);
    d.now += 10 * (int64_t)MINUTE_MS;
    f = flows(&d);
    assert_int_equal(f[0].rated, 0); /* ten minutes old: says nothing of now */
    close_desk(&d);
}

/* Whose samples ended long ago gives way to who is still sampled. */
static void test_live_samples_come_first(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    struct reader gone = {"gone", "orders", 2, 10, 0};
    run(&d, 60, &gone, NULL);
    struct reader here = {"here", "orders", 2, 20, gone.end};
    run(&d, 30, &here, NULL);
    const struct broker_flow *f = flows(&d);
    assert_true(f[0].known && close_to(f[0].rate[7], 20) && close_to(f[0].now, 20));
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_by_leader),
        cmocka_unit_test(test_the_list_tells_what_is_known),
        cmocka_unit_test(test_what_is_seen_of_a_part_is_a_bound),
        cmocka_unit_test(test_a_leader_that_moves_is_no_production),
        cmocka_unit_test(test_who_comes_late_does_not_count),
        cmocka_unit_test(test_holes_and_new_logs_are_not_known),
        cmocka_unit_test(test_live_samples_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
