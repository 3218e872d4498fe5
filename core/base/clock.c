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
    return now_ms(CLOCK_BOOTTIME);
}

int64_t clock_wall_ms(void)
{
    return now_ms(CLOCK_REALTIME);
}

/* Both at one moment, unless this thread was delayed between the two each time. */
static void both(int64_t *wall, int64_t *mono)
{
    enum { TRIES = 5, HELD_UP_MS = 20 };
    int64_t before, after;
    int tries = 0;
    do {
        before = clock_mono_ms();
        *wall = clock_wall_ms();
        after = clock_mono_ms();
    } while (after - before > HELD_UP_MS && ++tries < TRIES);
    *mono = after;
}

int64_t clock_wall_at(int64_t mono_ms)
{
    int64_t wall, mono;
    both(&wall, &mono);
    return wall - (mono - mono_ms);
}

int64_t clock_watch_see(struct clock_watch *w, int64_t wall_ms, int64_t mono_ms)
{
    enum { SET_MS = 1000 };
    int64_t ahead = wall_ms - mono_ms, by = w->begun ? ahead - w->ahead_ms : 0;
    *w = (struct clock_watch){ahead, true};
    return by >= SET_MS || by <= -SET_MS ? by : 0;
}

int64_t clock_set_by(struct clock_watch *w)
{
    int64_t wall, mono;
    both(&wall, &mono);
    return clock_watch_see(w, wall, mono);
}

int64_t clock_after(int64_t at_ms, int64_t ms)
{
    return ms > INT64_MAX - at_ms ? INT64_MAX : at_ms + ms;
}
