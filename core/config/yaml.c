/* libyaml's document → struct yaml_tree. Called by the loaders of the configuration, the themes and
 * the key maps. libyaml's own tree is dropped as soon as it is copied: it keeps styles and marks
 * that no caller needs, and its indices would tie callers to its lifetime. */
#include "core/config/yaml.h"

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/map.h"
#include "core/base/mem.h"
#include "core/base/vec.h"

#include <string.h>
#include <yaml.h>

struct builder {
    struct yaml_tree *tree;
    yaml_document_t *doc;
    size_t nodes;
};

static int line_of(const yaml_node_t *n)
{
    return (int)n->start_mark.line + 1;
}

static bool fail(struct builder *b, int line, const char *why)
{
    return problems_error(b->tree->problems, b->tree->file, line, "%s", why);
}

static bool copy_node(struct builder *b, int index, int depth, const struct yaml_node **out);

static bool is_null(const yaml_node_t *n)
{
    const char *s = (const char *)n->data.scalar.value;
    return n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (!*s || strcmp(s, "~") == 0 || strcmp(s, "null") == 0);
}

static bool copy_scalar(struct builder *b, const yaml_node_t *from, struct yaml_node *to)
{
    const char *s = (const char *)from->data.scalar.value;
    size_t len = from->data.scalar.length;
    if (memchr(s, '\0', len))
        return fail(b, line_of(from), "a value must not contain the character \\0");
    if (is_null(from))
        return true;
    to->kind = NODE_SCALAR;
    to->text = arena_strndup(&b->tree->arena, s, len);
    return true;
}

static bool copy_list(struct builder *b, const yaml_node_t *from, int depth, struct yaml_node *to)
{
    size_t n = (size_t)(from->data.sequence.items.top - from->data.sequence.items.start);
    const struct yaml_node **items = arena_array(&b->tree->arena, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        if (!copy_node(b, from->data.sequence.items.start[i], depth, &items[i]))
            return false;
    }
    to->kind = NODE_LIST;
    to->items = items;
    to->n = n;
    return true;
}

struct pairs VEC(struct yaml_pair);

static bool key_of(struct builder *b, int index, const char **key, int *line)
{
    const yaml_node_t *k = yaml_document_get_node(b->doc, index);
    if (!k)
        return fail(b, 0, "not valid YAML");
    *line = line_of(k);
    if (k->type != YAML_SCALAR_NODE || !k->data.scalar.length)
        return fail(b, *line, "a key must be text (name: value)");
    if (memchr(k->data.scalar.value, '\0', k->data.scalar.length))
        return fail(b, *line, "a key must not contain the character \\0");
    *key = (const char *)k->data.scalar.value;
    return true;
}

/* Adds what a merge key brings: keys that are written here win. */
static bool merge(struct builder *b, const struct yaml_node *from, int line, struct map *seen,
                  struct pairs *pairs)
{
    if (from->kind == NODE_LIST) {
        for (size_t i = 0; i < from->n; i++) {
            if (from->items[i]->kind == NODE_LIST || !merge(b, from->items[i], line, seen, pairs))
                return fail(b, line, "'<<' takes maps only, as in <<: *common");
        }
        return true;
    }
    if (from->kind != NODE_MAP)
        return fail(b, line, "'<<' takes a map, as in <<: *common");
    for (size_t i = 0; i < from->n; i++) {
        if (map_get(seen, from->pairs[i].key))
            continue;
        vec_push(pairs, from->pairs[i]);
        map_set(seen, from->pairs[i].key, (void *)(uintptr_t)line);
    }
    return true;
}

static bool copy_pair(struct builder *b, const yaml_node_pair_t *from, int depth, struct map *seen,
                      struct pairs *pairs, struct pairs *merges)
{
    struct yaml_pair pair = {0};
    const char *key = "";
    if (!key_of(b, from->key, &key, &pair.line) || !copy_node(b, from->value, depth, &pair.value))
        return false;
    pair.key = arena_strdup(&b->tree->arena, key);
    if (strcmp(key, "<<") == 0) {
        vec_push(merges, pair);
        return true;
    }
    uintptr_t first = (uintptr_t)map_get(seen, key);
    if (first) {
        problems_error(b->tree->problems, b->tree->file, pair.line,
                       "'%s' is here a second time; the first is on line %d", key, (int)first);
        return true;
    }
    map_set(seen, key, (void *)(uintptr_t)pair.line);
    vec_push(pairs, pair);
    return true;
}

static bool copy_map(struct builder *b, const yaml_node_t *from, int depth, struct yaml_node *to)
{
    struct map seen;
    struct pairs pairs = {0}, merges = {0};
    map_init(&seen);
    bool ok = true;
    const yaml_node_pair_t *end = from->data.mapping.pairs.top;
    for (const yaml_node_pair_t *p = from->data.mapping.pairs.start; ok && p < end; p++)
        ok = copy_pair(b, p, depth, &seen, &pairs, &merges);
    for (size_t i = 0; ok && i < merges.len; i++)
        ok = merge(b, merges.data[i].value, merges.data[i].line, &seen, &pairs);
    /* A chain of merges could grow faster than the nodes it is made of. */
    b->nodes += pairs.len;

    struct yaml_pair *kept = arena_array(&b->tree->arena, pairs.len, sizeof *kept);
    if (pairs.len)
        memcpy(kept, pairs.data, pairs.len * sizeof *kept);
    to->kind = NODE_MAP;
    to->pairs = kept;
    to->n = pairs.len;
    vec_release(&pairs);
    vec_release(&merges);
    map_release(&seen, NULL);
    return ok;
}

