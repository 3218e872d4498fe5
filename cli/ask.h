/* Questions to the person at the terminal. */
#ifndef KLAMM_CLI_ASK_H
#define KLAMM_CLI_ASK_H

#include "core/base/err.h"

#include <stdbool.h>

/* Someone can be asked: stdin and stderr are a terminal. */
bool ask_possible(void);
/* "question? y/N": true for y or yes. */
bool ask_yes(const char *question);
/* True when exactly these bytes were typed. */
bool ask_typed(const char *word);
/* Without echo, twice; malloc'd, to be given to secret_free(). NULL with err when nothing was typed
 * or the two differ. */
char *ask_secret(const char *what, struct err *err);

#endif
