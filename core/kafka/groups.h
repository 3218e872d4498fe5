/* ListGroups and DescribeGroups. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_GROUPS_H
#define KLAMM_CORE_KAFKA_GROUPS_H

#include "core/kafka/request.h"

struct request *kafka_list_groups(struct cluster *c, request_done *done, void *user);
/* → struct group_listing * (with nerrors when some broker did not answer) */

struct group_desc_list {
    struct group_desc **g; /* each with its own fact.failed/why; NULL-free */
    size_t n;
};
void group_desc_list_free(struct group_desc_list *l); /* frees also what is left in g */
struct request *kafka_describe_groups(struct cluster *c, const char *const *ids, size_t n,
                                      request_done *done, void *user);
/* → struct group_desc_list * */

#endif
