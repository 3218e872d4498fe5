/* Points in time as people and Kafka's tools write them → ms. All or nothing, as parse.h says. */
#ifndef KLAMM_CORE_BASE_PARSE_INSTANT_H
#define KLAMM_CORE_BASE_PARSE_INSTANT_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct instant {
    int64_t wall_ms;
    int64_t span_ms;  /* how long what was written lasts: the day for a date alone (23 or 25 h when
                        clocks change), 60000 without seconds, 1000 without milliseconds, else 1 */
    bool had_zone;    /* false: no zone was written, and one was assumed, see below */
    bool moves;       /* it was said from now: an hour later it is another one */
    bool day_guessed; /* a time alone: today's or yesterday's */
    const char *ignored; /* text after the zone, which Kafka's tools ignore silently: tell the user;
                            points into s; NULL when there is none */
};
/* Kafka's --to-datetime (org.apache.kafka.common.utils.Utils#getDateTime): same strings, same
 * meaning (UTC without zone, ".6" = 6 ms, spaces before fields, text after the zone ignored); and
 * laxer: without ms, without seconds, a blank for T (then .123456 is a fraction), a date alone
 * (midnight), a time alone (the last time it was so late), @epoch-ms, "now", "now-2h", "2h ago",
 * "today", "yesterday 14:00". These mean the zone that klamm shows (zone.h) unless one is written;
 * times that its clocks skip or show twice are refused.
 * Refused although Kafka takes them: years before 1970 and after 9999, and zones that go on after
 * what Kafka reads ("+0530", which it takes for +05:00). `now_ms` is the wall clock to count from.
 */
bool parse_instant(const char *s, int64_t now_ms, struct instant *out, struct err *err);
/* The same, where no tool of Kafka reads the same string: all of it means the zone shown, and a
 * duration alone ("10m") is that long ago. */
bool parse_instant_shown(const char *s, int64_t now_ms, struct instant *out, struct err *err);

#endif
