/* A secret that a command prints, for a verb's parameter. */
#ifndef KLAMM_CORE_ACTION_SECRET_FETCH_H
#define KLAMM_CORE_ACTION_SECRET_FETCH_H

#include "core/base/err.h"
#include "core/loop/job.h"

#include <stdbool.h>
#include <stdint.h>

/* Runs it and waits; name is the parameter's ("password"). *value: see secret_free. The error is
 * ERR_USAGE and holds what the command wrote to stderr, never the value. */
bool secret_by_command(const char *name, const char *command, int64_t timeout_ms, char **value,
                       struct err *err);

/* The same without holding up the loop: done runs once, from the loop, unless the job is cancelled.
 * The value is wiped when done returns; NULL: err. */
typedef void secret_fetched(void *user, const char *value, const struct err *err);
struct job *secret_fetch(uv_loop_t *loop, const char *name, const char *command,
                         secret_fetched *done, void *user);

#endif
