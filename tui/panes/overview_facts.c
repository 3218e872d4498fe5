/* The cluster in three lines: what is wrong, what is there, what flows. How much of a sum is known,
 * and who the cluster is, has a pane of its own (cluster_facts.c). What is not known yet is never
 * counted as zero. Built when the model changed, not per paint. */
#include "tui/panes/overview_facts.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/insight/health.h"
#include "core/insight/lag/lag.h"
#include "core/insight/sight.h"
#include "core/insight/traffic.h"

/* Zero is only said when the setting is known of every topic. */
static void under_min_isr(struct facts *f, int64_t n, bool all)
{
    char num[TEXT_NUM];
    if (all)
        facts_trouble(f, "under min ISR", n, SEV_BAD);
    else if (n)
        facts_add(f, SEV_BAD, "under min ISR ≥ %s", text_count(num, n));
    else
        facts_add(f, SEV_MUTED, "under min ISR …");
}

static void health_row(struct facts *f, const struct model *m, const struct cluster_health *h)
{
    size_t known = 0;
    for (size_t i = 0; i < m->metadata->ntopics; i++)
        known += topic_min_isr(m, m->metadata->topics[i].name) != MIN_ISR_UNKNOWN;
    facts_row(f, "health");
    if (cluster_sight(m) == SIGHT_NOTHING) {
        facts_add(f, SEV_WARN, "unknown: no topic is visible");
        return;
    }
    facts_trouble(f, "offline", h->offline, SEV_BAD);
    under_min_isr(f, h->under_min_isr, known == m->metadata->ntopics);
    facts_trouble(f, "under-replicated", h->under_replicated, SEV_WARN);
    facts_trouble(f, "not preferred", h->not_preferred, SEV_INFO);
}

static void link_row(struct facts *f, const struct model *m)
{
    char at[TEXT_NUM];
    facts_row(f, "cluster");
    if (m->link == LINK_DOWN)
        facts_add(f, SEV_BAD, "unreachable since %s", text_clock(at, m->link_since_wall_ms));
    else if (m->link == LINK_UP)
        facts_add(f, SEV_MUTED, "waiting for the broker");
    else
        facts_add(f, SEV_INFO, "connecting…");
}

static void lost_brokers(struct facts *f, const struct metadata *md, const struct cluster_health *h)
{
    for (size_t i = 0; i < md->nbrokers && h->lost == 1; i++)
        if (!md->brokers[i].alive)
            facts_add(f, SEV_BAD, "broker %d lost, %d of %d up", (int)md->brokers[i].id,
                      h->brokers - h->lost, h->brokers);
    if (h->lost > 1)
        facts_add(f, SEV_BAD, "%d brokers lost, %d of %d up", h->lost, h->brokers - h->lost,
                  h->brokers);
    else if (h->lost == 0)
        facts_add(f, SEV_GOOD, "%d of %d brokers up", h->brokers, h->brokers);
}

static void size_row(struct facts *f, const struct model *m, const struct cluster_health *h)
{
    const struct metadata *md = m->metadata;
    enum sight sight = cluster_sight(m);
    char n[TEXT_NUM], p[TEXT_NUM];
    facts_row(f, "cluster");
    lost_brokers(f, md, h);
    if (sight == SIGHT_NOTHING) {
        facts_add(f, SEV_WARN, "no topic is visible to this user (ACL Describe on Topic)");
        return;
    }
    const char *least = sight == SIGHT_PART ? "≥ " : "";
    facts_add(f, SEV_NONE, "%s%s topic%s", least, text_count(n, (int64_t)md->ntopics),
              md->ntopics == 1 ? "" : "s");
    facts_add(f, SEV_NONE, "%s%s partition%s", least, text_count(p, md->npartitions),
              md->npartitions == 1 ? "" : "s");
}

/* "in 1,234/s", "≥" when it is not known of all. */
static void rate_item(struct facts *f, const char *what, double rate, size_t rated, size_t all)
{
    char n[TEXT_NUM];
    if (rated)
        facts_add(f, SEV_NONE, "%s %s%s/s", what, rated < all ? "≥ " : "", text_rate(n, rate));
    else
        facts_add(f, SEV_MUTED, "%s …", what);
}

static void groups_items(struct facts *f, const struct model *m)
{
    struct groups_sum sum;
    char n[TEXT_NUM], act[TEXT_NUM];
    if (!groups_sum(m, &sum)) {
        const struct fact *fact = &m->group_list_fact;
        facts_add(f, SEV_MUTED, "groups: %s",
                  fact->why ? facts_safe(f, fact->why) : "waiting for the broker");
        return;
    }
    bool part = m->group_list->nerrors > 0 || !cluster_shows_groups(m);
    if (sum.summed == sum.groups || sum.lag)
        facts_add(f, SEV_NONE, "lag %s%s", part || sum.summed < sum.groups ? "≥ " : "",
                  text_count(n, sum.lag));
    else
        facts_add(f, SEV_MUTED, "lag …");
    facts_add(f, SEV_NONE, "%s%s group%s, %s active", part ? "≥ " : "",
              text_count(n, (int64_t)sum.groups), sum.groups == 1 ? "" : "s",
              text_count(act, (int64_t)sum.active));
    if (m->group_list->nerrors)
        facts_add(f, SEV_BAD, "%zu broker%s did not list theirs", m->group_list->nerrors,
                  m->group_list->nerrors == 1 ? "" : "s");
}

static void flow_row(struct facts *f, const struct model *m)
{
    struct traffic t = cluster_traffic(m, clock_wall_ms());
    facts_row(f, "records");
    rate_item(f, "in", t.in, t.topics_rated, t.topics);
    rate_item(f, "out", t.out, t.groups_rated, t.groups);
    groups_items(f, m);
}

void overview_facts(struct facts *f, const struct model *m, const char *scope)
{
    (void)scope;
    if (!m->metadata) {
        link_row(f, m);
        return;
    }
    struct cluster_health h = cluster_judge(m);
    health_row(f, m, &h);
    size_row(f, m, &h);
    flow_row(f, m);
}
