/* Compares what the live brokers answered to DescribeConfigs, key by key. Only keys that every
 * compared broker has are looked at: brokers of two versions differ in what they have. Pure;
 * brokers have some 300 keys each, all sorted by name, so each look-up is a bisection. */
#include "core/insight/settings.h"

#include "core/base/text.h"

#include <string.h>

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
};

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
        if (set) {
            c.id[c.n] = md->brokers[i].id;
            c.set[c.n++] = set;
        }
    }
    return c;
}

/* The value of each broker; false when one of them has no such key or does not tell it. */
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
    return text_visible(a, value, strlen(value));
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
    out->d[out->n++] = (struct setting_diff){.key = shown(a, key),
                                             .odd = c->id[odd],
                                             .has = shown(a, value[odd]),
                                             .most = shown(a, value[usual]),
                                             .n = c->n - same};
}

struct setting_diffs settings_compare(const struct model *m, struct arena *a)
{
    struct setting_diffs out = {0};
    struct compared c = known_sets(m, a, &out.brokers);
    out.compared = c.n;
    if (c.n < 2)
        return out;
    const char **value = arena_array(a, c.n, sizeof *value);
    out.d = arena_array(a, c.set[0]->n, sizeof *out.d);
    for (size_t i = 0; i < c.set[0]->n; i++)
        compare_key(&c, c.set[0]->entries[i].name, value, &out, a);
    return out;
}
