/* What brokers take in, from the log ends of partitions over time. Each partition's end is compared
 * with itself only, so a leader that moves is no production. Sums need the same partitions at all
 * times, or a group that is sampled from now on would look like traffic that begins now: those that
 * were not watched all along are left out, and a time at which most were not watched is unknown. */
#include "core/insight/broker_flow.h"

#include "core/base/stats.h"
#include "core/base/vec.h"
#include "core/insight/rates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of five: this many have to reach back to the beginning, and fewer to be known in each step, as
 * some were watched with a break. */
enum { MOST_SINCE = 4, MOST_KNOWN = 3 };

struct move {
    const char *topic;
    int32_t partition, before;
    int64_t at_ms;
};

struct source {
    const struct flow_source *s;
    const struct topic *topic;
    enum recording_tier tier;
    int64_t since_ms; /* of that tier */
    size_t slot[FLOW_STEPS + 1];
    int64_t at_ms[FLOW_STEPS + 1]; /* 0: no sample near */
    size_t move;                   /* the first of the topic */
};

/* A sampled partition; ends of thousands are scattered in memory, so they are read at once. */
struct sampled {
    const struct partition *p;
    uint32_t source;
    uint32_t steps; /* a bit for each that rate is known in */
    float rate[FLOW_STEPS];
};

struct flows {
    struct broker_flows out;
    struct VEC(struct source) sources;
    struct VEC(struct sampled) parts;
    struct VEC(struct move) moves; /* by topic, the newest first */
    uint32_t steps;                /* a bit for each that most are known in */
};

static struct broker_flow *flow_of(const struct flows *f, int32_t id)
{
    for (size_t i = 0; i < f->out.n; i++)
        if (f->out.b[i].id == id)
            return &f->out.b[i];
    return NULL;
}

/* ---- samples --------------------------------------------------------------------------------- */

static int64_t time_of(const struct source *s, size_t i)
{
    const struct recording_group *g = s->s->g;
    return g->total[s->tier][ring_slot(&g->ring[s->tier], i)].at_ms;
}

