/* Shared by the files of offsets-reset: what was asked for and what was read about it. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_H
#define KLAMM_CORE_ACTION_OFFSETS_H

#include "core/action/offset_rows.h"
#include "core/action/offset_scope.h"
#include "core/action/planning.h"

struct reset {
    const char *group;
    enum offset_goal goal;
    int64_t n;            /* GOAL_OFFSET, GOAL_SHIFT */
    int64_t when_ms;      /* GOAL_TIME, wall clock */
    const char *asked;    /* "to 2 h ago", for the title */
    struct scope *scopes; /* none: all partitions with a commit */
    size_t nscopes;
    struct each *each; /* GOAL_EACH: they are the scope */
    size_t neach;
    struct offset_row *rows;
    size_t nrows;
};

/* Reads the arguments into r, whose strings live in the arena. False: err says which is wrong. */
bool reset_parse(struct reset *r, struct arena *a, const struct args *args, struct err *err);

struct job *reset_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user);

/* False: there is no such group, and a commit would create it. */
bool reset_group_exists(const struct planning *p, const struct group_desc *g,
                        const struct group_offsets *o, struct err *err);
/* State and members become facts; an active group blocks the plan. */
void reset_judge_group(struct plan *p, const struct group_desc *g);
/* Fills r->rows, by topic and partition; log ends are not known yet. */
bool reset_collect(struct plan *p, struct reset *r, const struct metadata *md,
                   const struct group_offsets *commits, struct err *err);
bool reset_still(const struct plan *old, const struct plan *now, struct err *why);

/* Fills title, table, summary and command of the plan from the resolved rows. */
void reset_show(struct plan *p, const struct reset *r, const struct profile *profile);
/* Sums over the groups of a plan for several. */
void reset_total(struct plan *p);
void reset_export(const struct plan *p, struct buf *out);

#endif
