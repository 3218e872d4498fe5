/* The wall clock is set while a group is watched, by hours, forward and back: no lag comes of
 * it, nothing is called slower or faster, and samples go on. The clock that is set is that of this
 * process alone. */
#include "core/base/clock.h"
#include "core/config/profile.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/recording/recording_read.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/flow.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    INTERVAL_MS = 1000,
    SHOWN_MS = 120000,
    PACE = 50,
    BACKLOG = 3000, /* of a minute */
    SAMPLES = 12,
    HOURS_MS = 3 * 3600000,
};

static atomic_llong set_by_ms;

int clock_gettime(clockid_t id, struct timespec *t)
{
    int rc = (int)syscall(SYS_clock_gettime, id, t);
    if (id == CLOCK_REALTIME)
        t->tv_sec += atomic_load(&set_by_ms) / 1000;
    return rc;
}

static char topic[80], group[80];
static struct reader_plan plan = {.group = group, .topic = topic, .stuck = -1, .per_second = PACE};
static struct flow_line line = {topic, 1, PACE};
static struct reader *reader;
static struct flow *flow;
static char *state_dir;

static int start_all(void **state)
{
    static const char *const settings[] = {"retention.ms=7200000", NULL};
    (void)state;
    state_dir = run_dir();
    setenv("KLAMM_STATE_DIR", state_dir, 1);
    snprintf(topic, sizeof topic, "%s", run_name("clock-topic"));
    snprintf(group, sizeof group, "%s", run_name("clock-group"));
    admin_create_topic(topic, 1, 2, settings);
    client_produce(topic, 0, BACKLOG, 0, 0);
    reader = reader_start(&plan);
    flow = flow_start(&line, 1);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    flow_stop(flow);
    reader_stop(reader);
    admin_delete_topic(topic);
    run_rm_dir(state_dir);
    return 0;
}

static void fast(struct profile_limits *l)
{
    l->sample_ms = INTERVAL_MS;
    l->sample_idle_ms = INTERVAL_MS;
}

static const struct judged_group *judged(struct harness *r)
{
    return judged_group(harness_model(r)->group_verdicts, group);
}

static bool is_steady(struct harness *r)
{
    const struct judged_group *p = judged(r);
    return p && p->verdict.verdict == VERDICT_STEADY_BACKLOG;
}

static int64_t until_ms; /* wall, as it is set: of a sample */

/* On a busy machine the paces of reading and writing are not quite the same. */
static bool is_moving(enum verdict v)
{
    return v == VERDICT_STEADY_BACKLOG || v == VERDICT_FALLING_BEHIND || v == VERDICT_CATCHING_UP;
}

static bool came_far_enough(struct harness *r)
{
    const struct group_verdict *v = &judged(r)->verdict;
    if (v->risk || v->time_lag_ms > 600000 || !is_moving(v->verdict))
        fail_msg("%s", v->text);
    if ((!isnan(v->in) && v->in > 3 * PACE) || (!isnan(v->out) && v->out > 3 * PACE))
        fail_msg("in %g, out %g: %s", v->in, v->out, v->text);
    int64_t last = recording_last_ms(recording_find(harness_model(r)->recording, group));
    return last > until_ms && last <= clock_wall_ms(); /* else it is of before it was set back */
}

/* What happened did not happen at another time: since when the link is up is as long ago as before. */
static void goes_on(struct harness *r, int64_t by_ms, const char *what)
{
    int64_t up_since = harness_model(r)->link_since_wall_ms;
    atomic_fetch_add(&set_by_ms, by_ms);
    until_ms = clock_wall_ms() + SAMPLES * INTERVAL_MS;
    if (!harness_wait(r, came_far_enough, SHOWN_MS))
        fail_msg("%s: no more samples", what);
    int64_t moved = harness_model(r)->link_since_wall_ms - up_since - by_ms;
    if (moved < -2000 || moved > 2000)
        fail_msg("%s: the link is up since then and %lld ms", what, (long long)moved);
}

static void test_setting_the_clock_makes_no_lag(void **state)
{
    (void)state;
    struct harness *r = harness_open_paced(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL}, fast);
    session_sampling(r->session, SAMPLING_CONSOLE);
    struct dataset *list = dataset_open(r->session, resource_find("groups"), NULL);
    if (!harness_wait(r, is_steady, SHOWN_MS))
        fail_msg("%s", judged(r) ? judged(r)->verdict.text : "nothing");
    goes_on(r, HOURS_MS, "set forward");
    goes_on(r, -2 * HOURS_MS, "set back");
    dataset_close(r->session, list);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_setting_the_clock_makes_no_lag),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
