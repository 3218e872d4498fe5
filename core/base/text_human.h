/* Numbers, durations and instants as people read them: with an ASCII "-" and a decimal point,
 * whatever the locale. */
#ifndef KLAMM_CORE_BASE_TEXT_HUMAN_H
#define KLAMM_CORE_BASE_TEXT_HUMAN_H

#include "core/base/arena.h"

#include <stdint.h>

#define TEXT_NUM 40                            /* enough for every text_* below; they return dst */
char *text_count(char *dst, int64_t n);        /* 1,204,113  -5 */
char *text_count_signed(char *dst, int64_t n); /* +5  -5  0 */
char *text_short(char *dst, int64_t n);        /* 950  12.3k  1.2M */
char *text_bytes(char *dst, int64_t n);        /* 512 B  1.5 GiB */
char *text_duration(char *dst, int64_t ms);    /* 250 ms  45 s  2 h 5 min  7 d; negative: "-…" */
char *text_age(char *dst, int64_t ms);         /* "now" below 1 s, else one unit: 2 h */
/* "2 h 5 min ago"; of a record's time in the future: "49 min 43 s ahead of this clock (the
 * producer's)". In the arena, or a literal. */
const char *text_ago(struct arena *a, int64_t ms);
char *text_instant(char *dst, int64_t wall_ms);     /* 2026-11-22 12:03:22 +01:00, local */
char *text_instant_utc(char *dst, int64_t wall_ms); /* 2026-11-22T11:03:22.123Z, as RFC 3339 */
/* "14:03:22 UTC", "15:03:22 +01:00 = 14:03:22 UTC"; with the day where it is not that of now. In the
 * arena. */
const char *text_moment(struct arena *a, int64_t wall_ms, int64_t now_ms);
char *text_clock(char *dst, int64_t wall_ms);  /* 14:03:22 local */
char *text_rate(char *dst, double per_second); /* 420  1.2k  0.3  <0.1 */
char *text_percent(char *dst, double percent); /* 42 %  99.9 %  <0.1 %; 100 % only when all */

#endif
