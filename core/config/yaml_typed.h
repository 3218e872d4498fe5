/* What must be there in a YAML tree: a problem says so when it is something else. */
#ifndef KLAMM_CORE_CONFIG_YAML_TYPED_H
#define KLAMM_CORE_CONFIG_YAML_TYPED_H

#include "core/config/yaml.h"

/* The value of key, or NULL when the map (which may be NULL or not a map) lacks it. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* Reports that a value is not what it must be: "'what' must be <must>; found <kind or value>".
 * quote says whether the value may be shown. Always false. */
bool yaml_wrong(struct yaml_tree *t, const struct yaml_node *node, const char *what,
                const char *must, bool quote);
/* Each key of map that is not in keys[0..n) is a problem, with a suggestion. where completes the
 * sentence "unknown key 'x' in …". True when all are known. */
bool yaml_only(struct yaml_tree *t, const struct yaml_node *map, const char *where,
               const char *const *keys, size_t n);

/* What must be there, with a problem when it is something else; what is the key's name. */
bool yaml_is_map(struct yaml_tree *t, const struct yaml_node *node, const char *what);
bool yaml_is_list(struct yaml_tree *t, const struct yaml_node *node, const char *what);
/* The text, valid as long as the tree, or NULL and a problem. */
const char *yaml_text(struct yaml_tree *t, const struct yaml_node *node, const char *what);
bool yaml_bool(struct yaml_tree *t, const struct yaml_node *node, const char *what, bool *out);
bool yaml_int(struct yaml_tree *t, const struct yaml_node *node, const char *what, int64_t min,
              int64_t max, int64_t *out);
/* Index into names[0..n). */
bool yaml_choice(struct yaml_tree *t, const struct yaml_node *node, const char *what,
                 const char *const *names, size_t n, size_t *out);

#endif
