/* The command line of a plan whose steps know theirs: one for each broker call, joined by &&. */
#include "core/plan/command_plan.h"

#include "core/plan/step.h"

static size_t travelling(const struct plan *p, size_t at)
{
    const struct plan_step *s = &p->steps[at];
    size_t n = 1;

    while (at + n < p->nsteps && s->kind == s[n].kind && s->kind->together(s, &s[n]))
        n++;
    return n;
}

void command_plan(struct plan *p, const struct profile *profile)
{
    bool all = p->nsteps > 0;
    struct buf b;

    buf_init(&b, 0);
    for (size_t i = 0, n; i < p->nsteps && all; i += n) {
        const struct plan_step *s = &p->steps[i];

        n = travelling(p, i);
        all = s->kind->command != NULL;
        if (all && i)
            buf_adds(&b, " && ");
        all = all && s->kind->command(s, n, profile, &b);
    }
    if (all)
        p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}
