/* Compiles a filter; match.h says what it may be. */
#ifndef KLAMM_CORE_BASE_MATCH_PARSE_H
#define KLAMM_CORE_BASE_MATCH_PARSE_H

#include "core/base/match.h"

/* Compiles; on error returns NULL and *at is the byte offset in `text` where it is wrong. An empty
 * or blank text compiles to a filter that takes everything. */
struct match *match_new(const char *text, const struct match_column *cols, size_t ncols, size_t *at,
                        struct err *err);

#endif
