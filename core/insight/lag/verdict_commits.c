/* What a few commits show of a consumer that commits rarely, so that a change of pace is named
 * after one interval between two commits and not after five.
 *
 * What was unread at a sample is at most what the sample shows, since the consumer is never behind
 * its commit; and when a commit was made, at least what the sample that saw it first shows, without
 * what was written since the sample before. So between an earlier sample and one that saw a commit
 * the backlog grew by at least the difference of these, whatever the rhythm of commits, of writing
 * and of sampling. The other way round needs a commit at both ends. */
#include "core/insight/lag/verdict_commits.h"

#include "core/insight/lag/verdict_rates.h"

#include <math.h>

enum { INTERVALS = 4 }; /* more than that are a trend */
#define SURE_SHARE 0.25 /* of what was written between them: less may be a breath */

static bool moved(const struct window *w, size_t i)
{
    return i > w->read && w->p[i]->committed != w->p[i - 1]->committed;
}

/* The newest sample before that one which saw a commit; else the first of the window. */
static size_t commit_before(const struct window *w, size_t i)
{
    do
        i--;
    while (i > w->read && !moved(w, i));
    return i;
}

/* What may have been written after the commit that sample i saw first, and is not unread for long.
 */
static double written_meanwhile(const struct window *w, size_t i)
{
    return moved(w, i) ? (double)(w->p[i]->end - w->p[i - 1]->end) : INFINITY;
}

/* By how much the backlog surely grew (> 0) or shrank (< 0) from sample i to j, where a commit was
 * seen; 0: by too little, or neither for sure. */
static double change_between(const struct window *w, size_t i, size_t j)
{
    double change = window_lag(w->p[j]) - window_lag(w->p[i]);
    double least = (double)(w->p[j]->end - w->p[i]->end) * SURE_SHARE;
    least = least > NOISE_RECORDS ? least : NOISE_RECORDS;
    if (change - written_meanwhile(w, j) > least || change + written_meanwhile(w, i) < -least)
        return change;
    return 0;
}

/* Both rates between two commits are exact; from another sample on it is not known how much of what
 * the first commit covers was read before. */
static void take_interval(struct partition_verdict *v, const struct window *w, size_t i, size_t j,
                          double change)
{
    const struct lag_point *a = w->p[i], *b = w->p[j];
    int64_t from = a->committed > a->start ? a->committed : a->start;
    v->slope = window_per_second(change, b->commit_ms - a->commit_ms);
    v->z = 0;
    v->in = window_per_second((double)(b->end - a->end), b->ends_ms - a->ends_ms);
    v->out = b->committed > from
                 ? window_per_second((double)(b->committed - from), b->commit_ms - a->commit_ms)
                 : 0;
    v->samples = j - i + 1;
    v->window_ms = b->commit_ms - a->commit_ms;
}

static size_t last_commit(const struct window *w)
{
    size_t j = w->n - 1;
    while (j > w->read && !moved(w, j))
        j--;
    return j;
}

double window_peak(const struct window *w)
{
    size_t j = last_commit(w);
    double now = window_lag(w->p[w->n - 1]), then = j > w->read ? window_lag(w->p[j - 1]) : 0;
    return then > now ? then : now;
}

int window_commits(struct partition_verdict *v, const struct window *w, const struct lag_rules *r)
{
    size_t j = last_commit(w), i = j;
    for (int k = 1; k <= INTERVALS && i > w->read; k++) {
        i = commit_before(w, i);
        /* as long as a trend of groups that commit often, as punctual as samples are */
        bool long_enough = w->p[j]->commit_ms - w->p[i]->commit_ms >=
                           (int64_t)(r->min_samples - 1) * r->interval_ms - r->interval_ms / 2;
        double change = long_enough ? change_between(w, i, j) : 0;
        if (change == 0)
            continue;
        take_interval(v, w, i, j, change);
        v->intervals = k;
        return change > 0 ? 1 : -1;
    }
    return 0;
}
