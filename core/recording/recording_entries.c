/* The entries of F and M records: samples and minutes of groups, as differences to what came before
 * of the same group. When one is missing, those after it are skipped up to the next whole one. */
#include "core/recording/recording_add.h"
#include "core/recording/recording_parse_impl.h"
#include "core/recording/recording_read.h"

enum { DAY_MS = 86400000 };

/* The group that the entry is of, or NULL and bad: only its layout shows how long it is. */
static struct numbered *read_number(struct reader *r, struct unpack *u)
{
    uint64_t number = unpack_uint(u);
    if (u->bad || number >= r->by_number.len || !r->by_number.data[number].group) {
        u->bad = true;
        return NULL;
    }
    return &r->by_number.data[number];
}

/* Differences only count when all before them are known. */
static void see_entry(struct numbered *nr, uint64_t entry, bool whole)
{
    nr->lost = !whole && (nr->lost || entry != nr->entries);
    nr->entries = entry + 1;
}

/* What two klamms saw at the same time overlaps by some minutes. An entry that is far earlier than
 * the one before it was written after the clock had been set back: those before it were ahead. */
static void see_time(struct reader *r, struct numbered *nr, int64_t at)
{
    struct recording_group *g = nr->group;
    int64_t far = r->h->interval_ms * 2 * RECORDING_FINE;
    for (int t = TIER_FINE; t <= TIER_MINUTE; t++) {
        size_t n = ring_len(&g->ring[t]);
        if (!n || recording_total_at(g, (enum recording_tier)t, n - 1)->at_ms - at <= far)
            continue;
        parse_work(r, g->nparts + RECORDING_QUARTERS);
        recording_clock_back(g, at);
    }
}

static unsigned char read_byte(struct unpack *u)
{
    if (u->at >= u->end)
        u->bad = true;
    return u->bad ? 0 : *u->at++;
}

static void make_whole(struct reader *r, struct numbered *nr)
{
    parse_work(r, nr->nparts);
    for (size_t i = 0; i < nr->nparts; i++)
        nr->parts[i].committed = nr->parts[i].start = nr->parts[i].end = OFFSET_UNKNOWN;
}

static void read_part(struct unpack *u, struct file_part *f)
{
    uint64_t flags = unpack_uint(u);
    if (flags & 1)
        f->committed = parse_offset(u, f->committed);
    if (flags & 2)
        f->end = parse_offset(u, f->end);
    if (flags & 4)
        f->start = parse_offset(u, f->start);
}

static void see_offsets(struct recording_part *p, const struct file_part *f, int64_t at_ms)
{
    if (f->committed != OFFSET_UNKNOWN)
        p->committed_ms = at_ms;
    if (f->end != OFFSET_UNKNOWN) {
        p->last_end = f->end;
        p->end_ms = at_ms;
    }
    p->last_start = f->start != OFFSET_UNKNOWN ? f->start : p->last_start;
    p->seen_ms = at_ms;
}

static void take_minute(struct reader *r, struct numbered *nr, const struct recording_total *t)
{
    struct recording_group *g = nr->group;
    if (!parse_work(r, g->nparts + nr->nparts))
        return;
    int64_t minute = r->h->interval_ms * RECORDING_PER_MINUTE;
    size_t slot = recording_push(g, TIER_MINUTE, t);
    for (size_t i = 0; i < g->nparts; i++)
        recording_set(g, &g->parts[i], TIER_MINUTE, slot, OFFSET_UNKNOWN, OFFSET_UNKNOWN);
    for (size_t i = 0; i < nr->nparts; i++) {
        const struct file_part *f = &nr->parts[i];
        struct recording_part *p = parse_part(nr, i);
        if (!p)
            continue;
        recording_set(g, p, TIER_MINUTE, slot, f->committed, f->end);
        recording_see_commit(p, f->committed, t->at_ms, 2 * minute);
        recording_see_rest(p, f->start, f->end, t->at_ms);
        see_offsets(p, f, t->at_ms);
    }
    recording_add_quarter(g, t, r->h->interval_ms);
}

static void read_minute(struct reader *r, struct unpack *u, int64_t now_ms)
{
    struct numbered *nr = read_number(r, u);
    if (!nr)
        return;
    uint64_t entry = unpack_uint(u);
    bool whole = unpack_uint(u) != 0;
    int64_t at = now_ms;
    struct recording_total t = parse_total(u, &at);
    unsigned char state = read_byte(u);
    unpack_uint(u); /* members */
    unpack_u32(u);
    int64_t empty_since = parse_time(u, 0);
    uint64_t empty_commits = unpack_uint(u), gap = unpack_uint(u);
    if (whole)
        make_whole(r, nr);
    for (size_t i = 0; i < nr->nparts && !u->bad; i++)
        read_part(u, &nr->parts[i]);
    see_entry(nr, entry, whole);
    struct recording_group *g = nr->group;
    if (!u->bad && !nr->lost)
        see_time(r, nr, t.at_ms);
    size_t n = ring_len(&g->ring[TIER_MINUTE]);
    bool reads = !u->bad && !nr->lost &&
                 (n == 0 || t.at_ms > recording_total_at(g, TIER_MINUTE, n - 1)->at_ms);
    if (reads) {
        take_minute(r, nr, &t);
        g->file_gap_ms = gap < DAY_MS ? (int64_t)gap : 0;
        g->empty_since_ms = state == GROUP_EMPTY ? empty_since : 0;
        g->empty_commits = state == GROUP_EMPTY ? (uint32_t)(empty_commits & 0xff) : 0;
    }
    parse_marks(u, reads ? g : NULL);
}

