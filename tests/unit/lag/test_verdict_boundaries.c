/* The numbers of docs/lag.md, each a step before and at its boundary. The samples lie ten seconds
 * apart; what is written and read between two of them is given. */
#include "core/insight/lag/verdict.h"

#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 60, STEP_MS = 10000 };

struct line {
    struct lag_point p[MOST];
    struct partition_case c;
};

/* n samples; `in` written and `out` committed between two, `lag` unread at the last. */
static struct line *drawn(struct line *l, size_t n, double in, double out, double lag)
{
    double end = 1e6, first = lag - (in - out) * (double)(n - 1);
    for (size_t i = 0; i < n; i++)
        l->p[i] = (struct lag_point){
            .commit_ms = 1000000 + (int64_t)i * STEP_MS,
            .ends_ms = 1000000 + (int64_t)i * STEP_MS,
            .end = (int64_t)(end + in * (double)i),
            .committed = (int64_t)(end - first + out * (double)i),
        };
    l->c = (struct partition_case){.p = l->p,
                                   .n = n,
                                   .gap_ms = STEP_MS,
                                   .changed_ms = l->p[n - 1].commit_ms,
                                   .stable = OFFSET_UNKNOWN,
                                   .owned = OWNED_YES};
    return l;
}

static struct partition_verdict judged(const struct line *l)
{
    struct lag_rules r = lag_rules_of(STEP_MS);
    return partition_verdict_of(&l->c, &r);
}

static void expect(const struct line *l, enum verdict wanted, const char *where)
{
    struct arena a;
    arena_init(&a);
    struct partition_verdict v = judged(l);
    if (v.verdict != wanted)
        fail_msg("%s: wanted \"%s\", got \"%s\"", where, verdict_name(wanted),
                 partition_verdict_text(&v, &a));
    arena_release(&a);
}

/* N = max(10, p·(G + Δs)). */
static void test_noise(void **state)
{
    (void)state;
    struct line l;
    expect(drawn(&l, 13, 0, 0, 10), VERDICT_CAUGHT_UP, "10 unread of an idle topic");
    drawn(&l, 13, 0, 0, 11);
    l.c.changed_ms = 0;
    expect(&l, VERDICT_STALLED, "11 unread of an idle topic");
    expect(drawn(&l, 13, 1000, 1000, 2000), VERDICT_CAUGHT_UP, "100/s · (10 s + 10 s)");
    expect(drawn(&l, 13, 1000, 1000, 2001), VERDICT_STEADY_BACKLOG, "one more");
    drawn(&l, 13, 1000, 1000, 7000);
    l.c.gap_ms = 60000;
    expect(&l, VERDICT_CAUGHT_UP, "100/s · (60 s + 10 s)");
    l.p[12].committed--;
    expect(&l, VERDICT_STEADY_BACKLOG, "one more, by checkpoints");
}

static void test_loss(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 1000, 1000, 100);
    l.p[12].start = l.p[12].committed;
    expect(&l, VERDICT_CAUGHT_UP, "the commit is the first that is left");
    l.p[12].start++;
    expect(&l, VERDICT_DATA_LOST, "one below it");
    assert_int_equal(judged(&l).lost, 1);
}

static void test_ahead(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 0, 0, 0);
    expect(&l, VERDICT_CAUGHT_UP, "at the end");
    l.p[11].committed++;
    l.p[12].committed++;
    expect(&l, VERDICT_AHEAD, "one beyond it, twice");
    l.p[11].committed--;
    expect(&l, VERDICT_CAUGHT_UP, "one beyond it, once");
}

