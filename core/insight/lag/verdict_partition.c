/* One partition of a group judged by its samples: the first rule that holds, in the order of
 * docs/lag.md, "Partition verdict". Why some of them are as they are, each shown by a test:
 * - "stalled" waits longer while fewer than three commits were seen: a consumer that commits once a
 *   minute is not stalled in its first minute;
 * - rare commits make a saw-tooth; its trend is taken from the samples at which the commit moved,
 *   where the teeth have the same height, or must exceed what one tooth can feign;
 * - the last two commits prove a strong change of rate long before there are enough for a trend;
 *   such a verdict says that its confidence is low;
 * - offsets that were set, or jumped ahead while all members were replaced, are not reading: rates
 *   and trends begin after them;
 * - a change stronger than the rhythm of commits is judged by the last minute alone: a batch that
 *   is being read would be "falling behind" for as long as the window remembers its arrival;
 * - a commit that stands still while there is nothing to read means nothing: "stalled" and "blocked"
 *   both count from when there was something again;
 * - a consumer beyond the last stable offset does not wait for it, and one read some samples ago
 *   means nothing: commits move on in the meantime;
 * - a slow member reads its partitions in turn: while it reads others that it is behind on, one of
 *   them stands for as long as these last (turns.c);
 * - the cause is "producers" or "consumers" only if that explains half of what is too much;
 * - the dead band of a slow topic is a tenth of what is written, not one record per second, or a
 *   slow topic could fall behind unnoticed. */
#include "core/insight/lag/verdict_partition.h"

#include "core/insight/lag/lag.h"
#include "core/insight/lag/verdict.h"

#include "core/insight/lag/verdict_commits.h"
#include "core/insight/lag/verdict_rates.h"
#include "core/insight/lag/verdict_trend.h"

#include <math.h>

enum {
    FETCH_BATCH = 500,  /* max.poll.records: what one fetch may redeliver */
    MARKERS = 10,       /* of transactions, between the last record and the open one */
    STABLE_SAMPLES = 3, /* a stable offset requested more samples ago than this is old */
};

