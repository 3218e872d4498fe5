/* What must never be said of a partition, whatever its rates, rhythm and disturbances. */
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "tests/support/test.h"
#include "tests/unit/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whatever the rates and the rhythm: what is "caught up" has no more unread than was written
 * between two commits and two samples. */
static void test_never_caught_up_while_it_grows(void **state)
{
    (void)state;
    static const double rates[] = {0.2, 1, 7, 50, 400, 3000, 100000};
    static const double shares[] = {0, 0.1, 0.5, 0.8, 0.9, 0.95};
    static const int commits[] = {1, 5, 30, 60};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
            for (size_t c = 0; c < sizeof commits / sizeof *commits; c++) {
                struct series_sim s = {.in = rates[i],
                                       .out = rates[i] * shares[k],
                                       .commit_s = commits[c],
                                       .jitter_ms = 900,
                                       .seed = 7};
                for (int turn = 0; turn < 400; turn++) {
                    series_run(&s, 10);
                    double lag = s.end - s.position, noise = s.in * (s.commit_s + 30) + 20;
                    if (series_verdict(&s).verdict == VERDICT_CAUGHT_UP && lag > noise)
                        fail_msg("%g/s, read %g/s, commits each %d s: caught up with %g unread",
                                 s.in, s.out, s.commit_s, lag);
                }
            }
}

/* A consumer that commits, however rarely up to each minute, is not stalled; nor is one that keeps
 * pace falling behind or catching up, whatever the phase of its commits. */
static void test_never_stalled_while_it_commits(void **state)
{
    (void)state;
    static const int commits[] = {1, 5, 15, 30, 45, 60};
    for (size_t c = 0; c < sizeof commits / sizeof *commits; c++)
        for (unsigned phase = 0; phase < 60; phase += 7) {
            struct series_sim s = {.in = 100,
                                   .out = 100,
                                   .commit_s = commits[c],
                                   .backlog = 100000,
                                   .jitter_ms = 900,
                                   .seed = phase};
            s.end = 1000000;
            series_run(&s, 1);
            s.committed_at -= phase % (unsigned)commits[c];
            for (int turn = 0; turn < 120; turn++) {
                series_run(&s, 10);
                struct partition_verdict v = series_verdict(&s);
                if (v.verdict != VERDICT_TOO_EARLY && v.verdict != VERDICT_STEADY_BACKLOG) {
                    struct arena a;
                    arena_init(&a);
                    fail_msg("commits each %d s, phase %u, turn %d: %s", commits[c], phase, turn,
                             partition_verdict_text(&v, &a));
                }
            }
        }
}

/* Producers that write now and then: a consumer that commits is not called stalled because there
 * was nothing to commit for an hour, nor is one that waits for the end of each transaction blocked.
 */
static void test_silence_of_producers_is_no_standstill(void **state)
{
    (void)state;
    static const int commits[] = {1, 5, 15, 30, 45, 60};
    static const int pauses[] = {40, 130, 700, 4000};
    for (unsigned seed = 1; seed < 60; seed++) {
        struct series_sim s = {
            .out = 500, .commit_s = commits[seed % 6], .jitter_ms = 900, .seed = seed};
        unsigned dice = seed;
        for (int phase = 0; phase < 12; phase++) {
            dice = dice * 1664525u + 1013904223u;
            s.in = phase % 2 ? 0 : dice >> 28 == 0 ? 0.5 : 100;
            int end = (phase % 2 ? pauses[dice >> 20 & 3] : 60 + (int)(dice >> 22 & 255)) / 10;
            series_run(&s, (int)(dice >> 24 & 7)); /* anywhere between two samples */
            for (int turn = 0; turn < end; turn++) {
                series_run(&s, 10);
                struct partition_case c = series_case(&s);
                struct lag_rules r = lag_rules_of(10000);
                enum verdict v = partition_verdict_of(&c, &r).verdict;
                if (v == VERDICT_STALLED)
                    fail_msg("commits each %d s, phase %d, turn %d", s.commit_s, phase, turn);
                c.stable = s.committed; /* all that is unread is of an open transaction */
                c.stable_ms = c.stable_since_ms = s.p[s.n - 1].commit_ms;
                v = partition_verdict_of(&c, &r).verdict;
                if (v == VERDICT_BLOCKED && s.commit_s <= 45)
                    fail_msg("blocked: commits each %d s, phase %d, turn %d", s.commit_s, phase,
                             turn);
            }
        }
    }
}

/* A member that reads three partitions in turn reads a third of the time from each: what is shown
 * for one is not its pace while its turn lasts. */
