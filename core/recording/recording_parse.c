/* Bytes → recording. Whatever the bytes are: what has a good checksum and makes sense is taken, the
 * rest is skipped. A minute that was recorded already (by another klamm at the same time) is taken
 * once. */
#include "core/recording/recording_parse.h"

#include "core/recording/recording_parse_impl.h"

#include "core/base/mem.h"
#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/model/events_code.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIME_MAX 100000000000000LL /* the year 5138 */

static void forget_numbers(struct reader *r)
{
    for (size_t i = 0; i < r->by_number.len; i++)
        free(r->by_number.data[i].parts);
    vec_clear(&r->by_number);
}

bool parse_work(struct reader *r, size_t n)
{
    r->work += n;
    return r->work <= r->most;
}

int64_t parse_offset(struct unpack *u, int64_t before)
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
int64_t parse_time(struct unpack *u, int64_t before)
{
    int64_t t = (int64_t)((uint64_t)before + (uint64_t)unpack_int(u));
    u->bad |= t < 0 || t > TIME_MAX;
    return u->bad ? 0 : t;
}

double parse_lag(struct unpack *u)
{
    uint64_t lag = unpack_uint(u);
    return lag == LAG_UNKNOWN_CODE ? NAN : (double)lag;
}

struct recording_total parse_total(struct unpack *u, int64_t *at)
{
    struct recording_total t;
    *at = parse_time(u, *at);
    t.at_ms = *at;
    t.lag = parse_lag(u);
    t.in = unpack_float(u);
    t.out = unpack_float(u);
    return t;
}

void parse_marks(struct unpack *u, struct recording_group *g)
{
    int64_t at = 0;
    for (size_t n = unpack_count(u, 3); n > 0 && !u->bad; n--) {
        at = parse_time(u, at);
        uint64_t kind = unpack_uint(u);
        int64_t count = unpack_int(u);
        if (u->bad || kind >= MARK_KINDS || !g)
            continue;
        if (kind == MARK_JUMP)
            recording_add_jump(g, at, count);
        else
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
    for (size_t i = 0; i < n && !u->bad; i++) {
        struct recording_group *g = nr->group;
        size_t had = g->nparts;
        const struct recording_part *p =
            recording_make_part(r->h, g, nr->parts[i].topic, nr->parts[i].partition);
        /* Others make room for a new one that is not the last. */
        size_t moved = g->nparts > had ? (size_t)(&g->parts[g->nparts] - p) : 1;
        if (!parse_work(r, 64 * moved) || r->h->nparts > PARTS_MOST)
            return parse_work(r, r->most);
    }
    return !u->bad;
}

struct recording_part *parse_part(struct numbered *nr, size_t i)
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
        struct recording_total t = parse_total(u, &at);
        if (take && !u->bad)
            recording_push(g, tier, &t);
    }
}

static void read_rhythm(struct unpack *u, struct recording_part *p, bool take)
{
    struct recording_part q = {0};
    q.quiet_ms = parse_time(u, 0);
    q.changed_ms = parse_time(u, 0);
    q.watched_ms = parse_time(u, 0);
    q.last_start = parse_offset(u, OFFSET_UNKNOWN);
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
        int64_t v = parse_offset(u, *last);
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
    bool reads = ring_len(&g->ring[TIER_MINUTE]) == 0 && ring_len(&g->ring[TIER_QUARTER]) == 0;
    if (!reads) { /* a file has it once; of a second one nothing is taken */
        u->bad = true;
        return;
    }
    g->empty_since_ms = parse_time(u, 0);
    read_totals(u, g, TIER_QUARTER, true);
    read_totals(u, g, TIER_MINUTE, true);
    for (size_t i = 0; i < nr->nparts && !u->bad; i++)
        read_part_past(u, g, parse_part(nr, i), true);
    parse_marks(u, g);
    open_quarter(g);
}

