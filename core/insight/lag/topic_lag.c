/* One walk over the commits of all groups. Commits of a group that could not be read again may be
 * old: with them the sum could be more than there is, so they count as not known. */
#include "core/insight/lag/topic_lag.h"

#include "core/base/mem.h"
#include "core/insight/lag/lag.h"
#include "core/model/model_fact.h"

#include <stdlib.h>
#include <string.h>

static struct topic_lag *entry(struct topic_lags *l, const char *topic)
{
    struct topic_lag *t = map_get(&l->of, topic);
    if (!t) {
        t = xcalloc(1, sizeof *t);
        map_set(&l->of, topic, t);
    }
    return t;
}

static void add_commit(struct topic_lag *t, const struct group_offsets *g,
                       const struct group_offset *o, const struct topic_offsets *ends, bool old)
{
    const struct partition_offsets *end = topic_offsets_get(ends, o->partition);
    struct partition_lag lag = partition_lag(o->committed, o->seen_ms, end);
    if (lag.state == LAG_NO_COMMIT && !o->err)
        return;
    if (old || o->err || lag.state != LAG_KNOWN) {
        t->unknown++;
        return;
    }
    t->known++;
    t->old += partition_end_is_old(g, end);
    t->total += lag.lag;
}

static void add_group(struct topic_lags *l, const struct model *m, const struct group_offsets *o,
                      bool old)
{
    const struct topic_offsets *ends = NULL;
    struct topic_lag *t = NULL;
    for (size_t i = 0; i < o->n; i++) {
        if (i == 0 || strcmp(o->o[i].topic, o->o[i - 1].topic) != 0) {
            t = entry(l, o->o[i].topic);
            ends = model_offsets(m, o->o[i].topic);
        }
        add_commit(t, o, &o->o[i], ends, old);
    }
}

void topic_lags_make(struct topic_lags *l, const struct model *m)
{
    *l = (struct topic_lags){.groups = m->group_list ? m->group_list->ngroups : 0};
    map_init(&l->of);
    for (size_t i = 0; i < l->groups; i++) {
        const char *id = m->group_list->groups[i].id;
        const struct fact *f = model_fact(m, FACT_GROUP_OFFSETS, id);
        const struct group_offsets *o = model_group_offsets(m, id);
        bool old = f && f->failed != ERR_NONE;
        l->looked += o && !old;
        if (o)
            add_group(l, m, o, old);
    }
}

void topic_lags_release(struct topic_lags *l)
{
    map_release(&l->of, free);
}

const struct topic_lag *topic_lag_of(const struct topic_lags *l, const char *topic)
{
    return map_get(&l->of, topic);
}
