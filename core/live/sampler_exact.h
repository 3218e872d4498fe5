/* How old the oldest unread records of a group are, exactly: read from the records themselves. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_EXACT_H
#define KLAMM_CORE_LIVE_SAMPLER_EXACT_H

#include "core/insight/lag/group_verdicts.h"
#include "core/kafka/cluster.h"
#include "core/kafka/record_time.h"

struct sampler_exact;

/* answered: called when the recording has the answers of this group, which lives until the call
 * returns. */
struct sampler_exact *
sampler_exact_new(struct cluster *c, void (*answered)(void *user, const char *group), void *user);
void sampler_exact_free(struct sampler_exact *s);
/* Reads one record of each partition with something unread (at most 500, those with the most
 * unread), with a client that joins no group. Returns how many are requested; 0: nothing is unread,
 * or a request is under way. The oldest one is logged in the cluster's log. */
size_t sampler_exact_request(struct sampler_exact *s, const char *group,
                             const struct judged_group *p, struct recording *r);

/* The record that is read: the one at the commit, or at the log start where the commit is below it,
 * as of the last sample. */
int64_t exact_offset(const struct partition_verdict *v);

/* The result, for people, in the arena; where a partition's record is unknown, the oldest is not
 * called the oldest of all. Pure. */
const char *exact_sentence(struct arena *a, const char *group, const struct record_times *l,
                           int64_t now_ms, enum severity *sev);

#endif
