/* Every read and every change of core/kafka on a real cluster, compared with Kafka's own tools
 * where they can show it; and what a user without rights reads, object by object. */
#include "core/config/profile.h"
#include "core/kafka/acls.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/commits.h"
#include "core/kafka/configs.h"
#include "core/kafka/convert.h"
#include "core/kafka/groups.h"
#include "core/kafka/metadata.h"
#include "core/kafka/offsets.h"
#include "core/kafka/topics.h"
#include "core/model/model.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROPS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct harness *open_as(const char *user)
{
    char variable[64];
    snprintf(variable, sizeof variable, "KLAMM_PASSWORD_%s", user);
    struct harness *r = harness_open(
        PROPS("bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), "security.protocol",
              "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512", "sasl.username", user,
              "sasl.password", run_env(variable), "socket.connection.setup.timeout.ms", "20000",
              "socket.timeout.ms", "20000"));
    if (!r->cluster)
        fail_msg("%s", r->err.msg);
    return r;
}

static void *answer(struct harness *r)
{
    void *result = harness_answer(r);
    if (!result)
        fail_msg("%s", r->asked.msg);
    return result;
}

/* One outcome of a change, which must be a yes. */
static void said_yes(struct harness *r)
{
    struct outcome_list *l = answer(r);
    assert_int_equal(l->n, 1);
    if (l->o[0].err)
        fail_msg("%s", l->o[0].err);
    outcome_list_free(l);
}

static void make_topic(struct harness *r, const char *name, int32_t partitions, bool validate_only)
{
    struct topic_spec spec = {.name = name, .partitions = partitions, .replication = 2};
    kafka_create_topic(r->cluster, &spec, validate_only, harness_done, r);
}

enum { TRIES = 200 };

/* The brokers learn of a new topic one after the other: asks until one that knows it answers. */
static struct metadata *metadata_with(struct harness *r, const char *name)
{
    for (int i = 0; i < TRIES; i++) {
        kafka_get_metadata(r->cluster, harness_done, r);
        struct metadata *md = answer(r);
        if (metadata_topic(md, name))
            return md;
        metadata_free(md);
    }
    fail_msg("topic %s does not appear", name);
    return NULL;
}

static bool has_topic(struct harness *r, const char *name)
{
    kafka_get_metadata(r->cluster, harness_done, r);
    struct metadata *md = answer(r);
    bool has = metadata_topic(md, name) != NULL;
    metadata_free(md);
    return has;
}

/* Made, and known to every broker: each of them names it. */
static void topic_made(struct harness *r, const char *name, int32_t partitions)
{
    make_topic(r, name, partitions, false);
    said_yes(r);
    for (int broker = 1; broker <= 3; broker++) {
        char address[32];
        snprintf(address, sizeof address, "KLAMM_PLAINTEXT_%d", broker);
        struct harness *one = harness_open(PROPS("bootstrap.servers", run_env(address)));
        metadata_free(metadata_with(one, name));
        harness_close(one);
    }
}

/* ---- topics ---------------------------------------------------------------------------------- */

static void test_validate_only_makes_nothing(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-validate");
    make_topic(r, name, 3, true);
    said_yes(r);
    assert_false(has_topic(r, name));
    harness_close(r);
}

static void test_create_and_read_back(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-create");
    const int32_t a[] = {2, 3}, b[] = {3, 1};
    const int32_t *const assignment[] = {a, b};
    const int nassigned[] = {2, 2};
    const char *const config[] = {"retention.ms", "60000", "cleanup.policy", "compact"};
    struct topic_spec spec = {.name = name,
                              .config = config,
                              .nconfig = 2,
                              .assignment = assignment,
                              .nassigned = nassigned,
                              .nassignments = 2};
    kafka_create_topic(r->cluster, &spec, false, harness_done, r);
    said_yes(r);
    struct metadata *md = metadata_with(r, name);
    const struct topic *t = metadata_topic(md, name);
    assert_non_null(t);
    assert_int_equal(t->npartitions, 2);
    /* In assignment order: the first is the preferred leader. */
    assert_int_equal(t->partitions[0].replicas[0], 2);
    assert_int_equal(t->partitions[1].replicas[0], 3);
    assert_int_equal(t->partitions[1].replicas[1], 1);
    metadata_free(md);
    struct run seen = {0};
    for (int i = 0; i < 10 && (!seen.out || seen.status != 0); i++) {
        run_release(&seen);
        seen = run_shell("tests/cluster/cluster tool topics --describe --topic '%s'", name);
    }
    assert_non_null(strstr(seen.out, "Replicas: 3,1"));
    assert_non_null(strstr(seen.out, "retention.ms=60000"));
    run_release(&seen);
    harness_close(r);
}

