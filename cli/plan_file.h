/* A reviewed plan in a file: --plan-out writes it, --plan-in reads it. */
#ifndef KLAMM_CLI_PLAN_FILE_H
#define KLAMM_CLI_PLAN_FILE_H

#include "core/action/action.h"
#include "core/config/profile.h"

bool plan_file_write(const char *path, const struct plan *p, const char *cluster_id,
                     const struct profile *profile, struct err *err);
/* NULL with err when it is not such a file, was changed since, is of another cluster or of another
 * verb. It is not to be trusted yet: its arguments are planned again first. */
struct plan *plan_file_read(const char *path, const struct action *a, const char *cluster_id,
                            struct err *err);
/* Takes both, the one from the file and the one that was just made from its arguments, and returns
 * the one to send. NULL with err (ERR_GUARD) when the cluster changed since, or when the file's
 * steps are not those of its arguments. */
struct plan *plan_file_check(struct plan *file, struct plan *now, struct err *err);

#endif
