/* Sending a plan: guard → what is left to be watched → read the cluster again → journal the intent → send → read back → journal
 * the result. A state machine on the loop; each function does one stage and names the next. The
 * steps that go out are those of the plan that was shown: planning again only serves to compare the
 * preconditions. No step is sent twice; where no answer came, reading back decides what is claimed.
 */
#include "core/action/apply.h"

#include "core/action/action.h"
#include "core/action/apply_leave.h"
#include "core/action/guard.h"
#include "core/action/plan_watch.h"
#include "core/action/register.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/journal/journal_write.h"
#include "core/kafka/convert.h"
#include "core/plan/outcome.h"
#include "core/plan/step.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* Brokers learn of a change a moment after the controller said yes. */
    READ_BACK_MS = 5000,
    READ_BACK_PAUSE_MS = 60,
    LOOK_MS = 500, /* pause between two reads for a step that waits */
};

struct apply {
    struct job job; /* first: a job is its apply */
    struct plan *plan;
    struct cluster *cluster;
    plan_applied *done;
    void *user;
    struct job *replan;
    struct job *watch; /* the commits, before anything else */
    struct job *begin; /* the intent is being written */
    struct job *end;   /* the result is */
    struct err said;   /* the outcome, for who waits */
    struct err why;    /* the cluster changed, while a new plan is made to be shown */
    struct request *request;
    struct reads reads;
    struct journal_where where;
    char *cluster_id;
    char id[JOURNAL_ID];
    bool journalled;
    size_t at, n;   /* the steps on their way */
    size_t settled; /* steps before this one were read back */
    bool unheard;   /* the cluster did not answer */
    bool waiting;   /* the step at `at` only waits, and is checked now and then */
    bool stopped;   /* someone has stopped it */
    int64_t give_up_ms;
};

static void send_next(struct apply *a);
static void read_back(struct job *j);
static void look(struct job *j);

static void apply_free(struct apply *a)
{
    job_stop(&a->job);
    job_cancel(a->replan);
    job_cancel(a->watch);
    job_cancel(a->begin);
    job_cancel(a->end);
    if (a->request)
        request_cancel(a->request);
    reads_release(&a->reads);
    free(a->cluster_id);
    free(a);
}

static void abandon(struct job *j)
{
    struct apply *a = (struct apply *)j;

    if (a->journalled && !a->end)
        apply_leave(a->plan, a->cluster, &a->where, a->id);
    apply_free(a);
}

static void finish(struct apply *a, enum apply_status status, const struct err *err,
                   struct plan *again)
{
    struct apply_result r = {.status = status, .again = again};
    char id[JOURNAL_ID];
    plan_applied *done = a->done;
    void *user = a->user;

    if (err)
        r.err = *err;
    if (a->journalled) {
        memcpy(id, a->id, sizeof id);
        r.journal_id = id;
    }
    apply_free(a);
    done(user, &r);
}

static void on_result(void *user, const struct err *lost)
{
    struct apply *a = user;
    struct err *said = &a->said;

    a->end = NULL;
    if (lost && said->kind == ERR_NONE)
        err_set(said, ERR_IO, "it was done, but %s", lost->msg);
    else if (lost)
        err_wrap(said, "%s", lost->msg);
    finish(a, outcome_status(a->plan), said, NULL);
}

static void conclude(struct apply *a)
{
    enum apply_status status = outcome_status(a->plan);

    outcome_say(a->plan, status, &a->said);
    a->job.doing = "all steps have an outcome; writing the result to the journal…";
    a->end = journal_end(cluster_loop(a->cluster), &a->where, a->id, a->plan, status, &a->said,
                         on_result, a);
}

/* ---- reading back ---------------------------------------------------------------------------- */

static void was_read_back(struct apply *a)
{
    reads_release(&a->reads);
    a->settled = a->at;
    if (a->at == a->plan->nsteps)
        conclude(a);
    else
        send_next(a);
}

static void on_read_back(void *user)
{
    struct apply *a = user;
    struct plan *p = a->plan;
    bool last = clock_mono_ms() >= a->give_up_ms;
    bool settled = true;

    for (size_t i = a->settled; i < a->at; i++)
        settled = outcome_compare(p, &p->steps[i], &a->reads, last) && settled;
    if (settled || last) {
        was_read_back(a);
        return;
    }
    reads_release(&a->reads);
    job_after(&a->job, cluster_loop(a->cluster), READ_BACK_PAUSE_MS, read_back);
}

