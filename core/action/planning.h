/* The making of a plan over several turns of the loop: what every verb needs while it reads. A verb
 * starts one, wants things of `reads`, and goes on in the function given to planning_read. */
#ifndef KLAMM_CORE_ACTION_PLANNING_H
#define KLAMM_CORE_ACTION_PLANNING_H

#include "core/action/action.h"
#include "core/loop/job.h"
#include "core/plan/reads.h"

struct planning {
    struct job job; /* first: a job is its planning */
    struct cluster *cluster;
    struct reads reads;
    struct plan *plan;       /* being filled; plan->args is the deep copy of the arguments */
    struct request *request; /* of the verb's own, cancelled with the rest */
    struct job *work;        /* the same, not at a broker */
    void *state;             /* of the verb, in the plan's arena */
    void *aside;             /* of the one that reads something along the way */
    bool recheck;            /* see struct action_ctx */
    void (*next)(struct planning *p);
    struct err err;
    plan_done *done;
    void *user;
};

struct planning *planning_new(const struct action_ctx *x, const struct action *a,
                              const struct args *args, plan_done *done, void *user);
/* Reads what p->reads wants and does not know, then continues in next, always from the loop. */
void planning_read(struct planning *p, void (*next)(struct planning *p));
/* Hands the plan over and frees p. Only from the loop. */
void planning_done(struct planning *p);
/* Gives up with this error and frees p. Only from the loop. */
void planning_fail(struct planning *p, const struct err *err);
/* The broker's verdict on a validate-only call (struct outcome_list *, freed here). False: it
 * refused, the planning has failed with its words and p is freed. */
bool planning_valid(struct planning *p, void *result, const struct err *err);
/* A job that does nothing but fail from the loop. */
struct job *planning_refuse(struct cluster *c, const struct err *err, plan_done *done, void *user);

/* The arguments, and with the verb's defaults. */
const char *planning_arg(const struct planning *p, const char *name);

#endif
