/* The steps of a plan as a table: what is requested, what is there now, the outcome of each. */
#ifndef KLAMM_CORE_PLAN_PLAN_TABLE_H
#define KLAMM_CORE_PLAN_PLAN_TABLE_H

#include "core/plan/plan.h"

/* One row per step. Before anything was sent it has no columns for results. Secrets are hidden.
 * people: values as "7 d (604800000)", else as the broker has them. table_free. */
struct table *plan_table(const struct plan *p, bool sent, bool people);
/* Leaves out the brokers' words where none said any, for the screen: there is more room for values. */
void plan_table_trim(struct table *t, const struct plan *p);

enum { PLAN_LASTING = 4 };
/* "orders, payments and 3 more: why", a line for each reason why something can't be undone, as many
 * as there are lines at most; how many. In the arena. */
size_t plan_lasting(const struct plan *p, struct arena *a, const char *lines[PLAN_LASTING]);

#endif
