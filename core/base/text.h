/* Text for people: safe display of foreign bytes, width, and human numbers.
 * Nothing from outside may reach the terminal except through text_visible.
 * Numbers are written with an ASCII "-" and a decimal point whatever the locale. */
#ifndef KLAMM_CORE_BASE_TEXT_H
#define KLAMM_CORE_BASE_TEXT_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A copy of len foreign bytes that is valid UTF-8 and drives no terminal: C0, DEL, C1, bidi and
 * zero-width controls, line separators and invalid bytes become visible escapes (\n, \e, \x9b,
 * \u{202e}); so do combining marks with nothing to sit on, or more than four on one character.
 * Backslash stays as it is. Plain text comes back unchanged; doing it twice changes nothing. */
char *text_visible(struct arena *a, const void *bytes, size_t len);
/* True when text_visible would return the same bytes (the fast path, no copy needed). */
bool text_is_plain(const char *s, size_t len);

/* Decodes one code point of UTF-8; returns its byte length: 1 and U+FFFD for an invalid byte
 * (a real U+FFFD is 3 long), 0 when len is 0. */
size_t text_decode(const char *s, size_t len, uint32_t *cp);
/* Columns a code point takes: 0 combining, 1, or 2 wide. By an own table, so that it does not
 * depend on LC_ALL. */
int text_cp_width(uint32_t cp);
size_t text_width(const char *s);
/* Bytes of s that fit into `cols` columns; *used (may be NULL) gets the columns they take. */
size_t text_fit(const char *s, size_t cols, size_t *used);
/* s cut to cols columns; what was cut is shown by an ellipsis ("…", or "~" when ascii). */
char *text_ellipsize(struct arena *a, const char *s, size_t cols, bool ascii);
/* s with the glyphs klamm itself draws (… – − ● ✗ → ▲ █ ─ │ …) replaced by ASCII of the same width;
 * s itself when there is none. Other characters stay. */
const char *text_ascii_fold(struct arena *a, const char *s);

#define TEXT_NUM 40                             /* enough for every text_* below; they return dst */
char *text_count(char *dst, int64_t n);         /* 1,204,113  -5 */
char *text_count_signed(char *dst, int64_t n);  /* +5  -5  0 */
char *text_short(char *dst, int64_t n);         /* 950  12.3k  1.2M */
char *text_bytes(char *dst, int64_t n);         /* 512 B  1.5 GiB */
char *text_duration(char *dst, int64_t ms);     /* 250 ms  45 s  2 h 5 min  7 d; negative: "-…" */
char *text_age(char *dst, int64_t ms);          /* "now" below 1 s, else one unit: 2 h */
/* "2 h 5 min ago"; of a record's time that lies ahead: "49 min 43 s ahead of this clock (the
 * producer's)". In the arena, or a literal. */
const char *text_ago(struct arena *a, int64_t ms);
char *text_instant(char *dst, int64_t wall_ms); /* 2026-11-22 12:03:22 +01:00, local */
char *text_instant_utc(char *dst, int64_t wall_ms); /* 2026-11-22T11:03:22.123Z, as RFC 3339 */
char *text_clock(char *dst, int64_t wall_ms);       /* 14:03:22 local */
char *text_rate(char *dst, double per_second);      /* 420  1.2k  0.3  <0.1 */
char *text_percent(char *dst, double percent);      /* 42 %  99.9 %  <0.1 %; 100 % only when all */

/* Distance for "did you mean": Damerau–Levenshtein, capped at max+1. */
int text_distance(const char *a, const char *b, int max);
/* The nearest of the candidates offered, for "did you mean": start with {0}, offer each, then read
 * name (NULL when none is near). The candidates are not copied. */
struct text_nearest {
    const char *name;
    int distance;
};
void text_nearest_offer(struct text_nearest *n, const char *word, const char *candidate);
bool text_starts_ci(const char *s, const char *prefix);
/* Natural order: digits compare as numbers ("t9" < "t10"), bytes otherwise. */
int text_natural(const char *a, const char *b);

#endif
