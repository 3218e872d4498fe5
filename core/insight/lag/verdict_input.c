/* Collects what the verdicts need: the partitions that the group has commits or owners for, with
 * their samples; members, hosts and leaders from the model; what the recording knows of the past.
 * Without samples the facts of now make one, so that what needs no past is known at once. */
#include "core/insight/lag/verdict_input.h"

#include "core/base/mem.h"
#include "core/insight/lag/lag.h"
#include "core/insight/lag/turns.h"
#include "core/insight/lag/verdict_partition.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STORM_SAMPLES = 10 };

bool lag_group_state(const struct model *m, const char *group, enum group_state *state)
{
    const struct group_desc *d = model_group(m, group);
    const struct group_entry *e = m->group_list ? group_listing_find(m->group_list, group) : NULL;
    bool newer = d && d->fact.at_ms >= m->group_list_fact.at_ms;
    if (d && (newer || !e))
        *state = d->state;
    else if (e)
        *state = e->state;
    return d || e;
}

/* ---- settings that bound what is retained ---------------------------------------------------- */

static int64_t number_of(const struct config_set *c, const char *key, int64_t fallback)
{
    const struct config_entry *e = c ? config_set_find(c, key) : NULL;
    char *end;
    if (!e || !e->value || !*e->value)
        return fallback;
    long long v = strtoll(e->value, &end, 10);
    return *end ? fallback : v;
}

/* 0: not known, or not deleted by age. */
static int64_t retention_of(const struct model *m, const char *topic)
{
    const struct config_set *c = model_topic_config(m, topic);
    const struct config_entry *e = c ? config_set_find(c, "cleanup.policy") : NULL;
    if (!e || !config_list_has(e->value, "delete"))
        return 0;
    return number_of(c, "retention.ms", 0);
}

/* ---- a partition ----------------------------------------------------------------------------- */

static size_t copy_points(const struct recording_point *from, size_t n, struct lag_point *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (struct lag_point){from[i].commit_ms, from[i].ends_ms, from[i].committed,
                                   from[i].start, from[i].end};
    return n;
}

/* What the facts say now, as the only sample. */
static size_t point_of_facts(const struct model *m, const struct group_part *gp,
                             struct lag_point *to)
{
    const struct partition_offsets *o =
        topic_offsets_get(model_offsets(m, gp->topic), gp->partition);
    bool committed = gp->offset && !gp->offset->err;
    *to = (struct lag_point){
        .commit_ms = 1,
        .ends_ms = 1,
        .committed = committed ? gp->offset->committed : OFFSET_UNKNOWN,
        .start = o ? o->start : OFFSET_UNKNOWN,
        .end = o && (!committed || o->end_at_ms >= gp->offset->seen_ms) ? o->end : OFFSET_UNKNOWN,
    };
    return gp->offset && gp->offset->err ? 0 : 1;
}

struct maker {
    const struct model *m;
    const struct recording_group *g;
    const struct lag_rules *r;
    struct verdict_input *c;
    int64_t usual_gap; /* of the group's partitions; 0 not known */
    int64_t resets[RECORDING_MARKS];
    size_t nresets;
    int64_t absent_ms, described_ms;
};

static void usual_rates(const struct maker *k, const struct recording_part *p,
                        struct partition_case *pc, struct partition_verdict *v)
{
    if (v->verdict != VERDICT_FALLING_BEHIND)
        return;
    pc->baseline = recording_usual(k->g, p, k->r->window_ms, &pc->usual_in, &pc->usual_out);
    if (pc->baseline)
        *v = partition_verdict_of(pc, k->r);
}

