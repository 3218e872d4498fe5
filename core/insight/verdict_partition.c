/* One partition of a group judged by its samples: the first rule that matches, in the order of
 * lag.md 4.5.
 *
 * Where these rules differ from the page, a property test shows why:
 * - while fewer than three commits were seen, "stalled" waits half as long again, or three times
 *   the longest silence that a commit ended: a consumer that commits each minute is not stalled in
 *   its first minute;
 * - consumers that commit rarely leave a saw-tooth; their trend is taken from the samples at which
 *   the commit moved, where the teeth have one height, or has to exceed what a tooth can feign;
 * - what they surely read and did not read between two commits tells a strong change of pace, long
 *   before there are enough of these for a trend; such a verdict says how little it stands on;
 * - offsets that were set, or leapt ahead while all members were replaced, are no reading: rates
 * and trends begin behind them;
 * - a change that is stronger than the rhythm of commits is told by the last minute alone: a batch
 *   that is being read would be "falling behind" for as long as the window remembers its arrival;
 * - a commit that stands while there is nothing to read stands for nothing: both "stalled" and
 *   "blocked" count from when there was something again;
 * - who has read beyond the last stable offset does not wait for it, and an offset that was asked
 *   for some samples ago tells nothing: commits move on while nobody asks;
 * - producers or consumers only changed when that explains half of what is too much;
 * - the dead band of a slow topic is a tenth of what is written, not one record per second, or a
 *   slow topic could fall behind for ever unseen. */
#include "core/insight/verdict.h"

#include "core/base/stats.h"
#include "core/insight/verdict_rates.h"

#include <math.h>

enum {
    FETCH_BATCH = 500,  /* max.poll.records: what one fetch may redeliver */
    MARKERS = 10,       /* of transactions, between the last record and the open one */
    STABLE_SAMPLES = 3, /* a stable offset asked for before so many is an old one */
};
#define SURE_Z 2.0
#define CHANGED_SHARE 0.5
#define OTHER 1.5 /* the last commits tell another story than all of the window */

static double dead_band(double in)
{
    double slow = in * 0.1 < 1 ? in * 0.1 : 1;
    return in * 0.02 > slow ? in * 0.02 : slow;
}

/* The trend of the lag. *tooth: how much of a slope the commit rhythm alone can make. */
static struct trend lag_trend(const struct partition_verdict *v, const struct window *w,
                              const struct lag_rules *r, double *tooth)
{
    double x[WINDOW_POINTS], y[WINDOW_POINTS];
    size_t n = 0;
    int64_t gap = !v->gap_known && v->unchanged_ms > v->gap_ms ? v->unchanged_ms : v->gap_ms;
    *tooth = 0;
    if (gap > 2 * r->interval_ms) {
        for (size_t i = w->read + 1; i < w->n; i++)
            if (w->p[i]->committed != w->p[i - 1]->committed) {
                x[n] = (double)w->p[i]->commit_ms / 1000;
                y[n++] = window_lag(w->p[i]);
            }
        if (n >= WINDOW_ALIGNED)
            return stats_trend(x, y, n);
        *tooth = v->window_ms > 0 ? 1.5 * v->in * (double)gap / (double)v->window_ms : 0;
        n = 0;
    }
    for (size_t i = w->read; i < w->n; i++) {
        x[n] = (double)w->p[i]->commit_ms / 1000;
        y[n++] = window_lag(w->p[i]);
    }
    return stats_trend(x, y, n);
}

int64_t lag_time(const struct lag_point *older, size_t nolder, const struct lag_point *p, size_t n,
                 int64_t committed, int64_t now_ms, bool *more)
{
    const struct lag_point *after = NULL; /* the oldest known that lies beyond the commit */
    *more = false;
    for (size_t k = nolder + n; k > 0; k--) {
        const struct lag_point *q = k > nolder ? &p[k - 1 - nolder] : &older[k - 1];
        if (q->end == OFFSET_UNKNOWN || (after && q->ends_ms >= after->ends_ms))
            continue;
        if (after && q->end > after->end)
            break; /* of another log: the topic was made anew */
        if (q->end <= committed) {
            if (!after)
                return 0;
            double share =
                (double)(committed - q->end) / (double)(after->end - q->end); /* end > committed */
            double at = (double)q->ends_ms + share * (double)(after->ends_ms - q->ends_ms);
            return now_ms - (int64_t)at > 0 ? now_ms - (int64_t)at : 0;
        }
        after = q;
    }
    if (!after)
        return LAG_MS_UNKNOWN;
    *more = true;
    return now_ms - after->ends_ms > 0 ? now_ms - after->ends_ms : 0;
}