static void read_back(struct job *j)
{
    struct apply *a = (struct apply *)j;
    bool any = false;

    reads_init(&a->reads, a->cluster);
    for (size_t i = a->settled; i < a->at; i++) {
        const struct plan_step *s = &a->plan->steps[i];

        if (!outcome_was_sent(s) || s->state == STEP_DONE)
            continue;
        s->kind->want(s, &a->reads);
        any = true;
    }
    if (any)
        reads_run(&a->reads, on_read_back, a);
    else
        was_read_back(a);
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void next_step(struct apply *a)
{
    a->waiting = false;
    a->at++;
    a->settled = a->at;
    send_next(a);
}

static void on_look(void *user)
{
    struct apply *a = user;
    struct plan_step *s = &a->plan->steps[a->at];
    bool as_intended = false, over = clock_mono_ms() >= a->give_up_ms;
    struct err err = {0};

    if (!s->kind->read(a->plan, s, &a->reads, &as_intended, &err))
        s->result = plan_show(a->plan, err.msg);
    else
        s->result = NULL;
    s->read = !s->result;
    reads_release(&a->reads);
    if (!as_intended && !over && !a->stopped) {
        job_after(&a->job, cluster_loop(a->cluster), LOOK_MS, look);
        return;
    }
    s->state = as_intended ? STEP_DONE : STEP_DIFFERS;
    if (!as_intended)
        s->result = a->stopped ? "stopped before it was so" : "not so after the longest wait";
    next_step(a);
}

static void look(struct job *j)
{
    struct apply *a = (struct apply *)j;
    const struct plan_step *s = &a->plan->steps[a->at];

    reads_init(&a->reads, a->cluster);
    s->kind->want(s, &a->reads);
    reads_run(&a->reads, on_look, a);
}

/* Before anything was written or sent. */
static void stopped_early(struct job *j)
{
    struct err err = {0};

    err_set(&err, ERR_CANCELLED, "stopped: nothing was sent");
    finish((struct apply *)j, APPLY_GUARD, &err, NULL);
}

void plan_stop(struct job *apply)
{
    struct apply *a = (struct apply *)apply;

    a->stopped = true;
    if (a->watch) {
        job_cancel(a->watch);
        a->watch = NULL;
        job_after(&a->job, cluster_loop(a->cluster), 0, stopped_early);
    } else if (a->waiting && a->job.timer)
        job_after(&a->job, cluster_loop(a->cluster), 0, look);
}

bool plan_waits(const struct plan *p)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        if (p->steps[i].kind->patience)
            return true;
    }
    return false;
}

const struct plan_step *plan_waiting(const struct plan *p)
{
    for (size_t i = 0; i < p->nsteps; i++) {
        if (p->steps[i].kind->patience && p->steps[i].state == STEP_SENT)
            return &p->steps[i];
    }
    return NULL;
}

/* ---- sending --------------------------------------------------------------------------------- */

/* Why the step at `at` does not come; NULL: it comes. */
static const char *why_not(const struct apply *a)
{
    const struct plan_step *s = &a->plan->steps[a->at];

    if (s->role == STEP_RESTORES)
        return apply_restores(a->plan, a->at) ? NULL : "nothing was changed that must be restored";
    /* With a cluster that does not answer, the rest would only add to the doubt. */
    if (a->unheard)
        return "not sent, because the cluster did not answer before";
    if (a->stopped)
        return "not sent, because it was stopped before";
    if (s->role == STEP_AFTER && a->at > 0 && s[-1].state != STEP_DONE)
        return "not done, because the step before it was not";
    return NULL;
}

static void on_sent(void *user, void *result, const struct err *err)
{
    struct apply *a = user;
    struct outcome_list *l = result;

    if (outcome_settle(a->plan, a->at, a->n, l, err))
        a->unheard = true;
    a->request = NULL;
    outcome_list_free(l);
    a->at += a->n;
    send_next(a);
}

static void send_step(struct apply *a)
{
    struct plan_step *s = &a->plan->steps[a->at];

    a->n = 1;
    while (a->at + a->n < a->plan->nsteps && s->kind == s[a->n].kind && s->role == s[a->n].role &&
           s->kind->together(s, &s[a->n]))
        a->n++;
    for (size_t i = 0; i < a->n; i++)
        s[i].state = STEP_SENT;
    a->request = s->kind->send(a->cluster, s, a->n, on_sent, a);
}

static void wait_for(struct apply *a, struct plan_step *s)
{
    s->state = STEP_SENT;
    a->waiting = true;
    a->give_up_ms = clock_after(clock_mono_ms(), s->kind->patience(s));
    look(&a->job);
}

static void send_next(struct apply *a)
{
    struct plan_step *s = &a->plan->steps[a->at];
    const char *why = NULL;

    while (a->at < a->plan->nsteps && s->role == STEP_PLAIN && (why = why_not(a))) {
        s->state = STEP_SKIPPED;
        s->result = why;
        s = &a->plan->steps[++a->at];
    }
    if (a->settled < a->at && (a->at == a->plan->nsteps || s->role != STEP_PLAIN)) {
        a->give_up_ms = clock_mono_ms() + READ_BACK_MS;
        read_back(&a->job);
    } else if (a->at == a->plan->nsteps) {
        conclude(a);
    } else if ((why = why_not(a))) {
        s->state = STEP_SKIPPED;
        s->result = why;
        next_step(a);
    } else if (s->kind->patience) {
        wait_for(a, s);
    } else {
        send_step(a);
    }
}

/* ---- before sending -------------------------------------------------------------------------- */

