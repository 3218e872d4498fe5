/* Reading and showing values by the kind of their key. Used by the verbs that set values and by the
 * lists that show them. */
#include "core/model/config_value.h"

#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static bool plain_number(const char *s, int64_t *n)
{
    return parse_int(s, INT64_MIN, INT64_MAX, n, NULL);
}

/* How many ms one of the key's own units is; 0: no duration. */
static int64_t unit_ms(enum config_kind k)
{
    switch (k) {
    case CONFIG_KIND_MS:
        return 1;
    case CONFIG_KIND_SECONDS:
        return 1000;
    case CONFIG_KIND_MINUTES:
        return 60000;
    case CONFIG_KIND_HOURS:
        return 3600000;
    default:
        return 0;
    }
}

static bool parse_time(const struct config_key *k, const char *typed, int64_t *n, struct err *err)
{
    int64_t unit = unit_ms(k->kind);

    if (!parse_duration(typed, n, err))
        return err_wrap(err, "%s is a duration, as 7d or 90m", k->name);
    if (*n % unit != 0)
        return err_set(err, ERR_USAGE, "%s counts in whole %s: %s is between two", k->name,
                       config_kind_unit(k->kind), typed);
    *n /= unit;
    return true;
}

static bool parse_size(const struct config_key *k, const char *typed, struct arena *a, int64_t *n,
                       struct err *err)
{
    size_t len = strlen(typed);

    if (k->kind == CONFIG_KIND_RATE && len > 2 && strcmp(typed + len - 2, "/s") == 0)
        typed = arena_strndup(a, typed, len - 2);
    return parse_bytes(typed, n, err) || err_wrap(err, "%s is a size, as 512MiB", k->name);
}

/* Kafka writes "as long as can be" as the largest number. */
static const char *no_end(enum config_kind k)
{
    return unit_ms(k)                                      ? "never"
           : k == CONFIG_KIND_INT || k == CONFIG_KIND_RATE ? "unlimited"
                                                           : NULL;
}

/* What config_value_human says instead of a number. */
static bool parse_word(const struct config_key *k, const char *typed, int64_t *n)
{
    if (k->unlimited && (strcasecmp(typed, "unlimited") == 0 || strcasecmp(typed, "forever") == 0))
        *n = -1;
    else if (no_end(k->kind) && strcasecmp(typed, no_end(k->kind)) == 0)
        *n = INT64_MAX;
    else
        return false;
    return true;
}

static bool parse_number(const struct config_key *k, const char *typed, struct arena *a,
                         const char **raw, struct err *err)
{
    int64_t n = -1;

    if (parse_word(k, typed, &n) || plain_number(typed, &n))
        ;
    else if (unit_ms(k->kind) ? !parse_time(k, typed, &n, err)
             : k->kind == CONFIG_KIND_INT
                 ? !parse_count(typed, &n, err) && !err_wrap(err, "%s is a number", k->name)
                 : !parse_size(k, typed, a, &n, err))
        return false;
    *raw = arena_printf(a, "%" PRId64, n);
    return true;
}

/* The choice as Kafka spells it, or NULL. */
static const char *choice_of(const char *choices, const char *word, size_t len, struct arena *a)
{
    while (choices && *choices) {
        size_t n = strcspn(choices, "|");

        if (n == len && strncasecmp(choices, word, n) == 0)
            return arena_strndup(a, choices, n);
        choices += n + (choices[n] == '|');
    }
    return NULL;
}

static bool wrong_choice(const struct config_key *k, const char *word, struct err *err)
{
    return err_set(err, ERR_USAGE, "%s takes %s, not '%s'", k->name, k->choices, word);
}

