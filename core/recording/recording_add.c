/* One more sample of a group: into the rings, into the means of the coarser tiers, and what it
 * shows against the one before: commits that moved, members that came and went, a clock that was
 * set back. */
#include "core/recording/recording_add.h"

#include "core/recording/recording.h"

#include "core/base/stats.h"
#include "core/recording/recording_jump.h"
#include "core/recording/recording_read.h"

#include <math.h>
#include <string.h>

/* A break of more than this many intervals: what lies before says nothing of the rhythm. */
enum { BREAK_INTERVALS = 18 };
/* A group without members that has not committed for this long, and for this many of its usual
 * times between commits, is not one that reads without joining. */
enum { QUIET_MS = 15 * 60000, QUIET_GAPS = 3 };

struct delta { /* against the sample before */
    double written, committed;
    double read;     /* of what was committed: records that were there to be read */
    int64_t back;    /* records that commits went back */
    bool forward;    /* some commit moved on */
    bool comparable; /* there was one, and not too long ago */
};

const char *mark_name(enum mark_kind k)
{
    static const char *const names[MARK_KINDS] = {
        [MARK_REBALANCE] = "rebalancing",     [MARK_MEMBERS] = "members changed",
        [MARK_EMPTY] = "no members",          [MARK_ACTIVE] = "members again",
        [MARK_BACK] = "offsets moved back",   [MARK_RESET] = "offsets reset",
        [MARK_JUMP] = "offsets jumped ahead",
    };
    return names[k];
}

static bool is_rebalancing(const struct recording_sample *s)
{
    return s->state_ms && (s->state == GROUP_PREPARING_REBALANCE ||
                           s->state == GROUP_COMPLETING_REBALANCE || s->state == GROUP_UNKNOWN);
}

/* ---- time ------------------------------------------------------------------------------------ */

static void clamp_totals(struct recording_group *g, enum recording_tier t, int64_t now)
{
    for (size_t i = 0; i < ring_len(&g->ring[t]); i++)
        if (g->total[t][i].at_ms > now)
            g->total[t][i].at_ms = now;
}

static void restart_watch(struct recording_group *g, int64_t now)
{
    for (size_t i = 0; i < g->nparts; i++) {
        g->parts[i].watched_ms = now;
        g->parts[i].changed_ms = g->parts[i].idle_ms = 0;
    }
}

void recording_clock_back(struct recording_group *g, int64_t now)
{
    g->ring[TIER_FINE].n = 0;
    clamp_totals(g, TIER_MINUTE, now);
    clamp_totals(g, TIER_QUARTER, now);
    for (int t = 0; t < RECORDING_TIERS; t++)
        g->mean[t] = (struct recording_mean){.from_ms = now};
    for (uint32_t i = 0; i < g->nmarks && i < g->marks_cap; i++)
        if (g->marks[i].at_ms > now)
            g->marks[i].at_ms = now;
    if (g->rebalancing_since_ms > now)
        g->rebalancing_since_ms = now;
    if (g->empty_since_ms > now)
        g->empty_since_ms = now;
    g->replaced_after_ms = g->replaced_ms = 0;
    for (int i = 0; i < RECORDING_CONDITIONS; i++)
        if (g->since[i].ms > now)
            g->since[i].ms = now;
    restart_watch(g, now);
}

struct shift {
    int64_t by_ms,
        since_ms; /* what is older was written under another clock, perhaps a right one */
};

static void shift(int64_t *at_ms, struct shift s)
{
    if (*at_ms > 0 &&
        *at_ms >= s.since_ms) /* 0: there is none; and the epoch is where times begin */
        *at_ms = *at_ms + s.by_ms > 0 ? *at_ms + s.by_ms : 1;
}

static void shift_part(struct recording_part *p, struct shift s)
{
    shift(&p->changed_ms, s);
    shift(&p->watched_ms, s);
    shift(&p->idle_ms, s);
    shift(&p->seen_ms, s);
    shift(&p->end_ms, s);
    shift(&p->committed_ms, s);
    shift(&p->stable_since_ms, s);
    shift(&p->stable_ms, s);
}

