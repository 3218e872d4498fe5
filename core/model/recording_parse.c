/* Bytes → recording. Whatever the bytes are: what has a good checksum and makes sense is taken, the
 * rest is skipped. A minute that was recorded already (by another klamm at the same time) is taken
 * once. */
#include "core/model/recording_code.h"

#include "core/base/mem.h"
#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/model/events_code.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIME_MAX 100000000000000LL /* the year 5138 */
enum { DAY_MS = 86400000 };
enum { TEXT_MAX = 70000, NUMBERS_MAX = 1000000 }; /* group ids may have 32,767 bytes and more */

struct file_part { /* in the order of the file */
    const struct recording_topic *topic;
    int32_t partition;
    int64_t committed, start, end; /* as read last */
};

struct numbered {
    struct recording_group *group; /* NULL: that number was not given */
    struct file_part *parts;
    size_t nparts;
    uint64_t samples; /* the one to come */
    bool lost;        /* one is missing: wait for a whole one */
};

struct reader {
    struct recording *h;
    struct VEC(struct numbered) by_number;
    char text[TEXT_MAX];
};

static void forget_numbers(struct reader *r)
{
    for (size_t i = 0; i < r->by_number.len; i++)
        free(r->by_number.data[i].parts);
    vec_clear(&r->by_number);
}

static int64_t unpack_offset(struct unpack *u, int64_t before)
{
    uint64_t v = unpack_uint(u);
    if (v == 0)
        return OFFSET_UNKNOWN;
    v--;
    int64_t d = (int64_t)(v & 1 ? ~(v >> 1) : v >> 1);
    uint64_t sum = (uint64_t)(before == OFFSET_UNKNOWN ? 0 : before) + (uint64_t)d;
    return sum > INT64_MAX ? OFFSET_UNKNOWN : (int64_t)sum;
}

/* A moment since 1970; others would overflow when they are compared. */
static int64_t unpack_time(struct unpack *u, int64_t before)
{
    int64_t t = (int64_t)((uint64_t)before + (uint64_t)unpack_int(u));
    u->bad |= t < 0 || t > TIME_MAX;
    return u->bad ? 0 : t;
}

static struct recording_total unpack_total(struct unpack *u, int64_t *at)
{
    struct recording_total t;
    *at = unpack_time(u, *at);
    t.at_ms = *at;
    t.lag = (double)unpack_uint(u);
    t.in = unpack_float(u);
    t.out = unpack_float(u);
    return t;
}

static void read_marks(struct unpack *u, struct recording_group *g)
{
    int64_t at = 0;
    for (size_t n = unpack_count(u, 3); n > 0 && !u->bad; n--) {
        at = unpack_time(u, at);
        uint64_t kind = unpack_uint(u);
        int64_t count = unpack_int(u);
        if (!u->bad && kind < MARK_KINDS && g)
            recording_add_mark(g, at, (enum mark_kind)kind, count);
    }
}

/* ---- G --------------------------------------------------------------------------------------- */

static bool read_layout(struct reader *r, struct unpack *u, struct numbered *nr)
{
    const struct recording_topic *t = NULL;
    char id[40];
    size_t n = unpack_count(u, 2);
    if (n > RECORDING_MAX_PARTS)
        return false;
    nr->parts = xcalloc(n ? n : 1, sizeof *nr->parts);
    nr->nparts = n;
    for (size_t i = 0; i < n && !u->bad; i++) {
        bool named = unpack_uint(u) != 0;
        if (named && unpack_text(u, r->text, sizeof r->text) && unpack_text(u, id, sizeof id))
            t = recording_make_topic(r->h, r->text, id);
        uint64_t partition = unpack_uint(u);
        if (!t || partition > INT32_MAX)
            return false;
        nr->parts[i] = (struct file_part){t, (int32_t)partition, OFFSET_UNKNOWN, OFFSET_UNKNOWN,
                                          OFFSET_UNKNOWN};
    }
    for (size_t i = 0; i < n && !u->bad; i++)
        recording_make_part(r->h, nr->group, nr->parts[i].topic, nr->parts[i].partition);
    return !u->bad;
}