/* A drop of what one fetch may redeliver, or of what is read between two commits. */
static void test_redelivery(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 10, 10, 0);
    l.p[12].committed = l.p[11].committed - 500;
    expect(&l, VERDICT_REWINDING, "500 back");
    assert_int_equal(judged(&l).rewind, REWIND_REDELIVERY);
    l.p[12].committed--;
    assert_int_equal(judged(&l).rewind, REWIND_OTHER);
    drawn(&l, 13, 12000, 12000, 0);
    l.p[12].committed = l.p[11].committed - 11000; /* 12,000 between commits, 11/12 of the window */
    assert_int_equal(judged(&l).rewind, REWIND_REDELIVERY);
    l.p[12].committed -= 1;
    assert_int_equal(judged(&l).rewind, REWIND_OTHER);
}

static void test_stalled(void **state)
{
    (void)state;
    struct line l;
    for (int64_t gap = STEP_MS; gap <= 4 * (int64_t)STEP_MS; gap += STEP_MS) {
        int64_t patience = 3 * gap > 60000 ? 3 * gap : 60000;
        drawn(&l, 40, 1000, 0, 90000);
        l.c.gap_ms = gap;
        l.c.changed_ms = l.p[39].commit_ms - patience;
        for (int i = 0; l.p[i].commit_ms < l.c.changed_ms; i++)
            l.p[i].committed -= 1000; /* it moved before */
        expect(&l, VERDICT_STALLED, "max(3 G, 60 s)");
        for (int i = 0; l.p[i].commit_ms <= l.c.changed_ms; i++)
            l.p[i].committed -= 1000;
        assert_int_not_equal(judged(&l).verdict, VERDICT_STALLED);
    }
}

static void test_blocked(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 20, 1000, 0, 30000);
    l.c.stable = l.p[19].committed;
    l.c.stable_ms = l.p[19].commit_ms;
    l.c.changed_ms = 0;
    for (int i = 0; i < 15; i++)
        l.p[i].committed -= 1000; /* it has stood for 40 s */
    l.c.stable_since_ms = l.p[19].commit_ms - 60000;
    expect(&l, VERDICT_BLOCKED, "the stable offset stands for 60 s");
    l.c.stable_since_ms++;
    assert_int_not_equal(judged(&l).verdict, VERDICT_BLOCKED);
    l.c.stable_since_ms = 0;
    l.c.stable = l.p[19].committed + 10; /* markers */
    expect(&l, VERDICT_BLOCKED, "ten markers before it");
    l.c.stable++;
    assert_int_not_equal(judged(&l).verdict, VERDICT_BLOCKED);
    l.c.stable = l.p[19].committed - 1;
    assert_int_not_equal(judged(&l).verdict, VERDICT_BLOCKED);
}

/* θ: 2 % of what is written, of a slow topic a tenth. */
static void test_dead_band(void **state)
{
    (void)state;
    struct line l;
    expect(drawn(&l, 13, 10000, 9810, 90000), VERDICT_STEADY_BACKLOG, "+19/s of 1,000/s");
    expect(drawn(&l, 13, 10000, 9790, 90000), VERDICT_FALLING_BEHIND, "+21/s of 1,000/s");
    expect(drawn(&l, 13, 10000, 10190, 90000), VERDICT_STEADY_BACKLOG, "−19/s of 1,000/s");
    expect(drawn(&l, 13, 10000, 10210, 90000), VERDICT_CATCHING_UP, "−21/s of 1,000/s");
    expect(drawn(&l, 13, 400, 370, 90000), VERDICT_FALLING_BEHIND, "+3/s of 40/s");
    expect(drawn(&l, 13, 100, 91, 90000), VERDICT_STEADY_BACKLOG, "+0.9/s of 10/s");
    expect(drawn(&l, 13, 100, 89, 90000), VERDICT_FALLING_BEHIND, "+1.1/s of 10/s");
}

