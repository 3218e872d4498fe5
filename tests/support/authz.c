/* One client per principal; every call waits for its answer. What is refused for another reason
 * than missing rights fails the test. */
#include "tests/support/authz_impl.h"

#include "core/model/acl.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct authz {
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
};

void authz_set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
    char text[256];

    if (rd_kafka_conf_set(conf, key, value, text, sizeof text) != RD_KAFKA_CONF_OK)
        fail_msg("%s", text);
}

rd_kafka_t *authz_client(const char *user, rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    char text[256];
    rd_kafka_t *rk;

    if (user) {
        snprintf(text, sizeof text, "principal=%s", user);
        authz_set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"));
        authz_set(conf, "security.protocol", "SASL_PLAINTEXT");
        authz_set(conf, "sasl.mechanism", "OAUTHBEARER");
        authz_set(conf, "enable.sasl.oauthbearer.unsecure.jwt", "true");
        authz_set(conf, "sasl.oauthbearer.config", text);
    } else {
        authz_set(conf, "bootstrap.servers", run_env("KLAMM_BOOTSTRAP"));
    }
    rd_kafka_conf_set_log_cb(conf, NULL);
    rk = rd_kafka_new(type, conf, text, sizeof text);
    if (!rk)
        fail_msg("%s", text);
    return rk;
}

struct authz *authz_open(const char *user)
{
    struct authz *z = calloc(1, sizeof *z);

    z->rk = authz_client(user, RD_KAFKA_PRODUCER, rd_kafka_conf_new());
    z->queue = rd_kafka_queue_new(z->rk);
    rd_kafka_poll(z->rk, 0); /* the token is made in here */
    return z;
}

void authz_close(struct authz *z)
{
    rd_kafka_queue_destroy(z->queue);
    rd_kafka_destroy(z->rk);
    free(z);
}

static bool is_denied(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED ||
           code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
}

bool authz_went_through(rd_kafka_resp_err_t code)
{
    if (code && !is_denied(code))
        fail_msg("%s", rd_kafka_err2str(code));
    return !code;
}

static rd_kafka_event_t *wait_for(struct authz *z)
{
    rd_kafka_event_t *e = rd_kafka_queue_poll(z->queue, AUTHZ_ANSWER_MS);

    rd_kafka_poll(z->rk, 0);
    if (!e)
        fail_msg("the cluster does not answer");
    return e;
}

static rd_kafka_AdminOptions_t *options(struct authz *z, rd_kafka_admin_op_t op)
{
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(z->rk, op);

    rd_kafka_poll(z->rk, 0);
    return o;
}

/* librdkafka's and klamm's numbers are not the same. */
static unsigned bits(const rd_kafka_AclOperation_t *ops, size_t n)
{
    static const enum acl_operation of[] = {
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
    unsigned all = 0;

    for (size_t i = 0; ops && i < n; i++) {
        if ((size_t)ops[i] < sizeof of / sizeof *of && of[ops[i]])
            all |= 1u << of[ops[i]];
    }
    return all;
}

/* ---- what brokers say one has ---------------------------------------------------------------- */

void authz_topics(struct authz *z, const char *const *topics, size_t n, unsigned *operations)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS);
    rd_kafka_TopicCollection_t *names =
        rd_kafka_TopicCollection_of_topic_names((const char **)(uintptr_t)topics, n);
    const rd_kafka_TopicDescription_t **found;
    rd_kafka_event_t *e;
    size_t nfound, nops;

    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    rd_kafka_DescribeTopics(z->rk, names, o, z->queue);
    rd_kafka_TopicCollection_destroy(names);
    rd_kafka_AdminOptions_destroy(o);
    e = wait_for(z);
    assert_true(authz_went_through(rd_kafka_event_error(e)));
    found = rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(e), &nfound);
    assert_int_equal(nfound, n);
    for (size_t i = 0; i < n; i++) {
        const rd_kafka_error_t *error = rd_kafka_TopicDescription_error(found[i]);
        const rd_kafka_AclOperation_t *ops =
            rd_kafka_TopicDescription_authorized_operations(found[i], &nops);

        assert_string_equal(rd_kafka_TopicDescription_name(found[i]), topics[i]);
        operations[i] =
            error && !authz_went_through(rd_kafka_error_code(error)) ? 0 : bits(ops, nops);
    }
    rd_kafka_event_destroy(e);
}

