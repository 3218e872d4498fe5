/* The plan of records-delete. */
#ifndef KLAMM_CORE_ACTION_TOPIC_RECORDS_PLAN_H
#define KLAMM_CORE_ACTION_TOPIC_RECORDS_PLAN_H

#include "core/action/action.h"

struct job *cut_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                     void *user);

#endif