static struct recording_part *part_of(struct numbered *nr, size_t i)
{
    struct recording_group *g = nr->group;
    const struct file_part *f = &nr->parts[i];
    if (i < g->nparts && g->parts[i].topic == f->topic && g->parts[i].partition == f->partition)
        return &g->parts[i]; /* nearly always: both are sorted */
    return (struct recording_part *)(uintptr_t)recording_part_at(g, f->topic->name, f->partition);
}

static void read_totals(struct unpack *u, struct recording_group *g, enum recording_tier tier,
                        bool take)
{
    int64_t at = 0;
    for (size_t n = unpack_count(u, 10); n > 0 && !u->bad; n--) {
        struct recording_total t = unpack_total(u, &at);
        if (take && !u->bad)
            recording_push(g, tier, &t);
    }
}

static void read_rhythm(struct unpack *u, struct recording_part *p, bool take)
{
    struct recording_part q = {0};
    q.quiet_ms = unpack_time(u, 0);
    q.changed_ms = unpack_time(u, 0);
    q.watched_ms = unpack_time(u, 0);
    q.last_start = unpack_offset(u, OFFSET_UNKNOWN);
    size_t n = unpack_count(u, 1);
    for (size_t i = 0; i < n && !u->bad; i++) {
        uint64_t gap = unpack_uint(u);
        if (i < RECORDING_GAPS && gap < UINT32_MAX)
            q.gaps[q.ngaps++] = (uint32_t)gap;
    }
    if (!p || !take || u->bad)
        return;
    p->quiet_ms = q.quiet_ms;
    p->changed_ms = q.changed_ms;
    p->watched_ms = q.watched_ms;
    p->last_start = q.last_start;
    memcpy(p->gaps, q.gaps, sizeof p->gaps);
    p->ngaps = q.ngaps;
}

static void read_series(struct unpack *u, size_t n, int64_t *out, int64_t *last)
{
    *last = OFFSET_UNKNOWN;
    for (size_t i = 0; i < n; i++) {
        int64_t v = unpack_offset(u, *last);
        out[i] = v;
        *last = v != OFFSET_UNKNOWN ? v : *last;
    }
}

static void read_part_past(struct unpack *u, struct recording_group *g, struct recording_part *p,
                           bool take)
{
    int64_t c[RECORDING_MINUTES], e[RECORDING_MINUTES], last_c, last_e;
    size_t n = ring_len(&g->ring[TIER_MINUTE]);
    read_rhythm(u, p, take);
    read_series(u, n, c, &last_c);
    read_series(u, n, e, &last_e);
    if (!take || !p || u->bad)
        return;
    for (size_t i = 0; i < n; i++)
        recording_set(g, p, TIER_MINUTE, ring_slot(&g->ring[TIER_MINUTE], i), c[i], e[i]);
    p->last_committed = last_c;
    p->last_end = last_e;
}

/* The part of a quarter of an hour that is not over yet. */
static void open_quarter(struct recording_group *g)
{
    size_t n = ring_len(&g->ring[TIER_QUARTER]);
    const struct recording_total *last = n ? recording_total_at(g, TIER_QUARTER, n - 1) : NULL;
    const struct recording_total *t;
    if (last)
        g->mean[TIER_QUARTER].from_ms = last->at_ms;
    for (size_t i = 0; (t = recording_total_at(g, TIER_MINUTE, i)); i++)
        if (!last || t->at_ms > last->at_ms)
            recording_add_quarter(g, t, g->interval_ms);
}

static void read_past(struct unpack *u, struct numbered *nr)
{
    struct recording_group *g = nr->group;
    bool fresh = ring_len(&g->ring[TIER_MINUTE]) == 0 && ring_len(&g->ring[TIER_QUARTER]) == 0;
    if (!fresh) { /* a file has it once; of a second one nothing is taken */
        u->bad = true;
        return;
    }
    g->empty_since_ms = unpack_time(u, 0);
    read_totals(u, g, TIER_QUARTER, true);
    read_totals(u, g, TIER_MINUTE, true);
    for (size_t i = 0; i < nr->nparts && !u->bad; i++)
        read_part_past(u, g, part_of(nr, i), true);
    read_marks(u, g);
    open_quarter(g);
}

