/* How fast a program in a terminal answers its keys. */
#ifndef KLAMM_TESTS_SUPPORT_PACE_H
#define KLAMM_TESTS_SUPPORT_PACE_H

#include "tests/e2e/term.h"

#include <stddef.h>

enum { PACE_KEYS = 100 };

/* Reads until nothing was written for this long; returns the bytes that came. */
size_t pace_quiet(struct term *t, int ms);
/* Everything that is written within ms. */
size_t pace_listen(struct term *t, int ms);
/* In a list of which the first row has the cursor: 100 keys that move it (by a row, a page, to the
 * ends), each sent after the screen has come to rest. Time from the key to the last byte of the
 * frame in which the cursor is seen at its new place. */
void pace_keys(struct term *t, const char *prefix, const char *name);
/* From these keys until the screen shows the text. */
double pace_until(struct term *t, const char *keys, const char *text);

#endif
