/* Rates while leaders move: somebody writes at a steady pace, other brokers lead, and at no moment is
 * another pace told. Asked for again and again, so that answers lie as close together as can be. */
#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/insight/rates.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/flow.h"
#include "tests/support/rig.h"
#include "tests/support/run.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PARTITIONS = 3, PACE = 20, COMES_MS = 90000, LASTS_MS = 5000 };

static char topic[80];
static struct rig *rig;
static struct dataset *data;
static int told;            /* rates that were looked at */
static double least, most;  /* of them, where all partitions were known */
static double most_of_some; /* where only some were */

static void look(void)
{
    const struct model *m = rig_model(rig);
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
    told++;
    least = fmin(least, sum.per_second);
    most = fmax(most, sum.per_second);
}

/* Called after each turn of the loop; asks for all of it anew as soon as it has been told. */
static void ask_on(struct rig *r)
{
    if (!session_settled(r->session))
        return;
    look();
    feed_refresh(r->session->feed);
}

static bool is_told(struct rig *r)
{
    ask_on(r);
    return told > 0;
}

/* All partitions have replicas 2,3,1 by now, in this order. */
static bool is_turned(struct rig *r)
{
    const struct topic *t = metadata_topic(rig_model(r)->metadata, topic);
    ask_on(r);
    for (int i = 0; i < PARTITIONS; i++)
        if (t->partitions[i].nreplicas != 3 || t->partitions[i].replicas[0] != 2)
            return false;
    return true;
}

static bool has_moved(struct rig *r)
{
    const struct topic *t = metadata_topic(rig_model(r)->metadata, topic);
    ask_on(r);
    for (int i = 0; i < PARTITIONS; i++)
        if (t->partitions[i].leader != 2)
            return false;
    return true;
}

static int64_t until;

static bool is_over(struct rig *r)
{
    ask_on(r);
    return clock_mono_ms() >= until;
}

/* In the background: the loop has to go on. */
static void begin(const char *folder, const char *command)
{
    struct run r = run_shell("(%s) >'%s/said' 2>&1 &", command, folder);
    assert_int_equal(r.status, 0);
    run_release(&r);
}

static void turn_replicas(const char *folder)
{
    struct buf b;
    char command[300];
    buf_init(&b, 0);
    for (int i = 0; i < PARTITIONS; i++)
        buf_addf(&b, "%s{\"topic\":\"%s\",\"partition\":%d,\"replicas\":[2,3,1]}", i ? "," : "",
                 topic, i);
    struct run r = run_shell("printf '{\"version\":1,\"partitions\":[%%s]}' '%s' >%s/plan.json",
                             buf_str(&b), folder);
    assert_int_equal(r.status, 0);
    run_release(&r);
    buf_release(&b);
    snprintf(command, sizeof command,
             "tests/cluster/cluster tool reassign-partitions --execute "
             "--reassignment-json-file %s/plan.json",
             folder);
    begin(folder, command);
}

static void a_leader_that_moves_makes_no_rate_leap(void **state)
{
    (void)state;
    const struct flow_line line = {topic, PARTITIONS, PACE};
    char *folder = run_folder(), command[300];
    snprintf(topic, sizeof topic, "%s", run_name("rates-t"));
    least = INFINITY;
    free(run_tool("topics --create --topic '%s' --replica-assignment 1:2:3,1:2:3,1:2:3", topic));
    struct flow *f = flow_start(&line, 1);
    rig = rig_open_session(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL});
    data = dataset_open(rig->session, resource_find("partitions"), topic);
    assert_true(rig_wait(rig, is_told, COMES_MS));
    turn_replicas(folder);
    assert_true(rig_wait(rig, is_turned, COMES_MS));
    snprintf(command, sizeof command, "%s -b %s leaders-elect %s --yes", run_program(),
             run_env("KLAMM_BOOTSTRAP"), topic);
    begin(folder, command);
    assert_true(rig_wait(rig, has_moved, COMES_MS));
    until = clock_mono_ms() + LASTS_MS;
    assert_true(rig_wait(rig, is_over, COMES_MS));
    print_message("%d rates, from %.1f to %.1f; of some, up to %.1f\n", told, least, most,
                  most_of_some);
    assert_true(told > 20);
    /* The writer waits for a new leader, too, and then writes what it has kept: seconds of it. */
    const double pace = PARTITIONS * PACE;
    if (least < pace / 5 || most > 5 * pace || most_of_some > 5 * pace)
        fail_msg("%d/s: from %.1f to %.1f; of some, up to %.1f", PARTITIONS * PACE, least, most,
                 most_of_some);
    dataset_close(rig->session, data);
    rig_close(rig);
    flow_stop(f);
    admin_delete_topic(topic);
    run_rm_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leader_that_moves_makes_no_rate_leap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
