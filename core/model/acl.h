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
enum { ACL_OPERATIONS = ACL_IDEMPOTENT_WRITE + 1 };
const char *acl_operation_name(enum acl_operation o);

enum acl_permission { ACL_PERMISSION_UNKNOWN = 0, ACL_DENY, ACL_ALLOW };
const char *acl_permission_name(enum acl_permission p);

/* From words, whatever their case and with or without '-', '_' and spaces in them:
 * "DescribeConfigs", "describe-configs", "DESCRIBE_CONFIGS". False: not such a word. */
bool acl_resource_parse(const char *word, enum acl_resource *out);
bool acl_pattern_parse(const char *word, enum acl_pattern *out);
bool acl_operation_parse(const char *word, enum acl_operation *out);
bool acl_permission_parse(const char *word, enum acl_permission *out);

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
 * list needs other evidence. */
enum acl_proof {
    ACL_PROOF_NONE = 0,      /* empty, or not permitted: unknown which */
    ACL_PROOF_SEEN,          /* at least one binding came back, or Describe on Cluster is granted */
    ACL_PROOF_NO_AUTHORIZER, /* the brokers run without an authorizer */
    ACL_PROOF_DENIED,        /* Describe on Cluster is not granted */
};

struct acl_list {
    struct arena arena;
    struct fact fact;
    struct acl *acls; /* sorted when they come from a cluster */
    size_t n;
    enum acl_proof proof;
};

/* The name of the one resource of kind cluster, and the name that means all of a kind. */
#define ACL_CLUSTER_NAME "kafka-cluster"
#define ACL_WILDCARD "*"

/* Which operations Kafka ever asks for on such a resource, as bits 1u << operation, All among them;
 * 0 for a kind that is not known (AclEntry.supportedOperations of Apache Kafka). */
unsigned acl_operations_of(enum acl_resource r);
/* Every part has a name here; others came from the cluster, but can't be sent back by librdkafka.
 */
bool acl_is_known(const struct acl *a);

/* Whether the brokers take a rule's host such as 10.0.0.0/8 for all the addresses in it (KIP-1276):
 * from Kafka 4.4 on, whatever the metadata.version; that decides only whether such a rule is taken.
 * Before, it is a text that matches no address. */
enum acl_networks { ACL_NETWORKS_UNKNOWN = 0, ACL_NETWORKS_NO, ACL_NETWORKS_YES };

/* Why no request will ever be decided by it, as a sentence; NULL: it can be. */
const char *acl_no_effect(const struct acl *a, enum acl_networks networks);
bool acl_same(const struct acl *a, const struct acl *b);
int acl_compare(const struct acl *a, const struct acl *b); /* by resource, name, principal … */
void acl_sort(struct acl *acls, size_t n);
bool acl_among(const struct acl *sorted, size_t n, const struct acl *a);
struct acl acl_copy(struct arena *a, const struct acl *from);

struct acl_list *acl_list_new(void);
void acl_list_free(struct acl_list *l);

#endif