static void shift_group(struct recording_group *g, struct shift s)
{
    for (int t = 0; t < RECORDING_TIERS; t++) {
        for (size_t i = 0; i < ring_len(&g->ring[t]); i++)
            shift(&g->total[t][i].at_ms, s);
        shift(&g->mean[t].from_ms, s);
    }
    for (size_t i = 0; i < ring_len(&g->ring[TIER_FINE]); i++)
        shift(&g->commit_ms[i], s);
    for (uint32_t i = 0; i < g->nmarks && i < g->marks_cap; i++)
        shift(&g->marks[i].at_ms, s);
    for (int i = 0; i < RECORDING_CONDITIONS; i++)
        shift(&g->since[i].ms, s);
    for (size_t i = 0; i < g->nparts; i++)
        shift_part(&g->parts[i], s);
    shift(&g->owed.commit_ms, s);
    shift(&g->owed.ends_ms, s);
    shift(&g->rebalancing_since_ms, s);
    shift(&g->empty_since_ms, s);
    shift(&g->replaced_after_ms, s);
    shift(&g->replaced_ms, s);
    shift(&g->hole_ms, s);
    shift(&g->hole_seen_ms, s);
}

void recording_clock_set(struct recording *h, int64_t by_ms)
{
    size_t at = 0;
    const char *key;
    void *value;
    struct shift s = {by_ms, h->begun_ms};
    while (map_next(&h->groups, &at, &key, &value))
        shift_group(value, s);
    shift(&h->begun_ms, s);
    h->generation++;
}

/* ---- partitions ------------------------------------------------------------------------------ */

void recording_see_commit(struct recording_part *p, int64_t committed, int64_t at_ms,
                          int64_t least_gap_ms)
{
    if (p->watched_ms == 0)
        p->watched_ms = at_ms;
    if (committed == OFFSET_UNKNOWN)
        return;
    if (p->last_committed != OFFSET_UNKNOWN && committed != p->last_committed) {
        int64_t since = p->changed_ms ? p->changed_ms : p->watched_ms, gap = at_ms - since;
        int64_t quiet = at_ms - (p->idle_ms > since ? p->idle_ms : since);
        if (quiet >= least_gap_ms && quiet > p->quiet_ms)
            p->quiet_ms = quiet;
        if (p->changed_ms && gap >= least_gap_ms && gap < UINT32_MAX) {
            p->gaps[p->ngaps % RECORDING_GAPS] = (uint32_t)gap;
            p->ngaps = p->ngaps + 1 < 2 * RECORDING_GAPS ? p->ngaps + 1 : RECORDING_GAPS;
        }
        p->changed_ms = at_ms;
    }
    p->last_committed = committed;
}

void recording_see_rest(struct recording_part *p, int64_t start, int64_t end, int64_t at_ms)
{
    if (p->last_committed == OFFSET_UNKNOWN || end == OFFSET_UNKNOWN)
        return;
    int64_t from = start > p->last_committed ? start : p->last_committed; /* unknown is below all */
    if (end <= from || (uint64_t)end - (uint64_t)from <= RECORDING_IDLE)
        p->idle_ms = at_ms;
}

void recording_see_no_members(struct recording_group *g, const struct recording_sample *s)
{
    if (!s->state_ms || s->state != GROUP_EMPTY || g->empty_commits > 1)
        return;
    for (size_t i = 0; i < g->nparts; i++)
        g->parts[i].idle_ms = s->commit_ms;
}

/* What is unknown now, or was not in the sample before, makes the sum of all unknown: nothing would
 * have been written, or all of two intervals in one. */
static void compare_part(struct delta *d, const struct recording_part *p,
                         const struct recording_value *v, int64_t before_ms)
{
    bool ended = v->end != OFFSET_UNKNOWN;
    if (p->last_end != OFFSET_UNKNOWN && !v->gone && (!ended || p->end_ms != before_ms))
        d->written = NAN;
    if (p->last_committed != OFFSET_UNKNOWN && (v->failed || p->committed_ms != before_ms))
        d->read = NAN;
    if (p->last_end != OFFSET_UNKNOWN && ended && v->end > p->last_end)
        d->written += (double)(v->end - p->last_end);
    if (p->last_committed == OFFSET_UNKNOWN || v->committed == OFFSET_UNKNOWN)
        return;
    if (v->committed > p->last_committed) {
        int64_t from = p->last_start > p->last_committed ? p->last_start : p->last_committed;
        d->committed += (double)(v->committed - p->last_committed);
        d->read += v->committed > from ? (double)(v->committed - from) : 0;
        d->forward = true;
    } else {
        d->back += p->last_committed - v->committed;
    }
}

