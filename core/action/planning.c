/* The common frame of all verbs while they plan. Owns the plan until it is handed over, and
 * whatever was read for it until the end. */
#include "core/action/planning.h"

#include "core/action/options.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/kafka/convert.h"

#include <stdlib.h>

static void planning_free(struct planning *p)
{
    job_stop(&p->job);
    if (p->request)
        request_cancel(p->request);
    job_cancel(p->work);
    reads_release(&p->reads);
    plan_free(p->plan);
    free(p);
}

static void abandon(struct job *j)
{
    planning_free((struct planning *)j);
}

static struct planning *planning_start(struct cluster *c, plan_done *done, void *user)
{
    struct planning *p = xcalloc(1, sizeof *p);

    p->job.abandon = abandon;
    p->cluster = c;
    p->done = done;
    p->user = user;
    reads_init(&p->reads, c);
    return p;
}

struct planning *planning_new(const struct action_ctx *x, const struct action *a,
                              const struct args *args, plan_done *done, void *user)
{
    struct planning *p = planning_start(x->cluster, done, user);

    p->plan = plan_new(a->name);
    p->plan->danger = a->danger;
    action_params_of(a, p->plan);
    p->reads.known = x->known;
    p->recheck = x->recheck;
    p->plan->args = args_copy(args);
    return p;
}

static void on_read(void *user)
{
    struct planning *p = user;

    p->next(p);
}

static void on_nothing(struct job *j)
{
    struct planning *p = (struct planning *)j;

    p->next(p);
}

void planning_read(struct planning *p, void (*next)(struct planning *p))
{
    p->next = next;
    if (reads_due(&p->reads))
        reads_run(&p->reads, on_read, p);
    else
        job_after(&p->job, cluster_loop(p->cluster), 0, on_nothing);
}

void planning_done(struct planning *p)
{
    struct plan *plan = p->plan;
    plan_done *done = p->done;
    void *user = p->user;

    p->plan = NULL;
    planning_free(p);
    done(user, plan, NULL);
}

void planning_fail(struct planning *p, const struct err *err)
{
    struct err kept = *err;
    plan_done *done = p->done;
    void *user = p->user;

    planning_free(p);
    done(user, NULL, &kept);
}

bool planning_valid(struct planning *p, void *result, const struct err *err)
{
    struct outcome_list *l = result;
    struct err refused = {0};

    p->request = NULL;
    if (err)
        refused = *err;
    else if (l->n == 0)
        err_set(&refused, ERR_BROKER, "the broker's answer does not mention what was requested");
    else if (l->o[0].err_code)
        err_set(&refused, ERR_BROKER, "%s", l->o[0].err);
    outcome_list_free(l);
    if (refused.kind != ERR_NONE)
        planning_fail(p, &refused);
    return refused.kind == ERR_NONE;
}

static void refuse_now(struct job *j)
{
    struct planning *p = (struct planning *)j;

    planning_fail(p, &p->err);
}

struct job *planning_refuse(struct cluster *c, const struct err *err, plan_done *done, void *user)
{
    struct planning *p = planning_start(c, done, user);

    p->err = *err;
    job_after(&p->job, cluster_loop(c), 0, refuse_now);
    return &p->job;
}

const char *planning_arg(const struct planning *p, const char *name)
{
    return args_value(action_find(p->plan->verb), p->plan->args, name);
}
