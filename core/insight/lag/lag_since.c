/* When each verdict began. A verdict needs some samples to be sure, so where the samples show its
 * start (the last commit, the moment the last member left, the foot of the growth) that is its
 * beginning, and else the sample it appeared with.
 *
 * "At least" is said when it was true at that moment and nothing was recorded before. */
#include "core/insight/lag/lag_since.h"

#include "core/recording/recording_read.h"

#include <math.h>
#include <string.h>

enum { RISK = 0, INACTIVE_WITH_LAG = 16, GROWTH_STEPS = 20 };
#define SMALL 10.0 /* records: no growth */

/* The place of each in a recording: written into files, so these numbers stay. */
static const unsigned char place[VERDICTS] = {
    [VERDICT_DATA_LOST] = 1,        [VERDICT_AHEAD] = 2,          [VERDICT_STALLED] = 3,
    [VERDICT_NO_MEMBERS] = 4,       [VERDICT_BLOCKED] = 5,        [VERDICT_REWINDING] = 6,
    [VERDICT_REBALANCING] = 7,      [VERDICT_FALLING_BEHIND] = 8, [VERDICT_NO_OWNER] = 9,
    [VERDICT_STEADY_BACKLOG] = 10,  [VERDICT_CATCHING_UP] = 11,   [VERDICT_COMMITS_EMPTY] = 12,
    [VERDICT_NEVER_COMMITTED] = 13, [VERDICT_CAUGHT_UP] = 14,     [VERDICT_INACTIVE] = 15,
};

struct look {
    const struct recording_group *g;
    const struct judged_group *p;
    struct recording_since was[RECORDING_CONDITIONS];
};

/* ---- beginnings ------------------------------------------------------------------------------ */

static struct recording_since as_it_appeared(const struct look *k)
{
    return (struct recording_since){k->p->sample_ms, !k->g->judged};
}

static struct recording_since earlier(struct recording_since a, struct recording_since b)
{
    return !a.ms || (b.ms && b.ms < a.ms) ? b : a;
}

/* Since the last commit of the partitions that stand. */
static struct recording_since standing(const struct look *k, enum verdict v)
{
    struct recording_since first = {0};
    for (size_t i = 0; i < k->p->n; i++) {
        const struct judged_partition *e = &k->p->entries[i];
        const struct recording_part *p =
            e->hold.shown.verdict == v ? recording_part_at(k->g, e->topic, e->partition) : NULL;
        if (p && p->changed_ms)
            first = earlier(first, (struct recording_since){p->changed_ms, false});
        else if (p && p->watched_ms)
            first = earlier(first, (struct recording_since){p->watched_ms, true});
    }
    return first.ms ? first : as_it_appeared(k);
}

static struct recording_since without_members(const struct look *k)
{
    struct recording_walk w = {0};
    struct recording_total t;
    struct recording_since first = {k->p->sample_ms, true};
    if (k->g->empty_since_ms)
        return (struct recording_since){k->g->empty_since_ms, false};
    while (recording_walk_back(k->g, &w, &t)) /* it was empty at all of them */
        first.ms = t.at_ms < first.ms ? t.at_ms : first.ms;
    return first;
}

/* Without members, and since when there has been something to read. */
static struct recording_since waiting(const struct look *k)
{
    struct recording_walk w = {0};
    struct recording_total t;
    struct recording_since empty = without_members(k);
    int64_t read_ms = 0, next_ms = k->p->sample_ms;
    while (!read_ms && recording_walk_back(k->g, &w, &t)) {
        if (isnan(t.lag))
            continue;
        read_ms = t.lag < 1 ? next_ms : 0;
        next_ms = t.at_ms;
    }
    return read_ms > empty.ms ? (struct recording_since){read_ms, false} : empty;
}

/* Back down the slope to its foot. */
static struct recording_since growing(const struct look *k)
{
    struct recording_walk w = {0};
    struct recording_total t;
    do
        if (!recording_walk_back(k->g, &w, &t))
            return as_it_appeared(k);
    while (isnan(t.lag));
    double lowest = t.lag, step = t.lag / GROWTH_STEPS > SMALL ? t.lag / GROWTH_STEPS : SMALL;
    struct recording_since foot = {t.at_ms, false};
    while (recording_walk_back(k->g, &w, &t)) {
        if (t.lag > lowest + step)
            return foot;
        if (t.lag < lowest - step) {
            lowest = t.lag;
            foot.ms = t.at_ms;
        }
    }
    foot.at_least = lowest > 2 * step; /* it grew before monitoring started */
    return foot;
}

static bool held(const struct look *k, enum verdict v)
{
    return k->was[place[v]].ms != 0;
}

