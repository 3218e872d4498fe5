/* The partitions an offset is to be committed for. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_COLLECT_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_COLLECT_H

#include "core/action/offsets/offsets_args.h"

/* Fills r->rows, by topic and partition; log ends are not known yet. */
bool reset_collect(struct plan *p, struct reset *r, const struct metadata *md,
                   const struct group_offsets *commits, struct err *err);

#endif
