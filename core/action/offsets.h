/* Shared by the files of offsets-reset and group-create: what was asked for and what was read about
 * it. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_H
#define KLAMM_CORE_ACTION_OFFSETS_H

#include "core/action/offset_rows.h"
#include "core/action/offset_scope.h"
#include "core/action/planning.h"

struct reset {
    bool creates; /* the group must not exist yet */
    const char *group;
    enum offset_goal goal;
    int64_t n;               /* GOAL_OFFSET, GOAL_SHIFT */
    int64_t when_ms;         /* GOAL_TIME, wall clock */
    const char *asked;       /* "to 2 h ago", for the title */
    const char *from;        /* the group whose commits are copied; NULL: none */
    const struct each *like; /* the record whose time is looked for; NULL: none */
    struct scope *scopes;    /* none: all partitions with a commit */
    size_t nscopes;
    struct each *each; /* GOAL_EACH: they are the scope */
    size_t neach;
    const char *ignored; /* text after the zone of an instant, which means nothing; NULL: none */
    int64_t watch_ms;
    bool anyway; /* even if somebody commits without being a member */
    struct offset_row *rows;
    size_t nrows;
};

/* Reads the arguments into r, whose strings live in the arena. False: err says which is wrong. */
bool reset_parse(struct reset *r, struct arena *a, const struct args *args, struct err *err);
/* The checks of the form, and what completes its fields, for both verbs. */
bool reset_check(const struct action_ctx *x, const struct args *args, const char *param,
                 struct err *err);
void reset_complete(const struct action_ctx *x, const struct args *args, const char *param,
                    const char *typed, struct args *out);
/* A file may be a pipe, and may change: its lines become an argument of their own. */
bool reset_settle(struct args *args, struct err *err);
/* "words (local = UTC)" */
const char *reset_when(struct arena *a, const char *words, int64_t ms);

/* of the verb with this name */
struct job *reset_start(const struct action_ctx *x, const struct args *args, const char *verb,
                        plan_done *done, void *user);

/* Turns "the time of that record" into an instant, then goes on in next. */
void reset_find_record(struct planning *p, void (*next)(struct planning *p));
/* Turns the commits of the other group, as read, into offsets for each partition. */
bool reset_take_group(struct planning *p, struct err *err);
/* Looks up the times of the records the group would go on from, where there is one and it can be
 * read; then goes on in next. What can't be known stays unknown. */
void reset_find_times(struct planning *p, void (*next)(struct planning *p));

/* Fills r->rows, by topic and partition; log ends are not known yet. */
bool reset_collect(struct plan *p, struct reset *r, const struct metadata *md,
                   const struct group_offsets *commits, struct err *err);
struct offset_row *reset_row(const struct reset *r, const char *topic, int32_t partition);
bool reset_still(const struct plan *old, const struct plan *now, struct err *why);

struct action_document;
extern const struct action_document offsets_document;

/* Fills title, table, summary and command of the plan from the resolved rows. */
void reset_show(struct plan *p, const struct reset *r, const struct profile *profile);
/* Sums over the groups of a plan for several. */
void reset_total(struct plan *p);
void reset_export(const struct plan *p, struct buf *out);

#endif
