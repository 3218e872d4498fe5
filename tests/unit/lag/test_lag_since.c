/* Since when a verdict holds: its beginning where the samples show it, a bound where no one watched
 * before, the same the next morning, and honest about the time no one watched. */
#include "core/insight/findings.h"
#include "core/insight/lag/lag_since.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_read.h"
#include "core/recording/recording_write.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <stdio.h>
#include <string.h>

static void take_state(struct model_fixture *f)
{
    struct group_listing *l = made_listing();
    made_listed(l, "billing", f->r.state);
    model_take_group_list(&f->m, l);
    model_fixture_describe(f, "billing", f->r.state);
}

/* n samples, each judged as it comes. */
static void run(struct model_fixture *f, int n)
{
    take_state(f);
    for (int k = 0; k < n; k++) {
        model_fixture_sample(f, "billing");
        lag_since_update(&f->r.h, "billing", judged_group(&f->verdicts, "billing"));
    }
}

static void leave(struct model_fixture *f)
{
    f->r.state = GROUP_EMPTY;
    f->r.members = f->r.member_set = 0;
    f->r.out = 0;
}

/* Seconds from the first sample to the beginning; fails when it is a bound and should not be. */
static long since(const struct model_fixture *f, enum verdict v, bool at_least)
{
    struct recording_since s = lag_since(&f->r.h, "billing", v);
    if (s.ms == 0)
        return -1;
    if (s.at_least != at_least)
        fail_msg("%s: at least %d", verdict_id(v), s.at_least);
    return (long)((s.ms - RECORDED_START) / 1000);
}

static enum verdict verdict_now(const struct model_fixture *f)
{
    return judged_group(&f->verdicts, "billing")->verdict.verdict;
}

/* The console is closed and opened again: the file is all there is. */
static void next_morning(struct model_fixture *f)
{
    struct buf b;
    int32_t next = 0;
    struct recording_read how;
    buf_init(&b, 0);
    recording_write_head(&f->r.h, &b);
    recording_write_group(map_get(&f->r.h.groups, "billing"), next++, &b);
    recording_write_since(&f->r.h, &b);
    recording_release(&f->r.h);
    recording_init(&f->r.h, 10000);
    recording_read(&f->r.h, buf_str(&b), b.len, &how);
    assert_int_equal(how.damaged, 0);
    buf_release(&b);
    group_verdicts_release(&f->verdicts);
    group_verdicts_init(&f->verdicts, 10000);
}

/* "For at least 0 s" says nothing: the second sample knows more. */
static void test_one_sample_is_no_time(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    model_fixture_describe(&f, "billing", GROUP_EMPTY);
    f.r.state = GROUP_EMPTY;
    f.r.members = 0;
    f.r.end += 500;
    model_fixture_sample(&f, "billing");
    lag_since_update(&f.r.h, "billing", judged_group(&f.verdicts, "billing"));
    assert_int_equal(verdict_now(&f), VERDICT_NO_MEMBERS);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, true), -1);
    model_fixture_sample(&f, "billing");
    lag_since_update(&f.r.h, "billing", judged_group(&f.verdicts, "billing"));
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, true), 0);
    model_fixture_close(&f);
}

static void test_stalled_since_the_last_commit(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = f.r.out = 50;
    run(&f, 30);
    f.r.out = 0; /* the sample at 300 s has the last commit that moved */
    run(&f, 20);
    assert_int_equal(verdict_now(&f), VERDICT_STALLED);
    assert_int_equal(since(&f, VERDICT_STALLED, false), 300);
    assert_int_equal(since(&f, VERDICT_CAUGHT_UP, false), -1); /* over */
    f.r.out = 100;
    run(&f, 30);
    assert_int_equal(since(&f, VERDICT_STALLED, false), -1);
    model_fixture_close(&f);
}

static void test_standing_when_watching_began(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.end = 9000;
    f.r.in = 50;
    run(&f, 30);
    assert_int_equal(verdict_now(&f), VERDICT_STALLED);
    assert_int_equal(since(&f, VERDICT_STALLED, true), 0);
    struct findings found = findings_lines(&f.m, &f.a);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.f[0].kind, FINDING_STALLED);
    assert_true(found.f[0].since_at_least && found.f[0].since_wall_ms == RECORDED_START);
    model_fixture_close(&f);
}

static void test_no_members(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = f.r.out = 50;
    run(&f, 20);
    leave(&f);
    run(&f, 20);
    assert_int_equal(verdict_now(&f), VERDICT_NO_MEMBERS);
    /* The last member left at 200 s; the first record that it did not read came with the next. */
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, false), 210);
    model_fixture_close(&f);
    model_fixture_open(&f); /* the same, but true since before monitoring started */
    leave(&f);
    f.r.end = 90000;
    run(&f, 20);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, true), 0);
    model_fixture_close(&f);
    model_fixture_open(&f); /* empty all the time; then something to read comes */
    leave(&f);
    run(&f, 20);
    assert_int_equal(since(&f, VERDICT_INACTIVE, true), 0);
    f.r.end += 5000;
    run(&f, 5);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, false), 200);
    assert_int_equal(lag_since_inactive(&f.r.h, "billing").ms, RECORDED_START + 200000);
    model_fixture_close(&f);
}

