/* The table of situations and how each is brought about. Rates are low, so that all of them and the
 * brokers fit into two processors. */
#include "tests/support/situations.h"

#include "core/base/clock.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 48, STIR_MS = 4000, COMMIT_MS = 2000, LEADERS = 3 };

/* Of each situation one line for all its partitions, and one for the first alone. */
static struct flow_line lines[2 * MOST];
static struct flow *flow;
static bool turned;
static int64_t stirred_ms;

/* ---- how it begins --------------------------------------------------------------------------- */

static int line_of(const struct situation *s)
{
    return (int)(s - situations);
}

static void pace_all(struct situation *s)
{
    flow_pace(flow, line_of(s), s->then);
    for (int i = 0; i < s->readers; i++)
        reader_pace(s->reader[i], -1, s->pace);
}

static void pace_first_partition(struct situation *s)
{
    reader_pace(s->reader[0], 0, s->pace);
}

static void write_to_first_partition(struct situation *s)
{
    flow_pace(flow, MOST + line_of(s), s->then);
    reader_pace(s->reader[0], -1, s->pace);
}

static void pace_first_member(struct situation *s)
{
    reader_pace(s->reader[0], -1, s->pace);
}

/* The brokers lead the partitions in turn: admin_create_topic_spread. */
static void pace_of_one_leader(struct situation *s)
{
    for (int p = 0; p < s->partitions; p += LEADERS)
        reader_pace(s->reader[0], p, s->pace);
}

static void all_leave(struct situation *s)
{
    flow_pace(flow, line_of(s), s->then);
    for (int i = 0; i < s->readers; i++) {
        reader_stop(s->reader[i]);
        s->reader[i] = NULL;
    }
}

static void leave_and_lose(struct situation *s)
{
    all_leave(s);
    client_produce(s->topic, 0, 500, 0, 0);
    admin_delete_records(s->topic, 0, s->backlog + 300);
}

static void leave_and_jump(struct situation *s)
{
    all_leave(s);
    client_commit(s->group, s->topic, 0, 10000000);
}

static void produce_much(struct situation *s)
{
    pace_all(s);
    for (int32_t p = 0; p < s->partitions; p++)
        client_produce(s->topic, p, 20000, 0, 0);
}

static void open_transaction(struct situation *s)
{
    s->open = flow_hold(s->topic, run_name("situation-open"));
}

static void go_back(struct situation *s)
{
    pace_all(s);
    reader_back(s->reader[0], 5000);
}

/* One does not answer any more when the group asks all members to rejoin. */
static void hang_and_join(struct situation *s)
{
    reader_hang(s->reader[0]);
    s->reader[1] = reader_start(&s->plan);
}

static void commit_by_itself(struct situation *s)
{
    all_leave(s);
    s->committer = client_keep_committing(s->group, s->topic, 0, 5);
}

static void add_partitions(struct situation *s)
{
    free(run_tool("topics --alter --topic '%s' --partitions %d", s->topic, s->partitions + 2));
}

static void join_and_leave(struct situation *s)
{
    if (s->reader[1]) {
        reader_stop(s->reader[1]);
        s->reader[1] = NULL;
    } else {
        s->reader[1] = reader_start(&s->plan);
    }
}

static void fill_up(struct situation *s)
{
    for (int i = s->readers; i < SITUATION_READERS; i++)
        s->reader[i] = reader_start(&s->plan);
}

static void begin_to_read(struct situation *s)
{
    s->reader[0] = reader_start(&s->plan);
}

/* ---- the table ------------------------------------------------------------------------------- */

static const char *const compacted[] = {"cleanup.policy=compact", "segment.ms=10000",
                                        "min.cleanable.dirty.ratio=0.01", NULL};
static const char *const ten_minutes[] = {"retention.ms=600000", NULL};

