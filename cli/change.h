/* A plan on its way on the command line: made, shown, confirmed, sent, with its result printed.
 * Shared by the verbs and by undo. */
#ifndef KLAMM_CLI_CHANGE_H
#define KLAMM_CLI_CHANGE_H

#include "cli/connect.h"
#include "cli/plan_print.h"
#include "core/action/apply.h"

struct change {
    struct connection *x;
    struct plan *plan; /* NULL until made */
    struct plan_print print;
    const char *object; /* what messages name: "topic-create orders"; in the plan or static */
    bool yes, dry_run;
    bool from_file; /* when the cluster has changed, no new plan is made */
    /* While a job runs: */
    struct job *job;
    bool done;
    bool sending; /* the job applies the plan */
    struct err err;
    struct apply_result result;
    int64_t begin_ms;
    int live; /* the terminal of stderr, written to without waiting; −1: none */
};

/* Runs the loop until the job has called back. False: a signal asked to stop; the job was
 * cancelled. */
bool change_wait(struct change *g);
/* Callback of action_plan, with the change as user: takes the plan, or err. */
void change_planned(void *change, struct plan *plan, const struct err *err);

/* Watches what g->plan has to be watched for before it is sent, if anything: afterwards it is blocked
 * where something commits. False: err. */
bool change_watch(struct change *g, struct err *err);

/* Shows g->plan, asks if it must, sends it and prints the outcome. Returns an enum cli_exit;
 * has said on stderr what is wrong, the object first. */
int change_run(struct change *g);
/* Says the error with the object in front; returns the exit code for its kind. */
int change_fail(const struct change *g, const struct err *err);
void change_release(struct change *g);

#endif
