/* Members that read their partitions in turn: a simulated group, second by second, of which a sample
 * is taken and judged each ten seconds. */
#include "core/insight/findings.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/insight/lag/verdict_notes.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_add.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <math.h>
#include <string.h>

enum { PARTS = 24, MEMBERS = 4 };

struct reader { /* of the partitions i, i + members, … */
    int at;     /* the partition it reads */
    double fetched, credit;
};

struct group_sim {
    struct model_fixture f;
    int parts, members;
    double in[PARTS]; /* per second */
    double out;       /* of each member */
    double fetch;     /* records of one partition that it reads before the next */
    int frozen;       /* a partition that is not read; −1: none */
    double end[PARTS], done[PARTS];
    struct reader m[MEMBERS];
};

static void open_sim(struct group_sim *s, int parts, int members, double in, double backlog)
{
    memset(s, 0, sizeof *s);
    model_fixture_open(&s->f);
    s->parts = parts;
    s->members = members;
    s->fetch = 1e9;
    s->frozen = -1;
    for (int i = 0; i < parts; i++) {
        s->in[i] = in / parts;
        s->done[i] = 1000;
        s->end[i] = 1000 + backlog / parts;
    }
    struct group_listing *l = made_listing();
    made_listed(l, "g", GROUP_STABLE);
    model_take_group_list(&s->f.m, l);
    struct group_desc *g = made_group("g", GROUP_STABLE);
    for (int m = 0; m < members; m++) {
        made_member(g, "worker");
        for (int32_t p = m; p < parts; p += members)
            made_owns(g, "orders", p);
        s->m[m].at = m;
    }
    model_take_group(&s->f.m, g);
}

static void close_sim(struct group_sim *s)
{
    model_fixture_close(&s->f);
}

static void next_partition(struct group_sim *s, struct reader *m)
{
    int own = m->at % s->members;
    for (int tried = 0; tried < s->parts && m->fetched < 1; tried++) {
        m->at = m->at + s->members < s->parts ? m->at + s->members : own;
        double unread = floor(s->end[m->at]) - s->done[m->at];
        m->fetched = m->at == s->frozen ? 0 : unread < s->fetch ? unread : s->fetch;
    }
}

static void second(struct group_sim *s)
{
    for (int i = 0; i < s->parts; i++)
        s->end[i] += s->in[i];
    for (int i = 0; i < s->members; i++) {
        struct reader *m = &s->m[i];
        m->credit = m->credit + s->out < 2 * s->out ? m->credit + s->out : 2 * s->out;
        while (m->credit >= 1) {
            if (m->fetched < 1)
                next_partition(s, m);
            double n = m->fetched < m->credit ? m->fetched : floor(m->credit);
            if (n < 1)
                break;
            s->done[m->at] += n;
            m->fetched -= n;
            m->credit -= n;
        }
    }
}

static void sample(struct group_sim *s)
{
    struct recorded *r = &s->f.r;
    struct recording_value v[PARTS];
    struct recording_sample at = {.commit_ms = r->now,
                                  .ends_ms = r->now + 15,
                                  .state_ms = r->now + 30,
                                  .state = GROUP_STABLE,
                                  .members = (uint32_t)s->members,
                                  .member_set = 7};
    struct group_offsets *o = made_offsets("g");
    for (int32_t i = 0; i < s->parts; i++) {
        made_commit(o, "orders", i, (int64_t)s->done[i]);
        made_ends(&s->f.m, "orders", i, 0, (int64_t)s->end[i]);
        v[i] = (struct recording_value){.topic = "orders",
                                        .partition = i,
                                        .committed = (int64_t)s->done[i],
                                        .end = (int64_t)s->end[i]};
    }
    model_take_group_offsets(&s->f.m, o);
    recording_add(&r->h, "g", &at, v, (size_t)s->parts);
    r->now += 10000;
    group_verdicts_judge(&s->f.verdicts, &s->f.m, &r->h, "g");
}

static const struct group_verdict *step(struct group_sim *s)
{
    for (int i = 0; i < 10; i++)
        second(s);
    sample(s);
    return &judged_group(&s->f.verdicts, "g")->verdict;
}

static double unread(const struct group_sim *s)
{
    double sum = 0;
    for (int i = 0; i < s->parts; i++)
        sum += s->end[i] - s->done[i];
    return sum;
}

static bool noted(const struct group_verdict *v, enum group_note_kind kind)
{
    for (size_t i = 0; i < v->nnotes; i++)
        if (v->notes[i].kind == kind)
            return true;
    return false;
}

