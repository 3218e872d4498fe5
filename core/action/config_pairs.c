/* Shared by the verbs that take configuration: creating a topic and altering configs. */
#include "core/action/config_pairs.h"

#include "core/base/text.h"

#include <ctype.h>
#include <string.h>

bool config_key_unknown(enum config_type type, const char *key, struct err *err)
{
    const char *near = NULL;
    int best = 5;
    size_t n;
    const struct config_key *all = config_keys_all(&n);

    for (size_t i = 0; i < n; i++) {
        int d = all[i].type == type ? text_distance(key, all[i].name, 4) : 5;

        if (d < best) {
            best = d;
            near = all[i].name;
        }
    }
    return err_set(err, ERR_USAGE, "a %s has no key %s%s%s%s", config_type_name(type), key,
                   near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static bool key_ok(const char *key, struct err *err)
{
    if (!*key)
        return err_set(err, ERR_USAGE, "the key is missing: write key=value");
    for (const char *c = key; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
            return err_set(err, ERR_USAGE, "a key has only letters, digits, '.', '_' and '-'");
    }
    return true;
}

bool config_pair_parse(enum config_type type, const char *typed, bool strict, struct arena *a,
                       const char **key, const char **value, struct err *err)
{
    const char *eq = strchr(typed, '=');
    struct config_key k;

    *key = arena_strndup(a, typed, eq ? (size_t)(eq - typed) : strlen(typed));
    *value = NULL;
    if (!key_ok(*key, err))
        return false;
    if (strict && !config_key_find(type, *key))
        return config_key_unknown(type, *key, err);
    if (!eq)
        return err_set(err, ERR_USAGE, "%s: write key=value, or key= for no value of its own",
                       *key);
    if (!eq[1])
        return true;
    k = config_key_of(type, *key);
    return config_value_parse(&k, eq + 1, a, value, err);
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
