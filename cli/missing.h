/* What is missing of a list that was requested. */
#ifndef KLAMM_CLI_MISSING_H
#define KLAMM_CLI_MISSING_H

#include "cli/connect.h"
#include "core/base/table.h"
#include "core/base/table_order.h"

/* The list as a whole is unknown: says why, returns the exit code. */
int missing_list(const struct connection *x, const struct dataset *d);
/* Values of these rows are unknown: says how many and why the first. CLI_DONE when all are known.
 */
int missing_values(const struct table *t, const struct table_order *o);

#endif
