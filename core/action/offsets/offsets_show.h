/* What the plan of offsets-reset and group-create shows. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_SHOW_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_SHOW_H

#include "core/action/offsets/offsets_args.h"

/* Fills title, table, summary and command of the plan from the resolved rows. */
void reset_show(struct plan *p, const struct reset *r, const struct profile *profile);
/* Sums over the groups of a plan for several. */
void reset_total(struct plan *p);
void reset_export(const struct plan *p, struct buf *out);

#endif
