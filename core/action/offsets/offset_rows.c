/* Which offset each partition gets. Called by the verb that resets offsets, with what it has read;
 * sums saturate, so that a shift by the largest number means "to the end". */
#include "core/action/offsets/offset_rows.h"

#include <string.h>

static int64_t plus(int64_t a, int64_t b)
{
    int64_t sum;

    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return b > 0 ? INT64_MAX : INT64_MIN + 1; /* INT64_MIN is OFFSET_UNKNOWN */
}

static void keep_within(struct offset_row *r)
{
    r->to = r->wanted;
    if (r->wanted > r->end) {
        r->to = r->end;
        r->note = NOTE_LOWERED;
    } else if (r->wanted < r->start) {
        r->to = r->start;
        r->note = NOTE_RAISED;
    }
}

static void resolve_current(struct offset_row *r)
{
    if (r->committed == OFFSET_UNKNOWN) {
        r->to = r->end;
        r->note = NOTE_NO_COMMIT;
        return;
    }
    r->to = r->committed;
    if (r->committed < r->start || r->committed > r->end)
        r->note = NOTE_OUTSIDE;
}

static void resolve_shift(struct offset_row *r, int64_t n)
{
    if (r->committed == OFFSET_UNKNOWN) {
        r->note = NOTE_CANT;
        return;
    }
    r->wanted = plus(r->committed, n);
    keep_within(r);
}

void offset_row_resolve(struct offset_row *r, enum offset_goal goal, int64_t n)
{
    r->to = OFFSET_UNKNOWN;
    r->wanted = OFFSET_UNKNOWN;
    r->note = NOTE_NONE;
    if (r->trouble)
        return;
    switch (goal) {
    case GOAL_EARLIEST:
        r->to = r->start;
        break;
    case GOAL_LATEST:
        r->to = r->end;
        break;
    case GOAL_OFFSET:
    case GOAL_EACH:
        r->wanted = goal == GOAL_EACH ? r->asked : n;
        keep_within(r);
        break;
    case GOAL_SHIFT:
        resolve_shift(r, n);
        break;
    case GOAL_TIME:
        r->to = reported_or(r->at_time, r->end);
        r->note = r->at_time.known ? NOTE_NONE : NOTE_NO_RECORD;
        break;
    case GOAL_CURRENT:
        resolve_current(r);
        break;
    }
    if (r->wanted == OFFSET_UNKNOWN)
        r->wanted = r->to;
}

bool offset_row_move(const struct offset_row *r, int64_t *move)
{
    if (r->to == OFFSET_UNKNOWN || r->committed == OFFSET_UNKNOWN)
        return false;
    *move = r->to - r->committed;
    return true;
}

bool offset_row_lag_after(const struct offset_row *r, int64_t *lag)
{
    if (r->trouble || r->to == OFFSET_UNKNOWN)
        return false;
    *lag = r->end > r->to ? r->end - r->to : 0;
    return true;
}

bool offset_row_has_record(const struct offset_row *r)
{
    return !r->trouble && r->to != OFFSET_UNKNOWN && r->to >= r->start && r->to < r->end;
}

bool offset_row_changes(const struct offset_row *r)
{
    return r->to != OFFSET_UNKNOWN && r->to != r->committed;
}

static int64_t within(const struct offset_row *r, int64_t offset)
{
    return offset < r->start ? r->start : offset > r->end ? r->end : offset;
}

void offset_totals_add(struct offset_totals *t, const struct offset_row *r)
{
    int64_t from, to;

    if (r->to == OFFSET_UNKNOWN) {
        t->cant++;
        return;
    }
    if (!offset_row_changes(r)) {
        t->unchanged++;
        return;
    }
    t->changed++;
    if (r->committed == OFFSET_UNKNOWN) {
        t->first++;
        return;
    }
    from = within(r, r->committed);
    to = within(r, r->to);
    if (to < from)
        t->again += from - to;
    else
        t->skipped += to - from;
    if (r->committed < r->start)
        t->deleted += r->start - r->committed;
}

int offset_row_order(const void *a, const void *b)
{
    const struct offset_row *x = a, *y = b;
    int by_topic = strcmp(x->topic, y->topic);

    return by_topic ? by_topic : (x->partition > y->partition) - (x->partition < y->partition);
}
