/* Errors of librdkafka and of brokers as klamm's: a kind for exit codes and colours, and a sentence
 * that names the call, the object and, when something was denied, the right that is missing. */
#include "core/kafka/convert.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"
#include "core/base/text.h"

#include <stdlib.h>
#include <string.h>

/* What each call needs: KafkaApis.scala and ControllerApis.scala of Apache Kafka. */
static const struct {
    const char *name;
    const char *needs;
} apis[] = {
    [API_METADATA] = {"Metadata", "Describe on Topic"},
    [API_DESCRIBE_CLUSTER] = {"DescribeCluster", "Describe on Cluster"},
    [API_DESCRIBE_TOPICS] = {"DescribeTopics", "Describe on Topic"},
    [API_LIST_GROUPS] = {"ListGroups", "Describe on Group or Cluster"},
    [API_DESCRIBE_GROUPS] = {"DescribeGroups", "Describe on Group"},
    [API_GROUP_OFFSETS] = {"OffsetFetch", "Describe on Group"},
    [API_LIST_OFFSETS] = {"ListOffsets", "Describe on Topic"},
    [API_DESCRIBE_CONFIGS] = {"DescribeConfigs", "DescribeConfigs on it"},
    [API_DESCRIBE_ACLS] = {"DescribeAcls", "Describe on Cluster"},
    [API_DESCRIBE_USERS] = {"DescribeUserScramCredentials", "Describe on Cluster"},
    [API_CREATE_TOPICS] = {"CreateTopics", "Create on Cluster or Topic"},
    [API_DELETE_TOPICS] = {"DeleteTopics", "Delete on Topic"},
    [API_CREATE_PARTITIONS] = {"CreatePartitions", "Alter on Topic"},
    [API_DELETE_RECORDS] = {"DeleteRecords", "Delete on Topic"},
    [API_ELECT_LEADERS] = {"ElectLeaders", "Alter on Cluster"},
    [API_ALTER_CONFIGS] = {"IncrementalAlterConfigs", "AlterConfigs on it"},
    [API_ALTER_USERS] = {"AlterUserScramCredentials", "Alter on Cluster"},
    [API_COMMIT_OFFSETS] = {"OffsetCommit", "Read on Group"},
    [API_DELETE_OFFSETS] = {"OffsetDelete", "Delete on Group"},
    [API_DELETE_GROUPS] = {"DeleteGroups", "Delete on Group"},
    [API_FETCH] = {"Fetch", "Read on Topic"},
    [API_CREATE_ACLS] = {"CreateAcls", "Alter on Cluster"},
    [API_DELETE_ACLS] = {"DeleteAcls", "Alter on Cluster"},
};

const char *api_name(enum api api)
{
    return apis[api].name;
}

enum err_kind err_kind_of(rd_kafka_resp_err_t code)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        return ERR_NONE;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED:
        return ERR_DENIED;
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
        return ERR_TIMEOUT;
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__DESTROY_BROKER:
    case RD_KAFKA_RESP_ERR__UNKNOWN_BROKER:
    case RD_KAFKA_RESP_ERR__BAD_MSG: /* an answer that can't be read is no refusal */
        return ERR_UNREACHABLE;
    case RD_KAFKA_RESP_ERR__RESOLVE:
        return ERR_RESOLVE;
    case RD_KAFKA_RESP_ERR__SSL:
        return ERR_TLS;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
        return ERR_AUTH;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID:
        return ERR_NOT_FOUND;
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
        return ERR_NOT_READY;
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_SECURITY_DISABLED:
        return ERR_UNSUPPORTED;
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR__CONFLICT:
        return ERR_USAGE;
    case RD_KAFKA_RESP_ERR__DESTROY:
        return ERR_CANCELLED;
    default:
        return ERR_BROKER;
    }
}

enum err_kind kafka_err_kind(int err_code)
{
    return err_kind_of((rd_kafka_resp_err_t)err_code);
}

const char *words_visible(struct arena *a, const char *words)
{
    return words ? text_visible(a, words, strlen(words)) : NULL;
}

