/* Which cause explains what is wrong with partitions. A lost broker gives hundreds of findings, and
 * only it is to be repaired; but a finding belongs to a cause only when all of it would go with the
 * cause. */
#include "core/insight/findings_impl.h"

#include <inttypes.h>
#include <stdio.h>

enum { BEHIND_TOPICS = 2 }; /* with fewer, the topic is what is named */

static bool is_up(const struct metadata *md, int32_t id)
{
    const struct broker *b = metadata_broker(md, id);
    return b && b->alive;
}

struct blamed blame_of_partition(const struct metadata *md, const struct partition *p)
{
    int lost = 0, behind = 0;
    int32_t slow = -1;
    for (int i = 0; i < p->nreplicas; i++) {
        if (!is_up(md, p->replicas[i])) {
            lost++;
        } else if (!partition_in_isr(p, p->replicas[i])) {
            behind++;
            slow = p->replicas[i];
        }
    }
    /* Without a leader it waits for one that was in sync, and such a one is lost. */
    if (lost && (!behind || partition_offline(md, p)))
        return (struct blamed){.kind = BLAME_LOST};
    if (behind == 1 && !lost)
        return (struct blamed){.kind = BLAME_BEHIND, .broker = slow};
    return (struct blamed){.kind = BLAME_NONE};
}

struct blamed blame_of_leader(const struct metadata *md, const struct partition *p)
{
    int32_t preferred = partition_preferred(p);
    if (!is_up(md, preferred))
        return (struct blamed){.kind = BLAME_LOST};
    if (!partition_in_isr(p, preferred)) /* it can't be elected yet */
        return (struct blamed){.kind = BLAME_BEHIND, .broker = preferred};
    return (struct blamed){.kind = BLAME_LEADERS};
}

struct blamed blame_join(struct blamed a, struct blamed b)
{
    if (a.kind == BLAME_UNASKED)
        return b;
    if (a.kind != b.kind || a.broker != b.broker)
        return (struct blamed){.kind = BLAME_NONE};
    return a;
}

/* ---- brokers out of sync --------------------------------------------------------------------- */

static bool is_earlier(int64_t a, int64_t b)
{
    return a && (!b || a < b);
}

/* Topics that lack nothing but this broker's replicas; *since: of the first of them. */
static size_t topics_behind(const struct collector *c, int32_t broker, int64_t *since)
{
    size_t n = 0;
    for (size_t i = 0; i < c->list.len; i++) {
        const struct found *x = &c->list.data[i];
        if (x->f.kind != FINDING_UNDER_REPLICATED || x->blamed.kind != BLAME_BEHIND ||
            x->blamed.broker != broker)
            continue;
        if (is_earlier(x->f.since_wall_ms, *since))
            *since = x->f.since_wall_ms;
        n++;
    }
    return n;
}

static void acquit(struct collector *c, int32_t broker)
{
    for (size_t i = 0; i < c->list.len; i++) {
        struct found *x = &c->list.data[i];
        if (x->blamed.kind == BLAME_BEHIND && x->blamed.broker == broker)
            x->blamed.kind = x->f.kind == FINDING_NOT_PREFERRED ? BLAME_LEADERS : BLAME_NONE;
    }
}

void findings_add_causes(struct collector *c, const struct balance *bal)
{
    for (size_t i = 0; i < bal->n; i++) {
        const struct broker_load *l = &bal->b[i];
        int64_t since = 0;
        char id[16];
        if (!l->alive || !l->out_of_sync)
            continue;
        if (topics_behind(c, l->id, &since) < BEHIND_TOPICS) {
            acquit(c, l->id);
            continue;
        }
        snprintf(id, sizeof id, "%" PRId32, l->id);
        struct finding *f = finding_add(c, FINDING_BROKER_BEHIND, id, l->out_of_sync);
        f->what =
            arena_printf(c->a, "%" PRId64 " of %" PRId64 " replicas", l->out_of_sync, l->replicas);
        f->since_wall_ms = since;
        f->place = "broker";
        f->scope = f->object;
        c->list.data[c->list.len - 1].blamed = (struct blamed){BLAME_BEHIND, l->id};
    }
}
