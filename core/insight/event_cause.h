/* Which events belong together: a broker that is lost moves leaders and shrinks in-sync replicas on
 * hundreds of partitions, and that is one thing that happened. */
#ifndef KLAMM_CORE_INSIGHT_EVENT_CAUSE_H
#define KLAMM_CORE_INSIGHT_EVENT_CAUSE_H

#include "core/base/arena.h"
#include "core/model/events.h"

/* For each event, 0 the oldest, the index of the one that brought it, or of the first of many alike;
 * its own index where it stands alone. In the arena. */
size_t *events_causes(const struct events *e, struct arena *a);

/* Whether the broker left the leaders or in-sync replicas by this event (out), or joined them. */
bool event_names_broker(const struct event *e, int32_t broker, bool out);

#endif
