/* The probes: a DescribeCluster to any broker, or to each that is known, that finds out whether any
 * broker answers, and which. Known are those with a connection, those that the first answer named,
 * and those of the metadata, up to a handful. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"

#include <stdio.h>
#include <string.h>

enum {
    FRESH_MS = 5000,       /* a broker that answered since counts as responding */
    OWES_MS = 30000,       /* one that left without an answer is named for this long */
    CHANGE_FRESH_MS = 250, /* nor lets a change get lost */
};

static int under_way(const struct link *l)
{
    int n = 0;
    for (int i = 0; i < PROBES; i++)
        n += l->probe[i].under_way;
    return n;
}

/* Where its probe is; 0: it has none. */
static int place_of(const struct link *l, int32_t broker)
{
    for (int i = 1; i <= l->nprobes; i++)
        if (l->probe[i].broker == broker)
            return i;
    return 0;
}

static void know(struct cluster *c, int32_t broker)
{
    struct link *l = &c->link;
    if (broker >= 0 && l->nprobes < PROBES - 1 && !place_of(l, broker))
        l->probe[++l->nprobes] = (struct probe){.broker = broker};
}

static void probe_done(void *user, void *result, const struct err *err)
{
    struct probe *p = user;
    struct cluster_desc *d = result;
    (void)err; /* a failure is judged by its deadline and by what librdkafka reports */
    p->under_way = false;
    if (d) {
        p->heard_ms = clock_mono_ms();
        request_look_again(p->cluster);
    }
    /* Which other brokers there are: a verb may never request the metadata. */
    bool first = p->cluster->link.nprobes == 0;
    for (size_t i = 0; d && i < d->nbrokers; i++)
        know(p->cluster, d->brokers[i].id);
    cluster_desc_free(d);
    if (first && p->cluster->parked.n > 0) /* a change that waits for one of them, perhaps */
        link_probe_all(p->cluster);
}

static void probe_one(struct cluster *c, struct probe *p)
{
    if (p->under_way)
        return;
    p->under_way = true;
    p->cluster = c;
    if (p->heard_ms >= p->asked_ms)
        p->asked_ms = clock_mono_ms();
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

/* The callers that waited for it have yet to learn which broker it was. */
static bool may_be_forgotten(const struct probe *p)
{
    return p->heard_ms >= p->asked_ms || clock_mono_ms() - p->asked_ms >= OWES_MS;
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
        if ((b && b->alive) || !may_be_forgotten(&l->probe[i]))
            l->probe[++kept] = l->probe[i];
    }
    l->nprobes = kept;
}

void link_probe_connected(struct cluster *c)
{
    if (!c->open)
        return;
    know_connected(c);
    for (int i = 1; i <= c->link.nprobes; i++)
        probe_one(c, &c->link.probe[i]);
}

static bool is_fresh(const struct probe *p)
{
    return p->heard_ms && clock_mono_ms() - p->heard_ms < CHANGE_FRESH_MS;
}

/* A broker that has yet to answer the last probe gets no other. */
static void probe_known(struct cluster *c, bool fresh_ones_too)
{
    const struct metadata *md = c->model->metadata;
    c->link.probed_at_ms = clock_mono_ms();
    if (md)
        forget_gone(c, md);
    know_connected(c);
    for (size_t i = 0; md && i < md->nbrokers; i++)
        if (md->brokers[i].alive)
            know(c, md->brokers[i].id);
    for (int i = 1; i <= c->link.nprobes; i++)
        if (fresh_ones_too || !is_fresh(&c->link.probe[i]))
            probe_one(c, &c->link.probe[i]);
    if (c->link.nprobes == 0)
        probe_one(c, &c->link.probe[PROBE_ANY]);
}

void link_probe_all(struct cluster *c)
{
    if (c->open)
        probe_known(c, true);
}

/* An answer that was on its way is lost with the client: that is not the broker's fault. */
void link_let_go(struct cluster *c)
{
    for (int i = 0; i < PROBES; i++) {
        struct probe *p = &c->link.probe[i];
        if (p->under_way && clock_mono_ms() - p->asked_ms < FORWARDER_MS)
            p->asked_ms = p->heard_ms;
        p->under_way = false;
    }
    c->link.up = 0;
}

