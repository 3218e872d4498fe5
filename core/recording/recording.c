/* Recording what is seen of consumer groups. The sampler adds a sample of one group at a time;
 * rings hold what is recent, coarser rings means of what is older, so memory is bounded by the
 * number of partitions: some 1.8 kB each, 22 MB for a thousand groups of twelve. The rings grow
 * with what is in them, so a short run costs little. Offsets are stored as differences of four
 * bytes to a base that moves along. */
#include "core/recording/recording.h"

#include "core/base/mem.h"
#include "core/recording/recording_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING INT32_MIN

/* ---- rings ----------------------------------------------------------------------------------- */

static const uint32_t tier_max[RECORDING_TIERS] = {RECORDING_FINE, RECORDING_MINUTES,
                                                   RECORDING_QUARTERS};

size_t ring_len(const struct ring *r)
{
    return r->n < r->cap ? r->n : r->cap;
}

size_t ring_slot(const struct ring *r, size_t i)
{
    return r->n <= r->cap ? i : (r->n + i) % r->cap;
}

/* Room for one more; true when the parallel arrays have to follow a new cap. */
static bool ring_grow(struct ring *r)
{
    if (r->n < r->cap || r->cap == r->max)
        return false;
    uint32_t cap = r->cap ? r->cap * 2 : 4;
    r->cap = cap < r->max ? cap : r->max;
    return true;
}

int64_t series_get(const struct series *s, size_t slot)
{
    return !s->v || s->v[slot] == NOTHING ? OFFSET_UNKNOWN : s->base + s->v[slot];
}

static void series_resize(struct series *s, size_t from, size_t to)
{
    s->v = xrealloc(s->v, to, sizeof *s->v);
    for (size_t i = from; i < to; i++)
        s->v[i] = NOTHING;
}

static bool fits(int64_t difference)
{
    return difference > INT32_MIN && difference <= INT32_MAX;
}

/* What is too far from the new base to be stored is forgotten: more than two thousand million
 * records within the ring. */
static void series_rebase(struct series *s, size_t cap, int64_t base)
{
    for (size_t i = 0; i < cap; i++) {
        int64_t difference = s->base + s->v[i] - base;
        if (s->v[i] != NOTHING)
            s->v[i] = fits(difference) ? (int32_t)difference : NOTHING;
    }
    s->base = base;
}

static void series_set(struct series *s, size_t cap, size_t slot, int64_t value)
{
    if (value == OFFSET_UNKNOWN) {
        s->v[slot] = NOTHING;
        return;
    }
    if (!fits(value - s->base))
        series_rebase(s, cap, value);
    s->v[slot] = (int32_t)(value - s->base);
}

/* ---- lifetimes ------------------------------------------------------------------------------- */

void recording_init(struct recording *h, int64_t interval_ms)
{
    *h = (struct recording){.interval_ms = interval_ms > 0 ? interval_ms : RECORDING_INTERVAL_MS};
    map_init(&h->groups);
    map_init(&h->topics);
    events_init(&h->past, EVENTS_KEPT);
}

static void part_release(struct recording_part *p)
{
    free(p->committed.v);
    free(p->start.v);
    free(p->end.v);
    free(p->committed_minute.v);
    free(p->end_minute.v);
}

static void group_free(void *value)
{
    struct recording_group *g = value;
    if (!g)
        return;
    for (size_t i = 0; i < g->nparts; i++)
        part_release(&g->parts[i]);
    for (int t = 0; t < RECORDING_TIERS; t++)
        free(g->total[t]);
    free(g->parts);
    free(g->commit_ms);
    free(g->ends_after);
    free(g->state_after);
    free(g->state);
    free(g->members);
    free(g->member_set);
    free(g->marks);
    free(g->id);
    free(g);
}

static void topic_free(void *value)
{
    struct recording_topic *t = value;
    free(t->name);
    free(t);
}

void recording_release(struct recording *h)
{
    map_release(&h->groups, group_free);
    map_release(&h->topics, topic_free);
    events_release(&h->past);
    *h = (struct recording){0};
}

size_t recording_bytes(const struct recording *h)
{
    size_t sum = 0, at = 0;
    const char *key;
    void *value;
    while (map_next(&h->groups, &at, &key, &value)) {
        const struct recording_group *g = value;
        const struct ring *fine = &g->ring[TIER_FINE], *minute = &g->ring[TIER_MINUTE];
        sum += sizeof *g + strlen(g->id) + fine->cap * 25 + g->marks_cap * sizeof *g->marks;
        for (int t = 0; t < RECORDING_TIERS; t++)
            sum += g->ring[t].cap * sizeof **g->total;
        sum += g->nparts * (sizeof *g->parts + (fine->cap * 3 + minute->cap * 2) * sizeof(int32_t));
    }
    return sum;
}

/* ---- groups, topics, partitions -------------------------------------------------------------- */

