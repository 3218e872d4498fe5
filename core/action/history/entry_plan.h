/* A journalled change compared with the current state of the cluster: what undoing it and sending
 * the rest of it have in common. The verb says which entries and steps concern it and judges them;
 * reading the journal, reading the cluster and the preconditions are here. */
#ifndef KLAMM_CORE_ACTION_HISTORY_ENTRY_PLAN_H
#define KLAMM_CORE_ACTION_HISTORY_ENTRY_PLAN_H

#include "core/action/planning.h"
#include "core/model/journal.h"

struct entry_look { /* at one step of planning->plan->of, whose `now` is what is there now */
    bool concerns;  /* the verb is about it */
    bool read;      /* the current state could be read; else why not: */
    struct err err;
    bool as_intended; /* that is what the step intended */
    bool as_before;   /* that is what was there before it */
};

struct entry_verb {
    bool (*may)(const struct journal_entry *e, struct err *err);
    bool (*concerns)(const struct plan_step *s);
    /* All has been read: fills p->plan from p->plan->of and looks, one for each of its steps, and
     * hands it over or fails. */
    void (*judge)(struct planning *p, const struct entry_look *looks);
};

/* The functions of an action whose object is an entry. why_not: what the journal knows against it;
 * NULL: nothing. */
typedef const char *entry_why_not(const struct journal_entry *e);
const char *entry_refusal(const struct action_ctx *x, const char *object, entry_why_not *why_not);
void entry_prefill(const struct action_ctx *x, const char *object, struct args *args);
/* Newest first: the last mistake is the one that is looked for. */
void entry_complete(const struct action_ctx *x, const struct param *p, const char *typed,
                    struct args *out, entry_why_not *why_not);

/* The first argument is the entry's id. */
struct job *entry_plan(const struct entry_verb *v, const struct action *a,
                       const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user);

/* Whether each step of the plan is one that a verb warns of: then the danger is what those verbs say
 * of the steps, whatever the danger of the change was. */
bool entry_is_judged(const struct plan *p);
/* Hands the plan over, with what the verbs that make the same steps warn of. From judge, last. */
void entry_done(struct planning *p);

#endif
