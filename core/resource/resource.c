/* Finding a resource by what people type, and building its table. */
#include "core/resource/resource.h"

#include <stdio.h>
#include <string.h>

static bool named(const struct resource *r, const char *name)
{
    if (strcmp(r->name, name) == 0)
        return true;
    for (const char *const *a = r->aliases; a && *a; a++)
        if (strcmp(*a, name) == 0)
            return true;
    return false;
}

const struct resource *resource_find(const char *name_or_alias)
{
    for (size_t i = 0; resources[i]; i++)
        if (named(resources[i], name_or_alias))
            return resources[i];
    return NULL;
}

enum object_kind resource_of(const struct resource *r)
{
    static const enum object_kind of_scope[] = {
        [SCOPE_NONE] = OBJECT_NONE,         [SCOPE_BROKER] = OBJECT_BROKER,
        [SCOPE_TOPIC] = OBJECT_TOPIC,       [SCOPE_GROUP] = OBJECT_GROUP,
        [SCOPE_TOPICS] = OBJECT_TOPIC_PAIR, [SCOPE_PRINCIPAL] = OBJECT_PRINCIPAL,
        [SCOPE_ID] = OBJECT_NONE,           [SCOPE_QUESTION] = OBJECT_NONE,
    };
    return r->of ? r->of : of_scope[r->scope];
}

/* Of a pair of topics it is the list that compares them. */
const char *object_list(enum object_kind kind)
{
    for (size_t i = 0; resources[i]; i++) {
        enum object_kind of = resource_of(resources[i]);
        if (kind && ((resources[i]->rows == kind && of == OBJECT_NONE) ||
                     (of == kind && kind == OBJECT_TOPIC_PAIR)))
            return resources[i]->name;
    }
    return NULL;
}

struct table *resource_build(const struct resource *r, const struct view *v)
{
    struct table *t = table_new(r->columns, r->ncolumns);
    if (r->make_columns) {
        size_t n = 0;
        const struct column *made = r->make_columns(v, &t->arena, &n);
        if (made) {
            t->columns = made;
            t->ncolumns = n;
        }
    }
    t->complete = true;
    r->build(v, t);
    return t;
}

/* "configs topic orders", "configs topic/orders", "configs topics", and "configs" of each kind by
 * its own name. */
static const struct resource *configs_of(const char *kind, size_t len)
{
    static const char *const kinds[] = {"topic", "broker", "group"};
    static const char *const lists[] = {"topic-configs", "broker-configs", "group-configs"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i]) == len && strncmp(kinds[i], kind, len) == 0)
            return resource_find(lists[i]);
    return NULL;
}

static bool resolve_configs(const char *const *words, size_t n, struct resource_ref *out,
                            struct err *err)
{
    const char *slash = n == 1 ? strchr(words[0], '/') : NULL;
    if (n == 1 && strcmp(words[0], "topics") == 0) {
        out->resource = resource_find("all-topic-configs");
        return true;
    }
    if (n == 1 && strcmp(words[0], "brokers") == 0) {
        out->resource = resource_find("all-broker-configs");
        return true;
    }
    if (slash) {
        out->resource = configs_of(words[0], (size_t)(slash - words[0]));
        out->scope = slash + 1;
    } else if (n == 2) {
        out->resource = configs_of(words[0], strlen(words[0]));
        out->scope = words[1];
    }
    if (!out->resource || !out->scope || !*out->scope)
        return err_set(
            err, ERR_USAGE,
            "settings of what? Write topic/NAME, broker/ID, group/NAME, topics or brokers");
    return true;
}

/* "who-can topic orders", "who-can group billing", and "who-can orders". */
static bool resolve_who_can(const char *const *words, size_t n, struct resource_ref *out,
                            struct err *err)
{
    bool named = n == 2 && (strcmp(words[0], "topic") == 0 || strcmp(words[0], "group") == 0);
    if (!named && n != 1)
        return err_set(err, ERR_USAGE, "who can use what? Say topic NAME or group NAME");
    out->resource =
        resource_find(named && strcmp(words[0], "group") == 0 ? "group-access" : "topic-access");
    out->scope = words[n - 1];
    return true;
}

const char *scope_list(enum scope_kind k)
{
    switch (k) {
    case SCOPE_BROKER:
        return "brokers";
    case SCOPE_TOPIC:
        return "topics";
    case SCOPE_GROUP:
        return "groups";
    case SCOPE_PRINCIPAL:
        return "principals";
    case SCOPE_TOPICS:
    case SCOPE_ID:
    case SCOPE_QUESTION:
    case SCOPE_NONE:
        break;
    }
    return NULL;
}

static const char *scope_word(enum scope_kind k)
{
    switch (k) {
    case SCOPE_BROKER:
        return "broker id";
    case SCOPE_TOPIC:
        return "topic";
    case SCOPE_GROUP:
        return "group";
    case SCOPE_TOPICS:
        return "two topics";
    case SCOPE_PRINCIPAL:
        return "principal";
    case SCOPE_ID:
        return "id";
    case SCOPE_QUESTION:
    case SCOPE_NONE:
        break;
    }
    return "name";
}

static bool resolve_pair(const char *const *words, size_t n, struct resource_ref *out,
                         struct err *err)
{
    if (n != 2)
        return err_set(err, ERR_USAGE, "%s compares two topics: name both", out->resource->name);
    snprintf(out->pair, sizeof out->pair, "%s %s", words[0], words[1]);
    out->scope = out->pair;
    return true;
}

bool resource_resolve(const char *name, const char *const *words, size_t n,
                      struct resource_ref *out, struct err *err)
{
    *out = (struct resource_ref){0};
    if (strcmp(name, "configs") == 0 || strcmp(name, "config") == 0)
        return resolve_configs(words, n, out, err);
    if (strcmp(name, "who-can") == 0)
        return resolve_who_can(words, n, out, err);
    out->resource = resource_find(name);
    if (!out->resource)
        return err_set(err, ERR_USAGE, "there is no list called \"%s\"", name);
    bool scoped = out->resource->scope != SCOPE_NONE;
    if (out->resource->scope == SCOPE_TOPICS)
        return resolve_pair(words, n, out, err);
    if (scoped && n == 0)
        return err_set(err, ERR_USAGE, "%s of which %s?", out->resource->name,
                       scope_word(out->resource->scope));
    if (n > (scoped ? 1 : 0))
        return err_set(err, ERR_USAGE, "unexpected argument \"%s\" after %s", words[scoped ? 1 : 0],
                       out->resource->name);
    out->scope = scoped ? words[0] : NULL;
    return true;
}
