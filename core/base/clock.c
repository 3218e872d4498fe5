/* The two clocks. Everything that counts time takes its "now" as an argument; only the edges of the
 * program call these. */
#include "core/base/clock.h"

#include <time.h>

static int64_t now_ms(clockid_t id)
{
    struct timespec ts = {0};
    clock_gettime(id, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_mono_ms(void)
{
    return now_ms(CLOCK_MONOTONIC);
}

int64_t clock_wall_ms(void)
{
    return now_ms(CLOCK_REALTIME);
}

int64_t clock_after(int64_t at_ms, int64_t ms)
{
    return ms > INT64_MAX - at_ms ? INT64_MAX : at_ms + ms;
}
