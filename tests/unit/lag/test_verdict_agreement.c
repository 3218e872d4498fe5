/* Verdicts, rates and findings that are shown next to each other agree. */
#include "core/insight/findings.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/insight/lag/lag.h"
#include "core/insight/lag/lag_since.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"
#include "tests/unit/series.h"

#include <string.h>

static bool has_finding(struct model_fixture *f, enum finding_kind kind)
{
    struct findings all = findings_each(&f->m, &f->a);
    for (size_t i = 0; i < all.n; i++)
        if (all.f[i].kind == kind)
            return true;
    return false;
}

static void list_billing(struct model_fixture *f)
{
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    model_take_group_list(&f->m, l);
}

/* The members read "payments"; "orders", which is sampled, is left over from before. */
static void describe_elsewhere(struct model_fixture *f, enum group_state state)
{
    struct group_desc *g = made_group("billing", state);
    made_member(g, "worker");
    if (state == GROUP_STABLE)
        made_owns(g, "payments", 0);
    model_take_group(&f->m, g);
}

static enum verdict verdict_now(struct model_fixture *f)
{
    group_verdicts_judge(&f->verdicts, &f->m, &f->r.h, "billing");
    return judged_group(&f->verdicts, "billing")->verdict.verdict;
}

/* A command that is started finds an hour of samples in the recording, and commits that stand. Until
 * it knows the members, it does not know whether anyone reads there. */
static void test_a_standstill_needs_an_owner(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    list_billing(&f);
    f.r.end = 5000;
    for (int i = 0; i < 40; i++)
        recorded_run(&f.r, "billing", 1);
    model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_TOO_EARLY);
    assert_false(has_finding(&f, FINDING_STALLED));
    assert_false(group_verdict_is_due(&f.verdicts, &f.m, "billing"));
    describe_elsewhere(&f, GROUP_STABLE);
    assert_true(group_verdict_is_due(&f.verdicts, &f.m, "billing"));
    verdict_now(&f);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.count[VERDICT_STALLED], 0);
    assert_false(has_finding(&f, FINDING_STALLED));
    model_fixture_describe(&f, "billing", GROUP_STABLE); /* now a member has them */
    model_fixture_sample(&f, "billing");
    model_fixture_sample(&f, "billing");
    model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_STALLED);
    assert_true(has_finding(&f, FINDING_STALLED));
    model_fixture_close(&f);
}

/* So what judges by findings asks who reads; a group without members is known to have no reader. */
static void test_findings_want_members(void **state)
{
    (void)state;
    struct model_fixture f;
    struct wants w;
    model_fixture_open(&f);
    wants_init(&w);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "report", GROUP_EMPTY);
    model_take_group_list(&f.m, l);
    resource_find("findings")->want(&(struct view){.model = &f.m, .all = true}, &w);
    size_t n = 0;
    for (size_t i = 0; i < w.len; i++)
        if (w.list[i].kind == FACT_GROUP) {
            assert_string_equal(w.list[i].name, "billing");
            n++;
        }
    assert_int_equal(n, 1);
    wants_release(&w);
    model_fixture_close(&f);
}

/* During a rebalance no member has a partition: what no member read before is left out still. */
static void test_a_rebalance_adopts_no_topic(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    list_billing(&f);
    f.r.end = 5000;
    describe_elsewhere(&f, GROUP_STABLE);
    for (int i = 0; i < 20; i++)
        model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.lag, 0);
    describe_elsewhere(&f, GROUP_PREPARING_REBALANCE);
    model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.lag, 0);
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.count[VERDICT_NO_OWNER], 0);
    assert_true(judged_group(&f.verdicts, "billing")->entries[0].abandoned);
    model_fixture_describe(&f, "billing", GROUP_STABLE); /* they read it again */
    model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.lag, 12000);
    model_fixture_close(&f);
}