static void read_group(struct reader *r, struct unpack *u)
{
    uint64_t number = unpack_uint(u);
    if (number >= NUMBERS_MAX || !unpack_text(u, r->text, sizeof r->text))
        return;
    while (r->by_number.len <= number)
        vec_push(&r->by_number, ((struct numbered){0}));
    struct numbered *nr = &r->by_number.data[number];
    free(nr->parts);
    *nr = (struct numbered){.group = recording_make_group(r->h, r->text)};
    if (!read_layout(r, u, nr)) {
        free(nr->parts);
        *nr = (struct numbered){0};
        return;
    }
    if (unpack_uint(u))
        read_past(u, nr);
}

/* ---- M --------------------------------------------------------------------------------------- */

static void read_part(struct unpack *u, struct file_part *f, bool whole)
{
    if (whole)
        f->committed = f->start = f->end = OFFSET_UNKNOWN;
    uint64_t flags = unpack_uint(u);
    if (flags & 1)
        f->committed = unpack_offset(u, f->committed);
    if (flags & 2)
        f->end = unpack_offset(u, f->end);
    if (flags & 4)
        f->start = unpack_offset(u, f->start);
}

static void take_minute(struct reader *r, struct numbered *nr, const struct recording_total *t)
{
    struct recording_group *g = nr->group;
    int64_t minute = r->h->interval_ms * RECORDING_PER_MINUTE;
    size_t slot = recording_push(g, TIER_MINUTE, t);
    for (size_t i = 0; i < g->nparts; i++)
        recording_set(g, &g->parts[i], TIER_MINUTE, slot, OFFSET_UNKNOWN, OFFSET_UNKNOWN);
    for (size_t i = 0; i < nr->nparts; i++) {
        const struct file_part *f = &nr->parts[i];
        struct recording_part *p = part_of(nr, i);
        if (!p)
            continue;
        recording_set(g, p, TIER_MINUTE, slot, f->committed, f->end);
        recording_see_commit(p, f->committed, t->at_ms, 2 * minute);
        p->last_end = f->end != OFFSET_UNKNOWN ? f->end : p->last_end;
        p->last_start = f->start != OFFSET_UNKNOWN ? f->start : p->last_start;
        p->seen_ms = t->at_ms;
    }
    recording_add_quarter(g, t, r->h->interval_ms);
}

static void read_minute(struct reader *r, struct unpack *u, int64_t now_ms)
{
    uint64_t number = unpack_uint(u), samples = unpack_uint(u);
    bool whole = unpack_uint(u) != 0;
    if (u->bad || number >= r->by_number.len || !r->by_number.data[number].group) {
        u->bad = true; /* how long it is, only its layout tells */
        return;
    }
    struct numbered *nr = &r->by_number.data[number];
    int64_t at = now_ms;
    struct recording_total t = unpack_total(u, &at);
    uint64_t state = u->at < u->end ? *u->at : 0;
    u->bad |= u->at >= u->end;
    u->at += !u->bad;
    unpack_uint(u); /* members */
    unpack_u32(u);
    int64_t empty_since = unpack_time(u, 0);
    uint64_t empty_commits = unpack_uint(u), gap = unpack_uint(u);
    for (size_t i = 0; i < nr->nparts && !u->bad; i++)
        read_part(u, &nr->parts[i], whole);
    nr->lost = !whole && (nr->lost || samples != nr->samples);
    nr->samples = samples + 1;
    bool fresh = !u->bad && !nr->lost && t.at_ms > recording_last_ms(nr->group);
    if (fresh)
        take_minute(r, nr, &t);
    if (fresh) {
        nr->group->file_gap_ms = gap < DAY_MS ? (int64_t)gap : 0;
        nr->group->empty_since_ms = state == GROUP_EMPTY ? empty_since : 0;
        nr->group->empty_commits = state == GROUP_EMPTY ? (uint32_t)(empty_commits & 0xff) : 0;
    }
    read_marks(u, fresh ? nr->group : NULL);
}