static struct partition_verdict judge_part(const struct maker *k, const struct group_part *gp,
                                           const struct turn *t)
{
    struct recording_point q[RECORDING_POINTS];
    struct lag_point p[RECORDING_POINTS], older[RECORDING_MINUTES];
    const struct recording_part *rp = t->part;
    struct partition_case pc = {
        .p = p, .older = older, .stable = OFFSET_UNKNOWN, .busy_ms = t->busy_ms};
    if (rp) {
        pc.n = copy_points(q, recording_points(k->g, rp, k->r->widest_ms, q), p);
        if (rp->last_end > rp->last_committed) /* else there is no time lag to look up */
            pc.nolder = copy_points(q, recording_minutes(k->g, rp, q), older);
        pc.gap_of_others = !recording_gap(rp);
        pc.gap_ms = pc.gap_of_others ? k->usual_gap : recording_gap(rp);
        pc.quiet_ms = rp->quiet_ms;
        pc.changed_ms = rp->changed_ms;
        pc.idle_ms = rp->idle_ms;
        pc.exact_offset = rp->exact_offset;
        pc.exact_ms = rp->exact_ms;
        pc.stable = rp->stable;
        pc.stable_since_ms = rp->stable_since_ms;
        pc.stable_ms = rp->stable_ms;
        pc.resets = k->resets;
        pc.nresets = k->nresets;
        pc.absent_ms = k->absent_ms;
        pc.described_ms = k->described_ms;
    }
    if (pc.n == 0)
        pc.n = point_of_facts(k->m, gp, p);
    pc.empty = k->c->state_known && k->c->state == GROUP_EMPTY;
    pc.committing = k->c->empty_commits >= 2;
    pc.owned = gp->owner                                ? OWNED_YES
               : k->c->state_known && k->c->members > 0 ? OWNED_NO
                                                        : OWNED_UNKNOWN;
    pc.retention_ms = retention_of(k->m, gp->topic);
    struct partition_verdict v = partition_verdict_of(&pc, k->r);
    if (rp)
        usual_rates(k, rp, &pc, &v);
    return v;
}

/* ---- members --------------------------------------------------------------------------------- */

static bool owns_any_of(const struct group_desc *d, const char *topic)
{
    for (size_t i = 0; i < d->nmembers; i++)
        for (size_t k = 0; k < d->members[i].nowns; k++)
            if (strcmp(d->members[i].owns[k].topic, topic) == 0)
                return true;
    return false;
}

static void take_members(struct verdict_input *c, const struct group_desc *d, struct arena *a)
{
    c->members = d->nmembers;
    c->hosts = arena_array(a, d->nmembers, sizeof *c->hosts);
    c->clients = arena_array(a, d->nmembers, sizeof *c->clients);
    for (size_t i = 0; i < d->nmembers; i++) {
        const char *host = d->members[i].host;
        c->hosts[i] = host && host[0] == '/' ? host + 1 : host; /* Java writes "/10.0.0.7" */
        c->clients[i] = d->members[i].client_id;
        c->idle += d->members[i].nowns == 0;
        c->owned += d->members[i].nowns;
    }
}

/* The texts of a page outlive the facts they came from. */
static const char *kept(struct arena *a, const char *last, const char *name)
{
    return last && strcmp(last, name) == 0 ? last : arena_strdup(a, name);
}

/* The partitions as they are, without their verdicts. */
static void take_parts(const struct maker *k, const struct group_desc *d,
                       const struct group_part *gp, size_t n, struct arena *a)
{
    const char *last = NULL;
    const struct topic *t = NULL;
    bool abandoned = false;
    k->c->parts = arena_array(a, n, sizeof *k->c->parts);
    for (size_t i = 0; i < n; i++) {
        bool same = last && strcmp(last, gp[i].topic) == 0;
        last = kept(a, last, gp[i].topic);
        if (!same) {
            t = k->m->metadata ? metadata_topic(k->m->metadata, last) : NULL;
            abandoned = k->c->assigned && d->nmembers > 0 && !owns_any_of(d, last);
            if (d && !abandoned)
                k->c->partitions += t ? (size_t)t->npartitions : 0;
        }
        const struct partition *p = t ? topic_partition(t, gp[i].partition) : NULL;
        k->c->parts[k->c->nparts++] = (struct verdict_input_part){
            .topic = last,
            .partition = gp[i].partition,
            .owner = gp[i].owner ? (int)(gp[i].owner - d->members) : -1,
            .leader = p ? p->leader : -1,
            .abandoned = abandoned,
        };
    }
}

/* What lies before is not reading: offsets that were set, a time without members. */
static int64_t reads_since(const struct maker *k)
{
    int64_t since = k->absent_ms ? k->absent_ms + 1 : 0;
    for (size_t i = 0; i < k->nresets; i++)
        since = k->resets[i] > since ? k->resets[i] : since;
    return since;
}

