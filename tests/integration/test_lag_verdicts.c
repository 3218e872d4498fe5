/* Real consumers in every situation, and what klamm says of them. The windows are those of a
 * sampling interval of half a second instead of ten; everything runs at once. */
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/live/sampler.h"
#include "core/recording/recording_read.h"
#include "core/resource/resource.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/flow.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INTERVAL_MS = 500, SHOWN_MS = 60000, PARTS = 2 };

enum mode { READS, ONLY_COMMITTED, COMMITS_BY_ITSELF };

static struct situation {
    const char *what;
    enum verdict verdict;
    enum mode mode;
    double in;   /* per second and partition */
    int backlog; /* records in each partition at the beginning */
    struct reader_plan plan;
    char topic[80], group[80];
    struct reader *reader;
    struct client_committer *committer;
    struct dataset *dataset;
} situations[] = {
    {"keeps up", VERDICT_CAUGHT_UP, READS, 50, 10, {.stuck = -1}, "", "", 0, 0, 0},
    {"keeps up, new protocol",
     VERDICT_CAUGHT_UP,
     READS,
     50,
     10,
     {.stuck = -1, .protocol = "consumer"},
     "",
     "",
     0,
     0,
     0},
    {"keeps up, static",
     VERDICT_CAUGHT_UP,
     READS,
     50,
     10,
     {.stuck = -1, .instance = "static-1"},
     "",
     "",
     0,
     0,
     0},
    {"falls behind",
     VERDICT_FALLING_BEHIND,
     READS,
     300,
     100,
     {.stuck = -1, .per_second = 60},
     "",
     "",
     0,
     0,
     0},
    {"one partition stalled", VERDICT_STALLED, READS, 60, 100, {.stuck = 1}, "", "", 0, 0, 0},
    {"catches up",
     VERDICT_CATCHING_UP,
     READS,
     50,
     60000,
     {.stuck = -1, .per_second = 800},
     "",
     "",
     0,
     0,
     0},
    {"keeps pace with a backlog",
     VERDICT_STEADY_BACKLOG,
     READS,
     60,
     5000,
     {.stuck = -1, .per_second = 60},
     "",
     "",
     0,
     0,
     0},
    {"waits for a transaction",
     VERDICT_BLOCKED,
     READS,
     60,
     20,
     {.stuck = -1, .committed_only = true},
     "",
     "",
     0,
     0,
     0},
    {"no one reads", VERDICT_NO_MEMBERS, ONLY_COMMITTED, 0, 500, {0}, "", "", 0, 0, 0},
    {"deleted unread", VERDICT_DATA_LOST, ONLY_COMMITTED, 0, 500, {0}, "", "", 0, 0, 0},
    {"ahead of the end", VERDICT_AHEAD, ONLY_COMMITTED, 0, 10, {0}, "", "", 0, 0, 0},
    {"commits without joining",
     VERDICT_COMMITS_EMPTY,
     COMMITS_BY_ITSELF,
     0,
     5000,
     {0},
     "",
     "",
     0,
     0,
     0},
};
enum { N = sizeof situations / sizeof *situations };
static struct flow_line lines[N];
static struct flow *flow;
static struct flow_transaction *transaction;
static char *state_dir;

static struct situation *situation(enum verdict v)
{
    int i = 0;
    while (situations[i].verdict != v)
        i++;
    return &situations[i];
}

static void prepare(struct situation *s, int i)
{
    snprintf(s->topic, sizeof s->topic, "%s", run_name("lag-topic"));
    snprintf(s->group, sizeof s->group, "%s", run_name("lag-group"));
    admin_create_topic(s->topic, PARTS, 2, NULL);
    for (int32_t p = 0; p < PARTS; p++)
        client_produce(s->topic, p, s->backlog, 0, 0);
    s->plan.group = s->group;
    s->plan.topic = s->topic;
    lines[i] = (struct flow_line){s->topic, PARTS, s->in};
}

static void begin(struct situation *s)
{
    switch (s->mode) {
    case READS: /* what stays stuck started once */
        for (int32_t p = 0; s->plan.stuck >= 0 && p < PARTS; p++)
            client_commit(s->group, s->topic, p, 5);
        s->reader = reader_start(&s->plan);
        break;
    case COMMITS_BY_ITSELF:
        s->committer = client_keep_committing(s->group, s->topic, 0, 5);
        break;
    case ONLY_COMMITTED:
        client_commit(s->group, s->topic, 0, s->verdict == VERDICT_AHEAD ? s->backlog + 90 : 5);
        break;
    }
}

static int start_all(void **state)
{
    (void)state;
    state_dir = run_dir();
    setenv("KLAMM_STATE_DIR", state_dir, 1);
    for (int i = 0; i < N; i++)
        prepare(&situations[i], i);
    transaction = flow_hold(situation(VERDICT_BLOCKED)->topic, run_name("lag-transaction"));
    flow = flow_start(lines, N);
    for (int i = 0; i < N; i++)
        begin(&situations[i]);
    admin_delete_records(situation(VERDICT_DATA_LOST)->topic, 0, 200);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    flow_abort(transaction);
    flow_stop(flow);
    for (int i = 0; i < N; i++) {
        if (situations[i].reader)
            reader_stop(situations[i].reader);
        if (situations[i].committer)
            client_stop_committing(situations[i].committer);
        admin_delete_topic(situations[i].topic);
    }
    run_rm_dir(state_dir);
    return 0;
}

