/* A slow member reads what it fetched of one partition, then what it fetched of the next. Each of its
 * partitions stands still for as long as its others last, and then jumps: none of them is stalled, and
 * the growth of one while it waits says nothing of the group. verdict_input.c calls this before it
 * judges: how long a partition may have to wait is part of its case, and where members read in turn
 * the sum of all partitions names the group. */
#include "core/insight/lag/turns.h"

#include "core/base/mem.h"
#include "core/base/stats.h"
#include "core/insight/lag/verdict_trend.h"
#include "core/recording/recording_read.h"

#include <math.h>
#include <stdlib.h>

enum {
    MOVED_INTERVALS = 3, /* a commit that moved longer ago is not of now */
    LONGEST_TURNS = 6,   /* times the widest window: one hour */
    UNSURE_SAMPLES = 3,
};
#define SURE_Z 2.0
#define TURN_SLACK 2.0 /* turns are not equally long */

struct member_flow {
    double backlog, read; /* the most unread; read within the window */
    int64_t moved_ms;     /* a commit moved last on a partition that it was behind on */
    size_t parts;
    bool waits; /* a partition that it is behind on stands while it reads another */
};

struct seen {
    const struct recording_group *g;
    const struct lag_rules *r;
    int64_t now_ms, from_ms; /* the window */
    int64_t quiet_ms;        /* who read nothing for so long is not busy */
    struct recording_point q[RECORDING_FINE];
    size_t n, first; /* the first sample of the window */
    double lag[RECORDING_FINE], end[RECORDING_FINE],
        read[RECORDING_FINE]; /* sums; NAN: not known */
};

/* NAN: not known at that sample. */
static double unread(const struct recording_point *p)
{
    struct lag_point at = {.committed = p->committed, .start = p->start, .end = p->end};
    bool known = p->committed != OFFSET_UNKNOWN && p->end != OFFSET_UNKNOWN;
    return known ? window_lag(&at) : NAN;
}

static double read_between(const struct recording_point *a, const struct recording_point *b)
{
    bool known = a->committed != OFFSET_UNKNOWN && b->committed != OFFSET_UNKNOWN;
    return known && b->committed > a->committed ? (double)(b->committed - a->committed) : 0;
}

static void add_to_sum(struct seen *s)
{
    double read = 0;
    for (size_t i = s->first; i < s->n; i++) {
        double lag = unread(&s->q[i]);
        read += i > s->first ? read_between(&s->q[i - 1], &s->q[i]) : 0;
        s->lag[i] += lag;
        s->end[i] += isnan(lag) ? NAN : (double)s->q[i].end;
        s->read[i] += read;
    }
}

/* What a healthy consumer shows at a sample. Not as in rule 7: a partition that waits for its turn
 * has a long time between its commits for just that reason. */
static double noise_of(const struct seen *s)
{
    const struct recording_point *a = &s->q[s->first], *b = &s->q[s->n - 1];
    bool known = a->end != OFFSET_UNKNOWN && b->end != OFFSET_UNKNOWN;
    double in = known ? stats_rate((double)(b->end - a->end), b->commit_ms - a->commit_ms) : NAN;
    double noise = in * 2 * (double)s->r->interval_ms / 1000;
    return noise > NOISE_RECORDS ? noise : NOISE_RECORDS;
}

static void see_member(struct seen *s, struct turn *t, struct member_flow *m)
{
    double noise = noise_of(s);
    for (size_t i = 0; i < s->n; i++) {
        double lag = unread(&s->q[i]), read;
        t->backlog = lag > noise && lag > t->backlog ? lag : t->backlog;
        if (i == 0)
            continue;
        read = read_between(&s->q[i - 1], &s->q[i]);
        m->read += i > s->first ? read : 0;
        if (read > 0 && unread(&s->q[i - 1]) > noise && s->q[i].commit_ms > m->moved_ms)
            m->moved_ms = s->q[i].commit_ms;
    }
    m->waits |= unread(&s->q[s->n - 1]) > NOISE_RECORDS && t->part->changed_ms > 0 &&
                s->now_ms - t->part->changed_ms >= s->quiet_ms;
    m->backlog += t->backlog;
    m->parts++;
}

