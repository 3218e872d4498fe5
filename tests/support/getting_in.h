/* Who is let into the test cluster: a profile, a client.properties file with klamm, and the same file
 * with Kafka's own tool. */
#ifndef KLAMM_TESTS_SUPPORT_GETTING_IN_H
#define KLAMM_TESTS_SUPPORT_GETTING_IN_H

#include "core/base/err.h"
#include "core/config/profile.h"

#include <stdbool.h>
#include <stddef.h>

/* True when the cluster let the profile in; err says why not. */
bool gets_in(const struct profile *p, struct err *err);
/* The test fails unless klamm gets in with this file, with this many warnings. */
void klamm_gets_in_with(const char *properties_file, size_t warnings);
/* Both programs read the same bytes; Kafka's tool takes the addresses by an option only. */
void both_get_in_warned(const char *dir, const char *servers, const char *text, size_t warnings);
void both_get_in(const char *dir, const char *servers, const char *text); /* without a warning */

/* Only we may read it; its path, malloc'd. */
char *write_file(const char *dir, const char *name, const char *text);

#endif
