/* YAML files as a tree with places, read through libyaml's document API. One helper for the
 * configuration, the themes and the key maps, so that they all report mistakes in the same words:
 * "klamm.yaml:12: 'guard' must be one of open, typed, read-only; found 'strict'".
 *
 * The tree owns copies in its arena; problems go to the list given to yaml_tree_load, which must
 * outlive the tree. Hostile files are bounded: size, depth and number of nodes; aliases can't make
 * cycles or bombs. Merge keys (<<: *common) are understood. */
#ifndef KLAMM_CORE_CONFIG_YAML_H
#define KLAMM_CORE_CONFIG_YAML_H

#include "core/base/arena.h"
#include "core/config/problems.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    YAML_FILE_MAX = 1 << 20, /* bytes */
    YAML_DEPTH_MAX = 32,
    YAML_NODES_MAX = 100000, /* aliases counted each time they are used */
};

enum node_kind {
    NODE_NULL, /* nothing written, ~ or null */
    NODE_SCALAR,
    NODE_LIST,
    NODE_MAP,
};

struct yaml_node;
struct yaml_pair {
    const char *key;
    int line;                      /* of the key, from 1 */
    const struct yaml_node *value; /* never NULL */
};

struct yaml_node {
    enum node_kind kind;
    int line;
    const char *text;                     /* NODE_SCALAR: without NUL bytes; else NULL */
    const struct yaml_pair *pairs;        /* NODE_MAP, in the order written, keys unique */
    const struct yaml_node *const *items; /* NODE_LIST */
    size_t n;
};

struct yaml_tree {
    struct arena arena;
    const char *file; /* as it appears in messages; copied */
    struct problems *problems;
    const struct yaml_node *root; /* never NULL after a load that returned true */
};

/* Reads data; an empty file has a NODE_NULL root. False: it was not valid YAML, and a problem says
 * why; the tree is empty but may be released. */
bool yaml_tree_load(struct yaml_tree *t, const char *file, const char *data, size_t len,
                    struct problems *problems);
void yaml_tree_release(struct yaml_tree *t);

#endif