static bool moves_forward(struct numbered *nr)
{
    bool forward = false;
    for (size_t i = 0; i < nr->nparts; i++) {
        const struct recording_part *p = parse_part(nr, i);
        forward |=
            p && p->last_committed != OFFSET_UNKNOWN && nr->parts[i].committed > p->last_committed;
    }
    return forward;
}

static void take_fine(struct reader *r, struct numbered *nr, const struct recording_sample *s,
                      const struct recording_total *t)
{
    struct recording_group *g = nr->group;
    if (!parse_work(r, g->nparts + nr->nparts))
        return;
    size_t slot = recording_push_sample(r->h, g, s, t, moves_forward(nr));
    for (size_t i = 0; i < g->nparts; i++)
        recording_set(g, &g->parts[i], TIER_FINE, slot, OFFSET_UNKNOWN, OFFSET_UNKNOWN);
    for (size_t i = 0; i < nr->nparts; i++) {
        const struct file_part *f = &nr->parts[i];
        struct recording_part *p = parse_part(nr, i);
        if (!p)
            continue;
        recording_set(g, p, TIER_FINE, slot, f->committed, f->end);
        recording_set_start(g, p, slot, f->start);
        recording_see_commit(p, f->committed, s->commit_ms, 0);
        recording_see_rest(p, f->start, f->end, s->commit_ms);
        see_offsets(p, f, s->commit_ms);
    }
    recording_see_no_members(g, s);
}

static struct recording_sample read_sample(struct unpack *u, struct numbered *nr, int64_t now_ms,
                                           bool members)
{
    struct recording_sample s = {.commit_ms = parse_time(u, now_ms)};
    uint64_t ends_after = unpack_uint(u), state_after = unpack_uint(u);
    unsigned char state = read_byte(u);
    s.members = (uint32_t)unpack_uint(u);
    if (members)
        nr->member_set = unpack_u32(u);
    s.member_set = nr->member_set;
    s.ends_ms = s.commit_ms + (int64_t)(uint32_t)ends_after;
    if (state <= GROUP_EMPTY) {
        s.state = (enum group_state)state;
        s.state_ms = s.commit_ms + (int64_t)(uint32_t)state_after;
    }
    return s;
}

static void read_fine(struct reader *r, struct unpack *u, int64_t now_ms)
{
    struct numbered *nr = read_number(r, u);
    if (!nr)
        return;
    uint64_t entry = unpack_uint(u);
    unsigned char flags = read_byte(u);
    struct recording_sample s = read_sample(u, nr, now_ms, flags & FINE_MEMBERS);
    struct recording_total t = {.at_ms = s.commit_ms, .lag = parse_lag(u)};
    if (flags & FINE_RATES) {
        t.in = unpack_float(u);
        t.out = unpack_float(u);
    }
    struct recording_mark offset_jump = {.kind = MARK_JUMP};
    if (flags & FINE_JUMP) {
        offset_jump.at_ms = parse_time(u, now_ms);
        offset_jump.n = unpack_int(u);
    }
    if (flags & FINE_WHOLE)
        make_whole(r, nr);
    for (size_t i = 0; i < nr->nparts && !u->bad;) {
        uint64_t same = unpack_uint(u);
        u->bad |= same > nr->nparts - i;
        i += u->bad ? 0 : (size_t)same;
        if (i < nr->nparts && !u->bad)
            read_part(u, &nr->parts[i++]);
    }
    see_entry(nr, entry, flags & FINE_WHOLE);
    if (!u->bad && !nr->lost)
        see_time(r, nr, t.at_ms);
    size_t n = ring_len(&nr->group->ring[TIER_FINE]);
    const struct recording_total *last = n ? recording_total_at(nr->group, TIER_FINE, n - 1) : NULL;
    if (!u->bad && !nr->lost && t.at_ms >= r->fine_from_ms && (!last || t.at_ms > last->at_ms))
        take_fine(r, nr, &s, &t);
    if (!u->bad && offset_jump.at_ms)
        recording_add_jump(nr->group, offset_jump.at_ms, offset_jump.n);
}

void parse_entries(struct reader *r, char type, struct unpack *u)
{
    int64_t now_ms = parse_time(u, 0);
    while (u->at < u->end && !u->bad && parse_work(r, 0)) {
        if (type == 'F')
            read_fine(r, u, now_ms);
        else
            read_minute(r, u, now_ms);
    }
}
