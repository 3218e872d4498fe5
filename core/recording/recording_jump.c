/* Offsets of a group can only be set while it has no members. When all of them were replaced
 * between two reads of the group, it may have had none for a moment, and a commit that moved
 * further in that time than was ever read before is not known to be reading: a user may have set
 * it. Such samples get a mark; nothing is taken from them. */
#include "core/recording/recording_jump.h"

#include "core/recording/jump.h"
#include "core/recording/recording.h"
#include "core/recording/recording_read.h"

#include <math.h>

struct look {
    const struct recording_group *g;
    int64_t resets[RECORDING_MARKS];
    size_t nresets;
    int64_t jumped[RECORDING_FINE]; /* by the later of two samples, in their order */
};

static int64_t fine_ms(const struct recording_group *g, size_t i)
{
    return g->commit_ms[ring_slot(&g->ring[TIER_FINE], i)];
}

/* Between the i-th sample and the one before it the members may all have been away. */
static bool away(const struct recording_group *g, size_t i)
{
    return i > 0 && fine_ms(g, i - 1) <= g->replaced_ms && fine_ms(g, i) > g->replaced_after_ms;
}

/* No members before and after: other signs show who commits then. */
static bool empty(const struct recording_group *g, size_t i)
{
    const struct ring *r = &g->ring[TIER_FINE];
    return g->state[ring_slot(r, i - 1)] == GROUP_EMPTY && g->state[ring_slot(r, i)] == GROUP_EMPTY;
}

static bool was_set(const struct look *k, int64_t after_ms, int64_t upto_ms)
{
    return recording_any_within(k->resets, k->nresets, after_ms, upto_ms);
}

static struct jump_sample fine_at(const struct recording_group *g, const struct recording_part *p,
                                  size_t i)
{
    size_t slot = ring_slot(&g->ring[TIER_FINE], i);
    return (struct jump_sample){g->commit_ms[slot], series_get(&p->committed, slot),
                                series_get(&p->start, slot), series_get(&p->end, slot)};
}

/* The fastest it was read while it surely had members, in all that is recorded. */
static double pace_of(const struct look *k, const struct recording_part *p)
{
    const struct recording_group *g = k->g;
    struct offset_jump l = {.any = false};
    struct recording_point q[RECORDING_MINUTES];
    size_t minutes = recording_minutes(g, p, q), n = ring_len(&g->ring[TIER_FINE]);
    for (size_t i = 0; i < minutes && q[i].commit_ms < fine_ms(g, 0); i++) {
        struct jump_sample s = {q[i].commit_ms, q[i].committed, OFFSET_UNKNOWN, q[i].end};
        jump_see(&l, &s, i > 0 && !was_set(k, q[i - 1].commit_ms, q[i].commit_ms));
    }
    for (size_t i = 0; i < n; i++) {
        struct jump_sample s = fine_at(g, p, i);
        jump_see(&l, &s, !away(g, i) && !was_set(k, l.last.at_ms, s.at_ms));
    }
    return l.pace;
}

static void look_at(struct look *k, const struct recording_part *p)
{
    double pace = pace_of(k, p);
    struct offset_jump l = {.any = false};
    for (size_t i = 0; i < ring_len(&k->g->ring[TIER_FINE]); i++) {
        struct jump_sample s = fine_at(k->g, p, i);
        if (away(k->g, i) && !empty(k->g, i))
            k->jumped[i] += jump_of(&l, &s, pace, k->g->interval_ms);
        jump_see(&l, &s, false);
    }
}

static void mark_jumps(struct recording_group *g, const struct look *k)
{
    for (size_t i = 0; i < ring_len(&g->ring[TIER_FINE]); i++) {
        if (k->jumped[i] == 0)
            continue;
        g->total[TIER_FINE][ring_slot(&g->ring[TIER_FINE], i)].out = NAN;
        g->file.jump_due |= recording_add_jump(g, fine_ms(g, i), k->jumped[i]);
    }
}

/* True: the members of now were not seen before. */
static bool see_replaced(struct recording_group *g, const struct recording_sample *s,
                         const struct recording_sample *before)
{
    bool others = s->members_first && s->members && before->members && before->state_ms &&
                  s->member_set != before->member_set;
    int64_t replaced_ms = others ? s->state_ms : s->replaced_ms;
    if (replaced_ms <= g->replaced_ms || replaced_ms > s->commit_ms + g->interval_ms)
        return false; /* known, or of a clock that was set back since */
    g->replaced_after_ms = others ? before->commit_ms : s->replaced_after_ms;
    g->replaced_ms = replaced_ms;
    return true;
}

void recording_see_jumps(struct recording_group *g, const struct recording_sample *s,
                         const struct recording_sample *before)
{
    struct look k = {.g = g};
    size_t n = ring_len(&g->ring[TIER_FINE]);
    if ((!see_replaced(g, s, before) && !away(g, n - 1)) || g->replaced_ms == 0)
        return;
    k.nresets = recording_resets(g, k.resets);
    for (size_t i = 0; i < g->nparts; i++)
        look_at(&k, &g->parts[i]);
    mark_jumps(g, &k);
}
