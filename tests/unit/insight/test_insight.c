/* Health, balance, what-if and lag, by Kafka's rules, on made-up clusters. */
#include "tests/unit/made_up.h"

#include "core/insight/balance.h"
#include "core/insight/health.h"
#include "core/insight/lag/lag.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"

#include <string.h>

static struct partition_health judge(int32_t leader, const char *replicas, const char *isr,
                                     int64_t min_isr)
{
    struct metadata *m = made_metadata(3);
    made_topic(m, "t");
    made_partition(m, leader, replicas, isr);
    metadata_seal(m);
    struct partition_health h = partition_judge(m, &m->topics[0].partitions[0], min_isr);
    metadata_free(m);
    return h;
}

static void test_health_of_partitions(void **state)
{
    (void)state;
    struct partition_health h = judge(1, "1,2,3", "1,2,3", 2);
    assert_false(h.offline || h.under_replicated || h.under_min_isr || h.at_min_isr ||
                 h.not_preferred);
    h = judge(1, "1,2,3", "1,2", 2);
    assert_true(h.under_replicated && h.at_min_isr && !h.under_min_isr);
    h = judge(1, "1,2,3", "1", 2);
    assert_true(h.under_min_isr && !h.at_min_isr);
    h = judge(-1, "1,2,3", "1,2,3", 2); /* no leader is under min ISR whatever the ISR says */
    assert_true(h.offline && h.under_min_isr && !h.not_preferred);
    h = judge(2, "1,2,3", "1,2,3", 1);
    assert_true(h.not_preferred);
    h = judge(1, "1,2,3", "1", MIN_ISR_UNKNOWN); /* unknown is no judgement */
    assert_true(!h.under_min_isr && !h.at_min_isr && h.under_replicated);
}

static void test_words_name_the_worst(void **state)
{
    (void)state;
    struct arena a;
    enum severity sev;
    arena_init(&a);
    struct topic_health h = {.partitions = 3, .rf_min = 3, .rf_max = 3, .min_isr = 2};
    assert_string_equal(topic_health_words(&h, &a, &sev), "ok");
    assert_int_equal(sev, SEV_GOOD);
    h.not_preferred = 2;
    assert_string_equal(topic_health_words(&h, &a, &sev), "2 not preferred");
    assert_string_equal(topic_health_sentence(&h, &a),
                        "2 of 3 partitions are not led by their preferred replica");
    h.under_replicated = 3;
    assert_string_equal(topic_health_words(&h, &a, &sev), "3 under-replicated");
    h.offline = 1;
    assert_string_equal(topic_health_words(&h, &a, &sev), "1 offline");
    assert_int_equal(sev, SEV_BAD);
    h = (struct topic_health){.rf_min = 3, .min_isr = 3};
    assert_string_equal(topic_health_words(&h, &a, &sev), "min ISR = replicas");
    arena_release(&a);
}

static void test_balance_counts_and_skew(void **state)
{
    (void)state;
    struct arena a;
    struct metadata *m = made_metadata(3);
    made_topic(m, "t");
    made_partition(m, 1, "1,2", "1,2");
    made_partition(m, 1, "3,1", "1");
    made_partition(m, 2, "2,3", "2");
    made_partition(m, 1, "1,2", "1,2");
    made_lose(m, 3);
    metadata_seal(m);
    arena_init(&a);
    struct balance b = balance_make(m, NULL, &a);
    const struct broker_load *one = balance_find(&b, 1), *lost = balance_find(&b, 3);
    assert_int_equal(one->leaders, 3);
    assert_int_equal(one->preferred, 2);
    assert_int_equal(one->replicas, 3);
    assert_int_equal(lost->leaders, 0);
    assert_int_equal(lost->preferred, 1);
    assert_int_equal(lost->replicas, 2);
    assert_int_equal(lost->out_of_sync, 2);
    double skew;
    assert_true(balance_skew(&b, one, &skew));
    assert_float_equal(skew, 50.0, 1e-9); /* 3 where 2 brokers up would have 2 each */
    assert_true(balance_skew(&b, lost, &skew));
    assert_float_equal(skew, -100.0, 1e-9);
    assert_null(balance_find(&b, 7));
    arena_release(&a);
    metadata_free(m);
}

