/* Metadata: sealing, lost brokers, look-ups, and judging one partition. */
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

static void test_sealing_sorts_topics_and_counts(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(3);
    made_topic(m, "orders");
    made_partition(m, 1, "1,2,3", "1,2,3");
    made_partition(m, 2, "2,3,1", "2,3,1");
    made_topic(m, "audit");
    made_partition(m, 3, "3", "3");
    metadata_seal(m);
    assert_string_equal(m->topics[0].name, "audit");
    assert_int_equal(m->npartitions, 3);
    assert_int_equal(topic_partition(metadata_topic(m, "orders"), 1)->leader, 2);
    assert_null(topic_partition(metadata_topic(m, "orders"), 2));
    assert_null(topic_partition(metadata_topic(m, "orders"), -1));
    assert_null(metadata_topic(m, "order"));
    metadata_free(m);
}

static void test_broker_only_in_replica_lists_is_lost(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(3);
    made_topic(m, "orders");
    made_partition(m, 1, "3,1,2", "1,2");
    made_lose(m, 3);
    metadata_seal(m);
    assert_int_equal(m->nbrokers, 3);
    const struct broker *b = metadata_broker(m, 3);
    assert_non_null(b);
    assert_false(b->alive);
    assert_null(b->host);
    assert_true(metadata_broker(m, 2)->alive);
    assert_null(metadata_broker(m, 4));
    metadata_free(m);
}

static void test_replicas_keep_their_order(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(3);
    made_topic(m, "t");
    made_partition(m, 3, "2,3,1", "3,1");
    metadata_seal(m);
    const struct partition *p = &m->topics[0].partitions[0];
    assert_int_equal(partition_preferred(p), 2);
    assert_true(partition_under_replicated(p));
    assert_false(partition_in_isr(p, 2));
    assert_true(partition_has_replica(p, 2));
    assert_false(partition_has_replica(p, 4));
    metadata_free(m);
}

static void test_offline_without_leader_or_with_a_lost_one(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(2);
    made_topic(m, "t");
    made_partition(m, -1, "1,2", "1");
    made_partition(m, 9, "9,2", "9");
    made_partition(m, 2, "9,2", "2");
    metadata_seal(m);
    assert_true(partition_offline(m, &m->topics[0].partitions[0]));
    assert_true(partition_offline(m, &m->topics[0].partitions[1]));
    assert_false(partition_offline(m, &m->topics[0].partitions[2]));
    metadata_free(m);
}

static void test_partition_ids_with_gaps_are_found(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(1);
    made_topic(m, "t");
    made_partition(m, 1, "1", "1");
    made_partition(m, 1, "1", "1");
    m->topics[0].partitions[0].id = 7;
    m->topics[0].partitions[1].id = 4;
    metadata_seal(m);
    assert_int_equal(m->topics[0].partitions[0].id, 4);
    assert_int_equal(topic_partition(&m->topics[0], 7)->id, 7);
    assert_null(topic_partition(&m->topics[0], 0));
    metadata_free(m);
}

static void test_an_empty_answer(void **state)
{
    (void)state;
    struct metadata *m = made_metadata(0);
    metadata_seal(m);
    assert_null(metadata_topic(m, "t"));
    assert_null(metadata_broker(m, 1));
    metadata_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sealing_sorts_topics_and_counts),
        cmocka_unit_test(test_broker_only_in_replica_lists_is_lost),
        cmocka_unit_test(test_replicas_keep_their_order),
        cmocka_unit_test(test_offline_without_leader_or_with_a_lost_one),
        cmocka_unit_test(test_partition_ids_with_gaps_are_found),
        cmocka_unit_test(test_an_empty_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
