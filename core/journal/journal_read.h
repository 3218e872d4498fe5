/* Reads the journal of a cluster. */
#ifndef KLAMM_CORE_JOURNAL_JOURNAL_READ_H
#define KLAMM_CORE_JOURNAL_JOURNAL_READ_H

#include "core/base/err.h"
#include "core/model/journal.h"
#include "core/plan/plan.h"

#include <stdbool.h>

/* No file is an empty journal. Must be released in both cases. Blocks: in a console use
 * journal_fetch. */
bool journal_read(struct journal *j, const char *cluster_id, struct err *err);
/* The plan as it was sent, with the outcome of each step (all STEP_UNKNOWN without a result). */
struct plan *journal_plan(const struct journal_entry *e, struct err *err);

#endif
