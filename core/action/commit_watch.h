/* A group without members that commits all the same: a consumer that assigns itself its partitions,
 * Flink, Spark, a mirror. The broker would take a change of its offsets, and the next commit would
 * take it back. Such a group is known only by watching its commits. */
#ifndef KLAMM_CORE_ACTION_COMMIT_WATCH_H
#define KLAMM_CORE_ACTION_COMMIT_WATCH_H

#include "core/action/planning.h"

/* As long as a consumer's usual auto.commit.interval.ms, and a bit. */
#define COMMIT_WATCH_DEFAULT "6s"

/* Reads the commits of the group again until ms have passed since `seen` was read, and goes on in
 * next: at once when the model has known the very same commits for so long already. When they
 * moved, or the model's recording has seen them move, the plan is blocked with the explanation. A
 * failed read fails the planning. */
void commit_watch(struct planning *p, const struct group_offsets *seen, int64_t ms,
                  void (*next)(struct planning *p));

/* The parameters that verbs with a watch have, for their tables of parameters. */
#define COMMIT_WATCH_PARAMS                                                                        \
    {.name = "watch-commits",                                                                      \
     .title = "watch commits",                                                                     \
     .type = PARAM_DURATION,                                                                       \
     .def = COMMIT_WATCH_DEFAULT,                                                                  \
     .help = "how long the commits of a group without members are watched for somebody who goes "  \
             "on committing, as 6s; 0: not at all"},                                               \
    {                                                                                              \
        .name = "even-if-committing", .title = "even if committing", .type = PARAM_BOOL,           \
        .help = "also when somebody commits for the group without being a member of it, and may "  \
                "overwrite this at once"                                                           \
    }
/* What they say, "not to watch" where the verb has none: how long to watch (0: not), and whether a
 * moving group is taken. False: err. */
bool commit_watch_args(const struct planning *p, int64_t *ms, bool *anyway, struct err *err);

#endif
