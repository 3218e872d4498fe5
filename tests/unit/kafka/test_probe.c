/* Which broker is unresponsive, how long klamm waits for it, and which one is named: by the clock
 * and by what the probes of a made-up connection know. Nothing is asked. */
#include "core/base/clock.h"
#include "core/kafka/internal.h"
#include "core/model/metadata.h"
#include "tests/support/test.h"

#include <string.h>

enum { REQUEST_MS = 10000, LONG_AGO_MS = 3600000 };

static struct model model;
static struct cluster cluster;

/* Three brokers, that were asked a second and a half ago and answered at once. */
static int made_up(void **state)
{
    (void)state;
    memset(&model, 0, sizeof model);
    memset(&cluster, 0, sizeof cluster);
    cluster.model = &model;
    cluster.timeouts.request_ms = REQUEST_MS;
    cluster.link.nprobes = 3;
    for (int i = 1; i <= 3; i++)
        cluster.link.probe[i] = (struct probe){
            .broker = i, .asked_ms = clock_mono_ms() - 1500, .heard_ms = clock_mono_ms() - 1499};
    return 0;
}

static void owes_since(int broker, int64_t ms)
{
    struct probe *p = &cluster.link.probe[broker];
    p->heard_ms = clock_mono_ms() - LONG_AGO_MS;
    p->asked_ms = clock_mono_ms() - ms;
}

static const char *named(int32_t but)
{
    static char buf[UNRESPONSIVE_TEXT];
    return link_unresponsive_text(&cluster, but, buf);
}

static void test_one_request_time_for_an_unresponsive_broker(void **state)
{
    (void)state;
    assert_int_equal(link_patience(&cluster), REQUEST_MS);
    owes_since(2, 500); /* not unresponsive yet */
    assert_int_equal(link_patience(&cluster), REQUEST_MS);
    owes_since(2, 4000);
    assert_in_range(link_patience(&cluster), 5500, 6000); /* the machine may be busy */
    owes_since(2, REQUEST_MS);
    assert_int_equal(link_patience(&cluster), REQUEST_MS / PATIENCE_SHARE);
    owes_since(3, 2000); /* the one that is unresponsive for longest counts */
    assert_int_equal(link_patience(&cluster), REQUEST_MS / PATIENCE_SHARE);
}

/* The brokers know no broker 2 any more: nothing is asked of it, and nothing waits for it. */
static void test_no_one_waits_for_one_that_left(void **state)
{
    (void)state;
    struct metadata *md = metadata_new();
    md->nbrokers = 2;
    md->brokers = arena_array(&md->arena, 2, sizeof *md->brokers);
    md->brokers[0] = (struct broker){.id = 1, .alive = true, .host = "h"};
    md->brokers[1] = (struct broker){.id = 3, .alive = true, .host = "h"};
    metadata_seal(md);
    model.metadata = md;
    owes_since(2, REQUEST_MS);
    assert_int_equal(link_patience(&cluster), REQUEST_MS);
    assert_string_equal(named(-1), "; broker 2 does not answer");
    owes_since(3, REQUEST_MS);
    assert_int_equal(link_patience(&cluster), REQUEST_MS / PATIENCE_SHARE);
    metadata_free(md);
}

static void test_who_is_named(void **state)
{
    (void)state;
    assert_string_equal(named(-1), "");
    owes_since(2, 2000);
    assert_string_equal(named(-1), "; broker 2 does not answer");
    assert_string_equal(named(2), "");
    owes_since(3, 2000);
    assert_string_equal(named(-1), "; brokers 2 and 3 do not answer");
    assert_string_equal(named(3), "; broker 2 does not answer");
    owes_since(1, 2000);
    assert_string_equal(named(-1), "; brokers 1, 2 and 3 do not answer");
}

/* It waits for the controller itself, until it was to have answered. */
static void test_broker_that_forwards_a_change_is_not_unresponsive(void **state)
{
    (void)state;
    struct request change = {.cluster = &cluster,
                             .forwarded = true,
                             .change = true,
                             .via = 2,
                             .state = REQUEST_SENT,
                             .deadline_ms = clock_mono_ms() + 60000};
    request_list_add(&cluster.sent, &change);
    owes_since(2, 2000);
    assert_string_equal(named(-1), "");
    assert_false(link_has_unresponsive(&cluster));
    change.deadline_ms = clock_mono_ms();
    assert_string_equal(named(-1), "; broker 2 does not answer");
    assert_true(link_has_unresponsive(&cluster));
}

#define DOUBT "no answer; it may have been carried out anyway"

static const char *blamed(struct request *r, enum err_kind kind, int code)
{
    static struct err err;
    err_set(&err, kind, "no answer");
    err.code = code;
    request_blame(r, &err);
    return err.msg;
}

/* Who took a change and said nothing is named, and named once. */
static void test_who_took_a_change_is_named(void **state)
{
    (void)state;
    struct request change = {.cluster = &cluster,
                             .forwarded = true,
                             .change = true,
                             .via = 2,
                             .state = REQUEST_SENT,
                             .deadline_ms = clock_mono_ms()};
    const char *want = DOUBT "; broker 2, which was to hand it on, did not answer";
    request_list_add(&cluster.sent, &change);
    assert_string_equal(blamed(&change, ERR_TIMEOUT, RD_KAFKA_RESP_ERR__TIMED_OUT), want);
    owes_since(2, 2000);
    assert_string_equal(blamed(&change, ERR_TIMEOUT, 0), want);
    owes_since(1, 2000);
    assert_string_equal(blamed(&change, ERR_TIMEOUT, 0),
                        DOUBT "; broker 2, which was to hand it on, did not answer; "
                              "broker 1 does not answer");
    /* It did answer: that it got no answer itself. */
    cluster.link.probe[2].heard_ms = cluster.link.probe[1].heard_ms = clock_mono_ms();
    assert_string_equal(blamed(&change, ERR_TIMEOUT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT),
                        "no answer");
    assert_string_equal(blamed(&change, ERR_DENIED, 0), "no answer");
    change.state = REQUEST_PARKED; /* it never left */
    assert_string_equal(blamed(&change, ERR_TIMEOUT, 0), "no answer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_one_request_time_for_an_unresponsive_broker, made_up),
        cmocka_unit_test_setup(test_no_one_waits_for_one_that_left, made_up),
        cmocka_unit_test_setup(test_who_is_named, made_up),
        cmocka_unit_test_setup(test_broker_that_forwards_a_change_is_not_unresponsive, made_up),
        cmocka_unit_test_setup(test_who_took_a_change_is_named, made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
