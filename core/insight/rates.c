/* One partition's pace from two sources: the answers that came in this run, which are as current as
 * the screen, and the samples of groups, which a command finds in the recording when it has only
 * one answer of its own. */
#include "core/insight/rates.h"

#include "core/base/clock.h"
#include "core/base/stats.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/model/model_fact.h"

#include <math.h>

enum { SMOOTH_MS = 30000, OLD_MS = 120000 };

void rates_make(struct rates *r, const struct model *m, int64_t now_ms)
{
    r->m = m;
    r->now_ms = now_ms;
    r->mono_ms = clock_mono_ms();
    r->own = (struct topic_flows){0};
    r->flows = m->group_verdicts ? topic_flows_keep(m->group_verdicts->kept, m) : &r->own;
    if (!m->group_verdicts)
        topic_flows_make(&r->own, m);
}

void rates_release(struct rates *r)
{
    topic_flows_release(&r->own);
}

static const struct recording_part *sampled(const struct flow_source *s, int32_t partition)
{
    for (size_t i = 0; s && i < s->n; i++) {
        /* Mostly all of them are there: the i-th is the one. */
        const struct recording_part *p = &s->g->parts[s->first + ((size_t)partition + i) % s->n];
        if (p->partition == partition)
            return p;
    }
    return NULL;
}

/* From the newest sample back to one of half a minute before, or to the one before it. */
static double of_samples(const struct recording_group *g, const struct recording_part *p,
                         int64_t now_ms)
{
    const struct ring *r = &g->ring[TIER_FINE];
    size_t n = ring_len(r), i = n;
    int64_t reach = flow_reach_ms(g);
    if (n < 2)
        return NAN;
    int64_t to = g->total[TIER_FINE][ring_slot(r, n - 1)].at_ms, from = to;
    int64_t z = series_get(&p->end, ring_slot(r, n - 1)), a = z;
    for (i = n - 1; i > 0 && to - from < SMOOTH_MS; i--) {
        int64_t at = g->total[TIER_FINE][ring_slot(r, i - 1)].at_ms;
        int64_t end = series_get(&p->end, ring_slot(r, i - 1));
        if (from - at > reach || end == OFFSET_UNKNOWN || end > a)
            break; /* a hole, or another log before it */
        from = at;
        a = end;
    }
    bool old = now_ms - to > reach || to - now_ms > reach;
    return old || z == OFFSET_UNKNOWN ? NAN : stats_rate((double)(z - a), to - from);
}

static double of_partition(const struct rates *r, const struct topic_offsets *o,
                           const struct flow_source *s, int32_t partition)
{
    const struct recording_part *p = s && s->live ? sampled(s, partition) : NULL;
    int64_t records, ms = 0;
    const struct partition_offsets *answers = topic_offsets_get(o, partition);
    bool answered = partition_offsets_written(answers, &records, &ms) &&
                    r->mono_ms - answers->end_at_ms <= OLD_MS;
    if (!answered)
        ms = 0;
    double recorded = p && ms < SMOOTH_MS / 2 ? of_samples(s->g, p, r->now_ms) : NAN;
    if (!isnan(recorded))
        return recorded;
    return answered ? stats_rate((double)records, ms) : NAN;
}

double rate_of_partition(const struct rates *r, const char *topic, int32_t partition)
{
    return of_partition(r, model_offsets(r->m, topic), map_get(&r->flows->sources, topic),
                        partition);
}

struct rate_sum rate_of_topic(const struct rates *r, const struct topic *t)
{
    struct rate_sum sum = {0};
    const struct topic_offsets *o = model_offsets(r->m, t->name);
    const struct flow_source *s = map_get(&r->flows->sources, t->name);
    for (int i = 0; i < t->npartitions; i++) {
        double one = of_partition(r, o, s, t->partitions[i].id);
        if (isnan(one))
            continue;
        sum.per_second += one;
        sum.known++;
    }
    return sum;
}
