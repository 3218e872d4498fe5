/* The plan of topic-create. */
#ifndef KLAMM_CORE_ACTION_TOPIC_TOPIC_PLAN_H
#define KLAMM_CORE_ACTION_TOPIC_TOPIC_PLAN_H

#include "core/action/topic/topic_create.h"

struct job *create_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);

#endif
