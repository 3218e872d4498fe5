/* The two clocks, in milliseconds. Monotonic for ages and deadlines, wall for what people read. */
#ifndef KLAMM_CORE_BASE_CLOCK_H
#define KLAMM_CORE_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_mono_ms(void);
int64_t clock_wall_ms(void); /* since the epoch, UTC */

#endif