static double lag_of(const struct recording_value *v)
{
    if (v->failed)
        return NAN;
    if (v->committed == OFFSET_UNKNOWN || v->gone)
        return 0;
    if (v->end == OFFSET_UNKNOWN)
        return NAN;
    int64_t from = v->start != OFFSET_UNKNOWN && v->start > v->committed ? v->start : v->committed;
    return v->end > from ? (double)(v->end - from) : 0;
}

/* Parts and values are sorted alike; parts that the values don't have stay without a value. */
static double put_parts(struct recording *h, struct recording_group *g, size_t slot,
                        const struct recording_sample *s, const struct recording_value *v, size_t n,
                        struct delta *d, int64_t before_ms)
{
    double lag = 0;
    for (size_t i = 0; i < g->nparts; i++)
        recording_set(g, &g->parts[i], TIER_FINE, slot, OFFSET_UNKNOWN, OFFSET_UNKNOWN);
    for (size_t i = 0; i < n && i < RECORDING_MAX_PARTS; i++) {
        const struct recording_topic *t = recording_make_topic(h, v[i].topic, NULL);
        struct recording_part *p = recording_make_part(h, g, t, v[i].partition);
        compare_part(d, p, &v[i], before_ms);
        recording_set(g, p, TIER_FINE, slot, v[i].committed, v[i].end);
        recording_set_start(g, p, slot, v[i].start);
        recording_see_commit(p, v[i].committed, s->commit_ms, 0);
        recording_see_rest(p, v[i].start, v[i].end, s->commit_ms);
        if (v[i].committed != OFFSET_UNKNOWN)
            p->committed_ms = s->commit_ms;
        if (v[i].end != OFFSET_UNKNOWN) {
            p->last_end = v[i].end;
            p->end_ms = s->commit_ms;
        }
        if (v[i].start != OFFSET_UNKNOWN)
            p->last_start = v[i].start;
        p->seen_ms = s->commit_ms;
        lag += lag_of(&v[i]);
    }
    return lag;
}

/* ---- the coarser tiers ----------------------------------------------------------------------- */

static void add_mean(struct recording_mean *m, const struct recording_total *t)
{
    m->lag += isnan(t->lag) ? 0 : t->lag;
    m->n += !isnan(t->lag);
    m->in += isnan(t->in) ? 0 : t->in;
    m->in_n += !isnan(t->in);
    m->out += isnan(t->out) ? 0 : t->out;
    m->out_n += !isnan(t->out);
}

static double mean(double sum, uint32_t n)
{
    return n ? sum / n : NAN;
}

static struct recording_total take_mean(struct recording_mean *m, int64_t at_ms)
{
    struct recording_total t = {.at_ms = at_ms,
                                .lag = mean(m->lag, m->n),
                                .in = mean(m->in, m->in_n),
                                .out = mean(m->out, m->out_n)};
    *m = (struct recording_mean){.from_ms = at_ms};
    return t;
}

static bool is_due(struct recording_mean *m, int64_t now, int64_t every_ms, int64_t slack_ms)
{
    if (m->from_ms == 0)
        m->from_ms = now - every_ms; /* the first sample begins the tier */
    return now - m->from_ms >= every_ms - slack_ms;
}

bool recording_add_quarter(struct recording_group *g, const struct recording_total *minute,
                           int64_t interval_ms)
{
    struct recording_mean *m = &g->mean[TIER_QUARTER];
    add_mean(m, minute);
    if (m->from_ms == 0)
        m->from_ms = minute->at_ms;
    if (!is_due(m, minute->at_ms, interval_ms * RECORDING_PER_QUARTER, interval_ms))
        return false;
    struct recording_total t = take_mean(m, minute->at_ms);
    recording_push(g, TIER_QUARTER, &t);
    return true;
}

