/* Offsets that jump ahead while a group may have been without members: the pace, when it is a jump,
 * what is recorded of it, and what a verdict makes of it. */
#include "core/recording/jump.h"

#include "core/insight/lag/verdict.h"
#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/insight/lag/verdict_text.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_read.h"
#include "core/recording/recording_write.h"
#include "tests/support/test.h"
#include "tests/unit/recorded.h"

#include <math.h>
#include <string.h>

/* ---- the pace -------------------------------------------------------------------------------- */

static void see(struct offset_jump *l, int64_t s, int64_t committed, int64_t end)
{
    struct jump_sample x = {s * 1000, committed, 0, end};
    jump_see(l, &x, true);
}

static int64_t jump_at(const struct offset_jump *l, int64_t s, int64_t committed)
{
    struct jump_sample x = {s * 1000, committed, 0, 1000000};
    return jump_of(l, &x, l->pace, 10000);
}

static void test_pace_of_commits(void **state)
{
    (void)state;
    struct offset_jump l = {.any = false};
    see(&l, 0, 1000, 90000);
    see(&l, 10, 1600, 90000); /* for how long it had read these no one saw */
    assert_true(l.pace == 0);
    for (int i = 2; i < 7; i++)
        see(&l, i * 10, 1600, 90000);
    see(&l, 70, 2200, 90000); /* by checkpoints: a minute's */
    assert_true(fabs(l.pace - 0.01) < 1e-9);
    /* Six seconds later: 16 s with the time between two samples. */
    assert_int_equal(jump_at(&l, 76, 2360), 0);
    assert_int_equal(jump_at(&l, 76, 2361), 161);
    assert_int_equal(jump_at(&l, 130, 2900), 0);
    assert_int_equal(jump_at(&l, 130, 2901), 701);
}

/* What is read as soon as it is written was read since the sample before: who waits for a batch is
 * not slow. */
static void test_pace_of_who_keeps_up(void **state)
{
    (void)state;
    struct offset_jump l = {.any = false};
    for (int i = 0; i < 60; i++)
        see(&l, i * 10, 1000, 1000);
    see(&l, 600, 3000, 3000);
    assert_true(fabs(l.pace - 0.2) < 1e-9);
    assert_int_equal(jump_at(&l, 610, 7000), 0);
    assert_int_equal(jump_at(&l, 610, 7001), 4001);
}

static void test_small_or_unknown_is_no_jump(void **state)
{
    (void)state;
    struct offset_jump l = {.any = false};
    assert_int_equal(jump_at(&l, 10, 5000), 0); /* the first sample */
    see(&l, 0, 1000, 90000);
    assert_int_equal(jump_at(&l, 10, 1000 + JUMP_LEAST), 0);
    assert_int_equal(jump_at(&l, 10, 1001 + JUMP_LEAST), 1 + JUMP_LEAST);
    assert_int_equal(jump_at(&l, 10, OFFSET_UNKNOWN), 0);
    assert_int_equal(jump_at(&l, 10, 500), 0);
    struct jump_sample deleted = {10000, 1000, 50000, 90000}, after = {20000, 50005, 50000, 90000};
    jump_see(&l, &deleted, true);
    assert_int_equal(jump_of(&l, &after, 0, 10000), 0); /* over what retention took */
    after.committed = 50011;
    assert_int_equal(jump_of(&l, &after, 0, 10000), 11);
}

/* ---- who was there --------------------------------------------------------------------------- */

static struct group_desc described(int64_t wall_ms, struct member *m, size_t n)
{
    return (struct group_desc){.fact.wall_ms = wall_ms, .members = m, .nmembers = n};
}

