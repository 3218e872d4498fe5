/* Rules 12 to 14: whether a backlog grows, shrinks, or neither, and whose doing it is. */
#include "core/insight/lag/verdict_trend.h"

#include "core/base/stats.h"
#include "core/insight/lag/verdict_commits.h"

#include <math.h>

#define SURE_Z 2.0
#define CHANGED_SHARE 0.5
#define OTHER 1.5 /* the last commits show something else than the whole window */
#define TURNED_SHARE 0.2

double lag_dead_band(double in)
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

enum cause lag_cause(double in, double out, double usual_in, double usual_out, double *share)
{
    double more = in - usual_in, less = usual_out - out;
    *share = NAN;
    if (isnan(more) || isnan(less))
        return CAUSE_UNKNOWN;
    more = more > 0 ? more : 0;
    less = less > 0 ? less : 0;
    if (more + less < lag_dead_band(in) || more + less < (in - out) * CHANGED_SHARE)
        return CAUSE_LONG; /* most of what is missing was missing before */
    *share = more / (more + less);
    return *share >= 0.7 ? CAUSE_PRODUCERS : *share <= 0.3 ? CAUSE_CONSUMERS : CAUSE_BOTH;
}

/* 1: the lag grows, −1: it shrinks, 0: neither for sure. */
static int direction(const struct trend *t, double band)
{
    return t->slope > band && t->z > SURE_Z ? 1 : t->slope < -band && t->z < -SURE_Z ? -1 : 0;
}

/* Rates that are shown next to the verdict and say the opposite. */
static bool denied(const struct partition_verdict *v, int way)
{
    return way * (v->in - v->out) < 0;
}

/* A change that is too strong for the rhythm of commits does not wait until it fills the window:
 * when the lag went another way in the last samples, by more than a healthy consumer ever shows,
 * these are the window. So they are while the rates of all samples have a batch in them that came
 * before. */
static void narrow(struct partition_verdict *v, struct window *w, const struct partition_case *c,
                   const struct lag_rules *r)
{
    double tooth, band = lag_dead_band(v->in);
    struct window last = *w;
    struct partition_verdict l = *v;
    if (w->n - w->read <= r->min_samples || v->gap_ms > 2 * r->interval_ms)
        return;
    last.from = last.read = w->n - r->min_samples;
    window_rates(&l, &last, c, r);
    struct trend all = lag_trend(v, w, r, &tooth), t = lag_trend(&l, &last, r, &tooth);
    int way = direction(&t, lag_dead_band(l.in));
    bool known = way == direction(&all, band) && !denied(v, way);
    if (way == 0 || known || fabs(t.slope) * (double)l.window_ms / 1000 <= l.noise)
        return;
    l.set = v->set;
    l.set_ms = v->set_ms;
    *w = last;
    *v = l;
}

/* A consumer that commits rarely has a trend after five commits; a change of pace shows after one
 * or two, and the five still blur it with what was before. */
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

/* ---- what rates deny -------------------------------------------------------------------------- */

/* By how much the lag changed in the window, without what one sample alone brought: a batch that
 * came, or one commit for all that was read before. */
static double lasting_change(const struct window *w)
{
    double sum = 0, up = 0, down = 0;
    for (size_t i = w->read + 1; i < w->n; i++) {
        double step = window_lag(w->p[i]) - window_lag(w->p[i - 1]);
        sum += step;
        up = step > up ? step : up;
        down = step < down ? step : down;
    }
    if (sum > 0)
        return sum > up ? sum - up : 0;
    return sum < down ? sum - down : 0;
}

/* The way that both rates show and the lag went in more than one sample: a trend that is too uneven
 * for its test is none the less one. */
static int way_of_rates(const struct partition_verdict *v, const struct window *w, double band)
{
    double more = v->in - v->out, change = lasting_change(w);
    double slope = window_per_second(change, v->window_ms);
    if (isnan(more) || isnan(slope) || fabs(more) <= band)
        return 0;
    if (fabs(change) <= v->noise || fabs(slope) <= band)
        return 0;
    return more > 0 && change > 0 ? 1 : more < 0 && change < 0 ? -1 : 0;
}

/* The lag has fallen from its peak, by more than the rhythm of commits makes it fall and by a good
 * part of it: what rose before is over. The window is what came since. */
static bool turned(struct partition_verdict *v, struct window *w, const struct partition_case *c,
                   const struct lag_rules *r)
{
    size_t peak = w->read;
    struct window since = *w;
    struct partition_verdict s = *v;
    for (size_t i = w->read; i < w->n; i++)
        if (window_lag(w->p[i]) >= window_lag(w->p[peak]))
            peak = i;
    double most = window_lag(w->p[peak]), fell = most - window_lag(w->p[w->n - 1]);
    if (fell <= v->noise || fell < most * TURNED_SHARE)
        return false;
    since.from = since.read = peak;
    window_rates(&s, &since, c, r);
    if (isnan(s.out) || s.out <= s.in)
        return false;
    s.slope = -window_per_second(fell, s.window_ms);
    s.z = 0;
    s.intervals = 0;
    s.turned = true;
    s.set = v->set;
    s.set_ms = v->set_ms;
    *w = since;
    *v = s;
    return true;
}

/* 1, −1 or 0, never against the rates of the window. */
static int judged_way(struct partition_verdict *v, struct window *w, const struct partition_case *c,
                      const struct lag_rules *r)
{
    double tooth, band = lag_dead_band(v->in);
    struct trend t = lag_trend(v, w, r, &tooth);
    v->slope = t.slope;
    v->z = t.z;
    int way = way_of(v, w, &t, band + tooth, r);
    if (way > 0 && turned(v, w, c, r))
        return -1;
    if (way == 0 || denied(v, way))
        way = way_of_rates(v, w, band + tooth);
    if (way != 0 && way * v->slope <= 0)
        v->slope = v->in - v->out;
    return way;
}

/* What two minutes leave open, ten may show: its numbers are then of these. */
static int longer_way(struct partition_verdict *v, struct window *w, const struct partition_case *c,
                      const struct lag_rules *r)
{
    struct window all = *w;
    struct partition_verdict l = *v;
    int64_t now = w->p[w->n - 1]->commit_ms;
    if (w->read > w->from)
        return 0;
    while (all.from > 0 && now - all.p[all.from - 1]->commit_ms <= r->widest_ms)
        all.from--;
    window_since_set(&all, c);
    window_rates(&l, &all, c, r);
    int way = all.read < w->read ? judged_way(&l, &all, c, r) : 0;
    if (way == 0 || denied(v, way) || way_of_rates(&l, &all, lag_dead_band(l.in)) != way)
        return 0;
    *w = all;
    *v = l;
    return way;
}

enum verdict verdict_by_trend(struct partition_verdict *v, struct window *w,
                              const struct partition_case *c, const struct lag_rules *r)
{
    narrow(v, w, c, r);
    double band = lag_dead_band(v->in);
    int way = judged_way(v, w, c, r);
    if (way == 0 && fabs(v->in - v->out) > band)
        way = longer_way(v, w, c, r);
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