/* clang-format off */
struct situation situations[] = {
    /* Healthy all the time: nothing else may ever be said of them. */
    {.what = "keeps up", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 20, .readers = 1, .plan = {.stuck = -1}},
    {.what = "keeps up, new protocol", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 20, .readers = 2, .plan = {.stuck = -1, .protocol = "consumer"}},
    {.what = "commits each half minute", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 20, .readers = 1, .plan = {.stuck = -1, .commit_ms = 30000}},
    {.what = "commits each minute", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 20, .readers = 1, .plan = {.stuck = -1, .commit_ms = 60000}},
    {.what = "reads transactions", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .readers = 1, .plan = {.stuck = -1, .committed_only = true}},
    {.what = "reads a compacted topic", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 20, .readers = 1, .plan = {.stuck = -1}, .settings = compacted},
    {.what = "a record each half minute", .verdict = VERDICT_CAUGHT_UP,
     .partitions = 2, .in = 0.03, .readers = 1, .plan = {.stuck = -1}},
    /* The producers, the consumers, both, or for long. */
    {.what = "producers three times as fast", .verdict = VERDICT_FALLING_BEHIND,
     .words = "producers sped up", .turn = pace_all,
     .partitions = 2, .in = 20, .then = 60, .readers = 1, .plan = {.stuck = -1, .per_second = 30}, .pace = 30},
    {.what = "consumers at a third", .verdict = VERDICT_FALLING_BEHIND,
     .words = "consumers slowed", .turn = pace_all,
     .partitions = 2, .in = 30, .then = 30, .readers = 1, .plan = {.stuck = -1}, .pace = 10},
    {.what = "producers faster, consumers slower", .verdict = VERDICT_FALLING_BEHIND,
     .words = "both", .turn = pace_all,
     .partitions = 2, .in = 30, .then = 45, .readers = 1, .plan = {.stuck = -1}, .pace = 15},
    {.what = "too slow from the beginning", .verdict = VERDICT_FALLING_BEHIND,
     .words = " needed", .backlog = 100,
     .partitions = 2, .in = 40, .then = 40, .readers = 1, .plan = {.stuck = -1, .per_second = 20}},
    {.what = "commits each minute, too slow", .verdict = VERDICT_FALLING_BEHIND, .turn = pace_all,
     .partitions = 2, .in = 30, .then = 30, .readers = 1, .plan = {.stuck = -1, .commit_ms = 60000}, .pace = 10},
    {.what = "starts, commits each minute, too slow", .verdict = VERDICT_FALLING_BEHIND, .turn = begin_to_read,
     .partitions = 2, .in = 30, .plan = {.stuck = -1, .commit_ms = 60000, .per_second = 10}},
    {.what = "nine tenths of what comes", .verdict = VERDICT_FALLING_BEHIND, .turn = pace_all,
     .partitions = 2, .in = 40, .then = 40, .readers = 1, .backlog = 3000,
     .plan = {.stuck = -1, .per_second = 40}, .pace = 36},
    /* A backlog. */
    {.what = "a batch of 40,000, read", .verdict = VERDICT_CATCHING_UP, .turn = produce_much,
     .partitions = 2, .in = 20, .then = 20, .readers = 1, .plan = {.stuck = -1}, .pace = 100},
    {.what = "keeps pace with a backlog", .verdict = VERDICT_STEADY_BACKLOG,
     .partitions = 2, .in = 30, .readers = 1, .backlog = 5000, .plan = {.stuck = -1, .per_second = 30}},
    {.what = "one partition stands still", .verdict = VERDICT_STALLED, .turn = pace_first_partition,
     .words = "1 of 2 partitions",
     .partitions = 2, .in = 30, .then = 30, .readers = 1, .plan = {.stuck = -1}, .pace = READER_STANDS},
    {.what = "all stand still", .verdict = VERDICT_STALLED, .turn = pace_all,
     .partitions = 2, .in = 30, .then = 30, .readers = 2, .plan = {.stuck = -1}, .pace = READER_STANDS},
    {.what = "an open transaction", .verdict = VERDICT_BLOCKED, .turn = open_transaction,
     .partitions = 2, .in = 30, .then = 30, .readers = 1, .plan = {.stuck = -1, .committed_only = true}},
    {.what = "goes back 5,000", .verdict = VERDICT_REWINDING, .turn = go_back, .backlog = 6000,
     .partitions = 2, .in = 20, .then = 20, .readers = 1, .plan = {.stuck = -1}, .pace = 20},
    /* No members. */
    {.what = "all members leave", .verdict = VERDICT_NO_MEMBERS, .turn = all_leave,
     .partitions = 2, .in = 20, .then = 20, .readers = 2, .plan = {.stuck = -1}},
    {.what = "all leave, nothing to read", .verdict = VERDICT_INACTIVE, .turn = all_leave,
     .partitions = 2, .readers = 1, .backlog = 50, .plan = {.stuck = -1}},
    {.what = "commits without members", .verdict = VERDICT_COMMITS_EMPTY, .turn = commit_by_itself,
     .partitions = 1, .in = 10, .then = 10, .readers = 1, .plan = {.stuck = -1}},
    {.what = "deleted unread", .verdict = VERDICT_DATA_LOST, .turn = leave_and_lose, .backlog = 100,
     .partitions = 1, .readers = 1, .plan = {.stuck = -1}},
    {.what = "ahead of the end", .verdict = VERDICT_AHEAD, .turn = leave_and_jump, .backlog = 100,
     .partitions = 1, .readers = 1, .plan = {.stuck = -1}},
    {.what = "never commits", .verdict = VERDICT_NEVER_COMMITTED,
     .partitions = 2, .in = 10, .readers = 1, .plan = {.stuck = -1, .never_commits = true}},
    /* Members. */
    {.what = "members come and go", .verdict = VERDICT_REBALANCING, .turn = join_and_leave,
     .words = "again and again",
     .partitions = 2, .in = 10, .then = 10, .readers = 1, .plan = {.stuck = -1}},
    {.what = "one member never comes back", .verdict = VERDICT_REBALANCING, .turn = hang_and_join,
     .words = "rebalancing for",
     .partitions = 2, .in = 10, .then = 10, .readers = 1, .plan = {.stuck = -1}},
    {.what = "more members than partitions", .verdict = VERDICT_CAUGHT_UP, .turn = fill_up,
     .words = "can never work",
     .partitions = 2, .in = 10, .then = 10, .readers = 1, .plan = {.stuck = -1}},
    {.what = "new partitions no one has", .verdict = VERDICT_CAUGHT_UP, .turn = add_partitions,
     .words = "without an owner",
     .partitions = 2, .in = 10, .then = 10, .readers = 1, .plan = {.stuck = -1}},
    /* Where. */
    {.what = "a hot partition", .verdict = VERDICT_FALLING_BEHIND, .turn = write_to_first_partition,
     .words = "hot partition",
     .partitions = 6, .in = 5, .then = 60, .readers = 1, .plan = {.stuck = -1}, .pace = 20},
    {.what = "one slow member", .verdict = VERDICT_FALLING_BEHIND, .turn = pace_first_member,
     .words = "slow member",
     .partitions = 6, .in = 20, .then = 20, .readers = 3, .plan = {.stuck = -1}, .pace = 5},
    {.what = "behind one broker only", .verdict = VERDICT_FALLING_BEHIND, .turn = pace_of_one_leader,
     .words = "look at that broker",
     .partitions = 6, .in = 20, .then = 20, .readers = 1, .plan = {.stuck = -1}, .pace = 5},
    {.what = "retention comes closer", .verdict = VERDICT_FALLING_BEHIND, .turn = pace_all,
     .words = "retention deletes unread records",
     .partitions = 2, .in = 30, .then = 30, .readers = 1, .plan = {.stuck = -1}, .pace = 10,
     .settings = ten_minutes},
};
/* clang-format on */
int nsituations = sizeof situations / sizeof *situations;