static void read_minutes(struct reader *r, struct unpack *u)
{
    int64_t now_ms = unpack_time(u, 0);
    while (u->at < u->end && !u->bad)
        read_minute(r, u, now_ms);
}

/* ---- S --------------------------------------------------------------------------------------- */

static void read_since(struct reader *r, struct unpack *u)
{
    struct recording_since since[RECORDING_CONDITIONS] = {{0}};
    if (!unpack_text(u, r->text, sizeof r->text))
        return;
    for (size_t n = unpack_count(u, 2); n > 0 && !u->bad; n--) {
        uint64_t code = unpack_uint(u);
        int64_t ms = unpack_time(u, 0);
        if (!u->bad && code >> 1 < RECORDING_CONDITIONS)
            since[code >> 1] = (struct recording_since){ms, code & 1};
    }
    struct recording_group *g = u->bad ? NULL : map_get(&r->h->groups, r->text);
    if (!g)
        return;
    memcpy(g->since, since, sizeof since);
    g->judged = true;
}

static void read_all_since(struct reader *r, struct unpack *u)
{
    while (u->at < u->end && !u->bad)
        read_since(r, u);
}

/* ---- records --------------------------------------------------------------------------------- */

static bool is_record(const unsigned char *p, size_t left, size_t *len)
{
    if (left < RECORDING_HEAD || memcmp(p, "KLr", 3) != 0 || !strchr("HGMES", p[3]) || !p[3])
        return false;
    struct unpack u = {.at = p + 4, .end = p + RECORDING_HEAD};
    uint32_t size = unpack_u32(&u), crc = unpack_u32(&u);
    if (size > left - RECORDING_HEAD)
        return false;
    *len = size;
    return pack_crc(pack_crc(0, p + 3, 1), p + RECORDING_HEAD, size) == crc;
}

static void take_record(struct reader *r, char type, struct unpack u)
{
    switch (type) {
    case 'H':
        forget_numbers(r);
        break;
    case 'G':
        read_group(r, &u);
        break;
    case 'S':
        read_all_since(r, &u);
        break;
    case 'E':
        events_unpack(&u, &r->h->past);
        break;
    default:
        read_minutes(r, &u);
        break;
    }
}

/* What came of a file is in it: nothing of it is due. */
static void settle(struct recording *h)
{
    size_t at = 0;
    const char *key;
    void *value;
    while (map_next(&h->groups, &at, &key, &value)) {
        struct recording_group *g = value;
        g->file.number = -1;
        g->file.new_marks = 0;
        g->file.minute_due = false;
        size_t n = ring_len(&g->ring[TIER_MINUTE]);
        if (n > 0)
            g->mean[TIER_MINUTE].from_ms = recording_total_at(g, TIER_MINUTE, n - 1)->at_ms;
    }
}

void recording_read(struct recording *h, const void *bytes, size_t len, struct recording_read *out)
{
    const unsigned char *p = bytes, *end = p + len;
    struct reader *r = xcalloc(1, sizeof *r);
    bool skipping = false;
    size_t size;
    *out = (struct recording_read){0};
    r->h = h;
    while (p < end) {
        if (!is_record(p, (size_t)(end - p), &size)) {
            out->damaged += !skipping;
            skipping = true;
            p++;
            continue;
        }
        skipping = false;
        out->records++;
        take_record(r, (char)p[3],
                    (struct unpack){.at = p + RECORDING_HEAD, .end = p + RECORDING_HEAD + size});
        p += RECORDING_HEAD + size;
        out->good_end = (size_t)(p - (const unsigned char *)bytes);
    }
    forget_numbers(r);
    vec_release(&r->by_number);
    free(r);
    settle(h);
}