static void test_pauses_belong_to_the_rate(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed < 80; seed++) {
        struct series_sim s = {.in = 30,
                               .out = 60,
                               .commit_s = seed % 2 ? 30 : 5,
                               .backlog = 200000,
                               .jitter_ms = 900,
                               .seed = seed};
        int turn = (seed % 2 ? 100 : 15) + (int)(seed * 13 % 100);
        for (int step = 0; step < 240; step++) {
            s.frozen = step * 10 / turn % 3 != 0;
            series_run(&s, 10);
            struct partition_verdict v = series_verdict(&s);
            if (step < 100)
                continue;
            const struct lag_point *from = &s.p[s.n - v.samples], *to = &s.p[s.n - 1];
            double read = (double)(to->committed - from->committed), window = (double)v.window_ms;
            double slack = 2 * 1.5 * 30 * s.out; /* before the first and after the last */
            if (fabs(v.out * window / 1000 - read) > slack)
                fail_msg("turns of %d s: %g read in %g s, shown %g/s", turn, read, window / 1000,
                         v.out);
        }
    }
}

/* A reader of committed records gets all of a transaction at its end, and never the last marker. As
 * long as they end, it neither stands nor waits for one that was left open. */
static void test_transactions_are_no_standstill(void **state)
{
    (void)state;
    static const int lengths[] = {1, 7, 20, 33, 50};
    static const int commits[] = {1, 5, 15, 30};
    for (unsigned seed = 1; seed < 80; seed++) {
        struct series_sim s = {.in = seed % 3 ? 100 : 0.7,
                               .out = 3000,
                               .commit_s = commits[seed / 5 % 4],
                               .transaction_s = lengths[seed % 5],
                               .jitter_ms = 900,
                               .seed = seed};
        for (int turn = 0; turn < 150; turn++) {
            series_run(&s, 10);
            enum verdict v = series_verdict(&s).verdict;
            if (v == VERDICT_STALLED || v == VERDICT_BLOCKED)
                fail_msg("%g/s, transactions of %d s, commits each %d s, turn %d: %s", s.in,
                         s.transaction_s, s.commit_s, turn, verdict_name(v));
        }
        s.transaction_s = 100000; /* this one does not end */
        series_run(&s, 200);
        if (s.in > 1)
            assert_int_equal(series_verdict(&s).verdict, VERDICT_BLOCKED);
    }
}

/* Of a consumer that checkpoints the rate is that of whole intervals, whenever one looks. */
static void test_rates_of_checkpoints(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed < 20; seed++) {
        struct series_sim s = {.in = 100,
                               .out = 100,
                               .commit_s = 60,
                               .backlog = 50000,
                               .jitter_ms = 900,
                               .seed = seed};
        series_run(&s, 700 + (int)seed * 17);
        for (int turn = 0; turn < 30; turn++) {
            series_run(&s, 10);
            double out = series_verdict(&s).out;
            if (fabs(out - 100) > 5)
                fail_msg("seed %u, turn %d: %g/s", seed, turn, out);
        }
    }
}

/* A topic is deleted and created again under its readers, which start again; klamm does not know of
 * it yet. No alarm is made of it, and none of what was before is taken for the new log's past. */
static void test_a_topic_created_again_is_no_verdict(void **state)
{
    (void)state;
    static const int commits[] = {1, 5, 30, 60};
    for (unsigned seed = 1; seed < 60; seed++) {
        struct series_sim s = {
            .in = 50, .out = 500, .commit_s = commits[seed % 4], .jitter_ms = 900, .seed = seed};
        s.end = 1e6;
        for (int life = 0; life < 4; life++) {
            series_run(&s, 100 + (int)(seed * 37 % 300));
            s.end = s.position = 0;
            s.committed = 0;
            for (int turn = 0; turn < 30; turn++) {
                series_run(&s, 10);
                struct partition_verdict v = series_verdict(&s);
                if (v.verdict != VERDICT_CAUGHT_UP && v.verdict != VERDICT_TOO_EARLY)
                    fail_msg("seed %u, life %d, turn %d: %s", seed, life, turn,
                             verdict_name(v.verdict));
                if (v.time_lag_ms > 120000)
                    fail_msg("seed %u, life %d, turn %d: %d s behind", seed, life, turn,
                             (int)(v.time_lag_ms / 1000));
            }
        }
    }
}

/* Holes in the sampling, ends that failed for a while (a leader moved), offsets that jump over
 * compacted records or transaction markers: nothing alarming is made up of them. */