static void test_risk(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 1000, 1000, 10000); /* 100 s behind */
    l.c.retention_ms = 125000;
    assert_true(judged(&l).risk); /* 0.8 of it */
    l.c.retention_ms = 125500;
    assert_false(judged(&l).risk);
    /* It deletes 20/s faster than is read: an hour is 72,000 records. */
    l.c.retention_ms = 0;
    for (int i = 0; i < 13; i++)
        l.p[i].start = l.p[12].committed - 71000 - (12 - i) * 1200;
    assert_true(judged(&l).risk && judged(&l).risk_ms < 3600000);
    for (int i = 0; i < 13; i++)
        l.p[i].start -= 2000;
    assert_int_equal(judged(&l).risk_ms, LAG_MS_UNKNOWN);
    assert_false(judged(&l).risk);
    /* Less than a tenth of what is stored lies before the commit, and it is being deleted. */
    for (int i = 0; i < 13; i++)
        l.p[i].start = l.p[12].committed - 1112 - (12 - i);
    assert_false(judged(&l).risk);
    for (int i = 0; i < 13; i++)
        l.p[i].start += 2;
    assert_true(judged(&l).risk);
}

/* Loss that has come is no risk any more; who gets away from retention is in none. */
static void test_no_risk(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 1000, 1100, 10000); /* the last 100 s are unread, and ever less */
    l.c.retention_ms = 200000;
    assert_false(judged(&l).risk);
    drawn(&l, 13, 0, 0, 10000); /* nothing moves at all */
    l.c.retention_ms = 7200000;
    assert_false(judged(&l).risk);
    drawn(&l, 13, 1000, 500, 10000);
    for (int i = 0; i < 13; i++)
        l.p[i].start = l.p[12].committed - 1000 - (12 - i) * 1000;
    assert_true(judged(&l).risk);
    l.p[12].start = l.p[12].committed + 1;
    assert_int_equal(judged(&l).verdict, VERDICT_DATA_LOST);
    assert_false(judged(&l).risk);
    drawn(&l, 13, 1000, 1000, 1000); /* what a healthy consumer leaves is not at risk */
    l.c.retention_ms = 1000;
    assert_false(judged(&l).risk);
}

/* The last minute alone is believed when the lag changed by more than a healthy consumer shows:
 * here 100/s · (10 s + 10 s). */
static void test_narrow(void **state)
{
    (void)state;
    struct line l;
    for (int64_t step = 399; step <= 401; step += 2) {
        drawn(&l, 13, 1000, 1000, 50000);
        for (int i = 0; i < 13; i++) /* it shrank before */
            l.p[i].committed -= step * (i < 7 ? 7 - i : i - 7);
        expect(&l, step < 400 ? VERDICT_STEADY_BACKLOG : VERDICT_FALLING_BEHIND, "a last minute");
    }
}

/* Since the last sample in which it moved, or since it did before the first there is. Counted are
 * at least six samples, however long they took. */
static void test_since_when_it_stands(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 20, 1000, 0, 90000);
    for (int i = 0; i < 12; i++)
        l.p[i].committed -= 500;
    assert_int_equal(judged(&l).unchanged_ms, 70000);
    drawn(&l, 20, 1000, 0, 90000);
    assert_int_equal(judged(&l).unchanged_ms, 190000);
    l.c.changed_ms = l.p[0].commit_ms - 400000;
    assert_int_equal(judged(&l).unchanged_ms, 590000);
    drawn(&l, 6, 1000, 500, 90000);
    for (int i = 0; i < 6; i++)
        l.p[i].commit_ms = l.p[i].ends_ms = 1000000 + i * 60000;
    assert_int_equal(judged(&l).samples, 6);
}

/* How long one is waited for whose commits were seen to be slow: not without limit. */
static void test_patience(void **state)
{
    (void)state;
    struct line l;
    static const struct {
        int64_t gap, quiet, patience;
    } table[] = {
        {STEP_MS, 30000, 60000},
        {STEP_MS, 100000, 150000},
        {STEP_MS, 9000000, 600000},
        {30000, 100000, 150000},
        {0, 0, 90000},
        {0, 30000, 90000},
        {0, 60000, 180000},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int64_t early = 0; early <= 1; early++) {
            drawn(&l, 60, 1000, 0, 90000);
            l.c.gap_ms = table[i].gap;
            l.c.quiet_ms = table[i].quiet;
            l.c.changed_ms = l.p[59].commit_ms - table[i].patience + early;
            for (int k = 0; k < 60 && l.p[k].commit_ms < l.c.changed_ms; k++)
                l.p[k].committed -= 1000;
            if ((judged(&l).verdict == VERDICT_STALLED) == early)
                fail_msg("row %zu: %s", i, verdict_name(judged(&l).verdict));
        }
}

