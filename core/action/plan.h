/* The exact steps of a change: what is previewed, what is sent, what is journalled and what is
 * undone. One struct, so these four can't disagree. */
#ifndef KLAMM_CORE_ACTION_PLAN_H
#define KLAMM_CORE_ACTION_PLAN_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/table.h"
#include "core/kafka/cluster.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum danger {
    DANGER_LOW,  /* reversible: y/N */
    DANGER_HIGH, /* irreversible or wide: type the name */
};

enum step_state {
    STEP_PLANNED,
    STEP_SENT,     /* on its way: what happened is not known yet */
    STEP_DONE,     /* reading back shows what was asked for */
    STEP_ACCEPTED, /* the broker said yes, but it could not be read back */
    STEP_DIFFERS,  /* the broker said yes, but reading back shows something else */
    STEP_REFUSED,  /* the broker said no */
    STEP_UNKNOWN,  /* no answer, or the answer was lost: it may have happened */
    STEP_SKIPPED,  /* not sent */
};
const char *step_state_name(enum step_state s); /* "done", "differs", … */
bool step_state_parse(const char *name, enum step_state *out);

/* When a step's turn comes, and whether it comes at all. Others than STEP_PLAIN first have the steps
 * before them read back. */
enum step_role {
    STEP_PLAIN,    /* in its turn, unless an earlier one got no answer */
    STEP_AFTER,    /* only when the one before it is done */
    STEP_RESTORES, /* puts back what an earlier one changed: whatever came in between, and also when
                      the plan was stopped or left */
};

struct args;
struct step_kind; /* how a step is sent, read back, reversed, written as JSON: see step.h */

/* All texts of a step and of a plan can be shown as they are; the exact bytes of foreign names and
 * values are in the payload. */
struct plan_step {
    const struct step_kind *kind;
    const char *object;    /* "orders", "orders-3", "billing" */
    const char *what;      /* "create topic", "set retention.ms", "commit offset" */
    const char *before;    /* NULL: absent, nothing there */
    const char *after;     /* NULL: removed */
    const char *note;      /* NULL: none */
    const char *cant_undo; /* why not; NULL: can be undone */
    bool secret;           /* before and after are never written down */
    enum step_role role;
    void *payload;         /* of the kind, in the plan's arena */
    enum step_state state;
    const char *result; /* the broker's words, or what is there now; NULL */
    const char *now;    /* as read back; NULL: nothing there, or not read */
    bool read;          /* it was read back */
};

/* What the plan rests on, as it was when it was made: "state of billing" = "empty", "committed
 * orders-3" = "10". Read again just before sending: when one differs, nothing is sent. */
struct plan_fact {
    const char *what;
    const char *value;
};

struct plan {
    struct arena arena;
    const char *verb;    /* "offsets-reset" */
    const char *title;   /* "reset offsets of reports – by 2 h ago (…)" */
    const char *confirm; /* what is typed at DANGER_HIGH: the object's name; of several, how many */
    const char *asked;   /* what shall be done, resolved: "to 2 h ago (… = …)"; NULL: none */
    enum danger danger;
    struct plan_step *steps;
    size_t nsteps, cap;
    const char **warnings; /* each one sentence */
    size_t nwarnings;
    const char **summary; /* "re-read 111,110, skip 0 …" */
    size_t nsummary;
    const char *command;   /* the equivalent Kafka command line; NULL when there is none */
    const void *detail;    /* of the verb, in the arena; NULL in a plan that was read from a file */
    struct table *preview; /* the plan's own table; made by its action; freed with the plan */
    /* Why it can't be sent as the world is (active group …): the plan is shown, sending refused. */
    const char *blocked;
    struct plan_fact *facts;
    size_t nfacts, facts_cap;
    int64_t made_wall_ms;
    struct args *args; /* deep copy: to plan anew when the world moved */
    /* Of several objects: the plan of each, whose steps and facts stand above, too; owned. None in
     * a plan for one object and in one that was read from a file. */
    struct plan **parts;
    size_t nparts;
    /* What it takes back: the id of the journal's entry; NULL: nothing. */
    const char *undoes;
    struct plan *of; /* the plan of that entry, owned; NULL: none */
};

struct plan *plan_new(const char *verb);
void plan_free(struct plan *p);
struct plan_step *plan_add(struct plan *p, const struct step_kind *kind, const char *object);
/* A copy of foreign bytes that drives no terminal, as long as the plan; NULL stays NULL. */
const char *plan_show(struct plan *p, const char *raw);
void plan_warn(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void plan_sum(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A precondition; value may be NULL: absent. */
void plan_fact(struct plan *p, const char *value, const char *what, ...)
    __attribute__((format(printf, 3, 4)));
/* The fact of that name; NULL: there is none. */
const struct plan_fact *plan_fact_find(const struct plan *p, const char *what);
/* Adds the steps and facts of the plan of one of several objects, and owns that plan. */
void plan_take(struct plan *p, struct plan *part);
/* Refuses to be sent, with the reason; a second reason is added to the first. */
void plan_block(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A formatted string that lives as long as the plan. */
char *plan_str(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Nothing to do: there is no step, or every step's after equals its before. */
bool plan_is_empty(const struct plan *p);
/* True when the preconditions of both are the same; else why names the first that differs with its
 * old and new value. Two plans of the same verb and arguments, the second made later. */
bool plan_same_world(const struct plan *old, const struct plan *now, struct err *why);
/* How many steps are in this state. */
size_t plan_count(const struct plan *p, enum step_state s);

enum apply_status {
    APPLY_DONE,
    APPLY_PARTIAL, /* some steps refused, unknown, different or not read back; others done */
    APPLY_REFUSED, /* the broker refused all */
    APPLY_MOVED,   /* the world moved since the plan: nothing was sent; see `again` */
    APPLY_GUARD,   /* klamm refused: read-only, active group … nothing was sent */
    APPLY_FAILED,  /* unreachable, not journalled (nothing was sent), or unknown what happened */
};
const char *apply_status_name(enum apply_status s); /* "done", "partial", "moved" … */
bool apply_status_parse(const char *name, enum apply_status *out);

struct apply_result {
    enum apply_status status;
    struct err err;     /* the sentence for the message line and stderr */
    struct plan *again; /* APPLY_MOVED: the new plan, NULL when none could be made (err says why);
                           owned by the callee of done */
    const char *journal_id; /* of the entry written; NULL when nothing was sent */
};
typedef void plan_applied(void *user, const struct apply_result *r);
struct job; /* see job.h: job_cancel() while it runs, else forget it */

/* Re-checks the preconditions, journals the intent, sends exactly the steps, reads back, journals
 * the result; updates the steps' states on the way. A plan is sent at most once. The plan is
 * borrowed until done ran (once, from the loop) or the job was cancelled, which must happen before
 * the cluster is freed: what was sent may still happen, and the journal keeps the intent. */
struct job *plan_apply(struct plan *p, struct cluster *c, plan_applied *done, void *user);
/* Stops it between two steps: what is on its way is waited for, what would come after is skipped,
 * but steps that put something back are sent. Then done runs as always. */
void plan_stop(struct job *apply);
/* Whether a step stands that only waits: stopping is then an ordinary thing to do. */
bool plan_waits(const struct plan *p);
/* The step that waits right now, `now` saying how far it is; NULL: none. */
const struct plan_step *plan_waiting(const struct plan *p);

#endif
