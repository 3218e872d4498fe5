/* Raw requests to a broker that hangs, or dies: what is known of a change then. Harms the cluster,
 * repairs it. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/kafka/raw.h"
#include "core/model/model.h"
#include "tests/support/harness.h"
#include "tests/support/nodes.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

enum { BROKER = 2, OTHER = 3, TIME_MS = 3000, UP_MS = 30000 };

/* ApiVersions, which each broker answers by itself. */
static bool write_versions(const void *args, int16_t version, struct buf *body, struct err *err)
{
    (void)args, (void)version, (void)err;
    buf_add(body, "\6klamm\2\61\0", 9);
    return true;
}

static bool read_anything(struct request *r, void *args, const struct raw_answer *a, void **result,
                          struct err *err)
{
    (void)r, (void)args, (void)a, (void)err;
    *result = xstrdup("answered");
    return true;
}

static const struct raw_api api = {.api = API_METADATA,
                                   .key = 18,
                                   .min = 3,
                                   .max = 3,
                                   .flexible = 3,
                                   .write = write_versions,
                                   .read = read_anything};

static bool sends(struct harness *r, int32_t broker, bool change)
{
    struct request *q = raw_request_new(r->cluster, &api, broker, NULL, NULL, harness_done, r);
    q->change = change;
    q->drop_result = free;
    request_start(q);
    char *text = harness_answer(r);
    free(text);
    return text != NULL;
}

static struct harness *connected_to_all(void)
{
    struct harness *r = harness_open((const char *const[]){
        "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), "socket.timeout.ms", "3000", NULL});
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    for (int32_t broker = 1; broker <= 3; broker++)
        if (!sends(r, broker, false))
            fail_msg("%s", r->asked.msg);
    return r;
}

static void says(const struct err *err, const char *words)
{
    if (!strstr(err->msg, words))
        fail_msg("\"%s\" is not in: %s", words, err->msg);
}

static bool is_one_of(enum err_kind kind, enum err_kind one, enum err_kind other)
{
    return kind == one || kind == other;
}

/* The first was written: nothing is known of it when its time is over, or when the broker is fenced
 * before that. It ends the connection, there is no other, and so the second certainly was not. Others
 * answer all the while. */
static void a_broker_that_hangs(void **state)
{
    (void)state;
    struct harness *r = connected_to_all();
    node_does("pause", BROKER);
    int64_t start = clock_mono_ms();
    bool first = sends(r, BROKER, true), second, other;
    struct err lost = r->asked, held;
    int64_t took = clock_mono_ms() - start;
    other = sends(r, OTHER, true);
    second = sends(r, BROKER, true);
    held = r->asked;
    node_does("resume", BROKER);
    assert_true(other);
    assert_false(first);
    assert_true(is_one_of(lost.kind, ERR_TIMEOUT, ERR_UNREACHABLE));
    assert_false(lost.unsent);
    says(&lost,
         lost.kind == ERR_TIMEOUT
             ? "broker 2 did not answer; it may have been carried out anyway"
             : "broker 2 left the cluster before it answered; it may have been carried out anyway");
    assert_in_range(took, TIME_MS / 2, 2 * TIME_MS);
    assert_false(second);
    assert_true(is_one_of(held.kind, ERR_TIMEOUT, ERR_UNREACHABLE));
    assert_true(held.unsent);
    says(&held, held.kind == ERR_TIMEOUT
                    ? "nothing was sent, broker 2 did not answer what it was asked before"
                    : "nothing was sent, broker 2 is not among the cluster's brokers");
    harness_wait_link(r, LINK_UP, UP_MS);
    assert_true(sends(r, OTHER, true));
    harness_close(r);
}

/* It has gone, which is known at once, or its address refuses connections. */
static void a_broker_that_died(void **state)
{
    (void)state;
    struct harness *r = connected_to_all();
    node_does("kill", BROKER);
    sends(r, BROKER, false); /* the connection that still seems to stand */
    bool answered = sends(r, BROKER, true);
    struct err err = r->asked;
    bool other = sends(r, RAW_ANY, false);
    struct err any = r->asked;
    node_does("start", BROKER);
    assert_false(answered);
    assert_int_equal(err.kind, ERR_UNREACHABLE);
    assert_true(err.unsent);
    says(&err, "nothing was sent, broker 2 ");
    if (!other)
        fail_msg("%s", any.msg);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_broker_that_hangs, nodes_whole),
        cmocka_unit_test_setup(a_broker_that_died, nodes_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