/* A call about a group that is refused for a topic inside it misses a right on that topic. */
static const char *missing_right(enum api api, rd_kafka_resp_err_t code)
{
    if (code != RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
        return apis[api].needs;
    switch (api) {
    case API_GROUP_OFFSETS:
    case API_DESCRIBE_GROUPS:
        return "Describe on Topic";
    case API_COMMIT_OFFSETS:
    case API_DELETE_OFFSETS:
        return "Read on Topic";
    default:
        return apis[api].needs;
    }
}

/* Some refusals come with the whole request as text, hundreds of characters of Java objects
 * (AuthHelper.authorizeClusterOperation): they are left out. */
static bool worth_reading(const char *words)
{
    return words && *words && strncmp(words, "Request Request(", 16) != 0;
}

/* librdkafka puts its name for the call before a broker's words even when there are none. */
static const char *completed(struct arena *a, const char *said, rd_kafka_resp_err_t code)
{
    size_t n = strlen(said);
    bool empty = n > 1 && strcmp(said + n - 2, ": ") == 0;
    return empty ? arena_printf(a, "%s%s", said, rd_kafka_err2str(code)) : said;
}

const char *err_sentence(struct arena *a, enum api api, const char *object,
                         rd_kafka_resp_err_t code, const char *words)
{
    const char *about = object ? arena_printf(a, " for %s", words_visible(a, object)) : "";
    const char *said = worth_reading(words)                   ? words_visible(a, words)
                       : code == RD_KAFKA_RESP_ERR__TIMED_OUT ? "no answer in time"
                                                              : rd_kafka_err2str(code);

    /* librdkafka's words would name its own workers and say no more than that it was denied. */
    if (err_kind_of(code) == ERR_DENIED)
        return arena_printf(a, "%s%s: not authorised (needs %s)", apis[api].name, about,
                            missing_right(api, code));
    return arena_printf(a, "%s%s: %s", apis[api].name, about, completed(a, said, code));
}

bool err_kafka(struct err *err, enum api api, const char *object, rd_kafka_resp_err_t code,
               const char *words)
{
    struct arena a;
    arena_init(&a);
    err_set(err, err_kind_of(code), "%s", err_sentence(&a, api, object, code, words));
    arena_release(&a);
    if (err)
        err->code = code;
    return false;
}

enum acl_operation acl_operation_from(rd_kafka_AclOperation_t op)
{
    static const enum acl_operation table[] = {
        [RD_KAFKA_ACL_OPERATION_ALL] = ACL_ALL,
        [RD_KAFKA_ACL_OPERATION_READ] = ACL_READ,
        [RD_KAFKA_ACL_OPERATION_WRITE] = ACL_WRITE,
        [RD_KAFKA_ACL_OPERATION_CREATE] = ACL_CREATE,
        [RD_KAFKA_ACL_OPERATION_DELETE] = ACL_DELETE,
        [RD_KAFKA_ACL_OPERATION_ALTER] = ACL_ALTER,
        [RD_KAFKA_ACL_OPERATION_DESCRIBE] = ACL_DESCRIBE,
        [RD_KAFKA_ACL_OPERATION_CLUSTER_ACTION] = ACL_CLUSTER_ACTION,
        [RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS] = ACL_DESCRIBE_CONFIGS,
        [RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS] = ACL_ALTER_CONFIGS,
        [RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE] = ACL_IDEMPOTENT_WRITE,
    };
    return (size_t)op < sizeof table / sizeof *table ? table[op] : ACL_OP_UNKNOWN;
}

/* ---- outcomes of changes --------------------------------------------------------------------- */

struct outcome_list *outcome_list_new(size_t n)
{
    struct outcome_list *l = xcalloc(1, sizeof *l);
    arena_init(&l->arena);
    l->o = arena_array(&l->arena, n, sizeof *l->o);
    return l;
}

void outcome_list_add(struct outcome_list *l, const char *object, enum api api,
                      rd_kafka_resp_err_t code, const char *words)
{
    struct outcome *o = &l->o[l->n++];
    o->object = arena_strdup(&l->arena, object);
    o->err_code = code;
    o->kind = err_kind_of(code);
    o->err = code ? err_sentence(&l->arena, api, object, code, words) : NULL;
}

struct outcome_list *outcomes_of_topics(enum api api, const rd_kafka_topic_result_t *const *topics,
                                        size_t n)
{
    struct outcome_list *l = outcome_list_new(n);
    for (size_t i = 0; i < n; i++)
        outcome_list_add(l, rd_kafka_topic_result_name(topics[i]), api,
                         rd_kafka_topic_result_error(topics[i]),
                         rd_kafka_topic_result_error_string(topics[i]));
    return l;
}

void outcome_list_free(struct outcome_list *l)
{
    if (!l)
        return;
    arena_release(&l->arena);
    free(l);
}

bool outcomes_not_ready(struct outcome_list *l, struct err *err)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->o[i].kind != ERR_NOT_READY || l->o[i].err_code != l->o[0].err_code)
            return false;
    if (l->n == 0)
        return false;
    err_set(err, ERR_NOT_READY, "%s", l->o[0].err);
    err->code = l->o[0].err_code;
    outcome_list_free(l);
    return true;
}

void drop_outcomes(void *outcome_list)
{
    outcome_list_free(outcome_list);
}
