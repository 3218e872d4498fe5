/* What klamm itself refuses, from any caller: screen, command line or a test. */
#ifndef KLAMM_CORE_ACTION_GUARD_H
#define KLAMM_CORE_ACTION_GUARD_H

#include "core/config/profile.h"
#include "core/plan/plan.h"

/* Fills err (ERR_GUARD) with the reason why this plan must not be sent to a cluster of this
 * profile; true when it may. */
bool guard_allows(const struct profile *profile, const struct plan *p, struct err *err);
/* Whether the confirmation is the typed name instead of y/N. */
bool guard_wants_typing(const struct profile *profile, const struct plan *p);

#endif