static bool in_list(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

#define EMPTY_LIST "[]"

static bool parse_list(const struct config_key *k, const char *typed, struct arena *a,
                       const char **raw, struct err *err)
{
    size_t len = strlen(typed), n = 0;
    const char **words = arena_array(a, len + 1, sizeof *words);
    const char *at = typed, *end = typed + len;

    if (len >= 2 && typed[0] == '[' && typed[len - 1] == ']') {
        at++;
        end--;
    }
    *raw = "";
    while (at < end) {
        const char *stop = memchr(at, ',', (size_t)(end - at));
        const char *last = stop ? stop : end;
        const char *word;

        while (at < last && *at == ' ')
            at++;
        while (last > at && last[-1] == ' ')
            last--;
        word = arena_strndup(a, at, (size_t)(last - at));
        at = stop ? stop + 1 : end;
        if (k->choices && *word) {
            const char *known = choice_of(k->choices, word, strlen(word), a);

            if (!known)
                return wrong_choice(k, word, err);
            word = known;
        }
        if (!*word || in_list(words, n, word))
            continue;
        words[n++] = word;
        *raw = n == 1 ? word : arena_printf(a, "%s,%s", *raw, word);
    }
    return n > 0 || strcmp(typed, EMPTY_LIST) == 0 ||
           err_set(err, ERR_USAGE,
                   "%s: there is no item in it; write %s=" EMPTY_LIST
                   " for an empty list, or %s= to remove "
                   "the override",
                   k->name, k->name, k->name);
}

bool config_value_parse(const struct config_key *k, const char *typed, struct arena *a,
                        const char **raw, struct err *err)
{
    double real;
    bool b;

    *raw = arena_strdup(a, typed);
    switch (k->kind) {
    case CONFIG_KIND_TEXT:
        return true;
    case CONFIG_KIND_BOOL:
        if (!parse_bool(typed, &b, err))
            return err_wrap(err, "%s", k->name);
        *raw = b ? "true" : "false";
        return true;
    case CONFIG_KIND_REAL:
        return parse_double(typed, &real, err) || err_wrap(err, "%s", k->name);
    case CONFIG_KIND_CHOICE:
        *raw = choice_of(k->choices, typed, strlen(typed), a);
        return *raw || wrong_choice(k, typed, err);
    case CONFIG_KIND_LIST:
        return parse_list(k, typed, a, raw, err);
    default:
        return parse_number(k, typed, a, raw, err);
    }
}

const char *config_value_human(const struct config_key *k, const char *raw, struct arena *a)
{
    char text[TEXT_NUM];
    int64_t n, ms;

    if (!raw || !plain_number(raw, &n))
        return NULL;
    if (k->unlimited && n == -1)
        return "unlimited";
    if (n == INT64_MAX && no_end(k->kind))
        return no_end(k->kind);
    if (n <= 0)
        return NULL;
    if (unit_ms(k->kind))
        return __builtin_mul_overflow(n, unit_ms(k->kind), &ms)
                   ? NULL
                   : arena_strdup(a, text_duration(text, ms));
    if (k->kind == CONFIG_KIND_BYTES)
        return n < 1024 ? NULL : arena_strdup(a, text_bytes(text, n));
    if (k->kind == CONFIG_KIND_RATE)
        return arena_printf(a, "%s/s", text_bytes(text, n));
    return k->kind == CONFIG_KIND_INT && n >= 10000 ? arena_strdup(a, text_count(text, n)) : NULL;
}

const char *config_value_typed(const struct config_key *k, const char *raw, struct arena *a)
{
    const char *human = config_value_human(k, raw, a), *again;
    char *typed;
    size_t n = 0;

    if (!raw)
        return "";
    if (!*raw && k->kind == CONFIG_KIND_LIST)
        return EMPTY_LIST;
    if (!human)
        return raw;
    typed = arena_alloc(a, strlen(human) + 1);
    for (const char *c = human; *c; c++) {
        if (*c != ' ')
            typed[n++] = *c;
    }
    return config_value_parse(k, typed, a, &again, NULL) && strcmp(again, raw) == 0 ? typed : raw;
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* The item that begins at *list, without spaces around it, its length in *len; goes on to the
 * next. */
static const char *list_item(const char **list, size_t *len)
{
    size_t n = strcspn(*list, ","), from = strspn(*list, " "), to = n;
    const char *item = *list + from;

    while (to > from && (*list)[to - 1] == ' ')
        to--;
    *len = to - from;
    *list += n + ((*list)[n] == ',');
    return item;
}

static bool list_has(const char *list, const char *item, size_t len)
{
    while (*list) {
        size_t n;
        const char *one = list_item(&list, &n);

        if (n == len && strncmp(one, item, n) == 0)
            return true;
    }
    return false;
}

bool config_list_has(const char *list, const char *item)
{
    return list && list_has(list, item, strlen(item));
}

/* `to` and those of `from` that are not in `other`. */
static const char *list_pick(const char *to, const char *from, const char *other, struct arena *a)
{
    while (*from) {
        size_t n;
        const char *one = list_item(&from, &n);

        if (n && !list_has(other, one, n))
            to = arena_printf(a, "%s%s%.*s", to, *to ? "," : "", (int)n, one);
    }
    return to;
}

const char *config_list_add(const char *list, const char *items, struct arena *a)
{
    return list_pick(arena_strdup(a, list), items, list, a);
}

const char *config_list_remove(const char *list, const char *items, struct arena *a)
{
    return list_pick("", list, items, a);
}
