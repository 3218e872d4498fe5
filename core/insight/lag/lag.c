/* Lag per partition and summed per group, and the join of commits with assignments that both the
 * sums and the group's partition list are made from. kafka-consumer-groups lists the same union:
 * committed partitions without an owner, and owned ones without a commit. Pure. */
#include "core/insight/lag/lag.h"

#include "core/model/model_fact.h"

#include <stdlib.h>
#include <string.h>

struct partition_lag partition_lag(int64_t committed, int64_t seen_ms,
                                   const struct partition_offsets *o)
{
    struct partition_lag l = {.waiting = OFFSET_UNKNOWN};
    int64_t start = o ? o->start : OFFSET_UNKNOWN;
    int64_t end = o ? o->end : OFFSET_UNKNOWN;
    if (committed == OFFSET_UNKNOWN) {
        l.state = LAG_NO_COMMIT;
        if (start != OFFSET_UNKNOWN && end != OFFSET_UNKNOWN)
            l.waiting = end > start ? end - start : 0;
        return l;
    }
    if (start != OFFSET_UNKNOWN && committed < start)
        l.lost = start - committed;
    if (end == OFFSET_UNKNOWN)
        return l;
    l.state = LAG_KNOWN;
    l.ahead = committed > end && o->end_at_ms >= seen_ms;
    int64_t from = committed + l.lost;
    l.lag = end > from ? end - from : 0;
    return l;
}

int64_t lag_reads_from(int64_t committed, int64_t start)
{
    bool lost = committed != OFFSET_UNKNOWN && start != OFFSET_UNKNOWN && start > committed;
    return lost ? start : committed;
}

bool partition_end_is_old(const struct group_offsets *g, const struct partition_offsets *o)
{
    return g && o && o->end != OFFSET_UNKNOWN && (o->why || o->end_at_ms < g->before_ms);
}

/* ---- commits and assignments joined ---------------------------------------------------------- */

static int part_compare(const void *a, const void *b)
{
    const struct group_part *x = a, *y = b;
    int c = strcmp(x->topic, y->topic);
    if (c == 0)
        c = (x->partition > y->partition) - (x->partition < y->partition);
    /* Of two for one partition the one with the commit comes first. */
    return c ? c : (y->offset != NULL) - (x->offset != NULL);
}

static bool same_part(const struct group_part *x, const struct group_part *y)
{
    return x->partition == y->partition && strcmp(x->topic, y->topic) == 0;
}

/* Commit and owner of one partition stand side by side after sorting: make them one. */
static size_t join_neighbours(struct group_part *p, size_t n)
{
    size_t made = 0;
    for (size_t i = 0; i < n; i++) {
        if (made && same_part(&p[made - 1], &p[i])) {
            if (p[i].owner)
                p[made - 1].owner = p[i].owner;
        } else {
            p[made++] = p[i];
        }
    }
    return made;
}

struct group_part *group_parts(const struct group_offsets *o, const struct group_desc *d,
                               struct arena *a, size_t *n)
{
    size_t max = o ? o->n : 0;
    for (size_t m = 0; d && m < d->nmembers; m++)
        max += d->members[m].nowns;
    struct group_part *p = arena_array(a, max, sizeof *p);
    size_t len = 0;
    for (size_t i = 0; o && i < o->n; i++)
        p[len++] = (struct group_part){
            .topic = o->o[i].topic, .partition = o->o[i].partition, .offset = &o->o[i]};
    for (size_t m = 0; d && m < d->nmembers; m++)
        for (size_t i = 0; i < d->members[m].nowns; i++) {
            const struct member_partition *own = &d->members[m].owns[i];
            p[len++] = (struct group_part){
                .topic = own->topic, .partition = own->partition, .owner = &d->members[m]};
        }
    if (len)
        qsort(p, len, sizeof *p, part_compare);
    *n = join_neighbours(p, len);
    return p;
}

/* ---- sums ------------------------------------------------------------------------------------ */

static void add_unknown(struct group_lag *sum, const char *why)
{
    sum->unknown++;
    sum->why = sum->why ? sum->why : why;
}

static const char *why_unknown(const struct topic_offsets *t, int32_t partition)
{
    const struct partition_offsets *o = topic_offsets_get(t, partition);
    return o && o->why ? o->why : t ? t->fact.why : NULL;
}

