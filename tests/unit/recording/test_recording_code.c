/* The file form of recordings: what was written is read, also from a torn or damaged file, and once
 * if two wrote it. */
#include "tests/unit/recorded.h"

#include "core/base/pack.h"
#include "core/recording/recording_code.h"
#include "core/recording/recording_parse.h"
#include "core/recording/recording_read.h"
#include "core/recording/recording_write.h"
#include "tests/support/test.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void test_pack(void **state)
{
    (void)state;
    static const int64_t values[] = {0, 1, -1, 63, -64, 64, 1LL << 40, INT64_MAX, INT64_MIN};
    struct buf b;
    char text[8];
    buf_init(&b, 0);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        pack_int(&b, values[i]);
    pack_float(&b, 12.5);
    pack_float(&b, NAN);
    pack_text(&b, "orders");
    struct unpack u = {.at = (const unsigned char *)b.data,
                       .end = (const unsigned char *)b.data + b.len};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(unpack_int(&u) == values[i]);
    assert_true(unpack_float(&u) == 12.5 && isnan(unpack_float(&u)));
    assert_true(unpack_text(&u, text, sizeof text) && strcmp(text, "orders") == 0);
    assert_true(u.at == u.end && !u.bad);
    assert_int_equal(unpack_uint(&u), 0);
    assert_true(u.bad);
    assert_int_equal(pack_crc(0, "123456789", 9), 0xcbf43926);
    buf_release(&b);
}

/* As the writer does it: a head, then what is due after each sample. */
static void run_written(struct recorded *r, const char *group, int n, int32_t *next,
                        struct buf *out)
{
    for (int i = 0; i < n; i++) {
        recorded_run(r, group, 1);
        recording_write_due(&r->h, r->now, next, out);
    }
}

static void same_minutes(const struct recording *a, const struct recording *b, const char *group)
{
    const struct recording_group *x = recording_find(a, group), *y = recording_find(b, group);
    assert_non_null(y);
    assert_int_equal(x->nparts, y->nparts);
    for (int t = TIER_MINUTE; t < RECORDING_TIERS; t++) {
        const struct recording_total *p, *q;
        for (size_t i = 0; (p = recording_total_at(x, (enum recording_tier)t, i)); i++) {
            q = recording_total_at(y, (enum recording_tier)t, i);
            assert_non_null(q);
            assert_int_equal(p->at_ms, q->at_ms);
            assert_true(isnan(p->lag) ? isnan(q->lag) : fabs(p->lag - q->lag) < 1);
            assert_true(isnan(p->in) ? isnan(q->in) : fabs(p->in - q->in) < 0.01);
        }
        assert_null(recording_total_at(y, (enum recording_tier)t, ring_len(&x->ring[t])));
    }
    for (size_t i = 0; i < x->nparts; i++) {
        struct recording_point p[RECORDING_MINUTES], q[RECORDING_MINUTES];
        size_t n = recording_minutes(x, &x->parts[i], p);
        assert_int_equal(n, recording_minutes(y, &y->parts[i], q));
        assert_memory_equal(p, q, n * sizeof *p);
        assert_string_equal(x->parts[i].topic->id, y->parts[i].topic->id);
    }
    for (size_t i = 0; recording_mark_at(x, i); i++)
        assert_memory_equal(recording_mark_at(x, i), recording_mark_at(y, i),
                            sizeof(struct recording_mark));
}

/* The last samples, with their states; rates as far as four bytes hold them. */
static void same_samples(const struct recording *a, const struct recording *b, const char *group)
{
    const struct recording_group *x = recording_find(a, group), *y = recording_find(b, group);
    size_t n = ring_len(&y->ring[TIER_FINE]), skip = ring_len(&x->ring[TIER_FINE]) - n;
    assert_in_range(n, RECORDING_FINE_KEPT, RECORDING_FINE_KEPT + 1);
    for (size_t i = 0; i < n; i++) {
        size_t s = ring_slot(&x->ring[TIER_FINE], skip + i), t = ring_slot(&y->ring[TIER_FINE], i);
        assert_int_equal(x->commit_ms[s], y->commit_ms[t]);
        assert_int_equal(x->ends_after[s], y->ends_after[t]);
        assert_int_equal(x->state_after[s], y->state_after[t]);
        assert_int_equal(x->state[s], y->state[t]);
        assert_int_equal(x->members[s], y->members[t]);
        assert_int_equal(x->member_set[s], y->member_set[t]);
        const struct recording_total *was = &x->total[TIER_FINE][s], *is = &y->total[TIER_FINE][t];
        assert_true(isnan(was->lag) ? isnan(is->lag) : fabs(was->lag - is->lag) < 1);
        assert_true(isnan(was->in) ? isnan(is->in) : fabs(was->in - is->in) < 0.01);
        for (size_t k = 0; k < x->nparts; k++) {
            const struct recording_part *p = &x->parts[k], *q = &y->parts[k];
            assert_int_equal(series_get(&p->committed, s), series_get(&q->committed, t));
            assert_int_equal(series_get(&p->start, s), series_get(&q->start, t));
            assert_int_equal(series_get(&p->end, s), series_get(&q->end, t));
        }
    }
    assert_int_equal(recording_last_ms(x), recording_last_ms(y));
}

