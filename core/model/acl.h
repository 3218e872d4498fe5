/* ACL bindings, and how sure we are that an empty list means "none". */
#ifndef KLAMM_CORE_MODEL_ACL_H
#define KLAMM_CORE_MODEL_ACL_H

#include "core/base/arena.h"
#include "core/model/fact.h"

#include <stdbool.h>
#include <stddef.h>

enum acl_resource {
    ACL_RESOURCE_UNKNOWN = 0,
    ACL_TOPIC,
    ACL_GROUP,
    ACL_CLUSTER,
    ACL_TRANSACTIONAL_ID,
    ACL_DELEGATION_TOKEN,
    ACL_USER,
};
const char *acl_resource_name(enum acl_resource r);

enum acl_pattern { ACL_PATTERN_UNKNOWN = 0, ACL_LITERAL, ACL_PREFIXED };
const char *acl_pattern_name(enum acl_pattern p);

enum acl_operation {
    ACL_OP_UNKNOWN = 0,
    ACL_ALL,
    ACL_READ,
    ACL_WRITE,
    ACL_CREATE,
    ACL_DELETE,
    ACL_ALTER,
    ACL_DESCRIBE,
    ACL_CLUSTER_ACTION,
    ACL_DESCRIBE_CONFIGS,
    ACL_ALTER_CONFIGS,
    ACL_IDEMPOTENT_WRITE,
};
const char *acl_operation_name(enum acl_operation o);

enum acl_permission { ACL_PERMISSION_UNKNOWN = 0, ACL_DENY, ACL_ALLOW };
const char *acl_permission_name(enum acl_permission p);

struct acl {
    enum acl_resource resource;
    const char *name;
    enum acl_pattern pattern;
    const char *principal;
    const char *host;
    enum acl_operation operation;
    enum acl_permission permission;
};

/* DescribeAcls of librdkafka hides "denied" and "security disabled" as an empty list; so an empty
 * list needs a second witness. */
enum acl_proof {
    ACL_PROOF_NONE = 0,      /* empty, or not permitted: we can't tell */
    ACL_PROOF_SEEN,          /* at least one binding came back, or Describe on Cluster is granted */
    ACL_PROOF_NO_AUTHORIZER, /* the brokers run without an authorizer */
    ACL_PROOF_DENIED,        /* Describe on Cluster is not granted */
};

struct acl_list {
    struct arena arena;
    struct fact fact;
    struct acl *acls;
    size_t n;
    enum acl_proof proof;
};

struct acl_list *acl_list_new(void);
void acl_list_free(struct acl_list *l);

#endif
