/* Rates of the whole cluster from the last two answers of each topic and group. A commit that went
 * back (a reset, a redelivery) consumed nothing and is left out. */
#include "core/insight/traffic.h"

bool group_offsets_rate(const struct group_offsets *o, double *per_second)
{
    int64_t moved = 0;
    if (!o || !o->before_ms || o->fact.at_ms <= o->before_ms)
        return false;
    for (size_t i = 0; i < o->n; i++) {
        const struct group_offset *p = &o->o[i];
        if (p->before != OFFSET_UNKNOWN && p->committed > p->before)
            moved += p->committed - p->before;
    }
    *per_second = (double)moved * 1000.0 / (double)(o->fact.at_ms - o->before_ms);
    return true;
}

struct traffic cluster_traffic(const struct model *m)
{
    struct traffic sum = {0};
    const struct metadata *md = m->metadata;
    double one;
    for (size_t i = 0; md && i < md->ntopics; i++) {
        struct topic_content c =
            topic_content(model_offsets(m, md->topics[i].name), &md->topics[i]);
        sum.in += c.rate;
        sum.topics++;
        sum.topics_rated += c.rated > 0 && c.rated == md->topics[i].npartitions;
    }
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++) {
        bool rated = group_offsets_rate(model_group_offsets(m, m->group_list->groups[i].id), &one);
        sum.out += rated ? one : 0;
        sum.groups_rated += rated;
        sum.groups++;
    }
    return sum;
}