static void test_skew_of_nothing_is_unknown(void **state)
{
    (void)state;
    struct arena a;
    double skew;
    struct metadata *m = made_metadata(1);
    metadata_seal(m);
    arena_init(&a);
    struct balance b = balance_make(m, NULL, &a);
    assert_false(balance_skew(&b, &b.b[0], &skew));
    arena_release(&a);
    metadata_free(m);
}

static enum without without(const char *isr, int32_t broker, int64_t min_isr)
{
    struct metadata *m = made_metadata(3);
    made_topic(m, "t");
    made_partition(m, 1, "1,2,3", isr);
    metadata_seal(m);
    enum without w = partition_without(&m->topics[0].partitions[0], broker, min_isr);
    metadata_free(m);
    return w;
}

static void test_what_if_a_broker_stops(void **state)
{
    (void)state;
    assert_int_equal(without("1,2,3", 2, 1), WITHOUT_FINE);
    assert_int_equal(without("1,2,3", 2, 2), WITHOUT_AT_MIN);
    assert_int_equal(without("1,2,3", 2, 3), WITHOUT_UNDER_MIN);
    assert_int_equal(without("1", 1, 1), WITHOUT_OFFLINE);
    assert_int_equal(without("1", 2, 1), WITHOUT_UNTOUCHED); /* its copy does not count already */
    assert_int_equal(without("1,2", 2, MIN_ISR_UNKNOWN), WITHOUT_MIN_UNKNOWN);
}

/* ---- lag ------------------------------------------------------------------------------------- */

static struct partition_lag lag_of(int64_t committed, int64_t start, int64_t end)
{
    struct partition_offsets o = {.start = start, .end = end};
    return partition_lag(committed, 0, &o);
}

static void test_lag_of_a_partition(void **state)
{
    (void)state;
    struct partition_lag l = lag_of(90, 0, 100);
    assert_int_equal(l.state, LAG_KNOWN);
    assert_int_equal(l.lag, 10);
    assert_int_equal(l.lost, 0);
    l = lag_of(100, 0, 100);
    assert_int_equal(l.state, LAG_KNOWN);
    assert_int_equal(l.lag, 0);
    l = lag_of(OFFSET_UNKNOWN, 40, 100); /* no commit is no lag, and not zero */
    assert_int_equal(l.state, LAG_NO_COMMIT);
    assert_int_equal(l.waiting, 60);
    l = lag_of(10, 40, 100); /* 30 were deleted unread: what can be read counts */
    assert_int_equal(l.lag, 60);
    assert_int_equal(l.lost, 30);
    l = lag_of(150, 0, 100);
    assert_int_equal(l.lag, 0);
    assert_true(l.ahead);
    l = lag_of(10, 0, OFFSET_UNKNOWN);
    assert_int_equal(l.state, LAG_UNKNOWN);
    l = partition_lag(10, 0, NULL);
    assert_int_equal(l.state, LAG_UNKNOWN);
    l = lag_of(10, 200, 100); /* everything was deleted since */
    assert_int_equal(l.lag, 0);
}

/* A commit that is newer than the end it is compared with is not ahead: the end is outdated. */
static void test_an_older_end_shows_no_commit_ahead(void **state)
{
    (void)state;
    struct partition_offsets o = {.start = 0, .end = 100, .end_at_ms = 5000};
    struct partition_lag l = partition_lag(150, 5001, &o);
    assert_int_equal(l.state, LAG_KNOWN);
    assert_int_equal(l.lag, 0);
    assert_false(l.ahead);
    l = partition_lag(150, 5000, &o);
    assert_true(l.ahead);
}