static bool copy_node(struct builder *b, int index, int depth, const struct yaml_node **out)
{
    const yaml_node_t *from = yaml_document_get_node(b->doc, index);
    if (!from)
        return fail(b, 0, "not valid YAML");
    if (depth >= YAML_DEPTH_MAX)
        return problems_error(b->tree->problems, b->tree->file, line_of(from),
                              "nested more than %d deep", YAML_DEPTH_MAX);
    if (++b->nodes > YAML_NODES_MAX)
        return problems_error(b->tree->problems, b->tree->file, line_of(from),
                              "more than %d values in one file", YAML_NODES_MAX);
    struct yaml_node *to = arena_alloc(&b->tree->arena, sizeof *to);
    to->line = line_of(from);
    *out = to;
    switch (from->type) {
    case YAML_SCALAR_NODE:
        return copy_scalar(b, from, to);
    case YAML_SEQUENCE_NODE:
        return copy_list(b, from, depth + 1, to);
    case YAML_MAPPING_NODE:
        return copy_map(b, from, depth + 1, to);
    case YAML_NO_NODE:
        break;
    }
    return fail(b, line_of(from), "not valid YAML");
}

static int line_at(const char *data, size_t len, size_t offset)
{
    int line = 1;
    for (size_t i = 0; i < len && i < offset; i++)
        line += data[i] == '\n';
    return line;
}

static const char *line_start(const char *data, size_t len, int line)
{
    const char *p = data, *end = data + len;
    while (--line > 0 && p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        p = nl ? nl + 1 : end;
    }
    return p;
}

static bool tab_indents(const char *data, size_t len, int line)
{
    const char *p = line_start(data, len, line), *end = data + len;
    while (p < end && *p == ' ')
        p++;
    return p < end && *p == '\t';
}

/* libyaml's sentences are fixed texts without any of the file's content: safe where a file holds
 * secrets. */
static void syntax_error(struct yaml_tree *t, const yaml_parser_t *parser, const char *data,
                         size_t len)
{
    const char *why = parser->problem ? parser->problem : "unknown";
    if (parser->error == YAML_READER_ERROR) {
        problems_error(t->problems, t->file, line_at(data, len, parser->problem_offset),
                       "not UTF-8 text: %s", why);
        return;
    }
    int line = (int)parser->problem_mark.line + 1;
    if (tab_indents(data, len, line)) {
        problems_error(t->problems, t->file, line, "a tab can't indent YAML: use spaces");
        return;
    }
    problems_error(t->problems, t->file, line, "not valid YAML in column %zu: %s%s%s",
                   parser->problem_mark.column + 1, why, parser->context ? " " : "",
                   parser->context ? parser->context : "");
}

/* libyaml scans deep flow nesting in quadratic time, so the depth is bounded before it starts.
 * Brackets in quotes count too: no one writes that many in a row unclosed. */
static bool too_deep(const char *data, size_t len, int *line)
{
    int open = 0;
    *line = 1;
    for (size_t i = 0; i < len; i++) {
        *line += data[i] == '\n';
        if (data[i] == '[' || data[i] == '{')
            open++;
        else if (open && (data[i] == ']' || data[i] == '}'))
            open--;
        if (open > 20 * YAML_DEPTH_MAX)
            return true;
    }
    return false;
}

static bool build(struct yaml_tree *t, yaml_document_t *doc)
{
    struct builder b = {.tree = t, .doc = doc};
    yaml_node_t *root = yaml_document_get_root_node(doc);
    if (!root) {
        t->root = arena_alloc(&t->arena, sizeof *t->root);
        return true;
    }
    if (copy_node(&b, 1, 0, &t->root))
        return true;
    t->root = NULL;
    return false;
}

static bool only_one(struct yaml_tree *t, yaml_parser_t *parser, const char *data, size_t len)
{
    yaml_document_t next;
    if (!yaml_parser_load(parser, &next)) {
        syntax_error(t, parser, data, len);
        return false;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&next);
    int line = root ? line_of(root) : 0;
    yaml_document_delete(&next);
    if (line)
        return problems_error(t->problems, t->file, line,
                              "a second document after '---' is not read: one file, one document");
    return true;
}

static bool parse(struct yaml_tree *t, yaml_parser_t *parser, const char *data, size_t len)
{
    yaml_document_t doc;
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)data, len);
    if (!yaml_parser_load(parser, &doc)) {
        syntax_error(t, parser, data, len);
        return false;
    }
    bool empty = !yaml_document_get_root_node(&doc);
    bool ok = build(t, &doc);
    yaml_document_delete(&doc);
    return ok && (empty || only_one(t, parser, data, len));
}

bool yaml_tree_load(struct yaml_tree *t, const char *file, const char *data, size_t len,
                    struct problems *problems)
{
    memset(t, 0, sizeof *t);
    arena_init(&t->arena);
    t->file = arena_strdup(&t->arena, file);
    t->problems = problems;
    if (len > YAML_FILE_MAX)
        return problems_error(problems, file, 0, "larger than %d bytes: not a file for klamm",
                              YAML_FILE_MAX);
    int line = 0;
    if (too_deep(data, len, &line))
        return problems_error(problems, file, line, "nested more than %d deep", YAML_DEPTH_MAX);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return problems_error(problems, file, 0, "no memory to read it");
    bool ok = parse(t, &parser, data, len);
    yaml_parser_delete(&parser);
    return ok;
}

void yaml_tree_release(struct yaml_tree *t)
{
    arena_release(&t->arena);
    t->root = NULL;
}
