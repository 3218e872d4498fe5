/* The guard is in core, so that no caller can forget it: plan_apply asks it first. */
#include "core/action/guard.h"

bool guard_allows(const struct profile *profile, const struct plan *p, struct err *err)
{
    if (profile->guard == GUARD_READ_ONLY)
        return err_set(err, ERR_GUARD, "%s is read-only (guard: read-only): nothing was sent",
                       profile->name);
    if (p->blocked)
        return err_set(err, ERR_GUARD, "%s: nothing was sent", p->blocked);
    for (size_t i = 0; i < p->nsteps; i++) {
        if (p->steps[i].state != STEP_PLANNED)
            return err_set(err, ERR_GUARD, "this plan was sent already: make a new one");
    }
    return true;
}

bool guard_wants_typing(const struct profile *profile, const struct plan *p)
{
    return p->danger == DANGER_HIGH || profile->guard == GUARD_TYPED;
}
