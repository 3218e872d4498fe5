/* What the verbs about users share. */
#ifndef KLAMM_CORE_ACTION_USER_RULES_H
#define KLAMM_CORE_ACTION_USER_RULES_H

#include "core/action/planning.h"
#include "core/action/step_user.h"

extern const char *const user_mechanisms[]; /* as the parameter's choices */

/* The user as it is now, told by fresh; an absent one has no credentials. False with err: it is not
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
void user_complete(const struct action_ctx *x, const struct args *args, const char *param,
                   const char *typed, struct args *out);

#endif
