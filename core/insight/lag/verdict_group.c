/* A group judged by its state and the verdicts of its partitions (docs/lag.md, "Group verdict"): one
 * verdict, the worst, as a sentence. What else is worth knowing are notes (verdict_notes.c). */
#include "core/insight/lag/verdict_group.h"

#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/base/text_human.h"
#include "core/insight/lag/verdict_brief.h"
#include "core/insight/lag/verdict_headline.h"
#include "core/insight/lag/verdict_notes.h"
#include "core/insight/lag/verdict_text.h"
#include "core/insight/lag/verdict_trend.h"

#include <math.h>
#include <string.h>

enum { CHANGES_OF_STORM = 3 };
#define SHARE_OF_STORM 0.2

bool group_case_storm(const struct verdict_input *c)
{
    if (c->samples < 5)
        return false;
    return (double)c->rebalancing_samples > SHARE_OF_STORM * (double)c->samples ||
           c->member_changes >= CHANGES_OF_STORM;
}

/* ---- sums ------------------------------------------------------------------------------------ */

static void add(double *sum, double v)
{
    if (!isnan(v))
        *sum = isnan(*sum) ? v : *sum + v;
}

static void add_drained(struct group_verdict *g, const struct partition_verdict *v)
{
    if (v->drained_ms == LAG_MS_NEVER || g->drained_ms == LAG_MS_NEVER)
        g->drained_ms = LAG_MS_NEVER;
    else if (v->drained_ms > g->drained_ms)
        g->drained_ms = v->drained_ms;
}

static void add_part(struct group_verdict *g, const struct partition_verdict *v)
{
    g->count[v->verdict]++;
    if (v->lag != OFFSET_UNKNOWN)
        g->lag += v->lag;
    else
        g->unknown += v->verdict != VERDICT_NEVER_COMMITTED;
    add(&g->in, v->in);
    add(&g->out, v->out);
    add_drained(g, v);
    if (v->time_lag_ms != LAG_MS_UNKNOWN && v->time_lag_ms > g->time_lag_ms) {
        g->time_lag_ms = v->time_lag_ms;
        g->time_lag_more = v->time_lag_more;
    }
    if (v->risk) {
        bool sooner = v->risk_ms != LAG_MS_UNKNOWN &&
                      (g->risk_ms == LAG_MS_UNKNOWN || v->risk_ms < g->risk_ms);
        g->risk = true;
        g->risk_ms = sooner ? v->risk_ms : g->risk_ms;
    }
    if (v->samples > g->samples) {
        g->samples = v->samples;
        g->window_ms = v->window_ms;
    }
}

/* Over the partitions that count; only those of one verdict, unless that is VERDICTS. What is read
 * in all is only known when it is of each that is written to. */
static void add_parts(struct group_verdict *g, const struct verdict_input *c, enum verdict only)
{
    bool partial = false;
    g->in = g->out = NAN;
    g->drained_ms = g->time_lag_ms = g->risk_ms = LAG_MS_UNKNOWN;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->abandoned || (only != VERDICTS && p->v.verdict != only))
            continue;
        add_part(g, &p->v);
        partial |= isnan(p->v.out) && p->v.in > 0;
    }
    if (partial)
        g->out = NAN;
}

static int64_t abandoned_lag(const struct verdict_input *c)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->nparts; i++)
        if (c->parts[i].abandoned && c->parts[i].v.lag != OFFSET_UNKNOWN)
            sum += c->parts[i].v.lag;
    return sum;
}

static double noise_of(const struct verdict_input *c)
{
    double sum = 0;
    for (size_t i = 0; i < c->nparts; i++)
        sum += c->parts[i].abandoned ? 0 : c->parts[i].v.noise;
    return sum;
}

/* ---- which one ------------------------------------------------------------------------------- */

static bool rebalancing(const struct verdict_input *c, const struct lag_rules *r)
{
    return c->rebalancing_ms > r->rebalancing_ms || group_case_storm(c);
}

