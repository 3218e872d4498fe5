/* What the feed is to fetch. */
#ifndef KLAMM_CORE_LIVE_FEED_WANTS_H
#define KLAMM_CORE_LIVE_FEED_WANTS_H

#include "core/live/feed.h"

/* Replaces the set of wants; what is still queued and no longer wanted is forgotten. */
void feed_set_wants(struct feed *f, const struct wants *w);
/* A second set, of what is not on screen; its priority is FEED_LATER. It is put together bit by
 * bit, so that thousands of wants never hold up a key: what was in the last one stays wanted until
 * the new one is whole. */
void feed_later_begin(struct feed *f);
void feed_later_add(struct feed *f, enum fact_kind kind, const char *name, int64_t max_age_ms);
void feed_later_end(struct feed *f);

#endif
