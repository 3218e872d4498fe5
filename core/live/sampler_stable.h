/* The last stable offsets of partitions whose commit does not move: is it an open transaction? */
#ifndef KLAMM_CORE_LIVE_SAMPLER_STABLE_H
#define KLAMM_CORE_LIVE_SAMPLER_STABLE_H

#include "core/insight/lag/group_verdicts.h"
#include "core/kafka/cluster.h"

struct sampler_stable;

/* answered: called when the recording has the answers. */
struct sampler_stable *sampler_stable_new(struct cluster *c, int64_t interval_ms,
                                          void (*answered)(void *user, const char *group),
                                          void *user);
bool sampler_stable_pending(const struct sampler_stable *s);
void sampler_stable_free(struct sampler_stable *s);
/* Asks, at most once an interval and for a bounded number of partitions, for those that have not
 * moved for two intervals with something unread; the answers go into the recording, which must live
 * as long as this. */
void sampler_stable_request(struct sampler_stable *s, const struct group_verdicts *b,
                            struct recording *r);

#endif
