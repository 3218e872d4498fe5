/* The other files in YAML, themes and key maps: any bytes are taken or refused, by sentences with a
 * place that drive no terminal. */
#include "core/base/text.h"
#include "core/config/yaml.h"
#include "tests/fuzz/fuzz.h"
#include "tui/keymap.h"
#include "tui/term/keys.h"
#include "tui/term/theme.h"

#include <string.h>

const char *const fuzz_words[] = {
    "title: ",  "bold ",   "red",        " on ",     "#ff8800",  "bright-blue", "default",
    "reverse ", "dim ",    "underline",  "256",      "\n",       "  ",          "global:\n",
    "list:\n",  "  C-a: ", "  M-Left: ", "  F5: ",   "quit",     "open x y",    "~",
    "{}",       "[a, b]",  "- ",         "<<: *x\n", "&x ",      "*x",          "\"",
    "'",        "# c\n",   "inherit: ",  "dark\n",   "\x1b[31m", "\\x1b",       "\t",
    ": ",       "? ",      "|\n",        "---\n",    NULL,
};

static void check_problems(const struct problems *p)
{
    for (size_t i = 0; i < p->len; i++) {
        FUZZ_CHECK(text_is_plain(p->data[i].text, strlen(p->data[i].text)));
        FUZZ_CHECK(strncmp(p->data[i].text, "f.yaml:", 7) == 0);
    }
}

static void walk(const struct yaml_node *node, int depth)
{
    FUZZ_CHECK(depth <= YAML_DEPTH_MAX && node->line >= 0);
    FUZZ_CHECK((node->kind == NODE_SCALAR) == (node->text != NULL));
    if (node->kind == NODE_MAP)
        for (size_t i = 0; i < node->n; i++)
            walk(node->pairs[i].value, depth + 1);
    if (node->kind == NODE_LIST)
        for (size_t i = 0; i < node->n; i++)
            walk(node->items[i], depth + 1);
}

static bool known(const char *verb)
{
    return strlen(verb) % 2 == 0;
}

static void read_keymap(const char *data, size_t size)
{
    struct problems problems;
    struct keymap k;
    problems_init(&problems);
    keymap_init(&k);
    bool ok = keymap_read(&k, "f.yaml", data, size, known, &problems);
    FUZZ_CHECK(ok == (problems.errors == 0));
    check_problems(&problems);
    for (size_t i = 0; i < k.n; i++)
        FUZZ_CHECK(k.list[i].key != K_NONE && (!k.list[i].verb || known(k.list[i].verb)));
    keymap_release(&k);
    problems_release(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct problems problems;
    struct yaml_tree tree;
    struct theme theme;
    struct err err = {0};
    problems_init(&problems);
    if (yaml_tree_load(&tree, "f.yaml", text, size, &problems))
        walk(tree.root, 0);
    else
        FUZZ_CHECK(problems.errors > 0);
    yaml_tree_release(&tree);
    check_problems(&problems);
    problems_release(&problems);
    read_keymap(text, size);
    if (!theme_parse(&theme, "f.yaml", text, size, &err))
        FUZZ_CHECK(err.kind == ERR_CONFIG && text_is_plain(err.msg, strlen(err.msg)));
    err_clear(&err);
    return 0;
}
