/* Judges the outcome of each step; apply.c does the sending and reading around it. The rule: only
 * what the broker said or what was read back is claimed, and a lost answer is neither. */
#include "core/plan/outcome.h"

#include "core/kafka/convert.h"

/* The broker says no, but has perhaps written it already and only stopped waiting for the other
 * replicas. The coordinator turns such a timeout into "coordinator not available"
 * (CoordinatorOperationExceptionHelper). Negative codes are the library's own. */
static bool may_still_happen(int code)
{
    enum { REQUEST_TIMED_OUT = 7, COORDINATOR_NOT_AVAILABLE = 15, NOT_ENOUGH_AFTER_APPEND = 20 };

    return code < 0 || code == REQUEST_TIMED_OUT || code == COORDINATOR_NOT_AVAILABLE ||
           code == NOT_ENOUGH_AFTER_APPEND;
}

/* After these it is unknown whether the broker got it. */
bool outcome_leaves_doubt(enum err_kind k)
{
    return k != ERR_USAGE && k != ERR_DENIED && k != ERR_BROKER && k != ERR_NOT_FOUND &&
           k != ERR_UNSUPPORTED && k != ERR_CONFIG && k != ERR_GUARD && k != ERR_NOT_READY;
}

static bool leaves_doubt(const struct err *err)
{
    return outcome_leaves_doubt(err->kind) ||
           (err->kind == ERR_NOT_READY && may_still_happen(err->code));
}

/* Answers come in the order of the steps, nearly always: the search begins at that place. */
static void settle_step(struct plan *p, struct plan_step *s, const struct outcome_list *l,
                        size_t near)
{
    const struct outcome *found = NULL;

    for (size_t i = 0; i < l->n && !found; i++) {
        const struct outcome *o = &l->o[(near + i) % l->n];

        if (s->kind->concerns(s, o))
            found = o;
    }
    if (!found) {
        s->state = STEP_UNKNOWN;
        s->result = "the broker's answer does not mention it";
        return;
    }
    s->result = plan_show(p, found->err);
    if (found->err_code == 0)
        s->state = STEP_ACCEPTED;
    else
        s->state = may_still_happen(found->err_code) ? STEP_UNKNOWN : STEP_REFUSED;
}

bool outcome_settle(struct plan *p, size_t first, size_t n, const struct outcome_list *l,
                    const struct err *err)
{
    bool unheard = false;

    for (size_t i = first; i < first + n; i++) {
        struct plan_step *s = &p->steps[i];

        if (l) {
            settle_step(p, s, l, i - first);
        } else {
            s->state = !leaves_doubt(err) ? STEP_REFUSED
                       : err->unsent      ? STEP_SKIPPED
                                          : STEP_UNKNOWN;
            s->result = plan_show(p, err->msg);
        }
        unheard = unheard || s->state == STEP_UNKNOWN || s->state == STEP_SKIPPED;
    }
    return unheard;
}

/* ---- reading back ---------------------------------------------------------------------------- */

bool outcome_was_sent(const struct plan_step *s)
{
    return s->state != STEP_SKIPPED && s->state != STEP_PLANNED;
}

/* True when reading once more can't change what is known. */
bool outcome_compare(struct plan *p, struct plan_step *s, const struct reads *f, bool last)
{
    struct err err = {0};
    bool as_intended = false;

    if (!outcome_was_sent(s) || s->state == STEP_DONE)
        return true;
    if (!s->kind->read(p, s, f, &as_intended, &err)) {
        last = last || err.kind == ERR_DENIED || err.kind == ERR_UNSUPPORTED;
        if (last && s->state == STEP_ACCEPTED)
            s->result = plan_str(p, "accepted, but reading back failed: %s", plan_show(p, err.msg));
        return last || s->state == STEP_REFUSED;
    }
    s->read = true;
    if (s->state == STEP_REFUSED)
        return true;
    if (as_intended) {
        if (s->state == STEP_UNKNOWN)
            s->result = "no answer came, but reading back shows it";
        s->state = STEP_DONE;
        return true;
    }
    if (last && s->state == STEP_ACCEPTED) {
        s->state = STEP_DIFFERS;
        s->result = plan_str(p, "accepted, but there is now %s", s->now ? s->now : "nothing");
    }
    return false;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static const struct plan_step *first_not_done(const struct plan *p)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        if (p->steps[i].state != STEP_DONE)
            return &p->steps[i];
    }
    return NULL;
}

enum apply_status outcome_status(const struct plan *p)
{
    if (plan_count(p, STEP_DONE) == p->nsteps)
        return APPLY_DONE;
    if (plan_count(p, STEP_REFUSED) == p->nsteps)
        return APPLY_REFUSED;
    if (plan_count(p, STEP_UNKNOWN) + plan_count(p, STEP_SKIPPED) == p->nsteps)
        return APPLY_FAILED;
    return APPLY_PARTIAL;
}

static enum err_kind kind_of(enum apply_status status)
{
    return status == APPLY_FAILED ? ERR_TIMEOUT : ERR_BROKER;
}

void outcome_say(const struct plan *p, enum apply_status status, struct err *err)
{
    const struct plan_step *s = first_not_done(p);
    size_t done = plan_count(p, STEP_DONE);

    if (!s)
        return;
    err_set(err, kind_of(status), "%s %s: %s%s%s", s->object, step_state_name(s->state), s->what,
            s->result ? ": " : "", s->result ? s->result : "");
    if (p->nsteps > 1)
        err_wrap(err, "%zu of %zu steps done", done, p->nsteps);
}
