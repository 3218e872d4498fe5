/* The model's facts are made of the same knobs as the recording's samples, so that both agree. */
#include "tests/unit/desk.h"

#include "tests/unit/made_up.h"

void desk_open(struct desk *d)
{
    model_init(&d->m, "test");
    recorded_init(&d->r);
    lag_book_init(&d->book, 10000);
    d->m.recording = &d->r.h;
    d->m.lag_book = &d->book;
}

void desk_close(struct desk *d)
{
    lag_book_release(&d->book);
    recording_release(&d->r.h);
    model_release(&d->m);
}

void desk_describe(struct desk *d, const char *group, enum group_state state)
{
    struct group_desc *g = made_group(group, state);
    if (state != GROUP_EMPTY) {
        made_member(g, "worker");
        for (int32_t i = 0; i < 3; i++)
            made_owns(g, "orders", i);
    }
    model_take_group(&d->m, g);
}

void desk_sample(struct desk *d, const char *group)
{
    struct group_offsets *o = made_offsets(group);
    for (int32_t i = 0; i < 3; i++) {
        made_commit(o, "orders", i, (int64_t)d->r.done);
        made_ends(&d->m, "orders", i, d->r.start, (int64_t)d->r.end);
    }
    model_take_group_offsets(&d->m, o);
    recorded_run(&d->r, group, 1);
    lag_book_judge(&d->book, &d->m, &d->r.h, group);
}