/* The group has no members, but a client commits for it: then it is judged by what is committed. */
static void test_without_members(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 1000, 500, 90000);
    l.c.empty = true;
    l.c.owned = OWNED_NO;
    expect(&l, VERDICT_NO_MEMBERS, "no member");
    l.c.committing = true;
    expect(&l, VERDICT_FALLING_BEHIND, "a client that did not join");
    l.c.empty = false;
    expect(&l, VERDICT_NO_OWNER, "members, but none for it");
}

/* Until it is drained: by what was written and read in the window, not by the slope alone, which a
 * few large commits don't move. */
static void test_drained_by_rates(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 0, 1000, 120000);
    for (int i = 7; i < 13; i++) /* one large commit amid small ones */
        l.p[i].committed += 12000;
    struct partition_verdict v = judged(&l);
    assert_int_equal(v.verdict, VERDICT_CATCHING_UP);
    assert_true(v.drained_ms > 530000 && v.drained_ms < 550000); /* 108,000 at 200/s */
}

/* The age of a record counts for the commit that stands before it, no other. */
static void test_exact_age(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 1000, 1000, 10000);
    assert_int_equal(judged(&l).time_lag_ms, 100000);
    l.c.exact_offset = l.p[12].committed;
    l.c.exact_ms = l.p[12].ends_ms - 77000;
    assert_int_equal(judged(&l).time_lag_ms, 77000);
    assert_false(judged(&l).time_lag_more);
    l.c.exact_ms = l.p[12].ends_ms + 2983000; /* its producer's clock goes ahead: not "0 s" */
    assert_int_equal(judged(&l).time_lag_ms, 100000);
    l.c.exact_ms = l.p[12].ends_ms - 77000;
    l.c.exact_offset--;
    assert_int_equal(judged(&l).time_lag_ms, 100000);
}

static void test_regained(void **state)
{
    (void)state;
    struct line l;
    drawn(&l, 13, 0, 0, 5000);
    l.p[8].committed -= 3000;
    expect(&l, VERDICT_STEADY_BACKLOG, "back and where it was");
    l.p[12].committed--;
    expect(&l, VERDICT_REWINDING, "but for one");
}

/* ---- a group --------------------------------------------------------------------------------- */

static struct partition_verdict part(int64_t lag, double in, double out)
{
    return (struct partition_verdict){.verdict = VERDICT_FALLING_BEHIND,
                                      .lag = lag,
                                      .in = in,
                                      .out = out,
                                      .noise = 10,
                                      .samples = 12,
                                      .window_ms = 120000,
                                      .usual_in = NAN,
                                      .usual_out = NAN,
                                      .share = NAN,
                                      .drained_ms = LAG_MS_NEVER,
                                      .time_lag_ms = LAG_MS_UNKNOWN,
                                      .risk_ms = LAG_MS_UNKNOWN};
}

static const char *note_of(struct verdict_input *c, enum group_note_kind kind, struct arena *a)
{
    struct lag_rules r = lag_rules_of(STEP_MS);
    struct group_verdict g = group_verdict_of(c, &r, a);
    for (size_t i = 0; i < g.nnotes; i++)
        if (g.notes[i].kind == kind)
            return g.notes[i].text;
    return NULL;
}

