/* Since when a verdict holds: its beginning where the samples tell it, a bound where nobody watched
 * before, the same the next morning, and honest about the time in between. */
#include "core/insight/findings.h"
#include "core/insight/lag_since.h"
#include "core/model/recording_code.h"
#include "tests/unit/desk.h"
#include "tests/unit/made_up.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void take_state(struct desk *d)
{
    struct group_listing *l = made_listing();
    made_listed(l, "billing", d->r.state);
    model_take_group_list(&d->m, l);
    desk_describe(d, "billing", d->r.state);
}

/* n samples, each judged as it comes. */
static void run(struct desk *d, int n)
{
    take_state(d);
    for (int k = 0; k < n; k++) {
        desk_sample(d, "billing");
        lag_since_update(&d->r.h, "billing", lag_page(&d->book, "billing"));
    }
}

static void leave(struct desk *d)
{
    d->r.state = GROUP_EMPTY;
    d->r.members = d->r.member_set = 0;
    d->r.out = 0;
}

/* Seconds from the first sample to the beginning; fails when it is a bound and should not be. */
static long since(const struct desk *d, enum verdict v, bool at_least)
{
    struct recording_since s = lag_since(&d->r.h, "billing", v);
    if (s.ms == 0)
        return -1;
    if (s.at_least != at_least)
        fail_msg("%s: at least %d", verdict_id(v), s.at_least);
    return (long)((s.ms - RECORDED_START) / 1000);
}

static enum verdict verdict_now(const struct desk *d)
{
    return lag_page(&d->book, "billing")->verdict.verdict;
}

/* The console is closed and opened again: the file is all there is. */
static void next_morning(struct desk *d)
{
    struct buf b;
    int32_t next = 0;
    struct recording_read how;
    buf_init(&b, 0);
    recording_write_head(&d->r.h, &b);
    recording_write_group(map_get(&d->r.h.groups, "billing"), next++, &b);
    recording_write_since(&d->r.h, &b);
    recording_release(&d->r.h);
    recording_init(&d->r.h, 10000);
    recording_read(&d->r.h, buf_str(&b), b.len, &how);
    assert_int_equal(how.damaged, 0);
    buf_release(&b);
    lag_book_release(&d->book);
    lag_book_init(&d->book, 10000);
}

static void test_stalled_since_the_last_commit(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = d.r.out = 50;
    run(&d, 30);
    d.r.out = 0; /* the sample at 300 s has the last commit that moved */
    run(&d, 20);
    assert_int_equal(verdict_now(&d), VERDICT_STALLED);
    assert_int_equal(since(&d, VERDICT_STALLED, false), 300);
    assert_int_equal(since(&d, VERDICT_CAUGHT_UP, false), -1); /* over */
    d.r.out = 100;
    run(&d, 30);
    assert_int_equal(since(&d, VERDICT_STALLED, false), -1);
    desk_close(&d);
}

static void test_standing_when_watching_began(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.end = 9000;
    d.r.in = 50;
    run(&d, 30);
    assert_int_equal(verdict_now(&d), VERDICT_STALLED);
    assert_int_equal(since(&d, VERDICT_STALLED, true), 0);
    struct findings f;
    struct arena a;
    arena_init(&a);
    f = findings_make(&d.m, &a, false);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.f[0].kind, FINDING_STALLED);
    assert_true(f.f[0].since_at_least && f.f[0].since_wall_ms == RECORDED_START);
    arena_release(&a);
    desk_close(&d);
}

static void test_no_members(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = d.r.out = 50;
    run(&d, 20);
    leave(&d);
    run(&d, 20);
    assert_int_equal(verdict_now(&d), VERDICT_NO_MEMBERS);
    /* The last member left at 200 s; the first record that it did not read came with the next. */
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, false), 210);
    desk_close(&d);
    desk_open(&d); /* the same, but it was so when watching began */
    leave(&d);
    d.r.end = 90000;
    run(&d, 20);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, true), 0);
    desk_close(&d);
    desk_open(&d); /* empty all the time; then something to read comes */
    leave(&d);
    run(&d, 20);
    assert_int_equal(since(&d, VERDICT_INACTIVE, true), 0);
    d.r.end += 5000;
    run(&d, 5);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, false), 200);
    assert_int_equal(lag_since_inactive(&d.r.h, "billing").ms, RECORDED_START + 200000);
    desk_close(&d);
}

