/* A change that waits for a broker that answers: which broker it asks, when it leaves, what is
 * reported when it doesn't. A connection to an address where no one speaks; brokers and answers are
 * made up. */
#include "core/base/clock.h"
#include "core/kafka/configs.h"
#include "core/kafka/internal.h"
#include "tests/support/harness.h"
#include "tests/support/test.h"

#include <string.h>
#include <unistd.h>

enum { OLD_MS = 2000 };

struct waiting {
    int listener;
    struct harness *r;
    struct cluster *c;
};

static int connect_stranger(void **state)
{
    static struct waiting w;
    static const struct config_change change = {.key = "retention.ms", .value = "7200000"};
    char address[64];
    w.listener = harness_unresponsive_listener(address, sizeof address);
    w.r = harness_open((const char *const[]){"bootstrap.servers", address, NULL});
    assert_non_null(w.r->cluster);
    w.c = w.r->cluster;
    w.c->model->link = LINK_UP;
    w.c->link.nprobes = 3;
    for (int i = 1; i <= 3; i++)
        w.c->link.probe[i] = (struct probe){.broker = i,
                                            .asked_ms = clock_mono_ms() - OLD_MS,
                                            .heard_ms = clock_mono_ms() - OLD_MS};
    kafka_alter_config(w.c, CONFIG_TOPIC, "orders", &change, 1, false, harness_done, w.r);
    *state = &w;
    return 0;
}

static int leave(void **state)
{
    struct waiting *w = *state;
    harness_close(w->r);
    close(w->listener);
    return 0;
}

static void answers(struct waiting *w, int broker)
{
    struct probe *p = &w->c->link.probe[broker];
    p->under_way = false;
    p->heard_ms = clock_mono_ms();
    request_look_again(w->c);
    request_unpark(w->c->watch);
}

static const struct request *find_change(const struct request_list *l)
{
    const struct request *r = l->first;
    while (r && !r->change)
        r = r->next;
    return r;
}

static bool has_left(const struct waiting *w)
{
    return !find_change(&w->c->parked);
}

static struct request the_change(const struct waiting *w)
{
    const struct request *r = find_change(has_left(w) ? &w->c->sent : &w->c->parked);
    if (!r)
        fail_msg("there is no change");
    return r ? *r : (struct request){0};
}

/* As if it had started to wait that much earlier, and the answers were as much older. */
static void time_passes(struct waiting *w, int64_t ms)
{
    for (struct request *r = w->c->parked.first; r; r = r->next) {
        r->waits_ms -= ms;
        r->again_ms -= ms;
    }
    for (int i = 1; i <= 3; i++)
        w->c->link.probe[i].heard_ms -= ms;
    request_unpark(w->c->watch);
}

/* Each is asked once; an answer that is no help yet is no reason to ask once more. */
static void test_no_command_runs_without_a_pause(void **state)
{
    struct waiting *w = *state;
    assert_false(has_left(w));
    int asked = w->c->sent.n;
    assert_int_equal(asked, 3);
    for (int i = 0; i < 20; i++) {
        answers(w, 2);
        answers(w, 3);
    }
    assert_false(has_left(w));
    assert_int_equal(w->c->sent.n, asked);
    assert_false(w->r->answered);
}

/* No broker says who the controller is: after a second another one has it, that answers just
 * then. */
static void test_it_leaves_with_an_answer(void **state)
{
    struct waiting *w = *state;
    answers(w, 2);
    time_passes(w, FORWARDER_MS);
    assert_false(has_left(w));         /* the answer is a second old by now */
    assert_int_equal(w->c->sent.n, 4); /* so it is asked for another one */
    answers(w, 2);
    assert_true(has_left(w));
    assert_int_equal(the_change(w).via, 2);
}

static void test_what_did_not_leave_was_not_sent(void **state)
{
    struct waiting *w = *state;
    request_expire(w->c->watch, the_change(w).deadline_ms);
    assert_true(w->r->answered);
    assert_null(w->r->result);
    assert_int_equal(w->r->asked.kind, ERR_TIMEOUT);
    assert_true(w->r->asked.unsent);
    assert_string_equal(
        w->r->asked.msg,
        "IncrementalAlterConfigs for topic orders: nothing was sent, no broker that "
        "answers was found within 10 s");
}

static void test_what_left_may_have_been_carried_out(void **state)
{
    struct waiting *w = *state;
    time_passes(w, FORWARDER_MS);
    answers(w, 2);
    request_expire(w->c->watch, the_change(w).deadline_ms);
    assert_true(w->r->answered);
    assert_int_equal(w->r->asked.kind, ERR_TIMEOUT);
    assert_false(w->r->asked.unsent);
    assert_string_equal(
        w->r->asked.msg,
        "IncrementalAlterConfigs for topic orders: no answer within 10 s; it may have been "
        "carried out anyway; broker 2, which was to hand it on, did not answer");
}

/* The link is down: reported, with the reason, and that nothing was sent. */
static void test_it_ends_with_the_link(void **state)
{
    struct waiting *w = *state;
    w->c->model->link = LINK_DOWN;
    err_set(&w->c->model->link_err, ERR_REFUSED, "no one is there");
    request_unpark(w->c->watch);
    assert_true(w->r->answered);
    assert_true(w->r->asked.unsent);
    assert_string_equal(w->r->asked.msg, "Not connected: no one is there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_command_runs_without_a_pause, connect_stranger,
                                        leave),
        cmocka_unit_test_setup_teardown(test_it_leaves_with_an_answer, connect_stranger, leave),
        cmocka_unit_test_setup_teardown(test_what_did_not_leave_was_not_sent, connect_stranger,
                                        leave),
        cmocka_unit_test_setup_teardown(test_what_left_may_have_been_carried_out, connect_stranger,
                                        leave),
        cmocka_unit_test_setup_teardown(test_it_ends_with_the_link, connect_stranger, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
