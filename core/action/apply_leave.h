/* Quitting while a plan is being sent: what is known goes into the journal, and what must be
 * restored is restored. */
#ifndef KLAMM_CORE_ACTION_APPLY_LEAVE_H
#define KLAMM_CORE_ACTION_APPLY_LEAVE_H

#include "core/journal/journal_write.h"
#include "core/plan/plan.h"

/* Step i restores something that was changed, or may have been. */
bool apply_restores(const struct plan *p, size_t i);
/* Sends what has to be restored, without anyone waiting for it (see cluster_flush), and writes the
 * result: at once when there is nothing to restore, else when the answer comes. Until then the
 * intent has no result, as it should if none comes. The plan may be freed afterwards; see
 * journal_flush. */
void apply_leave(struct plan *p, struct cluster *c, const struct journal_where *where,
                 const char *id);

#endif
