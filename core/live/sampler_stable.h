/* The last stable offsets of partitions whose commit stands still: is it an open transaction? */
#ifndef KLAMM_CORE_LIVE_SAMPLER_STABLE_H
#define KLAMM_CORE_LIVE_SAMPLER_STABLE_H

#include "core/insight/lag_book.h"
#include "core/kafka/cluster.h"

struct sampler_stable;

/* told: the recording has the answers. */
struct sampler_stable *sampler_stable_new(struct cluster *c, int64_t interval_ms,
                                          void (*told)(void *user, const char *group), void *user);
bool sampler_stable_asking(const struct sampler_stable *s);
void sampler_stable_free(struct sampler_stable *s);
/* Asks, at most once an interval and for a bounded number of partitions, for those that have stood
 * still for two intervals with something unread; the answers go into the recording, which must
 * live as long as this. */
void sampler_stable_ask(struct sampler_stable *s, const struct lag_book *b, struct recording *r);

#endif
