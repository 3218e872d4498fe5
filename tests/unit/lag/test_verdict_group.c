/* Verdicts and notes of groups, from partitions whose verdicts are given. */
#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_notes.h"
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

enum { PARTS = 12 };

struct fixture {
    struct arena a;
    struct verdict_input_part parts[PARTS];
    const char *hosts[8], *clients[8];
    struct verdict_input c;
    struct group_verdict g;
};

static struct partition_verdict part(enum verdict v, int64_t lag, double in, double out)
{
    return (struct partition_verdict){.verdict = v,
                                      .lag = lag,
                                      .in = in,
                                      .out = out,
                                      .noise = 10,
                                      .samples = 12,
                                      .window_ms = 120000,
                                      .slope = in - out,
                                      .usual_in = NAN,
                                      .usual_out = NAN,
                                      .share = NAN,
                                      .committed = 5,
                                      .end = 5 + lag,
                                      .drained_ms = v == VERDICT_CAUGHT_UP ? 0 : LAG_MS_NEVER,
                                      .time_lag_ms = LAG_MS_UNKNOWN,
                                      .risk_ms = LAG_MS_UNKNOWN};
}

/* Stable, caught up, partition i with member i % members, led by broker 1 + i % 3. */
static struct fixture *made(struct fixture *f, size_t parts, size_t members)
{
    memset(f, 0, sizeof *f);
    arena_init(&f->a);
    for (size_t i = 0; i < parts; i++)
        f->parts[i] = (struct verdict_input_part){
            .topic = "orders",
            .partition = (int32_t)i,
            .owner = members ? (int)(i % members) : -1,
            .leader = (int32_t)(1 + i % 3),
            .v = part(VERDICT_CAUGHT_UP, 3, 100, 100),
        };
    for (size_t i = 0; i < 8; i++) {
        f->hosts[i] = i % 2 ? "10.0.0.1" : "10.0.0.2";
        f->clients[i] = "billing";
    }
    f->c = (struct verdict_input){.id = "g",
                                  .state = members ? GROUP_STABLE : GROUP_EMPTY,
                                  .state_known = true,
                                  .members = members,
                                  .hosts = f->hosts,
                                  .clients = f->clients,
                                  .partitions = parts,
                                  .owned = members ? parts : 0,
                                  .parts = f->parts,
                                  .nparts = parts,
                                  .samples = 10,
                                  .empty_ms = LAG_MS_UNKNOWN};
    return f;
}

static const struct group_verdict *judged(struct fixture *f)
{
    struct lag_rules r = lag_rules_of(10000);
    f->g = group_verdict_of(&f->c, &r, &f->a);
    return &f->g;
}

static void expect(struct fixture *f, enum verdict v, const char *words)
{
    const struct group_verdict *g = judged(f);
    if (g->verdict != v || !strstr(g->text, words))
        fail_msg("wanted \"%s\" with \"%s\", got \"%s\"", verdict_name(v), words, g->text);
}

static const char *noted(struct fixture *f, enum group_note_kind kind)
{
    const struct group_verdict *g = judged(f);
    for (size_t i = 0; i < g->nnotes; i++)
        if (g->notes[i].kind == kind)
            return g->notes[i].text;
    return NULL;
}

static void done(struct fixture *f)
{
    arena_release(&f->a);
}

static void test_worst_of(void **state)
{
    (void)state;
    struct fixture f;
    static const enum verdict order[] = {
        VERDICT_CATCHING_UP,    VERDICT_STEADY_BACKLOG, VERDICT_NO_OWNER,
        VERDICT_FALLING_BEHIND, VERDICT_REWINDING,      VERDICT_BLOCKED,
        VERDICT_STALLED,        VERDICT_AHEAD,          VERDICT_DATA_LOST,
    };
    made(&f, 12, 3);
    expect(&f, VERDICT_CAUGHT_UP, "36 unread, reads 1.2k/s of 1.2k/s written");
    assert_int_equal(f.g.drained_ms, 0);
    assert_null(noted(&f, NOTE_UNASSIGNED));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        f.parts[i + 1].v = part(order[i], 5000, 100, 50);
        expect(&f, order[i], verdict_name(order[i]));
        assert_int_equal(f.g.partition, (int)i + 1);
    }
    done(&f);
}

