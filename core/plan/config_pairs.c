/* Shared by the verbs that take configuration: creating a topic and altering configs. */
#include "core/plan/config_pairs.h"

#include "core/base/text_compare.h"

#include <ctype.h>
#include <string.h>

const struct config_set *config_listed(const struct model *m, enum config_type type,
                                       const char *name)
{
    const struct map *all = !m                     ? NULL
                            : type == CONFIG_TOPIC ? &m->topic_configs
                            : type == CONFIG_GROUP ? &m->group_configs
                                                   : &m->broker_configs;
    struct config_set *set = all && name ? map_get(all, name) : NULL;
    size_t i = 0;
    const char *key;
    void *value;

    while (!(set && set->n) && type != CONFIG_BROKER && all && map_next(all, &i, &key, &value))
        set = value;
    return set && set->n ? set : NULL;
}

bool config_key_listed(const struct config_set *set, enum config_type type, const char *key,
                       struct err *err)
{
    const char *near = NULL;
    int best = 5;

    if (!set || config_set_find(set, key))
        return true;
    if (type == CONFIG_GROUP && !set->n)
        return err_set(err, ERR_UNSUPPORTED, "%s", CONFIG_NO_GROUPS);
    for (size_t i = 0; i < set->n; i++) {
        int d = text_distance(key, set->entries[i].name, 4);

        if (d < best) {
            best = d;
            near = set->entries[i].name;
        }
    }
    return err_set(err, ERR_USAGE, "a %s has no setting %s%s%s%s%s", config_type_name(type), key,
                   config_key_find(type, key) ? " on these brokers" : "",
                   near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static bool key_ok(const char *key, struct err *err)
{
    if (!*key)
        return err_set(err, ERR_USAGE, "the setting is missing: write key=value");
    for (const char *c = key; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
            return err_set(err, ERR_USAGE,
                           "the name of a setting has only letters, digits, '.', '_' and '-'");
    }
    return true;
}

bool config_pair_parse(enum config_type type, const char *typed, struct arena *a, const char **key,
                       const char **value, struct err *err)
{
    const char *eq = strchr(typed, '=');
    struct config_key k;

    *key = arena_strndup(a, typed, eq ? (size_t)(eq - typed) : strlen(typed));
    *value = NULL;
    if (!key_ok(*key, err))
        return false;
    if (!eq)
        return err_set(err, ERR_USAGE, "%s: write key=value, or key= for no value of its own",
                       *key);
    if (!eq[1])
        return true;
    k = config_key_of(type, *key);
    return config_value_parse(&k, eq + 1, a, value, err);
}

const char *config_own_affair(const char *key, const char *value)
{
    bool all = value && strcmp(value, "*") == 0; /* names no replica in particular */
    if (!all && (strcmp(key, "leader.replication.throttled.replicas") == 0 ||
                 strcmp(key, "follower.replication.throttled.replicas") == 0))
        return "names partitions and brokers of that topic, for as long as replicas move";
    if (strcmp(key, "retention.ms") == 0 && value && strcmp(value, "1") == 0)
        return "is 1, which is how a topic is purged: a purge is under way or was interrupted";
    return NULL;
}

const char *config_pair_shown(enum config_type type, const char *key, const char *raw,
                              struct arena *a)
{
    struct config_key k = config_key_of(type, key);
    const char *human = config_value_human(&k, raw, a);

    if (!raw)
        return "no value";
    if (!*raw)
        return "(empty)";
    if (human && text_starts_ci(human, raw) && human[strlen(raw)] == ' ')
        return human; /* 500 ms of a duration in ms */
    return human ? arena_printf(a, "%s (%s)", human, raw) : raw;
}