struct recording_group *recording_make_group(struct recording *h, const char *id)
{
    struct recording_group *g = map_get(&h->groups, id);
    if (g)
        return g;
    g = xcalloc(1, sizeof *g);
    g->id = xstrdup(id);
    g->interval_ms = h->interval_ms;
    g->file.number = -1;
    for (int t = 0; t < RECORDING_TIERS; t++)
        g->ring[t].max = tier_max[t];
    map_set(&h->groups, id, g);
    h->generation++;
    return g;
}

const struct recording_topic *recording_make_topic(struct recording *h, const char *name,
                                                   const char *id)
{
    struct recording_topic *t = map_get(&h->topics, name);
    if (!t) {
        t = xcalloc(1, sizeof *t);
        t->name = xstrdup(name);
        map_set(&h->topics, name, t);
    }
    if (id && *id && strlen(id) < sizeof t->id)
        memcpy(t->id, id, strlen(id) + 1);
    return t;
}

static int compare(const struct recording_part *p, const char *topic, int32_t partition)
{
    int c = strcmp(p->topic->name, topic);
    return c ? c : (p->partition > partition) - (p->partition < partition);
}

/* Where the partition is, or belongs. */
static size_t place(const struct recording_group *g, const char *topic, int32_t partition)
{
    size_t low = 0, high = g->nparts;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare(&g->parts[mid], topic, partition) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct recording_part *recording_part_at(const struct recording_group *g, const char *topic,
                                               int32_t partition)
{
    size_t i = place(g, topic, partition);
    bool found = i < g->nparts && compare(&g->parts[i], topic, partition) == 0;
    return found ? &g->parts[i] : NULL;
}

static void part_resize(struct recording_part *p, enum recording_tier t, size_t from, size_t to)
{
    if (t == TIER_FINE) {
        series_resize(&p->committed, from, to);
        series_resize(&p->start, from, to);
        series_resize(&p->end, from, to);
    } else if (t == TIER_MINUTE) {
        series_resize(&p->committed_minute, from, to);
        series_resize(&p->end_minute, from, to);
    }
}

struct recording_part *recording_make_part(struct recording *h, struct recording_group *g,
                                           const struct recording_topic *t, int32_t partition)
{
    size_t i = place(g, t->name, partition);
    if (i < g->nparts && compare(&g->parts[i], t->name, partition) == 0)
        return &g->parts[i];
    g->parts = xrealloc(g->parts, g->nparts + 1, sizeof *g->parts);
    memmove(&g->parts[i + 1], &g->parts[i], (g->nparts - i) * sizeof *g->parts);
    struct recording_part *p = &g->parts[i];
    *p = (struct recording_part){.topic = t,
                                 .partition = partition,
                                 .last_committed = OFFSET_UNKNOWN,
                                 .last_start = OFFSET_UNKNOWN,
                                 .last_end = OFFSET_UNKNOWN,
                                 .exact_offset = -1,
                                 .rest_from = -1,
                                 .stable = OFFSET_UNKNOWN};
    part_resize(p, TIER_FINE, 0, g->ring[TIER_FINE].cap);
    part_resize(p, TIER_MINUTE, 0, g->ring[TIER_MINUTE].cap);
    g->nparts++;
    g->file.stale = true;
    h->nparts++;
    h->generation++;
    return p;
}

static void drop_parts(struct recording *h, struct recording_group *g,
                       bool (*drop)(const struct recording_part *p, const void *arg),
                       const void *arg)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->nparts; i++) {
        if (drop(&g->parts[i], arg)) {
            part_release(&g->parts[i]);
            g->file.stale = true;
            h->nparts--;
        } else {
            g->parts[kept++] = g->parts[i];
        }
    }
    g->nparts = kept;
    h->generation++;
}

static bool is_of_topic(const struct recording_part *p, const void *arg)
{
    return p->topic == arg;
}

void recording_topic_id(struct recording *h, const char *topic, const char *id)
{
    struct recording_topic *t = map_get(&h->topics, topic);
    if (!t || strcmp(t->id, id) == 0)
        return;
    bool recreated = t->id[0] != '\0';
    recording_make_topic(h, topic, id);
    size_t at = 0;
    const char *key;
    void *value;
    while (recreated && map_next(&h->groups, &at, &key, &value))
        drop_parts(h, value, is_of_topic, t);
}

static struct recording_part *part_of(struct recording *h, const char *group, const char *topic,
                                      int32_t partition)
{
    struct recording_group *g = map_get(&h->groups, group);
    size_t i = g ? place(g, topic, partition) : 0;
    bool found = g && i < g->nparts && compare(&g->parts[i], topic, partition) == 0;
    return found ? &g->parts[i] : NULL;
}

void recording_exact(struct recording *h, const char *group, const char *topic, int32_t partition,
                     int64_t offset, int64_t written_ms)
{
    struct recording_part *p = part_of(h, group, topic, partition);
    if (!p)
        return;
    p->exact_offset = offset;
    p->exact_ms = written_ms;
}

