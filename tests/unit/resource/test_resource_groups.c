/* Lists of groups, their partitions and members over made-up facts. */
#include "tests/unit/made_up.h"

#include "core/insight/lag/lag.h"
#include "core/kafka/sources.h"
#include "core/model/model_fact.h"
#include "core/resource/lag_cells.h"
#include "tests/support/test.h"

#include <string.h>

static int setup(void **state)
{
    static struct model m;
    model_init(&m, "test");
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "report", GROUP_EMPTY);
    made_listed(l, "new", GROUP_EMPTY);
    made_listed(l, "moving", GROUP_UNKNOWN);
    model_take_group_list(&m, l);
    made_ends(&m, "orders", 0, 0, 100);
    made_ends(&m, "orders", 1, 40, 100);
    struct group_desc *d = made_group("billing", GROUP_STABLE);
    d->coordinator = 2;
    d->assignor = "range";
    made_member(d, "worker")->instance_id = "static-1";
    made_owns(d, "orders", 1);
    made_owns(d, "orders", 0);
    made_member(d, "spare");
    model_take_group(&m, d);
    struct group_offsets *o = made_offsets("billing");
    made_commit(o, "orders", 0, 90);
    model_take_group_offsets(&m, o);
    o = made_offsets("report");
    made_commit(o, "orders", 1, 10);
    made_commit(o, "orders", 0, 130);
    model_take_group_offsets(&m, o);
    model_take_group_offsets(&m, made_offsets("new"));
    *state = &m;
    return 0;
}

static int teardown(void **state)
{
    model_release(*state);
    return 0;
}

/* What the set-up lists is not there any more. */
static void all_deleted(struct model *m)
{
    model_take_group_list(m, made_listing());
    made_deleted(m, "billing");
    made_deleted(m, "report");
    made_deleted(m, "new");
    made_deleted(m, "moving");
}

static void test_groups(void **state)
{
    struct table *t = made_table(*state, "groups", NULL);
    assert_int_equal(t->nrows, 4);
    assert_string_equal(shown(t, "billing", "active"), "active");
    assert_string_equal(shown(t, "billing", "lag"), "10");
    assert_string_equal(shown(t, "billing", "members"), "2");
    assert_string_equal(shown(t, "billing", "coordinator"), "2");
    assert_string_equal(shown(t, "billing", "note"), "no commit on 1");
    assert_string_equal(shown(t, "report", "active"), "inactive");
    assert_string_equal(shown(t, "report", "lag"), "60");
    assert_string_equal(shown(t, "report", "lost"), "30");
    assert_string_equal(shown(t, "report", "members"), "…");
    assert_string_equal(shown(t, "report", "note"),
                        "data lost: 30 records; ahead of the log end on 1");
    assert_string_equal(shown(t, "new", "lag"), "–"); /* never committed is not zero */
    assert_string_equal(shown(t, "new", "topics"), "0");
    assert_string_equal(shown(t, "moving", "lag"), "…");
    assert_string_equal(shown(t, "moving", "state"), "unknown (rebalancing?)");
    assert_string_equal(shown(t, "moving", "active"), "active");
    table_free(t);
}

static void test_a_denied_group_is_a_cell(void **state)
{
    struct model *m = *state;
    struct err e;
    err_set(&e, ERR_DENIED, "not authorised (needs Describe on Group)");
    model_failed(m, FACT_GROUP, "moving", &e);
    model_failed(m, FACT_GROUP_OFFSETS, "moving", &e);
    struct table *t = made_table(m, "groups", NULL);
    assert_int_equal(t->nrows, 4);
    assert_string_equal(shown(t, "moving", "lag"), "denied");
    assert_string_equal(shown(t, "moving", "members"), "denied");
    assert_string_equal(shown(t, "moving", "note"), e.msg);
    assert_string_equal(shown(t, "billing", "lag"), "10");
    table_free(t);
}

static const struct value *lag_of(const struct table *t, const char *group)
{
    return &cell_at(t, group, "lag")->value;
}

