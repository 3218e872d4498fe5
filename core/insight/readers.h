/* How many groups read each topic, as far as the groups' offsets are known. Kafka keeps no such
 * list; it is found in the committed offsets and assignments of every group. */
#ifndef KLAMM_CORE_INSIGHT_READERS_H
#define KLAMM_CORE_INSIGHT_READERS_H

#include "core/base/map.h"
#include "core/model/model.h"

struct readers {
    struct map count; /* topic → number of groups, as a pointer */
    struct map last;  /* topic → the last group that was counted for it, by its place, from 1 */
    size_t groups;    /* in the listing */
    size_t looked;    /* of these, whose committed offsets are known */
};

/* Linear in committed offsets and owned partitions: once for a list, not for each row. */
void readers_make(struct readers *r, const struct model *m);
void readers_release(struct readers *r);
/* Groups with a commit on the topic or a member that owns some of it; a lower bound until
 * looked == groups. */
size_t readers_of(const struct readers *r, const char *topic);

#endif
