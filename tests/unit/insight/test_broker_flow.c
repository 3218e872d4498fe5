/* What brokers take in, from samples of the groups that read their partitions: which broker it
 * counts for when leaders move, and what is not known. */
#include "core/base/clock.h"
#include "core/insight/broker_flow.h"
#include "core/recording/recording_add.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <math.h>
#include <string.h>

enum { MINUTE_MS = 60000 };

/* "orders" has a partition led by broker 1, one by 2 and three by 3; "audit" one led by 1, "unread"
 * one by 3. Readers sample the first two of orders, where nothing else is said. */
static void take_metadata(struct model_fixture *f, int32_t orders_0)
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
    model_take_metadata(&f->m, md);
}

static void open_fixture(struct model_fixture *f)
{
    model_fixture_open(f);
    f->m.group_verdicts = NULL; /* as in a command */
    take_metadata(f, 1);
}

struct reader { /* of a topic; its partitions grow alike */
    const char *group, *topic;
    int parts;
    double rate, end;
};

static void sample(struct model_fixture *f, struct reader *r)
{
    struct recording_value v[5];
    struct recording_sample s = {.commit_ms = f->r.now, .ends_ms = f->r.now + 20};
    for (int32_t i = 0; i < r->parts; i++)
        v[i] = (struct recording_value){
            .topic = r->topic, .partition = i, .committed = 0, .start = 0, .end = (int64_t)r->end};
    recording_add(&f->r.h, r->group, &s, v, (size_t)r->parts);
}

/* This many minutes at a sample each ten seconds; the second reader may be NULL. */
static void run(struct model_fixture *f, int minutes, struct reader *one, struct reader *two)
{
    for (int i = 0; i < minutes * RECORDING_PER_MINUTE; i++) {
        sample(f, one);
        one->end += one->rate * 10;
        if (two) {
            sample(f, two);
            two->end += two->rate * 10;
        }
        f->r.now += RECORDING_INTERVAL_MS;
    }
}

static const struct broker_flow *flows(struct model_fixture *f)
{
    struct broker_flows b = broker_flows_make(&f->m, f->r.now, &f->a);
    assert_int_equal(b.n, 4);
    return b.b;
}

static bool close_to(double a, double b)
{
    return fabs(a - b) < 0.02 * fabs(b) + 0.01;
}

static void test_sums_by_leader(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader orders = {"billing", "orders", 2, 10, 0}, audit = {"archive", "audit", 1, 5, 0};
    assert_false(flows(&f)[0].known); /* nothing was recorded */
    run(&f, 60, &orders, &audit);
    orders.rate = 30;
    run(&f, 60, &orders, &audit);
    const struct broker_flow *b = flows(&f);
    assert_true(b[0].known && b[1].known);
    assert_true(close_to(b[0].rate[1], 15) && close_to(b[0].rate[6], 35));
    assert_true(close_to(b[1].rate[1], 10) && close_to(b[1].rate[6], 30));
    assert_true(close_to(b[0].now, 35) && b[0].rated == 2);
    assert_true(close_to(b[1].now, 30) && b[1].rated == 1);
    assert_false(b[2].known); /* leads a partition that no one reads: not zero */
    assert_int_equal(b[2].rated, 0);
    assert_true(isnan(b[2].rate[7]));
    model_fixture_close(&f);
}

static void test_the_list_tells_what_is_known(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader orders = {"billing", "orders", 2, 10, 0};
    f.r.now = clock_wall_ms() - 16 * (int64_t)MINUTE_MS;
    run(&f, 8, &orders, NULL);
    orders.rate = 40;
    run(&f, 8, &orders, NULL);
    struct table *t = made_table(&f.m, "brokers", NULL);
    assert_string_equal(shown(t, "1", "rate"), "≥ 40"); /* audit is not sampled */
    assert_string_equal(shown(t, "2", "rate"), "40");
    assert_string_equal(shown(t, "2", "trend"), "▁▁▁▁████");
    assert_string_equal(shown(t, "3", "rate"), "–");
    assert_string_equal(shown(t, "3", "trend"), "–");
    assert_string_equal(shown(t, "4", "rate"), "0"); /* leads nothing */
    assert_string_equal(shown(t, "4", "trend"), "–");
    table_free(t);
    model_fixture_close(&f);
}

/* A user who may see some topics only: what is counted is a bound, in what scripts read as well, and
 * of a broker that leads none of them nothing is known. */
