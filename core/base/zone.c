#include "core/base/zone.h"

static bool in_utc;

void zone_use_utc(bool utc)
{
    in_utc = utc;
}

bool zone_is_utc(void)
{
    return in_utc;
}

const struct tm *zone_tm(time_t seconds, struct tm *tm)
{
    return in_utc ? gmtime_r(&seconds, tm) : localtime_r(&seconds, tm);
}

static int64_t offset_at(int64_t seconds)
{
    struct tm tm;
    return zone_tm((time_t)seconds, &tm) ? tm.tm_gmtoff : 0;
}

/* The first second from `low` on, up to `high`, with the offset that `high` has. */
static int64_t change_between(int64_t low, int64_t high)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (offset_at(middle) == offset_at(high))
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* No zone is further than a day from UTC, and none changes twice within two. */
int zone_moments(const struct tm *shown, int64_t at[2])
{
    struct tm copy = *shown;
    int64_t utc = (int64_t)timegm(&copy), around[2] = {utc - 86400, utc + 86400};
    int n = 0;
    for (int i = 0; i < 2; i++) {
        int64_t moment = utc - offset_at(around[i]);
        if (offset_at(moment) == utc - moment && (n == 0 || at[0] != moment))
            at[n++] = moment;
    }
    if (n == 0)
        at[0] = change_between(around[0], around[1]);
    if (n == 2 && at[1] < at[0]) {
        int64_t first = at[1];
        at[1] = at[0];
        at[0] = first;
    }
    if (n < 2)
        at[1] = at[0];
    return n;
}
