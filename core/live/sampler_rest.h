/* Asks whether what a group without members has left is a record at all: the end of a log is behind
 * the markers of its last transactions, which nobody reads, and a commit stays before them for ever.
 * Only where next to nothing is left, and once as long as neither commit nor log end moves. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_REST_H
#define KLAMM_CORE_LIVE_SAMPLER_REST_H

#include "core/insight/lag_book.h"
#include "core/kafka/cluster.h"

struct sampler_rest;
/* told: what is left of a group is known now; it is to be judged anew. */
struct sampler_rest *sampler_rest_new(struct cluster *c,
                                      void (*told)(void *user, const char *group), void *user);
void sampler_rest_free(struct sampler_rest *s);
/* Looks through the verdicts; does nothing while it is asking. The recording must outlive it. */
void sampler_rest_ask(struct sampler_rest *s, const struct lag_book *b, struct recording *r);
bool sampler_rest_asking(const struct sampler_rest *s);

#endif
