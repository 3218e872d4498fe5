/* Every request to a cluster, reads and changes alike; the header of each family of calls (topics.h,
 * offsets.h …) declares its own. One call, one callback:
 *   done(user, result, NULL) or done(user, NULL, err)
 * always from the loop, never from inside the call itself; the callee owns the result. The result's
 * type is named with each function; results with errors per element carry those inside, and a call
 * "succeeds" when its elements must be checked one by one. Arguments are copied.
 * Each request has its own deadline: the profile's socket.timeout.ms, 10 s when it has none. While
 * the link is down a request ends in the next loop turn with the link's error. A change whose
 * answer got lost says so: it may have been carried out. A callback may free the cluster. */
#ifndef KLAMM_CORE_KAFKA_REQUEST_H
#define KLAMM_CORE_KAFKA_REQUEST_H

#include "core/base/err.h"
#include "core/base/reported.h"
#include "core/kafka/cluster.h"
#include "core/model/user.h"

#include <stddef.h>
#include <stdint.h>

struct request;
typedef void request_done(void *user, void *result, const struct err *err);

/* The callback will not run any more; a change that was sent may still happen. */
void request_cancel(struct request *r);

/* The caller may have ended when the answer comes, and cluster_flush waits for it. When none can
 * come any more forget(user) runs instead of done, perhaps on another thread. */
void request_outlives(struct request *r, void (*forget)(void *user));

#endif
