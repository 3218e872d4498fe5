/* A group without members that commits anyway: a consumer that assigns itself its partitions,
 * Flink, Spark, a mirror. The broker would take a change of its offsets, and the next commit would
 * overwrite it. Such a group is known only by watching its commits. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_COMMIT_WATCH_H
#define KLAMM_CORE_ACTION_OFFSETS_COMMIT_WATCH_H

#include "core/action/planning.h"

/* A little longer than a consumer's usual auto.commit.interval.ms. */
#define COMMIT_WATCH_DEFAULT "6s"

/* Has the plan watch the commits of the group for ms from now before it is sent (plan_watch.h): not
 * when the model has known the very same commits for that long. Where the model's recording has seen
 * them change, the plan is blocked with the explanation. */
void commit_watch(struct planning *p, const struct group_offsets *seen, int64_t ms);

/* The parameters that verbs with a watch have, for their tables of parameters. */
#define COMMIT_WATCH_PARAMS                                                                        \
    {.name = "watch-commits",                                                                      \
     .title = "watch for commits",                                                                 \
     .type = PARAM_DURATION,                                                                       \
     .def = COMMIT_WATCH_DEFAULT,                                                                  \
     .help = "how long the commits of a group without members are watched for commits that go "    \
             "on, such as 6s; 0: not at all"},                                                     \
    {                                                                                              \
        .name = "even-if-committing", .title = "even if committing", .type = PARAM_BOOL,           \
        .help = "also when something outside the group commits for it, and may overwrite this "    \
                "at once"                                                                          \
    }
/* What they say, "not to watch" where the verb has none: how long to watch (0: not), and whether a
 * moving group is taken. False: err. */
bool commit_watch_args(const struct planning *p, int64_t *ms, bool *anyway, struct err *err);

#endif
