/* See jump.h. Where no pace is known, every move is further than it: nothing is known of it. */
#include "core/recording/jump.h"

#include "core/model/offsets.h"

/* What is deleted before it is read is not read. */
static int64_t moved(const struct offset_jump *l, const struct jump_sample *s)
{
    int64_t from = l->last.committed > l->last.start ? l->last.committed : l->last.start;
    if (!l->any || s->committed == OFFSET_UNKNOWN || s->committed <= from)
        return 0;
    return s->committed - from;
}

static void see_pace(struct offset_jump *l, int64_t records, int64_t ms)
{
    double pace = ms > 0 ? (double)records / (double)ms : 0;
    if (pace > l->pace)
        l->pace = pace;
}

void jump_see(struct offset_jump *l, const struct jump_sample *s, bool reading)
{
    int64_t read = moved(l, s);
    if (s->committed == OFFSET_UNKNOWN)
        return;
    if (read > 0 && reading) {
        if (l->moved) /* of the first it is not known how long it took */
            see_pace(l, read, s->at_ms - l->changed_ms);
        if (l->last.end != OFFSET_UNKNOWN && s->committed > l->last.end)
            see_pace(l, s->committed - l->last.end, s->at_ms - l->last.at_ms);
    }
    if (!l->any || s->committed != l->last.committed) {
        l->moved |= l->any;
        l->changed_ms = s->at_ms;
    }
    l->any = true;
    l->last = *s;
}

int64_t jump_of(const struct offset_jump *l, const struct jump_sample *s, double pace,
                int64_t slack_ms)
{
    int64_t n = moved(l, s);
    double most = pace * (double)(s->at_ms - l->changed_ms + slack_ms);
    return n > JUMP_LEAST && (double)n > most ? n : 0;
}