static void test_states(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 2, 0);
    expect(&f, VERDICT_INACTIVE, "inactive: 6 unread");
    f.parts[0].v = part(VERDICT_NO_MEMBERS, 88120, 10, 0);
    f.c.empty_ms = 7200000;
    f.c.retention_ms = 7 * 86400000LL;
    expect(&f, VERDICT_NO_MEMBERS,
           "no active members for 2 h: 88,123 unread; its offsets are kept 7 d");
    assert_string_equal(f.g.brief, "no active members for 2 h");
    f.c.empty_commits = 2; /* a client commits without joining */
    expect(&f, VERDICT_COMMITS_EMPTY, "a reset would be overwritten");
    f.parts[0].v = part(VERDICT_DATA_LOST, 50, 10, 0);
    expect(&f, VERDICT_DATA_LOST, "data lost");
    f.c.state = GROUP_DEAD;
    expect(&f, VERDICT_GONE, "does not exist");
    f.c.state = GROUP_STABLE;
    f.c.nparts = 0;
    expect(&f, VERDICT_TOO_EARLY, "neither a commit nor");
    done(&f);
}

static void test_rebalancing(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 2, 2);
    f.c.state = GROUP_PREPARING_REBALANCE;
    f.c.rebalancing_ms = 60000;
    expect(&f, VERDICT_CAUGHT_UP, "caught up");
    f.c.rebalancing_ms = 61000;
    expect(&f, VERDICT_REBALANCING, "rebalancing for 1 min 1 s");
    f.parts[0].v = part(VERDICT_STALLED, 500, 10, 0); /* no one can read: that is why */
    expect(&f, VERDICT_REBALANCING, "rebalancing for 1 min 1 s");
    f.parts[0].v = part(VERDICT_DATA_LOST, 500, 10, 0);
    expect(&f, VERDICT_DATA_LOST, "data lost");
    f.parts[0].v = part(VERDICT_CAUGHT_UP, 0, 10, 10);
    f.c.rebalancing_ms = 1; /* just now, but not for the first time */
    f.c.rebalancing_samples = 3;
    expect(&f, VERDICT_REBALANCING, "again and again: in 3 of 10 samples");
    assert_string_equal(f.g.brief, "rebalancing again and again");
    f.c.state = GROUP_STABLE;
    f.c.rebalancing_ms = 0;
    f.c.rebalancing_samples = 2;
    expect(&f, VERDICT_CAUGHT_UP, "caught up");
    f.c.rebalancing_samples = 3;
    expect(&f, VERDICT_REBALANCING, "again and again: in 3 of 10 samples");
    assert_non_null(noted(&f, NOTE_STORM));
    f.c.rebalancing_samples = 0;
    f.c.member_changes = 3;
    expect(&f, VERDICT_REBALANCING, "members changed 3 times");
    done(&f);
}

static void test_falling_behind_names_who_and_how_many(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 6, 3);
    for (int i = 0; i < 6; i++) {
        f.parts[i].v = part(VERDICT_FALLING_BEHIND, 9000, 400, 280);
        f.parts[i].v.usual_in = 220;
        f.parts[i].v.usual_out = 280;
    }
    /* 2400·1.2 + 54000/1800 = 2910; a member reads 560 */
    expect(&f, VERDICT_FALLING_BEHIND,
           "falling behind, +720/s: producers sped up from 1.3k to 2.4k/s, consumers read 1.6k/s");
    assert_string_equal(f.g.brief, "falling behind: producers ×1.8");
    assert_non_null(strstr(f.g.text, "3 members, 6 needed (12 samples in 2 min)"));
    assert_int_equal(f.g.needed, 6);
    assert_non_null(
        strstr(noted(&f, NOTE_TOO_FEW_MEMBERS), "Next: 3 more members (6) drain it in 30 min"));
    f.c.partitions = f.c.owned = 4;
    assert_non_null(strstr(noted(&f, NOTE_TOO_FEW_MEMBERS), "as many partitions (4 now)"));
    f.parts[5].v.usual_in = NAN; /* one without a past: no comparison is made up */
    expect(&f, VERDICT_FALLING_BEHIND, "/s written; ");
    done(&f);
}

