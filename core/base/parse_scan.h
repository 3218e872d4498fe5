/* What the parsers of core/base share: small steps over a string. Only parse*.c include this. */
#ifndef KLAMM_CORE_BASE_PARSE_SCAN_H
#define KLAMM_CORE_BASE_PARSE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number as written, without its sign: whole + micro / 1,000,000. */
struct decimal {
    int64_t whole;
    int64_t micro;
};

bool scan_is_digit(char c);
void scan_blanks(const char **s);
/* Moves past `word` (any case) and says whether it was there. */
bool scan_word(const char **s, const char *word);
/* '-' → -1, '+' or nothing → 1; moves past it. */
int scan_sign(const char **s);
/* Digits (at least one) without overflow. */
bool scan_digits(const char **s, int64_t *out);
/* Digits grouped by _ or by commas in threes, and up to six decimals. */
bool scan_decimal(const char **s, struct decimal *d);
/* d * unit, rounded down; false when it overflows. *exact (may be NULL): nothing was cut. unit is
 * at most 2^40. */
bool scan_scale(struct decimal d, int64_t unit, int64_t *out, bool *exact);

#endif
