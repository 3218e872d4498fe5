/* What of a line of the screen must be the same each time: the words, and how they are painted.
 * Numbers, ages, charts and the blanks that make room for them may differ. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_MASK_H
#define KLAMM_TESTS_E2E_GOLDEN_MASK_H

#include <stddef.h>
#include <stdint.h>

struct golden_token {
    uint32_t ch;
    size_t from; /* the character it stands for, or the first of them */
};

/* Of n characters, at most n tokens: '#' for a number with its unit, whether it has come or is
 * awaited, and for an id, a path or a user; one blank for many and for a chart; one line for many;
 * anything else as it is. Returns how many. */
size_t golden_mask(const uint32_t *chars, size_t n, struct golden_token *out);

#endif