static enum verdict by_state(const struct verdict_input *c, const struct lag_rules *r,
                             const struct group_verdict *g, enum verdict worst)
{
    if (c->state_known && c->state == GROUP_EMPTY) {
        if (worst <= VERDICT_AHEAD)
            return worst;
        if (c->empty_commits >= 2)
            return VERDICT_COMMITS_EMPTY;
        if ((double)g->lag > noise_of(c) || g->count[VERDICT_NO_MEMBERS])
            return VERDICT_NO_MEMBERS;
        return g->unknown ? VERDICT_TOO_EARLY : VERDICT_INACTIVE;
    }
    /* A group that waits for a member to come back can't read: that is why its commit does not
     * move. */
    bool waits = c->rebalancing_ms > r->rebalancing_ms && worst > VERDICT_AHEAD;
    if (c->state_known && (waits || (rebalancing(c, r) && worst > VERDICT_REBALANCING)))
        return VERDICT_REBALANCING;
    return worst;
}

static enum verdict which(const struct verdict_input *c, const struct lag_rules *r,
                          const struct group_verdict *g, const struct verdict_input_part *worst)
{
    if (c->gone || (c->state_known && c->state == GROUP_DEAD))
        return VERDICT_GONE;
    if (!worst && !(c->state_known && c->state == GROUP_EMPTY))
        return c->state_known && rebalancing(c, r) ? VERDICT_REBALANCING : VERDICT_TOO_EARLY;
    enum verdict v = by_state(c, r, g, worst ? worst->v.verdict : VERDICT_INACTIVE);
    return v == VERDICT_CAUGHT_UP && c->sum.few_rise ? VERDICT_TOO_EARLY : v;
}

/* ---- in words -------------------------------------------------------------------------------- */

static double growth_of(const struct verdict_input *c)
{
    double sum = 0;
    for (size_t i = 0; i < c->nparts; i++)
        if (!c->parts[i].abandoned && c->parts[i].v.verdict == VERDICT_FALLING_BEHIND)
            sum += c->parts[i].v.slope;
    return sum;
}

static bool of_some(const struct verdict_input *c, const struct group_verdict *g)
{
    return !g->whole && g->count[g->verdict] < headline_counted(c);
}

static void of_partitions(struct buf *b, const struct verdict_input *c,
                          const struct group_verdict *g)
{
    size_t n = g->count[g->verdict], total = headline_counted(c);
    if (of_some(c, g))
        buf_addf(b, " on %zu of %zu partitions", n, total);
}

static void unread_text(struct buf *b, const struct group_verdict *g)
{
    char n[TEXT_NUM];
    if (g->unknown && g->lag == 0) {
        buf_adds(b, "how much is unread is not known");
        return;
    }
    buf_addf(b, "%s%s unread", g->unknown ? "at least " : "", text_count(n, g->lag));
    if (g->elsewhere > 0)
        buf_addf(b, " (and %s on topics that no member reads)", text_count(n, g->elsewhere));
    if (g->time_lag_ms != LAG_MS_UNKNOWN && g->lag > 0)
        buf_addf(b, ", %s%s behind", g->time_lag_more ? "at least " : "",
                 text_duration(n, g->time_lag_ms));
}

/* there: they are of some of the partitions. */
static void rates_text(struct buf *b, const struct group_verdict *g, bool there)
{
    if (isnan(g->in) || isnan(g->out))
        return;
    buf_adds(b, ", ");
    words_flow(b, &(struct flow){g->in, g->out});
    buf_adds(b, there ? " there" : "");
}

static void again_text(struct buf *b, const struct verdict_input *c)
{
    buf_addf(b, " again and again: in %zu of %zu samples, members changed %zu times",
             c->rebalancing_samples, c->samples, c->member_changes);
}

static void state_text(struct buf *b, const struct verdict_input *c, const struct lag_rules *r,
                       const struct group_verdict *g)
{
    char n[TEXT_NUM];
    if (g->verdict == VERDICT_NO_MEMBERS || g->verdict == VERDICT_INACTIVE) {
        if (c->empty_ms != LAG_MS_UNKNOWN)
            buf_addf(b, " for %s", text_duration(n, c->empty_ms));
        buf_adds(b, ": ");
        unread_text(b, g);
        if (c->retention_ms > 0)
            buf_addf(b, "; its offsets are kept %s after %s", text_duration(n, c->retention_ms),
                     c->simple ? "each commit" : "the last member left");
    } else if (g->verdict == VERDICT_COMMITS_EMPTY) {
        buf_adds(b, ": assign(), Flink, Spark or a mirror; a reset would be overwritten; ");
        unread_text(b, g);
        rates_text(b, g, false);
    } else if (c->rebalancing_ms > r->rebalancing_ms) {
        buf_addf(b, " for %s: ", text_duration(n, c->rebalancing_ms));
        unread_text(b, g);
    } else {
        again_text(b, c);
        buf_adds(b, "; ");
        unread_text(b, g);
    }
}