/* ---- one klamm looks at all of them ---------------------------------------------------------- */

static void fast(struct profile_limits *l)
{
    l->sample_ms = INTERVAL_MS;
    l->sample_idle_ms = 0;
    l->refresh_ms = 400; /* a group's page asks each 400 ms */
}

static struct harness *open_fast_klamm(void)
{
    struct harness *r = harness_open_paced(
        (const char *const[]){"bootstrap.servers", run_env("KLAMM_BOOTSTRAP"), NULL}, fast);
    if (!r->session)
        fail_msg("%s", r->err.msg);
    session_sampling(r->session, SAMPLING_CONSOLE);
    for (int i = 0; i < N; i++)
        situations[i].dataset =
            dataset_open(r->session, resource_find("group"), situations[i].group);
    return r;
}

static void close_klamm(struct harness *r)
{
    for (int i = 0; i < N; i++)
        dataset_close(r->session, situations[i].dataset);
    harness_close(r);
}

static const struct group_verdict nothing = {.verdict = VERDICTS, .text = "nothing reported"};

static const struct group_verdict *shown(struct harness *r, const struct situation *s)
{
    const struct judged_group *p = judged_group(harness_model(r)->group_verdicts, s->group);
    return p ? &p->verdict : &nothing;
}

static struct situation *awaited;

static bool is_shown(struct harness *r)
{
    return shown(r, awaited)->verdict == awaited->verdict;
}

static void expect(struct harness *r, struct situation *s)
{
    awaited = s;
    if (harness_wait(r, is_shown, SHOWN_MS))
        return;
    fail_msg("%s: \"%s\" instead of \"%s\"", s->what, shown(r, s)->text, verdict_name(s->verdict));
}

static void test_each_situation_is_named(void **state)
{
    (void)state;
    struct harness *r = open_fast_klamm();
    for (int i = 0; i < N; i++)
        expect(r, &situations[i]);
    const struct group_verdict *v = shown(r, situation(VERDICT_STALLED));
    assert_int_equal(v->count[VERDICT_STALLED], 1);
    assert_int_equal(v->partition, 1);
    v = shown(r, situation(VERDICT_FALLING_BEHIND));
    assert_true(v->in > v->out * 2 && v->drained_ms == LAG_MS_NEVER && v->needed > 1);
    v = shown(r, situation(VERDICT_CATCHING_UP));
    assert_true(v->out > v->in && v->drained_ms > 1000);
    close_klamm(r);
}

/* What was right stays right for some samples more. */
static uint64_t until_samples;
static bool has_sampled(struct harness *r)
{
    return sampler_facts(r->session->sampler).samples >= until_samples;
}

static void test_healthy_ones_stay_healthy(void **state)
{
    (void)state;
    struct harness *r = open_fast_klamm();
    for (int i = 0; i < 3; i++)
        expect(r, &situations[i]);
    for (int turn = 0; turn < 6; turn++) {
        until_samples = sampler_facts(r->session->sampler).samples + N;
        assert_true(harness_wait(r, has_sampled, SHOWN_MS));
        for (int i = 0; i < 3; i++)
            if (shown(r, &situations[i])->verdict != VERDICT_CAUGHT_UP)
                fail_msg("%s: %s", situations[i].what, shown(r, &situations[i])->text);
    }
    close_klamm(r);
}

/* What was seen by one klamm is known to the next at its first look. */
static void test_the_next_klamm_knows_it(void **state)
{
    (void)state;
    const struct situation *s = situation(VERDICT_FALLING_BEHIND);
    struct harness *r = open_fast_klamm();
    expect(r, situation(VERDICT_FALLING_BEHIND));
    awaited = situation(VERDICT_FALLING_BEHIND);
    until_samples = sampler_facts(r->session->sampler).samples + 8 * N; /* a "minute" and a bit */
    assert_true(harness_wait(r, has_sampled, SHOWN_MS));
    assert_true(sampler_facts(r->session->sampler).recording_file.writes);
    close_klamm(r);
    r = open_fast_klamm();
    until_samples = N;
    assert_true(harness_wait(r, has_sampled, SHOWN_MS));
    const struct recording_group *g = recording_find(harness_model(r)->recording, s->group);
    assert_true(ring_len(&g->ring[TIER_MINUTE]) >= 2);
    assert_true(recording_last_ms(g) - recording_total_at(g, TIER_MINUTE, 0)->at_ms > 3000);
    close_klamm(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_situation_is_named),
        cmocka_unit_test(test_healthy_ones_stay_healthy),
        cmocka_unit_test(test_the_next_klamm_knows_it),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
