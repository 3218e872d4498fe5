/* Reading what was recorded: the samples of a partition in order, its usual rates, the sums of a
 * group for charts. Nothing is made up between samples. */
#include "core/recording/recording_read.h"

#include "core/recording/recording.h"

#include "core/base/stats.h"

enum { USUAL_LEAST = 5, GAPS_LEAST = 3, GAPS_MOST = 64, HOLE_MINUTES = 3, HOLE_INTERVALS = 18 };

const struct recording_group *recording_find(const struct recording *h, const char *id)
{
    return h ? map_get(&h->groups, id) : NULL;
}

int64_t recording_last_ms(const struct recording_group *g)
{
    int64_t last = 0;
    for (int t = 0; t < RECORDING_TIERS; t++) {
        const struct ring *r = &g->ring[t];
        if (ring_len(r) == 0)
            continue;
        int64_t at = g->total[t][ring_slot(r, ring_len(r) - 1)].at_ms;
        last = at > last ? at : last;
    }
    return last;
}

const struct recording_total *recording_total_at(const struct recording_group *g,
                                                 enum recording_tier t, size_t i)
{
    const struct ring *r = &g->ring[t];
    return i < ring_len(r) ? &g->total[t][ring_slot(r, i)] : NULL;
}

const struct recording_mark *recording_mark_at(const struct recording_group *g, size_t i)
{
    uint32_t len = g->nmarks < RECORDING_MARKS ? g->nmarks : RECORDING_MARKS;
    return i < len ? &g->marks[(g->nmarks - 1 - i) % RECORDING_MARKS] : NULL;
}

/* ---- a partition's samples ------------------------------------------------------------------- */

static struct recording_point minute_at(const struct recording_group *g,
                                        const struct recording_part *p, size_t i)
{
    size_t slot = ring_slot(&g->ring[TIER_MINUTE], i);
    int64_t at = g->total[TIER_MINUTE][slot].at_ms;
    return (struct recording_point){.commit_ms = at,
                                    .ends_ms = at,
                                    .committed = series_get(&p->committed_minute, slot),
                                    .start = OFFSET_UNKNOWN,
                                    .end = series_get(&p->end_minute, slot)};
}

static struct recording_point fine_at(const struct recording_group *g,
                                      const struct recording_part *p, size_t i)
{
    size_t slot = ring_slot(&g->ring[TIER_FINE], i);
    return (struct recording_point){.commit_ms = g->commit_ms[slot],
                                    .ends_ms = g->commit_ms[slot] + g->ends_after[slot],
                                    .committed = series_get(&p->committed, slot),
                                    .start = series_get(&p->start, slot),
                                    .end = series_get(&p->end, slot)};
}

static bool has_any(const struct recording_point *q)
{
    return q->committed != OFFSET_UNKNOWN || q->end != OFFSET_UNKNOWN;
}

static int64_t first_fine_ms(const struct recording_group *g)
{
    const struct ring *r = &g->ring[TIER_FINE];
    return ring_len(r) ? g->commit_ms[ring_slot(r, 0)] : INT64_MAX;
}

size_t recording_points(const struct recording_group *g, const struct recording_part *p,
                        int64_t widest_ms, struct recording_point out[RECORDING_POINTS])
{
    size_t n = 0;
    int64_t fine_from = first_fine_ms(g), from = recording_last_ms(g) - widest_ms;
    int64_t start = OFFSET_UNKNOWN;
    for (size_t i = 0; i < ring_len(&g->ring[TIER_MINUTE]); i++) {
        struct recording_point q = minute_at(g, p, i);
        bool room = n < RECORDING_POINTS - RECORDING_FINE;
        if (room && q.commit_ms >= from && q.commit_ms < fine_from && has_any(&q))
            out[n++] = q;
    }
    size_t minutes = n;
    for (size_t i = 0; i < ring_len(&g->ring[TIER_FINE]); i++) {
        struct recording_point q = fine_at(g, p, i);
        if (!has_any(&q) || q.commit_ms < from)
            continue;
        if (start == OFFSET_UNKNOWN)
            start = q.start;
        out[n++] = q;
    }
    if (minutes == n) /* only those of a file: where the log began then is not in it */
        start = p->last_start;
    for (size_t i = 0; i < minutes; i++)
        out[i].start = start;
    return n;
}

size_t recording_fine(const struct recording_group *g, const struct recording_part *p,
                      struct recording_point out[RECORDING_FINE])
{
    size_t n = ring_len(&g->ring[TIER_FINE]);
    for (size_t i = 0; i < n; i++)
        out[i] = fine_at(g, p, i);
    return n;
}

