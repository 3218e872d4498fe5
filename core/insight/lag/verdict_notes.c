/* What is worth knowing of a group besides its verdict: members that can't work, partitions no
 * member has, a hot partition, one slow member, a broker, how many members it would take. */
#include "core/insight/lag/verdict_notes.h"

#include "core/insight/lag/verdict_group.h"

#include "core/base/text.h"
#include "core/base/text_human.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/stats.h"

enum { HOT_FACTOR = 3, HOT_LEAST = 4 };

const char *group_note_id(enum group_note_kind k)
{
    static const char *const ids[GROUP_NOTES] = {
        [NOTE_STORM] = "rebalance-storm",           [NOTE_IDLE_MEMBERS] = "idle-members",
        [NOTE_UNASSIGNED] = "unassigned",           [NOTE_ABANDONED] = "abandoned-topics",
        [NOTE_TOO_FEW_MEMBERS] = "too-few-members", [NOTE_HOT_PARTITION] = "hot-partition",
        [NOTE_SLOW_MEMBER] = "slow-member",         [NOTE_SLOW_HOST] = "slow-host",
        [NOTE_SLOW_CLIENT] = "slow-client",         [NOTE_BROKER_SIDE] = "broker-side",
        [NOTE_RETENTION] = "retention-risk",        [NOTE_OFFSETS_SET] = "offsets-set",
    };
    return ids[k];
}

#define NEXT_WORD "Next: "

const char *group_note_next(const struct group_note *n)
{
    return n->kind == NOTE_TOO_FEW_MEMBERS ? n->text + strlen(NEXT_WORD) : NULL;
}

__attribute__((format(printf, 5, 6))) static void note(struct group_verdict *g, struct arena *a,
                                                       enum group_note_kind kind, enum severity sev,
                                                       const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!g->notes)
        g->notes = arena_array(a, GROUP_NOTES, sizeof *g->notes);
    g->notes[g->nnotes++] =
        (struct group_note){.kind = kind, .sev = sev, .text = arena_strdup(a, text)};
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- which member has what ------------------------------------------------------------------- */

static void note_members(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    if (group_case_storm(c))
        note(g, a, NOTE_STORM, SEV_WARN,
             "rebalance storm: rebalancing in %zu of %zu samples, members changed in %zu",
             c->rebalancing_samples, c->samples, c->member_changes);
    if (c->state != GROUP_STABLE)
        return;
    if (c->idle > 0 && c->partitions > 0 && c->members > c->partitions)
        note(g, a, NOTE_IDLE_MEMBERS, SEV_INFO,
             "%zu of %zu members can never work: there are %zu partitions",
             c->members - c->partitions, c->members, c->partitions);
    else if (c->idle > 0 && c->idle < c->members)
        note(g, a, NOTE_IDLE_MEMBERS, SEV_INFO,
             "%zu of %zu members have no partition: the assignor, or other subscriptions", c->idle,
             c->members);
    if (c->members > 0 && c->partitions > c->owned)
        note(g, a, NOTE_UNASSIGNED, SEV_WARN, "%zu of %zu subscribed partition%s without an owner",
             c->partitions - c->owned, c->partitions, plural(c->partitions));
}

static void note_abandoned(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    const char *first = NULL, *last = NULL;
    size_t topics = 0;
    int64_t lag = 0;
    char n[TEXT_NUM];
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (!p->abandoned)
            continue;
        topics += !last || strcmp(last, p->topic) != 0;
        first = first ? first : p->topic;
        last = p->topic;
        lag += p->v.lag != OFFSET_UNKNOWN ? p->v.lag : 0;
    }
    if (topics)
        note(g, a, NOTE_ABANDONED, SEV_INFO,
             "%zu topic%s with commits that no member reads any more (%s%s): %s unread there, "
             "which the verdict leaves out; its offsets can be deleted",
             topics, plural(topics), text_visible(a, first, strlen(first)), topics > 1 ? " …" : "",
             text_count(n, lag));
}

/* ---- how many it would take ------------------------------------------------------------------ */

static bool saturated(const struct partition_verdict *v)
{
    return (double)v->lag > v->noise && v->verdict != VERDICT_STALLED &&
           v->verdict != VERDICT_BLOCKED;
}

