/* How careful to be by label: the part `guards:` of the configuration. */
#ifndef KLAMM_CORE_CONFIG_GUARDS_H
#define KLAMM_CORE_CONFIG_GUARDS_H

#include "core/config/profile.h"
#include "core/config/yaml.h"

struct guards {
    struct guard_rule {
        char *label; /* "*": every other label, and no label */
        enum guard_level level;
    } * rules;
    size_t n;
};

/* A level that can't be read is a problem, and counts as read-only. */
void guards_read(struct guards *g, struct yaml_tree *t, const struct yaml_node *map);
void guards_release(struct guards *g);
/* Sets the guard of a profile by its label, unless it has one of its own; "prod" stands for all
 * that profile_label_is_prod takes for it. Without a rule it stays as the label has it. */
void guards_apply(const struct guards *g, struct profile *p);

#endif
