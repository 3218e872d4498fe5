/* Which samples a verdict on a partition is based on, and how much was written and read in them.
 * Commits that were set, or that jumped ahead while the group may have been without members, are
 * not reading: what has to do with commits is judged by the samples since. A jump does not count
 * until it is known whether the members stayed. */
#include "core/insight/lag/verdict_rates.h"

#include "core/base/stats.h"
#include "core/recording/jump.h"
#include "core/recording/recording_read.h"

#include <math.h>

enum { CHANGES_FOR_RATE = 3 /* the window is widened until it holds this many commits */ };

double window_lag(const struct lag_point *p)
{
    int64_t from = p->committed > p->start ? p->committed : p->start;
    return p->end > from ? (double)(p->end - from) : 0;
}

double window_per_second(double amount, int64_t ms)
{
    return stats_rate(amount, ms);
}

/* ---- the window ------------------------------------------------------------------------------ */

static bool whole(const struct lag_point *p)
{
    return p->committed != OFFSET_UNKNOWN && p->start != OFFSET_UNKNOWN && p->end != OFFSET_UNKNOWN;
}

static bool was_set(const struct partition_case *c, int64_t after_ms, int64_t upto_ms)
{
    return recording_any_within(c->resets, c->nresets, after_ms, upto_ms);
}

/* No member was there at the first of two samples, some at the second. */
static bool came_back(const struct partition_case *c, int64_t after_ms, int64_t upto_ms)
{
    return c->absent_ms >= after_ms && c->absent_ms < upto_ms;
}

void window_since_set(struct window *w, const struct partition_case *c)
{
    size_t i = w->n - 1;
    while (i > w->from && !was_set(c, w->p[i - 1]->commit_ms, w->p[i]->commit_ms) &&
           !came_back(c, w->p[i - 1]->commit_ms, w->p[i]->commit_ms))
        i--;
    w->read = i;
}

static void widen(struct window *w, const struct partition_case *c, const struct lag_rules *r)
{
    int64_t now = w->p[w->n - 1]->commit_ms;
    size_t wanted = c->gap_ms > 2 * r->interval_ms ? WINDOW_ALIGNED + 1 : CHANGES_FOR_RATE;
    size_t changes = 0;
    while (w->from > 0) {
        int64_t age = now - w->p[w->from - 1]->commit_ms;
        bool enough = w->n - w->from >= r->min_samples && changes >= wanted;
        if (age > r->widest_ms || (age > r->window_ms && enough))
            return;
        w->from--;
        changes += w->p[w->from]->committed != w->p[w->from + 1]->committed;
    }
}

/* The end fell below what was read before, and the commit with it: the topic was created again, and
 * its id is only requested now and then. What was before is another log. */
static bool is_another_log(const struct lag_point *a, const struct lag_point *b)
{
    return b->end < a->committed && b->committed < a->committed;
}

void window_open(struct window *w, const struct partition_case *c, const struct lag_rules *r)
{
    w->n = w->from = w->read = 0;
    size_t skip = c->n > WINDOW_POINTS ? c->n - WINDOW_POINTS : 0;
    for (size_t i = skip; i < c->n; i++) {
        if (!whole(&c->p[i]))
            continue;
        if (w->n > 0 && is_another_log(w->p[w->n - 1], &c->p[i]))
            w->n = 0;
        w->p[w->n++] = &c->p[i];
    }
    if (w->n == 0)
        return;
    w->from = w->n - 1;
    widen(w, c, r);
    window_since_set(w, c);
}

/* ---- jumps ----------------------------------------------------------------------------------- */

static struct jump_sample jump_sample(const struct lag_point *p)
{
    return (struct jump_sample){p->commit_ms, p->committed, p->start, p->end};
}

/* Where the commit jumped: at the beginning of the window for commits, by how much, and since the
 * members were read last. */
struct jumps {
    int64_t set;  /* 0: not there */
    size_t doubt; /* samples from here on are in doubt; n: there is none */
};

