/* Compares what the live brokers answered to DescribeConfigs, key by key. Only keys that every
 * compared broker has are compared: brokers of two versions differ in what they have. Pure; brokers
 * have some 300 keys each, all sorted by name, so each look-up is a bisection. */
#include "core/insight/settings.h"

#include "core/base/text.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { BROKERS_NAMED = 6 };

bool setting_is_own(const char *key)
{
    static const char *const keys[] = {"broker.id",
                                       "node.id",
                                       "broker.rack",
                                       "listeners",
                                       "host.name",
                                       "port",
                                       "advertised.port",
                                       "advertised.host.name",
                                       "log.dir",
                                       "log.dirs",
                                       "metadata.log.dir",
                                       "process.roles",
                                       "advertised.listeners",
                                       "early.start.listeners",
                                       "reserved.broker.max.id",
                                       "broker.id.generation.enable"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    /* Of any listener: its files and names. */
    return strstr(key, "keystore") || strstr(key, "truststore.location") ||
           strstr(key, "kerberos.service.principal") || strstr(key, "jaas.config");
}

struct compared {
    const struct config_set **set;
    int32_t *id;
    size_t n;
    bool awaits; /* answers that may make another value the usual one */
};

/* The first answer is still to come: it neither came nor failed. */
static bool is_awaited(const struct model *m, int32_t id)
{
    char name[16];
    snprintf(name, sizeof name, "%" PRId32, id);
    const struct fact *f = model_fact(m, FACT_BROKER_CONFIG, name);
    return !f || (!fact_known(f) && f->failed == ERR_NONE);
}

static struct compared known_sets(const struct model *m, struct arena *a, size_t *brokers)
{
    const struct metadata *md = m->metadata;
    size_t most = md ? md->nbrokers : 0;
    struct compared c = {.set = arena_array(a, most, sizeof *c.set),
                         .id = arena_array(a, most, sizeof *c.id)};
    for (size_t i = 0; i < most; i++) {
        if (!md->brokers[i].alive)
            continue;
        const struct config_set *set = model_broker_config(m, md->brokers[i].id);
        ++*brokers;
        c.awaits |= !set && i < SETTINGS_BROKERS && is_awaited(m, md->brokers[i].id);
        if (set) {
            c.id[c.n] = md->brokers[i].id;
            c.set[c.n++] = set;
        }
    }
    return c;
}

/* The value of each broker; false when one of them has no such key or does not report it. */
static bool values_of(const struct compared *c, const char *key, const char **value)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct config_entry *e = config_set_find(c->set[i], key);
        if (!e || e->sensitive)
            return false;
        value[i] = e->value ? e->value : "";
    }
    return true;
}

static size_t like(const char *const *value, size_t n, size_t at)
{
    size_t same = 0;
    for (size_t i = 0; i < n; i++)
        same += strcmp(value[i], value[at]) == 0;
    return same;
}

static const char *shown(struct arena *a, const char *value)
{
    return *value ? text_visible(a, value, strlen(value)) : "none";
}

/* Broker by broker: with as many of one value as of another none of them is the odd one. */
static const char *each_value(const struct compared *c, const char *const *value, struct arena *a)
{
    const char *text = "";
    for (size_t i = 0; i < c->n && i < BROKERS_NAMED; i++)
        text = arena_printf(a, "%s%sbroker %" PRId32 ": %.40s", text, i ? ", " : "", c->id[i],
                            shown(a, value[i]));
    return c->n > BROKERS_NAMED ? arena_printf(a, "%s …", text) : text;
}

static void compare_key(const struct compared *c, const char *key, const char **value,
                        struct setting_diffs *out, struct arena *a)
{
    size_t usual = 0, odd = 0;
    if (setting_is_own(key) || !values_of(c, key, value))
        return;
    for (size_t i = 1; i < c->n; i++)
        if (like(value, c->n, i) > like(value, c->n, usual))
            usual = i;
    size_t same = like(value, c->n, usual);
    if (same == c->n)
        return;
    while (strcmp(value[odd], value[usual]) == 0)
        odd++;
    const char *what =
        same * 2 > c->n
            ? arena_printf(a, "broker %" PRId32 " has %.40s, most of %zu have %.40s", c->id[odd],
                           shown(a, value[odd]), c->n, shown(a, value[usual]))
            : each_value(c, value, a);
    out->d[out->n++] = (struct setting_diff){
        .key = shown(a, key), .odd = c->id[odd], .what = what, .n = c->n - same};
}

struct setting_diffs settings_compare(const struct model *m, struct arena *a)
{
    struct setting_diffs out = {0};
    struct compared c = known_sets(m, a, &out.brokers);
    out.compared = c.n;
    if (c.n < 2 || c.awaits)
        return out;
    const char **value = arena_array(a, c.n, sizeof *value);
    out.d = arena_array(a, c.set[0]->n, sizeof *out.d);
    for (size_t i = 0; i < c.set[0]->n; i++)
        compare_key(&c, c.set[0]->entries[i].name, value, &out, a);
    return out;
}