static void add_minute(struct recording *h, struct recording_group *g,
                       const struct recording_total *fine)
{
    struct recording_mean *m = &g->mean[TIER_MINUTE];
    add_mean(m, fine);
    if (!is_due(m, fine->at_ms, h->interval_ms * RECORDING_PER_MINUTE, h->interval_ms / 2))
        return;
    struct recording_total t = take_mean(m, fine->at_ms);
    size_t slot = recording_push(g, TIER_MINUTE, &t);
    for (size_t i = 0; i < g->nparts; i++) {
        struct recording_part *p = &g->parts[i];
        recording_set(g, p, TIER_MINUTE, slot,
                      p->committed_ms == fine->at_ms ? p->last_committed : OFFSET_UNKNOWN,
                      p->end_ms == fine->at_ms ? p->last_end : OFFSET_UNKNOWN);
    }
    g->file.minute_due = true;
    recording_add_quarter(g, &t, h->interval_ms);
}

/* ---- state and marks ------------------------------------------------------------------------- */

/* Two resets by hand look like two commits. A real consumer commits again. */
static bool commits_no_more(const struct recording_group *g, int64_t now)
{
    int64_t last = 0, gap = recording_usual_gap(g);
    for (size_t i = 0; i < g->nparts; i++) {
        const struct recording_part *p = &g->parts[i];
        int64_t at = p->changed_ms ? p->changed_ms : p->watched_ms;
        last = at > last ? at : last;
    }
    return now - last > QUIET_MS && now - last > QUIET_GAPS * gap;
}

static void see_state(struct recording_group *g, const struct recording_sample *s,
                      const struct recording_sample *before, const struct delta *d)
{
    bool empty = s->state == GROUP_EMPTY, was_empty = before->state == GROUP_EMPTY;
    if (!s->state_ms)
        return;
    if (!is_rebalancing(s))
        g->rebalancing_since_ms = 0;
    else if (!g->rebalancing_since_ms) {
        g->rebalancing_since_ms = s->commit_ms;
        if (before->state_ms)
            recording_add_mark(g, s->commit_ms, MARK_REBALANCE, s->members);
    }
    if (!empty)
        g->empty_since_ms = g->empty_commits = 0;
    if (!before->state_ms)
        return;
    if (empty && !was_empty) {
        g->empty_since_ms = s->commit_ms;
        recording_add_mark(g, s->commit_ms, MARK_EMPTY, 0);
    } else if (was_empty && group_state_active(s->state)) {
        recording_add_mark(g, s->commit_ms, MARK_ACTIVE, s->members);
    } else if (s->member_set != before->member_set) {
        recording_add_mark(g, s->commit_ms, MARK_MEMBERS, s->members);
    }
    if (empty && was_empty && d->forward && g->empty_commits++ == 0 && d->back == 0)
        recording_add_mark(g, s->commit_ms, MARK_RESET, (int64_t)d->committed);
    else if (g->empty_commits && !d->forward && commits_no_more(g, s->commit_ms))
        g->empty_commits = 0;
    if (d->back > 0)
        recording_add_mark(g, s->commit_ms, empty ? MARK_RESET : MARK_BACK, d->back);
}

/* Commits of a group that had no members before and has none now were set by a user. If they go on
 * moving it is a consumer that assigned itself its partitions, and reads. */
static bool set_by_hand(const struct recording_group *g, const struct recording_sample *s,
                        const struct recording_sample *before, const struct delta *d)
{
    bool empty =
        s->state_ms && before->state_ms && s->state == GROUP_EMPTY && before->state == GROUP_EMPTY;
    return empty && (d->back > 0 || (d->forward && g->empty_commits == 0));
}

static void put_state(struct recording_group *g, size_t slot, const struct recording_sample *s)
{
    int64_t state_after = s->state_ms - s->commit_ms;
    g->commit_ms[slot] = s->commit_ms;
    g->ends_after[slot] = s->ends_ms > s->commit_ms ? (uint32_t)(s->ends_ms - s->commit_ms) : 0;
    g->state_after[slot] = s->state_ms && state_after > 0 ? (uint32_t)state_after : 0;
    g->state[slot] = s->state_ms ? (uint8_t)s->state : RECORDING_STATE_UNKNOWN;
    g->members[slot] = s->members;
    g->member_set[slot] = s->member_set;
}

static struct recording_sample last_sample(const struct recording_group *g)
{
    const struct ring *r = &g->ring[TIER_FINE];
    struct recording_sample s = {0};
    if (ring_len(r) == 0)
        return s;
    size_t slot = ring_slot(r, ring_len(r) - 1);
    s.commit_ms = g->commit_ms[slot];
    s.ends_ms = s.commit_ms + g->ends_after[slot];
    if (g->state[slot] != RECORDING_STATE_UNKNOWN) {
        s.state_ms = s.commit_ms + g->state_after[slot];
        s.state = (enum group_state)g->state[slot];
        s.members = g->members[slot];
        s.member_set = g->member_set[slot];
    }
    return s;
}