/* Rates of a sentence are of the partitions that it names; what is unread is of the whole group, as
 * it is wherever the group is listed. */
static struct group_verdict basis_of(const struct verdict_input *c, const struct group_verdict *g,
                                     bool *there)
{
    struct group_verdict of = {.verdict = g->verdict};
    *there = of_some(c, g);
    if (!*there)
        return *g;
    add_parts(&of, c, g->verdict);
    return of;
}

/* What is written there more than is read; where one of the two is in doubt, the trend. */
static double growth_shown(const struct verdict_input *c, const struct flow *now)
{
    double rest = now->in - now->out;
    return rest > 0 ? rest : growth_of(c);
}

static void growth_text(struct buf *b, const struct verdict_input *c, const struct group_verdict *g)
{
    struct cause_words w = group_cause(c, g);
    buf_adds(b, ", ");
    words_growth(b, growth_shown(c, &w.now));
    of_partitions(b, c, g);
    buf_adds(b, ": ");
    w.there = of_some(c, g);
    words_cause(b, &w);
}

static void behind_text(struct buf *b, const struct verdict_input *c, const struct group_verdict *g)
{
    bool there;
    struct group_verdict of = basis_of(c, g, &there);
    growth_text(b, c, g);
    buf_adds(b, "; ");
    unread_text(b, g);
    buf_addf(b, "; %zu member%s", c->members, c->members == 1 ? "" : "s");
    if (g->needed > c->members)
        buf_addf(b, ", %zu needed", g->needed);
    words_window(b, of.window_ms, of.samples);
}

static void sums_text(struct buf *b, const struct verdict_input *c, const struct group_verdict *g)
{
    bool there;
    char n[TEXT_NUM];
    struct group_verdict of = basis_of(c, g, &there);
    buf_adds(b, ": ");
    unread_text(b, g);
    rates_text(b, &of, there);
    if (g->verdict == VERDICT_CATCHING_UP && of.drained_ms > 0)
        buf_addf(b, ", drained in %s", text_duration(n, of.drained_ms));
    if (of.samples)
        words_window(b, of.window_ms, of.samples);
}

static void worst_text(struct buf *b, const struct verdict_input *c,
                       const struct verdict_input_part *worst, struct arena *a)
{
    if (headline_counted(c) > 1)
        buf_addf(b, ", worst %s-%d", text_visible(a, worst->topic, strlen(worst->topic)),
                 (int)worst->partition);
}

static void partition_text(struct buf *b, const struct verdict_input *c,
                           const struct group_verdict *g, const struct verdict_input_part *worst,
                           struct arena *a)
{
    of_partitions(b, c, g);
    if (!worst || g->verdict > VERDICT_REWINDING) {
        sums_text(b, c, g);
        return;
    }
    /* One of them says more than their sum. */
    const char *tail = strchr(partition_verdict_text(&worst->v, a), ':');
    worst_text(b, c, worst, a);
    buf_adds(b, tail ? tail : "");
}

/* Of the partitions that have its verdict: 0 when one of them is sure. */
static int intervals_of(const struct verdict_input *c, const struct group_verdict *g)
{
    int most = 0;
    if (g->whole)
        return 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->abandoned || p->v.verdict != g->verdict)
            continue;
        if (p->v.intervals == 0)
            return 0;
        most = p->v.intervals > most ? p->v.intervals : most;
    }
    return most;
}

static void also_text(struct buf *b, const struct group_verdict *g)
{
    if (g->also != VERDICTS)
        buf_addf(b, "; %s on %s", verdict_name(g->also), g->also_where);
}

static const char *sentence(const struct verdict_input *c, const struct lag_rules *r,
                            const struct group_verdict *g, const struct verdict_input_part *worst,
                            struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, verdict_name(g->verdict));
    if (g->verdict == VERDICT_GONE) {
        buf_adds(&b, ": its coordinator does not know it");
    } else if (g->verdict == VERDICT_NO_MEMBERS || g->verdict == VERDICT_INACTIVE ||
               g->verdict == VERDICT_COMMITS_EMPTY || g->verdict == VERDICT_REBALANCING) {
        state_text(&b, c, r, g);
    } else if (g->verdict == VERDICT_FALLING_BEHIND) {
        behind_text(&b, c, g);
    } else if (!worst) {
        buf_adds(&b, ": neither a commit nor an assigned partition");
    } else {
        partition_text(&b, c, g, worst, a);
    }
    words_few(&b, intervals_of(c, g));
    also_text(&b, g);
    if (g->risk)
        words_risk(&b, g->risk_ms);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

