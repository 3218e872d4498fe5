/* Recording → bytes. The writer of the file (core/live) owns the numbers; nothing is written twice
 * within one numbering. Offsets are differences to what was written before, idle partitions one
 * byte a minute; each 32nd minute of a group is written whole, so that a damaged record costs
 * half an hour of it at most. */
#include "core/model/recording_code.h"

#include "core/base/pack.h"
#include "core/model/events_code.h"

#include <string.h>

enum { WHOLE_EACH = 32, VERSION = 2 };

static void add_record(struct buf *out, char type, const struct buf *payload)
{
    uint32_t crc = pack_crc(0, &type, 1);
    buf_adds(out, "KLr");
    buf_addc(out, type);
    pack_u32(out, (uint32_t)payload->len);
    pack_u32(out, pack_crc(crc, buf_str(payload), payload->len));
    buf_add(out, buf_str(payload), payload->len);
}

static void pack_offset(struct buf *b, int64_t value, int64_t before)
{
    if (value == OFFSET_UNKNOWN) {
        pack_uint(b, 0);
        return;
    }
    int64_t d = value - (before == OFFSET_UNKNOWN ? 0 : before);
    uint64_t u = (uint64_t)d << 1;
    pack_uint(b, (d < 0 ? ~u : u) + 1);
}

static void pack_total(struct buf *b, const struct recording_total *t, int64_t *at)
{
    pack_int(b, t->at_ms - *at);
    *at = t->at_ms;
    pack_uint(b, t->lag > 0 ? (uint64_t)t->lag : 0);
    pack_float(b, t->in);
    pack_float(b, t->out);
}

static void pack_marks(struct buf *b, const struct recording_group *g, size_t n)
{
    int64_t at = 0;
    pack_uint(b, n);
    for (size_t i = n; i > 0; i--) {
        const struct recording_mark *m = recording_mark_at(g, i - 1);
        pack_int(b, m->at_ms - at);
        at = m->at_ms;
        pack_uint(b, m->kind);
        pack_int(b, m->n);
    }
}

/* ---- G --------------------------------------------------------------------------------------- */

static void pack_layout(struct buf *b, const struct recording_group *g)
{
    const struct recording_topic *last = NULL;
    pack_uint(b, g->nparts);
    for (size_t i = 0; i < g->nparts; i++) {
        const struct recording_part *p = &g->parts[i];
        buf_addc(b, p->topic != last);
        if (p->topic != last) {
            pack_text(b, p->topic->name);
            pack_text(b, p->topic->id);
        }
        last = p->topic;
        pack_uint(b, (uint64_t)p->partition);
    }
}

static void pack_totals(struct buf *b, const struct recording_group *g, enum recording_tier t)
{
    int64_t at = 0;
    const struct recording_total *total;
    pack_uint(b, ring_len(&g->ring[t]));
    for (size_t i = 0; (total = recording_total_at(g, t, i)); i++)
        pack_total(b, total, &at);
}

static void pack_series(struct buf *b, const struct ring *r, const struct series *s)
{
    int64_t before = OFFSET_UNKNOWN;
    for (size_t i = 0; i < ring_len(r); i++) {
        int64_t v = series_get(s, ring_slot(r, i));
        pack_offset(b, v, before);
        before = v != OFFSET_UNKNOWN ? v : before;
    }
}

static void pack_rhythm(struct buf *b, const struct recording_part *p)
{
    size_t n = p->ngaps < RECORDING_GAPS ? p->ngaps : RECORDING_GAPS;
    pack_int(b, p->quiet_ms);
    pack_int(b, p->changed_ms);
    pack_int(b, p->watched_ms);
    pack_offset(b, p->last_start, OFFSET_UNKNOWN);
    pack_uint(b, n);
    for (size_t i = 0; i < n; i++)
        pack_uint(b, p->gaps[i]);
}

static void begin_file_values(struct recording_group *g)
{
    for (size_t i = 0; i < g->nparts; i++)
        g->parts[i].file_committed = g->parts[i].file_start = g->parts[i].file_end = OFFSET_UNKNOWN;
}

static void write_group(struct recording_group *g, int32_t number, bool past, struct buf *out)
{
    struct buf b;
    buf_init(&b, 0);
    g->file.number = number;
    g->file.samples = 0;
    g->file.stale = false;
    begin_file_values(g);
    pack_uint(&b, (uint64_t)number);
    pack_text(&b, g->id);
    pack_layout(&b, g);
    buf_addc(&b, past);
    if (past) {
        size_t marks = g->nmarks < RECORDING_MARKS ? g->nmarks : RECORDING_MARKS;
        pack_int(&b, g->empty_since_ms);
        pack_totals(&b, g, TIER_QUARTER);
        pack_totals(&b, g, TIER_MINUTE);
        for (size_t i = 0; i < g->nparts; i++) {
            pack_rhythm(&b, &g->parts[i]);
            pack_series(&b, &g->ring[TIER_MINUTE], &g->parts[i].committed_minute);
            pack_series(&b, &g->ring[TIER_MINUTE], &g->parts[i].end_minute);
        }
        pack_marks(&b, g, marks);
        g->file.new_marks = 0;
        g->file.minute_due = false;
    }
    add_record(out, 'G', &b);
    buf_release(&b);
}

