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
bool parse_bool(const char *s, bool *out, struct err *err); /* true/false yes/no on/off 1/0 */

#endif
