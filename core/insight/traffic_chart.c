/* Adds up the series of all groups and topics at the columns of a chart. */
#include "core/insight/traffic_chart.h"

#include "core/insight/lag/lag_chart.h"
#include "core/insight/lag/topic_flow.h"
#include "core/recording/recording_read.h"

#include <math.h>

/* A sum over several at each moment, and of how many it is known there. */
struct series_sum {
    double *v;
    size_t *known;
    size_t all;
};

static struct series_sum sum_make(struct arena *a, size_t n)
{
    struct series_sum s = {arena_array(a, n, sizeof(double)), arena_array(a, n, sizeof(size_t)), 0};
    return s;
}

static void sum_add(struct series_sum *s, const double *v, size_t n)
{
    s->all++;
    for (size_t i = 0; i < n; i++) {
        s->known[i] += !isnan(v[i]);
        s->v[i] += isnan(v[i]) ? 0 : v[i];
    }
}

/* Only where it is known of all; the greatest of these. */
static double sum_end(struct series_sum *s, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        if (!s->all || s->known[i] < s->all)
            s->v[i] = NAN;
        most = s->v[i] > most ? s->v[i] : most;
    }
    return most;
}

static void add_groups(struct series_sum *out, struct series_sum *lag, const struct model *m,
                       int64_t from_ms, int64_t to_ms, size_t n)
{
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++) {
        struct arena a;
        arena_init(&a);
        const struct recording_group *g = recording_find(m->recording, m->group_list->groups[i].id);
        struct lag_chart k = lag_chart_make(g, from_ms, to_ms, n, &a);
        bool has_lag = false, has_out = false;
        for (size_t j = 0; j < n; j++) {
            has_lag |= !isnan(k.lag[j]);
            has_out |= !isnan(k.out[j]);
        }
        if (has_lag)
            sum_add(lag, k.lag, n);
        if (has_out)
            sum_add(out, k.out, n);
        arena_release(&a);
    }
}

static void add_topics(struct series_sum *in, const struct model *m, int64_t from_ms, int64_t to_ms,
                       size_t n, double *scratch)
{
    struct topic_flows flows;
    topic_flows_make(&flows, m);
    for (size_t i = 0; m->metadata && i < m->metadata->ntopics; i++)
        if (topic_flow_chart(&flows, &m->metadata->topics[i], from_ms, to_ms, scratch, n))
            sum_add(in, scratch, n);
    topic_flows_release(&flows);
}

struct traffic_chart traffic_chart_make(const struct model *m, int64_t from_ms, int64_t to_ms,
                                        size_t n, struct arena *a)
{
    struct series_sum in = sum_make(a, n), out = sum_make(a, n), lag = sum_make(a, n);
    struct traffic_chart c = {.n = n, .in = in.v, .out = out.v, .lag = lag.v};
    if (n > 0 && to_ms > from_ms) {
        add_groups(&out, &lag, m, from_ms, to_ms, n);
        add_topics(&in, m, from_ms, to_ms, n, arena_array(a, n, sizeof(double)));
    }
    double most_in = sum_end(&in, n), most_out = sum_end(&out, n);
    c.most_rate = most_in > most_out ? most_in : most_out;
    c.most_lag = sum_end(&lag, n);
    return c;
}

int64_t traffic_chart_since(const struct model *m)
{
    int64_t first = 0;
    size_t at = 0;
    const char *key;
    void *value;
    while (m->recording && map_next(&m->recording->groups, &at, &key, &value))
        for (int t = TIER_FINE; t <= TIER_MINUTE; t++) {
            const struct recording_total *x = recording_total_at(value, (enum recording_tier)t, 0);
            if (x && (!first || x->at_ms < first))
                first = x->at_ms;
        }
    return first;
}
