/* Where offsets come from that are not given as numbers: a record, another group, times. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_SOURCE_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_SOURCE_H

#include "core/action/offsets/offsets_args.h"

/* Turns "the time of that record" into an instant, then goes on in next. */
void reset_find_record(struct planning *p, void (*next)(struct planning *p));
/* Turns the commits of the other group, as read, into offsets for each partition. */
bool reset_take_group(struct planning *p, struct err *err);
/* Looks up the times of the records the group would go on from, where there is one and it can be
 * read; then goes on in next. What can't be known stays unknown. */
void reset_find_times(struct planning *p, void (*next)(struct planning *p));

#endif
