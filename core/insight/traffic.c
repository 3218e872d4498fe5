/* Rates of the whole cluster: of topics as their lists have them, of groups as they were judged. */
#include "core/insight/traffic.h"

#include "core/insight/lag/group_verdicts.h"
#include "core/insight/rates.h"

#include <math.h>

static void add_groups(struct traffic *sum, const struct model *m)
{
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++) {
        const struct judged_group *p = judged_group(m->group_verdicts, m->group_list->groups[i].id);
        sum->groups++;
        if (!p || (isnan(p->verdict.out) && p->n > 0))
            continue;
        sum->groups_rated++;
        sum->out += p->n > 0 ? p->verdict.out : 0;
    }
}

struct traffic cluster_traffic(const struct model *m, int64_t now_ms)
{
    struct traffic sum = {0};
    const struct metadata *md = m->metadata;
    struct rates r;
    rates_make(&r, m, now_ms);
    for (size_t i = 0; md && i < md->ntopics; i++) {
        struct rate_sum one = rate_of_topic(&r, &md->topics[i]);
        sum.in += one.per_second;
        sum.topics++;
        sum.topics_rated += one.known > 0 && one.known == md->topics[i].npartitions;
    }
    rates_release(&r);
    add_groups(&sum, m);
    return sum;
}