unsigned authz_group(struct authz *z, const char *group)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS);
    const rd_kafka_ConsumerGroupDescription_t **found;
    const rd_kafka_error_t *error;
    unsigned has = 0;
    rd_kafka_event_t *e;
    size_t n, nops;

    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    rd_kafka_DescribeConsumerGroups(z->rk, &group, 1, o, z->queue);
    rd_kafka_AdminOptions_destroy(o);
    e = wait_for(z);
    assert_true(authz_went_through(rd_kafka_event_error(e)));
    found = rd_kafka_DescribeConsumerGroups_result_groups(
        rd_kafka_event_DescribeConsumerGroups_result(e), &n);
    assert_int_equal(n, 1);
    error = rd_kafka_ConsumerGroupDescription_error(found[0]);
    if (!error || authz_went_through(rd_kafka_error_code(error))) {
        const rd_kafka_AclOperation_t *ops =
            rd_kafka_ConsumerGroupDescription_authorized_operations(found[0], &nops);

        has = bits(ops, nops);
    }
    rd_kafka_event_destroy(e);
    return has;
}

unsigned authz_cluster(struct authz *z)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER);
    const rd_kafka_AclOperation_t *ops;
    rd_kafka_event_t *e;
    unsigned has;
    size_t n;

    rd_kafka_error_destroy(rd_kafka_AdminOptions_set_include_authorized_operations(o, 1));
    rd_kafka_DescribeCluster(z->rk, o, z->queue);
    rd_kafka_AdminOptions_destroy(o);
    e = wait_for(z);
    assert_true(authz_went_through(rd_kafka_event_error(e)));
    ops = rd_kafka_DescribeCluster_result_authorized_operations(
        rd_kafka_event_DescribeCluster_result(e), &n);
    has = bits(ops, n);
    rd_kafka_event_destroy(e);
    return has;
}

/* ---- administration -------------------------------------------------------------------------- */

static void take_configs(const rd_kafka_ConfigResource_t **res, size_t nres,
                         const char *const *topics, size_t n, bool *allowed)
{
    assert_int_equal(nres, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;

        while (strcmp(topics[at], rd_kafka_ConfigResource_name(res[i])) != 0)
            at++;
        allowed[at] = authz_went_through(rd_kafka_ConfigResource_error(res[i]));
    }
}

static rd_kafka_ConfigResource_t **resources(const char *const *topics, size_t n)
{
    rd_kafka_ConfigResource_t **list = calloc(n, sizeof(rd_kafka_ConfigResource_t *));

    for (size_t i = 0; i < n; i++)
        list[i] = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topics[i]);
    return list;
}

void authz_describe_configs(struct authz *z, const char *const *topics, size_t n, bool *allowed)
{
    rd_kafka_ConfigResource_t **list = resources(topics, n);
    const rd_kafka_ConfigResource_t **res;
    rd_kafka_event_t *e;
    size_t nres;

    rd_kafka_DescribeConfigs(z->rk, list, n, NULL, z->queue);
    rd_kafka_ConfigResource_destroy_array(list, n);
    free(list);
    e = wait_for(z);
    res =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(e), &nres);
    take_configs(res, nres, topics, n, allowed);
    rd_kafka_event_destroy(e);
}

void authz_alter_configs(struct authz *z, const char *const *topics, size_t n, bool *allowed)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_INCREMENTALALTERCONFIGS);
    rd_kafka_ConfigResource_t **list = resources(topics, n);
    const rd_kafka_ConfigResource_t **res;
    rd_kafka_event_t *e;
    size_t nres;

    rd_kafka_AdminOptions_set_validate_only(o, 1, NULL, 0);
    for (size_t i = 0; i < n; i++)
        assert_null(rd_kafka_ConfigResource_add_incremental_config(
            list[i], "retention.ms", RD_KAFKA_ALTER_CONFIG_OP_TYPE_SET, "3600000"));
    rd_kafka_IncrementalAlterConfigs(z->rk, list, n, o, z->queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_ConfigResource_destroy_array(list, n);
    free(list);
    e = wait_for(z);
    res = rd_kafka_IncrementalAlterConfigs_result_resources(
        rd_kafka_event_IncrementalAlterConfigs_result(e), &nres);
    take_configs(res, nres, topics, n, allowed);
    rd_kafka_event_destroy(e);
}

void authz_add_partitions(struct authz *z, const char *const *topics, size_t n, bool *allowed)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_CREATEPARTITIONS);
    rd_kafka_NewPartitions_t **list = calloc(n, sizeof(rd_kafka_NewPartitions_t *));
    const rd_kafka_topic_result_t **res;
    rd_kafka_event_t *e;
    size_t nres;

    rd_kafka_AdminOptions_set_validate_only(o, 1, NULL, 0);
    for (size_t i = 0; i < n; i++)
        list[i] = rd_kafka_NewPartitions_new(topics[i], 2, NULL, 0);
    rd_kafka_CreatePartitions(z->rk, list, n, o, z->queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_NewPartitions_destroy_array(list, n);
    free(list);
    e = wait_for(z);
    res = rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(e), &nres);
    assert_int_equal(nres, n);
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;

        while (strcmp(topics[at], rd_kafka_topic_result_name(res[i])) != 0)
            at++;
        allowed[at] = authz_went_through(rd_kafka_topic_result_error(res[i]));
    }
    rd_kafka_event_destroy(e);
}

