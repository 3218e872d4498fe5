/* undo: reverses a change of the journal. Only what is still as klamm wrote it is reversed; what
 * someone changed since is never overwritten, and what can't be reversed is reported. Of the steps
 * without a result, those that have taken effect are offered. The plan goes through the same
 * preview, confirmation and sending as any other, and can itself be undone. */
#include "core/action/history/entry_plan.h"
#include "core/action/history/entry_row.h"
#include "core/action/options.h"
#include "core/plan/command_plan.h"
#include "core/plan/step.h"

#include <string.h>

static void complete_id(const struct action_ctx *x, const struct args *args, const struct param *p,
                        const char *typed, struct args *out);
static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *undo_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user);

static const struct param params[] = {
    {.name = "id",
     .title = "change",
     .type = PARAM_TEXT,
     .required = true,
     .complete = complete_id,
     .help = "the change's id in the journal, such as 20261122-140322-9f3a1c; in a shell without "
             "it the "
             "last change that can be undone is offered"},
    {.name = "keep-moved",
     .title = "keep what changed",
     .type = PARAM_BOOL,
     .def = "false",
     .help = "true: undo what is still as it was written, and leave alone what was changed since; "
             "false: undo nothing then"},
};

const struct action action_undo = {
    .name = "undo",
    .title = "undo",
    .help = "Undo a change of the journal, where what it wrote is still there.",
    .examples = "20261122-140322-9f3a1c --dry-run\n"
                "20261122-140322-9f3a1c --keep-moved",
    .object = OBJECT_CHANGE,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .at_once = true,
    .refusal = refusal,
    .prefill = entry_prefill,
    .plan = undo_plan,
};

static const char *why_not(const struct journal_entry *e)
{
    return e->fixed;
}

static const char *refusal(const struct action_ctx *x, const char *object)
{
    return entry_refusal(x, object, why_not);
}

static void complete_id(const struct action_ctx *x, const struct args *args, const struct param *p,
                        const char *typed, struct args *out)
{
    (void)args;
    entry_complete(x, p, typed, out, why_not);
}

static bool may_undo(const struct journal_entry *e, struct err *err)
{
    return !e->fixed || err_set(err, ERR_GUARD, "%s can't be undone: %s", e->id, e->fixed);
}

static bool concerns(const struct plan_step *s)
{
    return s->state == STEP_DONE || s->state == STEP_ACCEPTED || s->state == STEP_DIFFERS ||
           s->state == STEP_UNKNOWN;
}

/* ---- one step -------------------------------------------------------------------------------- */

struct tally {
    size_t back, same, moved, stay;
    const char *why; /* the first that stays */
};

static const char *now_shown(const struct plan_step *s)
{
    return s->now ? s->now : "not there";
}

static const char *written_shown(const struct plan_step *s)
{
    return s->after ? s->after : "nothing";
}

static void stays(struct plan *p, const struct plan_step *s, struct tally *t, const char *why)
{
    t->stay++;
    t->why = t->why ? t->why : plan_str(p, "%s: %s", s->object, why);
    plan_warn(p, "%s stays: %s", s->object, why);
    entry_row(p, s, false, NULL, SEV_WARN, why);
}

/* Someone else changed it: what they wrote is not ours to overwrite. */
static void moved(struct plan *p, const struct plan_step *s, struct tally *t)
{
    const char *why =
        plan_str(p, "is now %s, and was written as %s", now_shown(s), written_shown(s));

    t->moved++;
    entry_row(p, s, false, NULL, SEV_BAD, "changed since");
    if (strcmp(args_value(&action_undo, p->args, "keep-moved"), "true") == 0)
        plan_warn(p, "%s stays: %s %s", s->object, s->what, why);
    else
        plan_block(p, "%s: %s %s", s->object, s->what, why);
}

static void turn_round(struct plan *p, const struct plan_step *s, struct tally *t)
{
    struct err err = {0};
    const char *note = NULL;

    if (!step_reverse(p, s, &err)) {
        stays(p, s, t, plan_show(p, err.msg));
        return;
    }
    t->back++;
    if (s->state == STEP_UNKNOWN)
        note = "no answer came then; it is as requested now";
    entry_row(p, s, true, p->steps[p->nsteps - 1].after, SEV_NONE, note);
}

static void judge_step(struct plan *p, const struct plan_step *s, const struct entry_look *l,
                       struct tally *t)
{
    if (s->kind->patience) {
        entry_row(p, s, false, NULL, SEV_MUTED, "only waited");
    } else if (s->role == STEP_RESTORES) {
        entry_row(p, s, false, NULL, SEV_MUTED, "only restored what the change itself had set");
    } else if (!l->concerns && concerns(s)) {
        stays(p, s, t, s->cant_undo);
    } else if (!l->concerns) {
        entry_row(p, s, false, NULL, SEV_MUTED, "did not happen then");
    } else if (!l->read) {
        t->moved++;
        entry_row(p, s, false, NULL, SEV_BAD, "can't be read");
        plan_block(p, "%s: what is there now can't be read: %s", s->object,
                   plan_show(p, l->err.msg));
    } else if (l->as_before) {
        t->same++;
        entry_row(p, s, false, NULL, SEV_MUTED, "is as it was before");
    } else if (l->as_intended) {
        turn_round(p, s, t);
    } else if (s->state == STEP_UNKNOWN) {
        stays(p, s, t, "no answer came then; it is not as requested now");
    } else {
        moved(p, s, t);
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void sum_up(struct plan *p, const struct tally *t)
{
    if (t->back)
        plan_sum(p, "%s to undo", entry_steps(p, t->back));
    if (t->same)
        plan_sum(p, "%s: already as it was before", entry_steps(p, t->same));
}

static void judge(struct planning *p, const struct entry_look *looks)
{
    struct plan *plan = p->plan;
    const struct plan *of = plan->of;
    struct tally t = {0};
    struct err err = {0};

    plan->undoes = arena_strdup(&plan->arena, planning_arg(p, "id"));
    plan->title = plan_str(plan, "undo: %s", of->title ? of->title : of->verb);
    for (size_t i = of->nsteps; i-- > 0;)
        judge_step(plan, &of->steps[i], &looks[i], &t);
    if (entry_is_judged(plan))
        plan->danger = DANGER_LOW;
    sum_up(plan, &t);
    command_plan(plan, cluster_profile(p->cluster));
    if (t.back || t.moved || t.same) {
        entry_done(p);
        return;
    }
    err_set(&err, ERR_GUARD, "%s can't be undone: %s", plan->undoes,
            t.why ? t.why : "nothing of it happened");
    planning_fail(p, &err);
}

static const struct entry_verb verb = {.may = may_undo, .concerns = concerns, .judge = judge};

static struct job *undo_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    return entry_plan(&verb, &action_undo, x, args, done, user);
}