static void test_disturbances_are_no_verdicts(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed < 40; seed++) {
        struct series_sim s = {.in = 50, .out = 500, .commit_s = 5, .jitter_ms = 900, .seed = seed};
        unsigned dice = seed;
        series_run(&s, 60);
        for (int turn = 0; turn < 200; turn++) {
            dice = dice * 1664525u + 1013904223u;
            series_run(&s, 10);
            struct lag_point *last = &s.p[s.n - 1];
            if (dice >> 28 == 0)
                last->end = OFFSET_UNKNOWN; /* no leader for a moment */
            else if (dice >> 28 == 1)
                s.n--; /* a sample is missing */
            else if (dice >> 28 == 2)
                s.end += 7; /* markers: offsets without records */
            struct partition_verdict v = series_verdict(&s);
            if (v.verdict != VERDICT_CAUGHT_UP)
                fail_msg("seed %u, turn %d: %s", seed, turn, verdict_name(v.verdict));
        }
    }
}

/* Producer and consumer go on while nothing samples: a machine that slept, a klamm that was
 * stopped.
 */
static void unwatched(struct series_sim *s, int seconds)
{
    static struct series_sim before;
    before = *s;
    series_run(s, seconds);
    memcpy(s->p, before.p, sizeof s->p);
    memcpy(s->gaps, before.gaps, sizeof s->gaps);
    s->n = before.n;
    s->last_seen = before.last_seen;
    s->changed_ms = before.changed_ms;
    s->idle_ms = before.idle_ms;
    s->quiet_ms = before.quiet_ms;
    s->ngaps = before.ngaps;
}

/* Holes of half a minute up to two hours, also as the clock jumps ahead: who keeps up is never
 * called anything else, and who keeps pace with a backlog neither stalled nor falling behind. */
static void test_leaps_of_the_clock_are_no_verdicts(void **state)
{
    (void)state;
    static const int holes[] = {30, 70, 130, 200, 590, 610, 7200};
    static const int commits[] = {1, 5, 30, 60};
    enum { HOLES = sizeof holes / sizeof *holes };
    for (unsigned seed = 1; seed < 30; seed++)
        for (int backlog = 0; backlog <= 100000; backlog += 100000) {
            struct series_sim s = {.in = 50,
                                   .out = backlog ? 50 : 500,
                                   .commit_s = commits[seed % 4],
                                   .backlog = backlog,
                                   .jitter_ms = 900,
                                   .seed = seed};
            series_run(&s, 200);
            for (unsigned turn = 0; turn < 60; turn++) {
                if (turn % 7 == 3)
                    unwatched(&s, holes[(seed + turn) % HOLES]);
                series_run(&s, 10);
                enum verdict v = series_verdict(&s).verdict;
                if (v != VERDICT_TOO_EARLY && v != VERDICT_CAUGHT_UP &&
                    (!backlog || v != VERDICT_STEADY_BACKLOG))
                    fail_msg("seed %u, backlog %d, turn %u: %s", seed, backlog, turn,
                             verdict_name(v));
            }
        }
}

/* A compacted or transactional log: the consumer's position jumps over offsets without records. */
static void test_offsets_without_records_are_no_verdicts(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed < 40; seed++) {
        struct series_sim s = {.in = 50, .out = 500, .commit_s = 5, .jitter_ms = 900, .seed = seed};
        unsigned dice = seed;
        series_run(&s, 60);
        for (int turn = 0; turn < 200; turn++) {
            dice = dice * 1664525u + 1013904223u;
            s.end += dice >> 20; /* up to 4,095 of them at once */
            s.position = s.end;
            s.committed = (int64_t)s.end;
            s.committed_at = s.second;
            s.log_start = s.committed - (int64_t)(dice >> 22); /* the cleaner comes close */
            series_run(&s, 10);
            struct partition_verdict v = series_verdict(&s);
            if (v.verdict != VERDICT_CAUGHT_UP || v.lost)
                fail_msg("seed %u, turn %d: %s", seed, turn, verdict_name(v.verdict));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_caught_up_while_it_grows),
        cmocka_unit_test(test_never_stalled_while_it_commits),
        cmocka_unit_test(test_silence_of_producers_is_no_standstill),
        cmocka_unit_test(test_pauses_belong_to_the_rate),
        cmocka_unit_test(test_transactions_are_no_standstill),
        cmocka_unit_test(test_rates_of_checkpoints),
        cmocka_unit_test(test_a_topic_created_again_is_no_verdict),
        cmocka_unit_test(test_disturbances_are_no_verdicts),
        cmocka_unit_test(test_leaps_of_the_clock_are_no_verdicts),
        cmocka_unit_test(test_offsets_without_records_are_no_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
