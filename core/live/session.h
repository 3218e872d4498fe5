/* A cluster being worked on: profile, model, connection, feed and datasets as one. The console has
 * one per visited cluster, the command line one in all. */
#ifndef KLAMM_CORE_LIVE_SESSION_H
#define KLAMM_CORE_LIVE_SESSION_H

#include "core/kafka/cluster.h"
#include "core/live/dataset.h"
#include "core/live/feed.h"
#include "core/live/sampler.h"

struct session {
    const struct profile *profile; /* borrowed */
    uv_loop_t *loop;
    struct model model;
    struct cluster *cluster;
    struct feed *feed;
    struct sampler *sampler;
    struct dataset_list datasets;
    struct wants wants; /* of all datasets, as the feed has them */
    bool wants_changed; /* to be collected again in the next loop turn */
    bool watch;         /* cluster and metadata are kept up to date, for the top line */
    struct timer *timer;
    void (*changed)(
        void *user); /* some dataset has a new table, the link changed or a log line came */
    void *user;
};

struct session *session_new(uv_loop_t *loop, const struct profile *profile,
                            void (*changed)(void *user), void *user, struct err *err);
/* The console's top line: brokers, unavailable partitions … even when no list needs them. */
void session_watch(struct session *s, bool on);
/* How groups are sampled; a session begins with SAMPLING_READ. */
void session_sampling(struct session *s, enum sampling mode);
/* Something about the wants changed: they are collected in the next loop turn, once. */
void session_touch(struct session *s);
/* Everything wanted is on the screen or has failed: for the command line. */
bool session_settled(struct session *s);
void session_free(struct session *s); /* immediate, also when a broker hangs */

#endif