void authz_create_topics(struct authz *z, const char *const *topics, size_t n, bool *allowed)
{
    rd_kafka_AdminOptions_t *o = options(z, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_NewTopic_t **list = calloc(n, sizeof(rd_kafka_NewTopic_t *));
    const rd_kafka_topic_result_t **res;
    rd_kafka_event_t *e;
    size_t nres;

    rd_kafka_AdminOptions_set_validate_only(o, 1, NULL, 0);
    for (size_t i = 0; i < n; i++)
        list[i] = rd_kafka_NewTopic_new(topics[i], 1, 1, NULL, 0);
    rd_kafka_CreateTopics(z->rk, list, n, o, z->queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_NewTopic_destroy_array(list, n);
    free(list);
    e = wait_for(z);
    res = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(e), &nres);
    assert_int_equal(nres, n);
    for (size_t i = 0; i < n; i++) {
        rd_kafka_resp_err_t code = rd_kafka_topic_result_error(res[i]);
        size_t at = 0;

        while (strcmp(topics[at], rd_kafka_topic_result_name(res[i])) != 0)
            at++;
        allowed[at] = code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS || authz_went_through(code);
    }
    rd_kafka_event_destroy(e);
}

void authz_delete_records(struct authz *z, const char *const *topics, size_t n, bool *allowed)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    const rd_kafka_topic_partition_list_t *done;
    rd_kafka_DeleteRecords_t *request;
    rd_kafka_event_t *e;

    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, topics[i], 0)->offset = 0;
    request = rd_kafka_DeleteRecords_new(list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_DeleteRecords(z->rk, &request, 1, NULL, z->queue);
    rd_kafka_DeleteRecords_destroy(request);
    e = wait_for(z);
    if (rd_kafka_event_error(e))
        fail_msg("%s", rd_kafka_event_error_string(e));
    done = rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(e));
    for (size_t i = 0; i < n; i++)
        allowed[i] =
            authz_went_through(rd_kafka_topic_partition_list_find(
                                   (rd_kafka_topic_partition_list_t *)(uintptr_t)done, topics[i], 0)
                                   ->err);
    rd_kafka_event_destroy(e);
}

/* ---- groups ---------------------------------------------------------------------------------- */

void authz_commit(struct authz *z, const char *group, const char *const *topics, size_t n,
                  bool *allowed)
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)n);
    rd_kafka_AlterConsumerGroupOffsets_t *commit;
    const rd_kafka_group_result_t **groups;
    rd_kafka_event_t *e;
    size_t ngroups;

    for (size_t i = 0; i < n; i++)
        rd_kafka_topic_partition_list_add(list, topics[i], 0)->offset = 0;
    commit = rd_kafka_AlterConsumerGroupOffsets_new(group, list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_AlterConsumerGroupOffsets(z->rk, &commit, 1, NULL, z->queue);
    rd_kafka_AlterConsumerGroupOffsets_destroy(commit);
    e = wait_for(z);
    memset(allowed, 0, n * sizeof *allowed);
    if (authz_went_through(rd_kafka_event_error(e))) {
        groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
            rd_kafka_event_AlterConsumerGroupOffsets_result(e), &ngroups);
        const rd_kafka_error_t *error = rd_kafka_group_result_error(groups[0]);
        const rd_kafka_topic_partition_list_t *done = rd_kafka_group_result_partitions(groups[0]);

        for (size_t i = 0; (!error || authz_went_through(rd_kafka_error_code(error))) && i < n; i++)
            allowed[i] = authz_went_through(
                rd_kafka_topic_partition_list_find(
                    (rd_kafka_topic_partition_list_t *)(uintptr_t)done, topics[i], 0)
                    ->err);
    }
    rd_kafka_event_destroy(e);
}

bool authz_delete_group(struct authz *z, const char *group)
{
    rd_kafka_DeleteGroup_t *one = rd_kafka_DeleteGroup_new(group);
    const rd_kafka_group_result_t **groups;
    rd_kafka_resp_err_t code;
    rd_kafka_event_t *e;
    size_t n;

    rd_kafka_DeleteGroups(z->rk, &one, 1, NULL, z->queue);
    rd_kafka_DeleteGroup_destroy(one);
    e = wait_for(z);
    groups = rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(e), &n);
    assert_int_equal(n, 1);
    code = rd_kafka_error_code(rd_kafka_group_result_error(groups[0]));
    rd_kafka_event_destroy(e);
    return code == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND || authz_went_through(code);
}