/* As see_state, without its marks: the file has them with its minutes. */
static void see_state_of_file(struct recording_group *g, const struct recording_sample *s,
                              const struct recording_sample *before, bool forward)
{
    if (!is_rebalancing(s))
        g->rebalancing_since_ms = 0;
    else if (!g->rebalancing_since_ms)
        g->rebalancing_since_ms = s->commit_ms;
    if (!s->state_ms)
        return;
    if (s->state != GROUP_EMPTY)
        g->empty_since_ms = g->empty_commits = 0;
    else if (before->state_ms && before->state != GROUP_EMPTY)
        g->empty_since_ms = s->commit_ms;
    else if (before->state_ms && forward)
        g->empty_commits++;
}

size_t recording_push_sample(struct recording *h, struct recording_group *g,
                             const struct recording_sample *s, const struct recording_total *t,
                             bool forward)
{
    int64_t last = recording_last_ms(g);
    struct recording_sample before = last_sample(g);
    if (last && s->commit_ms - last > h->interval_ms * BREAK_INTERVALS) {
        restart_watch(g, s->commit_ms);
        before = (struct recording_sample){0};
    }
    see_state_of_file(g, s, &before, forward);
    size_t slot = recording_push(g, TIER_FINE, t);
    put_state(g, slot, s);
    return slot;
}

/* ---- one sample ------------------------------------------------------------------------------ */

/* Both rates since the sample before; when that was less than a second ago, together with what comes
 * next. */
static void put_rates(struct recording_group *g, struct recording_total *t,
                      const struct recording_sample *before, const struct recording_sample *s,
                      const struct delta *d)
{
    if (!d->comparable || g->owed.commit_ms == 0) {
        g->owed.written = g->owed.read = 0;
        g->owed.commit_ms = before->commit_ms;
        g->owed.ends_ms = before->ends_ms;
    }
    if (!d->comparable)
        return;
    g->owed.written += d->written;
    g->owed.read += d->read;
    int64_t ends = s->ends_ms - g->owed.ends_ms, commits = s->commit_ms - g->owed.commit_ms;
    t->in = stats_rate(g->owed.written, ends);
    t->out = stats_rate(g->owed.read, commits);
    if (ends >= STATS_RATE_LEAST_MS && commits >= STATS_RATE_LEAST_MS)
        g->owed.commit_ms =
            0; /* also of amounts that are not known: rates start again after them */
}

bool recording_add(struct recording *h, const char *group, const struct recording_sample *s,
                   const struct recording_value *v, size_t n)
{
    struct recording_group *g = recording_make_group(h, group);
    int64_t last = recording_last_ms(g), now = s->commit_ms;
    if (last && now < last - h->interval_ms)
        recording_clock_back(g, now);
    else if (last && now - last < h->interval_ms * 4 / 5)
        return false;
    struct recording_sample before = last_sample(g);
    struct delta d = {.comparable = before.commit_ms &&
                                    now - before.commit_ms <= h->interval_ms * BREAK_INTERVALS};
    bool hole = last && now - last > h->interval_ms * BREAK_INTERVALS;
    if (hole) {
        restart_watch(g, now);
        before = (struct recording_sample){0};
    }
    struct recording_total t = {.at_ms = now, .in = NAN, .out = NAN};
    size_t slot = recording_push(g, TIER_FINE, &t);
    put_state(g, slot, s);
    t.lag = put_parts(h, g, slot, s, v, n, &d, before.commit_ms);
    recording_see_no_members(g, s);
    if (hole) {
        g->hole_ms = now;
        g->hole_moved = d.forward || d.back > 0;
    }
    if (set_by_hand(g, s, &before, &d))
        d.read = 0;
    put_rates(g, &t, &before, s, &d);
    g->total[TIER_FINE][slot] = t;
    see_state(g, s, &before, &d);
    recording_see_jumps(g, s, &before);
    t.out = g->total[TIER_FINE][slot].out;
    add_minute(h, g, &t);
    g->file.fine_due += g->file.fine_due < RECORDING_FINE;
    h->generation++;
    return true;
}
