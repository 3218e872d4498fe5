/* Events as people read them: one line for what happened, newest first. */
#ifndef KLAMM_CORE_INSIGHT_EVENT_LINE_H
#define KLAMM_CORE_INSIGHT_EVENT_LINE_H

#include "core/base/arena.h"
#include "core/model/events.h"

struct event_line {
    const struct event *event; /* the cause, or the only one */
    const char *text;          /* what happened; not display-safe */
    const struct event *cause; /* of one that belongs to another line; NULL: none */
    size_t folded;             /* events in the line besides its own */
};
struct event_lines {
    struct event_line *l;
    size_t n;
};
/* All in the arena; the events must not change while it is used. One line per cause: "broker 3 lost:
 * 59 leaders moved, ISR shrank on 139 partitions of 28 topics". */
struct event_lines event_lines(const struct events *e, struct arena *a);
/* Each event by itself, with its cause. */
struct event_lines event_lines_each(const struct events *e, struct arena *a);
/* Those of the line whose event has that number, the cause first, then as they came. */
struct event_lines event_lines_of(const struct events *e, uint64_t seq, struct arena *a);

#endif
