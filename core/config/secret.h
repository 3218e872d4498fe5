/* Values at connect time: literals as they are, secrets from environment, file or command. */
#ifndef KLAMM_CORE_CONFIG_SECRET_H
#define KLAMM_CORE_CONFIG_SECRET_H

#include "core/base/err.h"
#include "core/config/property.h"

#include <stdbool.h>
#include <stdint.h>

/* The value of one property. One newline at its end is dropped, as `echo` and editors leave one.
 * Blocks: a command runs at most timeout_ms, then it and its children are killed. Thread-safe, and
 * touches nothing but its arguments: call it from the thread pool when a command may be slow.
 * The value goes nowhere but *value (malloc'd; give it to secret_free): err never holds it; of a
 * command err holds what it wrote to stderr, without the value should it be in there. */
bool property_resolve(const struct property *p, int64_t timeout_ms, char **value, struct err *err);
void secret_free(char *value); /* wipes; NULL is fine */

#endif
