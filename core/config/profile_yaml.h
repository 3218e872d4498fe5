/* One entry of `clusters:` in klamm.yaml → struct profile. */
#ifndef KLAMM_CORE_CONFIG_PROFILE_YAML_H
#define KLAMM_CORE_CONFIG_PROFILE_YAML_H

#include "core/config/profile.h"
#include "core/config/settings.h"
#include "core/config/yaml.h"

/* Never NULL: what is right is taken, what is wrong becomes a problem. public_file: everyone on
 * this machine may read the file, so a secret written in it is a warning. */
struct profile *profile_read(struct yaml_tree *t, const struct yaml_pair *entry,
                             const struct settings *settings, bool public_file);
/* The keys that a cluster may have. */
enum { PROFILE_YAML_KEYS = 15 };
extern const char *const profile_yaml_keys[PROFILE_YAML_KEYS];
/* The settings' limits. */
struct profile_limits profile_limits_of(const struct settings *settings);

#endif