/* The first sample not before that moment. */
static size_t not_before(const struct source *s, int64_t ms)
{
    size_t low = 0, high = ring_len(&s->s->g->ring[s->tier]);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (time_of(s, mid) < ms)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The sample nearest to each step's edges, unless there is a hole. */
static void find_edges(struct source *s, int64_t to_ms, int64_t step_ms)
{
    const struct ring *r = &s->s->g->ring[s->tier];
    int64_t reach = flow_reach_ms(s->s->g);
    for (int j = 0; j <= FLOW_STEPS; j++) {
        int64_t ms = to_ms - step_ms * (FLOW_STEPS - j);
        size_t i = not_before(s, ms);
        if (i == ring_len(r) || (i > 0 && ms - time_of(s, i - 1) < time_of(s, i) - ms))
            i--;
        int64_t at = time_of(s, i);
        bool near = at - ms <= reach && ms - at <= reach;
        s->slot[j] = ring_slot(r, i);
        s->at_ms[j] = near ? at : 0;
    }
}

static int64_t end_at(const struct source *s, const struct recording_part *p, size_t slot)
{
    return series_get(s->tier == TIER_FINE ? &p->end : &p->end_minute, slot);
}

/* Of each step; unknown, too, where the log was created again. */
static void rate_steps(const struct source *s, const struct recording_part *p, struct sampled *out)
{
    int64_t end[FLOW_STEPS + 1];
    for (int i = 0; i <= FLOW_STEPS; i++)
        end[i] = s->at_ms[i] ? end_at(s, p, s->slot[i]) : OFFSET_UNKNOWN;
    for (int i = 0; i < FLOW_STEPS; i++) {
        int64_t a = end[i], b = end[i + 1], ms = s->at_ms[i + 1] - s->at_ms[i];
        if (a == OFFSET_UNKNOWN || b == OFFSET_UNKNOWN || b < a || ms < STATS_RATE_LEAST_MS)
            continue;
        out->steps |= 1U << i;
        out->rate[i] = (float)stats_rate((double)(b - a), ms);
    }
}

/* ---- which samples, and of which time -------------------------------------------------------- */

static void take_source(struct flows *f, const struct flow_source *s, const struct topic *t)
{
    struct source x = {.s = s, .topic = t};
    bool fine = ring_len(&s->g->ring[TIER_MINUTE]) < (size_t)2 * FLOW_STEPS;
    x.tier = fine ? TIER_FINE : TIER_MINUTE;
    if (ring_len(&s->g->ring[x.tier]) == 0)
        return;
    x.since_ms = time_of(&x, 0);
    vec_push(&f->sources, x);
}

static void take_sources(struct flows *f, const struct model *m, const struct topic_flows *flows)
{
    size_t at = 0;
    const char *name;
    void *value;
    while (map_next(&flows->sources, &at, &name, &value)) {
        const struct flow_source *s = value;
        const struct topic *t = metadata_topic(m->metadata, name);
        if (t && s->live)
            take_source(f, s, t);
    }
}

static int by_since(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    return (x->since_ms > y->since_ms) - (x->since_ms < y->since_ms);
}

/* Since when most partitions are watched. Sorts. */
static int64_t most_since(struct flows *f)
{
    size_t all = 0, seen = 0, i = 0;
    qsort(f->sources.data, f->sources.len, sizeof *f->sources.data, by_since);
    for (size_t k = 0; k < f->sources.len; k++)
        all += f->sources.data[k].s->n;
    for (; i + 1 < f->sources.len; i++) {
        seen += f->sources.data[i].s->n;
        if (seen * 5 >= all * MOST_SINCE)
            break;
    }
    return f->sources.data[i].since_ms;
}

/* One group's samples lie together, and have the same times. */
static int by_group(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    uintptr_t of = (uintptr_t)x->s->g, other = (uintptr_t)y->s->g;
    return of != other ? (of > other) - (of < other) : (x->s->first > y->s->first) ? 1 : -1;
}

/* No step is shorter than the time between two samples of a group that is not on screen. */
static int64_t step_of(struct flows *f, int64_t to_ms)
{
    int64_t minute = f->sources.data[0].s->g->interval_ms * RECORDING_PER_MINUTE;
    int64_t step = (to_ms - most_since(f)) / FLOW_STEPS;
    int64_t longest = minute * RECORDING_MINUTES / FLOW_STEPS;
    return step < minute ? minute : step > longest ? longest : step;
}

/* Those in which most of what is known at all is known. */
static void choose_steps(struct flows *f)
{
    size_t some = 0, known[FLOW_STEPS] = {0};
    for (size_t i = 0; i < f->parts.len; i++) {
        some += f->parts.data[i].steps != 0;
        for (int k = 0; k < FLOW_STEPS; k++)
            known[k] += f->parts.data[i].steps >> k & 1;
    }
    for (int k = 0; k < FLOW_STEPS; k++)
        f->steps |= some && known[k] * 5 >= some * MOST_KNOWN ? 1U << k : 0;
}

/* ---- the brokers that led them --------------------------------------------------------------- */

static int by_topic_newest(const void *a, const void *b)
{
    const struct move *x = a, *y = b;
    int c = strcmp(x->topic, y->topic);
    return c ? c : (x->at_ms < y->at_ms) - (x->at_ms > y->at_ms);
}

static int32_t number_of(const char *broker)
{
    char *end;
    long id = broker ? strtol(broker, &end, 10) : -1;
    return broker && end != broker && id >= 0 && id <= INT32_MAX ? (int32_t)id : -1;
}

static void find_moves(struct flows *f, const struct model *m, int64_t from_ms)
{
    const struct event *e;
    for (size_t i = 0; (e = events_at(&m->events, i)); i++) {
        struct move move = {e->object, e->partition, number_of(e->before), e->wall_ms};
        if (e->kind == EVENT_LEADER_MOVED && e->wall_ms > from_ms)
            vec_push(&f->moves, move);
    }
    if (f->moves.len)
        qsort(f->moves.data, f->moves.len, sizeof *f->moves.data, by_topic_newest);
}

/* The first move of the topic, or behind all. */
static size_t first_move(const struct flows *f, const char *topic)
{
    size_t low = 0, high = f->moves.len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(f->moves.data[mid].topic, topic) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void give(struct flows *f, int32_t leader, int step, double rate)
{
    struct broker_flow *b = leader < 0 ? NULL : flow_of(f, leader);
    if (!b)
        return;
    b->rate[step] += rate;
    b->known = true;
}

/* What was written in a step, to those who led during it, by their time. */
static void share_out(struct flows *f, const struct source *s, const struct partition *p, int step,
                      double rate)
{
    int64_t from = s->at_ms[step], to = s->at_ms[step + 1], upto = to;
    int32_t leader = p->leader;
    for (size_t i = s->move; i < f->moves.len; i++) {
        const struct move *m = &f->moves.data[i];
        if (strcmp(m->topic, s->topic->name) != 0)
            break;
        if (m->partition != p->id || m->at_ms <= from)
            continue;
        if (m->at_ms < upto) {
            give(f, leader, step, rate * (double)(upto - m->at_ms) / (double)(to - from));
            upto = m->at_ms;
        }
        leader = m->before;
    }
    give(f, leader, step, rate * (double)(upto - from) / (double)(to - from));
}

/* ---- sums ------------------------------------------------------------------------------------ */

static void add_now(struct flows *f, const struct rates *r, const struct topic *t,
                    const struct partition *p)
{
    struct broker_flow *b = flow_of(f, p->leader);
    double rate = b ? rate_of_partition(r, t->name, p->id) : NAN;
    if (isnan(rate))
        return;
    b->now += rate;
    b->rated++;
}

static void add_all_now(struct flows *f, const struct rates *r)
{
    const struct metadata *md = r->m->metadata;
    for (size_t i = 0; i < md->ntopics; i++)
        for (int k = 0; k < md->topics[i].npartitions; k++)
            add_now(f, r, &md->topics[i], &md->topics[i].partitions[k]);
}

static void take_parts(struct flows *f, size_t source)
{
    const struct source *s = &f->sources.data[source];
    for (size_t k = s->s->first; k < s->s->first + s->s->n; k++) {
        const struct recording_part *part = &s->s->g->parts[k];
        const struct partition *p = topic_partition(s->topic, part->partition);
        if (!p)
            continue;
        struct sampled *x = vec_add(&f->parts);
        x->p = p;
        x->source = (uint32_t)source;
        rate_steps(s, part, x);
    }
}

static void add_parts(struct flows *f)
{
    for (size_t i = 0; i < f->parts.len; i++) {
        const struct sampled *x = &f->parts.data[i];
        if ((x->steps & f->steps) != f->steps)
            continue;
        for (int k = 0; k < FLOW_STEPS; k++)
            if (f->steps >> k & 1)
                share_out(f, &f->sources.data[x->source], x->p, k, (double)x->rate[k]);
    }
}

static void look(struct flows *f, const struct model *m, int64_t to_ms)
{
    int64_t step = step_of(f, to_ms);
    find_moves(f, m, to_ms - step * FLOW_STEPS);
    qsort(f->sources.data, f->sources.len, sizeof *f->sources.data, by_group);
    for (size_t i = 0; i < f->sources.len; i++) {
        struct source *s = &f->sources.data[i];
        if (i > 0 && s[-1].s->g == s->s->g) {
            memcpy(s->slot, s[-1].slot, sizeof s->slot);
            memcpy(s->at_ms, s[-1].at_ms, sizeof s->at_ms);
        } else {
            find_edges(s, to_ms, step);
        }
        s->move = first_move(f, s->topic->name);
        take_parts(f, i);
    }
    choose_steps(f);
    add_parts(f);
}

struct broker_flows broker_flows_make(const struct model *m, int64_t now_ms, struct arena *a)
{
    const struct metadata *md = m->metadata;
    struct flows f = {.out = {arena_array(a, md->nbrokers, sizeof *f.out.b), md->nbrokers}};
    struct rates rates;
    for (size_t i = 0; i < f.out.n; i++)
        f.out.b[i] = (struct broker_flow){.id = md->brokers[i].id};
    rates_make(&rates, m, now_ms);
    take_sources(&f, m, rates.flows);
    if (f.sources.len)
        look(&f, m, rates.flows->last_ms);
    add_all_now(&f, &rates);
    for (size_t i = 0; i < f.out.n; i++)
        for (int k = 0; k < FLOW_STEPS; k++)
            if (!(f.steps >> k & 1) || !f.out.b[i].known)
                f.out.b[i].rate[k] = NAN;
    rates_release(&rates);
    vec_release(&f.sources);
    vec_release(&f.parts);
    vec_release(&f.moves);
    return f.out;
}
