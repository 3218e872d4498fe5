/* How much of the cluster this user sees. Brokers leave out of their lists what the user may not
 * describe, without an error (KafkaApis, handleTopicMetadataRequest and handleListGroupsRequest of
 * Apache Kafka): topics one by one, groups one by one unless the user may describe the cluster. Nor
 * do they say who the user is. Pure. */
#ifndef KLAMM_CORE_INSIGHT_SIGHT_H
#define KLAMM_CORE_INSIGHT_SIGHT_H

#include "core/model/model.h"
#include "core/model/wants.h"

enum sight {
    SIGHT_WHOLE,   /* nothing says otherwise */
    SIGHT_PART,    /* there may be more */
    SIGHT_NOTHING, /* no topic at all, and nothing proves that there is none */
};
/* Of the topics, and of what brokers hold of them; the metadata must be known. Walks through the
 * ACLs. */
enum sight cluster_sight(const struct model *m);
/* The listing has every group of the brokers that answered. */
bool cluster_shows_groups(const struct model *m);
/* The facts that both depend on. */
void sight_want(const struct model *m, struct wants *w);

#endif
