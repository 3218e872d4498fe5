/* The steps of a plan as a table: what is asked for, what is there now, what became of each. */
#ifndef KLAMM_CORE_ACTION_PLAN_TABLE_H
#define KLAMM_CORE_ACTION_PLAN_TABLE_H

#include "core/action/plan.h"

/* One row per step. Before anything was sent it has no columns for results. Secrets are hidden.
 * table_free. */
struct table *plan_table(const struct plan *p, bool sent);

#endif