static void test_a_broker_says_no(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-twice");
    topic_made(r, name, 1);
    make_topic(r, name, 1, false);
    struct outcome_list *l = answer(r);
    assert_int_equal(l->o[0].kind, ERR_BROKER);
    assert_non_null(strstr(l->o[0].err, "already exists"));
    outcome_list_free(l);
    make_topic(r, "not/a/name", 1, false);
    l = answer(r);
    assert_int_not_equal(l->o[0].kind, ERR_NONE);
    outcome_list_free(l);
    harness_close(r);
}

static void test_topic_ids(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-id");
    topic_made(r, name, 1);
    const char *const names[] = {name, "no-such-topic-here"};
    kafka_topic_ids(r->cluster, names, 2, harness_done, r);
    struct topic_id_list *l = answer(r);
    assert_int_equal(l->n, 2);
    char *seen = run_tool("topics --describe --topic '%s'", name);
    assert_non_null(strstr(seen, l->e[0].id));
    free(seen);
    assert_null(l->e[1].id);
    assert_int_equal(l->e[1].kind, ERR_NOT_FOUND);
    topic_id_list_free(l);
    harness_close(r);
}

/* ---- offsets --------------------------------------------------------------------------------- */

static void test_ends_and_starts(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-ends");
    topic_made(r, name, 2);
    struct run made = run_shell("printf 'a\\nb\\nc\\n' | tests/cluster/cluster tool "
                                "console-producer --topic '%s'",
                                name);
    assert_int_equal(made.status, 0);
    run_release(&made);
    const struct offset_query q[] = {{name, 0, OFFSET_SPEC_LATEST},
                                     {name, 1, OFFSET_SPEC_LATEST},
                                     {name, 7, OFFSET_SPEC_LATEST},
                                     {"no-such-topic-here", 0, OFFSET_SPEC_EARLIEST}};
    kafka_list_offsets(r->cluster, q, 4, false, harness_done, r);
    struct offset_answers *o = answer(r);
    int64_t sum = 0;
    int failed = 0;
    for (size_t i = 0; i < o->n; i++) {
        if (o->a[i].err)
            failed++;
        else
            sum += o->a[i].offset.n;
    }
    assert_int_equal(o->n, 4);
    assert_int_equal(sum, 3);
    assert_int_equal(failed, 2);
    offset_answers_free(o);
    const struct offset_query late = {name, 0, 4102444800000}; /* the year 2100 */
    kafka_list_offsets(r->cluster, &late, 1, false, harness_done, r);
    o = answer(r);
    assert_false(o->a[0].offset.known); /* there is none, which is no failure */
    assert_null(o->a[0].err);
    offset_answers_free(o);
    harness_close(r);
}

static void test_commits(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-commit"), *group = run_name("kafka-group");
    topic_made(r, name, 3);
    const struct offset_commit o[] = {{name, 0, 5}, {name, 2, 0}};
    kafka_commit_offsets(r->cluster, group, o, 2, harness_done, r);
    struct outcome_list *l = answer(r);
    assert_int_equal(l->n, 2);
    assert_int_equal(l->o[0].kind, ERR_NONE);
    assert_int_equal(l->o[1].kind, ERR_NONE);
    outcome_list_free(l);
    kafka_group_offsets(r->cluster, group, harness_done, r);
    struct group_offsets *g = answer(r);
    assert_int_equal(g->n, 2);
    assert_int_equal(g->o[0].committed, 5);
    assert_int_equal(g->o[1].partition, 2);
    assert_int_equal(g->o[1].committed, 0);
    group_offsets_free(g);
    kafka_list_groups(r->cluster, harness_done, r);
    struct group_listing *all = answer(r);
    assert_int_equal(all->nerrors, 0);
    const struct group_entry *e = group_listing_find(all, group);
    assert_non_null(e);
    assert_int_equal(e->state, GROUP_EMPTY);
    group_listing_free(all);
    harness_close(r);
}

