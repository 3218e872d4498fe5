/* `klamm get` against the real cluster, compared with what Kafka's own tools say about the same
 * topics and groups; and what it does when it is refused, or no one answers. */
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], group[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("get-t"));
    snprintf(group, sizeof group, "%s", run_name("get-g"));
    free(run_tool("topics --create --topic '%s' --replica-assignment 2:3:1,3:1:2,1:2:3 "
                  "--config retention.ms=7200000",
                  topic));
    for (int32_t p = 0; p < 3; p++)
        client_produce(topic, p, 100, 0, 0);
    client_commit(group, topic, 0, 40);
    client_commit(group, topic, 1, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("consumer-groups --delete --group '%s'", group));
    free(run_tool("topics --delete --topic '%s'", topic));
    return 0;
}

/* klamm get … -o json on the cluster's open listener: must succeed. */
static json_t *get(const char *what)
{
    json_error_t e;
    struct run r = run_klamm("-b %s get %s -o json", run_env("KLAMM_BOOTSTRAP"), what);
    if (r.status != 0)
        fail_msg("get %s: exit %d: %s", what, r.status, r.err);
    json_t *list = json_loads(r.out, 0, &e);
    if (!list)
        fail_msg("get %s: not JSON: %s: %s", what, e.text, r.out);
    run_release(&r);
    return list;
}

static const json_t *row_of(const json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *row;
    json_array_foreach(list, i, row)
    {
        const json_t *v = json_object_get(row, key);
        char number[32];
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
        if (strcmp(json_is_integer(v) ? number : json_string_value(v), value) == 0)
            return row;
    }
    fail_msg("no row with %s %s", key, value);
    return NULL;
}

static const char *text_of(const json_t *row, const char *key)
{
    const char *s = json_string_value(json_object_get(row, key));
    return s ? s : "(null)";
}

static int64_t number_of(const json_t *row, const char *key)
{
    const json_t *v = json_object_get(row, key);
    if (!json_is_integer(v))
        fail_msg("%s is not a number", key);
    return json_integer_value(v);
}

/* A list of numbers as Kafka's tools write it; static storage until the next call. */
static const char *numbers_of(const json_t *row, const char *key)
{
    static char text[256];
    const json_t *list = json_object_get(row, key), *n;
    size_t i, len = 0;
    if (!json_is_array(list))
        fail_msg("%s is not a list", key);
    text[0] = '\0';
    json_array_foreach(list, i, n)
    {
        assert_true(json_is_integer(n));
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%lld", i ? "," : "",
                                (long long)json_integer_value(n));
    }
    return text;
}

/* The word behind "Label: " in a line of kafka-topics --describe. */
static void word_after(const char *line, const char *label, char *out, size_t size)
{
    const char *at = strstr(line, label);
    assert_non_null(at);
    at += strlen(label);
    snprintf(out, size, "%.*s", (int)strcspn(at, "\t \n"), at);
}

static void test_partitions_as_kafka_topics_has_them(void **state)
{
    (void)state;
    char what[128], word[64];
    char *said = run_tool("topics --describe --topic '%s'", topic);
    snprintf(what, sizeof what, "partitions %s", topic);
    json_t *list = get(what);
    size_t seen = 0;
    for (char *line = strstr(said, "Partition: "); line; line = strstr(line + 1, "Partition: ")) {
        word_after(line, "Partition: ", word, sizeof word);
        const json_t *row = row_of(list, "partition", word);
        word_after(line, "Leader: ", word, sizeof word);
        assert_int_equal(number_of(row, "leader"), strtol(word, NULL, 10));
        word_after(line, "Replicas: ", word, sizeof word); /* in assignment order, never sorted */
        assert_string_equal(numbers_of(row, "replicas"), word);
        assert_int_equal(number_of(row, "preferred"), strtol(word, NULL, 10));
        word_after(line, "Isr: ", word, sizeof word);
        assert_string_equal(numbers_of(row, "isr"), word);
        const json_t *in_sync = json_object_get(row, "in_sync");
        assert_int_equal(number_of(in_sync, "count"), json_array_size(json_object_get(row, "isr")));
        assert_int_equal(number_of(in_sync, "of"), 3);
        assert_int_equal(number_of(row, "messages"), 100);
        seen++;
    }
    assert_int_equal(seen, 3);
    assert_int_equal(json_array_size(list), 3);
    json_decref(list);
    free(said);
}

static void test_placement_shows_each_replica(void **state)
{
    (void)state;
    char what[128];
    snprintf(what, sizeof what, "topic %s", topic);
    json_t *list = get(what);
    const json_t *row = row_of(list, "partition", "0"); /* placed on 2,3,1 */
    int64_t leader = number_of(row, "leader");
    for (int b = 1; b <= 3; b++) {
        char column[8], want[8];
        snprintf(column, sizeof column, "b%d", b);
        snprintf(want, sizeof want, "%s%s", leader == b ? "L" : "f", b == 2 ? "*" : "");
        assert_string_equal(text_of(row, column), want);
    }
    json_decref(list);
}

