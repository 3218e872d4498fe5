/* resume: sends those steps of a journalled change that did not happen. Steps that were refused,
 * not sent, got no answer or read back differently are planned again from the current state. A step
 * that has taken effect by now is left alone, so nothing is done twice. A plan like any other. */
#include "core/action/history/entry_plan.h"
#include "core/action/history/entry_row.h"
#include "core/base/buf.h"
#include "core/plan/command_line.h"
#include "core/plan/command_plan.h"
#include "core/plan/step/step_delete_topic.h"

#include <string.h>

static void complete_id(const struct action_ctx *x, const struct args *args, const struct param *p,
                        const char *typed, struct args *out);
static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *resume_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user);

static const struct param params[] = {
    {.name = "id",
     .title = "change",
     .type = PARAM_TEXT,
     .required = true,
     .complete = complete_id,
     .help = "the change's id in the journal, such as 20261122-140322-9f3a1c"},
};

const struct action action_resume = {
    .name = "resume",
    .title = "send the rest",
    .help = "Send what of a change in the journal did not happen, planned again from what is "
            "there now.",
    .examples = "20261122-140322-9f3a1c",
    .object = OBJECT_CHANGE,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .at_once = true,
    .refusal = refusal,
    .prefill = entry_prefill,
    .plan = resume_plan,
};

static const char *why_not(const struct journal_entry *e)
{
    if (e->newer)
        return JOURNAL_NEWER;
    if (e->running)
        return "it is being sent right now";
    if (e->undone_by)
        return "it was undone";
    return e->counts.done == e->nsteps ? "all of it is done" : NULL;
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

static bool may_resume(const struct journal_entry *e, struct err *err)
{
    const char *why = why_not(e);

    return !why || err_set(err, ERR_GUARD, "there is nothing to send of %s: %s", e->id, why);
}

static bool concerns(const struct plan_step *s)
{
    return s->state != STEP_DONE;
}

/* ---- one step -------------------------------------------------------------------------------- */

static const char *why_again(struct plan *p, const struct plan_step *s)
{
    switch (s->state) {
    case STEP_REFUSED:
        return plan_str(p, "was refused: %s", s->result ? s->result : "without a word");
    case STEP_SKIPPED:
    case STEP_PLANNED:
        return "was not sent then";
    case STEP_UNKNOWN:
    case STEP_SENT:
        return "no answer came then; it is not as requested now";
    case STEP_ACCEPTED:
    case STEP_DIFFERS:
    case STEP_DONE:
        break;
    }
    return "was accepted then, and is something else now";
}

/* Steps that did not happen, and can't be sent from the journal. */
struct rest {
    size_t n;
    const char *first; /* why not, of the first of them */
    struct buf topics; /* of those that are to delete a topic which is there still: their names */
    bool dashed;       /* one of these would be taken for an option */
    bool other;        /* some are something else */
};

static void cant(struct plan *p, const struct plan_step *s, struct rest *rest, const char *why)
{
    if (s->kind == &step_delete_topic && s->now && strcmp(s->now, TOPIC_STILL_LISTED) == 0) {
        buf_addc(&rest->topics, ' ');
        command_word(&rest->topics, s->object);
        rest->dashed |= *s->object == '-';
    } else {
        rest->other = true;
    }
    if (rest->n++ == 0)
        rest->first = plan_str(p, "%s: %s: %s", s->object, s->what, why);
    entry_row(p, s, false, NULL, SEV_BAD, why);
}

/* One of them is enough to send nothing: no one should take the others for all that is left. */
static void tell_rest(struct plan *p, const struct rest *rest, const struct profile *profile,
                      size_t of)
{
    struct buf line;

    buf_init(&line, 0);
    command_klamm(&line, profile, "topic-delete");
    buf_addf(&line, "%s%s", rest->dashed ? " --" : "", buf_str(&rest->topics));
    if (rest->n == 1)
        plan_block(p, "%s", rest->first);
    else if (rest->n)
        plan_block(p, "%zu steps can't be sent from here, the first: %s", rest->n, rest->first);
    if (rest->n && !rest->other)
        plan_sum(p, "to plan them again: %s", buf_str(&line));
    buf_release(&line);
    if (rest->n)
        plan_sum(p, "%s of %zu did not happen", entry_steps(p, rest->n + p->nsteps), of);
    else
        plan_sum(p, "%s of %zu still to be sent", entry_steps(p, p->nsteps), of);
}

static void judge_step(struct plan *p, const struct plan_step *s, const struct entry_look *l,
                       const struct reads *f, struct rest *rest)
{
    struct err err = {0};

    if (!s->payload)
        cant(p, s, rest, s->cant_undo);
    else if (!l->concerns)
        entry_row(p, s, false, NULL, SEV_MUTED, "is done");
    else if (!l->read)
        cant(p, s, rest,
             plan_str(p, "what is there now can't be read: %s", plan_show(p, l->err.msg)));
    else if (l->as_intended)
        entry_row(p, s, false, NULL, SEV_MUTED, "is as requested");
    else if (!s->kind->again)
        cant(p, s, rest, "it can't be sent again from the journal: plan it again");
    else if (!s->kind->again(p, s, f, &err))
        cant(p, s, rest, plan_show(p, err.msg));
    else
        entry_row(p, s, true, p->steps[p->nsteps - 1].after, SEV_NONE, why_again(p, s));
}

static void judge(struct planning *p, const struct entry_look *looks)
{
    struct plan *plan = p->plan;
    const struct plan *of = plan->of;
    struct rest rest = {0};
    struct err err = {0};

    for (size_t i = 0; i < of->nsteps; i++) {
        if (of->steps[i].role == STEP_PLAIN)
            continue;
        err_set(&err, ERR_GUARD,
                "%s is one whole of which no part can be sent alone: undo what is there of it, or "
                "do it again",
                of->verb);
        planning_fail(p, &err);
        return;
    }
    plan->title = plan_str(plan, "the rest of: %s", of->title ? of->title : of->verb);
    buf_init(&rest.topics, 0);
    for (size_t i = 0; i < of->nsteps; i++)
        judge_step(plan, &of->steps[i], &looks[i], &p->reads, &rest);
    command_plan(plan, cluster_profile(p->cluster));
    tell_rest(plan, &rest, cluster_profile(p->cluster), of->nsteps);
    buf_release(&rest.topics);
    entry_done(p);
}

static const struct entry_verb verb = {.may = may_resume, .concerns = concerns, .judge = judge};

static struct job *resume_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user)
{
    return entry_plan(&verb, &action_resume, x, args, done, user);
}
