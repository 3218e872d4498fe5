/* The plan of offsets-reset and group-create. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_PLAN_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_PLAN_H

#include "core/action/offsets/offsets_args.h"

/* of the verb with this name */
struct job *reset_start(const struct action_ctx *x, const struct args *args, const char *verb,
                        plan_done *done, void *user);

struct offset_row *reset_row(const struct reset *r, const char *topic, int32_t partition);
bool reset_revalidate(const struct plan *old, const struct plan *now, struct err *why);

#endif
