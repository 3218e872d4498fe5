/* Steps about a user's SCRAM credential of one mechanism. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_USER_H
#define KLAMM_CORE_PLAN_STEP_STEP_USER_H

#include "core/model/user.h"
#include "core/plan/step.h"

struct user_step {
    const char *user;
    enum scram mechanism;
    int32_t iterations; /* 0: the credential is removed */
    int32_t was;        /* iterations before; 0: there was none */
    /* Borrowed, as long as the plan; never written down, so NULL in a plan that was read. */
    const char *password;
};
struct plan_step *plan_add_user(struct plan *p, const struct user_step *u);
/* "8192 iterations"; NULL for none. */
const char *user_step_shown(struct plan *p, int32_t iterations);

#endif
