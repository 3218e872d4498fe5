/* The exact steps of a change: what is previewed, what is sent, what is journalled and what is
 * undone. One struct, so these four can't disagree. */
#ifndef KLAMM_CORE_PLAN_PLAN_H
#define KLAMM_CORE_PLAN_PLAN_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/table.h"
#include "core/kafka/cluster.h"
#include "core/plan/args.h"
#include "core/plan/plan_fact.h"

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
    STEP_DONE,     /* reading back shows what was intended */
    STEP_ACCEPTED, /* the broker said yes, but it could not be read back */
    STEP_DIFFERS,  /* the broker said yes, but reading back shows something else */
    STEP_REFUSED,  /* the broker said no */
    STEP_UNKNOWN,  /* no answer, or the answer was lost: it may have happened */
    STEP_SKIPPED,  /* not sent */
};
const char *step_state_name(enum step_state s); /* "done", "differs", … */
bool step_state_parse(const char *name, enum step_state *out);

/* When a step's turn comes, and whether it comes at all. Before any but STEP_PLAIN, the steps
 * before it are read back. */
enum step_role {
    STEP_PLAIN,    /* in its turn, unless an earlier one got no answer */
    STEP_AFTER,    /* only when the one before it is done */
    STEP_RESTORES, /* restores what an earlier one changed: whatever happened since, also when the
                      plan was stopped or klamm quit */
};

struct step_kind; /* how a step is sent, read back, reversed, written as JSON: see step.h */

/* All texts of a step and of a plan are safe to show; the exact bytes of foreign names and values
 * are in the payload. */
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
    void *payload; /* of the kind, in the plan's arena */
    enum step_state state;
    const char *result; /* the broker's words, or what is there now; NULL */
    const char *now;    /* as read back; NULL: nothing there, or not read */
    bool read;          /* it was read back */
};

/* A group that must not commit for a while before the plan is sent: see core/action/plan_watch.h. */
struct plan_watch {
    const char *group;
    const struct group_offsets *seen; /* what it had committed when the plan was made */
    int64_t since_ms, until_ms;       /* monotonic */
};

struct plan {
    struct arena arena;
    const char *verb;    /* "offsets-reset" */
    const char *title;   /* "reset offsets of reports to 2 h ago (…)" */
    const char *confirm; /* what is typed at DANGER_HIGH: the object's name; of several, how many */
    const char *asked;   /* what was requested, resolved: "to 2 h ago (… = …)"; NULL: none */
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
    /* Why it can't be sent now (active group …): the plan is shown, sending refused. */
    const char *blocked;
    struct plan_fact *facts; /* read again just before sending: if one differs, nothing is sent */
    size_t nfacts, facts_cap;
    struct plan_watch *watches; /* none: nothing is to be watched, or it was to the end */
    size_t nwatches;
    int64_t made_wall_ms;
    struct args *args;          /* deep copy: to plan again when the cluster changed */
    const struct param *params; /* of the verb, static: which arguments may be written down; NULL in
                                   a plan read from a file until its reader sets them */
    size_t nparams;
    /* Of several objects: the plan of each, whose steps and facts are above, too; owned. None in a
     * plan for one object and in one that was read from a file. */
    struct plan **parts;
    size_t nparts;
    /* What it undoes: the id of the journal's entry; NULL: nothing. */
    const char *undoes;
    struct plan *of; /* the plan of that entry, owned; NULL: none */
};

struct plan *plan_new(const char *verb);
void plan_free(struct plan *p);
struct plan_step *plan_add(struct plan *p, const struct step_kind *kind, const char *object);
/* A copy of foreign bytes that is safe to show, as long as the plan; NULL stays NULL. */
const char *plan_show(struct plan *p, const char *raw);
void plan_warn(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void plan_sum(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A precondition; part may be NULL: none, and value: absent. */
void plan_fact(struct plan *p, enum plan_fact_id id, const char *object, const char *part,
               const char *value);
/* The fact about the same thing; NULL: there is none. */
const struct plan_fact *plan_fact_find(const struct plan *p, const struct plan_fact *like);
/* Adds the steps and facts of the plan of one of several objects, and owns that plan. */
void plan_take(struct plan *p, struct plan *part);
/* Has these commits of a group watched for ms from now before the plan is sent; they are copied. */
void plan_add_watch(struct plan *p, const struct group_offsets *seen, int64_t ms);
/* Marks the plan as not to be sent, with the reason; a second reason is added to the first. */
void plan_block(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A formatted string that lives as long as the plan. */
char *plan_str(struct plan *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Nothing to do: there is no step, or every step's after equals its before. */
bool plan_is_empty(const struct plan *p);
/* True when the preconditions of both are the same; else why names the first that differs with its
 * old and new value. Two plans of the same verb and arguments, the second made later. */
bool plan_same_facts(const struct plan *old, const struct plan *now, struct err *why);
/* How many steps are in this state. */
size_t plan_count(const struct plan *p, enum step_state s);

enum apply_status {
    APPLY_DONE,
    APPLY_PARTIAL, /* some steps refused, unknown, different or not read back; others done */
    APPLY_REFUSED, /* the broker refused all */
    APPLY_MOVED,   /* the cluster changed since the plan: nothing was sent; see `again` */
    APPLY_GUARD,   /* klamm refused: read-only, active group … nothing was sent */
    APPLY_FAILED,  /* unreachable, not journalled (nothing was sent), or unknown what happened */
};
const char *apply_status_name(enum apply_status s); /* "done", "partial", "moved" … */
bool apply_status_parse(const char *name, enum apply_status *out);

#endif
