/* The verdict on a group in a few words, for a column of a list, and the cause that it names: the one
 * that explains most. */
#include "core/insight/lag/verdict_brief.h"

#include "core/base/text_human.h"
#include "core/insight/lag/verdict_headline.h"
#include "core/insight/lag/verdict_trend.h"

#include <math.h>

/* Over the partitions that fall behind: those that don't would blur the answer. Where all are read in
 * turn, it is about their sum, and one that waits is no slower than usual. */
struct cause_words group_cause(const struct verdict_input *c, const struct group_verdict *g)
{
    struct cause_words w = {.now = {0, 0}, .usual = {0, 0}};
    if (g->whole)
        return (struct cause_words){CAUSE_UNKNOWN, NAN, {g->in, g->out}, {NAN, NAN}, false};
    for (size_t i = 0; i < c->nparts; i++) {
        const struct partition_verdict *v = &c->parts[i].v;
        if (c->parts[i].abandoned || v->verdict != VERDICT_FALLING_BEHIND)
            continue;
        w.now.in += v->in;
        w.now.out += v->out;
        w.usual.in += v->usual_in; /* one of them without a baseline: no comparison */
        w.usual.out += v->usual_out;
    }
    w.cause = lag_cause(w.now.in, w.now.out, w.usual.in, w.usual.out, &w.share);
    return w;
}

/* What explains it better than that the consumers are too slow; NULL: nothing does. */
static const char *why(const struct verdict_input *c, const struct group_verdict *g)
{
    static const char *const words[GROUP_NOTES] = {
        [NOTE_HOT_PARTITION] = "hot partition", [NOTE_SLOW_MEMBER] = "slow member",
        [NOTE_SLOW_HOST] = "slow host",         [NOTE_SLOW_CLIENT] = "slow client",
        [NOTE_BROKER_SIDE] = "one broker",
    };
    for (size_t i = 0; i < g->nnotes; i++)
        if (words[g->notes[i].kind])
            return words[g->notes[i].kind];
    return g->needed > c->members ? "too few members" : NULL;
}

static const char *of_verdict(const struct verdict_input *c, const struct lag_rules *r,
                              const struct group_verdict *g, struct arena *a)
{
    static const char *const who[] = {
        [CAUSE_UNKNOWN] = NULL,
        [CAUSE_PRODUCERS] = "producers",
        [CAUSE_CONSUMERS] = "consumers",
        [CAUSE_BOTH] = "producers and consumers",
        [CAUSE_LONG] = "consumers too slow",
    };
    const char *name = verdict_name(g->verdict);
    char n[TEXT_NUM];
    size_t hit = g->count[g->verdict];
    if (g->verdict == VERDICT_FALLING_BEHIND) {
        struct cause_words w = group_cause(c, g);
        if (w.cause == CAUSE_PRODUCERS && w.usual.in > 0)
            return arena_printf(a, "%s: producers ×%.1f", name, w.now.in / w.usual.in);
        if (w.cause == CAUSE_CONSUMERS && w.usual.out > 0)
            return arena_printf(a, "%s: consumers at %.0f %%", name, w.now.out / w.usual.out * 100);
        if ((w.cause == CAUSE_LONG || w.cause == CAUSE_UNKNOWN) && why(c, g))
            return arena_printf(a, "%s: %s", name, why(c, g));
        return who[w.cause] ? arena_printf(a, "%s: %s", name, who[w.cause]) : name;
    }
    if (g->verdict == VERDICT_NO_MEMBERS && c->empty_ms != LAG_MS_UNKNOWN)
        return arena_printf(a, "%s for %s", name, text_age(n, c->empty_ms));
    if (g->verdict == VERDICT_REBALANCING)
        return c->rebalancing_ms > r->rebalancing_ms
                   ? arena_printf(a, "%s for %s", name, text_age(n, c->rebalancing_ms))
                   : arena_printf(a, "%s again and again", name);
    if (g->verdict <= VERDICT_NO_OWNER && hit > 0 && hit < headline_counted(c))
        return arena_printf(a, "%s: %zu of %zu partitions", name, hit, headline_counted(c));
    return name;
}

const char *group_brief(const struct verdict_input *c, const struct lag_rules *r,
                        const struct group_verdict *g, struct arena *a)
{
    const char *text = of_verdict(c, r, g, a);
    if (g->also < g->verdict) /* a finding of its own: the list has to name it, too */
        return arena_printf(a, "%s; %s", text, verdict_name(g->also));
    return text;
}