static void test_what_is_seen_of_a_part_is_a_bound(void **state)
{
    static const char *const counts[] = {"leaders", "preferred", "replicas", "out_of_sync"};
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    for (int part = 0; part < 2; part++) {
        struct cluster_desc *c = cluster_desc_new();
        c->operations_known = true;
        c->operations = part ? 0 : ~UINT32_C(0);
        model_take_cluster(&f.m, c);
        struct table *t = made_table(&f.m, "brokers", NULL);
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            assert_int_equal(cell_at(t, "1", counts[i])->value.bound,
                             part ? BOUND_LEAST : BOUND_NONE);
        assert_string_equal(shown(t, "1", "leaders"), part ? "≥ 2" : "2");
        assert_int_equal(value_number(&cell_at(t, "1", "leaders")->value), 2);
        assert_int_equal(strstr(shown(t, "1", "bounds"), "leaders>=") != NULL, part);
        assert_string_equal(shown(t, "4", "rate"), part ? "–" : "0");
        table_free(t);
    }
    model_fixture_close(&f);
}

/* The move is seen between two answers, as the console sees it. */
static void test_a_leader_that_moves_is_no_production(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader orders = {"billing", "orders", 2, 10, 900000};
    run(&f, 60, &orders, NULL);
    struct event moved = {.wall_ms = f.r.now,
                          .earliest_ms = f.r.now,
                          .kind = EVENT_LEADER_MOVED,
                          .of = EVENT_OF_TOPIC,
                          .object = (char *)"orders",
                          .partition = 0,
                          .before = (char *)"1",
                          .after = (char *)"2"};
    events_add(&f.m.events, &moved);
    run(&f, 60, &orders, NULL);
    take_metadata(&f, 2);
    const struct broker_flow *b = flows(&f);
    assert_true(close_to(b[0].rate[0], 10) && close_to(b[0].rate[3], 10));
    assert_true(b[0].rate[5] < 0.01 && b[0].rate[7] < 0.01 && b[0].now < 0.01);
    assert_true(close_to(b[1].rate[0], 10) && close_to(b[1].rate[3], 10));
    assert_true(close_to(b[1].rate[5], 20) && close_to(b[1].rate[7], 20));
    for (int i = 0; i < FLOW_STEPS; i++) /* also in the step that has the move in it */
        assert_true(close_to(b[0].rate[i] + b[1].rate[i], 20));
    model_fixture_close(&f);
}

/* A group that is sampled from now on is no traffic that begins now. */
static void test_who_comes_late_does_not_count(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader audit = {"archive", "audit", 1, 5, 0}, orders = {"billing", "orders", 5, 10, 0};
    run(&f, 100, &orders, NULL);
    run(&f, 20, &orders, &audit);
    const struct broker_flow *b = flows(&f);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(close_to(b[0].rate[i], 10));
    assert_true(close_to(b[0].now, 15)); /* of now it counts */
    assert_int_equal(b[0].rated, 2);
    model_fixture_close(&f);
    /* Where they are the most, only the time since then is shown. */
    open_fixture(&f);
    audit = (struct reader){"archive", "audit", 1, 5, 0};
    orders = (struct reader){"billing", "orders", 5, 10, 0};
    run(&f, 100, &audit, NULL);
    run(&f, 20, &audit, &orders);
    b = flows(&f);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(isnan(b[0].rate[i]) || close_to(b[0].rate[i], 15));
    assert_true(close_to(b[0].rate[7], 15));
    model_fixture_close(&f);
}

static void test_holes_and_new_logs_are_not_known(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader orders = {"billing", "orders", 2, 10, 5000};
    run(&f, 40, &orders, NULL);
    f.r.now += 40 * (int64_t)MINUTE_MS; /* no one looked */
    run(&f, 40, &orders, NULL);
    const struct broker_flow *b = flows(&f);
    assert_true(close_to(b[0].rate[0], 10) && close_to(b[0].rate[7], 10));
    assert_true(isnan(b[0].rate[3]) && isnan(b[0].rate[4]));
    orders.end = 3; /* created again */
    run(&f, 1, &orders, NULL);
    b = flows(&f);
    for (int i = 0; i < FLOW_STEPS; i++)
        assert_true(isnan(b[0].rate[i]) || b[0].rate[i] >= 0);
    f.r.now += 10 * (int64_t)MINUTE_MS;
    b = flows(&f);
    assert_int_equal(b[0].rated, 0); /* ten minutes old: says nothing of now */
    model_fixture_close(&f);
}

/* Whose samples ended long ago gives way to who is still sampled. */
static void test_live_samples_come_first(void **state)
{
    (void)state;
    struct model_fixture f;
    open_fixture(&f);
    struct reader gone = {"gone", "orders", 2, 10, 0};
    run(&f, 60, &gone, NULL);
    struct reader here = {"here", "orders", 2, 20, gone.end};
    run(&f, 30, &here, NULL);
    const struct broker_flow *b = flows(&f);
    assert_true(b[0].known && close_to(b[0].rate[7], 20) && close_to(b[0].now, 20));
    model_fixture_close(&f);
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