/* What was deleted there is lost to no one. */
static void test_nothing_is_lost_where_no_member_reads(void **state)
{
    (void)state;
    struct model_fixture f;
    struct group_lag lag;
    model_fixture_open(&f);
    list_billing(&f);
    f.r.end = 5000;
    f.r.start = 2000;
    describe_elsewhere(&f, GROUP_STABLE);
    for (int i = 0; i < 20; i++)
        model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.count[VERDICT_DATA_LOST], 0);
    assert_true(group_lag_sum(&f.m, "billing", &lag));
    assert_int_equal(lag.lost, 0);
    assert_int_equal(lag.total, 9000);
    assert_false(has_finding(&f, FINDING_DATA_LOST));
    model_fixture_describe(&f, "billing", GROUP_STABLE);
    model_fixture_sample(&f, "billing");
    assert_int_equal(judged_group(&f.verdicts, "billing")->verdict.verdict, VERDICT_DATA_LOST);
    assert_true(has_finding(&f, FINDING_DATA_LOST));
    model_fixture_close(&f);
}

/* ---- verdict and rates ----------------------------------------------------------------------- */

static void agrees(const struct partition_verdict *v, const char *what)
{
    bool grows = v->verdict == VERDICT_FALLING_BEHIND, shrinks = v->verdict == VERDICT_CATCHING_UP;
    if ((grows && v->out > v->in) || (shrinks && v->in > v->out))
        fail_msg("%s: %s, in %g, out %g", what, verdict_name(v->verdict), v->in, v->out);
}

/* 9.3/s written, 3.9/s read in bursts: a trend too uneven for its test is no steady backlog, and what
 * is read now and then does not catch up. */
static void read_in_bursts(double in, double out, int commit_s, unsigned seed)
{
    struct series_sim s = {
        .in = in, .commit_s = commit_s, .backlog = 600, .jitter_ms = 900, .seed = seed};
    unsigned dice = seed * 77;
    struct verdict_debounce h = {0};
    for (int step = 0; step < 240; step++) {
        dice = dice * 1664525u + 1013904223u;
        s.out = dice >> 30 ? 0 : out * 4; /* a quarter of the time */
        series_run(&s, 5);
        if (step % 2 == 0)
            continue;
        struct partition_verdict v = series_verdict(&s);
        agrees(&v, "bursts");
        const struct partition_verdict *p = verdict_debounce(&h, &v);
        agrees(p, "bursts, shown");
        if (step > 60 && in > 2 * out && p->verdict == VERDICT_STEADY_BACKLOG &&
            p->in > 1.5 * p->out)
            fail_msg("commits each %d s, seed %u: steady backlog, in %g, out %g", commit_s, seed,
                     p->in, p->out);
    }
}

static void test_uneven_growth_is_growth(void **state)
{
    (void)state;
    static const int commits[] = {1, 5, 15, 30, 45};
    for (unsigned seed = 1; seed < 60; seed++)
        for (size_t c = 0; c < sizeof commits / sizeof *commits; c++) {
            read_in_bursts(9.3, 3.9, commits[c], seed);
            read_in_bursts(2.5, 2.7, commits[c], seed);
            read_in_bursts(2.5, 2.2, commits[c], seed);
        }
}

/* It caught up, and stops: from then on the backlog grows. */
static void test_who_stops_does_not_catch_up(void **state)
{
    (void)state;
    struct series_sim s = {.in = 2.5, .out = 40, .commit_s = 5, .backlog = 20000, .jitter_ms = 900};
    struct verdict_debounce h = {0};
    for (int turn = 0; turn < 30; turn++) {
        series_run(&s, 10);
        struct partition_verdict v = series_verdict(&s);
        verdict_debounce(&h, &v);
    }
    assert_int_equal(h.shown.verdict, VERDICT_CATCHING_UP);
    s.frozen = true;
    for (int turn = 0; turn < 12; turn++) {
        series_run(&s, 10);
        struct partition_verdict v = series_verdict(&s);
        agrees(&v, "stops");
        agrees(verdict_debounce(&h, &v), "shown");
    }
    assert_int_equal(h.shown.verdict, VERDICT_STALLED);
}

