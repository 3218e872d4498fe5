/* A consumer stops, its offsets are set ahead, and it is back before klamm looks again: no sample
 * shows the group without members. What was skipped was not read. Next to it one that is only
 * restarted. */
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INTERVAL_MS = 1000, SHOWN_MS = 180000, BACKLOG = 40000, SKIPPED = 20000, IN = 80, OUT = 40 };

static struct one {
    char topic[80], group[80];
    struct reader_plan plan;
    struct reader *reader;
    double most; /* the highest rate shown since it came back */
} set = {.plan = {.stuck = -1, .per_second = OUT}},
  restarted = {.plan = {.stuck = -1, .per_second = OUT}};
static struct flow_line lines[2];
static struct flow *flow;
static char *state_dir;

static void begin(struct one *o, struct flow_line *line)
{
    snprintf(o->topic, sizeof o->topic, "%s", run_name("jump-topic"));
    snprintf(o->group, sizeof o->group, "%s", run_name("jump-group"));
    admin_create_topic(o->topic, 1, 2, NULL);
    client_produce(o->topic, 0, BACKLOG, 0, 0);
    *line = (struct flow_line){o->topic, 1, IN};
    o->plan.group = o->group;
    o->plan.topic = o->topic;
    o->reader = reader_start(&o->plan);
}

static int start_all(void **state)
{
    (void)state;
    state_dir = run_dir();
    setenv("KLAMM_STATE_DIR", state_dir, 1);
    begin(&set, &lines[0]);
    begin(&restarted, &lines[1]);
    flow = flow_start(lines, 2);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    flow_stop(flow);
    reader_stop(set.reader);
    reader_stop(restarted.reader);
    admin_delete_topic(set.topic);
    admin_delete_topic(restarted.topic);
    run_rm_dir(state_dir);
    return 0;
}

static void fast(struct profile_limits *l)
{
    l->sample_ms = INTERVAL_MS;
    l->sample_idle_ms = INTERVAL_MS;
}

static const struct judged_group *page_of(struct harness *r, struct one *o)
{
    return judged_group(harness_model(r)->group_verdicts, o->group);
}

static const char *shown(struct harness *r, struct one *o)
{
    const struct judged_group *p = page_of(r, o);
    return p ? p->verdict.text : "nothing";
}

static bool falls_behind(struct harness *r, struct one *o)
{
    const struct judged_group *p = page_of(r, o);
    return p && p->verdict.verdict == VERDICT_FALLING_BEHIND;
}

static bool both_fall_behind(struct harness *r)
{
    return falls_behind(r, &set) && falls_behind(r, &restarted);
}

static size_t marks(struct harness *r, struct one *o, enum mark_kind kind)
{
    const struct recording_group *g = recording_find(harness_model(r)->recording, o->group);
    const struct recording_mark *m;
    size_t n = 0;
    for (size_t i = 0; (m = recording_mark_at(g, i)); i++)
        n += m->kind == kind;
    return n;
}

static void look(struct harness *r, struct one *o)
{
    const struct judged_group *p = page_of(r, o);
    const struct partition_verdict *v = lag_verdict(p, o->topic, 0);
    if (v && !isnan(v->out) && v->out > o->most)
        o->most = v->out;
    if (p->verdict.verdict == VERDICT_CATCHING_UP || p->verdict.verdict == VERDICT_CAUGHT_UP)
        fail_msg("%s", p->verdict.text);
}

static bool is_remarked(const struct judged_group *p)
{
    for (size_t i = 0; i < p->verdict.nnotes; i++)
        if (p->verdict.notes[i].kind == NOTE_OFFSETS_SET)
            return true;
    return false;
}

static bool is_judged_again(struct harness *r)
{
    look(r, &set);
    look(r, &restarted);
    const struct partition_verdict *v = lag_verdict(page_of(r, &set), set.topic, 0);
    return marks(r, &set, MARK_JUMP) && v->set >= SKIPPED && v->samples >= 6 &&
           v->verdict == VERDICT_FALLING_BEHIND && is_remarked(page_of(r, &set));
}

static bool is_back(const struct one *o)
{
    struct run r = run_klamm("-b %s get groups --columns state --no-headers -o csv --filter %s",
                             run_env("KLAMM_BOOTSTRAP"), o->group);
    bool back = strncmp(r.out, "stable", 6) == 0;
    run_release(&r);
    return back;
}

/* Nothing of it is seen: the console's loop waits until then. */
static void set_ahead_and_restart(void)
{
    reader_stop(set.reader);
    reader_stop(restarted.reader);
    struct run r = run_klamm("-b %s offsets-reset --watch-commits 0 %s --shift-by %d --yes",
                             run_env("KLAMM_BOOTSTRAP"), set.group, SKIPPED);
    if (r.status != 0)
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    set.reader = reader_start(&set.plan);
    restarted.reader = reader_start(&restarted.plan);
    for (int i = 0; !is_back(&set) || !is_back(&restarted); i++)
        assert_true(i < 100);
}

static void test_what_was_skipped_is_not_read(void **state)
{
    (void)state;
    struct harness *r = harness_open_paced(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL}, fast);
    session_sampling(r->session, SAMPLING_CONSOLE);
    struct dataset *list = dataset_open(r->session, resource_find("groups"), NULL);
    if (!harness_wait(r, both_fall_behind, SHOWN_MS))
        fail_msg("%s; %s", shown(r, &set), shown(r, &restarted));
    set_ahead_and_restart();
    if (!harness_wait(r, is_judged_again, SHOWN_MS))
        fail_msg("%s; %zu jumps", shown(r, &set), marks(r, &set, MARK_JUMP));
    assert_int_equal(marks(r, &set, MARK_JUMP), 1);
    assert_int_equal(marks(r, &restarted, MARK_JUMP), 0);
    for (int i = 0; i < 2; i++) { /* in all samples it had members */
        struct one *o = i ? &restarted : &set;
        assert_int_equal(marks(r, o, MARK_EMPTY) + marks(r, o, MARK_RESET), 0);
        if (o->most > 10 * OUT) /* what was skipped is more than a thousand a second */
            fail_msg("read %g/s", o->most);
    }
    dataset_close(r->session, list);
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_skipped_is_not_read),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