/* ---- retention ------------------------------------------------------------------------------ */

/* How fast the log start moves, over all samples there are: segments go in steps. */
static double retention_rate(const struct window *w)
{
    const struct lag_point *a = w->p[0], *b = w->p[w->n - 1];
    return b->start > a->start
               ? window_per_second((double)(b->start - a->start), b->ends_ms - a->ends_ms)
               : 0;
}

static void risk_within(struct partition_verdict *v, double ms)
{
    int64_t left = ms < 0 ? 0 : ms > 1e15 ? (int64_t)1e15 : (int64_t)ms;
    if (v->risk_ms == LAG_MS_UNKNOWN || left < v->risk_ms)
        v->risk_ms = left;
}

static void judge_risk(struct partition_verdict *v, const struct window *w,
                       const struct partition_case *c, const struct lag_rules *r)
{
    double left = (double)(v->committed - v->start), deleted = retention_rate(w);
    if (v->lag <= 0 || (double)v->lag <= v->noise || v->lost > 0 || isnan(v->out))
        return;
    if (deleted > v->out)
        risk_within(v, left / (deleted - v->out) * 1000);
    bool old = c->retention_ms > 0 && v->time_lag_ms != LAG_MS_UNKNOWN &&
               (double)v->time_lag_ms >= 0.8 * (double)c->retention_ms;
    /* The record at the commit ages as fast as its successors are not read. */
    if (c->retention_ms > 0 && v->time_lag_ms != LAG_MS_UNKNOWN && v->in > v->out)
        risk_within(v, (double)(c->retention_ms - v->time_lag_ms) / (1 - v->out / v->in));
    bool near = left < 0.1 * (double)(v->end - v->start) && deleted > 0;
    v->risk = old || near || (v->risk_ms != LAG_MS_UNKNOWN && v->risk_ms < r->risk_ms);
    if (!v->risk)
        v->risk_ms = LAG_MS_UNKNOWN;
}

/* ---- the rules, in order --------------------------------------------------------------------- */

static bool ahead(const struct window *w)
{
    return w->n >= 2 && w->p[w->n - 1]->committed > w->p[w->n - 1]->end &&
           w->p[w->n - 2]->committed > w->p[w->n - 2]->end;
}

/* The last drop of the commit that was not made up for since. */
static bool rewinding(struct partition_verdict *v, const struct window *w,
                      const struct partition_case *c)
{
    int64_t highest = w->p[0]->committed, now = w->p[w->n - 1]->committed, fell = 0;
    for (size_t i = 1; i < w->n; i++) {
        int64_t drop = highest - w->p[i]->committed;
        if (w->p[i]->committed < w->p[i - 1]->committed && drop > fell)
            fell = drop;
        if (w->p[i]->committed > highest) {
            highest = w->p[i]->committed;
            fell = 0;
        }
    }
    if (fell == 0 || now >= highest)
        return false;
    double redelivered = isnan(v->out) ? 0 : v->out * (double)v->gap_ms / 1000;
    v->rewound = fell;
    v->rewind = c->empty                                             ? REWIND_BY_HAND
                : fell <= FETCH_BATCH || (double)fell <= redelivered ? REWIND_REDELIVERY
                                                                     : REWIND_OTHER;
    return true;
}

/* For how long the commit has not moved while there was more than that to read, as far as that was
 * seen. */