void recording_rest(struct recording *h, const char *group, const char *topic, int32_t partition,
                    int64_t from, int64_t end, bool none)
{
    struct recording_part *p = part_of(h, group, topic, partition);
    if (!p)
        return;
    p->rest_from = from;
    p->rest_end = end;
    p->rest_none = none;
}

int64_t recording_no_records(const struct recording *h, const char *group, const char *topic,
                             int32_t partition, int64_t committed, int64_t end)
{
    const struct recording_group *g = recording_find(h, group);
    const struct recording_part *p = g ? recording_part_at(g, topic, partition) : NULL;
    bool same = p && p->rest_none && p->rest_from == committed && p->rest_end == end;
    return same ? end - committed : 0;
}

void recording_stable(struct recording *h, const char *group, const char *topic, int32_t partition,
                      int64_t stable, int64_t at_ms)
{
    struct recording_part *p = part_of(h, group, topic, partition);
    if (!p)
        return;
    p->stable_ms = at_ms;
    if (p->stable == stable)
        return;
    p->stable = stable;
    p->stable_since_ms = at_ms;
}

void recording_forget(struct recording *h, int64_t before_ms)
{
    struct recording_group **old = NULL;
    size_t n = 0, at = 0;
    const char *key;
    void *value;
    while (map_next(&h->groups, &at, &key, &value))
        if (recording_last_ms(value) < before_ms) {
            old = xrealloc(old, n + 1, sizeof *old);
            old[n++] = value;
        }
    for (size_t i = 0; i < n; i++) {
        h->nparts -= old[i]->nparts;
        map_remove(&h->groups, old[i]->id);
        group_free(old[i]);
        h->generation++;
    }
    free(old);
}

/* ---- putting in ------------------------------------------------------------------------------ */

static void fine_resize(struct recording_group *g, size_t cap)
{
    g->commit_ms = xrealloc(g->commit_ms, cap, sizeof *g->commit_ms);
    g->ends_after = xrealloc(g->ends_after, cap, sizeof *g->ends_after);
    g->state_after = xrealloc(g->state_after, cap, sizeof *g->state_after);
    g->state = xrealloc(g->state, cap, sizeof *g->state);
    g->members = xrealloc(g->members, cap, sizeof *g->members);
    g->member_set = xrealloc(g->member_set, cap, sizeof *g->member_set);
}

size_t recording_push(struct recording_group *g, enum recording_tier t,
                      const struct recording_total *total)
{
    struct ring *r = &g->ring[t];
    size_t before = r->cap;
    if (ring_grow(r)) {
        g->total[t] = xrealloc(g->total[t], r->cap, sizeof **g->total);
        if (t == TIER_FINE)
            fine_resize(g, r->cap);
        for (size_t i = 0; i < g->nparts; i++)
            part_resize(&g->parts[i], t, before, r->cap);
    }
    size_t slot = r->n < r->cap ? r->n : r->n % r->cap;
    r->n++;
    if (r->n > 2 * r->max) /* the same place, and never an overflow */
        r->n -= r->max;
    g->total[t][slot] = *total;
    return slot;
}

void recording_set(struct recording_group *g, struct recording_part *p, enum recording_tier t,
                   size_t slot, int64_t committed, int64_t end)
{
    struct series *c = t == TIER_FINE ? &p->committed : &p->committed_minute;
    struct series *e = t == TIER_FINE ? &p->end : &p->end_minute;
    series_set(c, g->ring[t].cap, slot, committed);
    series_set(e, g->ring[t].cap, slot, end);
    if (t == TIER_FINE)
        series_set(&p->start, g->ring[t].cap, slot, OFFSET_UNKNOWN);
}

void recording_set_start(struct recording_group *g, struct recording_part *p, size_t slot,
                         int64_t start)
{
    series_set(&p->start, g->ring[TIER_FINE].cap, slot, start);
}

void recording_add_mark(struct recording_group *g, int64_t at_ms, enum mark_kind kind, int64_t n)
{
    if (g->nmarks == g->marks_cap && g->marks_cap < RECORDING_MARKS) { /* most groups have few */
        uint32_t cap = g->marks_cap ? g->marks_cap * 2 : 3;
        g->marks_cap = cap < RECORDING_MARKS ? cap : RECORDING_MARKS;
        g->marks = xrealloc(g->marks, g->marks_cap, sizeof *g->marks);
    }
    g->marks[g->nmarks % RECORDING_MARKS] =
        (struct recording_mark){.at_ms = at_ms, .kind = kind, .n = n};
    g->nmarks++;
    g->file.new_marks++;
    if (g->nmarks == 2 * RECORDING_MARKS)
        g->nmarks -= RECORDING_MARKS;
}

bool recording_add_jump(struct recording_group *g, int64_t at_ms, int64_t n)
{
    const struct recording_mark *m;
    for (size_t i = 0; (m = recording_mark_at(g, i)); i++)
        if (m->kind == MARK_JUMP && m->at_ms == at_ms)
            return false;
    recording_add_mark(g, at_ms, MARK_JUMP, n);
    return true;
}
