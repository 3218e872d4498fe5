/* Lists of brokers, topics and partitions over made-up clusters. */
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <string.h>

static int setup(void **state)
{
    static struct model m;
    model_init(&m, "test");
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,2,3", "1,2");
    made_partition(md, 2, "2,3,1", "2,1");
    made_partition(md, 1, "3,1,2", "1,2");
    made_topic(md, "__consumer_offsets");
    made_partition(md, 1, "1", "1");
    made_lose(md, 3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    *state = &m;
    return 0;
}

static int teardown(void **state)
{
    model_release(*state);
    return 0;
}

static void test_brokers(void **state)
{
    struct table *t = made_table(*state, "brokers", NULL);
    assert_int_equal(t->nrows, 3);
    assert_string_equal(shown(t, "1", "address"), "b1:9092");
    assert_string_equal(shown(t, "1", "state"), "up");
    assert_string_equal(shown(t, "1", "leaders"), "3");
    assert_string_equal(shown(t, "1", "preferred"), "2");
    assert_string_equal(shown(t, "1", "skew"), "+50 %");
    assert_string_equal(shown(t, "3", "state"), "lost");
    assert_string_equal(shown(t, "3", "address"), "–"); /* only replica lists name it */
    assert_string_equal(shown(t, "3", "replicas"), "3");
    assert_string_equal(shown(t, "3", "out_of_sync"), "3");
    assert_string_equal(shown(t, "3", "since"), "–");
    assert_int_equal(table_find(t, "3")->sev, SEV_BAD);
    assert_int_equal(table_column(t, "controller"), -1);
    table_free(t);
}

static void test_a_broker_lost_while_watching_keeps_its_address(void **state)
{
    struct model *m = *state;
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,3", "1,3");
    metadata_seal(md);
    model_take_metadata(m, md);
    md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,3", "1");
    made_lose(md, 3);
    made_lose(md, 2);
    metadata_seal(md);
    model_take_metadata(m, md);
    struct table *t = made_table(m, "brokers", NULL);
    assert_string_equal(shown(t, "3", "address"), "b3:9092");
    assert_string_equal(shown(t, "3", "state"), "lost");
    assert_string_not_equal(shown(t, "3", "since"), "–");
    assert_string_equal(shown(t, "2", "state"), "gone"); /* nothing was placed on it */
    table_free(t);
}

static void test_topics(void **state)
{
    struct model *m = *state;
    made_ends(m, "orders", 0, 10, 110);
    struct table *t = made_table(m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "partitions"), "3");
    assert_string_equal(shown(t, "orders", "in_sync"), "6/9");
    assert_string_equal(shown(t, "orders", "leaders"), "2 1 0");
    assert_string_equal(shown(t, "orders", "health"), "3 under-replicated");
    assert_string_equal(shown(t, "orders", "messages"), "≥ 100"); /* two ends are not known */
    assert_string_equal(shown(t, "orders", "retention"), "…");
    assert_string_equal(shown(t, "orders", "rate"), "…");
    partition_offsets_failed(topic_offsets_at(model_topic_offsets(m, "orders"), 1), "no answer");
    struct table *failed = made_table(m, "topics", NULL);
    assert_string_equal(shown(failed, "orders", "messages"), "≥ 100");
    assert_string_equal(shown(failed, "orders", "rate"), "?"); /* not that of the others */
    table_free(failed);
    assert_string_equal(shown(t, "__consumer_offsets", "messages"), "…");
    assert_int_equal(table_find(t, "__consumer_offsets")->sev, SEV_MUTED);
    assert_false(t->complete);
    table_free(t);
}

static void test_topic_configs_in_the_list(void **state)
{
    struct model *m = *state;
    struct config_set *c = made_config(CONFIG_TOPIC, "orders");
    made_entry(c, "cleanup.policy", "delete", CONFIG_SOURCE_DEFAULT);
    made_entry(c, "min.insync.replicas", "3", CONFIG_SOURCE_TOPIC);
    made_entry(c, "retention.ms", "-1", CONFIG_SOURCE_TOPIC);
    model_take_config(m, c);
    c = made_config(CONFIG_TOPIC, "__consumer_offsets");
    made_entry(c, "cleanup.policy", "compact", CONFIG_SOURCE_TOPIC);
    made_entry(c, "retention.ms", "604800000", CONFIG_SOURCE_DEFAULT);
    model_take_config(m, c);
    struct table *t = made_table(m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "retention"), "unlimited");
    assert_string_equal(shown(t, "orders", "min_isr"), "3");
    assert_string_equal(shown(t, "orders", "health"), "3 under min ISR");
    assert_string_equal(shown(t, "__consumer_offsets", "cleanup"), "compact");
    assert_string_equal(shown(t, "__consumer_offsets", "retention"),
                        "–"); /* time deletes nothing */
    table_free(t);
}