/* Elements fail while the call succeeds: every one has to be checked. */
static void test_commits_one_by_one(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-partly");
    topic_made(r, name, 1);
    const struct offset_commit o[] = {{name, 0, 1}, {"no-such-topic-here", 0, 1}};
    kafka_commit_offsets(r->cluster, run_name("kafka-partly"), o, 2, harness_done, r);
    struct outcome_list *l = answer(r);
    int failed = 0;
    for (size_t i = 0; i < l->n; i++)
        failed += l->o[i].kind == ERR_NOT_FOUND;
    assert_int_equal(failed, 1);
    outcome_list_free(l);
    harness_close(r);
}

static void test_describe_groups(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *const ids[] = {"no-such-group-a", "no-such-group-b"};
    kafka_describe_groups(r->cluster, ids, 2, harness_done, r);
    struct group_desc_list *l = answer(r);
    assert_int_equal(l->n, 2);
    for (size_t i = 0; i < 2; i++)
        if (l->g[i]->state != GROUP_DEAD && l->g[i]->fact.failed != ERR_NOT_FOUND)
            fail_msg("%s: %s", group_state_name(l->g[i]->state), l->g[i]->fact.why);
    group_desc_list_free(l);
    harness_close(r);
}

/* ---- configs --------------------------------------------------------------------------------- */

static bool reads_now(struct harness *r, const char *topic, const char *key, const char *value,
                      enum config_source source)
{
    const struct config_query q = {CONFIG_TOPIC, topic};
    kafka_describe_configs(r->cluster, &q, 1, harness_done, r);
    struct config_list *l = answer(r);
    const struct config_entry *e = config_set_find(l->c[0], key);
    bool as_said = e && e->source == source && (!value || strcmp(e->value, value) == 0);
    config_list_free(l);
    return as_said;
}

/* Any broker answers, and they learn of a change one after the other: until one says so. */
static void reads(struct harness *r, const char *topic, const char *key, const char *value,
                  enum config_source source)
{
    for (int i = 0; i < TRIES; i++)
        if (reads_now(r, topic, key, value, source))
            return;
    fail_msg("%s is not %s from %s", key, value ? value : "set", config_source_name(source));
}

static void test_config_is_changed_key_by_key(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const char *name = run_name("kafka-config");
    topic_made(r, name, 1);
    const struct config_change two[] = {{"retention.ms", CONFIG_SET, "60000"},
                                        {"max.message.bytes", CONFIG_SET, "2000000"}};
    kafka_alter_config(r->cluster, CONFIG_TOPIC, name, two, 2, false, harness_done, r);
    said_yes(r);
    const struct config_change one = {"retention.ms", CONFIG_DELETE, NULL};
    kafka_alter_config(r->cluster, CONFIG_TOPIC, name, &one, 1, true, harness_done, r);
    said_yes(r);
    reads(r, name, "retention.ms", "60000", CONFIG_SOURCE_TOPIC); /* only validated */
    kafka_alter_config(r->cluster, CONFIG_TOPIC, name, &one, 1, false, harness_done, r);
    said_yes(r);
    reads(r, name, "retention.ms", NULL, CONFIG_SOURCE_DEFAULT);
    reads(r, name, "max.message.bytes", "2000000", CONFIG_SOURCE_TOPIC);
    const struct config_change bad = {"retention.ms", CONFIG_SET, "soon"};
    kafka_alter_config(r->cluster, CONFIG_TOPIC, name, &bad, 1, false, harness_done, r);
    struct outcome_list *l = answer(r);
    assert_int_equal(l->o[0].kind, ERR_BROKER);
    assert_non_null(strstr(l->o[0].err, "retention.ms"));
    outcome_list_free(l);
    harness_close(r);
}

static void test_configs_of_brokers_and_groups(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    const struct config_query one = {CONFIG_BROKER, "2"};
    kafka_describe_configs(r->cluster, &one, 1, harness_done, r);
    struct config_list *l = answer(r);
    const struct config_entry *e = config_set_find(l->c[0], "node.id");
    assert_non_null(e);
    assert_string_equal(e->value, "2");
    assert_true(e->read_only);
    config_list_free(l);
    const struct config_query group = {CONFIG_GROUP, "any"};
    kafka_describe_configs(r->cluster, &group, 1, harness_done, r);
    l = answer(r);
    assert_non_null(config_set_find(l->c[0], "consumer.session.timeout.ms"));
    config_list_free(l);
    const struct config_query two[] = {{CONFIG_BROKER, "1"}, {CONFIG_BROKER, "2"}};
    kafka_describe_configs(r->cluster, two, 2, harness_done, r);
    assert_null(harness_answer(r));
    assert_int_equal(r->asked.kind, ERR_USAGE);
    harness_close(r);
}

