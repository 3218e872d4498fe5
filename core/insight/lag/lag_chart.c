/* Puts the three tiers of a recording into one series and reads it at the columns of a chart: the
 * finest that there is of each time. */
#include "core/insight/lag/lag_chart.h"

#include "core/recording/recording_read.h"

#include <math.h>

struct sample {
    struct recording_total t;
    int64_t reach_ms; /* a longer time to the one before is a hole */
};

struct samples {
    struct sample *s;
    size_t n;
};

static int64_t first_of(const struct recording_group *g, enum recording_tier tier)
{
    const struct recording_total *t = recording_total_at(g, tier, 0);
    return t ? t->at_ms : INT64_MAX;
}

/* Those of the tier that are older than what finer tiers have. */
static void take_tier(struct samples *out, const struct recording_group *g,
                      enum recording_tier tier, int64_t every_ms, int64_t before_ms)
{
    const struct recording_total *t;
    for (size_t i = 0; (t = recording_total_at(g, tier, i)) && t->at_ms < before_ms; i++)
        out->s[out->n++] = (struct sample){*t, every_ms * 5 / 2};
}

static struct samples all_of(const struct recording_group *g, struct arena *a)
{
    struct samples all = {
        arena_array(a, RECORDING_FINE + RECORDING_MINUTES + RECORDING_QUARTERS, sizeof *all.s), 0};
    int64_t fine = first_of(g, TIER_FINE), minute = first_of(g, TIER_MINUTE);
    int64_t ms = g->interval_ms;
    take_tier(&all, g, TIER_QUARTER, ms * RECORDING_PER_QUARTER, minute < fine ? minute : fine);
    take_tier(&all, g, TIER_MINUTE, ms * RECORDING_PER_MINUTE, fine);
    take_tier(&all, g, TIER_FINE, ms * RECORDING_PER_MINUTE,
              INT64_MAX); /* also taken each minute */
    return all;
}

/* A lag that is unknown at one end is unknown between the two. */
static double lag_between(double a, double b, double share)
{
    return a + (b - a) * share;
}

static double between(double a, double b, double share)
{
    return isnan(a) ? b : isnan(b) ? a : a + (b - a) * share;
}

static void set(struct lag_chart *c, size_t i, double lag, double in, double out)
{
    c->lag[i] = lag;
    c->in[i] = in;
    c->out[i] = out;
    c->most_lag = lag > c->most_lag ? lag : c->most_lag;
    c->most_rate = in > c->most_rate ? in : c->most_rate;
    c->most_rate = out > c->most_rate ? out : c->most_rate;
}

/* Column i, from a to b: its samples if it has some, else a value between its neighbours. *at is
 * the first sample not before a. */
static void column(struct lag_chart *c, size_t i, int64_t a, int64_t b, const struct samples *all,
                   size_t *at)
{
    while (*at < all->n && all->s[*at].t.at_ms < a)
        (*at)++;
    const struct sample *most = NULL, *next = *at < all->n ? &all->s[*at] : NULL;
    for (size_t k = *at; k < all->n && all->s[k].t.at_ms < b; k++, c->samples++)
        if (!most || isnan(most->t.lag) || all->s[k].t.lag > most->t.lag)
            most = &all->s[k];
    if (most) {
        set(c, i, most->t.lag, most->t.in, most->t.out);
        return;
    }
    const struct sample *before = *at > 0 ? &all->s[*at - 1] : NULL;
    if (!before || !next || next->t.at_ms - before->t.at_ms > next->reach_ms)
        return;
    double share = (double)(a - before->t.at_ms) / (double)(next->t.at_ms - before->t.at_ms);
    set(c, i, lag_between(before->t.lag, next->t.lag, share),
        between(before->t.in, next->t.in, share), between(before->t.out, next->t.out, share));
}

struct lag_chart lag_chart_make(const struct recording_group *g, int64_t from_ms, int64_t to_ms,
                                size_t n, struct arena *a)
{
    struct lag_chart c = {.n = n, .from_ms = from_ms, .to_ms = to_ms};
    c.lag = arena_array(a, n, sizeof *c.lag);
    c.in = arena_array(a, n, sizeof *c.in);
    c.out = arena_array(a, n, sizeof *c.out);
    for (size_t i = 0; i < n; i++)
        c.lag[i] = c.in[i] = c.out[i] = NAN;
    if (!g || n == 0 || to_ms <= from_ms)
        return c;
    struct samples all = all_of(g, a);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t span = to_ms - from_ms;
        column(&c, i, from_ms + span * (int64_t)i / (int64_t)n,
               from_ms + span * (int64_t)(i + 1) / (int64_t)n, &all, &at);
    }
    return c;
}
