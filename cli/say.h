/* What a command says on stderr. */
#ifndef KLAMM_CLI_SAY_H
#define KLAMM_CLI_SAY_H

#include "core/base/err.h"

/* "klamm: sentence" on stderr, display-safe. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Says the error and returns the exit code for its kind, an enum cli_exit. */
int cli_fail(const struct err *err);

#endif
