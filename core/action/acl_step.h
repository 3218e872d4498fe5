/* What a step about an ACL carries. There are two kinds of such steps, one adds, one takes away;
 * each is the reverse of the other. */
#ifndef KLAMM_CORE_ACTION_ACL_STEP_H
#define KLAMM_CORE_ACTION_ACL_STEP_H

#include "core/action/step.h"
#include "core/model/acl.h"

struct acl_step {
    struct acl acl;
    const char *spelt; /* acl_spell */
};
struct plan_step *plan_add_acl_create(struct plan *p, const struct acl *a);
struct plan_step *plan_add_acl_delete(struct plan *p, const struct acl *a);

#endif
