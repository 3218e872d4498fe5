/* Values at connect time: literals unchanged, secrets from environment, file or command. */
#ifndef KLAMM_CORE_CONFIG_SECRET_H
#define KLAMM_CORE_CONFIG_SECRET_H

#include "core/base/err.h"
#include "core/config/property.h"

#include <stdbool.h>
#include <stdint.h>

/* The value of one property. One newline at its end is dropped, as `echo` and editors leave one,
 * and a byte order mark in front. Blocks: a command, and a file that is a pipe, get timeout_ms;
 * then a command and its children are killed, as they are when klamm ends in any way. Thread-safe:
 * call it from a thread when property_is_slow. The value goes only to *value (malloc'd; give it to
 * secret_free): err never holds it; of a command err holds what it wrote to stderr, without the
 * value should it be in there. */
bool property_resolve(const struct property *p, int64_t timeout_ms, char **value, struct err *err);
void secret_free(char *value); /* wipes; NULL is fine */
/* True when property_resolve may wait: a command, and a file that is not an ordinary one. */
bool property_is_slow(const struct property *p);
/* Ends the commands that run; those who wait for them get an error. Also done by exit(). */
void secrets_stop(void);
/* The bytes of a secret's file as its value, malloc'd: without a byte order mark and one newline. */
char *secret_text(const char *data, size_t len);

#endif
