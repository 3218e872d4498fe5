/* The key map: read, overridden, asked. input_sink.c looks keys up, bars.c and help.c list it, so
 * the hint line and the help can't say anything else than what happens. Contexts are asked from the
 * inner to the outer (the pane's own, "list", "global"), and the first that knows the key decides.
 */
#include "tui/keymap.h"

#include "core/base/builtin.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/yaml.h"
#include "core/config/yaml_typed.h"
#include "tui/term/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void keymap_init(struct keymap *k)
{
    memset(k, 0, sizeof *k);
    arena_init(&k->arena);
}

void keymap_release(struct keymap *k)
{
    arena_release(&k->arena);
    free(k->list);
    memset(k, 0, sizeof *k);
}

static struct binding *slot(struct keymap *k, const char *context, uint32_t key)
{
    for (size_t i = 0; i < k->n; i++) {
        if (k->list[i].key == key && strcmp(k->list[i].context, context) == 0)
            return &k->list[i];
    }
    if (k->n == k->cap) {
        k->cap = k->cap ? k->cap * 2 : 128;
        k->list = xrealloc(k->list, k->cap, sizeof *k->list);
    }
    struct binding *b = &k->list[k->n++];
    *b = (struct binding){arena_strdup(&k->arena, context), key, NULL, NULL};
    return b;
}

static void bind(struct keymap *k, const char *context, uint32_t key, const char *what)
{
    struct binding *b = slot(k, context, key);
    size_t n = strcspn(what, " ");
    b->verb = !*what ? NULL : arena_strndup(&k->arena, what, n);
    b->arg = what[n] ? arena_strdup(&k->arena, what + n + 1) : NULL;
}

static bool read_context(struct keymap *k, struct yaml_tree *y, const struct yaml_pair *context,
                         bool (*known)(const char *verb))
{
    bool ok = true;
    if (!yaml_is_map(y, context->value, context->key))
        return false;
    for (size_t i = 0; i < context->value->n; i++) {
        const struct yaml_pair *p = &context->value->pairs[i];
        uint32_t key = key_parse(p->key);
        const char *what = yaml_text(y, p->value, p->key);
        char verb[64];
        if (!what) {
            ok = false;
            continue;
        }
        size_t n = strcspn(what, " ");
        snprintf(verb, sizeof verb, "%.*s", (int)n, what);
        if (!key)
            ok = problems_error(
                y->problems, y->file, p->line,
                "'%s' is not a key: write a character, or a name such as Enter, PageUp, F5, C-a, "
                "M-Left",
                p->key);
        else if (*verb && !known(verb))
            ok = problems_error(y->problems, y->file, p->line,
                                "there is no verb '%s' (the help lists them); '' frees the key",
                                verb);
        else
            bind(k, context->key, key, what);
    }
    return ok;
}

/* The built-in map names every context but those of lists that have no key of their own. */
static bool has_context(const struct keymap *k, const char *name, bool (*known)(const char *verb))
{
    for (size_t i = 0; i < k->n; i++) {
        if (strcmp(k->list[i].context, name) == 0)
            return true;
    }
    return known(name);
}

bool keymap_read(struct keymap *k, const char *file, const char *data, size_t len,
                 bool (*known)(const char *verb), struct problems *problems)
{
    struct yaml_tree y;
    bool ok = yaml_tree_load(&y, file, data, len, problems);
    bool first = k->n == 0;
    if (ok && y.root->kind != NODE_NULL) {
        ok = yaml_is_map(&y, y.root, "a key map");
        for (size_t i = 0; y.root->kind == NODE_MAP && i < y.root->n; i++) {
            const struct yaml_pair *p = &y.root->pairs[i];
            if (!first && !has_context(k, p->key, known))
                ok = problems_error(problems, file, p->line,
                                    "there is no context '%s': its keys do nothing", p->key);
            ok = read_context(k, &y, p, known) && ok;
        }
    }
    yaml_tree_release(&y);
    return ok;
}

static bool read_user(struct keymap *k, bool (*known)(const char *verb), struct problems *problems)
{
    char *dir = file_xdg("config");
    char *path = dir ? xasprintf("%s/keys.yaml", dir) : NULL;
    struct buf data;
    struct err e;
    bool ok = true;
    buf_init(&data, 0);
    if (path && !access(path, F_OK)) {
        if (file_read_ordinary(path, YAML_FILE_MAX, &data, &e))
            ok = keymap_read(k, path, buf_str(&data), data.len, known, problems);
        else
            ok = problems_error(problems, path, 0, "%s", e.msg);
    }
    buf_release(&data);
    free(path);
    free(dir);
    return ok;
}

bool keymap_load(struct keymap *k, bool (*known)(const char *verb), struct problems *problems)
{
    bool ok = true;
    for (const struct builtin_file *f = builtin_files; f->name; f++) {
        if (strcmp(f->name, "conf/keys.yaml") == 0)
            ok = keymap_read(k, f->name, f->data, f->size, known, problems);
    }
    return read_user(k, known, problems) && ok;
}

const struct binding *keymap_find(const struct keymap *k, const char *const *contexts, uint32_t key)
{
    for (; *contexts; contexts++) {
        for (size_t i = 0; i < k->n; i++) {
            if (k->list[i].key == key && strcmp(k->list[i].context, *contexts) == 0)
                return k->list[i].verb ? &k->list[i] : NULL;
        }
    }
    return NULL;
}

uint32_t keymap_key_of(const struct keymap *k, const char *const *contexts, const char *verb)
{
    for (const char *const *c = contexts; *c; c++) {
        for (size_t i = 0; i < k->n; i++) {
            const struct binding *b = &k->list[i];
            if (b->verb && !b->arg && strcmp(b->context, *c) == 0 && strcmp(b->verb, verb) == 0 &&
                keymap_find(k, contexts, b->key) == b)
                return b->key;
        }
    }
    return K_NONE;
}
