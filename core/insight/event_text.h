/* Events in words, one sentence each. Names are as the cluster spells them, not display-safe. */
#ifndef KLAMM_CORE_INSIGHT_EVENT_TEXT_H
#define KLAMM_CORE_INSIGHT_EVENT_TEXT_H

#include "core/base/arena.h"
#include "core/model/events.h"

/* "orders-3: leader 3 → 1". i counts from the oldest. In the arena. */
const char *event_sentence(const struct events *e, size_t i, struct arena *a);
/* For how long the partition had no leader when event i gave it one, as far as that was seen; 0: for
 * an unknown time; -1: it had one. */
int64_t event_offline_ms(const struct events *e, size_t i);

#endif
