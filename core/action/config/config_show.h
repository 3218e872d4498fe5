/* What the plan of config-alter shows. */
#ifndef KLAMM_CORE_ACTION_CONFIG_CONFIG_SHOW_H
#define KLAMM_CORE_ACTION_CONFIG_CONFIG_SHOW_H

#include "core/action/config/config_alter.h"

/* Table, sums, warnings and command line of the plan. */
void alter_show(struct plan *p, struct alter *r, const struct config_set *set,
                const struct profile *profile);

#endif
