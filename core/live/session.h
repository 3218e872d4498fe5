/* A cluster being worked on: profile, model, connection, feed and datasets as one. The console has
 * one per visited cluster, the command line one in all. */
#ifndef KLAMM_CORE_LIVE_SESSION_H
#define KLAMM_CORE_LIVE_SESSION_H

#include "core/kafka/cluster.h"
#include "core/live/dataset.h"
#include "core/live/feed.h"

struct session {
    const struct profile *profile;
    struct model model;
    struct cluster *cluster;
    struct feed *feed;
    struct dataset_list datasets;
    void (*changed)(void *user); /* some dataset has a new table, the link changed or a log line came */
    void *user;
};

struct session *session_new(uv_loop_t *loop, const struct profile *profile,
                            void (*changed)(void *user), void *user, struct err *err);
void session_free(struct session *s); /* immediate, also when a broker hangs */

#endif
