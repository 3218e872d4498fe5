/* What the verbs about SCRAM users share. */
#ifndef KLAMM_CORE_ACTION_USER_USER_RULES_H
#define KLAMM_CORE_ACTION_USER_USER_RULES_H

#include "core/action/planning.h"
#include "core/plan/step/step_user.h"

extern const char *const user_mechanisms[]; /* as the parameter's choices */

/* The user as the reads found it; an absent one has no credentials. False with err: it is not
 * known. */
bool user_now(const struct planning *p, const char *name, struct user *out, struct err *err);
bool user_name_ok(const char *name, struct err *err);
/* A fact per mechanism. */
void user_facts(struct plan *p, const struct user *u);
/* The step, and a row of the plan's table for it. */
void user_change(struct planning *p, const struct user_step *step);
/* Title, the typed name, Kafka's command line with PASSWORD for the password, and what every such
 * change means. */
void user_show(struct planning *p, const char *what, const char *name);
/* The candidates of the parameters user and mechanism. */
void user_complete(const struct action_ctx *x, const struct args *args, const struct param *p,
                   const char *typed, struct args *out);
void user_complete_mechanism(const struct action_ctx *x, const struct args *args,
                             const struct param *p, const char *typed, struct args *out);

#endif
