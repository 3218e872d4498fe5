/* Which facts the samples need. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_WANTS_H
#define KLAMM_CORE_LIVE_SAMPLER_WANTS_H

#include "core/live/sampler.h"

/* Adds what it needs for what is on screen; the list has all other wants already. What it needs of
 * all groups it requests from the feed by itself. */
void sampler_want(struct sampler *s, struct wants *w);

#endif
