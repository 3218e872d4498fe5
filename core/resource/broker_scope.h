/* What the lists of one broker's partitions share. */
#ifndef KLAMM_CORE_RESOURCE_BROKER_SCOPE_H
#define KLAMM_CORE_RESOURCE_BROKER_SCOPE_H

#include "core/resource/build.h"

/* Metadata, and min.insync.replicas of the topics with a replica on the scope's broker: on the
 * screen, of a bounded number of them. */
void broker_scope_want(const struct view *v, struct wants *w);
/* Calls add for each partition that has a replica on the scope's broker. NULL: there is no such
 * broker, and the table's note says what is wrong. */
const struct broker *broker_scope_each(const struct view *v, struct table *t,
                                       void (*add)(struct table *t, const struct model *m,
                                                   const struct topic *topic,
                                                   const struct partition *p, int32_t broker));

#endif
