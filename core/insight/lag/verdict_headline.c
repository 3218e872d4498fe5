/* A group is named after its worst partition, unless that one has next to nothing of the backlog: then
 * the sentence would be about 35 records while 5,000 wait elsewhere. What is critical gives way to
 * another warning only, and is named in any case. */
#include "core/insight/lag/verdict_headline.h"

#include "core/base/text_human.h"

enum { LITTLE = 10 /* a tenth of the backlog is no small part any more */ };

size_t headline_counted(const struct verdict_input *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->nparts; i++)
        n += !c->parts[i].abandoned;
    return n;
}

int64_t headline_lag(const struct verdict_input *c, enum verdict v)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (!p->abandoned && p->v.verdict == v && p->v.lag != OFFSET_UNKNOWN)
            sum += p->v.lag;
    }
    return sum;
}

/* The partitions with that verdict or, of VERDICTS, with the worst; of these the one with the most
 * unread. */
static const struct verdict_input_part *worst_with(const struct verdict_input *c, enum verdict v)
{
    const struct verdict_input_part *worst = NULL;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (p->abandoned || (v != VERDICTS && p->v.verdict != v))
            continue;
        if (!worst || p->v.verdict < worst->v.verdict ||
            (p->v.verdict == worst->v.verdict && p->v.lag > worst->v.lag))
            worst = p;
    }
    return worst;
}

/* Whose partitions have most of what is unread; VERDICTS: none does. */
static enum verdict with_most(const struct verdict_input *c, const struct group_verdict *g)
{
    for (int v = 0; v < VERDICTS; v++)
        if (g->count[v] && headline_lag(c, (enum verdict)v) * 2 > g->lag)
            return (enum verdict)v;
    return VERDICTS;
}

/* Loss, and a commit that is ahead or went back, is not about how much is unread. */
static bool may_give_way(enum verdict v)
{
    return v == VERDICT_STALLED || v == VERDICT_BLOCKED || v == VERDICT_FALLING_BEHIND ||
           v == VERDICT_NO_OWNER;
}

static bool has_little(const struct verdict_input *c, const struct group_verdict *g, enum verdict v)
{
    return headline_lag(c, v) * LITTLE < g->lag;
}

static bool gives_way(const struct verdict_input *c, const struct group_verdict *g,
                      enum verdict worst, enum verdict most)
{
    if (worst == VERDICT_FALLING_BEHIND && most == VERDICT_CATCHING_UP && g->out > g->in)
        return true; /* the sum shrinks */
    return has_little(c, g, worst) &&
           (verdict_severity(worst) < SEV_BAD || verdict_severity(most) >= SEV_WARN);
}

static bool is_of_trend(enum verdict v)
{
    return v == VERDICT_FALLING_BEHIND || v == VERDICT_STEADY_BACKLOG || v == VERDICT_CATCHING_UP ||
           v == VERDICT_CAUGHT_UP;
}

/* Most of the backlog is on partitions that wait for their turn, or have it: what one of them shows
 * is not what happens to the group. */
static bool reads_in_turn(const struct verdict_input *c, const struct group_verdict *g)
{
    int64_t sum = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        if (!p->abandoned && p->in_turn && p->v.lag != OFFSET_UNKNOWN)
            sum += p->v.lag;
    }
    return sum * 2 > g->lag;
}

/* Most of the backlog is not on partitions that keep what they have while others are drained. */
static bool drains(const struct verdict_input *c, const struct group_verdict *g)
{
    int64_t stays = 0;
    for (size_t i = 0; i < c->nparts; i++) {
        const struct verdict_input_part *p = &c->parts[i];
        bool keeps =
            p->v.verdict == VERDICT_FALLING_BEHIND || p->v.verdict == VERDICT_STEADY_BACKLOG;
        if (!p->abandoned && keeps && !p->in_turn && !(p->v.out > p->v.in))
            stays += p->v.lag;
    }
    return stays * 2 <= g->lag;
}

static struct headline headline_of_parts(const struct verdict_input *c,
                                         const struct group_verdict *g)
{
    struct headline h = {worst_with(c, VERDICTS), VERDICTS, 0};
    enum verdict most = with_most(c, g), worst = h.part ? h.part->v.verdict : VERDICTS;
    if (most == VERDICTS || most <= worst || !may_give_way(worst))
        return h;
    if (gives_way(c, g, worst, most))
        h = (struct headline){worst_with(c, most), worst, 0};
    else if (has_little(c, g, worst))
        h.also = most;
    return h;
}

struct headline group_headline(const struct verdict_input *c, const struct group_verdict *g)
{
    struct headline h = headline_of_parts(c, g);
    if (c->way == 0 || !h.part || !is_of_trend(h.part->v.verdict))
        return h;
    bool all_caught_up = h.part->v.verdict == VERDICT_CAUGHT_UP && h.also == VERDICTS;
    if (c->way > 0 ? !reads_in_turn(c, g) : all_caught_up || !drains(c, g))
        return h;
    h.way = c->way;
    if (h.also != VERDICTS && is_of_trend(h.also))
        h.also = VERDICTS;
    return h;
}

const char *headline_share(const struct verdict_input *c, const struct group_verdict *g,
                           enum verdict v, struct arena *a)
{
    char n[TEXT_NUM];
    return arena_printf(a, "%zu of %zu partitions: %s unread", g->count[v], headline_counted(c),
                        text_count(n, headline_lag(c, v)));
}
