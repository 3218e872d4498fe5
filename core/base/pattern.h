/* Regular expressions that a user types: PCRE2 with bounds on everything it may take, so that no
 * pattern freezes the screen or eats the memory. What goes beyond them is an error with words, both
 * while compiling and, for a pattern that is only slow on what it meets, while matching. */
#ifndef KLAMM_CORE_BASE_PATTERN_H
#define KLAMM_CORE_BASE_PATTERN_H

#include "core/base/err.h"

#include <stdbool.h>

struct pattern;

/* Compiles; NULL and ERR_USAGE in err when it is wrong or too much. fold: any case matches. */
struct pattern *pattern_new(const char *text, bool fold, struct err *err);
void pattern_free(struct pattern *p); /* NULL is fine */

/* Does it match anywhere in s? Bytes of s that are no UTF-8 match nothing. False, here and from
 * then on, when it took more than its bounds. */
bool pattern_matches(struct pattern *p, const char *s);
/* Why its answers can't be relied on (it gave up), as a sentence; NULL: they can. */
const char *pattern_trouble(const struct pattern *p);

#endif
