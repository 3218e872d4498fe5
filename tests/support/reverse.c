#include "tests/support/reverse.h"

#include "core/plan/step.h"

static bool happened(const struct plan_step *s)
{
    return s->state == STEP_DONE || s->state == STEP_ACCEPTED || s->state == STEP_DIFFERS;
}

struct plan *plan_reverse(const struct plan *p, struct err *err)
{
    struct plan *back = plan_new("undo");

    back->danger = p->danger;
    back->title = plan_str(back, "undo: %s", p->title ? p->title : p->verb);
    back->confirm = arena_strdup(&back->arena, p->confirm);
    for (size_t i = p->nsteps; i-- > 0;) {
        const struct plan_step *s = &p->steps[i];
        struct err why = {0};

        if (!happened(s))
            continue;
        if (!step_reverse(back, s, &why))
            plan_warn(back, "%s stays: %s", s->object, why.msg);
    }
    if (back->nsteps > 0)
        return back;
    err_set(err, ERR_GUARD, "%s",
            back->nwarnings ? back->warnings[0]
                            : "nothing of it happened, so nothing can be undone");
    plan_free(back);
    return NULL;
}
