/* A verb's secrets. */
#ifndef KLAMM_CLI_VERB_SECRETS_H
#define KLAMM_CLI_VERB_SECRETS_H

#include "core/action/line.h"

#include <stdint.h>

/* Gets the secrets that are needed from their commands, or asks for them on the terminal. */
bool verb_secrets(struct line *l, int64_t timeout_ms, struct err *err);

#endif