/* What one member reads when it has enough to do: the median over those that have. */
static double member_rate(const struct verdict_input *c)
{
    double *sum = xcalloc(c->members ? c->members : 1, sizeof *sum), rate;
    bool *busy = xcalloc(c->members ? c->members : 1, sizeof *busy);
    size_t n = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->owner < 0 || (size_t)p->owner >= c->members || isnan(p->v.out))
            continue;
        sum[p->owner] += p->v.out;
        busy[p->owner] |= saturated(&p->v) && (p->v.out > 0 || p->in_turn);
    }
    for (size_t i = 0; i < c->members; i++)
        if (busy[i])
            sum[n++] = sum[i];
    rate = stats_median(sum, n);
    free(sum);
    free(busy);
    return rate;
}

/* A partition that has most of it all: only one member can read it. */
static const struct verdict_input_part *hot_part(const struct verdict_input *c,
                                                 const struct group_verdict *g)
{
    size_t n = 0;
    for (size_t i = 0; i < c->nparts; i++)
        n += !c->parts[i].abandoned;
    for (size_t i = 0; n >= HOT_LEAST && g->in > 0 && i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        bool hot = !p->abandoned && p->v.in / g->in > (double)HOT_FACTOR / (double)n;
        if (hot && (double)p->v.lag > p->v.noise && p->v.lag * 2 > g->lag)
            return p;
    }
    return NULL;
}

static void note_needed(const struct verdict_input *c, const struct lag_rules *r,
                        struct group_verdict *g, struct arena *a)
{
    bool slow = g->verdict == VERDICT_FALLING_BEHIND || g->verdict == VERDICT_STEADY_BACKLOG;
    double rate = slow ? member_rate(c) : 0;
    if (rate <= 0 || isnan(g->in) || c->members == 0 || hot_part(c, g))
        return;
    double target = (double)r->target_ms / 1000;
    double needed = ceil((g->in * (1 + r->headroom) + (double)g->lag / target) / rate);
    if (needed <= (double)c->members || needed > 1e6)
        return;
    char t[TEXT_NUM];
    g->needed = (size_t)needed;
    text_duration(t, r->target_ms);
    if (c->partitions > 0 && g->needed > c->partitions)
        note(g, a, NOTE_TOO_FEW_MEMBERS, SEV_WARN,
             NEXT_WORD
             "%zu members with at least as many partitions (%zu now), or faster processing, "
             "drain it in %s",
             g->needed, c->partitions, t);
    else
        note(g, a, NOTE_TOO_FEW_MEMBERS, SEV_WARN,
             NEXT_WORD "%zu more member%s (%zu) drain%s it in %s", g->needed - c->members,
             plural(g->needed - c->members), g->needed, g->needed - c->members == 1 ? "s" : "", t);
}

/* ---- where it lags --------------------------------------------------------------------------- */

static bool lags(const struct verdict_input_part *p)
{
    return p->v.verdict == VERDICT_FALLING_BEHIND || p->v.verdict == VERDICT_STALLED;
}

/* Who catches up lags still. */
static bool is_behind(const struct verdict_input_part *p)
{
    return lags(p) || (p->v.verdict != VERDICT_CAUGHT_UP && (double)p->v.lag > p->v.noise);
}

static void note_hot(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    const struct verdict_input_part *p = hot_part(c, g);
    if (p)
        note(g, a, NOTE_HOT_PARTITION, SEV_WARN,
             "hot partition %s-%" PRId32 ": %.0f %% of what is written and %.0f %% of the backlog; "
             "more members will not help: spread the keys",
             text_visible(a, p->topic, strlen(p->topic)), p->partition, p->v.in / g->in * 100,
             (double)p->v.lag / (double)g->lag * 100);
}

/* All partitions of the chosen members lag, and of the others less than a fifth. */
static bool only_these(const struct verdict_input *c, const bool *chosen)
{
    size_t mine = 0, mine_lag = 0, others = 0, others_lag = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->owner < 0 || p->abandoned)
            continue;
        *(chosen[p->owner] ? &mine : &others) += 1;
        if (chosen[p->owner])
            mine_lag += lags(p);
        else
            others_lag += is_behind(p);
    }
    return mine > 0 && mine_lag == mine && others > 0 && others_lag * 5 < others;
}

/* Members that have the same word as member i; how many of them there are. */
static size_t choose(const struct verdict_input *c, const char **words, size_t i, bool *chosen)
{
    size_t n = 0;
    for (size_t k = 0; k < c->members; k++) {
        chosen[k] = k == i || (words && words[k] && words[i] && strcmp(words[k], words[i]) == 0);
        n += chosen[k];
    }
    return n;
}