/* The end of a partition is unknown: exit codes depend on that. */
static void test_a_lag_of_a_part_is_marked(void **state)
{
    struct model *m = *state;
    struct group_offsets *o = made_offsets("billing");
    made_commit(o, "orders", 0, 90);
    made_commit(o, "lost", 0, 5);
    made_commit(o, "lost", 1, 5);
    model_take_group_offsets(m, o);
    o = made_offsets("new");
    made_commit(o, "lost", 0, 5);
    model_take_group_offsets(m, o);
    struct table *t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "≥ 10");
    assert_false(lag_of(t, "billing")->part); /* on its way */
    assert_false(t->complete);
    table_free(t);
    partition_offsets_failed(topic_offsets_at(model_topic_offsets(m, "lost"), 0), "no leader");
    t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "≥ 10");
    assert_true(lag_of(t, "billing")->part);
    assert_false(lag_of(t, "report")->part);
    assert_int_equal(lag_of(t, "new")->state, VALUE_FAILED);
    assert_string_equal(lag_of(t, "new")->text, "no leader");
    table_free(t);
    t = made_table(m, "topic-groups", "lost");
    assert_int_equal(lag_of(t, "new")->state, VALUE_FAILED);
    table_free(t);
}

static struct partition_offsets *end_of_orders(struct model *m)
{
    return topic_offsets_at(model_topic_offsets(m, "orders"), 0);
}

/* Its broker does not respond: commits move on, and the end is what it was. */
static void test_an_end_that_is_not_read_again(void **state)
{
    struct model *m = *state;
    struct groups_sum sum;
    end_of_orders(m)->end_at_ms = 1;
    for (int pass = 0; pass < 2; pass++) {
        struct group_offsets *o = made_offsets("billing");
        made_commit(o, "orders", 0, 91 + pass);
        model_take_group_offsets(m, o);
    }
    groups_sum(m, &sum);
    assert_int_equal(sum.part, 1);
    struct table *t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "≥ 8");
    assert_string_equal(shown(t, "billing", "note"), "no commit on 1; end not read again of 1");
    assert_string_equal(shown(t, "report", "lag"), "60");
    table_free(t);
    t = made_table(m, "group-partitions", "billing");
    assert_string_equal(shown(t, "orders-0", "lag"), "≥ 8");
    assert_string_equal(shown(t, "orders-0", "end"), "≥ 100");
    assert_string_equal(shown(t, "orders-0", "note"), "log end not read again");
    table_free(t);
    end_of_orders(m)->end_at_ms = INT64_MAX;
    t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "8");
    table_free(t);
    partition_offsets_failed(end_of_orders(m), "no leader");
    t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "lag"), "≥ 8");
    assert_string_equal(shown(t, "report", "lag"), "≥ 60");
    table_free(t);
}

static void test_a_part_is_not_the_whole(void **state)
{
    struct model *m = *state;
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    l->nerrors = 1;
    l->error = "broker 3 did not answer";
    model_take_group_list(m, l);
    struct table *t = made_table(m, "groups", NULL);
    assert_int_equal(t->nrows, 4); /* the others as last seen */
    assert_int_equal(t->note_sev, SEV_BAD);
    assert_non_null(strstr(t->note, "broker 3 did not answer"));
    table_free(t);
}

/* Its coordinator moves: no broker lists it for a moment, and none says that it was deleted. */
static void test_a_group_that_no_broker_lists_now(void **state)
{
    struct model *m = *state;
    all_deleted(m);
    for (int pass = 0; pass < 2; pass++) {
        struct group_listing *l = made_listing();
        made_listed(l, "always", GROUP_STABLE);
        if (pass == 0)
            made_listed(l, "nightly", GROUP_EMPTY);
        model_take_group_list(m, l);
    }
    assert_true(fact_sources[FACT_GROUP].is_listed(m, "always"));
    assert_false(fact_sources[FACT_GROUP].is_listed(m, "nightly"));
    struct table *t = made_table(m, "groups", NULL);
    assert_string_equal(shown(t, "nightly", "state"), "empty");
    assert_string_equal(shown(t, "nightly", "note"), "as last seen: no broker lists it now");
    assert_int_equal(t->note_sev, SEV_WARN);
    assert_string_equal(t->note, "1 group as last seen: no broker lists it now, as while a "
                                 "coordinator moves");
    table_free(t);
}

static void test_an_empty_listing_says_why(void **state)
{
    struct model *m = *state;
    all_deleted(m);
    struct table *t = made_table(m, "groups", NULL);
    assert_int_equal(t->nrows, 0);
    assert_non_null(strstr(t->note, "Describe on Group"));
    table_free(t);
}