/* The verdict needs minutes to be sure; the growth began before. */
static void test_falling_behind_since_the_foot_of_the_slope(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = f.r.out = 100;
    run(&f, 60);
    f.r.in = 300;
    run(&f, 60);
    assert_int_equal(verdict_now(&f), VERDICT_FALLING_BEHIND);
    long foot = since(&f, VERDICT_FALLING_BEHIND, false);
    assert_true(foot >= 590 && foot <= 660);
    model_fixture_close(&f);
    model_fixture_open(&f); /* it grew before monitoring started */
    f.r.end = 500000;
    f.r.in = 300;
    f.r.out = 100;
    run(&f, 60);
    assert_int_equal(verdict_now(&f), VERDICT_FALLING_BEHIND);
    assert_true(since(&f, VERDICT_FALLING_BEHIND, true) <= 60);
    model_fixture_close(&f);
}

static void test_records_lost(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = 50;
    run(&f, 20);
    f.r.start = 3000;
    run(&f, 3);
    assert_int_equal(since(&f, VERDICT_DATA_LOST, false), 200);
    f.r.done = f.r.end;
    f.r.out = 50;
    run(&f, 30);
    assert_int_equal(since(&f, VERDICT_DATA_LOST, false), -1);
    model_fixture_close(&f);
}

/* Something worse names the verdict; that there is no member is still shown. */
static void test_inactive_beside_a_worse_verdict(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = f.r.out = 50;
    run(&f, 20);
    leave(&f);
    run(&f, 10);
    f.r.start = (int64_t)f.r.done + 100;
    run(&f, 3);
    assert_int_equal(verdict_now(&f), VERDICT_DATA_LOST);
    struct recording_since s = lag_since_inactive(&f.r.h, "billing");
    assert_true(s.ms == RECORDED_START + 210000 && !s.at_least);
    assert_int_equal(since(&f, VERDICT_DATA_LOST, false), 300);
    f.r.state = GROUP_STABLE;
    f.r.members = 2;
    run(&f, 1);
    assert_int_equal(lag_since_inactive(&f.r.h, "billing").ms, 0);
    model_fixture_close(&f);
    model_fixture_open(&f); /* a few records, less than what counts as a backlog */
    leave(&f);
    f.r.end += 2;
    run(&f, 3);
    s = lag_since_inactive(&f.r.h, "billing");
    assert_true(s.ms == RECORDED_START && s.at_least);
    model_fixture_close(&f);
}

static void test_the_next_morning(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.in = f.r.out = 50;
    run(&f, 30);
    leave(&f);
    run(&f, 60);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&f);
    run(&f, 2); /* recorded without a break */
    assert_int_equal(verdict_now(&f), VERDICT_NO_MEMBERS);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&f);
    f.r.now += 8 * 3600000; /* no one watched overnight, and no one committed */
    run(&f, 2);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&f);
    f.r.now += 8 * 3600000;
    f.r.done += 500; /* a member was there */
    long after = (long)((f.r.now - RECORDED_START) / 1000);
    run(&f, 2);
    assert_int_equal(since(&f, VERDICT_NO_MEMBERS, true), after);
    model_fixture_close(&f);
}

/* Who commits without joining reads: it is not inactive with something to read. */
static void test_read_without_joining(void **state)
{
    (void)state;
    struct model_fixture f;
    model_fixture_open(&f);
    f.r.end = 5000;
    run(&f, 10);
    leave(&f);
    run(&f, 10);
    assert_int_not_equal(lag_since_inactive(&f.r.h, "billing").ms, 0);
    f.r.out = 20;
    run(&f, 10);
    assert_int_equal(verdict_now(&f), VERDICT_COMMITS_EMPTY);
    assert_int_equal(lag_since_inactive(&f.r.h, "billing").ms, 0);
    model_fixture_close(&f);
}

static void test_torn_file_is_no_beginning(void **state)
{
    (void)state;
    struct model_fixture f;
    struct buf b;
    struct recording_read how;
    model_fixture_open(&f);
    leave(&f);
    f.r.end = 5000;
    run(&f, 20);
    buf_init(&b, 0);
    assert_false(recording_write_since(&f.r.h, &b)); /* the file does not have the group yet */
    recording_write_group(map_get(&f.r.h.groups, "billing"), 0, &b);
    buf_clear(&b);
    assert_true(recording_write_since(&f.r.h, &b));
    for (size_t len = 0; len < b.len; len++) {
        struct recording h;
        recording_init(&h, 10000);
        recording_make_group(&h, "billing");
        recording_read(&h, buf_str(&b), len, &how);
        assert_false(recording_find(&h, "billing")->judged);
        recording_release(&h);
    }
    buf_release(&b);
    model_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_sample_is_no_time),
        cmocka_unit_test(test_stalled_since_the_last_commit),
        cmocka_unit_test(test_standing_when_watching_began),
        cmocka_unit_test(test_no_members),
        cmocka_unit_test(test_falling_behind_since_the_foot_of_the_slope),
        cmocka_unit_test(test_records_lost),
        cmocka_unit_test(test_inactive_beside_a_worse_verdict),
        cmocka_unit_test(test_the_next_morning),
        cmocka_unit_test(test_read_without_joining),
        cmocka_unit_test(test_torn_file_is_no_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
