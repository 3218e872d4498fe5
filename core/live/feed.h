/* The scheduler of reads: takes what is wanted (struct wants), drops what is fresh or on its way,
 * batches the rest (offsets of many topics in one call, groups many at once), bounds what is in
 * flight, and puts the answers into the model. Commits are always fetched before the end offsets
 * that a lag is computed from. A later answer never overwrites a newer one. */
#ifndef KLAMM_CORE_LIVE_FEED_H
#define KLAMM_CORE_LIVE_FEED_H

#include "core/kafka/cluster.h"
#include "core/model/wants.h"

struct feed;

/* Lists want with priorities below this one. From it on nobody looks or waits: what comes in is
 * told late, together. */
enum { FEED_LATER = 4 };

/* changed: one or more facts of the model changed; called at most once per loop turn. */
struct feed *feed_new(struct cluster *c, void (*changed)(void *user), void *user);
void feed_free(struct feed *f);

/* Replaces the set of wants; what is still queued and no longer wanted is forgotten. */
void feed_set_wants(struct feed *f, const struct wants *w);
/* A second set, of what nobody looks at; its priority is FEED_LATER. It is put together bit by bit,
 * so that thousands of wants never hold up a key: what was in the last one stays wanted until the
 * new one is whole. */
void feed_later_begin(struct feed *f);
void feed_later_add(struct feed *f, enum fact_kind kind, const char *name, int64_t max_age_ms);
void feed_later_end(struct feed *f);
/* Everything wanted is fetched anew, whatever its age; a login that waits is tried. */
void feed_refresh(struct feed *f);
void feed_pause(struct feed *f, bool paused); /* paused: nothing periodic; refresh still works */
bool feed_paused(const struct feed *f);
/* Nothing wanted is missing, queued or in flight. */
bool feed_settled(const struct feed *f);
/* Wanted things not answered yet, and all wanted things: for "loading 312/1000". */
void feed_progress(const struct feed *f, size_t *left, size_t *total);

#endif