/* ---- running them ---------------------------------------------------------------------------- */

static void prepare(struct situation *s)
{
    int i = line_of(s);
    snprintf(s->topic, sizeof s->topic, "%s", run_name("situation-topic"));
    snprintf(s->group, sizeof s->group, "%s", run_name("situation-group"));
    if (s->turn == pace_of_one_leader)
        admin_create_topic_spread(s->topic, s->partitions);
    else
        admin_create_topic(s->topic, s->partitions, 2, s->settings);
    for (int32_t p = 0; s->backlog > 0 && p < s->partitions; p++)
        client_produce(s->topic, p, s->backlog, 0, 0);
    for (int32_t p = 0; s->readers == 0 && p < s->partitions; p++)
        client_commit(s->group, s->topic, p, 0); /* a member was there before */
    s->plan.group = s->group;
    s->plan.topic = s->topic;
    s->plan.commit_ms = s->plan.commit_ms ? s->plan.commit_ms : COMMIT_MS;
    lines[i] = (struct flow_line){s->topic, s->partitions, s->in};
    lines[MOST + i] = (struct flow_line){s->topic, 1, 0};
    if (s->plan.committed_only && s->in == 0)
        s->writer = flow_commit_on(s->topic, s->partitions, 5, run_name("situation-writer"));
}

void situations_only(const char *word)
{
    int n = 0;
    for (int i = 0; i < nsituations; i++)
        if (strstr(situations[i].what, word))
            situations[n++] = situations[i];
    nsituations = n;
}

void situations_start(void)
{
    for (int i = 0; i < nsituations; i++)
        prepare(&situations[i]);
    flow = flow_start(lines, 2 * MOST);
    for (int i = 0; i < nsituations; i++)
        for (int k = 0; k < situations[i].readers; k++)
            situations[i].reader[k] = reader_start(&situations[i].plan);
}

void situations_turn(void)
{
    for (int i = 0; i < nsituations; i++)
        if (situations[i].turn)
            situations[i].turn(&situations[i]);
    turned = true;
}

void situations_stir(void)
{
    int64_t now = clock_mono_ms();
    if (!turned || now - stirred_ms < STIR_MS)
        return;
    stirred_ms = now;
    for (int i = 0; i < nsituations; i++)
        if (situations[i].turn == join_and_leave)
            join_and_leave(&situations[i]);
}

static void stop(struct situation *s)
{
    for (int k = 0; k < SITUATION_READERS; k++)
        if (s->reader[k])
            reader_stop(s->reader[k]);
    if (s->open)
        flow_abort(s->open);
    if (s->writer)
        flow_commit_stop(s->writer);
    if (s->committer)
        client_stop_committing(s->committer);
    admin_delete_topic(s->topic);
}

void situations_stop(void)
{
    flow_stop(flow);
    for (int i = 0; i < nsituations; i++)
        stop(&situations[i]);
}
