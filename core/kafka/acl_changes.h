/* CreateAcls and DeleteAcls. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_ACL_CHANGES_H
#define KLAMM_CORE_KAFKA_ACL_CHANGES_H

#include "core/kafka/request.h"

struct acl;
struct request *kafka_create_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user);
/* → struct outcome_list *, one per binding (acl_spell) */
/* Each by a filter that can match this very binding only. One that no longer exists is no error. */
struct request *kafka_delete_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user);
/* → struct outcome_list *, one per binding (acl_spell) */

#endif