void link_forgive(struct cluster *c, int64_t until_ms)
{
    for (int i = 0; i < PROBES; i++) {
        struct probe *p = &c->link.probe[i];
        if (p->asked_ms > p->heard_ms && p->asked_ms < until_ms)
            p->asked_ms = until_ms;
    }
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

/* A broker reads the next request of a connection when it has answered the one before: while it
 * waits for the controller it is not unresponsive. Not without limit: it had until then to
 * answer. */
static bool hands_on(const struct cluster *c, int32_t broker)
{
    const struct request_list *lists[] = {&c->sent, &c->abandoned};
    for (size_t i = 0; i < 2; i++)
        for (const struct request *r = lists[i]->first; r; r = r->next)
            if (r->forwarded && r->via == broker && clock_mono_ms() < r->deadline_ms)
                return true;
    return false;
}

static bool is_unresponsive(const struct cluster *c, const struct probe *p)
{
    return p->asked_ms > p->heard_ms && clock_mono_ms() - p->asked_ms >= FORWARDER_MS &&
           !hands_on(c, p->broker);
}

bool link_has_unresponsive(const struct cluster *c)
{
    for (int i = 1; i <= c->link.nprobes; i++)
        if (is_unresponsive(c, &c->link.probe[i]))
            return true;
    return false;
}

/* A broker that is no longer in the metadata is not missed. */
static bool is_missed(const struct cluster *c, const struct probe *p)
{
    const struct metadata *md = c->model->metadata;
    const struct broker *b = md ? metadata_broker(md, p->broker) : NULL;
    return is_unresponsive(c, p) && (!md || (b && b->alive));
}

int link_patience(const struct cluster *c)
{
    int64_t now = clock_mono_ms(), longest = 0;
    for (int i = 1; i <= c->link.nprobes; i++)
        if (is_missed(c, &c->link.probe[i]) && now - c->link.probe[i].asked_ms > longest)
            longest = now - c->link.probe[i].asked_ms;
    int all = c->timeouts.request_ms, least = all / PATIENCE_SHARE;
    return all - longest > least ? all - (int)longest : least;
}

void link_probe_unresponsive(struct cluster *c)
{
    for (int i = 1; i <= c->link.nprobes; i++)
        if (is_missed(c, &c->link.probe[i]))
            probe_one(c, &c->link.probe[i]);
}

const char *link_unresponsive_text(const struct cluster *c, int32_t but,
                                   char buf[UNRESPONSIVE_TEXT])
{
    const struct link *l = &c->link;
    bool named[PROBES] = {false};
    int n = 0, len = 0;
    for (int i = 1; i <= l->nprobes; i++)
        n += named[i] = l->probe[i].broker != but && is_unresponsive(c, &l->probe[i]);
    buf[0] = '\0';
    for (int i = 1, k = 0; i <= l->nprobes; i++)
        if (named[i]) {
            const char *before = k == 0      ? n > 1 ? "; brokers " : "; broker "
                                 : k < n - 1 ? ", "
                                             : " and ";
            k++;
            len += snprintf(buf + len, UNRESPONSIVE_TEXT - (size_t)len, "%s%d", before,
                            l->probe[i].broker);
        }
    if (n > 0)
        snprintf(buf + len, UNRESPONSIVE_TEXT - (size_t)len,
                 n > 1 ? " do not answer" : " does not answer");
    return buf;
}

/* ---- the broker that a change for the controller is sent to ---------------------------------- */

/* One more than the handful, if need be. */
static void know_surely(struct cluster *c, int32_t broker)
{
    struct link *l = &c->link;
    know(c, broker);
    if (broker >= 0 && !place_of(l, broker) && !l->probe[l->nprobes].under_way)
        l->probe[l->nprobes] = (struct probe){.broker = broker};
}

void link_ask_forwarders(struct cluster *c)
{
    if (!c->open)
        return;
    know_surely(c, rd_kafka_controllerid(c->handle->rk, 0));
    probe_known(c, false);
}

/* On KRaft the "controller" of the metadata is a broker at random, which hands the change on as any
 * other does; on ZooKeeper it is the only one that takes it. So the change goes to that one when it
 * answers; when it does not respond, to another one, which refuses if it can't hand it on: then
 * nothing was done. */
int32_t link_forwarder(const struct cluster *c, int64_t waiting_since_ms)
{
    const struct link *l = &c->link;
    int32_t id = rd_kafka_controllerid(c->handle->rk, 0);
    int at = place_of(l, id);
    if (at && is_fresh(&l->probe[at]))
        return id;
    bool unresponsive = (at && is_unresponsive(c, &l->probe[at])) ||
                        (waiting_since_ms && clock_mono_ms() - waiting_since_ms >= FORWARDER_MS);
    int other = unresponsive ? place_of(l, link_heard_broker(c)) : 0;
    return other && is_fresh(&l->probe[other]) ? l->probe[other].broker : -1;
}
