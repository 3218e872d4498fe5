/* The console in lines: for screen readers, and for terminals that can't place their cursor. */
#ifndef KLAMM_CLI_LINEAR_H
#define KLAMM_CLI_LINEAR_H

#include "core/config/options.h"

/* Reads lines from stdin until its end or "quit". Returns an enum cli_exit. `why`: a sentence about
 * why it is not the screen, said first; NULL: it was asked for. */
int linear_run(const struct options *o, const char *why);

#endif
