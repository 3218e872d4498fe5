/* The model's facts are made of the same knobs as the recording's samples, so that both agree. */
#include "tests/unit/model_fixture.h"

#include "tests/unit/made_up.h"

void model_fixture_open(struct model_fixture *f)
{
    model_init(&f->m, "test");
    recorded_init(&f->r);
    arena_init(&f->a);
    group_verdicts_init(&f->verdicts, 10000);
    f->m.recording = &f->r.h;
    f->m.group_verdicts = &f->verdicts;
}

void model_fixture_close(struct model_fixture *f)
{
    arena_release(&f->a);
    group_verdicts_release(&f->verdicts);
    recording_release(&f->r.h);
    model_release(&f->m);
}

void model_fixture_describe(struct model_fixture *f, const char *group, enum group_state state)
{
    struct group_desc *g = made_group(group, state);
    if (state != GROUP_EMPTY) {
        made_member(g, "worker");
        for (int32_t i = 0; i < 3; i++)
            made_owns(g, "orders", i);
    }
    model_take_group(&f->m, g);
}

void model_fixture_sample(struct model_fixture *f, const char *group)
{
    struct group_offsets *o = made_offsets(group);
    for (int32_t i = 0; i < 3; i++) {
        made_commit(o, "orders", i, (int64_t)f->r.done);
        made_ends(&f->m, "orders", i, f->r.start, (int64_t)f->r.end);
    }
    model_take_group_offsets(&f->m, o);
    recorded_run(&f->r, group, 1);
    group_verdicts_judge(&f->verdicts, &f->m, &f->r.h, group);
}
