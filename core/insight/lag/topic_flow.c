/* Log ends of a topic over time, taken from the group that was watched longest of those that read
 * all its partitions. The list of topics asks for each row, so which group that is is found once
 * for all of them. */
#include "core/insight/lag/topic_flow.h"

#include "core/base/mem.h"
#include "core/base/stats.h"
#include "core/recording/recording_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_FINE = 2 * FLOW_STEPS }; /* fewer minutes than that: the current samples say more */

int64_t flow_reach_ms(const struct recording_group *g)
{
    return g->interval_ms * RECORDING_PER_MINUTE * 5 / 2; /* also sampled once a minute only */
}

static int64_t since_of(const struct recording_group *g)
{
    const struct recording_total *minute = recording_total_at(g, TIER_MINUTE, 0);
    const struct recording_total *fine = recording_total_at(g, TIER_FINE, 0);
    int64_t a = minute ? minute->at_ms : INT64_MAX, b = fine ? fine->at_ms : INT64_MAX;
    return a < b ? a : b;
}

static bool is_better(const struct flow_source *a, const struct flow_source *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    return a->live != b->live ? a->live : a->since_ms < b->since_ms;
}

static void offer(struct topic_flows *f, const struct flow_source *s)
{
    const char *topic = s->g->parts[s->first].topic->name;
    struct flow_source *has = map_get(&f->sources, topic);
    if (!has) {
        has = xcalloc(1, sizeof *has);
        *has = *s;
        map_set(&f->sources, topic, has);
    } else if (is_better(s, has)) {
        *has = *s;
    }
}

static int64_t newest(const struct recording *r)
{
    size_t at = 0;
    const char *key;
    void *value;
    int64_t last = 0;
    while (r && map_next(&r->groups, &at, &key, &value)) {
        int64_t ms = recording_last_ms(value);
        last = ms > last ? ms : last;
    }
    return last;
}

void topic_flows_make(struct topic_flows *f, const struct model *m)
{
    size_t at = 0;
    const char *key;
    void *value;
    map_init(&f->sources);
    f->last_ms = newest(m->recording);
    while (m->recording && map_next(&m->recording->groups, &at, &key, &value)) {
        const struct recording_group *g = value;
        int64_t since = since_of(g);
        bool live = f->last_ms - recording_last_ms(g) <= flow_reach_ms(g);
        for (size_t i = 0, end; i < g->nparts; i = end) {
            for (end = i + 1; end < g->nparts && g->parts[end].topic == g->parts[i].topic;)
                end++;
            offer(f, &(struct flow_source){g, i, end - i, since, live});
        }
    }
}

void topic_flows_release(struct topic_flows *f)
{
    map_release(&f->sources, free);
}

const struct topic_flows *topic_flows_keep(struct topic_flows_kept *k, const struct model *m)
{
    const struct recording *r = m->recording;
    if (k->of && k->of == r && k->generation == r->generation)
        return &k->flows;
    topic_flows_release(&k->flows);
    topic_flows_make(&k->flows, m);
    k->of = r;
    k->generation = r ? r->generation : 0;
    return &k->flows;
}

void topic_flows_kept_release(struct topic_flows_kept *k)
{
    topic_flows_release(&k->flows);
    *k = (struct topic_flows_kept){0};
}

/* ---- one topic ------------------------------------------------------------------------------- */

struct ends { /* of all partitions together, at samples */
    int64_t at_ms[RECORDING_MINUTES];
    double sum[RECORDING_MINUTES];
    size_t n;
};

static void take(struct ends *e, const struct flow_source *s, enum recording_tier tier)
{
    const struct ring *r = &s->g->ring[tier];
    e->n = 0;
    for (size_t i = 0; i < ring_len(r); i++) {
        size_t slot = ring_slot(r, i);
        double sum = 0;
        bool whole = true;
        for (size_t k = s->first; k < s->first + s->n && whole; k++) {
            const struct recording_part *p = &s->g->parts[k];
            int64_t end = series_get(tier == TIER_FINE ? &p->end : &p->end_minute, slot);
            whole = end != OFFSET_UNKNOWN;
            sum += whole ? (double)end : 0;
        }
        if (!whole)
            continue;
        e->at_ms[e->n] = s->g->total[tier][slot].at_ms;
        e->sum[e->n++] = sum;
    }
}

/* The last sample up to a moment that is not before the previous call's; n: none. */
static size_t upto(const struct ends *e, size_t last, int64_t ms)
{
    size_t next = last < e->n ? last : 0;
    while (next < e->n && e->at_ms[next] <= ms)
        last = next++;
    return last;
}

bool topic_flow(const struct topic_flows *f, const struct topic *t, double rate[FLOW_STEPS])
{
    const struct flow_source *s = map_get(&f->sources, t->name);
    struct ends e;
    bool any = false;
    if (!s || t->npartitions <= 0 || s->n != (size_t)t->npartitions)
        return false;
    bool fine = ring_len(&s->g->ring[TIER_MINUTE]) < STEPS_FINE;
    take(&e, s, fine ? TIER_FINE : TIER_MINUTE);
    if (e.n < 2)
        return false;
    int64_t from = e.at_ms[0], span = e.at_ms[e.n - 1] - from;
    size_t a, b = upto(&e, e.n, from);
    for (int i = 0; i < FLOW_STEPS; i++) {
        a = b;
        b = upto(&e, a, from + span * (i + 1) / FLOW_STEPS);
        bool known = a < b && b < e.n && e.sum[b] >= e.sum[a]; /* else the log was created again,
                                                                  or a hole */
        rate[i] = known ? stats_rate(e.sum[b] - e.sum[a], e.at_ms[b] - e.at_ms[a]) : NAN;
        any |= !isnan(rate[i]);
    }
    return any;
}

/* Between the samples around a moment; *at: the first sample that is not before it. */
static double rate_at(const struct ends *e, size_t *at, int64_t ms, int64_t reach_ms)
{
    while (*at < e->n && e->at_ms[*at] < ms)
        (*at)++;
    if (*at == 0 || *at >= e->n)
        return NAN;
    size_t b = *at, a = b - 1;
    bool follows = e->at_ms[b] - e->at_ms[a] <= reach_ms && e->sum[b] >= e->sum[a];
    return follows ? stats_rate(e->sum[b] - e->sum[a], e->at_ms[b] - e->at_ms[a]) : NAN;
}

bool topic_flow_chart(const struct topic_flows *f, const struct topic *t, int64_t from_ms,
                      int64_t to_ms, double *rate, size_t n)
{
    const struct flow_source *s = map_get(&f->sources, t->name);
    struct ends fine, minute;
    size_t at_fine = 0, at_minute = 0;
    bool any = false;
    bool whole = s && t->npartitions > 0 && s->n == (size_t)t->npartitions;
    if (whole) {
        take(&fine, s, TIER_FINE);
        take(&minute, s, TIER_MINUTE);
    }
    for (size_t i = 0; i < n; i++) {
        int64_t ms = from_ms + (to_ms - from_ms) * (int64_t)(2 * i + 1) / (int64_t)(2 * n);
        rate[i] = whole ? rate_at(&fine, &at_fine, ms, flow_reach_ms(s->g)) : NAN;
        if (whole && isnan(rate[i]))
            rate[i] = rate_at(&minute, &at_minute, ms, flow_reach_ms(s->g));
        any |= !isnan(rate[i]);
    }
    return any;
}