static void test_members_replaced(void **state)
{
    (void)state;
    struct member ab[] = {{.member_id = "a"}, {.member_id = "b"}};
    struct member bc[] = {{.member_id = "b"}, {.member_id = "c"}}, d[] = {{.member_id = "d"}};
    struct group_desc one = described(1000, ab, 2), two = described(2000, bc, 2),
                      three = described(3000, d, 1), none = described(4000, NULL, 0),
                      four = described(5000, d, 1), five = described(6000, d, 1);
    group_desc_seen(&one, NULL);
    assert_false(one.watched);
    group_desc_seen(&two, &one); /* one of two stays: it was never empty */
    assert_true(two.watched && two.replaced_ms == 0);
    group_desc_seen(&three, &two);
    assert_int_equal(three.replaced_after_ms, 2000);
    assert_int_equal(three.replaced_ms, 3000);
    group_desc_seen(&none, &three);
    assert_int_equal(none.replaced_ms, 3000); /* gone, no one in its place yet */
    group_desc_seen(&four, &none);            /* by the same name, but it had left */
    assert_int_equal(four.replaced_after_ms, 3000);
    assert_int_equal(four.replaced_ms, 5000);
    group_desc_seen(&five, &four);
    assert_int_equal(five.replaced_ms, 5000);
}

/* ---- recorded -------------------------------------------------------------------------------- */

static const struct recording_group *group(const struct recorded *r)
{
    return recording_find(&r->h, "g");
}

static double out_of(const struct recorded *r, size_t back)
{
    const struct ring *ring = &group(r)->ring[TIER_FINE];
    return recording_total_at(group(r), TIER_FINE, ring_len(ring) - 1 - back)->out;
}

static size_t jumps(const struct recording_group *g, int64_t *at_ms)
{
    size_t n = 0;
    const struct recording_mark *m;
    for (size_t i = 0; (m = recording_mark_at(g, i)); i++)
        if (m->kind == MARK_JUMP) {
            *at_ms = m->at_ms;
            n++;
        }
    return n;
}

/* Reads 20/s of each partition with much to read. */
static void read_slowly(struct recorded *r)
{
    recorded_init(r);
    r->end = 1000000;
    r->in = r->out = 20;
    recorded_run(r, "g", 20);
}

/* All members replaced after the sample before the last, as was seen then or `late` samples on. */
static void jump_and_replace(struct recorded *r, double far, int late)
{
    int64_t after = r->now - 10000;
    r->done += far - r->out * 10;
    recorded_run(r, "g", 1 + late);
    r->replaced_after_ms = after + 100;
    r->replaced_ms = r->now - 50;
    r->member_set++;
    recorded_run(r, "g", 1);
}

static void test_a_jump_is_marked(void **state)
{
    (void)state;
    int64_t at;
    struct recorded r;
    read_slowly(&r);
    jump_and_replace(&r, 50000, 0);
    assert_int_equal(jumps(group(&r), &at), 1);
    assert_int_equal(at, r.now - 20000);
    assert_true(isnan(out_of(&r, 1)));
    assert_true(fabs(out_of(&r, 0) - 60) < 0.01);
    recording_release(&r.h);
}

/* Three partitions that read 200 between two samples: 400 are possible in that time, 401 are not.
 */
static void test_what_can_be_read_is_read(void **state)
{
    (void)state;
    int64_t at;
    for (int far = 400; far <= 401; far++)
        for (int late = 0; late < 3; late++) {
            struct recorded r;
            read_slowly(&r);
            jump_and_replace(&r, far, late);
            assert_int_equal(jumps(group(&r), &at), far > 400);
            assert_true(isnan(out_of(&r, (size_t)late + 1)) == (far > 400));
            recording_release(&r.h);
        }
}

/* A jump before the last members were seen, or after the new ones were, is reading. */
static void test_with_members_it_is_reading(void **state)
{
    (void)state;
    int64_t at;
    struct recorded r;
    read_slowly(&r);
    r.done += 50000;
    recorded_run(&r, "g", 1);
    r.replaced_after_ms = r.now - 10000 + 1;
    r.replaced_ms = r.now - 5000;
    recorded_run(&r, "g", 1);
    r.done += 50000;
    recorded_run(&r, "g", 1);
    assert_int_equal(jumps(group(&r), &at), 0);
    assert_false(isnan(out_of(&r, 0)));
    recording_release(&r.h);
}

