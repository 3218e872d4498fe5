/* The plan of config-alter. */
#ifndef KLAMM_CORE_ACTION_CONFIG_CONFIG_PLAN_H
#define KLAMM_CORE_ACTION_CONFIG_CONFIG_PLAN_H

#include "core/action/config/config_alter.h"

/* Makes the value of a list that is appended to or subtracted from. */
void alter_resolve(struct alter_key *k, const char *effective, struct arena *a);
/* Why this key of this object can't be changed at all (a secret, read-only); true when it can. */
bool alter_allowed(const struct config_entry *e, struct err *err);
struct job *alter_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user);
/* With type, name and keys in p->state (struct alter): reads the rest, and hands the plan over. */
void alter_read(struct planning *p);

#endif