static int64_t stood(const struct window *w, const struct partition_case *c, double more_than)
{
    size_t i = w->n - 1;
    int64_t now = w->p[w->n - 1]->commit_ms;
    while (i > 0 && w->p[i - 1]->committed == w->p[w->n - 1]->committed &&
           window_lag(w->p[i - 1]) > more_than)
        i--;
    if (i == 0 && c->changed_ms > 0 && c->changed_ms < w->p[0]->commit_ms)
        return now - c->changed_ms;
    return now - w->p[i]->commit_ms;
}

static int64_t unchanged(const struct window *w, const struct partition_case *c)
{
    return stood(w, c, -1);
}

/* Who had nothing to read for an hour, or was not there, has not stood for an hour. */
static int64_t waited(const struct window *w, const struct partition_case *c)
{
    int64_t waits = stood(w, c, NOISE_RECORDS), there = w->p[w->n - 1]->commit_ms - c->idle_ms;
    return waits < there ? waits : there;
}

/* A reader of committed records has all it can get when it stands at the last stable offset, or
 * before the markers of the transactions in front of it; never beyond it. As the commit stood there
 * with records beyond it, so did the stable offset. One that was asked for long ago tells nothing:
 * it is only asked for while a commit stands. */
static bool blocked(struct partition_verdict *v, const struct window *w,
                    const struct partition_case *c, const struct lag_rules *r)
{
    int64_t now = w->p[w->n - 1]->commit_ms;
    v->unchanged_ms = unchanged(w, c);
    int64_t old = w->p[w->n > STABLE_SAMPLES ? w->n - STABLE_SAMPLES : 0]->commit_ms;
    if (c->stable == OFFSET_UNKNOWN || c->stable >= v->end || c->stable_ms < old)
        return false;
    if (v->committed > c->stable || v->committed < c->stable - MARKERS)
        return false;
    int64_t stands = now - c->stable_since_ms, waits = waited(w, c);
    if (waits > stands)
        stands = waits;
    return stands >= r->transaction_ms;
}

static bool stalled(const struct partition_verdict *v, const struct window *w,
                    const struct partition_case *c, const struct lag_rules *r)
{
    int64_t patience = r->stalled_ms;
    if (!v->gap_known) {
        patience = r->stalled_ms * 3 / 2;
        if (3 * c->quiet_ms > patience)
            patience = 3 * c->quiet_ms;
    } else {
        /* One that reads its partitions in turn leaves each alone for minutes, and comes back. */
        int64_t longest = c->quiet_ms * 3 / 2 < r->widest_ms ? c->quiet_ms * 3 / 2 : r->widest_ms;
        if (3 * v->gap_ms > patience)
            patience = 3 * v->gap_ms;
        if (longest > patience)
            patience = longest;
    }
    return waited(w, c) >= patience;
}

enum cause lag_cause(double in, double out, double usual_in, double usual_out, double *share)
{
    double more = in - usual_in, less = usual_out - out;
    *share = NAN;
    if (isnan(more) || isnan(less))
        return CAUSE_UNKNOWN;
    more = more > 0 ? more : 0;
    less = less > 0 ? less : 0;
    if (more + less < dead_band(in) || more + less < (in - out) * CHANGED_SHARE)
        return CAUSE_LONG; /* most of what is missing was missing before */
    *share = more / (more + less);
    return *share >= 0.7 ? CAUSE_PRODUCERS : *share <= 0.3 ? CAUSE_CONSUMERS : CAUSE_BOTH;
}

/* 1: the lag grows, −1: it shrinks, 0: neither for sure. */
static int direction(const struct trend *t, double band)
{
    return t->slope > band && t->z > SURE_Z ? 1 : t->slope < -band && t->z < -SURE_Z ? -1 : 0;
}

/* A change that is too strong for the rhythm of commits does not wait until it fills the window:
 * when the lag went another way in the last samples, by more than a healthy consumer ever shows,
 * these are the window. */
