/* Durations as people write them → ms. All or nothing, as parse.h says. */
#ifndef KLAMM_CORE_BASE_PARSE_DURATION_H
#define KLAMM_CORE_BASE_PARSE_DURATION_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* 500ms 45s 5m/min 2h 7d 1w, "1d 12h" sums (largest unit first), a sign in front, and ISO 8601 as
 * parse_iso_duration takes it → ms. A bare number is an error (unit missing) unless it is 0. */
bool parse_duration(const char *s, int64_t *ms, struct err *err);
/* Exactly Kafka's --by-duration, that is java.time.Duration.parse: P1DT2H3M4.5S, any case, sign
 * before P and before each number, no years, months, weeks. Cut to whole ms towards zero. */
bool parse_iso_duration(const char *s, int64_t *ms, struct err *err);

#endif
