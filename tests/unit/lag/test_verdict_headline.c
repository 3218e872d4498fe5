/* What a group is named after when its partitions differ, and what is said of where it lags. */
#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_notes.h"
#include "tests/support/test.h"

#include <math.h>
#include <string.h>

enum { PARTS = 6 };

static struct verdict_input_part parts[PARTS];
static struct verdict_input input;
static int way; /* of the sum */

static void put(int i, enum verdict v, int64_t lag, double in, double out)
{
    parts[i] = (struct verdict_input_part){.topic = "hot",
                                           .partition = i,
                                           .owner = i % 2,
                                           .leader = 1 + i % 3,
                                           .v = {.verdict = v,
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
                                                 .drained_ms = LAG_MS_NEVER,
                                                 .time_lag_ms = LAG_MS_UNKNOWN,
                                                 .risk_ms = LAG_MS_UNKNOWN}};
}

static struct group_verdict judged(size_t n, struct arena *a)
{
    struct lag_rules r = lag_rules_of(10000);
    input = (struct verdict_input){.id = "g",
                                   .state = GROUP_STABLE,
                                   .state_known = true,
                                   .members = 2,
                                   .partitions = n,
                                   .owned = n,
                                   .parts = parts,
                                   .nparts = n,
                                   .way = way,
                                   .sum = {.samples = 12, .in = 20, .out = 50},
                                   .empty_ms = LAG_MS_UNKNOWN};
    return group_verdict_of(&input, &r, a);
}

static void has(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("\"%s\" is not in \"%s\"", words, text);
}

/* 35 records that no one reads on, and 4,890 that become more. */
static void test_a_few_records_are_no_headline(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_CAUGHT_UP, 3, 1, 1);
    put(1, VERDICT_STALLED, 35, 0.1, 0);
    put(2, VERDICT_FALLING_BEHIND, 4890, 9.3, 3.9);
    put(3, VERDICT_CAUGHT_UP, 3, 1, 1);
    struct group_verdict g = judged(4, &a);
    assert_int_equal(g.verdict, VERDICT_FALLING_BEHIND);
    assert_int_equal(g.partition, 2);
    assert_int_equal(g.also, VERDICT_STALLED);
    has(g.text, "falling behind, +5.4/s on 1 of 4 partitions");
    has(g.text, "; stalled on 1 of 4 partitions: 35 unread");
    has(g.head, "; stalled on 1 of 4 partitions: 35 unread");
    parts[1].v.lag = 600; /* that is a part of it */
    g = judged(4, &a);
    assert_int_equal(g.verdict, VERDICT_STALLED);
    assert_int_equal(g.also, VERDICTS);
    arena_release(&a);
}

/* What is critical does not hide behind what is none; but where the backlog is, is said. */
static void test_critical_stays_the_headline(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_STALLED, 35, 0.1, 0);
    put(1, VERDICT_STEADY_BACKLOG, 4890, 9, 9);
    struct group_verdict g = judged(2, &a);
    assert_int_equal(g.verdict, VERDICT_STALLED);
    has(g.text, "; steady backlog on 1 of 2 partitions: 4,890 unread");
    put(0, VERDICT_DATA_LOST, 0, 1, 1);
    put(1, VERDICT_FALLING_BEHIND, 4890, 9.3, 3.9);
    assert_int_equal(judged(2, &a).verdict, VERDICT_DATA_LOST);
    arena_release(&a);
}

/* +0.1/s somewhere is not what happens to a group that keeps 6,000 elsewhere, nor is the growth of
 * one partition while the sum falls. */
static void test_little_growth_is_no_headline(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    put(0, VERDICT_FALLING_BEHIND, 40, 0.1, 0.04);
    put(1, VERDICT_STEADY_BACKLOG, 6068, 9, 9);
    struct group_verdict g = judged(2, &a);
    assert_int_equal(g.verdict, VERDICT_STEADY_BACKLOG);
    assert_int_equal(g.partition, 1);
    has(g.text, "; falling behind on 1 of 2 partitions: 40 unread");
    put(0, VERDICT_FALLING_BEHIND, 1000, 20, 10);
    put(1, VERDICT_CATCHING_UP, 1201, 10, 90);
    assert_int_equal(judged(2, &a).verdict, VERDICT_CATCHING_UP);
    put(1, VERDICT_CATCHING_UP, 1201, 10, 15); /* the sum grows */
    assert_int_equal(judged(2, &a).verdict, VERDICT_FALLING_BEHIND);
    arena_release(&a);
}

/* The sum surely shrinks: that is the group's verdict, unless most is where nothing is drained. */
static void test_a_sum_that_shrinks(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    way = -1;
    put(0, VERDICT_FALLING_BEHIND, 50, 5, 4);
    put(1, VERDICT_STEADY_BACKLOG, 800, 10, 12);
    put(2, VERDICT_CAUGHT_UP, 3, 5, 5);
    struct group_verdict g = judged(3, &a);
    assert_int_equal(g.verdict, VERDICT_CATCHING_UP);
    assert_int_equal(g.drained_ms, 28433); /* 853 at 30/s */
    has(g.text, "catching up: 853 unread, reads 50/s of 20/s written, drained in 28 s");
    put(1, VERDICT_STEADY_BACKLOG, 800, 10, 10);
    assert_int_equal(judged(3, &a).verdict, VERDICT_STEADY_BACKLOG);
    put(0, VERDICT_CAUGHT_UP, 3, 5, 5);
    put(1, VERDICT_CAUGHT_UP, 3, 5, 5);
    assert_int_equal(judged(3, &a).verdict, VERDICT_CAUGHT_UP);
    way = 0;
    arena_release(&a);
}

static const char *noted(size_t n, enum group_note_kind kind, struct arena *a)
{
    struct group_verdict g = judged(n, a);
    for (size_t i = 0; i < g.nnotes; i++)
        if (g.notes[i].kind == kind)
            return g.notes[i].text;
    return NULL;
}

/* A broker is to blame only if nothing lags elsewhere; what catches up lags. */
static void test_who_catches_up_lags(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (int i = 0; i < PARTS; i++)
        put(i, i % 3 == 0 ? VERDICT_FALLING_BEHIND : VERDICT_CAUGHT_UP, i % 3 ? 2 : 900, 10, 5);
    assert_non_null(noted(PARTS, NOTE_BROKER_SIDE, &a));
    put(4, VERDICT_CATCHING_UP, 1059, 10, 20);
    assert_null(noted(PARTS, NOTE_BROKER_SIDE, &a));
    put(4, VERDICT_STEADY_BACKLOG, 1059, 10, 10);
    assert_null(noted(PARTS, NOTE_BROKER_SIDE, &a));
    for (int i = 0; i < PARTS; i++)
        put(i, i % 2 == 0 ? VERDICT_FALLING_BEHIND : VERDICT_CAUGHT_UP, i % 2 ? 2 : 900, 10, 5);
    assert_non_null(noted(PARTS, NOTE_SLOW_MEMBER, &a));
    put(1, VERDICT_CATCHING_UP, 1059, 10, 20);
    assert_null(noted(PARTS, NOTE_SLOW_MEMBER, &a));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_few_records_are_no_headline),
        cmocka_unit_test(test_critical_stays_the_headline),
        cmocka_unit_test(test_little_growth_is_no_headline),
        cmocka_unit_test(test_a_sum_that_shrinks),
        cmocka_unit_test(test_who_catches_up_lags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