static void judge_parts(const struct maker *k, const struct group_part *gp, size_t n,
                        struct arena *tmp)
{
    struct turn *t = arena_array(tmp, n, sizeof *t);
    for (size_t i = 0; i < n; i++)
        t[i] = (struct turn){
            .part = k->g ? recording_part_at(k->g, gp[i].topic, gp[i].partition) : NULL,
            .owner = k->c->parts[i].owner,
            .abandoned = k->c->parts[i].abandoned,
        };
    if (k->g)
        k->c->sum = turns_see(k->g, k->r, reads_since(k), t, n, k->c->members);
    for (size_t i = 0; i < n; i++) {
        k->c->parts[i].in_turn = t[i].in_turn;
        k->c->parts[i].v = judge_part(k, &gp[i], &t[i]);
    }
}

/* ---- what the samples show of the group ------------------------------------------------------ */

static bool rebalancing_state(uint8_t s)
{
    return s == GROUP_PREPARING_REBALANCE || s == GROUP_COMPLETING_REBALANCE || s == GROUP_UNKNOWN;
}

static void take_past(struct verdict_input *c, const struct recording_group *g)
{
    const struct ring *r = &g->ring[TIER_FINE];
    size_t len = ring_len(r), from = len > STORM_SAMPLES ? len - STORM_SAMPLES : 0;
    int64_t now = recording_last_ms(g);
    uint32_t set = 0;
    for (size_t i = from; i < len; i++) {
        size_t slot = ring_slot(r, i);
        if (g->state[slot] == RECORDING_STATE_UNKNOWN)
            continue;
        c->member_changes += c->samples > 0 && g->member_set[slot] != set;
        set = g->member_set[slot];
        c->rebalancing_samples += rebalancing_state(g->state[slot]);
        c->samples++;
    }
    if (g->rebalancing_since_ms)
        c->rebalancing_ms = now > g->rebalancing_since_ms ? now - g->rebalancing_since_ms : 1;
    if (g->empty_since_ms)
        c->empty_ms = now - g->empty_since_ms;
    c->empty_commits = g->empty_commits;
}

/* The last sample without members of a group that has some again. */
static int64_t absent_until(const struct verdict_input *c, const struct recording_group *g)
{
    const struct ring *r = &g->ring[TIER_FINE];
    if (!c->state_known || c->state == GROUP_EMPTY)
        return 0;
    for (size_t i = ring_len(r); i > 0; i--)
        if (g->state[ring_slot(r, i - 1)] == GROUP_EMPTY)
            return g->commit_ms[ring_slot(r, i - 1)];
    return 0;
}

struct verdict_input verdict_input_make(const struct model *m, const struct recording_group *g,
                                        const char *group, const struct lag_rules *r,
                                        struct arena *a)
{
    struct verdict_input c = {.id = arena_strdup(a, group), .empty_ms = LAG_MS_UNKNOWN};
    const struct group_desc *d = model_group(m, group);
    c.state_known = lag_group_state(m, group, &c.state);
    c.gone = m->group_list && !m->group_list->nerrors && !c.state_known;
    c.simple = d && d->simple;
    c.described = d != NULL;
    c.assigned = d && d->state == GROUP_STABLE;
    if (d)
        take_members(&c, d, a);
    if (g)
        take_past(&c, g);
    if (d && d->coordinator >= 0)
        c.retention_ms =
            number_of(model_broker_config(m, d->coordinator), "offsets.retention.minutes", 0) *
            60000;
    struct maker k = {.m = m, .g = g, .r = r, .c = &c, .usual_gap = g ? recording_usual_gap(g) : 0};
    k.absent_ms = g ? absent_until(&c, g) : 0;
    k.described_ms = d && d->watched ? d->fact.wall_ms : 0;
    k.nresets = g ? recording_resets(g, k.resets) : 0;
    struct arena tmp;
    size_t n;
    arena_init(&tmp);
    struct group_part *gp = group_parts(model_group_offsets(m, group), d, &tmp, &n);
    take_parts(&k, d, gp, n, a);
    judge_parts(&k, gp, n, &tmp);
    arena_release(&tmp);
    return c;
}
