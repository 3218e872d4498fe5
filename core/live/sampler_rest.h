/* Checks whether what a group without members has left is a record at all: the end of a log is
 * behind the markers of its last transactions, which no consumer reads, and a commit stays before
 * them. Only where next to nothing is left, and once as long as neither commit nor log end
 * moves. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_REST_H
#define KLAMM_CORE_LIVE_SAMPLER_REST_H

#include "core/insight/lag/group_verdicts.h"
#include "core/kafka/cluster.h"

struct sampler_rest;
/* answered: called when what is left of a group is known; the group is to be judged again. */
struct sampler_rest *sampler_rest_new(struct cluster *c,
                                      void (*answered)(void *user, const char *group), void *user);
void sampler_rest_free(struct sampler_rest *s);
/* Goes through the verdicts; does nothing while a request is under way. The recording must outlive
 * it. */
void sampler_rest_request(struct sampler_rest *s, const struct group_verdicts *b,
                          struct recording *r);
bool sampler_rest_pending(const struct sampler_rest *s);

#endif