static void test_members_that_can_not_work(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 2, 2);
    f.c.members = 4;
    f.c.idle = 2;
    assert_non_null(strstr(noted(&f, NOTE_IDLE_MEMBERS), "2 of 4 members can never work"));
    f.c.partitions = f.c.owned = 8;
    assert_non_null(strstr(noted(&f, NOTE_IDLE_MEMBERS), "have no partition"));
    f.c.owned = 7;
    assert_non_null(strstr(noted(&f, NOTE_UNASSIGNED), "1 of 8 subscribed partitions"));
    f.parts[1].abandoned = true;
    f.parts[1].topic = "old\x1b[2J";
    f.parts[1].v = part(VERDICT_STALLED, 500, 0, 0);
    assert_null(strchr(noted(&f, NOTE_ABANDONED), '\x1b'));
    assert_non_null(
        strstr(noted(&f, NOTE_ABANDONED), "500 unread there, which the verdict leaves"));
    expect(&f, VERDICT_CAUGHT_UP, "3 unread"); /* what no one reads does not count */
    done(&f);
}

static void test_where_it_lags(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 4, 2);
    f.parts[2].v = part(VERDICT_FALLING_BEHIND, 9000, 2000, 500);
    assert_non_null(strstr(noted(&f, NOTE_HOT_PARTITION), "orders-2: 87 %"));
    assert_null(noted(&f, NOTE_TOO_FEW_MEMBERS)); /* and more of them would not help */
    assert_int_equal(f.g.needed, 0);
    f.parts[2].v.in = 900; /* exactly three quarters of the rate: not more than 3/P */
    assert_null(noted(&f, NOTE_HOT_PARTITION));
    done(&f);
    /* One member of four, on a host of its own. */
    made(&f, 12, 4);
    for (int i = 1; i < 12; i += 4)
        f.parts[i].v = part(VERDICT_STALLED, 900, 100, 0);
    f.hosts[3] = "10.0.0.9";
    assert_non_null(strstr(noted(&f, NOTE_SLOW_MEMBER), "slow member billing at 10.0.0.1"));
    for (int i = 3; i < 12; i += 4)
        f.parts[i].v = part(VERDICT_STALLED, 900, 100, 0);
    assert_null(noted(&f, NOTE_SLOW_MEMBER));
    f.hosts[3] = "10.0.0.1";
    assert_non_null(strstr(noted(&f, NOTE_SLOW_HOST), "slow host 10.0.0.1"));
    done(&f);
    made(&f, 12, 4);
    for (int i = 2; i < 12; i += 3)
        f.parts[i].v = part(VERDICT_FALLING_BEHIND, 900, 100, 50);
    assert_non_null(strstr(noted(&f, NOTE_BROKER_SIDE), "led by broker 3"));
    f.parts[2].v = part(VERDICT_CAUGHT_UP, 0, 1, 1); /* one there is fine */
    assert_null(noted(&f, NOTE_BROKER_SIDE));
    done(&f);
}

static void test_risk_is_of_the_nearest(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 1);
    f.parts[0].v = part(VERDICT_STEADY_BACKLOG, 9000, 100, 100);
    f.parts[0].v.risk = f.parts[1].v.risk = true;
    f.parts[1].v.risk_ms = 720000;
    expect(&f, VERDICT_STEADY_BACKLOG, "unread records are deleted in 12 min");
    assert_int_equal(f.g.risk_ms, 720000);
    assert_non_null(noted(&f, NOTE_RETENTION));
    done(&f);
}

