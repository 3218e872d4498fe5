/* What a step that changes one setting carries. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_CONFIG_H
#define KLAMM_CORE_PLAN_STEP_STEP_CONFIG_H

#include "core/kafka/configs.h"
#include "core/plan/step.h"

struct config_step {
    enum config_type type;
    const char *name; /* topic, broker id, group */
    const char *key;
    enum config_op op; /* SET or DELETE */
    const char *value; /* NULL with DELETE */
    bool was_set;      /* the object had a value of its own before */
    const char *was;   /* that value */
};
struct plan_step *plan_add_config(struct plan *p, const struct config_step *c);

#endif
