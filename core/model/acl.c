/* ACL bindings: words for their enums as Kafka's own tools spell them, what goes together, and the
 * list's lifetime. acl_text.c writes a whole binding and reads it. */
#include "core/model/acl.h"

#include "core/base/mem.h"
#include "core/model/acl_network.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- from words ------------------------------------------------------------------------------ */

static bool same_word(const char *typed, const char *name)
{
    for (;; typed++, name++) {
        while (*typed == '-' || *typed == '_' || *typed == ' ')
            typed++;
        while (*name == '-')
            name++;
        if (tolower((unsigned char)*typed) != tolower((unsigned char)*name))
            return false;
        if (!*name)
            return true;
    }
}

bool acl_resource_parse(const char *word, enum acl_resource *out)
{
    for (int i = ACL_TOPIC; i <= ACL_USER; i++) {
        if (same_word(word, acl_resource_name((enum acl_resource)i))) {
            *out = (enum acl_resource)i;
            return true;
        }
    }
    return false;
}

bool acl_pattern_parse(const char *word, enum acl_pattern *out)
{
    for (int i = ACL_LITERAL; i <= ACL_PREFIXED; i++) {
        if (same_word(word, acl_pattern_name((enum acl_pattern)i))) {
            *out = (enum acl_pattern)i;
            return true;
        }
    }
    return false;
}

bool acl_operation_parse(const char *word, enum acl_operation *out)
{
    for (int i = ACL_ALL; i <= ACL_IDEMPOTENT_WRITE; i++) {
        if (same_word(word, acl_operation_name((enum acl_operation)i))) {
            *out = (enum acl_operation)i;
            return true;
        }
    }
    return false;
}

bool acl_permission_parse(const char *word, enum acl_permission *out)
{
    for (int i = ACL_DENY; i <= ACL_ALLOW; i++) {
        if (same_word(word, acl_permission_name((enum acl_permission)i))) {
            *out = (enum acl_permission)i;
            return true;
        }
    }
    return false;
}

/* ---- what goes together ---------------------------------------------------------------------- */

unsigned acl_operations_of(enum acl_resource r)
{
    enum { ALL = 1u << ACL_ALL, CONFIGS = 1u << ACL_DESCRIBE_CONFIGS | 1u << ACL_ALTER_CONFIGS };
    static const unsigned of[] = {
        [ACL_TOPIC] = ALL | CONFIGS | 1u << ACL_READ | 1u << ACL_WRITE | 1u << ACL_CREATE |
                      1u << ACL_DELETE | 1u << ACL_ALTER | 1u << ACL_DESCRIBE,
        [ACL_GROUP] = ALL | CONFIGS | 1u << ACL_READ | 1u << ACL_DELETE | 1u << ACL_DESCRIBE,
        [ACL_CLUSTER] = ALL | CONFIGS | 1u << ACL_CREATE | 1u << ACL_ALTER | 1u << ACL_DESCRIBE |
                        1u << ACL_CLUSTER_ACTION | 1u << ACL_IDEMPOTENT_WRITE,
        [ACL_TRANSACTIONAL_ID] = ALL | 1u << ACL_DESCRIBE | 1u << ACL_WRITE,
        [ACL_DELEGATION_TOKEN] = ALL | 1u << ACL_DESCRIBE,
        [ACL_USER] = ALL,
    };

    return (size_t)r < sizeof of / sizeof *of ? of[r] : 0;
}

bool acl_is_known(const struct acl *a)
{
    bool carried = a->resource == ACL_TOPIC || a->resource == ACL_GROUP ||
                   a->resource == ACL_CLUSTER || a->resource == ACL_TRANSACTIONAL_ID;

    return carried && a->operation != ACL_OP_UNKNOWN && a->pattern != ACL_PATTERN_UNKNOWN &&
           a->permission != ACL_PERMISSION_UNKNOWN;
}

const char *acl_no_effect(const struct acl *a, enum acl_networks networks)
{
    if (!acl_is_known(a))
        return NULL;
    if (!(acl_operations_of(a->resource) & 1u << a->operation))
        return "has no effect: no request needs this of such a resource";
    if (a->resource == ACL_CLUSTER && a->pattern == ACL_LITERAL &&
        strcmp(a->name, ACL_CLUSTER_NAME) != 0 && strcmp(a->name, ACL_WILDCARD) != 0)
        return "has no effect: the cluster's name is kafka-cluster";
    if (!acl_host_counts(a->host, networks) && acl_is_network(a->host))
        return "has no effect: these brokers compare hosts as addresses; networks count from Kafka "
               "4.4 on";
    if (!acl_host_counts(a->host, networks))
        return "has no effect: hosts are compared as addresses in one spelling, never as names";
    if (!strchr(a->principal, ':'))
        return "has no effect: a principal is Type:name";
    return NULL;
}

bool acl_same(const struct acl *a, const struct acl *b)
{
    return acl_compare(a, b) == 0;
}

int acl_compare(const struct acl *a, const struct acl *b)
{
    int d = (int)a->resource - (int)b->resource;

    d = d ? d : strcmp(a->name, b->name);
    d = d ? d : (int)a->pattern - (int)b->pattern;
    d = d ? d : strcmp(a->principal, b->principal);
    d = d ? d : (int)a->permission - (int)b->permission;
    d = d ? d : (int)a->operation - (int)b->operation;
    return d ? d : strcmp(a->host, b->host);
}

static int by_all(const void *a, const void *b)
{
    return acl_compare(a, b);
}

void acl_sort(struct acl *acls, size_t n)
{
    if (n)
        qsort(acls, n, sizeof *acls, by_all);
}

bool acl_among(const struct acl *sorted, size_t n, const struct acl *a)
{
    return n && bsearch(a, sorted, n, sizeof *sorted, by_all);
}

struct acl acl_copy(struct arena *a, const struct acl *from)
{
    struct acl copy = *from;

    copy.name = arena_strdup(a, from->name);
    copy.principal = arena_strdup(a, from->principal);
    copy.host = arena_strdup(a, from->host);
    return copy;
}

/* ---- the list -------------------------------------------------------------------------------- */

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
