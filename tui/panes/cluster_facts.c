/* What the cluster is: identity, brokers, sizes, traffic, what this user may do, with how much of it
 * is known. The overview has its health and the numbers alone. Built when the model changed. */
#include "tui/panes/cluster_facts.h"

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/insight/health.h"
#include "core/insight/lag/lag.h"
#include "core/insight/sight.h"
#include "core/insight/traffic.h"
#include "core/kafka/cluster.h"
#include "core/model/acl.h"
#include "core/model/model_fact.h"

#include <string.h>

static void cluster_row(struct facts *f, const struct model *m)
{
    char at[TEXT_NUM];
    const char *id = model_cluster_id(m);
    facts_row(f, "cluster");
    if (id)
        facts_add(f, SEV_NONE, "id %s", facts_safe(f, id));
    if (m->link == LINK_UP)
        facts_add(f, SEV_GOOD, "connected since %s", text_clock(at, m->link_since_wall_ms));
    else if (m->link == LINK_DOWN)
        facts_add(f, SEV_BAD, "unreachable since %s", text_clock(at, m->link_since_wall_ms));
    else
        facts_add(f, SEV_INFO, "connecting…");
    facts_add(f, SEV_MUTED, "klamm " KLAMM_VERSION " with librdkafka %s", kafka_library_version());
}

/* "eu-1, eu-2", each rack once, in the order of the brokers. */
static const char *racks_of(struct facts *f, const struct cluster_desc *d)
{
    struct buf b;
    buf_init(&b, 160);
    for (size_t i = 0; i < d->nbrokers; i++) {
        const char *rack = d->brokers[i].rack;
        bool seen = !rack;
        for (size_t k = 0; k < i && !seen; k++)
            seen = d->brokers[k].rack && strcmp(d->brokers[k].rack, rack) == 0;
        if (!seen)
            buf_addf(&b, b.len ? ", %s" : "%s", facts_safe(f, rack));
    }
    const char *text = b.len ? arena_strdup(&f->arena, buf_str(&b)) : NULL;
    buf_release(&b);
    return text;
}

static void brokers_row(struct facts *f, const struct model *m, const struct cluster_health *h)
{
    const struct metadata *md = m->metadata;
    facts_row(f, "brokers");
    facts_add(f, h->lost ? SEV_BAD : SEV_GOOD, "%d of %d up", h->brokers - h->lost, h->brokers);
    for (size_t i = 0; i < md->nbrokers && h->lost; i++) {
        if (!md->brokers[i].alive)
            facts_add(f, SEV_BAD, "broker %d lost", (int)md->brokers[i].id);
    }
    const char *racks = m->cluster ? racks_of(f, m->cluster) : NULL;
    if (racks)
        facts_add(f, SEV_NONE, "racks %s", racks);
    else if (m->cluster)
        facts_add(f, SEV_MUTED, "no racks");
}

static void topics_row(struct facts *f, const struct metadata *md, enum sight sight)
{
    char n[TEXT_NUM], p[TEXT_NUM], r[TEXT_NUM];
    size_t internal = 0;
    int64_t replicas = 0;
    for (size_t i = 0; i < md->ntopics; i++) {
        const struct topic *t = &md->topics[i];
        internal += t->internal;
        for (int k = 0; k < t->npartitions; k++)
            replicas += t->partitions[k].nreplicas;
    }
    facts_row(f, "topics");
    if (sight == SIGHT_NOTHING) {
        facts_add(f, SEV_WARN, "none is visible to this user (ACL Describe on Topic)");
        return;
    }
    facts_add(f, SEV_NONE, "%s", text_count(n, (int64_t)(md->ntopics - internal)));
    if (internal)
        facts_add(f, SEV_MUTED, "+ %zu internal", internal);
    facts_add(f, SEV_NONE, "%s partitions", text_count(p, md->npartitions));
    facts_add(f, SEV_NONE, "%s replicas", text_count(r, replicas));
    if (sight == SIGHT_PART)
        facts_add(f, SEV_INFO, "only those this user may describe; there may be more");
}

static void groups_row(struct facts *f, const struct model *m)
{
    struct groups_sum sum;
    char n[TEXT_NUM];
    facts_row(f, "groups");
    if (!groups_sum(m, &sum)) {
        const struct fact *fact = &m->group_list_fact;
        facts_add(f, SEV_MUTED, "%s",
                  fact->why ? facts_safe(f, fact->why) : "waiting for the broker");
        return;
    }
    bool part = m->group_list->nerrors > 0 || !cluster_shows_groups(m);
    facts_add(f, SEV_NONE, "%s%s", part ? "≥ " : "", text_count(n, (int64_t)sum.groups));
    if (m->group_list->nerrors)
        facts_add(f, SEV_BAD, "%zu broker%s did not list theirs", m->group_list->nerrors,
                  m->group_list->nerrors == 1 ? "" : "s");
    else if (part)
        facts_add(f, SEV_INFO, "only those this user may describe");
    facts_add(f, SEV_GOOD, "%zu active", sum.active);
    facts_add(f, SEV_MUTED, "%zu inactive", sum.groups - sum.active - sum.unknown);
    if (sum.unknown)
        facts_add(f, SEV_MUTED, "%zu in a state not known", sum.unknown);
    if (sum.summed == sum.groups)
        facts_add(f, SEV_NONE, "total lag %s%s", part ? "≥ " : "", text_count(n, sum.lag));
    else if (!sum.lag)
        facts_add(f, SEV_MUTED, "total lag not known");
    else
        facts_add(f, SEV_NONE, "total lag ≥ %s (known of %zu of %zu groups)",
                  text_count(n, sum.lag), sum.summed, sum.groups);
}

/* "in 1,234/s", and of how many it is known when not of all. */
static void rate_fact(struct facts *f, const char *what, double rate, size_t rated, size_t all,
                      const char *of)
{
    char n[TEXT_NUM];
    if (!rated)
        facts_add(f, SEV_MUTED, "%s not known", what);
    else if (rated < all)
        facts_add(f, SEV_NONE, "%s ≥ %s/s (known of %zu of %zu %s)", what, text_rate(n, rate),
                  rated, all, of);
    else
        facts_add(f, SEV_NONE, "%s %s/s", what, text_rate(n, rate));
}

static void traffic_row(struct facts *f, const struct model *m)
{
    struct traffic t = cluster_traffic(m, clock_wall_ms());
    facts_row(f, "records");
    rate_fact(f, "in", t.in, t.topics_rated, t.topics, "topics");
    rate_fact(f, "out", t.out, t.groups_rated, t.groups, "groups");
}

static void rights_row(struct facts *f, const struct model *m)
{
    if (!m->cluster || !m->cluster->operations_known)
        return;
    facts_row(f, "you may");
    for (int op = ACL_READ; op <= ACL_IDEMPOTENT_WRITE; op++) {
        if (m->cluster->operations & (UINT32_C(1) << op))
            facts_add(f, SEV_NONE, "%s", acl_operation_name((enum acl_operation)op));
    }
    if (!f->rows.data[f->rows.len - 1].items.len)
        facts_add(f, SEV_WARN, "nothing on the cluster itself");
}

void cluster_facts(struct facts *f, const struct model *m, const char *scope)
{
    (void)scope;
    cluster_row(f, m);
    if (!m->metadata)
        return;
    struct cluster_health h = cluster_judge(m);
    brokers_row(f, m, &h);
    topics_row(f, m->metadata, cluster_sight(m));
    traffic_row(f, m);
    groups_row(f, m);
    rights_row(f, m);
}