/* A klamm that starts to look sees others than the file had: they may have been replaced. */
static void test_first_look(void **state)
{
    (void)state;
    int64_t at;
    for (int others = 0; others < 2; others++) {
        struct recorded r;
        read_slowly(&r);
        r.done += 50000;
        r.members_first = true;
        r.member_set += (uint32_t)others;
        recorded_run(&r, "g", 1);
        assert_int_equal(jumps(group(&r), &at), others);
        recording_release(&r.h);
    }
}

static void test_clock_set_back(void **state)
{
    (void)state;
    int64_t at;
    struct recorded r;
    read_slowly(&r);
    jump_and_replace(&r, 300, 0);
    r.now -= 3600000; /* what the description says is in the future now */
    recorded_run(&r, "g", 3);
    r.done += 50000;
    recorded_run(&r, "g", 1);
    assert_int_equal(jumps(group(&r), &at), 0);
    recording_release(&r.h);
}

/* Who reads the file between two minutes knows of it, and knows it once. */
static void test_jump_in_the_file(void **state)
{
    (void)state;
    int64_t was, at;
    struct recorded r;
    struct recording h;
    struct recording_read how;
    struct buf file;
    int32_t next = 0;
    buf_init(&file, 0);
    recorded_init(&r);
    r.end = 1000000;
    r.in = r.out = 20;
    recording_write_head(&r.h, &file);
    for (int i = 0; i < 40; i++) {
        if (i == 20)
            r.done += 50000;
        if (i == 21) {
            r.replaced_after_ms = r.now - 20000 + 100;
            r.replaced_ms = r.now - 50;
        }
        recorded_run(&r, "g", 1);
        recording_write_due(&r.h, r.now, &next, &file);
        if (i < 21)
            continue;
        recording_init(&h, 10000);
        recording_read(&h, buf_str(&file), file.len, &how);
        assert_int_equal(how.damaged, 0);
        assert_int_equal(jumps(group(&r), &was), 1);
        assert_int_equal(jumps(recording_find(&h, "g"), &at), 1);
        assert_int_equal(at, was);
        recording_release(&h);
    }
    recording_release(&r.h);
    buf_release(&file);
}

/* ---- judged ---------------------------------------------------------------------------------- */

enum { SAMPLES = 30, STEP_MS = 10000 };

/* Falls behind, 30 written and 10 read each second; before sample `at` the commit jumps. */
static struct partition_case falling(struct lag_point p[SAMPLES], int at, int64_t far)
{
    for (int i = 0; i < SAMPLES; i++)
        p[i] = (struct lag_point){.commit_ms = 1000000 + i * (int64_t)STEP_MS,
                                  .ends_ms = 1000000 + i * (int64_t)STEP_MS + 5,
                                  .committed = 1000 + 100 * i + (i >= at ? far : 0),
                                  .end = 201000 + 300 * i};
    return (struct partition_case){.p = p,
                                   .n = SAMPLES,
                                   .gap_ms = STEP_MS,
                                   .stable = OFFSET_UNKNOWN,
                                   .owned = OWNED_YES,
                                   .exact_offset = -1};
}

static struct partition_verdict verdict_of(const struct partition_case *c)
{
    struct lag_rules r = lag_rules_of(STEP_MS);
    return partition_verdict_of(c, &r);
}

/* Half of the backlog skipped: it still falls behind. Nothing is said before there are samples. */
static void test_verdict_after_a_jump(void **state)
{
    (void)state;
    struct lag_point p[SAMPLES];
    struct arena a;
    arena_init(&a);
    for (int since = 0; since < 12; since++) {
        int at = SAMPLES - 1 - since;
        struct partition_case c = falling(p, at, 100000);
        int64_t reset = p[at].commit_ms;
        c.resets = &reset;
        c.nresets = 1;
        struct partition_verdict v = verdict_of(&c);
        assert_int_equal(v.verdict, since < 5 ? VERDICT_TOO_EARLY : VERDICT_FALLING_BEHIND);
        assert_int_equal(v.samples, since + 1);
        assert_int_equal(v.set, 100100);
        assert_true(fabs(v.in - 30) < 0.01);
        assert_true(since == 0 ? isnan(v.out) : fabs(v.out - 10) < 0.01);
        assert_non_null(
            strstr(partition_verdict_text(&v, &a), "offsets were set ahead by 100,100"));
    }
    struct partition_case c = falling(p, 25, 100000); /* what it would be taken for */
    assert_true(verdict_of(&c).out > 500);
    arena_release(&a);
}