static struct recording read_back(const struct buf *b, size_t len, struct recording_read *how)
{
    struct recording h;
    recording_init(&h, 10000);
    recording_read(&h, b->data, len, how);
    return h;
}

static void test_appended_minutes(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_read how;
    struct buf b;
    int32_t next = 0;
    recorded_init(&r);
    buf_init(&b, 0);
    recording_topic_id(&r.h, "orders", "");
    recording_write_head(&r.h, &b);
    r.in = 50;
    r.out = 40;
    run_written(&r, "g", 500, &next, &b);
    r.parts = 4; /* a partition more: a number of its own */
    r.member_set = 9;
    run_written(&r, "g", 300, &next, &b);
    assert_int_equal(next, 2);
    struct recording h = read_back(&b, b.len, &how);
    assert_int_equal(how.damaged, 0);
    assert_int_equal(how.good_end, b.len);
    same_minutes(&r.h, &h, "g");
    same_samples(&r.h, &h, "g");
    assert_int_equal(recorded_part(&r, "g", 0)->last_committed,
                     recording_find(&h, "g")->parts[0].last_committed);
    recording_release(&h);
    recording_release(&r.h);
    buf_release(&b);
}

/* Two minutes in which the end of a partition was unknown. */
static void test_unknown_stays_unknown(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_read how;
    struct buf b;
    int32_t next = 0;
    recorded_init(&r);
    buf_init(&b, 0);
    recording_topic_id(&r.h, "orders", "");
    recording_write_head(&r.h, &b);
    r.in = 50;
    run_written(&r, "g", 60, &next, &b);
    r.unknown = 1;
    run_written(&r, "g", 14, &next, &b);
    r.unknown = 0;
    run_written(&r, "g", 3, &next, &b);
    struct recording h = read_back(&b, b.len, &how);
    assert_int_equal(how.damaged, 0);
    same_minutes(&r.h, &h, "g");
    same_samples(&r.h, &h, "g");
    const struct recording_group *g = recording_find(&h, "g");
    size_t last = ring_len(&g->ring[TIER_FINE]) - 1;
    assert_true(isnan(recording_total_at(g, TIER_FINE, last - 3)->lag));
    assert_true(
        isnan(recording_total_at(g, TIER_MINUTE, ring_len(&g->ring[TIER_MINUTE]) - 1)->lag));
    assert_false(isnan(recording_total_at(g, TIER_FINE, last)->lag));
    recording_release(&h);
    recording_release(&r.h);
    buf_release(&b);
}

static void test_whole_dump(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_read how;
    struct buf b;
    recorded_init(&r);
    buf_init(&b, 0);
    r.in = 50;
    r.out = 40;
    recorded_run(&r, "g", 4000);
    recording_topic_id(&r.h, "orders", "AAAAAAAAAAAAAAAAAAAAAA");
    recording_write_head(&r.h, &b);
    recording_write_group((struct recording_group *)(uintptr_t)recording_find(&r.h, "g"), 0, &b);
    int32_t next = 1;
    struct recording h = read_back(&b, b.len, &how);
    same_minutes(&r.h, &h, "g");
    same_samples(&r.h, &h, "g");
    recording_release(&h);
    run_written(&r, "g", 70, &next, &b); /* goes on after it */
    assert_int_equal(next, 1);
    h = read_back(&b, b.len, &how);
    same_minutes(&r.h, &h, "g");
    same_samples(&r.h, &h, "g");
    assert_int_equal(recording_gap(&recording_find(&h, "g")->parts[0]), 10000);
    recording_release(&h);
    recording_release(&r.h);
    buf_release(&b);
}

