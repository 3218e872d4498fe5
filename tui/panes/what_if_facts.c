/* If a broker stopped, in a few lines: how many partitions would suffer what, and which of the
 * others would take the leaders over. Built when the model changed. */
#include "tui/panes/what_if_facts.h"

#include "core/base/parse.h"
#include "core/base/text_human.h"
#include "core/insight/what_if.h"
#include "core/model/model_fact.h"

#include <inttypes.h>

static void partitions(struct facts *f, const struct model *m, int32_t id)
{
    struct without_sum w = cluster_without(m, id);
    char n[TEXT_NUM];
    facts_row(f, "partitions");
    facts_trouble(f, "offline", w.offline, SEV_BAD);
    facts_trouble(f, "under min ISR", w.under_min, SEV_BAD);
    facts_trouble(f, "at min ISR", w.at_min, SEV_WARN);
    if (w.min_unknown)
        facts_add(f, SEV_MUTED, "min ISR not known of %s", text_count(n, w.min_unknown));
    facts_add(f, SEV_NONE, "%s leader%s", text_count(n, w.moves),
              w.moves == 1 ? " moves" : "s move");
}

static void leaders(struct facts *f, const struct model *m, int32_t id)
{
    struct gains g = broker_what_if(m->metadata, id, &f->arena);
    char now[TEXT_NUM], then[TEXT_NUM];
    facts_row(f, "leaders");
    for (size_t i = 0; i < g.n; i++)
        facts_add(f, g.g[i].then > g.g[i].now ? SEV_INFO : SEV_NONE, "broker %" PRId32 " %s → %s",
                  g.g[i].id, text_count(now, g.g[i].now), text_count(then, g.g[i].then));
    if (!g.n)
        facts_add(f, SEV_BAD, "there is no other broker");
    if (g.lost)
        facts_add(f, SEV_BAD, "%s without a leader", text_count(now, g.lost));
}

/* Groups move to another coordinator too; known only of those that were read before. */
static void groups(struct facts *f, const struct model *m, int32_t id)
{
    size_t known = 0, here = 0;
    const struct group_listing *l = m->group_list;
    for (size_t i = 0; l && i < l->ngroups; i++) {
        const struct group_desc *d = model_group(m, l->groups[i].id);
        known += d != NULL;
        here += d && d->coordinator == id;
    }
    if (!here)
        return;
    facts_row(f, "groups");
    facts_add(f, SEV_INFO, "%zu change their coordinator", here);
    if (known < l->ngroups || l->nerrors)
        facts_add(f, SEV_MUTED, "of %zu that are known", known);
}

void what_if_facts(struct facts *f, const struct model *m, const char *scope)
{
    int64_t id;
    facts_row(f, "if it stops");
    if (!m->metadata || !parse_int(scope, 0, INT32_MAX, &id, NULL)) {
        facts_add(f, SEV_MUTED, "waiting for the broker");
        return;
    }
    const struct broker *b = metadata_broker(m->metadata, (int32_t)id);
    facts_add(f, b && b->alive ? SEV_NONE : SEV_BAD, "broker %" PRId64 "%s", id,
              !b          ? " is not in this cluster"
              : !b->alive ? " is lost already"
                          : "");
    if (!b || !b->alive)
        return;
    partitions(f, m, (int32_t)id);
    leaders(f, m, (int32_t)id);
    groups(f, m, (int32_t)id);
}
