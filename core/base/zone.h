/* The one zone in which klamm shows instants and means what is typed without a zone: the machine's
 * own, or UTC by the setting `time`. */
#ifndef KLAMM_CORE_BASE_ZONE_H
#define KLAMM_CORE_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* For the whole process, before anything is shown or read. */
void zone_use_utc(bool utc);
bool zone_is_utc(void);
/* The calendar's view of it; NULL when it has no year for it. */
const struct tm *zone_tm(time_t seconds, struct tm *tm);
/* The moments at which the zone's clocks show that date and time, in seconds, the earlier one first:
 * usually 1; 2 when they are put back over it; 0 when they are put forward over it, and then at[0]
 * is the moment they are, at[1] the same. */
int zone_moments(const struct tm *shown, int64_t at[2]);

#endif
