/* How old the oldest unread records of a group are, exactly: read from the records themselves. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_EXACT_H
#define KLAMM_CORE_LIVE_SAMPLER_EXACT_H

#include "core/insight/lag_book.h"
#include "core/kafka/cluster.h"
#include "core/kafka/request.h"

struct sampler_exact;

/* told: the recording has the answers of this group, which lives until the call returns. */
struct sampler_exact *sampler_exact_new(struct cluster *c,
                                        void (*told)(void *user, const char *group), void *user);
void sampler_exact_free(struct sampler_exact *s);
/* Reads one record of each partition with something unread, the 500 with the most of it at most,
 * with a client that joins no group. How many are asked for; 0: nothing is unread, or a question is
 * under way. The oldest one is told in the cluster's log. */
size_t sampler_exact_ask(struct sampler_exact *s, const char *group, const struct lag_page *p,
                         struct recording *r);

/* What came of it, for people, in the arena; where a partition told none the oldest is not said to be
 * that of all. Pure. */
const char *exact_sentence(struct arena *a, const char *group, const struct record_times *l,
                           int64_t now_ms, enum severity *sev);

#endif
