/* Values as people write them → numbers. All or nothing: trailing rubbish is an error, and the
 * error says what would be right, and *out keeps what it held. */
#ifndef KLAMM_CORE_BASE_PARSE_H
#define KLAMM_CORE_BASE_PARSE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

bool parse_int(const char *s, int64_t min, int64_t max, int64_t *out, struct err *err);
bool parse_double(const char *s, double *out, struct err *err);
/* 10k 1.5M 2_000 1,204,113 -5: decimal multiples k M G T, for counts; must come out whole. */
bool parse_count(const char *s, int64_t *out, struct err *err);
/* The same units for figures that need not be whole: 0.5, 1.2k. */
bool parse_rate(const char *s, double *out, struct err *err);
/* 512 1KiB 1.5G 10MB 1 GiB -1: k/M/G/T(i)(B), all binary as Kafka's sizes are → bytes, rounded
 * down. */
bool parse_bytes(const char *s, int64_t *out, struct err *err);
/* 500ms 45s 5m/min 2h 7d 1w, "1d 12h" sums (largest unit first), a sign in front, and ISO 8601 as
 * parse_iso_duration takes it → ms. A bare number is an error (unit missing) unless it is 0. */
bool parse_duration(const char *s, int64_t *ms, struct err *err);
/* Exactly Kafka's --by-duration, that is java.time.Duration.parse: P1DT2H3M4.5S, any case, sign
 * before P and before each number, no years, months, weeks. Cut to whole ms towards zero. */
bool parse_iso_duration(const char *s, int64_t *ms, struct err *err);

struct instant {
    int64_t wall_ms;
    int64_t span_ms; /* how long what was written lasts: the day for a date alone (23 or 25 h when
                        clocks change), 60000 without seconds, 1000 without milliseconds, else 1 */
    bool had_zone;   /* false: no zone was written, and one was assumed, see below */
    bool moves;      /* it was said from now: an hour later it is another one */
    const char *ignored; /* text after the zone, which Kafka's tools ignore silently: tell the user;
                            points into s; NULL when there is none */
};
/* Kafka's --to-datetime (org.apache.kafka.common.utils.Utils#getDateTime): same strings, same
 * meaning (UTC without zone, ".6" = 6 ms, blanks before fields, text after the zone ignored); and
 * laxer: without ms, without seconds, a blank for T (then .123456 is a fraction), a date alone
 * (midnight), a time alone (the last time it was so late), @epoch-ms, "now", "now-2h", "2h ago",
 * "today", "yesterday 14:00". These mean the zone that klamm shows (zone.h) unless one is written;
 * times that its clocks skip or show twice are refused.
 * Refused although Kafka takes them: years before 1970 and after 9999, and zones that go on after
 * what Kafka reads ("+0530", which it takes for +05:00). `now_ms` is the wall clock to count from.
 */
bool parse_instant(const char *s, int64_t now_ms, struct instant *out, struct err *err);
/* The same, where no tool of Kafka reads the same string: all of it means the zone shown, and a
 * duration alone ("10m") is so long ago. */
bool parse_instant_shown(const char *s, int64_t now_ms, struct instant *out, struct err *err);

bool parse_bool(const char *s, bool *out, struct err *err); /* true/false yes/no on/off 1/0 */

#endif
