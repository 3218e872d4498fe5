/* Typed reading of a struct yaml_tree: each function says in one sentence what is wrong and what
 * would be right, at the value's own line. Kept apart from yaml.c because it knows no libyaml. */
#include "core/config/yaml_typed.h"

#include "core/base/buf.h"
#include "core/base/parse.h"
#include "core/config/yaml.h"

#include <stdio.h>
#include <string.h>

static const char *kind_name(const struct yaml_node *node)
{
    switch (node->kind) {
    case NODE_NULL:
        return "nothing";
    case NODE_SCALAR:
        return "a single value";
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a map";
    }
    return "nothing";
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++) {
        if (strcmp(map->pairs[i].key, key) == 0)
            return map->pairs[i].value;
    }
    return NULL;
}

bool yaml_wrong(struct yaml_tree *t, const struct yaml_node *node, const char *what,
                const char *must, bool quote)
{
    if (quote && node->kind == NODE_SCALAR)
        return problems_error(t->problems, t->file, node->line, "'%s' must be %s; found '%.80s'",
                              what, must, node->text);
    return problems_error(t->problems, t->file, node->line, "'%s' must be %s; found %s", what, must,
                          kind_name(node));
}

static void join(struct buf *out, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(out, "%s%s", i ? ", " : "", names[i]);
}

bool yaml_only(struct yaml_tree *t, const struct yaml_node *map, const char *where,
               const char *const *keys, size_t n)
{
    bool ok = true;
    for (size_t i = 0; map->kind == NODE_MAP && i < map->n; i++) {
        const char *key = map->pairs[i].key;
        size_t k = 0;
        while (k < n && strcmp(keys[k], key) != 0)
            k++;
        if (k < n)
            continue;
        ok = false;
        const char *meant = problems_suggest(key, keys, n);
        struct buf all;
        buf_init(&all, 0);
        join(&all, keys, n);
        if (meant)
            problems_error(t->problems, t->file, map->pairs[i].line,
                           "unknown key '%.80s' in %s; did you mean '%s'?", key, where, meant);
        else
            problems_error(t->problems, t->file, map->pairs[i].line,
                           "unknown key '%.80s' in %s; known are %s", key, where, buf_str(&all));
        buf_release(&all);
    }
    return ok;
}

bool yaml_is_map(struct yaml_tree *t, const struct yaml_node *node, const char *what)
{
    return node->kind == NODE_MAP || yaml_wrong(t, node, what, "a map (name: value)", false);
}

bool yaml_is_list(struct yaml_tree *t, const struct yaml_node *node, const char *what)
{
    return node->kind == NODE_LIST || yaml_wrong(t, node, what, "a list ([a, b])", false);
}

const char *yaml_text(struct yaml_tree *t, const struct yaml_node *node, const char *what)
{
    if (node->kind == NODE_SCALAR)
        return node->text;
    yaml_wrong(t, node, what, "text", false);
    return NULL;
}

bool yaml_bool(struct yaml_tree *t, const struct yaml_node *node, const char *what, bool *out)
{
    if (node->kind == NODE_SCALAR && parse_bool(node->text, out, NULL))
        return true;
    return yaml_wrong(t, node, what, "true or false", true);
}

bool yaml_int(struct yaml_tree *t, const struct yaml_node *node, const char *what, int64_t min,
              int64_t max, int64_t *out)
{
    if (node->kind == NODE_SCALAR && parse_int(node->text, min, max, out, NULL))
        return true;
    char must[96];
    snprintf(must, sizeof must, "a whole number from %lld to %lld", (long long)min, (long long)max);
    return yaml_wrong(t, node, what, must, true);
}

bool yaml_choice(struct yaml_tree *t, const struct yaml_node *node, const char *what,
                 const char *const *names, size_t n, size_t *out)
{
    for (size_t i = 0; node->kind == NODE_SCALAR && i < n; i++) {
        if (strcmp(names[i], node->text) == 0) {
            *out = i;
            return true;
        }
    }
    struct buf must;
    buf_init(&must, 0);
    buf_adds(&must, "one of ");
    join(&must, names, n);
    yaml_wrong(t, node, what, buf_str(&must), true);
    buf_release(&must);
    return false;
}