void recording_write_group(struct recording_group *g, int32_t number, struct buf *out)
{
    write_group(g, number, true, out);
}

void recording_write_head(struct recording *h, struct buf *out)
{
    size_t at = 0;
    const char *key;
    void *value;
    struct buf b;
    buf_init(&b, 0);
    pack_uint(&b, VERSION);
    pack_uint(&b, (uint64_t)h->interval_ms);
    add_record(out, 'H', &b);
    buf_release(&b);
    while (map_next(&h->groups, &at, &key, &value)) {
        struct recording_group *g = value;
        g->file.number = -1;
        g->file.since_due = g->judged;
    }
}

/* ---- E --------------------------------------------------------------------------------------- */

bool recording_write_events(struct recording *h, bool all, struct buf *out)
{
    struct buf b;
    buf_init(&b, 0);
    bool any = h->seen && events_pack(h->seen, all ? 0 : h->written_seq, &b);
    if (any) {
        add_record(out, 'E', &b);
        h->written_seq = h->seen->next_seq - 1;
    }
    buf_release(&b);
    return any;
}

/* ---- S --------------------------------------------------------------------------------------- */

static void pack_since(struct buf *b, const struct recording_group *g)
{
    size_t n = 0;
    for (int i = 0; i < RECORDING_CONDITIONS; i++)
        n += g->since[i].ms != 0;
    pack_text(b, g->id);
    pack_uint(b, n);
    for (int i = 0; i < RECORDING_CONDITIONS; i++)
        if (g->since[i].ms) {
            pack_uint(b, (uint64_t)i << 1 | g->since[i].at_least);
            pack_int(b, g->since[i].ms);
        }
}

bool recording_write_since(struct recording *h, struct buf *out)
{
    size_t at = 0;
    const char *key;
    void *value;
    struct buf b;
    buf_init(&b, 0);
    while (map_next(&h->groups, &at, &key, &value)) {
        struct recording_group *g = value;
        if (!g->file.since_due || g->file.number < 0)
            continue;
        pack_since(&b, g);
        g->file.since_due = false;
    }
    bool any = b.len > 0;
    if (any)
        add_record(out, 'S', &b);
    buf_release(&b);
    return any;
}

/* ---- M --------------------------------------------------------------------------------------- */

static void pack_part(struct buf *b, struct recording_part *p, size_t slot)
{
    int64_t c = series_get(&p->committed_minute, slot), e = series_get(&p->end_minute, slot);
    int64_t s = e == OFFSET_UNKNOWN ? OFFSET_UNKNOWN : p->last_start;
    int flags = (c != p->file_committed) | (e != p->file_end) << 1 | (s != p->file_start) << 2;
    buf_addc(b, (char)flags);
    if (flags & 1)
        pack_offset(b, c, p->file_committed);
    if (flags & 2)
        pack_offset(b, e, p->file_end);
    if (flags & 4)
        pack_offset(b, s, p->file_start);
    p->file_committed = c;
    p->file_end = e;
    p->file_start = s;
}

static void pack_state(struct buf *b, const struct recording_group *g)
{
    const struct ring *r = &g->ring[TIER_FINE];
    size_t slot = ring_slot(r, ring_len(r) - 1);
    buf_addc(b, (char)g->state[slot]);
    pack_uint(b, g->members[slot]);
    pack_u32(b, g->member_set[slot]);
    pack_int(b, g->empty_since_ms);
    pack_uint(b, g->empty_commits);
    pack_uint(b, (uint64_t)recording_usual_gap(g));
}

static void pack_minute(struct buf *b, struct recording_group *g, int64_t now_ms)
{
    const struct ring *r = &g->ring[TIER_MINUTE];
    size_t slot = ring_slot(r, ring_len(r) - 1);
    bool whole = g->file.samples % WHOLE_EACH == 0;
    size_t marks = g->file.new_marks < RECORDING_MARKS ? g->file.new_marks : RECORDING_MARKS;
    int64_t at = now_ms;
    if (whole)
        begin_file_values(g);
    pack_uint(b, (uint64_t)g->file.number);
    pack_uint(b, g->file.samples);
    buf_addc(b, whole);
    pack_total(b, &g->total[TIER_MINUTE][slot], &at);
    pack_state(b, g);
    for (size_t i = 0; i < g->nparts; i++)
        pack_part(b, &g->parts[i], slot);
    pack_marks(b, g, marks);
    g->file.samples++;
    g->file.new_marks = 0;
    g->file.minute_due = false;
}

bool recording_write_due(struct recording *h, int64_t now_ms, int32_t *next, struct buf *out)
{
    size_t at = 0;
    const char *key;
    void *value;
    struct buf b;
    buf_init(&b, 0);
    pack_int(&b, now_ms);
    size_t empty = b.len;
    while (map_next(&h->groups, &at, &key, &value)) {
        struct recording_group *g = value;
        if (!g->file.minute_due || ring_len(&g->ring[TIER_FINE]) == 0)
            continue;
        if (g->file.number < 0 || g->file.stale)
            write_group(g, (*next)++, false, out);
        pack_minute(&b, g, now_ms);
    }
    bool any = b.len > empty;
    if (any)
        add_record(out, 'M', &b);
    buf_release(&b);
    return any;
}