/* What else it has to read lasts that long at its pace, and then it comes back. */
static int64_t busy_ms(const struct seen *s, const struct turn *t, const struct member_flow *m)
{
    int64_t most = LONGEST_TURNS * s->r->widest_ms;
    if (m->parts < 2 || m->read <= 0 || s->now_ms - m->moved_ms > s->quiet_ms)
        return 0;
    double pace = stats_rate(m->read, s->now_ms - s->q[s->first].commit_ms);
    double ms = TURN_SLACK * (m->backlog - t->backlog) / pace * 1000;
    return isnan(ms) ? 0 : ms > (double)most ? most : (int64_t)ms;
}

static void find(const struct seen *s, struct turn *t, const struct member_flow *m)
{
    t->busy_ms = busy_ms(s, t, m);
    t->in_turn = m->waits && t->busy_ms >= s->r->interval_ms;
}

static bool only_rises(const double *y, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (y[i] < y[i - 1])
            return false;
    return y[n - 1] - y[0] > NOISE_RECORDS;
}

static struct lag_sum sum_of(const struct seen *s)
{
    double x[RECORDING_FINE], y[RECORDING_FINE];
    size_t n = 0, a = 0, b = 0;
    for (size_t i = s->first; i < s->n; i++) {
        if (isnan(s->lag[i]))
            continue;
        a = n ? a : i;
        b = i;
        x[n] = (double)s->q[i].commit_ms / 1000;
        y[n++] = s->lag[i];
    }
    if (n < s->r->min_samples)
        return (struct lag_sum){.few_rise = n > 1 && only_rises(y, n)};
    struct trend trend = stats_trend(x, y, n);
    int64_t ms = s->q[b].commit_ms - s->q[a].commit_ms;
    return (struct lag_sum){.samples = n,
                            .window_ms = ms,
                            .in = stats_rate(s->end[b] - s->end[a], ms),
                            .out = stats_rate(s->read[b] - s->read[a], ms),
                            .slope = trend.slope,
                            .z = trend.z};
}

/* The times are those of the last partition read: they are the same for all. */
static void open_window(struct seen *s, int64_t since_ms)
{
    const struct ring *r = &s->g->ring[TIER_FINE];
    s->quiet_ms = MOVED_INTERVALS * s->r->interval_ms;
    s->now_ms = recording_last_ms(s->g);
    s->from_ms = s->now_ms - s->r->window_ms;
    s->from_ms = since_ms > s->from_ms ? since_ms : s->from_ms;
    while (s->first < ring_len(r) && s->g->commit_ms[ring_slot(r, s->first)] < s->from_ms)
        s->first++;
}

/* As of the last sample; most groups have nothing to see. */
static bool all_read(const struct turn *t, size_t n)
{
    double unread = 0;
    for (size_t i = 0; i < n; i++) {
        const struct recording_part *p = t[i].part;
        if (p && !t[i].abandoned && p->last_committed != OFFSET_UNKNOWN)
            unread +=
                p->last_end > p->last_committed ? (double)(p->last_end - p->last_committed) : 0;
    }
    return unread <= NOISE_RECORDS;
}

struct lag_sum turns_see(const struct recording_group *g, const struct lag_rules *r,
                         int64_t since_ms, struct turn *t, size_t n, size_t members)
{
    struct seen s = {.g = g, .r = r};
    if (all_read(t, n))
        return (struct lag_sum){0};
    struct member_flow *m = xcalloc(members ? members : 1, sizeof *m);
    open_window(&s, since_ms);
    for (size_t i = 0; i < n; i++) {
        if (!t[i].part || t[i].abandoned || t[i].part->last_committed == OFFSET_UNKNOWN)
            continue;
        s.n = recording_fine(g, t[i].part, s.q);
        add_to_sum(&s);
        if (t[i].owner >= 0)
            see_member(&s, &t[i], &m[t[i].owner]);
    }
    for (size_t i = 0; i < n && s.first < s.n; i++)
        if (t[i].owner >= 0 && t[i].part && !t[i].abandoned)
            find(&s, &t[i], &m[t[i].owner]);
    free(m);
    return sum_of(&s);
}

int turns_way(const struct lag_sum *sum, int before, int *unsure)
{
    double more = sum->in - sum->out;
    double band = lag_dead_band(sum->in), up = sum->slope, z = sum->z;
    int way = up > band && z > SURE_Z ? 1 : up < -band && z < -SURE_Z ? -1 : 0;
    bool known = sum->samples > 0 && !isnan(more);
    if (known && way != 0 && way * more > 0) {
        *unsure = 0;
        return way;
    }
    bool held = before != 0 && known && before * more > 0 && ++*unsure < UNSURE_SAMPLES;
    return held ? before : 0;
}