static void on_intent(void *user, const char *id, const struct err *failed)
{
    struct apply *a = user;

    a->begin = NULL;
    if (failed) {
        struct err err = *failed;

        err_wrap(&err, "nothing was sent");
        finish(a, APPLY_FAILED, &err, NULL);
        return;
    }
    memcpy(a->id, id, sizeof a->id);
    a->journalled = true;
    send_next(a);
}

static void write_intent(struct apply *a)
{
    if (a->stopped)
        stopped_early(&a->job);
    else
        a->begin = journal_begin(cluster_loop(a->cluster), &a->where, a->plan, on_intent, a);
}

static void moved(struct apply *a, struct plan *again, const struct err *why)
{
    struct err err = *why;

    err_wrap(&err, "nothing was sent: the cluster changed since the plan was made");
    err.kind = ERR_GUARD;
    finish(a, APPLY_MOVED, &err, again);
}

/* What was planned to be compared leaves out what only matters for being shown, and what takes
 * time: the new plan that is shown is made like the first. */
static void on_planned_again(void *user, struct plan *again, const struct err *err)
{
    struct apply *a = user;
    struct err why = a->why;

    (void)err; /* then there is no new plan, and the reason is that the cluster changed */
    a->replan = NULL;
    moved(a, again, &why);
}

static void plan_again(struct apply *a, const struct err *why)
{
    struct action_ctx x = {.cluster = a->cluster, .model = cluster_model(a->cluster)};

    a->why = *why;
    a->job.doing = "the cluster changed, so nothing was sent; planning again…";
    a->replan = action_plan(action_find(a->plan->verb), &x, a->plan->args, on_planned_again, a);
}

static void on_replanned(void *user, struct plan *now, const struct err *err)
{
    struct apply *a = user;
    const struct action *action = action_find(a->plan->verb);
    struct err why = {0};

    a->replan = NULL;
    if (!now && outcome_leaves_doubt(err->kind)) {
        why = *err;
        err_wrap(&why, "nothing was sent");
        finish(a, APPLY_FAILED, &why, NULL);
    } else if (!now) {
        moved(a, NULL, err);
    } else if (!plan_same_facts(a->plan, now, &why) ||
               (action->revalidate && !action->revalidate(a->plan, now, &why))) {
        plan_again(a, &why);
    } else if (now->blocked) {
        err_set(&why, ERR_GUARD, "%s", now->blocked);
        plan_again(a, &why);
    } else {
        write_intent(a);
    }
    plan_free(now);
}

static void on_cluster(void *user)
{
    struct apply *a = user;
    struct err err = {0};
    const struct cluster_desc *d = reads_cluster(&a->reads, &err);
    const struct action *action = action_find(a->plan->verb);
    struct action_ctx x = {
        .cluster = a->cluster, .model = cluster_model(a->cluster), .recheck = true};

    if (d && !d->cluster_id)
        err_set(&err, ERR_BROKER, "the cluster does not report its id, which the journal needs");
    if (!d || !d->cluster_id) {
        err_wrap(&err, "nothing was sent");
        finish(a, APPLY_FAILED, &err, NULL);
        return;
    }
    a->cluster_id = xstrdup(d->cluster_id);
    a->where.cluster_id = a->cluster_id;
    reads_release(&a->reads);
    a->replan = action_plan(action, &x, a->plan->args, on_replanned, a);
}

static void start(struct job *j);

static void on_watched(void *user, const struct err *err)
{
    struct apply *a = user;
    struct err why;

    a->watch = NULL;
    a->job.doing = NULL;
    if (!err) {
        start(&a->job);
        return;
    }
    why = *err;
    err_wrap(&why, "nothing was sent");
    finish(a, APPLY_FAILED, &why, NULL);
}

static void start(struct job *j)
{
    struct apply *a = (struct apply *)j;
    struct err err = {0};

    if (!guard_allows(cluster_profile(a->cluster), a->plan, &err)) {
        finish(a, APPLY_GUARD, &err, NULL);
    } else if (plan_is_empty(a->plan)) {
        err_set(&err, ERR_NONE, "nothing to change: nothing was sent");
        finish(a, APPLY_DONE, &err, NULL);
    } else if (!a->plan->args || !action_find(a->plan->verb)) {
        err_set(&err, ERR_GUARD, "nothing was sent: this klamm has no verb %s", a->plan->verb);
        finish(a, APPLY_GUARD, &err, NULL);
    } else if (a->plan->nwatches) {
        a->watch = plan_watch(a->plan, a->cluster, on_watched, a);
        a->job.doing = a->watch->doing;
    } else {
        reads_want(&a->reads, FACT_CLUSTER, NULL);
        reads_run(&a->reads, on_cluster, a);
    }
}

struct job *plan_apply(struct plan *p, struct cluster *c, plan_applied *done, void *user)
{
    struct apply *a = xcalloc(1, sizeof *a);
    const struct profile *profile = cluster_profile(c);

    a->job.abandon = abandon;
    a->plan = p;
    a->cluster = c;
    a->done = done;
    a->user = user;
    a->where.cluster_name = profile->name;
    a->where.label = profile->label;
    reads_init(&a->reads, c);
    job_after(&a->job, cluster_loop(c), 0, start);
    return &a->job;
}
