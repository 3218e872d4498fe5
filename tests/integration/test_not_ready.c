/* Coordinators that still load or are down, without a Kafka: librdkafka's own mock cluster answers
 * as it is set up to. */
#include "core/base/clock.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/commits.h"
#include "core/kafka/convert.h"
#include "core/kafka/internal.h"
#include "core/kafka/metadata.h"
#include "core/kafka/offsets.h"
#include "tests/support/harness.h"
#include "tests/support/test.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* rdkafka_mock.h, which not every package has. */
typedef struct rd_kafka_mock_cluster_s rd_kafka_mock_cluster_t;
rd_kafka_mock_cluster_t *rd_kafka_mock_cluster_new(rd_kafka_t *rk, int brokers);
void rd_kafka_mock_cluster_destroy(rd_kafka_mock_cluster_t *mock);
const char *rd_kafka_mock_cluster_bootstraps(const rd_kafka_mock_cluster_t *mock);
void rd_kafka_mock_push_request_errors(rd_kafka_mock_cluster_t *mock, int16_t api, size_t n, ...);
rd_kafka_resp_err_t rd_kafka_mock_topic_create(rd_kafka_mock_cluster_t *mock, const char *topic,
                                               int partitions, int replication);
rd_kafka_resp_err_t rd_kafka_mock_coordinator_set(rd_kafka_mock_cluster_t *mock, const char *type,
                                                  const char *key, int32_t broker);
rd_kafka_resp_err_t rd_kafka_mock_broker_decommission(rd_kafka_mock_cluster_t *mock,
                                                      int32_t broker);

enum { OFFSET_COMMIT = 8, OFFSET_FETCH = 9 };

struct mock {
    rd_kafka_t *rk;
    rd_kafka_mock_cluster_t *cluster;
    struct harness *harness;
};

static void mock_open(struct mock *m, const char *timeout_ms)
{
    char why[200];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, NULL);
    m->rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    assert_non_null(m->rk);
    m->cluster = rd_kafka_mock_cluster_new(m->rk, 3);
    assert_non_null(m->cluster);
    assert_int_equal(rd_kafka_mock_topic_create(m->cluster, "orders", 3, 3), 0);
    m->harness = harness_open((const char *const[]){"bootstrap.servers",
                                                    rd_kafka_mock_cluster_bootstraps(m->cluster),
                                                    "socket.timeout.ms", timeout_ms, NULL});
    assert_non_null(m->harness->cluster);
}

static void mock_close(struct mock *m)
{
    harness_close(m->harness);
    rd_kafka_mock_cluster_destroy(m->cluster);
    rd_kafka_destroy(m->rk);
}