static void test_partitions_of_a_group(void **state)
{
    struct table *t = made_table(*state, "group-partitions", "billing");
    assert_int_equal(t->nrows, 2);
    assert_string_equal(shown(t, "orders-0", "committed"), "90");
    assert_string_equal(shown(t, "orders-0", "lag"), "10");
    assert_string_equal(shown(t, "orders-0", "owner"), "worker");
    assert_string_equal(shown(t, "orders-0", "host"), "10.0.0.7");
    assert_string_equal(shown(t, "orders-0", "static_id"), "static-1");
    assert_string_equal(shown(t, "orders-1", "committed"), "–");
    assert_string_equal(shown(t, "orders-1", "lag"), "–");
    assert_string_equal(shown(t, "orders-1", "note"),
                        "no commit; up to 60, as auto.offset.reset says");
    table_free(t);
    t = made_table(*state, "group-partitions", "report");
    assert_string_equal(shown(t, "orders-1", "lag"), "60");
    assert_string_equal(shown(t, "orders-1", "lost"), "30");
    assert_string_equal(shown(t, "orders-1", "note"), "data lost: 30 records");
    assert_string_equal(shown(t, "orders-0", "lag"), "0");
    assert_string_equal(shown(t, "orders-0", "note"), "ahead of the log end");
    assert_string_equal(shown(t, "orders-0", "owner"), "…"); /* not described yet */
    table_free(t);
    struct group_offsets *o = made_offsets("report");
    made_commit(o, "stuck", 0, 10);
    model_take_group_offsets(*state, o);
    partition_offsets_failed(topic_offsets_at(model_topic_offsets(*state, "stuck"), 0), "stuck");
    t = made_table(*state, "group-partitions", "report");
    assert_int_equal(cell_at(t, "stuck-0", "lost")->value.state, VALUE_FAILED); /* and not 0 */
    assert_int_equal(cell_at(t, "stuck-0", "lag")->value.state, VALUE_FAILED);
    table_free(t);
}

static void test_a_group_that_does_not_exist(void **state)
{
    struct model *m = *state;
    model_take_group(m, made_group("nope", GROUP_DEAD));
    model_take_group_offsets(m, made_offsets("nope"));
    struct table *t = made_table(m, "group-partitions", "nope");
    assert_int_equal(t->nrows, 0);
    assert_non_null(strstr(t->note, "does not exist"));
    table_free(t);
    t = made_table(m, "members", "nope");
    assert_non_null(strstr(t->note, "does not exist"));
    table_free(t);
}

static void test_members(void **state)
{
    struct table *t = made_table(*state, "members", "billing");
    assert_int_equal(t->nrows, 2);
    assert_string_equal(shown(t, "worker-id", "assignment"), "orders 0,1");
    assert_string_equal(shown(t, "worker-id", "partitions"), "2");
    assert_string_equal(shown(t, "spare-id", "assignment"), "–");
    assert_string_equal(shown(t, "spare-id", "partitions"), "0");
    assert_string_equal(shown(t, "spare-id", "target"), "–");
    table_free(t);
}

static void test_groups_of_a_topic(void **state)
{
    struct table *t = made_table(*state, "topic-groups", "orders");
    assert_int_equal(t->nrows, 2);
    assert_string_equal(shown(t, "billing", "owned"), "2");
    assert_string_equal(shown(t, "report", "lag"), "60");
    assert_non_null(strstr(t->note, "checked 3 of 4 groups"));
    table_free(t);
    struct metadata *md = made_metadata(1);
    made_topic(md, "orders");
    metadata_seal(md);
    model_take_metadata(*state, md);
    t = made_table(*state, "topic-groups", "nosuch");
    assert_int_equal(t->nrows, 0);
    assert_int_equal(t->note_sev, SEV_WARN);
    assert_non_null(strstr(t->note, "there is no topic nosuch, or this user may not describe it"));
    table_free(t);
}

