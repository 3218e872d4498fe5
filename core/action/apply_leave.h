/* Leaving while a plan is being sent: what is known goes into the journal, and what must be put
 * back is put back. */
#ifndef KLAMM_CORE_ACTION_APPLY_LEAVE_H
#define KLAMM_CORE_ACTION_APPLY_LEAVE_H

#include "core/action/journal.h"
#include "core/action/plan.h"

/* Step i puts something back, and what it puts back was changed, or may have been. */
bool apply_restores(const struct plan *p, size_t i);
/* Sends what has to be put back, without anybody waiting for it (see cluster_flush), and writes the
 * result: at once when there is nothing to put back, else when the answer comes. Until then the
 * intent stands without a result, as it should if none comes. The plan may be freed afterwards; see
 * journal_flush. */
void apply_leave(struct plan *p, struct cluster *c, const struct journal_where *where,
                 const char *id);

#endif
