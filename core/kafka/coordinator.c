/* A group's coordinator that has moved or no longer exists, while the client holds on to the old
 * one.
 *
 * librdkafka (2.14.2, and later ones) remembers the coordinator of each of the last ten groups for
 * as long as it is asked for, and it never forgets one that is useless: not when that broker
 * answers that it is no coordinator, and not when the broker has left the metadata. For the latter
 * it has ended that broker's connection permanently, but a request for the group still waits for it
 * to come up (rdkafka_coord.c, rd_kafka_coord_req_fsm): forever, unless the connection to some
 * other broker happens to change. Only a new client sends FindCoordinator again. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"

enum {
    FOLLOW_MS = 5000, /* a coordinator on the move answers so for a while */
};

static bool change_under_way(const struct cluster *c)
{
    for (const struct request *r = c->sent.first; r; r = r->next)
        if (r->change)
            return true;
    return false;
}

/* A read that still waits for its coordinator by then, after a broker was lost, will not get it
 * from this client. Enough time is left for a new client to find the right one. */
static int64_t doubted_ms(const struct request *r)
{
    return r->sent_ms + r->cluster->timeouts.request_ms / FIRST_SHARE;
}

static const struct request *oldest_read(const struct cluster *c)
{
    const struct request *oldest = NULL;
    for (const struct request *r = c->sent.first; r; r = r->next)
        if (r->coordinator && !r->change && (!oldest || r->sent_ms < oldest->sent_ms))
            oldest = r;
    return oldest;
}

static bool waits_in_vain(const struct cluster *c, int64_t now)
{
    const struct request *r = c->open ? oldest_read(c) : NULL;
    return r && doubted_ms(r) <= now && handle_lost_a_broker(c->handle);
}

bool coordinator_is_stale(struct cluster *c)
{
    int64_t now = clock_mono_ms();
    if (!c->open)
        return false;
    if (!c->coordinator_moved && !waits_in_vain(c, now))
        return false;
    if (change_under_way(c) || (c->renewed_ms && now - c->renewed_ms < FOLLOW_MS))
        return false;
    c->coordinator_moved = false;
    c->renewed_ms = now;
    return true;
}

int64_t coordinator_deadline(const struct cluster *c)
{
    const struct request *r = c->open ? oldest_read(c) : NULL;
    if (!r || change_under_way(c)) /* whose end has it checked again */
        return 0;
    int64_t at = doubted_ms(r), earliest = c->renewed_ms ? c->renewed_ms + FOLLOW_MS : 0;
    if (at <= clock_mono_ms() && !handle_lost_a_broker(c->handle))
        return 0; /* a broker that is lost now wakes the loop */
    return at > earliest ? at : earliest;
}