static void narrow(struct partition_verdict *v, struct window *w, const struct partition_case *c,
                   const struct lag_rules *r)
{
    double tooth, band = dead_band(v->in);
    struct window last = *w;
    struct partition_verdict l = *v;
    if (w->n - w->read <= r->min_samples || v->gap_ms > 2 * r->interval_ms)
        return;
    last.from = last.read = w->n - r->min_samples;
    window_rates(&l, &last, c, r);
    struct trend all = lag_trend(v, w, r, &tooth), t = lag_trend(&l, &last, r, &tooth);
    int way = direction(&t, dead_band(l.in));
    if (way == 0 || way == direction(&all, band) ||
        fabs(t.slope) * (double)l.window_ms / 1000 <= l.noise)
        return;
    l.set = v->set;
    l.set_ms = v->set_ms;
    *w = last;
    *v = l;
}

/* Who commits rarely has a trend after five commits; a change of pace shows after one or two, and
 * the five still blur it with what was before. */
static int way_of(struct partition_verdict *v, const struct window *w, const struct trend *t,
                  double band, const struct lag_rules *r)
{
    int way = direction(t, band);
    struct partition_verdict few = *v;
    int now = v->gap_ms > 2 * r->interval_ms ? window_commits(&few, w, r) : 0;
    bool both = now != 0 && now == way;
    if (both && fabs(few.slope) <= fabs(t->slope) * OTHER &&
        fabs(t->slope) <= fabs(few.slope) * OTHER)
        return way;
    if (now != 0)
        *v = few;
    if (both)
        v->intervals = 0; /* it is sure, only its numbers are those of now */
    return now != 0 ? now : way;
}

static enum verdict by_trend(struct partition_verdict *v, struct window *w,
                             const struct partition_case *c, const struct lag_rules *r)
{
    double tooth;
    narrow(v, w, c, r);
    double band = dead_band(v->in);
    struct trend t = lag_trend(v, w, r, &tooth);
    v->slope = t.slope;
    v->z = t.z;
    int way = way_of(v, w, &t, band + tooth, r);
    if (way > 0) {
        v->cause = lag_cause(v->in, v->out, v->usual_in, v->usual_out, &v->share);
        v->drained_ms = LAG_MS_NEVER;
        return VERDICT_FALLING_BEHIND;
    }
    if (way < 0) {
        double gain = v->out - v->in > -v->slope / 2 ? v->out - v->in : -v->slope;
        v->drained_ms = (int64_t)((double)v->lag / gain * 1000);
        return VERDICT_CATCHING_UP;
    }
    v->drained_ms = LAG_MS_NEVER;
    return VERDICT_STEADY_BACKLOG;
}

/* Of one who commits rarely the lag is small after each commit. When it was too much before that,
 * and is more than it was after the commit before, it has not caught up. */
static bool outgrown(const struct partition_verdict *v, const struct window *w,
                     const struct lag_rules *r)
{
    struct partition_verdict few = *v;
    return v->gap_ms > 2 * r->interval_ms && window_peak(w) > v->noise &&
           window_commits(&few, w, r) > 0;
}

/* Rules 6 to 12: all offsets are sound. */
static enum verdict judge(struct partition_verdict *v, struct window *w,
                          const struct partition_case *c, const struct lag_rules *r)
{
    bool left = c->empty && !c->committing;
    if (left && v->lag > 0 && (double)v->lag <= NOISE_RECORDS) {
        v->drained_ms = LAG_MS_NEVER;
        return VERDICT_INACTIVE;
    }
    /* What a healthy consumer shows between its commits is no excuse where nobody reads. */
    if ((double)v->lag <= v->noise && !(left && v->lag > 0) && !outgrown(v, w, r)) {
        v->drained_ms = 0;
        v->unchanged_ms = unchanged(w, c);
        return VERDICT_CAUGHT_UP;
    }
    v->drained_ms = LAG_MS_NEVER;
    if (blocked(v, w, c, r))
        return VERDICT_BLOCKED;
    if (left)
        return VERDICT_NO_MEMBERS;
    if (c->owned == OWNED_NO && !c->empty)
        return VERDICT_NO_OWNER;
    if (v->samples < r->min_samples) {
        v->drained_ms = LAG_MS_UNKNOWN;
        return VERDICT_TOO_EARLY;
    }
    if (stalled(v, w, c, r))
        return VERDICT_STALLED;
    return by_trend(v, w, c, r);
}

