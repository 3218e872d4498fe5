/* Judging partitions by the rules of Kafka's own tool. Pure: reads the model, keeps nothing.
 * Called for every partition on every rebuild of a list, so nothing here allocates but the words.
 */
#include "core/insight/health.h"

#include "core/model/model_fact.h"

int64_t config_min_isr(const struct config_set *c)
{
    int64_t n;
    return config_set_int(c, "min.insync.replicas", &n) ? n : MIN_ISR_UNKNOWN;
}

int64_t topic_min_isr(const struct model *m, const char *topic)
{
    return config_min_isr(model_topic_config(m, topic));
}

struct partition_health partition_judge(const struct metadata *md, const struct partition *p,
                                        int64_t min_isr)
{
    struct partition_health h = {
        .offline = partition_offline(md, p),
        .under_replicated = partition_under_replicated(p),
    };
    h.not_preferred = !h.offline && p->leader != partition_preferred(p);
    if (min_isr != MIN_ISR_UNKNOWN) {
        h.under_min_isr = h.offline || p->nisr < min_isr;
        h.at_min_isr = !h.offline && p->nisr == min_isr;
    }
    return h;
}

static void count_replicas(struct topic_health *sum, const struct partition *p)
{
    sum->replicas += p->nreplicas;
    sum->in_sync += p->nisr;
    if (!sum->rf_min || p->nreplicas < sum->rf_min)
        sum->rf_min = p->nreplicas;
    if (p->nreplicas > sum->rf_max)
        sum->rf_max = p->nreplicas;
}

struct topic_health topic_judge(const struct metadata *md, const struct topic *t, int64_t min_isr)
{
    struct topic_health sum = {.partitions = t->npartitions, .min_isr = min_isr};
    for (int i = 0; i < t->npartitions; i++) {
        struct partition_health h = partition_judge(md, &t->partitions[i], min_isr);
        sum.offline += h.offline;
        sum.under_replicated += h.under_replicated;
        sum.under_min_isr += h.under_min_isr;
        sum.at_min_isr += h.at_min_isr;
        sum.not_preferred += h.not_preferred;
        count_replicas(&sum, &t->partitions[i]);
    }
    return sum;
}

const char *topic_health_words(const struct topic_health *h, struct arena *a, enum severity *sev)
{
    *sev = SEV_BAD;
    if (h->offline)
        return arena_printf(a, "%d offline", h->offline);
    if (h->under_min_isr)
        return arena_printf(a, "%d under min ISR", h->under_min_isr);
    *sev = SEV_WARN;
    if (h->under_replicated)
        return arena_printf(a, "%d under-replicated", h->under_replicated);
    if (h->rf_min == 1)
        return "no second replica";
    if (h->min_isr != MIN_ISR_UNKNOWN && h->rf_min && h->min_isr >= h->rf_min)
        return "min ISR = replicas";
    *sev = SEV_INFO;
    if (h->not_preferred)
        return arena_printf(a, "%d not preferred", h->not_preferred);
    *sev = SEV_GOOD;
    return "ok";
}

static const char *of_all(const struct topic_health *h, int n, const char *one, const char *many,
                          struct arena *a)
{
    if (h->partitions == 1)
        return arena_printf(a, "the partition %s", one);
    return arena_printf(a, "%d of %d partitions %s", n, h->partitions, n == 1 ? one : many);
}

const char *topic_health_sentence(const struct topic_health *h, struct arena *a)
{
    if (h->offline)
        return of_all(h, h->offline, "is offline: it has no leader",
                      "are offline: they have no leader", a);
    if (h->under_min_isr)
        return of_all(h, h->under_min_isr, "has fewer replicas in sync than acks=all needs",
                      "have fewer replicas in sync than acks=all needs", a);
    if (h->under_replicated)
        return of_all(h, h->under_replicated, "is under-replicated", "are under-replicated", a);
    if (h->rf_min == 1)
        return "there is no second replica";
    if (h->min_isr != MIN_ISR_UNKNOWN && h->rf_min && h->min_isr >= h->rf_min)
        return "acks=all needs every replica in sync";
    if (h->not_preferred)
        return of_all(h, h->not_preferred, "is not led by its preferred replica",
                      "are not led by their preferred replica", a);
    return "each partition is led by its preferred replica";
}

struct cluster_health cluster_judge(const struct model *m)
{
    struct cluster_health sum = {0};
    const struct metadata *md = m->metadata;
    if (!md)
        return sum;
    sum.brokers = (int)md->nbrokers;
    for (size_t i = 0; i < md->nbrokers; i++)
        sum.lost += !md->brokers[i].alive;
    for (size_t i = 0; i < md->ntopics; i++) {
        const struct topic *t = &md->topics[i];
        struct topic_health h = topic_judge(md, t, topic_min_isr(m, t->name));
        sum.offline += h.offline;
        sum.under_replicated += h.under_replicated;
        sum.under_min_isr += h.under_min_isr;
        sum.not_preferred += h.not_preferred;
    }
    return sum;
}
