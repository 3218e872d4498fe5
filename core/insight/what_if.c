/* One partition at a time: it loses the in-sync replica, and with it perhaps the leader. The last
 * one in sync leaves an empty list and is remembered as eligible (Kafka 4 with eligible leader
 * replicas; before that it stayed in the list): the partition is offline until it is back. Pure. */
#include "core/insight/what_if.h"

static bool is_alive(const struct metadata *md, int32_t id)
{
    const struct broker *b = metadata_broker(md, id);
    return b && b->alive;
}

static int32_t leader_without(const struct metadata *md, const struct partition *p, int32_t broker)
{
    if (p->leader != broker)
        return p->leader;
    for (int i = 0; i < p->nreplicas; i++) {
        int32_t id = p->replicas[i];
        if (id != broker && partition_in_isr(p, id) && is_alive(md, id))
            return id;
    }
    return -1;
}

struct what_if partition_what_if(const struct metadata *md, const struct partition *p,
                                 int32_t broker, int64_t min_isr, struct arena *a)
{
    struct what_if w = {.becomes = partition_without(p, broker, min_isr),
                        .leader = leader_without(md, p, broker)};
    w.moves = w.leader != p->leader;
    w.isr = arena_array(a, (size_t)p->nisr, sizeof *w.isr);
    for (int i = 0; i < p->nisr; i++)
        if (p->isr[i] != broker)
            w.isr[w.nisr++] = p->isr[i];
    return w;
}

static struct gain *gain_of(const struct gains *g, int32_t id)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->g[i].id == id)
            return &g->g[i];
    return NULL;
}

static void count(struct gains *g, const struct metadata *md, const struct partition *p,
                  int32_t broker)
{
    int32_t then = leader_without(md, p, broker);
    struct gain *now = p->leader >= 0 ? gain_of(g, p->leader) : NULL;
    struct gain *next = then >= 0 ? gain_of(g, then) : NULL;
    if (now)
        now->now++;
    if (next)
        next->then++;
    g->lost += p->leader == broker && then < 0;
}

struct gains broker_what_if(const struct metadata *md, int32_t broker, struct arena *a)
{
    struct gains g = {.g = arena_array(a, md->nbrokers, sizeof *g.g)};
    for (size_t i = 0; i < md->nbrokers; i++)
        if (md->brokers[i].alive && md->brokers[i].id != broker)
            g.g[g.n++] = (struct gain){.id = md->brokers[i].id};
    for (size_t i = 0; i < md->ntopics; i++)
        for (int k = 0; k < md->topics[i].npartitions; k++)
            count(&g, md, &md->topics[i].partitions[k], broker);
    return g;
}
