/* The scheduler of reads: takes what is wanted (struct wants), drops what is up to date or on its
 * way, batches the rest (offsets of many topics in one call, groups many at once), bounds what is
 * in flight, and puts the answers into the model. Commits are always fetched before the end offsets
 * that a lag is computed from. A later answer never overwrites a newer one. */
#ifndef KLAMM_CORE_LIVE_FEED_H
#define KLAMM_CORE_LIVE_FEED_H

#include "core/kafka/cluster.h"
#include "core/model/wants.h"

struct feed;

/* Lists want with priorities below this one. From this one on nothing is on screen and no one
 * waits: answers are announced late, together. */
enum { FEED_LATER = 4 };

/* changed: one or more facts of the model changed; called at most once per loop turn. */
struct feed *feed_new(struct cluster *c, void (*changed)(void *user), void *user);
void feed_free(struct feed *f);

/* Everything wanted is fetched again, whatever its age; a login that waits is tried. */
void feed_refresh(struct feed *f);
void feed_pause(struct feed *f, bool paused); /* paused: nothing periodic; refresh still works */
bool feed_paused(const struct feed *f);
/* Nothing wanted is missing, queued or in flight. */
bool feed_settled(const struct feed *f);
/* Wanted things not answered yet, and all wanted things: for "loading 312/1000". */
void feed_progress(const struct feed *f, size_t *left, size_t *total);

#endif
