/* The table of configuration keys and finding in it. The lines are in config_keys_list.h; used by
 * the config lists (unit, meaning, human values) and by the verbs that set values. */
#include "core/model/config_keys.h"

#include <string.h>

#define TEXT CONFIG_KIND_TEXT, false
#define BOOL CONFIG_KIND_BOOL, false
#define INT CONFIG_KIND_INT, false
#define INT_OR_NONE CONFIG_KIND_INT, true
#define REAL CONFIG_KIND_REAL, false
#define MS CONFIG_KIND_MS, false
#define MS_OR_NONE CONFIG_KIND_MS, true
#define SECONDS CONFIG_KIND_SECONDS, false
#define MINUTES CONFIG_KIND_MINUTES, false
#define HOURS CONFIG_KIND_HOURS, false
#define BYTES CONFIG_KIND_BYTES, false
#define BYTES_OR_NONE CONFIG_KIND_BYTES, true
#define RATE CONFIG_KIND_RATE, false
#define CHOICE CONFIG_KIND_CHOICE, false
#define LIST CONFIG_KIND_LIST, false

static const struct config_key table[] = {
#define X(type, name, kind, choices, meaning) {name, CONFIG_##type, kind, choices, meaning},
#include "core/model/config_keys_list.h"
#undef X
};

const char *config_kind_name(enum config_kind k)
{
    static const char *const names[] = {
        [CONFIG_KIND_TEXT] = "text",        [CONFIG_KIND_BOOL] = "true/false",
        [CONFIG_KIND_INT] = "number",       [CONFIG_KIND_REAL] = "fraction",
        [CONFIG_KIND_MS] = "duration",      [CONFIG_KIND_SECONDS] = "duration",
        [CONFIG_KIND_MINUTES] = "duration", [CONFIG_KIND_HOURS] = "duration",
        [CONFIG_KIND_BYTES] = "size",       [CONFIG_KIND_RATE] = "rate",
        [CONFIG_KIND_CHOICE] = "choice",    [CONFIG_KIND_LIST] = "list",
    };

    return names[k];
}

const char *config_kind_unit(enum config_kind k)
{
    switch (k) {
    case CONFIG_KIND_MS:
        return "ms";
    case CONFIG_KIND_SECONDS:
        return "s";
    case CONFIG_KIND_MINUTES:
        return "min";
    case CONFIG_KIND_HOURS:
        return "h";
    case CONFIG_KIND_BYTES:
        return "bytes";
    case CONFIG_KIND_RATE:
        return "bytes/s";
    default:
        return "";
    }
}

const struct config_key *config_keys_all(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

const struct config_key *config_key_find(enum config_type type, const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].type == type && strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);

    return n >= m && strcmp(s + n - m, tail) == 0;
}

static enum config_kind guess(const char *name)
{
    static const struct {
        const char *tail;
        enum config_kind kind;
    } tails[] = {
        {".ms", CONFIG_KIND_MS},
        {".seconds", CONFIG_KIND_SECONDS},
        {".secs", CONFIG_KIND_SECONDS},
        {".minutes", CONFIG_KIND_MINUTES},
        {".hours", CONFIG_KIND_HOURS},
        {".bytes.per.second", CONFIG_KIND_RATE},
        {".bytes", CONFIG_KIND_BYTES},
        {".buffer.size", CONFIG_KIND_BYTES},
        {".enable", CONFIG_KIND_BOOL},
        {".threads", CONFIG_KIND_INT},
        {".num.partitions", CONFIG_KIND_INT},
        {".max.size", CONFIG_KIND_INT},
        {".replication.factor", CONFIG_KIND_INT},
    };

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (ends(name, tails[i].tail))
            return tails[i].kind;
    }
    return CONFIG_KIND_TEXT;
}

struct config_key config_key_of(enum config_type type, const char *name)
{
    const struct config_key *known = config_key_find(type, name);
    struct config_key guessed = {.name = name, .type = type};

    if (known)
        return *known;
    guessed.kind = guess(name);
    return guessed;
}
