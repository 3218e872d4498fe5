/* The probes: a DescribeCluster to any broker, or to each that is known, that tells whether anybody
 * answers and who. Known are those with a connection, those that the first answer named, and those
 * of the metadata, up to a handful. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"

enum { FRESH_MS = 5000 }; /* a broker that answered since is not silent */

static int under_way(const struct link *l)
{
    int n = 0;
    for (int i = 0; i < PROBES; i++)
        n += l->probe[i].under_way;
    return n;
}

static struct probe *probe_of(struct link *l, int32_t broker)
{
    for (int i = 1; i <= l->nprobes; i++)
        if (l->probe[i].broker == broker)
            return &l->probe[i];
    return NULL;
}

static void know(struct cluster *c, int32_t broker)
{
    struct link *l = &c->link;
    if (broker >= 0 && l->nprobes < PROBES - 1 && !probe_of(l, broker))
        l->probe[++l->nprobes] = (struct probe){.broker = broker};
}

static void probe_done(void *user, void *result, const struct err *err)
{
    struct probe *p = user;
    struct cluster_desc *d = result;
    (void)err; /* a failure is judged by its deadline and by what librdkafka reports */
    p->under_way = false;
    if (d)
        p->heard_ms = clock_mono_ms();
    /* Who else there is: a verb may never ask for the metadata. */
    for (size_t i = 0; d && i < d->nbrokers; i++)
        know(p->cluster, d->brokers[i].id);
    cluster_desc_free(d);
}

static void probe_one(struct cluster *c, struct probe *p)
{
    if (p->under_way)
        return;
    p->under_way = true;
    p->cluster = c;
    kafka_probe(c, p == c->link.probe ? -1 : p->broker, probe_done, p);
}

void link_probe(struct cluster *c)
{
    if (c->open && under_way(&c->link) == 0)
        probe_one(c, &c->link.probe[PROBE_ANY]);
}

static void know_connected(struct cluster *c)
{
    struct handle *h = c->handle;
    pthread_mutex_lock(&h->lock);
    for (size_t i = 0; i < h->nbrokers; i++)
        if (h->brokers[i].up)
            know(c, h->brokers[i].id);
    pthread_mutex_unlock(&h->lock);
}

/* Brokers that left make room. */
static void forget_gone(struct cluster *c, const struct metadata *md)
{
    struct link *l = &c->link;
    for (int i = 1; i <= l->nprobes; i++)
        if (l->probe[i].under_way) /* its place is in use */
            return;
    int kept = 0;
    for (int i = 1; i <= l->nprobes; i++) {
        const struct broker *b = metadata_broker(md, l->probe[i].broker);
        if (b && b->alive)
            l->probe[++kept] = l->probe[i];
    }
    l->nprobes = kept;
}

/* Who still owes an answer to the last time is not asked once more. */
void link_probe_all(struct cluster *c)
{
    const struct metadata *md = c->model->metadata;
    if (!c->open)
        return;
    if (md)
        forget_gone(c, md);
    know_connected(c);
    for (size_t i = 0; md && i < md->nbrokers; i++)
        if (md->brokers[i].alive)
            know(c, md->brokers[i].id);
    for (int i = 1; i <= c->link.nprobes; i++)
        probe_one(c, &c->link.probe[i]);
    if (c->link.nprobes == 0)
        probe_one(c, &c->link.probe[PROBE_ANY]);
}

void link_let_go(struct cluster *c)
{
    for (int i = 0; i < PROBES; i++)
        c->link.probe[i].under_way = false;
    c->link.up = 0;
}

int32_t link_heard_broker(const struct cluster *c)
{
    const struct link *l = &c->link;
    const struct probe *last = NULL;
    for (int i = 1; i <= l->nprobes; i++)
        if (l->probe[i].heard_ms && (!last || l->probe[i].heard_ms > last->heard_ms))
            last = &l->probe[i];
    return last && clock_mono_ms() - last->heard_ms < FRESH_MS ? last->broker : -1;
}