static bool note_alike(const struct verdict_input *c, struct group_verdict *g, struct arena *a,
                       const char **words, enum group_note_kind kind, const char *what)
{
    bool *chosen = xcalloc(c->members ? c->members : 1, sizeof *chosen), found = false;
    for (size_t i = 0; words && i < c->members && !found; i++) {
        size_t n = choose(c, words, i, chosen);
        if (!words[i] || n < 2 || n == c->members || !only_these(c, chosen))
            continue;
        note(g, a, kind, SEV_WARN,
             "slow %s %s: all partitions of its %zu members lag, others don't", what,
             text_visible(a, words[i], strlen(words[i])), n);
        found = true;
    }
    free(chosen);
    return found;
}

static void note_slow(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    if (note_alike(c, g, a, c->hosts, NOTE_SLOW_HOST, "host") ||
        note_alike(c, g, a, c->clients, NOTE_SLOW_CLIENT, "client"))
        return;
    bool *chosen = xcalloc(c->members ? c->members : 1, sizeof *chosen);
    for (size_t i = 0; i < c->members; i++) {
        choose(c, NULL, i, chosen);
        if (!only_these(c, chosen))
            continue;
        const char *name = c->clients && c->clients[i] ? c->clients[i] : "?";
        const char *host = c->hosts && c->hosts[i] ? c->hosts[i] : "?";
        note(g, a, NOTE_SLOW_MEMBER, SEV_WARN,
             "slow member %s at %s: all its partitions lag, less than a fifth of the others do",
             text_visible(a, name, strlen(name)), text_visible(a, host, strlen(host)));
        break;
    }
    free(chosen);
}

static void note_broker(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    int32_t leader = -1;
    size_t lagging = 0, fine_there = 0, elsewhere = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->abandoned || !lags(p))
            continue;
        if (p->leader < 0 || (leader >= 0 && p->leader != leader))
            return;
        leader = p->leader;
        lagging++;
    }
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (!p->abandoned && p->leader != leader && is_behind(p))
            return;
        elsewhere += !p->abandoned && p->leader != leader;
        fine_there += !p->abandoned && p->leader == leader && !lags(p);
    }
    if (lagging >= 2 && elsewhere > 0 && fine_there == 0)
        note(g, a, NOTE_BROKER_SIDE, SEV_WARN,
             "all %zu lagging partitions are led by broker %" PRId32
             ", the %zu of other brokers don't lag: look at that broker",
             lagging, leader, elsewhere);
}

/* The rates and trends leave it out, or it would be taken for reading. */
static void note_set(const struct verdict_input *c, struct group_verdict *g, struct arena *a)
{
    size_t n = 0;
    int64_t records = 0, ms = 0;
    char r[TEXT_NUM], t[TEXT_NUM];
    for (size_t i = 0; i < c->nparts; i++) {
        const struct partition_verdict *v = &c->parts[i].v;
        if (v->set <= 0 || c->parts[i].abandoned)
            continue;
        n++;
        records += v->set;
        ms = v->set_ms;
    }
    if (n)
        note(g, a, NOTE_OFFSETS_SET, SEV_INFO,
             "%s ago the offsets of %zu partition%s were set ahead by %s record%s, or jumped while "
             "all members were replaced: not counted as read",
             text_duration(t, ms), n, plural(n), text_count(r, records), plural((size_t)records));
}

void group_notes(const struct verdict_input *c, const struct lag_rules *r, struct group_verdict *g,
                 struct arena *a)
{
    char n[TEXT_NUM];
    if (g->risk)
        note(g, a, NOTE_RETENTION, SEV_BAD, "retention deletes unread records%s%s",
             g->risk_ms == LAG_MS_UNKNOWN ? " soon" : " in ",
             g->risk_ms == LAG_MS_UNKNOWN ? "" : text_duration(n, g->risk_ms));
    note_set(c, g, a);
    if (!c->state_known)
        return;
    note_members(c, g, a);
    if (c->state == GROUP_STABLE)
        note_abandoned(c, g, a);
    note_needed(c, r, g, a);
    note_hot(c, g, a);
    note_slow(c, g, a);
    note_broker(c, g, a);
}
