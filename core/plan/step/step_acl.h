/* What a step about an ACL carries. There are two kinds of such steps, one adds, one removes; each
 * is the reverse of the other. */
#ifndef KLAMM_CORE_PLAN_STEP_STEP_ACL_H
#define KLAMM_CORE_PLAN_STEP_STEP_ACL_H

#include "core/model/acl.h"
#include "core/plan/step.h"

struct acl_step {
    struct acl acl;
    const char *spelt; /* acl_spell */
};
struct plan_step *plan_add_acl_create(struct plan *p, const struct acl *a);
struct plan_step *plan_add_acl_delete(struct plan *p, const struct acl *a);

#endif