static void test_torn_and_damaged(void **state)
{
    (void)state;
    struct recorded r;
    struct recording_read how;
    struct buf b;
    int32_t next = 0;
    recorded_init(&r);
    buf_init(&b, 0);
    recording_write_head(&r.h, &b);
    r.in = 50;
    r.out = 40;
    run_written(&r, "g", 600, &next, &b);
    for (size_t cut = 0; cut < b.len; cut += 7) { /* cut off anywhere: what is whole is read */
        struct recording h = read_back(&b, cut, &how);
        assert_true(how.good_end <= cut);
        recording_release(&h);
    }
    const struct recording_group *g = recording_find(&r.h, "g");
    for (size_t at = 20; at < b.len; at += 97) { /* one wrong byte: never a wrong value */
        b.data[at] ^= 0x20;
        struct recording h = read_back(&b, b.len, &how);
        assert_int_equal(how.damaged, 1);
        const struct recording_group *read = recording_find(&h, "g");
        struct recording_point p[RECORDING_MINUTES];
        size_t n = read && read->nparts ? recording_minutes(read, &read->parts[0], p) : 0;
        for (size_t i = 0; i < n; i++)
            assert_int_equal((p[i].committed - 1000) / 400,
                             (p[i].commit_ms - RECORDED_START) / 10000);
        recording_release(&h);
        b.data[at] ^= 0x20;
    }
    assert_int_equal(ring_len(&g->ring[TIER_MINUTE]), 100);
    recording_release(&r.h);
    buf_release(&b);
}

static void test_two_writers_are_read_once(void **state)
{
    (void)state;
    struct recorded a, c;
    struct recording_read how;
    struct buf b;
    int32_t na = 0, nc = 0;
    recorded_init(&a);
    recorded_init(&c);
    buf_init(&b, 0);
    recording_write_head(&a.h, &b);
    run_written(&a, "g", 100, &na, &b);
    c.now += 3000; /* the other one samples between */
    recorded_run(&c, "g", 98);
    recording_write_head(&c.h, &b);
    run_written(&c, "g", 100, &nc, &b);
    struct recording h = read_back(&b, b.len, &how);
    const struct recording_group *g = recording_find(&h, "g");
    size_t n = ring_len(&g->ring[TIER_MINUTE]);
    for (size_t i = 1; i < n; i++)
        assert_true(recording_total_at(g, TIER_MINUTE, i)->at_ms >
                    recording_total_at(g, TIER_MINUTE, i - 1)->at_ms);
    assert_in_range(n, 32, 35);
    recording_release(&h);
    recording_release(&a.h);
    recording_release(&c.h);
    buf_release(&b);
}

/* The clock was a year ahead for some minutes: what came after it is not less true. */
static void test_a_clock_that_was_ahead(void **state)
{
    (void)state;
    const int64_t year = 365LL * 86400000;
    struct recorded r;
    struct recording_read how;
    struct recording_point p[RECORDING_MINUTES];
    struct buf b;
    int32_t next = 0;
    recorded_init(&r);
    buf_init(&b, 0);
    recording_write_head(&r.h, &b);
    r.in = 50;
    r.out = 40;
    run_written(&r, "g", 120, &next, &b);
    r.now += year;
    run_written(&r, "g", 18, &next, &b);
    r.now -= year;
    run_written(&r, "g", 240, &next, &b);
    struct recording h = read_back(&b, b.len, &how);
    const struct recording_group *g = recording_find(&h, "g");
    assert_int_equal(recording_last_ms(g), r.now - 10000);
    assert_in_range(ring_len(&g->ring[TIER_FINE]), RECORDING_FINE_KEPT, RECORDING_FINE_KEPT + 1);
    assert_in_range(recording_minutes(g, &g->parts[0], p), 58, 65);
    for (size_t t = 0; t < RECORDING_TIERS; t++)
        for (size_t i = 0; recording_total_at(g, (enum recording_tier)t, i); i++)
            assert_true(recording_total_at(g, (enum recording_tier)t, i)->at_ms <= r.now);
    recording_release(&h);
    recording_release(&r.h);
    buf_release(&b);
}

static void add_crafted(struct buf *out, char type, struct buf *payload)
{
    buf_adds(out, "KLr");
    buf_addc(out, type);
    pack_u32(out, (uint32_t)payload->len);
    pack_u32(out, pack_crc(pack_crc(0, &type, 1), buf_str(payload), payload->len));
    buf_add(out, buf_str(payload), payload->len);
    buf_clear(payload);
}

