/* The two clocks, in milliseconds. Monotonic for ages and deadlines, wall for what people read. */
#ifndef KLAMM_CORE_BASE_CLOCK_H
#define KLAMM_CORE_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_mono_ms(void);
int64_t clock_wall_ms(void); /* since the epoch, UTC */

/* So long after that moment; INT64_MAX when nobody lives to see it. ms is not negative. */
int64_t clock_after(int64_t at_ms, int64_t ms);

#endif