static bool found(const struct group_sim *s, enum finding_kind kind)
{
    struct arena a;
    bool any = false;
    arena_init(&a);
    struct findings f = findings_each(&s->f.m, &a);
    for (size_t i = 0; i < f.n; i++)
        any |= f.f[i].kind == kind;
    arena_release(&a);
    return any;
}

/* 20/s written to six partitions, two members that read 5/s each, one partition after the other: the
 * longer it lasts, the longer each of them has to wait. */
static void test_too_slow_members_stall_nothing(void **state)
{
    (void)state;
    static const double fetches[] = {50, 200, 3000};
    for (size_t i = 0; i < sizeof fetches / sizeof *fetches; i++) {
        struct group_sim s;
        open_sim(&s, 6, 2, 20, 300);
        s.out = 5;
        s.fetch = fetches[i];
        for (int k = 0; k < 240; k++) {
            const struct group_verdict *v = step(&s);
            if (v->count[VERDICT_STALLED] || (k > 18 && v->verdict != VERDICT_FALLING_BEHIND) ||
                (k > 18 && !noted(v, NOTE_TOO_FEW_MEMBERS)))
                fail_msg("fetches %g, sample %d: %s", s.fetch, k, v->text);
            if (v->verdict == VERDICT_CAUGHT_UP && v->lag > 300)
                fail_msg("fetches %g, sample %d: %s", s.fetch, k, v->text);
            if (k > 18 && (v->out > 13 || v->out < 7 || v->in < 18 || v->in > 22))
                fail_msg("fetches %g, sample %d: in %g, out %g", s.fetch, k, v->in, v->out);
            assert_false(found(&s, FINDING_STALLED));
        }
        close_sim(&s);
    }
}

/* 40/s written to 24 partitions, 52/s read: the backlog shrinks, whatever one partition shows while
 * it waits, and the time until it is drained is known. */
static void test_who_drains_in_turn_does_not_fall_behind(void **state)
{
    (void)state;
    static const double fetches[] = {30, 200, 3000};
    for (size_t i = 0; i < sizeof fetches / sizeof *fetches; i++) {
        struct group_sim s;
        open_sim(&s, 24, 2, 40, 6000);
        s.out = 26;
        s.fetch = fetches[i];
        for (int k = 0; unread(&s) > 200; k++) {
            const struct group_verdict *v = step(&s);
            if (v->verdict == VERDICT_CAUGHT_UP && v->also == VERDICTS)
                break; /* as much as between two commits */
            if (v->count[VERDICT_STALLED] || (k > 9 && v->verdict != VERDICT_CATCHING_UP) ||
                (k > 9 && (v->out <= v->in || v->drained_ms <= 0)))
                fail_msg("fetches %g, sample %d, %g unread, in %g, out %g: %s", s.fetch, k,
                         unread(&s), v->in, v->out, v->text);
        }
        close_sim(&s);
    }
}

/* A partition that is really stuck is named, also next to busy ones that its member keeps up with. */
static void test_a_stuck_partition_is_named(void **state)
{
    (void)state;
    struct group_sim s;
    open_sim(&s, 6, 2, 300, 0);
    s.out = 1000;
    for (int k = 0; k < 40; k++)
        step(&s);
    s.frozen = 2;
    const struct group_verdict *v = NULL;
    for (int k = 0; k < 15; k++)
        v = step(&s);
    assert_int_equal(v->count[VERDICT_STALLED], 1);
    assert_int_equal(v->verdict, VERDICT_STALLED);
    assert_int_equal(v->partition, 2);
    close_sim(&s);
}

/* One partition gets nearly all; the few records of its neighbour wait while its member reads it. */
static void test_next_to_a_hot_partition_nothing_is_stalled(void **state)
{
    (void)state;
    struct group_sim s;
    open_sim(&s, 4, 2, 0.8, 0);
    s.in[0] = 12;
    s.out = 4;
    s.fetch = 3000;
    for (int k = 0; k < 240; k++) {
        const struct group_verdict *v = step(&s);
        if (v->count[VERDICT_STALLED])
            fail_msg("sample %d: %s", k, v->text);
        if (k > 12)
            assert_int_equal(v->verdict, VERDICT_FALLING_BEHIND);
        assert_false(found(&s, FINDING_STALLED));
    }
    close_sim(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_too_slow_members_stall_nothing),
        cmocka_unit_test(test_who_drains_in_turn_does_not_fall_behind),
        cmocka_unit_test(test_a_stuck_partition_is_named),
        cmocka_unit_test(test_next_to_a_hot_partition_nothing_is_stalled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
