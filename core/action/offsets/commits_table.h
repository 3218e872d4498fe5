/* The table of a plan that deletes commits: what is there now. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_COMMITS_TABLE_H
#define KLAMM_CORE_ACTION_OFFSETS_COMMITS_TABLE_H

#include "core/model/group.h"
#include "core/plan/plan.h"

struct table *commits_table(void);
void commits_table_add(struct table *t, const struct group_offset *o, const char *note);
/* Warns of what the commits carry besides the offset, which committing them again does not bring
 * back; and of those that can't be read. */
void commits_warn(struct plan *p, const struct group_offset *const *o, size_t n);

#endif
