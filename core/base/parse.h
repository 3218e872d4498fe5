/* Values as people write them → numbers. All or nothing: trailing rubbish is an error, and the
 * error says what would be right. */
#ifndef KLAMM_CORE_BASE_PARSE_H
#define KLAMM_CORE_BASE_PARSE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

bool parse_int(const char *s, int64_t min, int64_t max, int64_t *out, struct err *err);
bool parse_double(const char *s, double *out, struct err *err);
/* 10k 1.5M 2_000 1,204,113: decimal multiples, for counts. */
bool parse_count(const char *s, int64_t *out, struct err *err);
/* 512 1KiB 1.5G 10MB 1 GiB: k/M/G/T(i)(B), all binary as Kafka's sizes are → bytes. */
bool parse_bytes(const char *s, int64_t *out, struct err *err);
/* 500ms 45s 5m/min 2h 7d 1w, "1d 12h" sums, and ISO 8601 as java.time.Duration.parse takes it
 * (P1DT2H3M4.5S, sign before P and before each number, no years, months, weeks) → ms. A bare
 * number is an error (unit missing) unless it is 0. */
bool parse_duration(const char *s, int64_t *ms, struct err *err);
/* ISO form only, exactly Kafka's --by-duration. */
bool parse_iso_duration(const char *s, int64_t *ms, struct err *err);

struct instant {
    int64_t wall_ms;
    bool had_zone; /* false: no zone was written and UTC was assumed, as Kafka's tools do */
};
/* Kafka's --to-datetime (org.apache.kafka.common.utils.Utils#getDateTime): same strings, same
 * meaning (UTC without zone, ".6" = 6 ms); and laxer: without ms, without seconds, a blank for T,
 * a date alone (midnight), @epoch-ms, "now", "now-2h", "2h ago", "today", "yesterday".
 * Years before 1970 are refused. `now_ms` is the wall clock to count from. */
bool parse_instant(const char *s, int64_t now_ms, struct instant *out, struct err *err);

bool parse_bool(const char *s, bool *out, struct err *err); /* true/false yes/no on/off 1/0 */

#endif
