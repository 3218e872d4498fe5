/* Shares out the events of partitions among what happened to brokers. Events are as old as the
 * answers that showed them, and a broker that is shut down in order gives its leaders away before it
 * leaves, so what is seen a little earlier belongs to it, too. A return itself moves no leader that
 * another broker has: an election does, by the controller (auto.leader.rebalance.enable) or by a
 * person, and that is an event of its own. */
#include "core/insight/event_cause.h"

#include "core/base/vec.h"

#include <stdlib.h>
#include <string.h>

enum {
    EARLIER_MS = 30000, /* leaders are given away before the broker leaves */
    TOGETHER_MS = 5000, /* events alike, seen in answers that follow each other */
    MANY = 3,
};

/* A broker that was lost or came back. */
struct turn {
    size_t at;
    int32_t broker;
    bool back;
    int64_t from_ms, to_ms; /* until the opposite happened to it */
};
struct turns VEC(struct turn);

static bool is_of_replicas(const struct event *e)
{
    return e->kind == EVENT_LEADER_MOVED || e->kind == EVENT_ISR_SHRANK ||
           e->kind == EVENT_ISR_GREW;
}

static bool is_id(const char *text, int32_t broker)
{
    char *end;
    return text && *text >= '0' && *text <= '9' && strtol(text, &end, 10) == broker && !*end;
}

/* "broker 3,1 out" */
static bool lists(const char *what, int32_t broker)
{
    static const char head[] = "broker ";
    char *end;
    if (!what || strncmp(what, head, sizeof head - 1) != 0)
        return false;
    for (const char *p = what + sizeof head - 1; *p >= '0' && *p <= '9'; p = end + 1) {
        if (strtol(p, &end, 10) == broker)
            return true;
        if (*end != ',')
            break;
    }
    return false;
}

bool event_names_broker(const struct event *e, int32_t broker, bool out)
{
    if (e->kind == EVENT_LEADER_MOVED)
        return is_id(out ? e->before : e->after, broker);
    return e->kind == (out ? EVENT_ISR_SHRANK : EVENT_ISR_GREW) && lists(e->what, broker);
}

/* ---- brokers --------------------------------------------------------------------------------- */

static void find_turns(const struct events *e, struct turns *turns)
{
    for (size_t i = 0; i < e->len; i++) {
        const struct event *x = events_at(e, i);
        if (x->kind != EVENT_BROKER_LOST && x->kind != EVENT_BROKER_BACK)
            continue;
        struct turn t = {.at = i,
                         .broker = (int32_t)strtol(x->object, NULL, 10),
                         .back = x->kind == EVENT_BROKER_BACK,
                         .from_ms = x->earliest_ms - EARLIER_MS,
                         .to_ms = INT64_MAX};
        for (size_t k = turns->len; k-- > 0;)
            if (turns->data[k].broker == t.broker) {
                turns->data[k].to_ms = x->earliest_ms;
                if (t.from_ms < events_at(e, turns->data[k].at)->wall_ms)
                    t.from_ms = events_at(e, turns->data[k].at)->wall_ms;
                break;
            }
        vec_push(turns, t);
    }
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The replica fell out of sync once more since the broker is back, so its return has not ended that.
 */
static bool fell_out_since(const struct turn *t, const struct events *e, size_t i)
{
    const struct event *x = events_at(e, i);
    while (i-- > t->at) {
        const struct event *y = events_at(e, i);
        if (y->kind == EVENT_ISR_SHRANK && y->partition == x->partition &&
            same_text(y->object, x->object) && lists(y->what, t->broker))
            return true;
    }
    return false;
}

static bool brings(const struct turn *t, const struct events *e, size_t i)
{
    const struct event *x = events_at(e, i);
    if (x->wall_ms < t->from_ms || x->wall_ms > t->to_ms ||
        !event_names_broker(x, t->broker, !t->back))
        return false;
    if (!t->back)
        return true;
    if (x->kind != EVENT_LEADER_MOVED)
        return !fell_out_since(t, e, i);
    return same_text(x->before, "none"); /* it waited for this broker */
}

/* ---- many alike ------------------------------------------------------------------------------ */

static bool is_alike(const struct event *a, const struct event *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == EVENT_LEADER_MOVED ? same_text(a->after, b->after)
                                         : same_text(a->what, b->what);
}

/* From event i on: those alike that nothing else explains, each soon after the one before. */
static void fold_alike(const struct events *e, size_t *cause, size_t i)
{
    for (int pass = 0; pass < 2; pass++) {
        int64_t last = events_at(e, i)->wall_ms;
        size_t n = 0;
        for (size_t k = i; k < e->len; k++) {
            const struct event *x = events_at(e, k);
            if (x->wall_ms - last > TOGETHER_MS)
                break;
            if (cause[k] != k || !is_alike(events_at(e, i), x))
                continue;
            last = x->wall_ms;
            n++;
            if (pass)
                cause[k] = i;
        }
        if (n < MANY)
            return;
    }
}

size_t *events_causes(const struct events *e, struct arena *a)
{
    size_t *cause = arena_array(a, e->len, sizeof *cause);
    struct turns turns = {0};
    find_turns(e, &turns);
    for (size_t i = 0; i < e->len; i++) {
        const struct event *x = events_at(e, i);
        cause[i] = i;
        for (size_t k = turns.len; is_of_replicas(x) && k-- > 0;)
            if (brings(&turns.data[k], e, i)) {
                cause[i] = turns.data[k].at;
                break;
            }
    }
    for (size_t i = 0; i < e->len; i++)
        if (cause[i] == i && is_of_replicas(events_at(e, i)))
            fold_alike(e, cause, i);
    vec_release(&turns);
    return cause;
}
