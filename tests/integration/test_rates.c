/* Rates while leaders move: a producer writes at a steady pace, other brokers lead, and at no
 * moment is another pace shown. Asked for again and again, so that answers lie as close together as
 * can be. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/insight/rates.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/flow.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTITIONS = 3, PACE = 20, COMES_MS = 90000, LASTS_MS = 5000 };

static char topic[80];
static struct harness *harness;
static struct dataset *data;
static int compared;        /* rates that were compared */
static double least, most;  /* of them, where all partitions were known */
static double most_of_some; /* where only some were */

static void look(void)
{
    const struct model *m = harness_model(harness);
    const struct topic *t = m->metadata ? metadata_topic(m->metadata, topic) : NULL;
    struct rates r;
    if (!t)
        return;
    rates_make(&r, m, clock_wall_ms());
    struct rate_sum sum = rate_of_topic(&r, t);
    rates_release(&r);
    most_of_some = fmax(most_of_some, sum.per_second);
    if (sum.known < PARTITIONS)
        return;
    compared++;
    least = fmin(least, sum.per_second);
    most = fmax(most, sum.per_second);
}

/* Called after each turn of the loop; asks for all of it again as soon as it has arrived. */
static void ask_on(struct harness *r)
{
    if (!session_settled(r->session))
        return;
    look();
    feed_refresh(r->session->feed);
}

static bool some_compared(struct harness *r)
{
    ask_on(r);
    return compared > 0;
}

/* All partitions have replicas 2,3,1 by now, in this order. */
static bool is_turned(struct harness *r)
{
    const struct topic *t = metadata_topic(harness_model(r)->metadata, topic);
    ask_on(r);
    for (int i = 0; i < PARTITIONS; i++)
        if (t->partitions[i].nreplicas != 3 || t->partitions[i].replicas[0] != 2)
            return false;
    return true;
}

static bool has_moved(struct harness *r)
{
    const struct topic *t = metadata_topic(harness_model(r)->metadata, topic);
    ask_on(r);
    for (int i = 0; i < PARTITIONS; i++)
        if (t->partitions[i].leader != 2)
            return false;
    return true;
}

static int64_t until;

static bool is_over(struct harness *r)
{
    ask_on(r);
    return clock_mono_ms() >= until;
}

/* In the background: the loop has to go on. */
static void begin(const char *dir, const char *command)
{
    struct run r = run_shell("(%s) >'%s/said' 2>&1 &", command, dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
}

static void turn_replicas(const char *dir)
{
    struct buf b;
    char command[300];
    buf_init(&b, 0);
    for (int i = 0; i < PARTITIONS; i++)
        buf_addf(&b, "%s{\"topic\":\"%s\",\"partition\":%d,\"replicas\":[2,3,1]}", i ? "," : "",
                 topic, i);
    struct run r = run_shell("printf '{\"version\":1,\"partitions\":[%%s]}' '%s' >%s/plan.json",
                             buf_str(&b), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    buf_release(&b);
    snprintf(command, sizeof command,
             "tests/cluster/cluster tool reassign-partitions --execute "
             "--reassignment-json-file %s/plan.json",
             dir);
    begin(dir, command);
}

static void a_leader_that_moves_makes_no_rate_jump(void **state)
{
    (void)state;
    const struct flow_line line = {topic, PARTITIONS, PACE};
    char *dir = run_dir(), command[300];
    snprintf(topic, sizeof topic, "%s", run_name("rates-t"));
    least = INFINITY;
    free(run_tool("topics --create --topic '%s' --replica-assignment 1:2:3,1:2:3,1:2:3", topic));
    struct flow *f = flow_start(&line, 1);
    harness = harness_open_session(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL});
    data = dataset_open(harness->session, resource_find("partitions"), topic);
    assert_true(harness_wait(harness, some_compared, COMES_MS));
    turn_replicas(dir);
    assert_true(harness_wait(harness, is_turned, COMES_MS));
    snprintf(command, sizeof command, "%s -b %s leaders-elect %s --yes", run_program(),
             run_env("KLAMM_BOOTSTRAP"), topic);
    begin(dir, command);
    assert_true(harness_wait(harness, has_moved, COMES_MS));
    until = clock_mono_ms() + LASTS_MS;
    assert_true(harness_wait(harness, is_over, COMES_MS));
    print_message("%d rates, from %.1f to %.1f; of some, up to %.1f\n", compared, least, most,
                  most_of_some);
    assert_true(compared > 20);
    /* The writer waits for a new leader, too, and then writes what it has kept: seconds of it. */
    const double pace = PARTITIONS * PACE;
    if (least < pace / 5 || most > 5 * pace || most_of_some > 5 * pace)
        fail_msg("%d/s: from %.1f to %.1f; of some, up to %.1f", PARTITIONS * PACE, least, most,
                 most_of_some);
    dataset_close(harness->session, data);
    harness_close(harness);
    flow_stop(f);
    admin_delete_topic(topic);
    run_rm_dir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leader_that_moves_makes_no_rate_jump),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