/* Of partitions that are alike the one with the most unread names the group; what is oldest is how
 * far it is behind. */
static void test_the_largest_names_it(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 1);
    for (int i = 0; i < 3; i++) {
        f.parts[i].v = part(VERDICT_STALLED, i == 1 ? 900 : 500, 10, 0);
        f.parts[i].v.time_lag_ms = i == 1 ? 60000 : 30000;
        f.parts[i].v.time_lag_more = i == 1;
    }
    expect(&f, VERDICT_STALLED, "worst orders-1");
    assert_int_equal(f.g.partition, 1);
    assert_int_equal(f.g.time_lag_ms, 60000);
    assert_true(f.g.time_lag_more);
    done(&f);
}

/* One partition that no one reads is enough, however much the others may leave. */
static void test_one_partition_without_a_reader(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 0);
    f.parts[0].v = part(VERDICT_NO_MEMBERS, 40, 1, 0);
    f.parts[1].v.noise = 5000;
    expect(&f, VERDICT_NO_MEMBERS, "46 unread");
    f.c.empty_commits = 1; /* set once, by hand */
    expect(&f, VERDICT_NO_MEMBERS, "46 unread");
    f.c.empty_commits = 2;
    expect(&f, VERDICT_COMMITS_EMPTY, "assign()");
    done(&f);
}

/* Three of six fall behind: growth, rates and window are of these three, and it says so; what is
 * unread is of the group, as in the list of groups. */
static void test_the_rates_are_of_the_partitions_that_are_named(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 6, 2);
    for (int i = 0; i < 3; i++) {
        f.parts[i].v = part(VERDICT_FALLING_BEHIND, 1000, 100, 60);
        f.parts[i].v.samples = 7;
        f.parts[i].v.window_ms = 60000;
    }
    f.parts[4].v.time_lag_ms = 90000; /* of one that does not */
    expect(&f, VERDICT_FALLING_BEHIND, "falling behind, +120/s on 3 of 6 partitions: ");
    expect(&f, VERDICT_FALLING_BEHIND, "reads 180/s of 300/s written there; ");
    expect(&f, VERDICT_FALLING_BEHIND,
           "; 3,009 unread, 1 min 30 s behind; 2 members, 4 needed (7 samples in 1 min)");
    for (int i = 0; i < 3; i++)
        f.parts[i].v = part(VERDICT_STEADY_BACKLOG, 1000, 100, 100);
    expect(&f, VERDICT_STEADY_BACKLOG,
           "on 3 of 6 partitions: 3,009 unread, 1 min 30 s behind, reads 300/s of 300/s written "
           "there (");
    for (int i = 0; i < 6; i++)
        f.parts[i].v = part(VERDICT_STEADY_BACKLOG, 1000, 100, 100);
    expect(&f, VERDICT_STEADY_BACKLOG,
           "steady backlog: 6,000 unread, reads 600/s of 600/s written");
    f.parts[5].abandoned = true; /* is not one of those that count */
    expect(&f, VERDICT_STEADY_BACKLOG,
           "steady backlog: 5,000 unread (and 1,000 on topics that no member reads), reads");
    done(&f);
}

/* What is not known is not zero, and no group is called inactive for it. */
static void test_unread_that_is_not_known(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 0);
    for (int i = 0; i < 3; i++)
        f.parts[i].v = part(VERDICT_TOO_EARLY, OFFSET_UNKNOWN, NAN, NAN);
    expect(&f, VERDICT_TOO_EARLY, "how much is unread is not known");
    f.parts[0].v = part(VERDICT_NO_MEMBERS, 40, 1, 0);
    expect(&f, VERDICT_NO_MEMBERS, "at least 40 unread");
    f.c.retention_ms = 7 * 86400000LL;
    expect(&f, VERDICT_NO_MEMBERS, "offsets are kept 7 d after the last member left");
    f.c.simple = true;
    expect(&f, VERDICT_NO_MEMBERS, "offsets are kept 7 d after each commit");
    done(&f);
}