size_t recording_minutes(const struct recording_group *g, const struct recording_part *p,
                         struct recording_point out[RECORDING_MINUTES])
{
    size_t n = 0;
    for (size_t i = 0; i < ring_len(&g->ring[TIER_MINUTE]); i++) {
        struct recording_point q = minute_at(g, p, i);
        if (has_any(&q))
            out[n++] = q;
    }
    return n;
}

size_t recording_resets(const struct recording_group *g, int64_t at_ms[RECORDING_MARKS])
{
    size_t n = 0;
    const struct recording_mark *m;
    for (size_t i = 0; (m = recording_mark_at(g, i)); i++)
        if (m->kind == MARK_RESET || m->kind == MARK_JUMP)
            at_ms[n++] = m->at_ms;
    return n;
}

bool recording_walk_back(const struct recording_group *g, struct recording_walk *w,
                         struct recording_total *t)
{
    static const int64_t per[RECORDING_TIERS] = {1, RECORDING_PER_MINUTE, RECORDING_PER_QUARTER};
    if (!w->begun)
        *w = (struct recording_walk){
            .begun = true, .left = ring_len(&g->ring[TIER_FINE]), .before_ms = INT64_MAX};
    while (!w->over) {
        while (w->left > 0) {
            *t = g->total[w->tier][ring_slot(&g->ring[w->tier], --w->left)];
            if (t->at_ms >= w->before_ms)
                continue;
            int64_t reach = g->interval_ms * per[w->tier] * 5 / 2;
            int64_t most =
                g->interval_ms * HOLE_INTERVALS > reach ? g->interval_ms * HOLE_INTERVALS : reach;
            w->over = w->before_ms != INT64_MAX && w->before_ms - t->at_ms > most;
            w->before_ms = t->at_ms;
            return !w->over;
        }
        if (w->tier == TIER_QUARTER)
            w->over = true;
        else
            w->left = ring_len(&g->ring[++w->tier]);
    }
    return false;
}

/* ---- what is usual --------------------------------------------------------------------------- */

bool recording_any_within(const int64_t *at_ms, size_t n, int64_t after_ms, int64_t upto_ms)
{
    for (size_t i = 0; i < n; i++)
        if (at_ms[i] > after_ms && at_ms[i] <= upto_ms)
            return true;
    return false;
}

bool recording_usual(const struct recording_group *g, const struct recording_part *p,
                     int64_t without_ms, double *in, double *out)
{
    struct recording_point q[RECORDING_MINUTES];
    double ins[RECORDING_MINUTES], outs[RECORDING_MINUTES];
    size_t len = recording_minutes(g, p, q), n = 0;
    int64_t hole = g->interval_ms * RECORDING_PER_MINUTE * HOLE_MINUTES;
    int64_t until = recording_last_ms(g) - without_ms, resets[RECORDING_MARKS];
    size_t nresets = recording_resets(g, resets);
    for (size_t i = 1; i < len && q[i].commit_ms <= until; i++) {
        const struct recording_point *a = &q[i - 1], *b = &q[i];
        int64_t ms = b->commit_ms - a->commit_ms;
        bool whole = a->committed != OFFSET_UNKNOWN && b->committed != OFFSET_UNKNOWN &&
                     a->end != OFFSET_UNKNOWN && b->end != OFFSET_UNKNOWN;
        if (!whole || ms < STATS_RATE_LEAST_MS || ms > hole ||
            recording_any_within(resets, nresets, a->commit_ms, b->commit_ms))
            continue;
        ins[n] = b->end > a->end ? stats_rate((double)(b->end - a->end), ms) : 0;
        outs[n] =
            b->committed > a->committed ? stats_rate((double)(b->committed - a->committed), ms) : 0;
        n++;
    }
    if (n < USUAL_LEAST)
        return false;
    *in = stats_median(ins, n);
    *out = stats_median(outs, n);
    return true;
}

int64_t recording_usual_gap(const struct recording_group *g)
{
    double gaps[GAPS_MOST];
    size_t n = 0;
    for (size_t i = 0; i < g->nparts && n < GAPS_MOST; i++) {
        int64_t gap = recording_gap(&g->parts[i]);
        if (gap > 0)
            gaps[n++] = (double)gap;
    }
    return n ? (int64_t)stats_median(gaps, n) : g->file_gap_ms;
}

int64_t recording_gap(const struct recording_part *p)
{
    double gaps[RECORDING_GAPS];
    size_t n = p->ngaps < RECORDING_GAPS ? p->ngaps : RECORDING_GAPS;
    if (n < GAPS_LEAST)
        return 0;
    for (size_t i = 0; i < n; i++)
        gaps[i] = p->gaps[i];
    return (int64_t)stats_median(gaps, n);
}
