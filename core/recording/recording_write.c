/* Recording → bytes. The writer of the file (core/live) owns the numbers; nothing is written twice
 * within one numbering. Offsets are differences to what was written before, idle partitions one
 * byte a minute and next to nothing a sample; each 70th entry of a group is written whole, so that
 * a damaged record costs ten minutes of it at most. */
#include "core/recording/recording_write.h"

#include "core/recording/recording_code.h"

#include "core/base/pack.h"
#include "core/model/events_code.h"
#include "core/recording/recording_read.h"

#include <math.h>
#include <string.h>

enum { WHOLE_EACH = 70 };

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

static void pack_lag(struct buf *b, double lag)
{
    pack_uint(b, isnan(lag) ? LAG_UNKNOWN_CODE : lag > 0 ? (uint64_t)lag : 0);
}

static void pack_total(struct buf *b, const struct recording_total *t, int64_t *at)
{
    pack_int(b, t->at_ms - *at);
    *at = t->at_ms;
    pack_lag(b, t->lag);
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
    g->file.entries = 0;
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

void recording_write_version(struct buf *out)
{
    buf_adds(out, "KLr");
    buf_addc(out, RECORDING_FILE_VERSION);
}

void recording_write_head(struct recording *h, struct buf *out)
{
    size_t at = 0;
    const char *key;
    void *value;
    struct buf b;
    buf_init(&b, 0);
    pack_uint(&b, RECORDING_VERSION);
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

/* ---- F and M --------------------------------------------------------------------------------- */

struct offsets {
    int64_t committed, start, end;
};

static int changes(const struct recording_part *p, const struct offsets *o)
{
    return (o->committed != p->file_committed) | (o->end != p->file_end) << 1 |
           (o->start != p->file_start) << 2;
}

static void pack_part(struct buf *b, struct recording_part *p, const struct offsets *o)
{
    int flags = changes(p, o);
    buf_addc(b, (char)flags);
    if (flags & 1)
        pack_offset(b, o->committed, p->file_committed);
    if (flags & 2)
        pack_offset(b, o->end, p->file_end);
    if (flags & 4)
        pack_offset(b, o->start, p->file_start);
    p->file_committed = o->committed;
    p->file_end = o->end;
    p->file_start = o->start;
}

/* Number and position of an entry; true: it has to be whole. */
static bool begin_entry(struct buf *b, struct recording_group *g)
{
    bool whole = g->file.entries % WHOLE_EACH == 0;
    if (whole)
        begin_file_values(g);
    pack_uint(b, (uint64_t)g->file.number);
    pack_uint(b, g->file.entries++);
    return whole;
}

/* Only partitions of which something changed, each after the number of those that did not. */
static void pack_fine_parts(struct buf *b, struct recording_group *g, size_t slot)
{
    size_t same = 0;
    for (size_t i = 0; i < g->nparts; i++) {
        struct recording_part *p = &g->parts[i];
        struct offsets o = {series_get(&p->committed, slot), series_get(&p->start, slot),
                            series_get(&p->end, slot)};
        if (changes(p, &o) == 0) {
            same++;
            continue;
        }
        pack_uint(b, same);
        pack_part(b, p, &o);
        same = 0;
    }
    if (same)
        pack_uint(b, same);
}

/* The minutes have all marks; who reads between two of them has to know of this one as well. */
static const struct recording_mark *last_jump(const struct recording_group *g)
{
    const struct recording_mark *m;
    for (size_t i = 0; (m = recording_mark_at(g, i)); i++)
        if (m->kind == MARK_JUMP)
            return m;
    return NULL;
}

static void pack_fine(struct buf *b, struct recording_group *g, size_t slot, int64_t now_ms)
{
    const struct recording_total *t = &g->total[TIER_FINE][slot];
    bool whole = begin_entry(b, g), rates = t->in != 0 || t->out != 0;
    bool members = whole || g->member_set[slot] != g->file.member_set;
    const struct recording_mark *offset_jump = g->file.jump_due ? last_jump(g) : NULL;
    buf_addc(b, (char)((whole ? FINE_WHOLE : 0) | (members ? FINE_MEMBERS : 0) |
                       (rates ? FINE_RATES : 0) | (offset_jump ? FINE_JUMP : 0)));
    pack_int(b, g->commit_ms[slot] - now_ms);
    pack_uint(b, g->ends_after[slot]);
    pack_uint(b, g->state_after[slot]);
    buf_addc(b, (char)g->state[slot]);
    pack_uint(b, g->members[slot]);
    if (members)
        pack_u32(b, g->member_set[slot]);
    pack_lag(b, t->lag);
    if (rates) {
        pack_float(b, t->in);
        pack_float(b, t->out);
    }
    if (offset_jump) {
        pack_int(b, offset_jump->at_ms - now_ms);
        pack_int(b, offset_jump->n);
    }
    g->file.jump_due = false;
    g->file.member_set = g->member_set[slot];
    pack_fine_parts(b, g, slot);
}

static void pack_last_fine(struct buf *b, struct recording_group *g, size_t n, int64_t now_ms)
{
    const struct ring *r = &g->ring[TIER_FINE];
    size_t len = ring_len(r);
    for (size_t i = n < len ? len - n : 0; i < len; i++)
        pack_fine(b, g, ring_slot(r, i), now_ms);
    g->file.fine_due = 0;
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
    size_t marks = g->file.new_marks < RECORDING_MARKS ? g->file.new_marks : RECORDING_MARKS;
    int64_t at = now_ms;
    buf_addc(b, begin_entry(b, g));
    pack_total(b, &g->total[TIER_MINUTE][slot], &at);
    pack_state(b, g);
    for (size_t i = 0; i < g->nparts; i++) {
        struct recording_part *p = &g->parts[i];
        int64_t end = series_get(&p->end_minute, slot);
        struct offsets o = {series_get(&p->committed_minute, slot),
                            end == OFFSET_UNKNOWN ? OFFSET_UNKNOWN : p->last_start, end};
        pack_part(b, p, &o);
    }
    pack_marks(b, g, marks);
    g->file.new_marks = 0;
    g->file.minute_due = false;
}

void recording_write_group(struct recording_group *g, int32_t number, struct buf *out)
{
    struct buf b;
    size_t n = ring_len(&g->ring[TIER_FINE]);
    int64_t now = recording_last_ms(g);
    write_group(g, number, true, out);
    buf_init(&b, 0);
    pack_int(&b, now);
    pack_last_fine(&b, g, RECORDING_FINE_KEPT, now);
    if (n > 0)
        add_record(out, 'F', &b);
    buf_release(&b);
}

static void number_group(struct recording_group *g, int32_t *next, struct buf *out)
{
    if (g->file.number < 0 || g->file.stale)
        write_group(g, (*next)++, false, out);
}

/* One record of all that is due of one kind. */
static bool write_kind(struct recording *h, char type, int64_t now_ms, int32_t *next,
                       struct buf *out)
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
        if (ring_len(&g->ring[TIER_FINE]) == 0)
            continue;
        if (type == 'F' && g->file.fine_due) {
            number_group(g, next, out);
            pack_last_fine(&b, g, g->file.fine_due, now_ms);
        } else if (type == 'M' && g->file.minute_due) {
            number_group(g, next, out);
            pack_minute(&b, g, now_ms);
        }
    }
    bool any = b.len > empty;
    if (any)
        add_record(out, type, &b);
    buf_release(&b);
    return any;
}

bool recording_write_due(struct recording *h, int64_t now_ms, int32_t *next, struct buf *out)
{
    bool fine = write_kind(h, 'F', now_ms, next, out);
    return write_kind(h, 'M', now_ms, next, out) || fine;
}
