/* The two clocks, in milliseconds. Monotonic for ages and deadlines, wall for what people read. */
#ifndef KLAMM_CORE_BASE_CLOCK_H
#define KLAMM_CORE_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Since the machine was started, sleep included (CLOCK_BOOTTIME): what was learnt before the lid
 * was closed is hours old when it opens. */
int64_t clock_mono_ms(void);
int64_t clock_wall_ms(void); /* since the epoch, UTC */
/* What the wall clock, as it is set now, says of a moment of the other. */
int64_t clock_wall_at(int64_t mono_ms);

/* Whether someone set the wall clock: it goes as the other does, or it was set. Zero is the
 * start. */
struct clock_watch {
    int64_t ahead_ms; /* of the other, when it was read last */
    bool begun;
};
/* By how much it was set since the last look; 0: not, or by less than a second, as when it is
 * disciplined. */
int64_t clock_watch_see(struct clock_watch *w, int64_t wall_ms, int64_t mono_ms);
int64_t clock_set_by(struct clock_watch *w); /* of now */

/* That long after that moment; INT64_MAX when it can't be represented. ms is not negative. */
int64_t clock_after(int64_t at_ms, int64_t ms);

#endif
