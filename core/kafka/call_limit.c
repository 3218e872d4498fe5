/* A count with a queue of those who found it used up. In their turn each takes what it can and goes
 * to the end of the queue when it wants more, so a screen with a thousand facts to read and a plan
 * for a thousand topics both get on. */
#include "core/kafka/call_limit.h"

#include <stddef.h>

static struct call_waiter **end_of(struct call_limit *l)
{
    struct call_waiter **at = &l->first;
    while (*at)
        at = &(*at)->next;
    return at;
}

bool call_limit_take(struct call_limit *l, int n, struct call_waiter *w)
{
    if (!l)
        return true;
    if (l->running == 0 || l->running + n <= l->most) {
        l->running += n;
        return true;
    }
    if (!w->waits) {
        w->waits = true;
        w->next = NULL;
        *end_of(l) = w;
    }
    return false;
}

static size_t waiting(const struct call_limit *l)
{
    size_t n = 0;
    for (const struct call_waiter *w = l->first; w; w = w->next)
        n++;
    return n;
}

void call_limit_give(struct call_limit *l, int n)
{
    if (!l)
        return;
    l->running -= n;
    for (size_t turns = waiting(l); turns > 0 && l->first && l->running < l->most; turns--) {
        struct call_waiter *w = l->first;
        l->first = w->next;
        w->waits = false;
        w->go(w->user);
    }
}

void call_limit_forget(struct call_limit *l, struct call_waiter *w)
{
    if (!w->waits)
        return;
    struct call_waiter **at = &l->first;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    w->waits = false;
}
