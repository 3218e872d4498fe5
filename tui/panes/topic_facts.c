/* A topic in a few lines: shape, settings that matter at three in the morning, health and what is
 * in it. Built when the model changed. */
#include "tui/panes/topic_facts.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/insight/health.h"
#include "core/insight/rates.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"
#include "core/model/topic_trouble.h"

#include <string.h>

/* "7 d", "unlimited", or the value as it is; NULL when the topic's settings don't have the key. */
static const char *setting(struct facts *f, const struct config_set *c, const char *key)
{
    const struct config_entry *e = config_set_find(c, key);
    struct config_key k = config_key_of(CONFIG_TOPIC, key);
    if (!e || !e->value)
        return NULL;
    const char *human = config_value_human(&k, e->value, &f->arena);
    return human ? human : facts_safe(f, e->value);
}

static void shape(struct facts *f, const struct topic *t, const struct topic_health *h)
{
    facts_row(f, "topic");
    facts_add(f, SEV_NONE, "%s", facts_safe(f, t->name));
    if (h->rf_min == h->rf_max)
        facts_add(f, h->rf_min == 1 ? SEV_WARN : SEV_NONE, "%d partition%s × %d", t->npartitions,
                  t->npartitions == 1 ? "" : "s", h->rf_min);
    else
        facts_add(f, SEV_NONE, "%d partitions × %d to %d", t->npartitions, h->rf_min, h->rf_max);
    if (h->min_isr != MIN_ISR_UNKNOWN)
        facts_add(f, h->min_isr >= h->rf_min && h->rf_min > 1 ? SEV_WARN : SEV_NONE, "min ISR %lld",
                  (long long)h->min_isr);
    if (t->internal)
        facts_add(f, SEV_MUTED, "internal: Kafka's own");
}

static void settings(struct facts *f, const struct model *m, const char *topic)
{
    static const char *const keys[][2] = {{"cleanup.policy", "cleanup"},
                                          {"retention.ms", "retention"},
                                          {"retention.bytes", "at most, a partition,"}};
    const struct config_set *c = model_topic_config(m, topic);
    const struct fact *fact = model_fact(m, FACT_TOPIC_CONFIG, topic);
    if (!c) {
        facts_add(f, SEV_MUTED, "settings: %s",
                  fact && fact->why ? facts_safe(f, fact->why) : "waiting for the broker");
        return;
    }
    const struct config_entry *policy = config_set_find(c, "cleanup.policy");
    bool deletes = !policy || !policy->value || config_list_has(policy->value, "delete");
    for (size_t i = 0; i < 3; i++) {
        const char *value = setting(f, c, keys[i][0]);
        if (value && (i == 0 || deletes) && (i < 2 || strcmp(value, "unlimited") != 0))
            facts_add(f, SEV_NONE, "%s %s", keys[i][1], value);
    }
}

static void health(struct facts *f, const struct model *m, const struct topic *t,
                   const struct topic_health *h)
{
    enum severity sev;
    const char *words = topic_health_words(h, &f->arena, &sev);
    facts_row(f, "health");
    facts_add(f, sev, "%s", words);
    facts_add(f, h->in_sync < h->replicas ? SEV_WARN : SEV_NONE, "in sync %lld/%lld",
              (long long)h->in_sync, (long long)h->replicas);
    const struct topic_trouble *since = model_trouble(m, t->name);
    char at[TEXT_NUM];
    int64_t from = !since                    ? 0
                   : since->offline          ? since->offline
                   : since->under_replicated ? since->under_replicated
                                             : since->not_preferred;
    if (from == TROUBLE_FROM_START)
        facts_add(f, SEV_MUTED, "since before %s", text_clock(at, m->looking_since_wall_ms));
    else if (from)
        facts_add(f, SEV_MUTED, "since %s", text_clock(at, from));
}

static void content(struct facts *f, const struct model *m, const struct topic *t)
{
    struct topic_content c = topic_content(model_offsets(m, t->name), t);
    char n[TEXT_NUM];
    if (!c.known)
        return;
    facts_add(f, SEV_NONE, "%s%s records at most", c.known < t->npartitions ? "≥ " : "",
              text_count(n, c.messages));
    struct rates rates;
    rates_make(&rates, m, clock_wall_ms());
    struct rate_sum in = rate_of_topic(&rates, t);
    rates_release(&rates);
    if (in.known)
        facts_add(f, SEV_NONE, "%s%s in/s", in.known < t->npartitions ? "≥ " : "",
                  text_rate(n, in.per_second));
}

void topic_facts(struct facts *f, const struct model *m, const char *scope)
{
    const struct topic *t = m->metadata ? metadata_topic(m->metadata, scope) : NULL;
    if (!t) {
        facts_row(f, "topic");
        if (m->metadata)
            facts_add(f, SEV_WARN, "there is no topic %s, or you may not see it",
                      facts_safe(f, scope));
        else
            facts_add(f, SEV_MUTED, "waiting for the broker");
        return;
    }
    struct topic_health h = topic_judge(m->metadata, t, topic_min_isr(m, scope));
    shape(f, t, &h);
    settings(f, m, scope);
    health(f, m, t, &h);
    content(f, m, t);
}