static struct jumps jumps_of(const struct window *w, const struct partition_case *c,
                             const struct lag_rules *r)
{
    struct jumps found = {.doubt = w->n};
    struct offset_jump l = {.any = false};
    for (size_t i = 0; i < w->n && found.doubt == w->n; i++) {
        struct jump_sample s = jump_sample(w->p[i]);
        int64_t jumped = jump_of(&l, &s, l.pace, r->interval_ms);
        if (i == w->read && w->read > w->from && was_set(c, w->p[i - 1]->commit_ms, s.at_ms))
            found.set = jumped;
        if (i > w->read && c->described_ms > 0 && s.at_ms > c->described_ms && jumped > 0)
            found.doubt = i;
        jump_see(&l, &s, i > 0 && !was_set(c, w->p[i - 1]->commit_ms, s.at_ms));
    }
    return found;
}

/* ---- rates ----------------------------------------------------------------------------------- */

/* Records read between two samples: those that were deleted before could not be. */
static double read_between(const struct lag_point *a, const struct lag_point *b)
{
    int64_t from = a->committed > a->start ? a->committed : a->start;
    return b->committed > from ? (double)(b->committed - from) : 0;
}

/* Longer than between two commits of that rhythm, as far as samples show. */
static bool is_pause(const struct window *w, size_t from, size_t to, double rhythm_ms)
{
    return to >= from + 2 &&
           (double)(w->p[to]->commit_ms - w->p[from]->commit_ms) > rhythm_ms * 3 / 2;
}

/* Of a consumer that commits rarely only whole intervals count: from one change to another. What is
 * longer than these before and after them is a pause, and belongs to the time that it takes: a
 * member that reads its partitions in turn pauses on each of them. */
static void whole_intervals(const struct window *w, size_t *first, size_t *last)
{
    double between[WINDOW_POINTS];
    size_t a = 0, b = 0, n = 0;
    for (size_t i = *first + 1; i <= *last; i++) {
        if (w->p[i]->committed == w->p[i - 1]->committed)
            continue;
        if (b)
            between[n++] = (double)(w->p[i]->commit_ms - w->p[b]->commit_ms);
        a = a ? a : i;
        b = i;
    }
    if (n == 0)
        return;
    double rhythm = stats_median(between, n);
    if (!is_pause(w, *first, a - 1, rhythm))
        *first = a;
    if (!is_pause(w, b, *last, rhythm))
        *last = b;
}

/* Records read per second between two samples of the window, and those between. */
static double consume_rate(const struct window *w, size_t first, size_t last, bool rarely)
{
    if (rarely)
        whole_intervals(w, &first, &last);
    double sum = 0;
    for (size_t i = first + 1; i <= last; i++)
        sum += read_between(w->p[i - 1], w->p[i]);
    return window_per_second(sum, w->p[last]->commit_ms - w->p[first]->commit_ms);
}

void window_rates(struct partition_verdict *v, const struct window *w,
                  const struct partition_case *c, const struct lag_rules *r)
{
    const struct lag_point *a = w->p[w->from], *b = w->p[w->n - 1];
    struct jumps jumps = jumps_of(w, c, r);
    size_t last = jumps.doubt - 1;
    v->samples = w->n - w->read;
    v->window_ms = b->commit_ms - w->p[w->read]->commit_ms;
    v->gap_known = c->gap_ms > 0;
    v->gap_of_others = c->gap_of_others;
    v->doubtful = last < w->n - 1;
    int64_t guess = c->quiet_ms > r->gap_ms ? c->quiet_ms : r->gap_ms;
    v->gap_ms = v->gap_known ? c->gap_ms : guess;
    v->set = jumps.set;
    v->set_ms = jumps.set > 0 ? b->commit_ms - w->p[w->read]->commit_ms : 0;
    if (w->n - w->from < 2)
        return;
    double written = (double)(b->end - a->end);
    v->in = window_per_second(written > 0 ? written : 0, b->ends_ms - a->ends_ms);
    v->out = consume_rate(w, w->read, last, v->gap_ms > 2 * r->interval_ms);
    double floor = v->in * (double)(v->gap_ms + r->interval_ms) / 1000;
    v->noise = floor > NOISE_RECORDS ? floor : NOISE_RECORDS;
}
