/* The table of a plan that is made from a journal entry. */
#ifndef KLAMM_CORE_ACTION_HISTORY_ENTRY_ROW_H
#define KLAMM_CORE_ACTION_HISTORY_ENTRY_ROW_H

#include "core/plan/plan.h"

#include <stdbool.h>
#include <stddef.h>

enum entry_column { ENTRY_OBJECT, ENTRY_WHAT, ENTRY_WAS, ENTRY_WRITTEN, ENTRY_NOW, ENTRY_WILL };
/* A row of the plan's table, which is made when there is none: the step, what will be there, and
 * why so. changes: the plan's last step does it. */
void entry_row(struct plan *p, const struct plan_step *s, bool changes, const char *will,
               enum severity sev, const char *note);
/* "1 step", "3 steps". */
const char *entry_steps(struct plan *p, size_t n);

#endif