static void test_denied_configs_are_cells(void **state)
{
    struct model *m = *state;
    struct err e;
    err_set(&e, ERR_DENIED, "not authorised");
    model_failed(m, FACT_TOPIC_CONFIG, "orders", &e);
    err_set(&e, ERR_BROKER, "leader not available");
    model_failed(m, FACT_TOPIC_OFFSETS, "orders", &e);
    struct table *t = made_table(m, "topics", NULL);
    assert_string_equal(shown(t, "orders", "retention"), "denied");
    assert_string_equal(shown(t, "orders", "messages"), "?");
    assert_string_equal(cell_at(t, "orders", "messages")->value.text, "leader not available");
    assert_string_equal(shown(t, "orders", "partitions"), "3");
    table_free(t);
}

static void test_partitions_keep_replica_order(void **state)
{
    struct table *t = made_table(*state, "partitions", "orders");
    assert_string_equal(shown(t, "1", "replicas"), "2,3,1");
    assert_string_equal(shown(t, "1", "isr"), "2,1");
    assert_string_equal(shown(t, "1", "preferred"), "2");
    assert_string_equal(shown(t, "1", "in_sync"), "2/3");
    assert_string_equal(shown(t, "0", "note"), "out of sync: 3");
    assert_string_equal(shown(t, "2", "note"), "out of sync: 3; not on preferred leader");
    table_free(t);
    t = made_table(*state, "partitions", "nope");
    assert_int_equal(t->nrows, 0);
    assert_non_null(strstr(t->note, "there is no topic nope"));
    table_free(t);
}

static void test_placement(void **state)
{
    struct table *t = made_table(*state, "placement", "orders");
    assert_int_equal(table_column(t, "b1"), 1);
    assert_string_equal(shown(t, "0", "b1"), "L*");
    assert_string_equal(shown(t, "0", "b2"), "f");
    assert_string_equal(shown(t, "0", "b3"), "o");
    assert_string_equal(shown(t, "2", "b3"), "o*"); /* the preferred leader is the lost one */
    assert_string_equal(shown(t, "2", "b1"), "L");
    assert_string_equal(shown(t, "2", "leader"), "1");
    table_free(t);
    t = made_table(*state, "placement", "__consumer_offsets");
    assert_string_equal(shown(t, "0", "b2"), "·");
    table_free(t);
}

static void wide_topic(struct model *m, int spread)
{
    struct metadata *md = made_metadata(40);
    made_topic(md, "wide");
    for (int i = 0; i < spread; i++) {
        char replicas[32];
        snprintf(replicas, sizeof replicas, "%d,%d", i + 1, i + 2);
        made_partition(md, i + 1, replicas, i ? replicas : "1");
    }
    metadata_seal(md);
    model_take_metadata(m, md);
}

static void test_placement_of_many_brokers(void **state)
{
    struct model *m = *state;
    wide_topic(m, 5); /* six of forty brokers hold copies: these have the columns */
    struct table *t = made_table(m, "placement", "wide");
    assert_int_equal(table_column(t, "b6"), 6);
    assert_int_equal(table_column(t, "b7"), -1);
    table_free(t);
    wide_topic(m, 30); /* too many: folded */
    t = made_table(m, "placement", "wide");
    assert_string_equal(shown(t, "0", "copies"), "L*1 ✗2");
    assert_string_equal(shown(t, "29", "copies"), "L*30 f31");
    table_free(t);
}

static void test_partitions_of_a_broker(void **state)
{
    struct model *m = *state;
    struct config_set *c = made_config(CONFIG_TOPIC, "orders");
    made_entry(c, "min.insync.replicas", "2", CONFIG_SOURCE_DEFAULT);
    model_take_config(m, c);
    struct table *t = made_table(m, "broker-partitions", "1");
    assert_int_equal(t->nrows, 4);
    assert_string_equal(shown(t, "orders-0", "role"), "leads");
    assert_string_equal(shown(t, "orders-1", "role"), "follows");
    assert_string_equal(shown(t, "orders-0", "preferred"), "yes");
    assert_string_equal(shown(t, "orders-0", "without"), "under min ISR");
    assert_string_equal(shown(t, "__consumer_offsets-0", "without"), "offline");
    table_free(t);
    t = made_table(m, "broker-partitions", "3"); /* lost, and still with its partitions */
    assert_int_equal(t->nrows, 3);
    assert_string_equal(shown(t, "orders-2", "role"), "lost");
    assert_string_equal(shown(t, "orders-2", "preferred"), "yes");
    assert_string_equal(shown(t, "orders-2", "without"), "unchanged");
    table_free(t);
    t = made_table(m, "broker-partitions", "x");
    assert_non_null(strstr(t->note, "not a broker id"));
    table_free(t);
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_brokers),
        WITH_MODEL(test_a_broker_lost_while_watching_keeps_its_address),
        WITH_MODEL(test_topics),
        WITH_MODEL(test_topic_configs_in_the_list),
        WITH_MODEL(test_denied_configs_are_cells),
        WITH_MODEL(test_partitions_keep_replica_order),
        WITH_MODEL(test_placement),
        WITH_MODEL(test_placement_of_many_brokers),
        WITH_MODEL(test_partitions_of_a_broker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
