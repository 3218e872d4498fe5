/* What is missing of a list that was asked for. */
#ifndef KLAMM_CLI_MISSING_H
#define KLAMM_CLI_MISSING_H

#include "cli/connect.h"
#include "core/base/table.h"

/* The list as a whole was not told: says why, returns the exit code. */
int missing_list(const struct connection *x, const struct dataset *d);
/* Values of these rows were not told: says how many and why the first. CLI_DONE when all were. */
int missing_values(const struct table *t, const struct table_order *o);

#endif
