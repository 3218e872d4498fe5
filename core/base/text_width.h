/* How many columns of a terminal text takes. */
#ifndef KLAMM_CORE_BASE_TEXT_WIDTH_H
#define KLAMM_CORE_BASE_TEXT_WIDTH_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns a code point takes: 0 combining, 1, or 2 wide. By an own table, so that it does not
 * depend on LC_ALL. */
int text_cp_width(uint32_t cp);
size_t text_width(const char *s);
/* Bytes of s that fit into `cols` columns; *used (may be NULL) gets the columns they take. */
size_t text_fit(const char *s, size_t cols, size_t *used);
/* s cut to cols columns; what was cut is shown by an ellipsis ("…", or "~" when ascii). */
char *text_ellipsize(struct arena *a, const char *s, size_t cols, bool ascii);

#endif
