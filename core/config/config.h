/* The whole configuration: settings, clusters, and what was wrong with the file. */
#ifndef KLAMM_CORE_CONFIG_CONFIG_H
#define KLAMM_CORE_CONFIG_CONFIG_H

#include "core/base/err.h"
#include "core/config/guards.h"
#include "core/config/problems.h"
#include "core/config/profile.h"
#include "core/config/settings.h"

#include <stdbool.h>
#include <stddef.h>

struct config {
    char *path; /* the file that was read; NULL: the built-in configuration alone */
    struct settings settings;
    struct guards guards;      /* by label, for clusters that set none of their own */
    struct profile **profiles; /* in the order of the file */
    size_t nprofiles;
    struct problems problems; /* everything found, errors and warnings */
};

/* Reads the built-in configuration and over it the first of: the given path (--config; may be
 * NULL), $KLAMM_CONFIG, klamm.yaml in the XDG config directory, config_system_path(). A file that
 * was named but can't be read is an error, a place that has none is skipped. All mistakes are
 * collected; what was right is taken. False when there are errors: err has the first and how many
 * more, c->problems has all. c must be released in both cases. */
bool config_load(struct config *c, const char *path, struct err *err);
/* The same from memory; file is what messages call it. */
bool config_parse(struct config *c, const char *file, const char *data, size_t len,
                  struct err *err);
void config_init(struct config *c); /* built-in values only */
void config_release(struct config *c);

/* By name; NULL and a sentence with a suggestion when there is none of that name. */
const struct profile *config_profile(const struct config *c, const char *name, struct err *err);
/* default-cluster, or the only one there is; NULL and err (ERR_USAGE) which says how to name
 * brokers and where the configuration belongs. */
const struct profile *config_default_profile(const struct config *c, struct err *err);
/* Where a user's own configuration belongs, whether it is there or not; malloc'd. */
char *config_user_path(void);
/* The configuration for everyone on this machine: klamm/klamm.yaml in the sysconfdir of the build.
 */
const char *config_system_path(void);

#endif
