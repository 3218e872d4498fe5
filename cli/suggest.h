/* What can come at a place of the command line, for the completion of shells. */
#ifndef KLAMM_CLI_SUGGEST_H
#define KLAMM_CLI_SUGGEST_H

#include "cli/suggestions.h"

#include <stddef.h>
#include <stdint.h>

/* words[0 … n-1] are the words before; the cluster is read only when its names can come there, and
 * for no longer than wait_ms. */
void suggest_find(struct suggestions *c, const char *const *words, size_t n, int64_t wait_ms);

#endif
