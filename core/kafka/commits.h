/* Changes of a group's committed offsets, and DeleteGroups. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_COMMITS_H
#define KLAMM_CORE_KAFKA_COMMITS_H

#include "core/kafka/request.h"

struct offset_commit {
    const char *topic;
    int32_t partition;
    int64_t offset; /* >= 0 */
};
struct request *kafka_commit_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user);
/* → struct outcome_list *, one per partition ("topic-partition"): the event alone proves nothing */

/* OffsetDelete (KIP-496): also of an active group, where no member is subscribed to the topic. The
 * offsets in o are ignored. */
struct request *kafka_delete_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user);
/* → struct outcome_list *, one per partition ("topic-partition") */

/* Only an empty group can be deleted. */
struct request *kafka_delete_group(struct cluster *c, const char *group, request_done *done,
                                   void *user);
/* → struct outcome_list * with one element, the group's id */

#endif