/* ---- rights ---------------------------------------------------------------------------------- */

static void test_cluster_and_its_rights(void **state)
{
    (void)state;
    struct harness *r = open_as("admin");
    kafka_describe_cluster(r->cluster, harness_done, r);
    struct cluster_desc *d = answer(r);
    assert_string_equal(d->cluster_id, run_env("KLAMM_CLUSTER_ID"));
    assert_int_equal(d->nbrokers, 3);
    assert_non_null(d->brokers[0].rack);
    assert_true(d->operations_known);
    assert_true(d->operations & 1u << ACL_DESCRIBE);
    cluster_desc_free(d);
    harness_close(r);
}

static void test_acls_are_proven(void **state)
{
    (void)state;
    free(run_tool("acls --add --allow-principal User:kafka-test --operation Read --topic kafka-t "
                  "--resource-pattern-type prefixed"));
    struct harness *r = open_as("admin");
    kafka_describe_acls(r->cluster, harness_done, r);
    struct acl_list *l = answer(r);
    assert_int_equal(l->proof, ACL_PROOF_SEEN);
    bool found = false;
    for (size_t i = 0; i < l->n; i++)
        found |= strcmp(l->acls[i].principal, "User:kafka-test") == 0 &&
                 l->acls[i].pattern == ACL_PREFIXED && l->acls[i].operation == ACL_READ &&
                 l->acls[i].permission == ACL_ALLOW;
    assert_true(found);
    acl_list_free(l);
    harness_close(r);
    free(run_tool("acls --remove --force --allow-principal User:kafka-test --operation Read "
                  "--topic kafka-t --resource-pattern-type prefixed"));
    /* The library shows bob an empty list as well; it is not one. */
    r = open_as("bob");
    kafka_describe_acls(r->cluster, harness_done, r);
    l = answer(r);
    assert_int_equal(l->n, 0);
    assert_int_equal(l->proof, ACL_PROOF_DENIED);
    acl_list_free(l);
    harness_close(r);
}

static void test_denied_is_reported_per_object(void **state)
{
    (void)state;
    struct harness *admin = open_as("admin");
    const char *name = run_name("kafka-denied");
    topic_made(admin, name, 1);
    harness_close(admin);
    struct harness *r = open_as("alice");
    const struct config_query q = {CONFIG_TOPIC, name};
    kafka_describe_configs(r->cluster, &q, 1, harness_done, r);
    struct config_list *l = answer(r);
    assert_int_equal(l->c[0]->fact.failed, ERR_DENIED);
    assert_non_null(strstr(l->c[0]->fact.why, name));
    assert_non_null(strstr(l->c[0]->fact.why, "needs DescribeConfigs"));
    config_list_free(l);
    const char *const ids[] = {"kafka-denied-group"};
    kafka_describe_groups(r->cluster, ids, 1, harness_done, r);
    struct group_desc_list *g = harness_answer(r);
    enum err_kind kind = g ? g->g[0]->fact.failed : r->asked.kind;
    const char *why = g ? g->g[0]->fact.why : r->asked.msg;
    assert_int_equal(kind, ERR_DENIED);
    assert_non_null(strstr(why, "needs Describe on Group"));
    group_desc_list_free(g);
    kafka_group_offsets(r->cluster, "kafka-denied-group", harness_done, r);
    assert_null(harness_answer(r));
    assert_int_equal(r->asked.kind, ERR_DENIED);
    make_topic(r, run_name("kafka-denied"), 1, false);
    struct outcome_list *o = answer(r);
    assert_int_equal(o->o[0].kind, ERR_DENIED);
    outcome_list_free(o);
    assert_int_equal(r->model.link, LINK_UP); /* refusals are answers */
    harness_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validate_only_makes_nothing),
        cmocka_unit_test(test_create_and_read_back),
        cmocka_unit_test(test_a_broker_says_no),
        cmocka_unit_test(test_topic_ids),
        cmocka_unit_test(test_ends_and_starts),
        cmocka_unit_test(test_commits),
        cmocka_unit_test(test_commits_one_by_one),
        cmocka_unit_test(test_describe_groups),
        cmocka_unit_test(test_config_is_changed_key_by_key),
        cmocka_unit_test(test_configs_of_brokers_and_groups),
        cmocka_unit_test(test_cluster_and_its_rights),
        cmocka_unit_test(test_acls_are_proven),
        cmocka_unit_test(test_denied_is_reported_per_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
