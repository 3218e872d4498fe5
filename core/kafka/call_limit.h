/* How many calls to a cluster are under way at once: the setting `inflight`. What reads for the
 * screen (the feed) and what reads for plans take their calls from here, so that together they keep
 * to it. On the loop's thread. A NULL limit bounds nothing. */
#ifndef KLAMM_CORE_KAFKA_CALL_LIMIT_H
#define KLAMM_CORE_KAFKA_CALL_LIMIT_H

#include <stdbool.h>

/* Someone for whom there was no room. Lives in its owner, with go and user set before. */
struct call_waiter {
    void (*go)(void *user); /* there may be room now: called from within call_limit_give */
    void *user;
    /* the limit's own: */
    struct call_waiter *next;
    bool waits;
};

struct call_limit {
    int most;
    int running;
    struct call_waiter *first; /* who has waited longest */
};

/* Room for n calls that go out together. False: there is none, and w waits for its turn. More than
 * `most` go out when nothing else is under way. */
bool call_limit_take(struct call_limit *l, int n, struct call_waiter *w);
/* These calls have ended; those who wait get their turn, each once. */
void call_limit_give(struct call_limit *l, int n);
/* w waits no more, if it did. */
void call_limit_forget(struct call_limit *l, struct call_waiter *w);

#endif
