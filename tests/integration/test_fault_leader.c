/* One leader that says nothing while others answer. Harms the cluster, repairs it. */
#include "core/base/clock.h"
#include "core/kafka/convert.h"
#include "core/kafka/offsets.h"
#include "core/kafka/records_delete.h"
#include "core/kafka/request.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/harness.h"
#include "tests/support/nodes.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <string.h>

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct offset_answers *offsets(struct harness *r, const char *topic, int64_t spec)
{
    const struct offset_query q[] = {{topic, 0, spec}, {topic, 1, spec}};
    kafka_list_offsets(r->cluster, q, 2, false, harness_done, r);
    struct offset_answers *o = harness_answer(r);
    if (!o)
        fail_msg("%s", r->asked.msg);
    assert_int_equal(o->n, 2);
    return o;
}

static void first_answered_only(const struct offset_answers *o, int64_t first)
{
    for (size_t i = 0; i < 2; i++) {
        const struct offset_answer *a = &o->a[i];
        assert_int_equal(a->offset.known, a->partition == 0);
        assert_int_equal(a->err == NULL, a->partition == 0);
        assert_int_equal(reported_or(a->offset, -5), a->partition == 0 ? first : -5);
        assert_false(a->timestamp.known && a->partition == 1);
        assert_true(a->kind == ERR_NONE || a->partition == 1);
        if (a->err && !strstr(a->err, "broker 2 does not answer"))
            fail_msg("does not say which broker is unresponsive: %s", a->err);
    }
}

/* librdkafka gives the partitions of a leader that did not answer no error, only an offset of
 * -1001: here they are unknown, whatever was asked, the message names the leader, also for a
 * request of three seconds, and a change of them is not called done. */
static void test_one_unresponsive_leader(void **state)
{
    (void)state;
    const char *topic = run_name("fault-paused");
    int64_t first = clock_wall_ms() - 60000;
    admin_create_topic_spread(topic, 2); /* partition 1 is on broker 2 alone */
    client_produce(topic, 0, 10, first, 1000);
    client_produce(topic, 1, 10, first, 1000);
    struct harness *r = harness_open(
        PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "socket.timeout.ms", "3000"));
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    offset_answers_free(offsets(r, topic, OFFSET_SPEC_LATEST)); /* connected to both by now */
    cluster_does("pause 2");
    struct offset_answers *ends = offsets(r, topic, OFFSET_SPEC_LATEST);
    struct offset_answers *times = offsets(r, topic, first + 3000);
    cluster_does("resume 2"); /* before its session with the controller runs out */
    cluster_does("pause 2");
    const struct offset_query cut[] = {{topic, 0, 4}, {topic, 1, 4}};
    kafka_delete_records(r->cluster, cut, 2, harness_done, r);
    struct outcome_list *done = harness_answer(r);
    cluster_does("resume 2");
    first_answered_only(ends, 10);
    first_answered_only(times, 3);
    offset_answers_free(ends);
    offset_answers_free(times);
    if (done) {
        assert_int_equal(done->n, 2);
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(done->o[i].err == NULL, done->o[i].object[strlen(topic) + 1] == '0');
    } else {
        assert_int_equal(r->asked.kind, ERR_TIMEOUT);
    }
    outcome_list_free(done);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_unresponsive_leader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