static void test_a_storm_needs_some_samples(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 2, 2);
    f.c.rebalancing_samples = 2;
    f.c.samples = 4;
    expect(&f, VERDICT_CAUGHT_UP, "caught up");
    assert_null(noted(&f, NOTE_STORM));
    f.c.samples = 5;
    expect(&f, VERDICT_REBALANCING, "in 2 of 5 samples");
    done(&f);
}

/* What members lack is shown for a group at rest: while it rebalances no member has anything. */
static void test_members_of_a_group_at_rest(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 4, 4);
    f.c.idle = 1;
    f.c.owned = 3;
    assert_non_null(strstr(noted(&f, NOTE_IDLE_MEMBERS), "1 of 4 members have no partition"));
    assert_non_null(noted(&f, NOTE_UNASSIGNED));
    f.c.state = GROUP_PREPARING_REBALANCE;
    assert_null(noted(&f, NOTE_IDLE_MEMBERS));
    assert_null(noted(&f, NOTE_UNASSIGNED));
    done(&f);
}

/* Only a consumer that reads as fast as it can shows how fast that is. */
static void test_a_member_that_stands_tells_no_rate(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 3);
    f.parts[0].v = part(VERDICT_FALLING_BEHIND, 9000, 400, 200);
    f.parts[1].v = part(VERDICT_STALLED, 9000, 100, 10);
    f.parts[2].v = part(VERDICT_BLOCKED, 9000, 100, 30);
    f.c.members = 3;
    struct lag_rules r = lag_rules_of(10000);
    struct group_verdict g = {.verdict = VERDICT_FALLING_BEHIND, .in = 600, .lag = 27000};
    group_notes(&f.c, &r, &g, &f.a); /* 600·1.2 + 27000/1800 = 735, of 200 each */
    assert_int_equal(g.needed, 4);
    f.parts[0].owner = -1; /* no member that has enough to do: unknown */
    g = (struct group_verdict){.verdict = VERDICT_FALLING_BEHIND, .in = 600, .lag = 27000};
    group_notes(&f.c, &r, &g, &f.a);
    assert_int_equal(g.needed, 0);
    done(&f);
}

static void test_one_partition_accuses_no_broker(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 3, 3); /* one partition on each broker */
    f.parts[2].v = part(VERDICT_FALLING_BEHIND, 900, 100, 50);
    assert_null(noted(&f, NOTE_BROKER_SIDE));
    f.parts[1].leader = 3;
    f.parts[1].v = part(VERDICT_FALLING_BEHIND, 900, 100, 50);
    assert_non_null(noted(&f, NOTE_BROKER_SIDE));
    done(&f);
}

/* A member that owns nothing is not slow. */
static void test_who_has_nothing_is_not_slow(void **state)
{
    (void)state;
    struct fixture f;
    made(&f, 4, 2);
    f.c.members = 3;
    f.c.hosts = NULL;
    f.c.clients = NULL;
    assert_null(noted(&f, NOTE_SLOW_MEMBER));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worst_of),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_rebalancing),
        cmocka_unit_test(test_falling_behind_names_who_and_how_many),
        cmocka_unit_test(test_members_that_can_not_work),
        cmocka_unit_test(test_where_it_lags),
        cmocka_unit_test(test_risk_is_of_the_nearest),
        cmocka_unit_test(test_the_largest_names_it),
        cmocka_unit_test(test_one_partition_without_a_reader),
        cmocka_unit_test(test_the_rates_are_of_the_partitions_that_are_named),
        cmocka_unit_test(test_unread_that_is_not_known),
        cmocka_unit_test(test_a_storm_needs_some_samples),
        cmocka_unit_test(test_members_of_a_group_at_rest),
        cmocka_unit_test(test_a_member_that_stands_tells_no_rate),
        cmocka_unit_test(test_one_partition_accuses_no_broker),
        cmocka_unit_test(test_who_has_nothing_is_not_slow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