/* read: a member may read it. */
static void add_partition(struct group_lag *sum, const struct group_offsets *g,
                          const struct group_part *p, const struct topic_offsets *t, bool read)
{
    sum->partitions++;
    if (p->offset && p->offset->err) {
        add_unknown(sum, p->offset->err);
        return;
    }
    struct partition_lag l =
        partition_lag(p->offset ? p->offset->committed : OFFSET_UNKNOWN,
                      p->offset ? p->offset->seen_ms : 0, topic_offsets_get(t, p->partition));
    sum->no_commit += l.state == LAG_NO_COMMIT;
    if (l.state == LAG_UNKNOWN)
        add_unknown(sum, why_unknown(t, p->partition));
    sum->old += l.state == LAG_KNOWN && partition_end_is_old(g, topic_offsets_get(t, p->partition));
    sum->ahead += read && l.ahead;
    sum->losing += read && l.lost > 0;
    sum->lost += read ? l.lost : 0;
    sum->total += l.lag;
    if (l.lag > sum->max)
        sum->max = l.lag;
}

bool group_part_is_deleted(const struct model *m, const struct group_part *p)
{
    const struct topic_offsets *t = model_offsets(m, p->topic);
    /* A user who may see a commit may see its topic; one who only sees that a member owns a
     * partition need not. */
    return p->offset && t && t->fact.failed == ERR_NOT_FOUND && m->metadata &&
           !metadata_topic(m->metadata, p->topic);
}

/* The parts from i on that are of one topic: where they end, and whether no member has any of them,
 * as group_verdict_of leaves them out. */
static size_t end_of_topic(const struct group_desc *d, const struct group_part *p, size_t n,
                           size_t i, bool *abandoned)
{
    size_t end = i;
    *abandoned = d && d->state == GROUP_STABLE && d->nmembers > 0;
    for (; end < n && strcmp(p[end].topic, p[i].topic) == 0; end++)
        *abandoned &= p[end].owner == NULL;
    return end;
}

bool group_lag_sum(const struct model *m, const char *group, struct group_lag *sum)
{
    *sum = (struct group_lag){0};
    const struct group_offsets *o = model_group_offsets(m, group);
    if (!o)
        return false;
    struct arena a;
    arena_init(&a);
    size_t n;
    const struct group_desc *d = model_group(m, group);
    struct group_part *p = group_parts(o, d, &a, &n);
    const char *topic = NULL;
    size_t end = 0;
    bool abandoned = false;
    for (size_t i = 0; i < n; i++) {
        if (i == end)
            end = end_of_topic(d, p, n, i, &abandoned);
        if (group_part_is_deleted(m, &p[i]))
            continue;
        sum->topics += !topic || strcmp(topic, p[i].topic) != 0;
        topic = p[i].topic;
        add_partition(sum, o, &p[i], model_offsets(m, topic), !abandoned);
    }
    arena_release(&a);
    return true;
}

bool groups_sum(const struct model *m, struct groups_sum *sum)
{
    const struct group_listing *l = m->group_list;
    *sum = (struct groups_sum){0};
    for (size_t i = 0; l && i < l->ngroups; i++) {
        struct group_lag lag;
        const struct group_entry *g = &l->groups[i];
        sum->groups++;
        sum->active += group_state_active(g->state);
        sum->unknown += g->state == GROUP_UNKNOWN;
        /* With an old commit the sum could be more than there is: it is left out. */
        const struct fact *f = model_fact(m, FACT_GROUP_OFFSETS, g->id);
        bool failed = f && f->failed != ERR_NONE;
        if (!failed && group_lag_sum(m, g->id, &lag)) {
            sum->lag += lag.total;
            failed = lag.unknown > 0 || lag.old > 0;
            sum->summed += !failed;
        }
        sum->part += failed;
    }
    return l != NULL;
}

bool group_lag_on(const struct model *m, const char *group, const char *topic,
                  struct group_lag *sum, int *owned)
{
    *sum = (struct group_lag){.topics = 1};
    *owned = 0;
    struct arena a;
    arena_init(&a);
    size_t n;
    const struct group_offsets *o = model_group_offsets(m, group);
    struct group_part *p = group_parts(o, model_group(m, group), &a, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(p[i].topic, topic) == 0) {
            add_partition(sum, o, &p[i], model_offsets(m, topic), true);
            *owned += p[i].owner != NULL;
        }
    arena_release(&a);
    return sum->partitions > 0;
}