static void test_topics_as_kafka_topics_lists_them(void **state)
{
    (void)state;
    char what[128];
    snprintf(what, sizeof what, "topics --filter %s", topic);
    json_t *list = get(what);
    assert_int_equal(json_array_size(list), 1);
    const json_t *row = json_array_get(list, 0);
    assert_string_equal(text_of(row, "topic"), topic);
    assert_int_equal(number_of(row, "partitions"), 3);
    assert_int_equal(number_of(row, "replication"), 3);
    assert_int_equal(number_of(row, "messages"), 300);
    assert_int_equal(number_of(row, "retention"), 7200000);
    assert_int_equal(number_of(json_object_get(row, "in_sync"), "count"), 9);
    assert_int_equal(number_of(json_object_get(row, "in_sync"), "of"), 9);
    int64_t leaders = 0;
    for (int b = 1; b <= 3; b++) {
        char id[16];
        snprintf(id, sizeof id, "%d", b);
        leaders += number_of(json_object_get(row, "leaders"), id);
    }
    assert_int_equal(leaders, 3);
    assert_string_equal(json_string_value(json_array_get(json_object_get(row, "cleanup"), 0)),
                        "delete");
    assert_true(json_is_false(json_object_get(row, "internal")));
    json_decref(list);
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* One line of kafka-consumer-groups --describe per partition: GROUP TOPIC PARTITION CURRENT-OFFSET
 * LOG-END-OFFSET LAG … */
static int compare_lags(const char *said, const json_t *list)
{
    char name[256], partition[32], committed[32], end[32], lag[32];
    int compared = 0;
    for (const char *line = said; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (sscanf(line, "%*s %255s %31s %31s %31s %31s", name, partition, committed, end, lag) !=
                5 ||
            strcmp(name, topic) != 0)
            continue;
        const json_t *row = row_of(list, "partition", partition);
        assert_int_equal(number_of(row, "committed"), strtoll(committed, NULL, 10));
        assert_int_equal(number_of(row, "end"), strtoll(end, NULL, 10));
        assert_int_equal(number_of(row, "lag"), strtoll(lag, NULL, 10));
        compared++;
    }
    return compared;
}

static void test_lag_as_kafka_consumer_groups_counts_it(void **state)
{
    (void)state;
    char what[128];
    char *said = run_tool("consumer-groups --describe --group '%s'", group);
    snprintf(what, sizeof what, "group %s", group);
    json_t *list = get(what);
    assert_int_equal(compare_lags(said, list), 2);
    assert_int_equal(json_array_size(list), 2);
    json_decref(list);
    snprintf(what, sizeof what, "groups --filter group=%s", group);
    list = get(what);
    const json_t *row = json_array_get(list, 0);
    assert_int_equal(number_of(row, "lag"), 60 + 100);
    assert_int_equal(number_of(row, "max_lag"), 100);
    assert_int_equal(number_of(row, "members"), 0);
    assert_true(json_is_false(json_object_get(row, "active")));
    json_decref(list);
    free(said);
}

static void assert_member(const char *name, const char *protocol)
{
    char what[128];
    snprintf(what, sizeof what, "members %s", name);
    json_t *list = get(what);
    assert_int_equal(json_array_size(list), 1);
    const json_t *row = json_array_get(list, 0);
    assert_string_equal(text_of(row, "client"), "tester");
    assert_string_equal(text_of(row, "host"), "127.0.0.1");
    assert_int_equal(number_of(row, "partitions"), 3);
    assert_string_equal(numbers_of(json_object_get(row, "assignment"), topic), "0,1,2");
    json_decref(list);
    snprintf(what, sizeof what, "groups --filter group=%s", name);
    list = get(what);
    row = json_array_get(list, 0);
    assert_true(json_is_true(json_object_get(row, "active")));
    assert_string_equal(text_of(row, "state"), "stable");
    assert_string_equal(text_of(row, "protocol"), protocol);
    json_decref(list);
    snprintf(what, sizeof what, "group %s", name);
    list = get(what);
    row = row_of(list, "partition", "2");
    assert_string_equal(text_of(row, "owner"), "tester");
    json_decref(list);
}

/* Elsewhere a group of the new protocol was always GROUP_ID_NOT_FOUND. */
static void test_members_of_both_protocols(void **state)
{
    (void)state;
    static const char *const protocols[] = {"classic", "consumer"};
    for (size_t i = 0; i < 2; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s", run_name("get-m"));
        struct client_member *m = client_join(name, topic, "tester", protocols[i]);
        assert_member(name, protocols[i]);
        client_leave(m);
    }
}

/* Records deleted below a commit: flagged, and what can still be read is what counts. */
static void test_records_lost_before_they_were_read(void **state)
{
    (void)state;
    char what[128], name[64];
    snprintf(name, sizeof name, "%s", run_name("get-lost"));
    client_commit(name, topic, 2, 10);
    char *dir = run_dir();
    struct run r = run_shell("printf '{\"partitions\":[{\"topic\":\"%s\",\"partition\":2,"
                             "\"offset\":70}],\"version\":1}' >%s/delete.json",
                             topic, dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    free(run_tool("delete-records --offset-json-file %s/delete.json", dir));
    snprintf(what, sizeof what, "group %s", name);
    json_t *list = get(what);
    const json_t *row = json_array_get(list, 0);
    assert_int_equal(number_of(row, "committed"), 10);
    assert_int_equal(number_of(row, "start"), 70);
    assert_int_equal(number_of(row, "lag"), 30);
    assert_int_equal(number_of(row, "lost"), 60);
    assert_non_null(strstr(text_of(row, "note"), "data lost: 60 records"));
    json_decref(list);
    list = get("findings");
    row = row_of(list, "where", name);
    assert_string_equal(text_of(row, "finding"), "data lost");
    json_decref(list);
    run_rm_dir(dir);
    free(run_tool("consumer-groups --delete --group '%s'", name));
}

/* A group id that would clear the screen: JSON has it as it is, no format has its bytes raw. */
static void test_hostile_group_id(void **state)
{
    (void)state;
    char name[96], what[96];
    const char *plain = run_name("get-evil");
    snprintf(name, sizeof name, "%s\033]0;pwn\a\033[2J", plain);
    snprintf(what, sizeof what, "groups --filter %s", plain); /* others come and go */
    client_commit(name, topic, 0, 1);
    json_t *list = get(what);
    assert_string_equal(text_of(row_of(list, "group", name), "group"), name);
    json_decref(list);
    static const char *const formats[] = {"table", "wide", "json", "jsonl", "csv", "md", "name"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct run r =
            run_klamm("-b %s get %s -o %s", run_env("KLAMM_BOOTSTRAP"), what, formats[i]);
        assert_int_equal(r.status, 0);
        assert_non_null(strstr(r.out, "get-evil"));
        assert_null(strchr(r.out, '\033'));
        assert_null(strchr(r.out, '\a'));
        run_release(&r);
    }
}

/* ---- configs and ACLs ------------------------------------------------------------------------ */

static void test_configs_as_kafka_configs_describes_them(void **state)
{
    (void)state;
    char what[160];
    char *said = run_tool("configs --describe --topic '%s' --all", topic);
    snprintf(what, sizeof what, "configs topic/%s", topic);
    json_t *list = get(what);
    size_t i;
    json_t *row;
    assert_true(json_array_size(list) > 20);
    json_array_foreach(list, i, row)
    {
        const char *value = text_of(row, "value");
        snprintf(what, sizeof what, "  %s=%s sensitive", text_of(row, "key"),
                 strcmp(value, "(null)") == 0 ? "" : value);
        if (!strstr(said, what))
            fail_msg("kafka-configs does not have \"%s\":\n%s", what, said);
    }
    const json_t *own = row_of(list, "key", "retention.ms");
    assert_string_equal(text_of(own, "source"), "this topic");
    assert_string_equal(text_of(own, "readable"), "2 h");
    assert_string_equal(text_of(own, "fallback"), "7 d (built in)"); /* log.retention.hours */
    json_decref(list);
    free(said);
}

static struct run as_bob(const char *what)
{
    return run_klamm("-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=SCRAM-SHA-512 "
                     "-X sasl.username=bob -X sasl.password=%s get %s",
                     run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_bob"),
                     what);
}

/* Elsewhere a denied list looked like an empty one. */
static void test_acls_and_their_refusal(void **state)
{
    (void)state;
    free(run_tool("acls --add --allow-principal User:bob --operation Read --topic '%s' "
                  "--resource-pattern-type prefixed",
                  topic));
    char what[128];
    snprintf(what, sizeof what, "acls --filter name=%s", topic);
    json_t *list = get(what);
    /* Brokers learn of a rule one after the other, and any of them may be asked. */
    for (int i = 0; json_array_size(list) == 0 && i < 100; i++) {
        json_decref(list);
        list = get(what);
    }
    assert_int_equal(json_array_size(list), 1);
    const json_t *row = json_array_get(list, 0);
    assert_string_equal(text_of(row, "principal"), "User:bob");
    assert_string_equal(text_of(row, "operation"), "Read");
    assert_string_equal(text_of(row, "pattern"), "prefixed");
    assert_string_equal(text_of(row, "permission"), "allow");
    json_decref(list);
    struct run r = as_bob("acls");
    assert_int_equal(r.status, 1);
    assert_string_equal(r.out, "");
    assert_non_null(strstr(r.err, "Describe"));
    run_release(&r);
    free(run_tool("acls --remove --force --allow-principal User:bob --operation Read "
                  "--topic '%s' --resource-pattern-type prefixed",
                  topic));
}

/* ---- exit codes and words -------------------------------------------------------------------- */

static void assert_fails(int status, const char *says, const char *what)
{
    struct run r = run_klamm("%s", what);
    if (r.status != status || !strstr(r.err, says))
        fail_msg("%s: exit %d (expected %d), stderr: %s", what, r.status, status, r.err);
    assert_string_equal(r.out, ""); /* stdout carries results only */
    run_release(&r);
}

/* An empty list of something that is not there would say that it has none. */
static void test_what_does_not_exist(void **state)
{
    static const struct {
        const char *list, *why;
    } lists[] = {
        {"partitions no-such", "there is no topic no-such, or this user may not describe it"},
        {"placement no-such", "there is no topic no-such, or this user may not describe it"},
        {"topic-groups no-such", "there is no topic no-such, or this user may not describe it"},
        {"topic-configs no-such", "topic no-such"},
        {"config-diff no-such no-such-2", "topic no-such"},
        {"members no-such", "group no-such does not exist"},
        {"group-partitions no-such", "group no-such does not exist"},
        {"broker-partitions 99", "there is no broker 99"},
        {"broker-configs 99", "there is no broker 99"},
        {"what-if 99", "there is no broker 99"},
    };
    (void)state;
    char line[512];
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        snprintf(line, sizeof line, "-b %s get %s", run_env("KLAMM_BOOTSTRAP"), lists[i].list);
        assert_fails(1, lists[i].why, line);
    }
    /* Asking has not brought the group into being. */
    json_t *list = get("groups --filter group=no-such");
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
}

static void test_wrong_usage_and_no_broker(void **state)
{
    (void)state;
    char line[512];
    assert_fails(2, "did you mean topics?", "-b 127.0.0.1:1 get topcis");
    assert_fails(2, "of which topic?", "-b 127.0.0.1:1 get partitions");
    assert_fails(2, "no format", "-b 127.0.0.1:1 get topics -o toml");
    assert_fails(3, "refused", "-b 127.0.0.1:1 get topics");
    assert_fails(3, "resolve", "-b no-such-host.invalid:9092 get groups");
    snprintf(line, sizeof line, "-b %s get topics --sort nothing", run_env("KLAMM_BOOTSTRAP"));
    assert_fails(2, "no column", line);
    snprintf(line, sizeof line, "-b %s get topics --filter 'partitions>many'",
             run_env("KLAMM_BOOTSTRAP"));
    assert_fails(2, "--filter", line);
    snprintf(line, sizeof line, "-b %s get topics --filter '!~([\\w.-]+)+[:;]'",
             run_env("KLAMM_BOOTSTRAP"));
    assert_fails(2, "takes too long here: make it simpler", line);
}

static void test_sorting_columns_and_csv(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s get partitions %s -o csv --columns partition,replicas "
                             "--sort -partition",
                             run_env("KLAMM_BOOTSTRAP"), topic);
    assert_int_equal(r.status, 0);
    assert_string_equal(r.out, "partition,replicas\n2,\"1,2,3\"\n1,\"3,1,2\"\n0,\"2,3,1\"\n");
    run_release(&r);
    r = run_klamm("-b %s get brokers >/dev/full", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "stdout could not be written"));
    run_release(&r);
    r = run_klamm("-b %s get brokers -o name", run_env("KLAMM_BOOTSTRAP"));
    assert_string_equal(r.out, "1\n2\n3\n");
    run_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partitions_as_kafka_topics_has_them),
        cmocka_unit_test(test_placement_shows_each_replica),
        cmocka_unit_test(test_topics_as_kafka_topics_lists_them),
        cmocka_unit_test(test_lag_as_kafka_consumer_groups_counts_it),
        cmocka_unit_test(test_members_of_both_protocols),
        cmocka_unit_test(test_configs_as_kafka_configs_describes_them),
        cmocka_unit_test(test_acls_and_their_refusal),
        cmocka_unit_test(test_hostile_group_id),
        cmocka_unit_test(test_what_does_not_exist),
        cmocka_unit_test(test_wrong_usage_and_no_broker),
        cmocka_unit_test(test_sorting_columns_and_csv),
        cmocka_unit_test(test_records_lost_before_they_were_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