static void read_group(struct reader *r, struct unpack *u)
{
    uint64_t number = unpack_uint(u);
    if (number >= NUMBERS_MAX || !unpack_text(u, r->text, sizeof r->text))
        return;
    if (number >= r->by_number.len && !parse_work(r, 64 * (number - r->by_number.len)))
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

/* ---- S --------------------------------------------------------------------------------------- */

static void read_since(struct reader *r, struct unpack *u)
{
    struct recording_since since[RECORDING_CONDITIONS] = {{0}};
    if (!unpack_text(u, r->text, sizeof r->text))
        return;
    for (size_t n = unpack_count(u, 2); n > 0 && !u->bad; n--) {
        uint64_t code = unpack_uint(u);
        int64_t ms = parse_time(u, 0);
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

static bool is_record(struct reader *r, const unsigned char *p, size_t left, size_t *len)
{
    if (left < RECORDING_HEAD || memcmp(p, "KLr", 3) != 0 || !strchr("HGFMES", p[3]) || !p[3])
        return false;
    struct unpack u = {.at = p + 4, .end = p + RECORDING_HEAD};
    uint32_t size = unpack_u32(&u), crc = unpack_u32(&u);
    if (size > left - RECORDING_HEAD)
        return false;
    *len = size;
    if (pack_crc(pack_crc(0, p + 3, 1), p + RECORDING_HEAD, size) == crc)
        return true;
    parse_work(r, 4 * size); /* these bytes are read once more */
    return false;
}

static void take_head(struct reader *r, struct unpack u, struct recording_read *out)
{
    uint64_t version = unpack_uint(&u);
    out->newer |= !u.bad && version > RECORDING_VERSION;
    out->older |= !u.bad && version < RECORDING_VERSION;
    r->strange = u.bad || version != RECORDING_VERSION;
    forget_numbers(r);
}

/* The version that the file begins with; 0: it has none. */
static unsigned file_version(const unsigned char *p, size_t len)
{
    return len > 3 && memcmp(p, "KLr", 3) == 0 && p[3] < ' ' ? p[3] : 0;
}

static void take_record(struct reader *r, char type, struct unpack u)
{
    switch (type) {
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
        parse_entries(r, type, &u);
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
        g->file.minute_due = g->file.jump_due = false;
        g->file.fine_due = 0;
        size_t n = ring_len(&g->ring[TIER_MINUTE]);
        if (n > 0)
            g->mean[TIER_MINUTE].from_ms = recording_total_at(g, TIER_MINUTE, n - 1)->at_ms;
    }
}

/* The last moment that the samples cover. A record is not checked here: at worst some count that
 * need not, or the other way round. */
static int64_t last_fine_ms(const unsigned char *p, const unsigned char *end)
{
    int64_t last = 0;
    while (end - p > RECORDING_HEAD) {
        struct unpack size = {.at = p + 4, .end = p + RECORDING_HEAD};
        size_t len = memcmp(p, "KLr", 3) == 0 ? unpack_u32(&size) : SIZE_MAX;
        if (len > (size_t)(end - p) - RECORDING_HEAD) {
            p++;
            continue;
        }
        struct unpack u = {.at = p + RECORDING_HEAD, .end = p + RECORDING_HEAD + len};
        int64_t at = p[3] == 'F' ? parse_time(&u, 0) : 0;
        last = at > 0 ? at : last; /* not the latest: the clock may have been ahead */
        p += RECORDING_HEAD + len;
    }
    return last;
}

void recording_read(struct recording *h, const void *bytes, size_t len, struct recording_read *out)
{
    const unsigned char *p = bytes, *end = p + len;
    struct reader *r = xcalloc(1, sizeof *r);
    bool skipping = false;
    size_t size = 0;
    unsigned version = file_version(p, len);
    *out = (struct recording_read){.newer = version > RECORDING_FILE_VERSION};
    p = out->newer ? end : p + (version ? 4 : 0);
    r->h = h;
    r->fine_from_ms = last_fine_ms(p, end) - h->interval_ms * RECORDING_FINE_KEPT;
    r->most = WORK_MOST + 16 * (uint64_t)len;
    while (p < end && parse_work(r, 0)) {
        if (!is_record(r, p, (size_t)(end - p), &size)) {
            out->damaged += !skipping;
            skipping = true;
            p++;
            continue;
        }
        skipping = false;
        out->records++;
        struct unpack u = {.at = p + RECORDING_HEAD, .end = p + RECORDING_HEAD + size};
        if (p[3] == 'H')
            take_head(r, u, out);
        else if (!r->strange)
            take_record(r, (char)p[3], u);
        p += RECORDING_HEAD + size;
        out->good_end = (size_t)(p - (const unsigned char *)bytes);
    }
    out->gave_up = !parse_work(r, 0);
    forget_numbers(r);
    vec_release(&r->by_number);
    free(r);
    settle(h);
}

bool recording_is_newer(const void *bytes, size_t len)
{
    const unsigned char *p = bytes, *end = p + len;
    struct reader *r = xcalloc(1, sizeof *r); /* too large for a thread's stack */
    struct recording_read how = {.newer = file_version(p, len) > RECORDING_FILE_VERSION};
    size_t size = 0;
    r->most = WORK_MOST + 16 * (uint64_t)len;
    while (p < end && !how.newer && parse_work(r, 0)) {
        if (!is_record(r, p, (size_t)(end - p), &size)) {
            p++;
            continue;
        }
        if (p[3] == 'H')
            take_head(r,
                      (struct unpack){.at = p + RECORDING_HEAD, .end = p + RECORDING_HEAD + size},
                      &how);
        p += RECORDING_HEAD + size;
    }
    vec_release(&r->by_number);
    free(r);
    return how.newer;
}