int64_t lag_time(const struct lag_point *older, size_t nolder, const struct lag_point *p, size_t n,
                 int64_t committed, int64_t now_ms, bool *more)
{
    const struct lag_point *after = NULL; /* the oldest known that is beyond the commit */
    *more = false;
    for (size_t k = nolder + n; k > 0; k--) {
        const struct lag_point *q = k > nolder ? &p[k - 1 - nolder] : &older[k - 1];
        if (q->end == OFFSET_UNKNOWN || (after && q->ends_ms >= after->ends_ms))
            continue;
        if (after && q->end > after->end)
            break; /* of another log: the topic was created again */
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

/* ---- retention ------------------------------------------------------------------------------- */

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

/* A consumer that had nothing to read for an hour, or was not there, has not been stuck for an
 * hour. */
static int64_t waited(const struct window *w, const struct partition_case *c)
{
    int64_t waits = stood(w, c, NOISE_RECORDS), there = w->p[w->n - 1]->commit_ms - c->idle_ms;
    return waits < there ? waits : there;
}

/* A reader of committed records has all it can get when it has reached the last stable offset, or
 * before the markers of the transactions in front of it; never beyond it. The commit did not move
 * although there were records beyond it, so neither did the stable offset. One that was requested
 * long ago proves nothing: it is only requested while a commit does not move. */
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
    if (c->busy_ms > patience) /* its member comes to it when it has read the others */
        patience = c->busy_ms;
    return waited(w, c) >= patience;
}

/* When a consumer commits rarely, its lag is small after each commit. When it was too much before
 * that, and is more than it was after the commit before, it has not caught up. */
static bool outgrown(const struct partition_verdict *v, const struct window *w,
                     const struct lag_rules *r)
{
    struct partition_verdict few = *v;
    return v->gap_ms > 2 * r->interval_ms && window_peak(w) > v->noise &&
           window_commits(&few, w, r) > 0;
}

/* The samples at the end of the window in which the lag rose and never fell, if it rose by more than
 * next to nothing and for longer than between two commits: that is no tooth of a saw. 0: none. */
static size_t only_rises(const struct partition_verdict *v, const struct window *w,
                         const struct lag_rules *r)
{
    size_t i = w->n - 1;
    while (i > w->read && window_lag(w->p[i - 1]) <= window_lag(w->p[i]))
        i--;
    int64_t ms = w->p[w->n - 1]->commit_ms - w->p[i]->commit_ms;
    bool tooth = v->gap_known && ms <= v->gap_ms + r->interval_ms;
    double rose = window_lag(w->p[w->n - 1]) - window_lag(w->p[i]);
    return rose > NOISE_RECORDS && !tooth && v->in > v->out ? w->n - i : 0;
}

/* What is unread is no more than a healthy consumer shows between its commits. But one that has only
 * become more, at each sample since the first, is not known to be that, nor is one whose members just
 * came; and when it goes on, the
 * trend of it decides. */
static enum verdict judge_little(struct partition_verdict *v, struct window *w,
                                 const struct partition_case *c, const struct lag_rules *r)
{
    size_t rising = only_rises(v, w, r);
    bool unread = (double)v->lag > NOISE_RECORDS;
    bool unproven = isnan(v->out) || rising == v->samples;
    if (unread && unproven && v->samples < r->min_samples) {
        v->drained_ms = LAG_MS_UNKNOWN;
        return VERDICT_TOO_EARLY;
    }
    if (rising >= r->min_samples) {
        struct partition_verdict grows = *v;
        struct window since = *w;
        if (verdict_by_trend(&grows, &since, c, r) == VERDICT_FALLING_BEHIND) {
            *v = grows;
            *w = since;
            return VERDICT_FALLING_BEHIND;
        }
    }
    v->drained_ms = 0;
    v->unchanged_ms = unchanged(w, c);
    return VERDICT_CAUGHT_UP;
}

/* A commit that stands still says nothing while it is not known whether a member reads there: the
 * recording knows commits, not owners, and an hour of it may be that of a partition that no one
 * reads. */
static bool awaits_owner(const struct window *w, const struct partition_case *c)
{
    return c->owned == OWNED_UNKNOWN && w->p[w->read]->committed == w->p[w->n - 1]->committed;
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
    /* What a healthy consumer shows between its commits is no excuse where no one reads. */
    if ((double)v->lag <= v->noise && !(left && v->lag > 0) && !outgrown(v, w, r))
        return judge_little(v, w, c, r);
    v->drained_ms = LAG_MS_NEVER;
    if (blocked(v, w, c, r))
        return VERDICT_BLOCKED;
    if (left)
        return VERDICT_NO_MEMBERS;
    if (c->owned == OWNED_NO && !c->empty)
        return VERDICT_NO_OWNER;
    if (v->samples < r->min_samples || (!c->empty && awaits_owner(w, c))) {
        v->drained_ms = LAG_MS_UNKNOWN;
        return VERDICT_TOO_EARLY;
    }
    if (stalled(v, w, c, r))
        return VERDICT_STALLED;
    return verdict_by_trend(v, w, c, r);
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

/* Nothing is read for now: what trend and rates of before say is over. Growth since then is one when
 * it is more than a healthy consumer shows, and its rhythm is known. */
static void judge_pause(struct partition_verdict *v, const struct window *w)
{
    size_t i = w->n - 1;
    v->out = 0;
    if (v->verdict != VERDICT_CATCHING_UP && v->verdict != VERDICT_STEADY_BACKLOG)
        return;
    while (i > 0 && w->p[i - 1]->committed == w->p[w->n - 1]->committed)
        i--;
    double grown = window_lag(w->p[w->n - 1]) - window_lag(w->p[i]);
    v->drained_ms = LAG_MS_NEVER;
    if (v->gap_known && grown > v->noise) {
        v->turned = true;
        v->slope = v->in;
        v->cause = lag_cause(v->in, v->out, v->usual_in, v->usual_out, &v->share);
        v->verdict = VERDICT_FALLING_BEHIND;
    } else {
        v->turned = v->verdict == VERDICT_CATCHING_UP;
        v->verdict = VERDICT_STEADY_BACKLOG;
    }
}

static const struct lag_point *last_known(const struct partition_case *c)
{
    return c->n ? &c->p[c->n - 1] : NULL;
}

/* Rules 1 and 2 for partitions without a complete sample. */
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

/* Of the oldest record that can still be read: at the commit, or at the log start above it. */
static void judge_age(struct partition_verdict *v, const struct partition_case *c, int64_t now_ms,
                      int64_t interval_ms)
{
    int64_t from = lag_reads_from(v->committed, v->start);
    /* A record with a timestamp ahead of now says nothing about its age: what was watched does. */
    if (c->exact_ms > 0 && c->exact_offset == from && now_ms >= c->exact_ms)
        v->time_lag_ms = now_ms - c->exact_ms;
    else
        v->time_lag_ms = lag_time(c->older, c->nolder, c->p, c->n, from, now_ms, &v->time_lag_more);
    if (v->time_lag_more &&
        v->time_lag_ms < interval_ms) { /* watched for so short: it says nothing */
        v->time_lag_ms = LAG_MS_UNKNOWN;
        v->time_lag_more = false;
    }
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
    judge_age(&v, c, last->ends_ms, r->interval_ms);
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
    if (pauses(&v, &w, c, r))
        judge_pause(&v, &w);
    judge_risk(&v, &w, c, r);
    return v;
}
