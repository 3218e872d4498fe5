/* From the parameters of acl-create to exact bindings. Templates give what kafka-acls gives for
 * --producer and --consumer; streams is what the Kafka Streams documentation asks for. */
#include "core/action/acl/acl_ask.h"

#include "core/action/acl/acl_create.h"

#include "core/action/options.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/model/acl_network.h"
#include "core/model/acl_text.h"

#include <stdio.h>
#include <string.h>

struct asking {
    struct arena *arena;
    const struct args *args;
    struct acl_set *out;
    struct err *err;
};

static const char *value(const struct asking *q, const char *name)
{
    return args_value(&action_acl_create, q->args, name);
}

#define OP(o) (1u << ACL_##o)

static bool from_host(struct asking *q, const char *typed, struct acl *a)
{
    a->host = !typed || !*typed       ? ACL_WILDCARD
              : acl_is_network(typed) ? arena_strdup(q->arena, typed)
                                      : acl_host(q->arena, typed);
    if (a->host)
        return true;
    return err_set(q->err, ERR_USAGE,
                   "%s is not an IP address, nor a network such as 10.0.0.0/8 (which brokers "
                   "match from Kafka 4.4 on); names are never compared",
                   text_visible(q->arena, typed, strlen(typed)));
}

static bool grant_operations(struct asking *q, struct acl a, unsigned operations)
{
    for (int o = ACL_ALL; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (!(operations & 1u << o))
            continue;
        a.operation = (enum acl_operation)o;
        /* The brokers' version is checked when the plan is made. */
        if (!acl_makes_sense(&a, ACL_NETWORKS_UNKNOWN, q->err))
            return false;
        acl_set_add(q->arena, q->out, &a);
    }
    return true;
}

/* One resource, some operations, for every principal from every host. */
static bool grant_one(struct asking *q, struct acl a, unsigned operations)
{
    for (size_t i = 0; (a.principal = args_nth(q->args, "principal", i)); i++) {
        const char *host = args_nth(q->args, "host", 0);
        size_t k = 0;

        do {
            if (!from_host(q, host, &a) || !grant_operations(q, a, operations))
                return false;
        } while ((host = args_nth(q->args, "host", ++k)));
    }
    return true;
}

/* Every name of that parameter. */
static bool grant(struct asking *q, const char *param, enum acl_resource r,
                  enum acl_pattern pattern, unsigned operations)
{
    struct acl a = {.resource = r, .pattern = pattern};
    const char *name;

    acl_permission_parse(value(q, "permission"), &a.permission);
    for (size_t i = 0; (name = args_nth(q->args, param, i)); i++) {
        a.name = name;
        if (!*name)
            continue;
        if (r == ACL_TOPIC && strcmp(name, ACL_WILDCARD) != 0 && !topic_name_ok(name, q->err))
            return false;
        if (!grant_one(q, a, operations))
            return false;
    }
    return true;
}

static bool grant_cluster(struct asking *q, unsigned operations)
{
    struct acl a = {.resource = ACL_CLUSTER, .pattern = ACL_LITERAL, .name = ACL_CLUSTER_NAME};

    acl_permission_parse(value(q, "permission"), &a.permission);
    return grant_one(q, a, operations);
}

static bool is_set(const struct args *args, const char *param)
{
    const char *v = args_get(args, param);

    return v && *v;
}

static bool cluster_meant(const struct args *args)
{
    const char *v = args_get(args, "kafka-cluster");
    bool yes = false;

    return v && *v && parse_bool(v, &yes, NULL) && yes;
}

bool acl_ask_operations(const struct args *args, unsigned *out, struct err *err)
{
    const char *typed;
    char word[40];

    *out = 0;
    for (size_t i = 0; (typed = args_nth(args, "operation", i)); i++) {
        while (*typed) {
            enum acl_operation o;
            size_t len = strcspn(typed, ", ");

            snprintf(word, sizeof word, "%.*s", (int)len, typed);
            typed += len + strspn(typed + len, ", ");
            if (!*word)
                continue;
            if (acl_beyond(word))
                return err_set(err, ERR_UNSUPPORTED,
                               "the client library can't carry %s: use Kafka's own kafka-acls",
                               word);
            if (!acl_operation_parse(word, &o))
                return err_set(err, ERR_USAGE,
                               "there is no such operation: Read, Write, Create, Delete, Alter, "
                               "Describe, DescribeConfigs, AlterConfigs, ClusterAction, "
                               "IdempotentWrite, All");
            *out |= 1u << o;
        }
    }
    return true;
}

static bool by_operations(struct asking *q, enum acl_pattern pattern)
{
    unsigned operations;

    if (!acl_ask_operations(q->args, &operations, q->err))
        return false;
    if (!operations)
        return err_set(
            q->err, ERR_USAGE,
            "say which operations, such as Read, or choose a template (kafka-acls takes All "
            "here, which is rarely meant)");
    return grant(q, "topic", ACL_TOPIC, pattern, operations) &&
           grant(q, "group", ACL_GROUP, pattern, operations) &&
           grant(q, "transactional-id", ACL_TRANSACTIONAL_ID, pattern, operations) &&
           (!cluster_meant(q->args) || grant_cluster(q, operations));
}