/* The sentence without since when, what is unread and what it is based on. */
static const char *head(const struct verdict_input *c, const struct lag_rules *r,
                        const struct group_verdict *g, const struct verdict_input_part *worst,
                        struct arena *a)
{
    bool there;
    struct buf b;
    bool stands = g->verdict == VERDICT_STALLED || g->verdict == VERDICT_BLOCKED;
    bool by_state = g->verdict == VERDICT_NO_MEMBERS || g->verdict == VERDICT_REBALANCING;
    if (g->verdict < VERDICT_FALLING_BEHIND && !by_state && !stands)
        return g->text; /* it is about one partition, or about more than numbers */
    if (g->verdict == VERDICT_COMMITS_EMPTY || g->verdict == VERDICT_GONE)
        return g->text;
    buf_init(&b, 0);
    buf_adds(&b, verdict_name(g->verdict));
    if (g->verdict == VERDICT_FALLING_BEHIND) {
        growth_text(&b, c, g);
    } else if (g->verdict == VERDICT_REBALANCING) {
        if (c->rebalancing_ms <= r->rebalancing_ms)
            again_text(&b, c);
    } else if (stands) {
        of_partitions(&b, c, g);
        worst_text(&b, c, worst, a);
        buf_addf(&b, ": %s", partition_verdict_head(&worst->v, a));
    } else if (g->verdict != VERDICT_NO_MEMBERS && g->verdict != VERDICT_INACTIVE) {
        struct group_verdict of = basis_of(c, g, &there);
        of_partitions(&b, c, g);
        if (!isnan(of.in) && !isnan(of.out)) {
            buf_adds(&b, ": ");
            words_flow(&b, &(struct flow){of.in, of.out});
            buf_adds(&b, there ? " there" : "");
        }
    }
    words_few(&b, intervals_of(c, g));
    also_text(&b, g);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

/* Members read their partitions in turn: what is so of all of them together. */
static void take_sum(struct group_verdict *g, const struct verdict_input *c, int way)
{
    double gain = c->sum.out - c->sum.in;
    g->whole = true;
    g->verdict = way > 0 ? VERDICT_FALLING_BEHIND : VERDICT_CATCHING_UP;
    g->in = c->sum.in;
    g->out = c->sum.out;
    g->samples = c->sum.samples;
    g->window_ms = c->sum.window_ms;
    g->drained_ms = way > 0 ? LAG_MS_NEVER : (int64_t)((double)g->lag / gain * 1000);
}

static void name_after(struct group_verdict *g, const struct verdict_input_part *p, struct arena *a)
{
    g->topic = arena_strdup(a, p->topic);
    g->partition = p->partition;
}

struct group_verdict group_verdict_of(const struct verdict_input *c, const struct lag_rules *r,
                                      struct arena *a)
{
    struct group_verdict g = {.partition = -1, .elsewhere = abandoned_lag(c), .also = VERDICTS};
    add_parts(&g, c, VERDICTS);
    struct headline h = group_headline(c, &g);
    const struct verdict_input_part *worst = h.part;
    g.verdict = which(c, r, &g, worst);
    if (g.verdict == VERDICT_TOO_EARLY && g.count[VERDICT_TOO_EARLY] == 0 && worst) {
        g.whole = true;
        g.drained_ms = LAG_MS_UNKNOWN;
    } else if (h.way != 0 && worst->v.verdict == g.verdict) {
        take_sum(&g, c, h.way);
    } else if (worst && worst->v.verdict == g.verdict) {
        name_after(&g, worst, a);
    }
    if (worst && (g.whole || worst->v.verdict == g.verdict)) {
        g.also = h.also;
        g.also_where = h.also != VERDICTS ? headline_share(c, &g, h.also, a) : NULL;
    }
    group_notes(c, r, &g, a);
    g.text = sentence(c, r, &g, worst, a);
    g.head = head(c, r, &g, worst, a);
    g.brief = group_brief(c, r, &g, a);
    return g;
}
