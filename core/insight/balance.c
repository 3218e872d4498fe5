/* Counts per broker and the question "what if this one stops". One pass over the partitions; the
 * brokers are few and found by bisection. Pure. */
#include "core/insight/balance.h"

#include "core/base/text_human.h"
#include "core/insight/health.h"

#include <stdio.h>

static struct broker_load *load_of(const struct balance *b, int32_t id)
{
    size_t lo = 0, hi = b->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (b->b[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < b->n && b->b[lo].id == id ? &b->b[lo] : NULL;
}

static void count_partition(struct balance *b, const struct partition *p)
{
    struct broker_load *leader = p->leader >= 0 ? load_of(b, p->leader) : NULL;
    if (leader && leader->alive) {
        leader->leaders++;
        b->leaders++;
    }
    for (int r = 0; r < p->nreplicas; r++) {
        struct broker_load *l = load_of(b, p->replicas[r]);
        if (!l)
            continue;
        l->replicas++;
        l->preferred += r == 0;
        l->out_of_sync += !partition_in_isr(p, l->id);
    }
}

static void count_topic(struct balance *b, const struct topic *t)
{
    for (int i = 0; i < t->npartitions; i++)
        count_partition(b, &t->partitions[i]);
}

struct balance balance_make(const struct metadata *md, const struct topic *topic, struct arena *a)
{
    struct balance b = {.b = arena_array(a, md->nbrokers, sizeof *b.b), .n = md->nbrokers};
    for (size_t i = 0; i < md->nbrokers; i++) {
        b.b[i] = (struct broker_load){.id = md->brokers[i].id, .alive = md->brokers[i].alive};
        b.alive += md->brokers[i].alive;
    }
    if (topic)
        count_topic(&b, topic);
    else
        for (size_t i = 0; i < md->ntopics; i++)
            count_topic(&b, &md->topics[i]);
    return b;
}

const struct broker_load *balance_find(const struct balance *b, int32_t id)
{
    return load_of(b, id);
}

bool balance_skew(const struct balance *b, const struct broker_load *l, double *percent)
{
    if (!b->leaders || !b->alive)
        return false;
    double share = (double)b->leaders / b->alive;
    *percent = ((double)l->leaders - share) / share * 100.0;
    return true;
}

const char *balance_skew_words(char *dst, double percent, enum severity *sev)
{
    enum { MUCH = 30 };
    char num[TEXT_NUM];
    int64_t whole = (int64_t)(percent < 0 ? percent - 0.5 : percent + 0.5);
    snprintf(dst, SKEW_TEXT, "%s %%", whole ? text_count_signed(num, whole) : "+0");
    *sev = whole > MUCH || whole < -MUCH ? SEV_WARN : SEV_NONE;
    return dst;
}

/* ---- what if this broker stops --------------------------------------------------------------- */

enum without partition_without(const struct partition *p, int32_t broker, int64_t min_isr)
{
    if (!partition_in_isr(p, broker))
        return WITHOUT_UNTOUCHED;
    int left = p->nisr - 1;
    if (left <= 0)
        return WITHOUT_OFFLINE;
    if (min_isr == MIN_ISR_UNKNOWN)
        return WITHOUT_MIN_UNKNOWN;
    if (left < min_isr)
        return WITHOUT_UNDER_MIN;
    return left == min_isr ? WITHOUT_AT_MIN : WITHOUT_FINE;
}

const char *without_words(enum without w)
{
    switch (w) {
    case WITHOUT_UNTOUCHED:
        return "unchanged";
    case WITHOUT_FINE:
        return "fine";
    case WITHOUT_MIN_UNKNOWN:
        return "keeps a leader";
    case WITHOUT_AT_MIN:
        return "at min ISR";
    case WITHOUT_UNDER_MIN:
        return "under min ISR";
    case WITHOUT_OFFLINE:
        return "offline";
    }
    return "?";
}

struct without_sum cluster_without(const struct model *m, int32_t broker)
{
    struct without_sum sum = {0};
    const struct metadata *md = m->metadata;
    for (size_t i = 0; md && i < md->ntopics; i++) {
        const struct topic *t = &md->topics[i];
        int64_t min_isr = topic_min_isr(m, t->name);
        for (int k = 0; k < t->npartitions; k++) {
            const struct partition *p = &t->partitions[k];
            enum without w = partition_without(p, broker, min_isr);
            sum.offline += w == WITHOUT_OFFLINE;
            sum.under_min += w == WITHOUT_UNDER_MIN;
            sum.at_min += w == WITHOUT_AT_MIN;
            sum.min_unknown += w == WITHOUT_MIN_UNKNOWN;
            sum.moves += p->leader == broker && w != WITHOUT_OFFLINE;
        }
    }
    return sum;
}
