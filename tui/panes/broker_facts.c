/* A broker in a few lines: where it is, what it carries, and what its end would do to the cluster.
 * Built when the model changed. */
#include "tui/panes/broker_facts.h"

#include "core/base/text_human.h"
#include "core/insight/balance.h"

#include <inttypes.h>
#include <stdlib.h>

static void identity(struct facts *f, const struct model *m, const struct broker_load *l,
                     int32_t id)
{
    const struct broker_seen *s = model_broker_seen(m, id);
    char at[TEXT_NUM];
    facts_row(f, "broker");
    facts_add(f, SEV_NONE, "%" PRId32, id);
    if (!l && !s) {
        facts_add(f, SEV_WARN, "✗ there is no such broker in this cluster");
        return;
    }
    facts_add(f, l && l->alive ? SEV_GOOD : SEV_BAD,
              l && l->alive ? "● up"
              : l           ? "✗ lost"
                            : "left the cluster");
    if (s && s->host)
        facts_add(f, SEV_NONE, "%s:%d", facts_safe(f, s->host), s->port);
    if (s && s->rack)
        facts_add(f, SEV_NONE, "rack %s", facts_safe(f, s->rack));
    if (s && s->since_wall_ms)
        facts_add(f, SEV_NONE, "since %s", text_clock(at, s->since_wall_ms));
    else if (l && !l->alive)
        facts_add(f, SEV_NONE, "since before %s", text_clock(at, m->looking_since_wall_ms));
}

static void carries(struct facts *f, const struct balance *b, const struct broker_load *l)
{
    char n[TEXT_NUM];
    double skew;
    facts_row(f, "carries");
    facts_add(f, SEV_NONE, "leader of %s", text_count(n, l->leaders));
    facts_add(f, l->leaders < l->preferred ? SEV_INFO : SEV_NONE, "preferred for %s",
              text_count(n, l->preferred));
    facts_add(f, SEV_NONE, "%s replicas", text_count(n, l->replicas));
    facts_trouble(f, "out of sync", l->out_of_sync, SEV_BAD);
    if (balance_skew(b, l, &skew)) {
        char words[SKEW_TEXT];
        enum severity sev;
        balance_skew_words(words, skew, &sev);
        facts_add(f, sev, "skew %s", words);
    }
}

static void without(struct facts *f, const struct model *m, const struct broker_load *l)
{
    struct without_sum w = cluster_without(m, l->id);
    char n[TEXT_NUM];
    if (!l->alive)
        return;
    facts_row(f, "if it stops");
    facts_add(f, SEV_NONE, "%s leader%s", text_count(n, w.moves),
              w.moves == 1 ? " moves" : "s move");
    facts_trouble(f, "offline", w.offline, SEV_BAD);
    facts_trouble(f, "under min ISR", w.under_min, SEV_BAD);
    if (w.at_min)
        facts_add(f, SEV_WARN, "at min ISR %s", text_count(n, w.at_min));
    if (w.min_unknown)
        facts_add(f, SEV_MUTED, "min ISR not known of %s partitions", text_count(n, w.min_unknown));
}

void broker_facts(struct facts *f, const struct model *m, const char *scope)
{
    int32_t id = (int32_t)strtol(scope, NULL, 10);
    if (!m->metadata) {
        facts_row(f, "broker");
        facts_add(f, SEV_MUTED, "waiting for the broker");
        return;
    }
    struct balance b = balance_make(m->metadata, NULL, &f->arena);
    const struct broker_load *l = balance_find(&b, id);
    identity(f, m, l, id);
    if (!l)
        return;
    carries(f, &b, l);
    without(f, m, l);
}
