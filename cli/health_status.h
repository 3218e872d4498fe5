/* What klamm health says of the cluster as a whole. */
#ifndef KLAMM_CLI_HEALTH_STATUS_H
#define KLAMM_CLI_HEALTH_STATUS_H

#include "core/base/table.h"

#include <stdbool.h>

/* Its exit codes, too. */
enum health_status { HEALTH_GOOD = 0, HEALTH_WARNINGS = 1, HEALTH_CRITICAL = 2 };

/* Of all findings of the table, shown or not. unknown: something could not be read, which is a
 * warning at least. */
enum health_status health_status(const struct table *findings, bool unknown);
const char *health_status_word(enum health_status s); /* "healthy", "warnings", "critical" */

#endif