/* The verdict needs minutes to be sure; the growth began before. */
static void test_falling_behind_since_the_foot_of_the_slope(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = d.r.out = 100;
    run(&d, 60);
    d.r.in = 300;
    run(&d, 60);
    assert_int_equal(verdict_now(&d), VERDICT_FALLING_BEHIND);
    long foot = since(&d, VERDICT_FALLING_BEHIND, false);
    assert_true(foot >= 590 && foot <= 660);
    desk_close(&d);
    desk_open(&d); /* it grew when watching began */
    d.r.end = 500000;
    d.r.in = 300;
    d.r.out = 100;
    run(&d, 60);
    assert_int_equal(verdict_now(&d), VERDICT_FALLING_BEHIND);
    assert_true(since(&d, VERDICT_FALLING_BEHIND, true) <= 60);
    desk_close(&d);
}

static void test_records_lost(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = 50;
    run(&d, 20);
    d.r.start = 3000;
    run(&d, 3);
    assert_int_equal(since(&d, VERDICT_DATA_LOST, false), 200);
    d.r.done = d.r.end;
    d.r.out = 50;
    run(&d, 30);
    assert_int_equal(since(&d, VERDICT_DATA_LOST, false), -1);
    desk_close(&d);
}

/* Something worse names the verdict; that nobody is there is told all the same. */
static void test_inactive_beside_a_worse_verdict(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = d.r.out = 50;
    run(&d, 20);
    leave(&d);
    run(&d, 10);
    d.r.start = (int64_t)d.r.done + 100;
    run(&d, 3);
    assert_int_equal(verdict_now(&d), VERDICT_DATA_LOST);
    struct recording_since s = lag_since_inactive(&d.r.h, "billing");
    assert_true(s.ms == RECORDED_START + 210000 && !s.at_least);
    assert_int_equal(since(&d, VERDICT_DATA_LOST, false), 300);
    d.r.state = GROUP_STABLE;
    d.r.members = 2;
    run(&d, 1);
    assert_int_equal(lag_since_inactive(&d.r.h, "billing").ms, 0);
    desk_close(&d);
    desk_open(&d); /* a few records, less than what counts as a backlog */
    leave(&d);
    d.r.end += 2;
    run(&d, 3);
    s = lag_since_inactive(&d.r.h, "billing");
    assert_true(s.ms == RECORDED_START && s.at_least);
    desk_close(&d);
}

static void test_the_next_morning(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.in = d.r.out = 50;
    run(&d, 30);
    leave(&d);
    run(&d, 60);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&d);
    run(&d, 2); /* recorded without a break */
    assert_int_equal(verdict_now(&d), VERDICT_NO_MEMBERS);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&d);
    d.r.now += 8 * 3600000; /* nobody watched overnight, and nobody committed */
    run(&d, 2);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, false), 310);
    next_morning(&d);
    d.r.now += 8 * 3600000;
    d.r.done += 500; /* somebody was there */
    long after = (long)((d.r.now - RECORDED_START) / 1000);
    run(&d, 2);
    assert_int_equal(since(&d, VERDICT_NO_MEMBERS, true), after);
    desk_close(&d);
}

/* Who commits without joining reads: it is not inactive with something to read. */
static void test_read_without_joining(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    d.r.end = 5000;
    run(&d, 10);
    leave(&d);
    run(&d, 10);
    assert_int_not_equal(lag_since_inactive(&d.r.h, "billing").ms, 0);
    d.r.out = 20;
    run(&d, 10);
    assert_int_equal(verdict_now(&d), VERDICT_COMMITS_EMPTY);
    assert_int_equal(lag_since_inactive(&d.r.h, "billing").ms, 0);
    desk_close(&d);
}

static void test_torn_file_is_no_beginning(void **state)
{
    (void)state;
    struct desk d;
    struct buf b;
    struct recording_read how;
    desk_open(&d);
    leave(&d);
    d.r.end = 5000;
    run(&d, 20);
    buf_init(&b, 0);
    assert_false(recording_write_since(&d.r.h, &b)); /* the file does not have the group yet */
    recording_write_group(map_get(&d.r.h.groups, "billing"), 0, &b);
    buf_clear(&b);
    assert_true(recording_write_since(&d.r.h, &b));
    for (size_t len = 0; len < b.len; len++) {
        struct recording h;
        recording_init(&h, 10000);
        recording_make_group(&h, "billing");
        recording_read(&h, buf_str(&b), len, &how);
        assert_false(recording_find(&h, "billing")->judged);
        recording_release(&h);
    }
    buf_release(&b);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