/* "Load in progress" some times, then the answer. */
static void reads_and_commits_wait_for_the_coordinator(void **state)
{
    (void)state;
    struct mock m;
    struct offset_commit o = {"orders", 1, 42};
    mock_open(&m, "20000");
    rd_kafka_mock_push_request_errors(m.cluster, OFFSET_COMMIT, 2,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    kafka_commit_offsets(m.harness->cluster, "billing", &o, 1, harness_done, m.harness);
    struct outcome_list *l = harness_answer(m.harness);
    if (!l || l->o[0].err)
        fail_msg("%s", l ? l->o[0].err : m.harness->asked.msg);
    outcome_list_free(l);
    rd_kafka_mock_push_request_errors(m.cluster, OFFSET_FETCH, 3,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    kafka_group_offsets(m.harness->cluster, "billing", harness_done, m.harness);
    struct group_offsets *g = harness_answer(m.harness);
    if (!g)
        fail_msg("%s", m.harness->asked.msg);
    group_offsets_free(g);
    mock_close(&m);
}

/* The coordinator moved between reading and sending: it says so, and has done nothing. */
static void changes_follow_a_coordinator_that_moved(void **state)
{
    (void)state;
    struct mock m;
    struct offset_commit o = {"orders", 1, 42};
    mock_open(&m, "20000");
    kafka_group_offsets(m.harness->cluster, "billing", harness_done, m.harness);
    group_offsets_free(harness_answer(m.harness));
    rd_kafka_mock_push_request_errors(m.cluster, OFFSET_COMMIT, 1,
                                      RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
    const rd_kafka_t *before = m.harness->cluster->handle->rk;
    kafka_commit_offsets(m.harness->cluster, "billing", &o, 1, harness_done, m.harness);
    struct outcome_list *l = harness_answer(m.harness);
    if (!l || l->o[0].err)
        fail_msg("%s", l ? l->o[0].err : m.harness->asked.msg);
    outcome_list_free(l);
    /* A new client, as librdkafka keeps to the coordinator that it knows. */
    assert_ptr_not_equal(m.harness->cluster->handle->rk, before);
    mock_close(&m);
}

/* A coordinator that only stopped waiting may have written it: such a commit is not sent twice. */
static void what_may_be_written_is_not_sent_again(void **state)
{
    (void)state;
    struct mock m;
    struct offset_commit o = {"orders", 1, 42};
    mock_open(&m, "20000");
    rd_kafka_mock_push_request_errors(m.cluster, OFFSET_COMMIT, 1,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    kafka_commit_offsets(m.harness->cluster, "billing", &o, 1, harness_done, m.harness);
    struct outcome_list *l = harness_answer(m.harness);
    if (l)
        assert_int_equal(l->o[0].err_code, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    else
        assert_int_equal(m.harness->asked.code, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    outcome_list_free(l);
    mock_close(&m);
}

/* In the end its own words are shown, not "no answer". */
static void it_is_asked_until_the_deadline(void **state)
{
    (void)state;
    struct mock m;
    mock_open(&m, "2000");
    for (int i = 0; i < 100; i++)
        rd_kafka_mock_push_request_errors(m.cluster, OFFSET_FETCH, 1,
                                          RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    kafka_group_offsets(m.harness->cluster, "billing", harness_done, m.harness);
    assert_null(harness_answer(m.harness));
    assert_int_equal(m.harness->asked.kind, ERR_NOT_READY);
    assert_non_null(strstr(m.harness->asked.msg, "OffsetFetch for group billing"));
    mock_close(&m);
}

static void commits(struct mock *m, int64_t offset)
{
    struct offset_commit o = {"orders", 1, offset};
    kafka_commit_offsets(m->harness->cluster, "billing", &o, 1, harness_done, m->harness);
    struct outcome_list *l = harness_answer(m->harness);
    if (!l || l->o[0].err)
        fail_msg("%s", l ? l->o[0].err : m->harness->asked.msg);
    outcome_list_free(l);
}

/* The mock lists no offsets; that a coordinator answers is what counts. */
static void coordinator_answers(struct mock *m)
{
    kafka_group_offsets(m->harness->cluster, "billing", harness_done, m->harness);
    struct group_offsets *g = harness_answer(m->harness);
    if (!g)
        fail_msg("%s", m->harness->asked.msg);
    group_offsets_free(g);
}

static size_t brokers_listed(struct mock *m)
{
    kafka_get_metadata(m->harness->cluster, harness_done, m->harness);
    struct metadata *md = harness_answer(m->harness);
    if (!md)
        fail_msg("%s", m->harness->asked.msg);
    size_t n = 0;
    for (size_t i = 0; i < md->nbrokers; i++)
        n += md->brokers[i].alive;
    metadata_free(md);
    return n;
}

/* Each leads one of the partitions: a connection that is made later would have librdkafka ask
 * again. */
static void connect_to_all(struct mock *m)
{
    const struct offset_query q[] = {{"orders", 0, OFFSET_SPEC_LATEST},
                                     {"orders", 1, OFFSET_SPEC_LATEST},
                                     {"orders", 2, OFFSET_SPEC_LATEST}};
    kafka_list_offsets(m->harness->cluster, q, 3, false, harness_done, m->harness);
    struct offset_answers *o = harness_answer(m->harness);
    if (!o)
        fail_msg("%s", m->harness->asked.msg);
    for (size_t i = 0; i < o->n; i++)
        assert_null(o->a[i].err);
    offset_answers_free(o);
}

/* It dies, and the metadata without it comes before anyone asks for its successor. librdkafka then
 * never stops waiting for the dead one: the question itself is still answered, in its own time, and
 * so is the next. */
static void a_coordinator_that_is_gone_is_not_waited_for(void **state)
{
    (void)state;
    struct mock m;
    mock_open(&m, "9000");
    assert_int_equal(rd_kafka_mock_coordinator_set(m.cluster, "group", "billing", 1), 0);
    assert_int_equal(brokers_listed(&m), 3);
    connect_to_all(&m);
    commits(&m, 42);
    coordinator_answers(&m);
    assert_int_equal(rd_kafka_mock_broker_decommission(m.cluster, 1), 0);
    assert_int_equal(rd_kafka_mock_coordinator_set(m.cluster, "group", "billing", 2), 0);
    assert_int_equal(brokers_listed(&m), 2);
    coordinator_answers(&m);
    commits(&m, 43);
    mock_close(&m);
}

/* The mock does not answer DescribeCluster: a client that is given up meanwhile is gone long before
 * the time of the call is over. */
static void what_reads_the_cluster_is_not_waited_for(void **state)
{
    enum { CALL_MS = 8000 };
    (void)state;
    struct mock m;
    mock_open(&m, "8000");
    assert_int_equal(brokers_listed(&m), 3);
    connect_to_all(&m); /* without a connection no answer is waited for anyway */
    int64_t start = clock_mono_ms();
    kafka_describe_cluster(m.harness->cluster, harness_done, m.harness);
    mock_close(&m);
    assert_in_range(clock_mono_ms() - start, 0, CALL_MS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_commits_wait_for_the_coordinator),
        cmocka_unit_test(changes_follow_a_coordinator_that_moved),
        cmocka_unit_test(what_may_be_written_is_not_sent_again),
        cmocka_unit_test(it_is_asked_until_the_deadline),
        cmocka_unit_test(a_coordinator_that_is_gone_is_not_waited_for),
        cmocka_unit_test(what_reads_the_cluster_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
