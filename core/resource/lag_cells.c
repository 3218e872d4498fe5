/* Cells of what was recorded and judged of groups. */
#include "core/resource/lag_cells.h"

#include "core/recording/recording_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BARS = 8 };

void cell_flow(struct row *r, size_t col, double per_second)
{
    if (isnan(per_second))
        cell_none(r, col);
    else
        cell_real(r, col, per_second);
}

void cell_drained(struct row *r, size_t col, int64_t drained_ms)
{
    cell_none(r, col);
    if (drained_ms > 0)
        cell_num(r, col, drained_ms);
    else if (drained_ms == LAG_MS_NEVER) {
        cell_num(r, col, VALUE_UNLIMITED); /* sorts above every other */
        r->cells[col].value.text = "never";
    }
}

void cell_time_lag(struct row *r, size_t col, int64_t ms, bool more)
{
    if (ms == LAG_MS_UNKNOWN) {
        cell_none(r, col);
        return;
    }
    cell_num(r, col, ms);
    cell_bound(r, col, more ? BOUND_LEAST : BOUND_NONE);
}

void cell_verdict(struct table *t, struct row *r, size_t col, enum verdict v, const char *words,
                  int64_t lag)
{
    const int64_t step = 1LL << 50;
    int64_t less = lag > 0 ? lag < step ? step - 1 - lag : 0 : step - 1;
    cell_text(t, r, col, words);
    cell_rank(r, col, (int64_t)v * step + less);
    cell_sev(r, col, verdict_severity(v));
}

/* ---- the trend ------------------------------------------------------------------------------- */

/* The lag at moments that follow each other: that of the last sample before each; NAN when there is
 * none. Begin with at = 0 and lag = NAN. */
struct lag_walk {
    size_t at;
    double lag;
};

static double lag_at(struct lag_walk *w, const struct recording_group *g, enum recording_tier tier,
                     int64_t at_ms)
{
    const struct recording_total *t;
    for (; (t = recording_total_at(g, tier, w->at)) && t->at_ms <= at_ms; w->at++)
        w->lag = t->lag;
    return w->lag;
}

static int64_t first_ms(const struct recording_group *g, enum recording_tier tier)
{
    const struct recording_total *t = recording_total_at(g, tier, 0);
    return t ? t->at_ms : INT64_MAX;
}

/* How many there are since then: the newest come last. */
static size_t since(const struct recording_group *g, enum recording_tier tier, int64_t from_ms)
{
    size_t len = ring_len(&g->ring[tier]), n = 0;
    while (n < len && recording_total_at(g, tier, len - 1 - n)->at_ms >= from_ms)
        n++;
    return n;
}

static const char *bar_of(double v, double least, double most, const struct bar_scale *s)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double full = most - least > s->full ? most - least : s->full;
    if (isnan(v))
        return " ";
    if (most - least <= most * s->noise)
        return most < 1 || most < s->full ? bars[0] : bars[3];
    return bars[(int)((v - least) / full * 7.999)];
}

void cell_bars(struct table *t, struct row *r, size_t col, const double *v, size_t n,
               const struct bar_scale *scale)
{
    double least = INFINITY, most = 0;
    size_t room = n * 3 + 1;
    char *text = arena_alloc(&t->arena, room), *to = text;
    for (size_t i = 0; i < n; i++) {
        least = v[i] < least ? v[i] : least;
        most = v[i] > most ? v[i] : most;
    }
    for (size_t i = 0; i < n; i++)
        to = stpcpy(to, bar_of(v[i], least, most, scale));
    double *copy = arena_array(&t->arena, n, sizeof *copy);
    memcpy(copy, v, n * sizeof *copy);
    cell_literal(r, col, text);
    cell_parts(t, r, col,
               (struct value_parts){.kind = PARTS_REALS, .n = (uint32_t)n, .reals = copy});
}

void cell_rates(struct table *t, struct row *r, size_t col, const double *rate, size_t n)
{
    double first = NAN, last = NAN;
    for (size_t i = 0; i < n; i++) {
        first = isnan(first) ? rate[i] : first;
        last = isnan(rate[i]) ? last : rate[i];
    }
    /* Two samples of a steady flow differ by as much. */
    cell_bars(t, r, col, rate, n, &(struct bar_scale){.noise = 0.1});
    cell_rank(r, col, (int64_t)((last - first) * 1000));
}

void cell_trend(struct table *t, struct row *r, size_t col, const struct recording_group *g)
{
    double v[BARS];
    cell_none(r, col);
    int64_t now = g ? recording_last_ms(g) : 0, span = g ? g->interval_ms * RECORDING_FINE : 0;
    if (!g || (ring_len(&g->ring[TIER_FINE]) < 2 && ring_len(&g->ring[TIER_MINUTE]) < 2))
        return;
    /* Just after the start there are more minutes of before than samples of now. */
    enum recording_tier tier = since(g, TIER_FINE, now - span) >= since(g, TIER_MINUTE, now - span)
                                   ? TIER_FINE
                                   : TIER_MINUTE;
    int64_t from = first_ms(g, tier) > now - span ? first_ms(g, tier) : now - span;
    struct lag_walk w = {.lag = NAN};
    for (int i = 0; i < BARS; i++)
        v[i] = lag_at(&w, g, tier, from + (now - from) * (i + 1) / BARS);
    /* One record more is one step at most: a group that reads all looks like one that reads all. */
    cell_bars(t, r, col, v, BARS, &(struct bar_scale){.noise = 0.02, .full = 8});
    double first = isnan(v[0]) ? 0 : v[0], last = isnan(v[BARS - 1]) ? 0 : v[BARS - 1];
    cell_rank(r, col, (int64_t)(last - first));
}
