/* What a change of ACLs means for those who have access: what is read for it, and what it says. */
#ifndef KLAMM_CORE_ACTION_ACL_ACL_EFFECT_H
#define KLAMM_CORE_ACTION_ACL_ACL_EFFECT_H

#include "core/action/acl/acl_change.h"

/* Reads, after the ACLs and the metadata, what decides besides the ACLs, then goes on in next: of
 * one broker, or of all where a rule that is there or wanted (may be NULL) has a network for its
 * host. */
void acl_read_settings(struct planning *p, const struct acl_set *wanted,
                       void (*next)(struct planning *p));
/* What was read of that, and of the topics. */
void acl_take_settings(struct planning *p, struct acl_change *c);
/* Who loses and who gains access: warnings, sums, facts, and the danger that follows. */
void acl_change_effects(struct plan *p, const struct acl_change *c, const struct profile *profile);

#endif