/* A broker that did not list its groups may have more that read the topic. */
static void test_groups_of_a_topic_in_part(void **state)
{
    struct model *m = *state;
    struct group_listing *l = made_listing();
    struct metadata *md = made_metadata(1);
    all_deleted(m);
    made_listed(l, "billing", GROUP_STABLE);
    l->nerrors = 1;
    l->error = "broker 3 did not answer";
    model_take_group_list(m, l);
    made_topic(md, "orders");
    made_topic(md, "unread");
    metadata_seal(md);
    model_take_metadata(m, md);
    struct table *t = made_table(m, "topic-groups", "orders");
    assert_int_equal(t->nrows, 1);
    assert_int_equal(t->note_sev, SEV_BAD); /* also in the exit code */
    assert_non_null(strstr(t->note, "not the whole list: 1 broker did not answer"));
    table_free(t);
    t = made_table(m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "groups"), "≥ 1");
    assert_true(cell_at(t, "orders", "groups")->value.part);
    assert_int_equal(cell_at(t, "unread", "groups")->value.state, VALUE_FAILED);
    assert_int_equal(cell_at(t, "unread", "lag")->value.state, VALUE_FAILED);
    table_free(t);
}

/* Two groups that read a topic; of one its commits come late, of a partition the end. */
static void test_lag_of_a_topic(void **state)
{
    struct model m;
    (void)state;
    model_init(&m, "test");
    struct group_listing *l = made_listing();
    made_listed(l, "one", GROUP_STABLE);
    made_listed(l, "two", GROUP_EMPTY);
    struct metadata *md = made_metadata(1);
    made_topic(md, "orders");
    made_partition(md, 1, "1", "1");
    made_partition(md, 1, "1", "1");
    made_topic(md, "unread");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct table *t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "lag"), "…");
    table_free(t);
    model_take_group_list(&m, l);
    made_ends(&m, "orders", 0, 0, 500);
    struct group_offsets *o = made_offsets("one");
    made_commit(o, "orders", 0, 440);
    model_take_group_offsets(&m, o);
    t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "lag"), "≥ 60"); /* the other group is not known */
    assert_string_equal(shown(t, "unread", "lag"), "…");
    table_free(t);
    o = made_offsets("two");
    made_commit(o, "orders", 0, 490);
    model_take_group_offsets(&m, o);
    t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "lag"), "70");
    assert_string_equal(shown(t, "unread", "lag"), "–");
    table_free(t);
    o = made_offsets("two");
    made_commit(o, "orders", 0, 490);
    made_commit(o, "orders", 1, 490); /* its end is not known */
    group_offsets_sort(o);
    model_take_group_offsets(&m, o);
    t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "lag"), "≥ 70");
    table_free(t);
    model_release(&m);
}

/* A lag of 1 is no mountain: a group that reads all looks like it. */
static void test_bars_of_a_small_lag_are_low(void **state)
{
    static const struct column one[] = {{.id = "trend", .title = "TREND"}};
    static const struct {
        double v[4];
        double full;
        const char *bars;
    } rows[] = {{{0, 1, 0, 1}, 8, "▁▁▁▁"},         {{0, 1, 0, 1}, 0, "▁█▁█"},
                {{5, 5, 5, 5}, 8, "▁▁▁▁"},         {{0, 4, 0, 4}, 8, "▁▄▁▄"},
                {{500, 500, 500, 500}, 8, "▄▄▄▄"}, {{0, 100, 200, 400}, 8, "▁▂▄█"}};
    struct table *t = table_new(one, 1);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct row *r = table_add_row(t, (const char[]){(char)('a' + i), 0});
        cell_bars(t, r, 0, rows[i].v, 4, &(struct bar_scale){.noise = 0.02, .full = rows[i].full});
        assert_string_equal(r->cells[0].value.text, rows[i].bars);
    }
    table_free(t);
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_groups),
        WITH_MODEL(test_a_denied_group_is_a_cell),
        WITH_MODEL(test_a_lag_of_a_part_is_marked),
        WITH_MODEL(test_an_end_that_is_not_read_again),
        WITH_MODEL(test_a_part_is_not_the_whole),
        WITH_MODEL(test_a_group_that_no_broker_lists_now),
        WITH_MODEL(test_an_empty_listing_says_why),
        WITH_MODEL(test_partitions_of_a_group),
        WITH_MODEL(test_a_group_that_does_not_exist),
        WITH_MODEL(test_members),
        WITH_MODEL(test_groups_of_a_topic),
        WITH_MODEL(test_groups_of_a_topic_in_part),
        cmocka_unit_test(test_lag_of_a_topic),
        cmocka_unit_test(test_bars_of_a_small_lag_are_low),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
