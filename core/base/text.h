/* Text for people: safe display of foreign bytes, width, and human numbers.
 * Nothing from outside may reach the terminal except through text_visible. */
#ifndef KLAMM_CORE_BASE_TEXT_H
#define KLAMM_CORE_BASE_TEXT_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A copy of len foreign bytes that is valid UTF-8 and drives no terminal: C0, DEL, C1, bidi and
 * zero-width controls, line separators and invalid bytes become visible escapes (\n, \e, \x9b,
 * \u{202e}). Backslash stays as it is. Plain text comes back unchanged. */
char *text_visible(struct arena *a, const void *bytes, size_t len);
/* True when text_visible would return the same bytes (the fast path, no copy needed). */
bool text_is_plain(const char *s, size_t len);

/* Decodes one code point of valid UTF-8; returns its byte length (1 and U+FFFD for invalid). */
size_t text_decode(const char *s, size_t len, uint32_t *cp);
/* Columns a code point takes: 0 combining, 1, or 2 wide. Own table by wcwidth of a UTF-8 locale
 * is not relied on, so that width does not depend on LC_ALL. */
int text_cp_width(uint32_t cp);
size_t text_width(const char *s);
/* Bytes of s that fit into `cols` columns; *used (may be NULL) gets the columns they take. */
size_t text_fit(const char *s, size_t cols, size_t *used);
/* s cut to cols columns; what was cut is shown by an ellipsis ("…", or "~" when ascii). */
char *text_ellipsize(struct arena *a, const char *s, size_t cols, bool ascii);

#define TEXT_NUM 40 /* enough for every text_* below; they return dst */
char *text_count(char *dst, int64_t n);          /* 1,204,113  −5 */
char *text_count_signed(char *dst, int64_t n);   /* +5  −5  0 */
char *text_short(char *dst, int64_t n);          /* 950  12.3k  1.2M */
char *text_bytes(char *dst, int64_t n);          /* 512 B  1.5 GiB */
char *text_duration(char *dst, int64_t ms);      /* 250 ms  45 s  2 h 5 min  7 d; negative: "−…" */
char *text_age(char *dst, int64_t ms);           /* for ages: "now" below 1 s, else like duration, one unit */
char *text_instant(char *dst, int64_t wall_ms);     /* 2026-11-22 12:03:22 +01:00, local */
char *text_instant_utc(char *dst, int64_t wall_ms); /* 2026-11-22 11:03:22.123Z style RFC 3339, UTC */
char *text_clock(char *dst, int64_t wall_ms);       /* 14:03:22 local */
char *text_rate(char *dst, double per_second);      /* 420  1.2k  0.3 */

/* Distance for "did you mean": Damerau–Levenshtein, capped at max+1. */
int text_distance(const char *a, const char *b, int max);
bool text_starts_ci(const char *s, const char *prefix);
/* Natural order: digits compare as numbers ("t9" < "t10"), bytes otherwise. */
int text_natural(const char *a, const char *b);

#endif
