/* Candidates for completing a parameter, and those that several verbs share. */
#ifndef KLAMM_CORE_ACTION_COMPLETE_H
#define KLAMM_CORE_ACTION_COMPLETE_H

#include "core/action/action.h"
#include "core/model/config_keys.h"

/* Whether there can be candidates for it. */
bool param_completes(const struct param *p);
/* The parameter's own candidates, else those of its type; adds to `out` under its name. */
void param_complete(const struct action_ctx *x, const struct args *args, const struct param *p,
                    const char *typed, struct args *out);

void complete_topics(const struct model *m, const char *param, const char *typed, struct args *out);
void complete_groups(const struct model *m, const char *param, const char *typed, struct args *out);
void complete_brokers(const struct model *m, const char *param, const char *typed,
                      struct args *out);
/* The keys that brokers list (see config_listed), or where that is NULL those of klamm's table. */
void complete_keys(enum config_type type, const struct config_set *listed, const char *param,
                   const char *typed, struct args *out);
/* "key=" for each of these; after the "=", the key's choices. */
void complete_config(enum config_type type, const struct config_set *listed, const char *param,
                     const char *typed, struct args *out);
void complete_choices(const char *const *choices, const char *param, const char *typed,
                      struct args *out);

/* For verbs whose object is the parameter "group": the function of struct action. */
void group_prefill(const struct action_ctx *x, const char *object, struct args *args);
/* For verbs whose object is the parameter "topic": the function of struct action. */
void topic_prefill(const struct action_ctx *x, const char *object, struct args *args);

#endif
