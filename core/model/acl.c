/* Words for ACL enums, as Kafka's own tools spell them, and the list's lifetime. */
#include "core/model/acl.h"

#include "core/base/mem.h"

#include <stdlib.h>

const char *acl_resource_name(enum acl_resource r)
{
    switch (r) {
    case ACL_TOPIC:
        return "topic";
    case ACL_GROUP:
        return "group";
    case ACL_CLUSTER:
        return "cluster";
    case ACL_TRANSACTIONAL_ID:
        return "transactional-id";
    case ACL_DELEGATION_TOKEN:
        return "delegation-token";
    case ACL_USER:
        return "user";
    case ACL_RESOURCE_UNKNOWN:
        break;
    }
    return "unknown";
}

const char *acl_pattern_name(enum acl_pattern p)
{
    switch (p) {
    case ACL_LITERAL:
        return "literal";
    case ACL_PREFIXED:
        return "prefixed";
    case ACL_PATTERN_UNKNOWN:
        break;
    }
    return "unknown";
}

const char *acl_operation_name(enum acl_operation o)
{
    static const char *const names[] = {
        [ACL_OP_UNKNOWN] = "unknown",
        [ACL_ALL] = "All",
        [ACL_READ] = "Read",
        [ACL_WRITE] = "Write",
        [ACL_CREATE] = "Create",
        [ACL_DELETE] = "Delete",
        [ACL_ALTER] = "Alter",
        [ACL_DESCRIBE] = "Describe",
        [ACL_CLUSTER_ACTION] = "ClusterAction",
        [ACL_DESCRIBE_CONFIGS] = "DescribeConfigs",
        [ACL_ALTER_CONFIGS] = "AlterConfigs",
        [ACL_IDEMPOTENT_WRITE] = "IdempotentWrite",
    };
    return (size_t)o < sizeof names / sizeof *names ? names[o] : "unknown";
}

const char *acl_permission_name(enum acl_permission p)
{
    switch (p) {
    case ACL_DENY:
        return "deny";
    case ACL_ALLOW:
        return "allow";
    case ACL_PERMISSION_UNKNOWN:
        break;
    }
    return "unknown";
}

struct acl_list *acl_list_new(void)
{
    struct acl_list *l = xcalloc(1, sizeof *l);
    arena_init(&l->arena);
    return l;
}

void acl_list_free(struct acl_list *l)
{
    if (!l)
        return;
    fact_release(&l->fact);
    arena_release(&l->arena);
    free(l);
}