/* 3,119, 2,201, 1,821, 225 unread: a consumer that reads that fast is not falling behind. */
static void test_no_growth_while_it_falls(void **state)
{
    (void)state;
    struct series_sim s = {.in = 30, .out = 5, .commit_s = 5, .jitter_ms = 900};
    struct verdict_debounce h = {0};
    while (s.end - s.position < 3000) {
        series_run(&s, 10);
        struct partition_verdict v = series_verdict(&s);
        verdict_debounce(&h, &v);
    }
    assert_int_equal(h.shown.verdict, VERDICT_FALLING_BEHIND);
    s.out = 120;
    while (s.end - s.position > 500) {
        series_run(&s, 10);
        struct partition_verdict v = series_verdict(&s);
        verdict_debounce(&h, &v);
        agrees(&h.shown, "falls");
        if (s.end - s.position < 2300)
            assert_int_equal(h.shown.verdict, VERDICT_CATCHING_UP);
    }
    /* Nor is a batch that came the growth of a consumer that keeps up. */
    struct series_sim b = {.in = 20, .out = 500, .commit_s = 5, .jitter_ms = 900};
    h = (struct verdict_debounce){0};
    for (int turn = 0; turn < 40; turn++) {
        b.end += turn == 20 ? 20000 : 0;
        series_run(&b, 10);
        struct partition_verdict v = series_verdict(&b);
        assert_int_not_equal(verdict_debounce(&h, &v)->verdict, VERDICT_FALLING_BEHIND);
    }
}

/* 20,000 at once, 100/s read: as long as the window has the batch in it, its rates say that more is
 * written than read, and the minutes since say that it shrinks. */
static void test_a_batch_is_caught_up_with(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed < 30; seed++) {
        struct series_sim s = {.in = 20, .out = 100, .commit_s = 2, .jitter_ms = 900, .seed = seed};
        struct verdict_debounce h = {0};
        bool said = false;
        series_run(&s, 420);
        s.end += 20000;
        for (int turn = 0; turn < 20; turn++) {
            series_run(&s, 10);
            struct partition_verdict v = series_verdict(&s);
            enum verdict shown = verdict_debounce(&h, &v)->verdict;
            agrees(&v, "a batch");
            if ((said || turn > 8) && shown != VERDICT_CATCHING_UP)
                fail_msg("seed %u, after %d s: %s", seed, turn * 10 + 10, verdict_name(shown));
            said |= shown == VERDICT_CATCHING_UP;
        }
    }
}

/* Growth that turns out to be a standstill is not said for another sample. */
static void test_worse_comes_sooner(void **state)
{
    (void)state;
    static const enum verdict now[] = {VERDICT_FALLING_BEHIND, VERDICT_STALLED, VERDICT_STALLED,
                                       VERDICT_FALLING_BEHIND, VERDICT_FALLING_BEHIND};
    static const enum verdict shown[] = {VERDICT_FALLING_BEHIND, VERDICT_FALLING_BEHIND,
                                         VERDICT_STALLED, VERDICT_STALLED, VERDICT_STALLED};
    struct verdict_debounce h = {0};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) {
        struct partition_verdict v = {.verdict = now[i]};
        assert_int_equal(verdict_debounce(&h, &v)->verdict, shown[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_standstill_needs_an_owner),
        cmocka_unit_test(test_findings_want_members),
        cmocka_unit_test(test_a_rebalance_adopts_no_topic),
        cmocka_unit_test(test_nothing_is_lost_where_no_member_reads),
        cmocka_unit_test(test_uneven_growth_is_growth),
        cmocka_unit_test(test_who_stops_does_not_catch_up),
        cmocka_unit_test(test_no_growth_while_it_falls),
        cmocka_unit_test(test_worse_comes_sooner),
        cmocka_unit_test(test_a_batch_is_caught_up_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