static struct recording_since begin_of(const struct look *k, enum verdict v)
{
    switch (v) {
    case VERDICT_STALLED:
    case VERDICT_BLOCKED:
        return standing(k, v);
    case VERDICT_NO_MEMBERS:
        return held(k, VERDICT_COMMITS_EMPTY) ? as_it_appeared(k) : waiting(k);
    case VERDICT_INACTIVE:
        return held(k, VERDICT_NO_MEMBERS) || held(k, VERDICT_COMMITS_EMPTY) ? as_it_appeared(k)
                                                                             : without_members(k);
    case VERDICT_FALLING_BEHIND:
        return growing(k);
    case VERDICT_REBALANCING:
        if (k->g->rebalancing_since_ms)
            return (struct recording_since){k->g->rebalancing_since_ms, false};
        return as_it_appeared(k);
    default:
        return as_it_appeared(k);
    }
}

/* ---- what holds ------------------------------------------------------------------------------ */

/* What one acts on holds when it holds of one partition, what is well when it is so of the group.
 */
static bool holds(const struct judged_group *p, enum verdict v)
{
    return p->verdict.verdict == v || (verdict_severity(v) >= SEV_WARN && p->verdict.count[v] > 0);
}

/* Also where something worse is so, that gives the verdict its name. */
static bool waits(const struct look *k, bool *unsure)
{
    const struct ring *r = &k->g->ring[TIER_FINE];
    size_t n = ring_len(r);
    uint8_t state = n ? k->g->state[ring_slot(r, n - 1)] : RECORDING_STATE_UNKNOWN;
    *unsure = state == RECORDING_STATE_UNKNOWN; /* its members were not read just now */
    return state == GROUP_EMPTY && k->p->verdict.lag > 0 &&
           k->p->verdict.verdict != VERDICT_COMMITS_EMPTY;
}

/* Commits that have not moved: no one read since. */
static bool outlasts_break(int at)
{
    return at == place[VERDICT_STALLED] || at == place[VERDICT_BLOCKED] ||
           at == place[VERDICT_DATA_LOST] || at == place[VERDICT_AHEAD] ||
           at == place[VERDICT_NO_MEMBERS] || at == place[VERDICT_INACTIVE] ||
           at == INACTIVE_WITH_LAG;
}

static void see_break(struct recording_group *g)
{
    if (g->hole_ms == g->hole_seen_ms)
        return;
    g->hole_seen_ms = g->hole_ms;
    g->file.since_due = true;
    for (int i = 0; i < RECORDING_CONDITIONS; i++)
        if (g->since[i].ms && (g->hole_moved || !outlasts_break(i)))
            g->since[i] = (struct recording_since){g->hole_ms, true};
}

static void hold(struct recording_group *g, int at, bool now, bool unsure,
                 struct recording_since begin)
{
    struct recording_since *s = &g->since[at];
    if (now ? s->ms != 0 : s->ms == 0 || unsure)
        return;
    *s = now ? begin : (struct recording_since){0};
    g->file.since_due = true;
}

void lag_since_update(struct recording *h, const char *group, const struct judged_group *p)
{
    struct recording_group *g = map_get(&h->groups, group);
    if (!g || !p || !p->sample_ms)
        return;
    see_break(g);
    struct look k = {.g = g, .p = p};
    memcpy(k.was, g->since, sizeof k.was);
    bool unsure =
        p->verdict.verdict == VERDICT_TOO_EARLY || p->verdict.count[VERDICT_TOO_EARLY] > 0;
    for (int v = 0; v < VERDICTS; v++) {
        bool now = place[v] && holds(p, (enum verdict)v);
        if (place[v])
            hold(g, place[v], now, unsure,
                 now && !k.was[place[v]].ms ? begin_of(&k, (enum verdict)v)
                                            : (struct recording_since){0});
    }
    hold(g, RISK, p->verdict.risk, unsure, as_it_appeared(&k));
    g->judged |= !unsure;
    bool waiting_now = waits(&k, &unsure);
    hold(g, INACTIVE_WITH_LAG, waiting_now, unsure,
         waiting_now && !k.was[INACTIVE_WITH_LAG].ms ? waiting(&k) : (struct recording_since){0});
}

/* ---- asking ---------------------------------------------------------------------------------- */

static struct recording_since since_at(const struct recording *h, const char *group, int at)
{
    const struct recording_group *g = recording_find(h, group);
    bool only_now = g && g->since[at].at_least && g->since[at].ms >= recording_last_ms(g);
    return g && !only_now ? g->since[at] : (struct recording_since){0};
}

struct recording_since lag_since(const struct recording *h, const char *group, enum verdict v)
{
    return place[v] ? since_at(h, group, place[v]) : (struct recording_since){0};
}

struct recording_since lag_since_risk(const struct recording *h, const char *group)
{
    return since_at(h, group, RISK);
}

struct recording_since lag_since_inactive(const struct recording *h, const char *group)
{
    return since_at(h, group, INACTIVE_WITH_LAG);
}