/* It has not moved for longer than it ever does, while there was something to read: what it read
 * before is no pace of now. */
static bool pauses(const struct partition_verdict *v, const struct window *w,
                   const struct partition_case *c, const struct lag_rules *r)
{
    int64_t longest = v->gap_known ? 3 * r->interval_ms : r->stalled_ms;
    int64_t quiet = c->quiet_ms * 3 / 2 < r->widest_ms ? c->quiet_ms * 3 / 2 : r->widest_ms;
    longest = 3 * v->gap_ms > longest ? 3 * v->gap_ms : longest;
    longest = quiet > longest ? quiet : longest;
    return !isnan(v->out) && stood(w, c, 0) > longest;
}

static const struct lag_point *last_known(const struct partition_case *c)
{
    return c->n ? &c->p[c->n - 1] : NULL;
}

/* Rules 1 and 2 for those of whom no sample is whole. */
static void judge_without(struct partition_verdict *v, const struct partition_case *c)
{
    const struct lag_point *p = last_known(c);
    v->verdict = VERDICT_TOO_EARLY;
    if (!p)
        return;
    v->committed = p->committed;
    v->start = p->start;
    v->end = p->end;
    if (p->committed != OFFSET_UNKNOWN || p->end == OFFSET_UNKNOWN || p->start == OFFSET_UNKNOWN)
        return;
    v->verdict = VERDICT_NEVER_COMMITTED;
    v->waiting = p->end > p->start ? p->end - p->start : 0;
}

struct partition_verdict partition_verdict_of(const struct partition_case *c,
                                              const struct lag_rules *r)
{
    struct partition_verdict v = {
        .verdict = VERDICT_TOO_EARLY,
        .in = NAN,
        .out = NAN,
        .share = NAN,
        .usual_in = c->baseline ? c->usual_in : NAN,
        .usual_out = c->baseline ? c->usual_out : NAN,
        .noise = NOISE_RECORDS,
        .lag = OFFSET_UNKNOWN,
        .committed = OFFSET_UNKNOWN,
        .start = OFFSET_UNKNOWN,
        .end = OFFSET_UNKNOWN,
        .drained_ms = LAG_MS_UNKNOWN,
        .time_lag_ms = LAG_MS_UNKNOWN,
        .risk_ms = LAG_MS_UNKNOWN,
    };
    struct window w;
    window_open(&w, c, r);
    const struct lag_point *last = last_known(c);
    if (w.n == 0 || !last || last->committed == OFFSET_UNKNOWN) {
        judge_without(&v, c);
        return v;
    }
    last = w.p[w.n - 1];
    v.committed = last->committed;
    v.start = last->start;
    v.end = last->end;
    v.lag = (int64_t)window_lag(last);
    v.lost = v.committed < v.start ? v.start - v.committed : 0;
    window_rates(&v, &w, c, r);
    /* A record that is stamped ahead of now tells nothing of its age: what was watched does. */
    if (c->exact_ms > 0 && c->exact_offset == v.committed && last->ends_ms >= c->exact_ms)
        v.time_lag_ms = last->ends_ms - c->exact_ms;
    else
        v.time_lag_ms =
            lag_time(c->older, c->nolder, c->p, c->n, v.committed, last->ends_ms, &v.time_lag_more);
    if (ahead(&w))
        v.verdict = VERDICT_AHEAD;
    else if (v.lost > 0)
        v.verdict = VERDICT_DATA_LOST;
    else if (w.n < 2)
        return v;
    else if (rewinding(&v, &w, c))
        v.verdict = VERDICT_REWINDING;
    else
        v.verdict = judge(&v, &w, c, r);
    if (pauses(&v, &w, c, r)) {
        v.out = 0;
        if (v.verdict == VERDICT_CATCHING_UP)
            v.drained_ms = LAG_MS_UNKNOWN;
    }
    judge_risk(&v, &w, c, r);
    return v;
}