static void test_lag_of_a_group(void **state)
{
    (void)state;
    struct model m;
    struct group_lag lag;
    model_init(&m, "test");
    assert_false(group_lag_sum(&m, "g", &lag));
    struct group_offsets *o = made_offsets("g");
    made_commit(o, "a", 0, 90);
    made_commit(o, "a", 1, OFFSET_UNKNOWN);
    made_commit(o, "b", 0, 10);
    made_commit(o, "c", 0, 5);
    model_take_group_offsets(&m, o);
    struct group_desc *d = made_group("g", GROUP_STABLE);
    made_member(d, "worker");
    made_owns(d, "a", 0);
    made_owns(d, "a", 2); /* owned, never committed */
    made_owns(d, "b", 0); /* where no member reads, nothing is lost */
    model_take_group(&m, d);
    made_ends(&m, "a", 0, 0, 100);
    made_ends(&m, "a", 1, 0, 100);
    made_ends(&m, "a", 2, 0, 100);
    made_ends(&m, "b", 0, 30, 100);
    assert_true(group_lag_sum(&m, "g", &lag));
    assert_int_equal(lag.total, 10 + 70);
    assert_int_equal(lag.max, 70);
    assert_int_equal(lag.lost, 20);
    assert_int_equal(lag.losing, 1);
    assert_int_equal(lag.topics, 3);
    assert_int_equal(lag.partitions, 5);
    assert_int_equal(lag.no_commit, 2);
    assert_int_equal(lag.unknown, 1); /* c's end is not known */
    int owned;
    assert_true(group_lag_on(&m, "g", "a", &lag, &owned));
    assert_int_equal(lag.total, 10);
    assert_int_equal(owned, 2);
    assert_false(group_lag_on(&m, "g", "z", &lag, &owned));
    model_release(&m);
}

/* The coordinator drops the commits of a deleted topic a moment later: until then they are no part
 * of the lag, and nothing of it is unknown. */
static void test_lag_without_a_deleted_topic(void **state)
{
    (void)state;
    struct model m;
    struct group_lag lag;
    const struct err gone = {.kind = ERR_NOT_FOUND, .msg = "topic gone no longer exists"};
    model_init(&m, "test");
    struct metadata *md = made_metadata(1);
    made_topic(md, "a");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct group_offsets *o = made_offsets("g");
    made_commit(o, "a", 0, 90);
    made_commit(o, "gone", 0, 5);
    model_take_group_offsets(&m, o);
    struct group_desc *d = made_group("g", GROUP_STABLE);
    made_member(d, "worker");
    made_owns(d, "hidden", 0); /* of a topic that this user may not describe */
    model_take_group(&m, d);
    made_ends(&m, "a", 0, 0, 100);
    assert_true(group_lag_sum(&m, "g", &lag));
    assert_int_equal(lag.unknown, 1); /* as long as the metadata may be older than the commit */
    model_failed(&m, FACT_TOPIC_OFFSETS, "gone", &gone);
    model_failed(&m, FACT_TOPIC_OFFSETS, "hidden", &gone);
    assert_true(group_lag_sum(&m, "g", &lag));
    assert_int_equal(lag.unknown, 0);
    assert_int_equal(lag.total, 10);
    assert_int_equal(lag.partitions, 2);
    assert_int_equal(lag.topics, 2);
    assert_int_equal(lag.no_commit, 1);
    model_release(&m);
}

static void test_commits_and_owners_are_joined(void **state)
{
    (void)state;
    struct arena a;
    size_t n;
    struct group_offsets *o = made_offsets("g");
    made_commit(o, "t", 0, 1);
    made_commit(o, "t", 2, 1);
    struct group_desc *d = made_group("g", GROUP_STABLE);
    made_member(d, "x");
    made_owns(d, "t", 1);
    made_owns(d, "t", 0);
    arena_init(&a);
    struct group_part *p = group_parts(o, d, &a, &n);
    assert_int_equal(n, 3);
    assert_true(p[0].offset && p[0].owner);
    assert_true(!p[1].offset && p[1].owner);
    assert_true(p[2].offset && !p[2].owner);
    group_parts(NULL, NULL, &a, &n);
    assert_int_equal(n, 0);
    arena_release(&a);
    group_offsets_free(o);
    group_desc_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_health_of_partitions),
        cmocka_unit_test(test_words_name_the_worst),
        cmocka_unit_test(test_balance_counts_and_skew),
        cmocka_unit_test(test_skew_of_nothing_is_unknown),
        cmocka_unit_test(test_what_if_a_broker_stops),
        cmocka_unit_test(test_lag_of_a_partition),
        cmocka_unit_test(test_an_older_end_shows_no_commit_ahead),
        cmocka_unit_test(test_lag_of_a_group),
        cmocka_unit_test(test_lag_without_a_deleted_topic),
        cmocka_unit_test(test_commits_and_owners_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
