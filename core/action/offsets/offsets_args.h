/* Shared by the files of offsets-reset and group-create: what was requested and what was read for
 * it. What Kafka's own tool and the brokers do: docs/kafka.md, "Groups and offsets". */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSETS_ARGS_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSETS_ARGS_H

#include "core/action/offsets/offset_rows.h"
#include "core/action/offsets/offset_scope.h"
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
    bool anyway; /* even if a client commits without being a member */
    struct offset_row *rows;
    size_t nrows;
};

/* Reads the arguments into r, whose strings live in the arena. False: err says which is wrong. */
bool reset_parse(struct reset *r, struct arena *a, const struct args *args, struct err *err);
/* The checks and candidates of the parameters of both verbs; goal: whichever says where exactly. */
bool reset_check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
bool reset_check_to(const struct action_ctx *x, const struct args *args, const struct param *p,
                    struct err *err);
bool reset_check_goal(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err);
void reset_complete_each(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out);
/* A file may be a pipe, and may change: its lines become an argument of their own. */
bool reset_resolve_args(struct args *args, struct err *err);
void reset_complete_topic(const struct action_ctx *x, const struct args *args,
                          const struct param *p, const char *typed, struct args *out);
/* Which moment the instant or the duration leads to. */
const char *reset_shown_moment(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct arena *a);
/* "words → moment" */
const char *reset_when(struct arena *a, const char *words, int64_t ms);

extern const struct action_document offsets_document;

#endif