static struct verdict_input group(struct verdict_input_part *p, size_t n, size_t members)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (struct verdict_input_part){.topic = "orders",
                                           .partition = (int32_t)i,
                                           .owner = (int)(i % members),
                                           .leader = (int32_t)(1 + i % 3),
                                           .v = part(100, 10, 10)};
    return (struct verdict_input){.id = "g",
                                  .state = GROUP_STABLE,
                                  .state_known = true,
                                  .members = members,
                                  .partitions = n,
                                  .owned = n,
                                  .parts = p,
                                  .nparts = n};
}

/* R = ⌈(Σp·1.2 + Σℓ/1800 s) / μ⌉. */
static void test_needed(void **state)
{
    (void)state;
    struct arena a;
    struct verdict_input_part p[2];
    arena_init(&a);
    struct verdict_input c = group(p, 2, 2);
    p[0].v = part(90000, 100, 85); /* 200·1.2 + 100 = 340, of 85 each: four */
    p[1].v = part(90000, 100, 85);
    assert_non_null(strstr(note_of(&c, NOTE_TOO_FEW_MEMBERS, &a),
                           "Next: 4 members with at least as many partitions (2 now), or faster "
                           "processing, drain it in 30 min"));
    p[0].v = part(90001, 100, 85);
    assert_non_null(
        strstr(note_of(&c, NOTE_TOO_FEW_MEMBERS, &a),
               "Next: 5 members with at least as many partitions (2 now), or faster processing"));
    p[0].v = part(90000, 100, 170); /* two: they are there */
    p[1].v = part(90000, 100, 170);
    assert_null(note_of(&c, NOTE_TOO_FEW_MEMBERS, &a));
    arena_release(&a);
}

static void test_hot(void **state)
{
    (void)state;
    struct arena a;
    struct verdict_input_part p[4];
    arena_init(&a);
    struct verdict_input c = group(p, 4, 2);
    p[1].v = part(301, 100, 10); /* 100 of 130, 301 of 601 */
    assert_non_null(note_of(&c, NOTE_HOT_PARTITION, &a));
    p[1].v.lag = 300; /* exactly half */
    assert_null(note_of(&c, NOTE_HOT_PARTITION, &a));
    p[1].v.lag = 3000;
    p[1].v.in = 90; /* exactly k/P */
    assert_null(note_of(&c, NOTE_HOT_PARTITION, &a));
    c = group(p, 3, 2);
    p[1].v = part(3000, 1000, 10); /* of three partitions none is called hot */
    assert_null(note_of(&c, NOTE_HOT_PARTITION, &a));
    arena_release(&a);
}

static void test_slow_member(void **state)
{
    (void)state;
    struct arena a;
    struct verdict_input_part p[12];
    const char *hosts[] = {"a", "b", "c", "d", "e", "f"};
    arena_init(&a);
    struct verdict_input c = group(p, 12, 6);
    c.hosts = hosts;
    for (int i = 0; i < 12; i++)
        if (i % 6 != 2)
            p[i].v.verdict = VERDICT_CAUGHT_UP;
    p[3].v.verdict = VERDICT_FALLING_BEHIND; /* one of ten others */
    assert_non_null(strstr(note_of(&c, NOTE_SLOW_MEMBER, &a), " at c:"));
    p[4].v.verdict = VERDICT_FALLING_BEHIND; /* a fifth of them */
    assert_null(note_of(&c, NOTE_SLOW_MEMBER, &a));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_loss),
        cmocka_unit_test(test_ahead),
        cmocka_unit_test(test_redelivery),
        cmocka_unit_test(test_stalled),
        cmocka_unit_test(test_blocked),
        cmocka_unit_test(test_dead_band),
        cmocka_unit_test(test_risk),
        cmocka_unit_test(test_needed),
        cmocka_unit_test(test_hot),
        cmocka_unit_test(test_slow_member),
        cmocka_unit_test(test_no_risk),
        cmocka_unit_test(test_narrow),
        cmocka_unit_test(test_since_when_it_stands),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_without_members),
        cmocka_unit_test(test_exact_age),
        cmocka_unit_test(test_regained),
        cmocka_unit_test(test_drained_by_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
