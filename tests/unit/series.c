/* The simulated producer, consumer and sampler of series.h. */
#include "tests/unit/series.h"

#include "core/base/stats.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/recording/recording.h"

#include <string.h>

static unsigned chance(struct series_sim *s)
{
    s->seed = s->seed * 1103515245u + 12345u;
    return s->seed >> 16 & 0x7fff;
}

static void see_commit(struct series_sim *s, int64_t now)
{
    if (s->n > 0 && s->committed == s->last_seen)
        return;
    if (s->n > 0) {
        int64_t since = s->changed_ms ? s->changed_ms : s->p[0].commit_ms;
        int64_t quiet = now - (s->idle_ms > since ? s->idle_ms : since);
        s->quiet_ms = quiet > s->quiet_ms ? quiet : s->quiet_ms;
        if (s->changed_ms)
            s->gaps[s->ngaps++ % 8] = now - since;
        s->changed_ms = now;
    }
    s->last_seen = s->committed;
}

/* As recording_see_commit and recording_see_rest. */
static void note_change(struct series_sim *s, int64_t now)
{
    see_commit(s, now);
    if (s->end - (double)s->committed <= RECORDING_IDLE)
        s->idle_ms = now;
}

void series_sample(struct series_sim *s)
{
    int64_t now = s->second * 1000 + (s->jitter_ms ? chance(s) % s->jitter_ms : 0);
    note_change(s, now);
    if (s->n == SERIES_POINTS)
        memmove(s->p, s->p + 1, --s->n * sizeof *s->p);
    s->p[s->n++] = (struct lag_point){
        .commit_ms = now,
        .ends_ms = now + 20,
        .committed = s->committed,
        .start = s->log_start,
        .end = (int64_t)s->end,
    };
}

static void step(struct series_sim *s)
{
    if (s->second == 0 && s->n == 0) {
        s->second = 1000000; /* no clock begins at zero */
        s->end = s->end > s->backlog ? s->end : s->backlog + 1000;
        s->position = s->end - s->backlog;
        s->committed = (int64_t)s->position;
        s->committed_at = s->second;
        series_sample(s);
    }
    s->second++;
    s->end += s->in;
    if (!s->transaction_s) {
        s->stable = s->end;
    } else if (s->second % s->transaction_s == 0) {
        s->stable = ++s->end; /* a marker */
        s->stable_at = s->second;
    }
    if (!s->frozen && s->position < s->stable)
        s->position = s->position + s->out < s->stable ? s->position + s->out : s->stable;
    if (s->commit_s && !s->frozen && s->second - s->committed_at >= s->commit_s) {
        s->committed = (int64_t)s->position;
        s->committed_at = s->second;
    }
    if (s->second % 10 == 0)
        series_sample(s);
}

void series_run(struct series_sim *s, int seconds)
{
    for (int i = 0; i < seconds; i++)
        step(s);
}

struct partition_case series_case(const struct series_sim *s)
{
    double gaps[8];
    size_t n = s->ngaps < 8 ? s->ngaps : 8;
    for (size_t i = 0; i < n; i++)
        gaps[i] = (double)s->gaps[i];
    return (struct partition_case){
        .p = s->p,
        .n = s->n,
        .gap_ms = n >= 3 ? (int64_t)stats_median(gaps, n) : 0,
        .quiet_ms = s->quiet_ms,
        .changed_ms = s->changed_ms,
        .stable = s->transaction_s ? (int64_t)s->stable : OFFSET_UNKNOWN,
        .stable_since_ms = s->stable_at * 1000,
        .stable_ms = s->n ? s->p[s->n - 1].ends_ms : 0,
        .owned = OWNED_YES,
    };
}

struct partition_verdict series_verdict(const struct series_sim *s)
{
    struct partition_case c = series_case(s);
    struct lag_rules r = lag_rules_of(10000);
    return partition_verdict_of(&c, &r);
}