/* Records after the head of another version mean something else, up to the next head. */
static void test_other_versions(void **state)
{
    (void)state;
    for (unsigned version = 1; version <= RECORDING_VERSION + 1; version++) {
        struct recorded r;
        struct recording_read how;
        struct buf b, head;
        int32_t next = 0;
        recorded_init(&r);
        buf_init(&b, 0);
        buf_init(&head, 0);
        pack_uint(&head, version);
        pack_uint(&head, 10000);
        add_crafted(&b, 'H', &head);
        run_written(&r, "strange", 20, &next, &b);
        recording_write_head(&r.h, &b);
        next = 0;
        run_written(&r, "g", 20, &next, &b);
        struct recording h = read_back(&b, b.len, &how);
        assert_int_equal(how.damaged, 0);
        assert_int_equal(how.newer, version > RECORDING_VERSION);
        assert_int_equal(how.older, version < RECORDING_VERSION);
        assert_int_equal(recording_find(&h, "strange") != NULL, version == RECORDING_VERSION);
        assert_non_null(recording_find(&h, "g"));
        recording_release(&h);
        recording_release(&r.h);
        buf_release(&head);
        buf_release(&b);
    }
}

/* A group of this many partitions, named from the last to the first. */
static void craft_group(struct buf *out, uint64_t number, const char *id, uint64_t parts)
{
    struct buf p;
    buf_init(&p, 0);
    pack_uint(&p, number);
    pack_text(&p, id);
    pack_uint(&p, parts);
    for (uint64_t i = 0; i < parts; i++) {
        pack_uint(&p, i == 0);
        if (i == 0) {
            pack_text(&p, "t");
            pack_text(&p, "");
        }
        pack_uint(&p, parts - 1 - i);
    }
    pack_uint(&p, 0);
    add_crafted(out, 'G', &p);
    buf_release(&p);
}

static bool gives_up(const struct buf *b)
{
    struct recording_read how;
    struct recording h = read_back(b, b->len, &how);
    recording_release(&h);
    return how.gave_up;
}

/* Few bytes that ask for much work, each kind of it: reading ends, and says so. */
static void test_crafted_to_keep_busy(void **state)
{
    (void)state;
    struct buf b, head;
    buf_init(&b, 0);
    buf_init(&head, 0);
    craft_group(&b, 0, "usual", 2000);
    for (int i = 0; i < 9; i++) /* as each klamm that begins to write does: room is there already */
        craft_group(&b, 0, "usual", 2000);
    assert_false(gives_up(&b));
    craft_group(&b, 1, "backwards", 20000);
    assert_true(gives_up(&b));
    buf_clear(&b);
    for (int i = 0; i < 40; i++) { /* numbers are given again, and then the highest one */
        pack_uint(&head, RECORDING_VERSION);
        add_crafted(&b, 'H', &head);
        craft_group(&b, 999999, "g", 1);
    }
    assert_true(gives_up(&b));
    buf_clear(&b);
    for (uint32_t left = 20000; left > 0; left--) { /* each is as long as all that follow */
        buf_adds(&b, "KLrF");
        pack_u32(&b, left * RECORDING_HEAD - RECORDING_HEAD);
        pack_u32(&b, 0);
    }
    assert_true(gives_up(&b));
    buf_release(&head);
    buf_release(&b);
}

static void test_size_per_day(void **state)
{
    (void)state;
    struct recorded r;
    struct buf b;
    int32_t next = 0;
    recorded_init(&r);
    buf_init(&b, 0);
    r.parts = 12;
    recording_write_head(&r.h, &b);
    recorded_run(&r, "g", 6);
    b.len = 0;
    run_written(&r, "g", 8640, &next, &b);
    assert_true(b.len < 8640 * 45); /* an idle group that has the heads of records to itself */
    b.len = 0;
    r.in = r.out = 123.4;
    run_written(&r, "g", 8640, &next, &b);
    assert_true(b.len < 8640 * 125); /* twelve partitions that are written and read */
    recording_release(&r.h);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack),
        cmocka_unit_test(test_appended_minutes),
        cmocka_unit_test(test_unknown_stays_unknown),
        cmocka_unit_test(test_whole_dump),
        cmocka_unit_test(test_torn_and_damaged),
        cmocka_unit_test(test_other_versions),
        cmocka_unit_test(test_crafted_to_keep_busy),
        cmocka_unit_test(test_two_writers_are_read_once),
        cmocka_unit_test(test_a_clock_that_was_ahead),
        cmocka_unit_test(test_size_per_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
