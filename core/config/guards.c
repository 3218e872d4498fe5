/* Rules from label to guard. Owned by struct config; applied when a cluster is read and again when
 * the command line gives another label. */
#include "core/config/guards.h"

#include "core/base/mem.h"
#include "core/config/yaml_typed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void guards_read(struct guards *g, struct yaml_tree *t, const struct yaml_node *map)
{
    if (map->kind == NODE_NULL || !yaml_is_map(t, map, "guards"))
        return;
    g->rules = xcalloc(map->n, sizeof *g->rules);
    for (size_t i = 0; i < map->n; i++) {
        size_t level = GUARD_READ_ONLY;
        if (!yaml_choice(t, map->pairs[i].value, map->pairs[i].key, guard_names, 3, &level))
            level = GUARD_READ_ONLY;
        g->rules[g->n++] = (struct guard_rule){xstrdup(map->pairs[i].key), (enum guard_level)level};
    }
}

void guards_release(struct guards *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->rules[i].label);
    free(g->rules);
    *g = (struct guards){0};
}

static bool is_about(const struct guard_rule *r, const char *label)
{
    return strcasecmp(r->label, label) == 0 ||
           (strcmp(r->label, "prod") == 0 && profile_label_is_prod(label));
}

void guards_apply(const struct guards *g, struct profile *p)
{
    const struct guard_rule *found = NULL, *others = NULL;
    for (size_t i = 0; i < g->n && !p->guard_given; i++) {
        if (strcmp(g->rules[i].label, "*") == 0)
            others = &g->rules[i];
        else if (!found && is_about(&g->rules[i], p->label))
            found = &g->rules[i];
    }
    /* What is taken for prod is never less guarded by a rule for the others. */
    if (!found && others && (!profile_label_is_prod(p->label) || others->level > p->guard))
        found = others;
    if (found)
        p->guard = found->level;
}