static bool for_producer(struct asking *q, enum acl_pattern pattern, const char *template)
{
    return grant(q, "topic", ACL_TOPIC, pattern, OP(WRITE) | OP(DESCRIBE) | OP(CREATE)) &&
           grant(q, "transactional-id", ACL_TRANSACTIONAL_ID, pattern, OP(WRITE) | OP(DESCRIBE)) &&
           (strcmp(template, "idempotent-producer") != 0 || grant_cluster(q, OP(IDEMPOTENT_WRITE)));
}

static bool for_consumer(struct asking *q, enum acl_pattern pattern)
{
    return grant(q, "topic", ACL_TOPIC, pattern, OP(READ) | OP(DESCRIBE)) &&
           grant(q, "group", ACL_GROUP, pattern, OP(READ));
}

/* Its internal topics, its group and its transactional ids all begin with the application id. */
static bool for_streams(struct asking *q, enum acl_pattern pattern)
{
    return grant(q, "group", ACL_TOPIC, ACL_PREFIXED, OP(ALL)) &&
           grant(q, "group", ACL_GROUP, ACL_PREFIXED, OP(ALL)) &&
           grant(q, "group", ACL_TRANSACTIONAL_ID, ACL_PREFIXED, OP(WRITE) | OP(DESCRIBE)) &&
           grant(q, "topic", ACL_TOPIC, pattern, OP(READ) | OP(DESCRIBE)) &&
           grant(q, "output-topic", ACL_TOPIC, pattern, OP(WRITE) | OP(DESCRIBE));
}

/* ---- what goes together ---------------------------------------------------------------------- */

/* Which of the resources a template needs, and which it does not use. */
static const struct rule {
    const char *template;
    const char *needs[3], *idle[3];
} rules[] = {
    {"none", {NULL}, {"output-topic"}},
    {"producer", {"topic"}, {"group", "transactional-id", "output-topic"}},
    {"idempotent-producer", {"topic"}, {"group", "transactional-id", "output-topic"}},
    {"transactional-producer", {"topic", "transactional-id"}, {"group", "output-topic"}},
    {"consumer", {"topic", "group"}, {"transactional-id", "output-topic"}},
    {"streams", {"group"}, {"transactional-id"}},
};

static const struct rule *rule_of(const char *template)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strcmp(rules[i].template, template) == 0)
            return &rules[i];
    }
    return &rules[0];
}

bool acl_ask_carried(const struct args *args, struct err *err)
{
    return !is_set(args, "beyond") ||
           err_set(err, ERR_UNSUPPORTED,
                   "the client library can't carry ACLs about a %s: use Kafka's own kafka-acls",
                   args_get(args, "beyond"));
}

bool acl_ask_template(const struct args *args, struct err *err)
{
    const char *template = args_value(&action_acl_create, args, "template");
    const struct rule *r = rule_of(template);
    const char *permission = args_get(args, "permission");

    for (int k = 0; k < 3 && r->idle[k]; k++) {
        if (is_set(args, r->idle[k]))
            return err_set(err, ERR_USAGE, "%s has no use for a %s",
                           r == rules ? "a rule without template" : template, r->idle[k]);
    }
    if (r == rules)
        return true;
    if (is_set(args, "operation"))
        return err_set(err, ERR_USAGE, "the template %s says which operations: leave them out",
                       template);
    if (permission && strcmp(permission, "deny") == 0)
        return err_set(err, ERR_USAGE, "a template allows; to deny, name the operations");
    if (cluster_meant(args))
        return err_set(err, ERR_USAGE, "%s has nothing to do with the cluster", template);
    return true;
}

bool acl_ask_resources(const struct args *args, const char *param, struct err *err)
{
    const char *template = args_value(&action_acl_create, args, "template");
    const struct rule *r = rule_of(template);

    for (int k = 0; k < 3 && r->needs[k]; k++) {
        if ((!param || strcmp(param, r->needs[k]) == 0) && !is_set(args, r->needs[k]))
            return err_set(err, ERR_USAGE, "%s needs a %s", template, r->needs[k]);
    }
    if (r == rules && (!param || strcmp(param, "topic") == 0) && !is_set(args, "topic") &&
        !is_set(args, "group") && !is_set(args, "transactional-id") && !cluster_meant(args))
        return err_set(err, ERR_USAGE,
                       "on what? Name a topic, a group, a transactional id or the cluster");
    return true;
}

bool acl_ask(struct arena *arena, const struct args *args, struct acl_set *out, struct err *err)
{
    struct asking q = {.arena = arena, .args = args, .out = out, .err = err};
    const char *template = value(&q, "template");
    enum acl_pattern pattern = ACL_LITERAL;

    acl_pattern_parse(value(&q, "pattern"), &pattern);
    if (!acl_ask_carried(args, err) || !acl_ask_template(args, err) ||
        !acl_ask_resources(args, NULL, err))
        return false;
    if (strcmp(template, "none") == 0)
        return by_operations(&q, pattern);
    if (strcmp(template, "streams") == 0)
        return for_streams(&q, pattern);
    return strcmp(template, "consumer") == 0 ? for_consumer(&q, pattern)
                                             : for_producer(&q, pattern, template);
}