/* Until the members are read, the jump counts for nothing; then it is reading. */
static void test_verdict_in_doubt(void **state)
{
    (void)state;
    struct lag_point p[SAMPLES];
    struct partition_case c = falling(p, SAMPLES - 1, 100000);
    c.described_ms = p[SAMPLES - 1].commit_ms - 1;
    struct partition_verdict v = verdict_of(&c);
    assert_true(v.doubtful && fabs(v.out - 10) < 0.01);
    c.described_ms++;
    v = verdict_of(&c);
    assert_true(!v.doubtful && v.out > 500);
    c.described_ms = 0; /* no one may look at them */
    v = verdict_of(&c);
    assert_true(!v.doubtful && v.out > 500);
    c = falling(p, SAMPLES - 1, 100); /* 200 in 20 s at 10/s */
    c.described_ms = 1;
    assert_false(verdict_of(&c).doubtful);
    p[SAMPLES - 1].committed++;
    assert_true(verdict_of(&c).doubtful);
}

static const char *set_ahead(const struct group_verdict *g)
{
    for (size_t i = 0; i < g->nnotes; i++)
        if (g->notes[i].kind == NOTE_OFFSETS_SET)
            return g->notes[i].text;
    return NULL;
}

/* What a group reads is unknown while that of one partition is; a remark says why. */
static void test_group_after_a_jump(void **state)
{
    (void)state;
    struct lag_point p[SAMPLES], q[SAMPLES];
    struct lag_rules r = lag_rules_of(STEP_MS);
    struct arena a;
    struct partition_case jumped = falling(p, SAMPLES - 1, 100000), fine = falling(q, 0, 0);
    jumped.resets = &p[SAMPLES - 1].commit_ms;
    jumped.nresets = 1;
    struct verdict_input_part parts[] = {
        {.topic = "a", .owner = 0, .leader = 1, .v = verdict_of(&jumped)},
        {.topic = "b", .owner = 0, .leader = 1, .v = verdict_of(&fine)}};
    struct verdict_input c = {.id = "g",
                              .state = GROUP_STABLE,
                              .state_known = true,
                              .members = 1,
                              .partitions = 2,
                              .owned = 2,
                              .parts = parts,
                              .nparts = 2};
    arena_init(&a);
    struct group_verdict g = group_verdict_of(&c, &r, &a);
    assert_true(isnan(g.out) && fabs(g.in - 60) < 0.01);
    assert_non_null(strstr(set_ahead(&g), "of 1 partition were set ahead by 100,100"));
    c.parts = &parts[1];
    c.nparts = 1;
    g = group_verdict_of(&c, &r, &a);
    assert_true(fabs(g.out - 10) < 0.01);
    assert_null(set_ahead(&g));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pace_of_commits),
        cmocka_unit_test(test_pace_of_who_keeps_up),
        cmocka_unit_test(test_small_or_unknown_is_no_jump),
        cmocka_unit_test(test_members_replaced),
        cmocka_unit_test(test_a_jump_is_marked),
        cmocka_unit_test(test_what_can_be_read_is_read),
        cmocka_unit_test(test_with_members_it_is_reading),
        cmocka_unit_test(test_first_look),
        cmocka_unit_test(test_clock_set_back),
        cmocka_unit_test(test_jump_in_the_file),
        cmocka_unit_test(test_verdict_after_a_jump),
        cmocka_unit_test(test_verdict_in_doubt),
        cmocka_unit_test(test_group_after_a_jump),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
