/* describe, config and completion as a person or a script uses them, against the real cluster. */
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], group[64], other[64], *dir;
static const char *brokers;

static int set_up(void **state)
{
    (void)state;
    brokers = run_env("KLAMM_BOOTSTRAP");
    snprintf(topic, sizeof topic, "%s", run_name("describe-t"));
    snprintf(group, sizeof group, "%s", run_name("describe-g"));
    dir = run_dir();
    free(run_tool("topics --create --topic '%s' --partitions 2 --replication-factor 2 "
                  "--config retention.ms=7200000",
                  topic));
    client_produce(topic, 0, 50, 0, 0);
    client_commit(group, topic, 0, 20);
    snprintf(other, sizeof other, "%s", run_name("describe-o"));
    client_commit(other, topic, 0, 45);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("acls --remove --force --topic '%s'", topic));
    free(run_tool("consumer-groups --delete --group '%s' --group '%s'", group, other));
    free(run_tool("topics --delete --topic '%s'", topic));
    run_rm_dir(dir);
    return 0;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void must_end(const struct run *r, int status)
{
    if (r->status != status)
        fail_msg("exit %d instead of %d\n%s%s", r->status, status, r->out, r->err);
}

static json_t *described(const char *kind, const char *name)
{
    json_error_t e;
    struct run r = run_klamm("-b %s describe %s %s -o json", brokers, kind, name);
    must_end(&r, 0);
    json_t *list = json_loads(r.out, 0, &e);
    if (!list || json_array_size(list) != 1)
        fail_msg("not JSON: %s:\n%s", e.text, r.out);
    run_release(&r);
    return list;
}

static json_int_t number(const json_t *o, const char *key)
{
    assert_true(json_is_integer(json_object_get(o, key)));
    return json_integer_value(json_object_get(o, key));
}

static void test_topic(void **state)
{
    (void)state;
    json_t *list = described("topic", topic), *o = json_array_get(list, 0), *row;
    assert_string_equal(json_string_value(json_object_get(o, "name")), topic);
    assert_int_equal(number(json_object_get(o, "facts"), "partitions"), 2);
    assert_int_equal(number(json_object_get(o, "facts"), "messages"), 50);
    assert_int_equal(json_array_size(json_object_get(o, "placement")), 2);
    assert_int_equal(json_array_size(json_object_get(o, "groups")), 2);
    row = json_array_get(json_object_get(o, "groups"), 0);
    assert_string_equal(json_string_value(json_object_get(row, "group")), group);
    assert_int_equal(number(row, "lag"), 30);
    assert_true(json_array_size(json_object_get(o, "settings")) > 20);
    json_decref(list);
    /* For people: only what was set on the topic itself. */
    struct run r = run_klamm("-b %s describe topic %s", brokers, topic);
    must_end(&r, 0);
    assert_has(r.out, "\n  2 partitions with ");
    assert_has(r.out, "\n  Records:      50 at most");
    assert_has(r.out, "\n  Read by:      2 groups");
    assert_has(r.out, "replicas in sync; each partition is led by its preferred replica\n");
    assert_has(r.out, " on broker 2");
    assert_null(strstr(r.out, "in_sync"));
    assert_has(r.out, "7200000");
    assert_null(strstr(r.out, "min.cleanable.dirty.ratio"));
    run_release(&r);
}

static void test_group_and_broker(void **state)
{
    (void)state;
    json_t *list = described("group", group), *o = json_array_get(list, 0);
    assert_int_equal(number(json_object_get(o, "facts"), "lag"), 30);
    assert_int_equal(json_array_size(json_object_get(o, "partitions")), 1);
    assert_int_equal(json_array_size(json_object_get(o, "members")), 0);
    json_decref(list);
    struct run r = run_klamm("-b %s describe cg/%s", brokers, group);
    must_end(&r, 0);
    assert_has(r.out, "\n  Reads:        1 partition of 1 topic\n");
    assert_has(r.out, "\n  Lag:          30 records, at most 30 on one partition");
    assert_null(strstr(r.out, "verdict_id"));
    run_release(&r);
    list = described("broker", "1");
    o = json_array_get(list, 0);
    assert_int_equal(number(json_object_get(o, "facts"), "id"), 1);
    assert_true(json_array_size(json_object_get(o, "settings")) > 100);
    json_decref(list);
}

/* Each of them has its verdict, not only the first. */
static void test_two_groups(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s describe groups %s %s", brokers, group, other);
    must_end(&r, 0);
    assert_has(r.out, "\n  no active members");
    assert_has(r.out, "\n  inactive");
    assert_has(r.out, "30 records");
    assert_has(r.out, "5 records");
    assert_null(strstr(r.out, "SENTENCE"));
    run_release(&r);
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s describe topic %s no-such-topic", brokers, topic);
    must_end(&r, 1);
    assert_has(r.out, topic); /* the other one is still printed */
    assert_has(r.err, "there is no topic no-such-topic");
    run_release(&r);
    r = run_klamm("-b %s describe", brokers);
    must_end(&r, 2);
    run_release(&r);
    r = run_klamm("-b 127.0.0.1:1 describe topic x");
    must_end(&r, 3);
    run_release(&r);
    r = run_klamm("-b %s describe topic %s >/dev/full", brokers, topic);
    must_end(&r, 1);
    run_release(&r);
}

/* alice may look at the topic, and at nothing else of it. */
static void test_what_is_denied_is_no_none(void **state)
{
    (void)state;
    char as_alice[400];
    struct run r;
    free(run_tool("acls --add --allow-principal User:alice --operation Describe --topic '%s'",
                  topic));
    r = run_shell("printf 'clusters: {x: {brokers: \"%%s\", properties: {security.protocol: "
                  "SASL_SSL, sasl.mechanism: SCRAM-SHA-512, ssl.ca.location: \"%%s\", "
                  "sasl.username: alice, sasl.password: \"%%s\"}}}\\n' "
                  "\"$KLAMM_BOOTSTRAP_SASL_SSL\" \"$KLAMM_CA\" \"$KLAMM_PASSWORD_alice\" "
                  ">'%s/alice.yaml'; chmod 600 '%s/alice.yaml'",
                  dir, dir);
    must_end(&r, 0);
    run_release(&r);
    snprintf(as_alice, sizeof as_alice, "--config '%s/alice.yaml' -c x describe topic %s", dir,
             topic);
    for (int i = 0;; i++) { /* until the brokers know of the rule */
        r = run_klamm("%s", as_alice);
        if (strstr(r.out, "placement"))
            break;
        assert_true(i < 50);
        run_release(&r);
    }
    must_end(&r, 1);
    assert_has(r.out, "not known");
    run_release(&r);
    r = run_klamm("%s -o json", as_alice);
    must_end(&r, 1);
    assert_has(r.out, "\"settings\": null");
    assert_has(r.err, "topic-configs");
    run_release(&r);
}

/* The table of klamm(1), one line of each meaning. Nothing of it changes the cluster. */
static void test_exit_codes_are_those_of_the_manual(void **state)
{
    static const struct {
        int code;
        bool there; /* with the cluster's brokers, else where no one listens */
        const char *line;
    } lines[] = {
        {0, true, "get brokers -o name"},
        {0, true, "version"},
        {1, true, "describe topic no-such-topic"},
        {1, true, "get partitions no-such-topic"},
        {2, true, "get nothing"},
        {2, true, "describe topic"},
        {2, true, "get topics --filter 'nothing=1'"},
        {2, true, "topic-create a/b --yes"},
        {2, true, "acl-import /no/such/file --yes"},
        {2, true, "offsets-reset g --from-file /no/such/file --yes"},
        {2, true, "offsets-reset --plan-in /no/such/file --yes"},
        {2, true, "--config /no/such/file get topics"},
        {3, false, "get topics"},
        {3, false, "describe topic x"},
        {3, false, "topic-create x --yes"},
        {3, false, "health"},
        {4, true, "topic-create never-made"}, /* no one to ask */
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct run r = run_klamm("-b %s %s </dev/null", lines[i].there ? brokers : "127.0.0.1:1",
                                 lines[i].line);
        if (r.status != lines[i].code)
            fail_msg("%s: exit %d instead of %d: %s", lines[i].line, r.status, lines[i].code,
                     r.err);
        if ((r.err[0] != 0) != (r.status != 0))
            fail_msg("%s: exit %d, said: “%s”", lines[i].line, r.status, r.err);
        run_release(&r);
    }
}

static void test_all_settings_in_one_go(void **state)
{
    json_error_t e;
    size_t i, keys = 0, own = 0;
    json_t *row;
    (void)state;
    struct run r = run_klamm("-b %s get configs topics -o json", brokers);
    must_end(&r, 0);
    json_t *list = json_loads(r.out, 0, &e);
    json_array_foreach(list, i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "topic")), topic) != 0)
            continue;
        keys++;
        own += strcmp(json_string_value(json_object_get(row, "source")), "this topic") == 0;
    }
    assert_true(keys > 20);
    assert_int_equal(own, 1);
    json_decref(list);
    run_release(&r);
    r = run_klamm("-b %s get configs brokers --filter key=broker.id -o csv --no-headers "
                  "--columns broker,value --sort broker",
                  brokers);
    must_end(&r, 0);
    assert_string_equal(r.out, "1,1\n2,2\n3,3\n");
    run_release(&r);
}

static void test_configuration_with_secrets_hidden(void **state)
{
    (void)state;
    struct run r = run_shell("cat >%s/klamm.yaml <<'END'\n"
                             "theme: light\n"
                             "clusters:\n"
                             "  eu:\n"
                             "    brokers: h:9092\n"
                             "    label: prod\n"
                             "    properties:\n"
                             "      sasl.password: geheim\n"
                             "END\n",
                             dir);
    run_release(&r);
    r = run_klamm("--config %s/klamm.yaml config", dir);
    must_end(&r, 0);
    assert_has(r.out, "klamm.yaml:1");
    assert_has(r.out, "guard typed");
    assert_has(r.out, "(secret)");
    assert_null(strstr(r.out, "geheim"));
    run_release(&r);
    r = run_klamm("--config %s/klamm.yaml config -o json", dir);
    must_end(&r, 0);
    json_t *o = json_loads(r.out, 0, NULL);
    assert_non_null(json_object_get(json_object_get(o, "clusters"), "eu"));
    assert_null(strstr(r.out, "geheim"));
    json_decref(o);
    run_release(&r);
    r = run_shell("sed -i 's/light/lihgt: x/' %s/klamm.yaml; %s --config %s/klamm.yaml config", dir,
                  run_program(), dir);
    must_end(&r, 2);
    assert_has(r.err, "klamm.yaml:1");
    run_release(&r);
}

/* What bash would offer at the end of this line. */
static char *bash_offers(const char *line)
{
    struct run r = run_shell("set -u; . <(%s completion bash)\n"
                             "COMP_LINE='%s'; COMP_POINT=${#COMP_LINE}; _klamm\n"
                             "printf '%%s\\n' \"${COMPREPLY[@]}\"",
                             run_program(), line);
    must_end(&r, 0);
    char *out = strdup(r.out);
    run_release(&r);
    return out;
}

static void assert_bash(const char *line, const char *want)
{
    char whole[512];
    snprintf(whole, sizeof whole, "%s -b %s %s", run_program(), brokers, line);
    char *out = bash_offers(whole);
    if (strcmp(out, want) != 0)
        fail_msg("%s offers %s, not %s", line, out, want);
    free(out);
}

/* The cluster of a file that --config names is the one that is asked. */
static void completes_from_a_configuration(void)
{
    char line[512], want[80];
    struct run r = run_shell("printf 'default-cluster: own\\nclusters:\\n  own:\\n    brokers: "
                             "\"%s\"\\n' >%s/own.yaml",
                             brokers, dir);
    must_end(&r, 0);
    run_release(&r);
    snprintf(line, sizeof line, "%s --config %s/own.yaml describe topic %.*s", run_program(), dir,
             (int)strlen(topic) - 1, topic);
    snprintf(want, sizeof want, "%s\n", topic);
    char *out = bash_offers(line);
    assert_string_equal(out, want);
    free(out);
}

static void test_bash_completes_from_the_cluster(void **state)
{
    char line[256], want[256];
    (void)state;
    assert_bash("offsets-r", "offsets-reset\n");
    snprintf(line, sizeof line, "describe topic %.*s", (int)strlen(topic) - 1, topic);
    snprintf(want, sizeof want, "%s\n", topic);
    assert_bash(line, want);
    snprintf(line, sizeof line, "offsets-reset --group %.*s", (int)strlen(group) - 1, group);
    snprintf(want, sizeof want, "%s\n", group);
    assert_bash(line, want);
    /* key=value is a setting: a group whose name has a = stands behind "--". */
    char odd[80];
    snprintf(odd, sizeof odd, "%s", run_name("odd=g"));
    client_commit(odd, topic, 0, 1);
    snprintf(want, sizeof want, "%s\n", odd + strlen("odd="));
    snprintf(line, sizeof line, "config-alter --type group -- %.*s", (int)strlen(odd) - 1, odd);
    assert_bash(line, want);
    snprintf(line, sizeof line, "offsets-reset %.*s", (int)strlen(odd) - 1, odd);
    assert_bash(line, want);
    snprintf(line, sizeof line, "config-alter --type group %.*s", (int)strlen(odd) - 1, odd);
    assert_bash(line, "\n");
    struct run all = run_klamm("__complete -- -b %s config-alter --type group ''", brokers);
    assert_has(all.out, "--\t");
    assert_null(strstr(all.out, odd));
    run_release(&all);
    all = run_klamm("-b %s config-alter group/%s --set consumer.session.timeout.ms=46s --dry-run",
                    brokers, odd);
    must_end(&all, 0);
    assert_has(all.out, odd);
    run_release(&all);
    free(run_tool("consumer-groups --delete --group '%s'", odd));
    /* Behind "=" bash replaces only the rest. */
    assert_bash("config-alter x --set cleanup.policy=comp", "compact\n");
    assert_bash("config-alter topic x retention.m", "retention.ms=\n");
    assert_bash("get topics --filter par", "partitions\\>\n");
    assert_bash("can User:alice AlterC", "AlterConfigs\n");
    completes_from_a_configuration();
    struct run r = run_klamm("completion tcsh");
    must_end(&r, 2);
    run_release(&r);
}

/* What zsh makes of this line when Tab is pressed: the program's part is cut off again. */
static void assert_zsh(const char *line, const char *want)
{
    char begin[512];
    snprintf(begin, sizeof begin, "%s -b %s ", run_program(), brokers);
    struct run r = run_shell("%s completion zsh >%s/klamm.zsh\n"
                             "timeout 60 zsh -f tests/support/complete.zsh %s/klamm.zsh '%s%s'",
                             run_program(), dir, dir, begin, line);
    must_end(&r, 0);
    if (strncmp(r.out, begin, strlen(begin)) != 0 || strcmp(r.out + strlen(begin), want) != 0)
        fail_msg("zsh makes %s of %s%s, not %s", r.out, begin, line, want);
    run_release(&r);
}

static void test_zsh_completes_from_the_cluster(void **state)
{
    char line[256], want[256];
    (void)state;
    assert_zsh("offsets-r", "offsets-reset \n");
    snprintf(line, sizeof line, "describe topic %.*s", (int)strlen(topic) - 1, topic);
    snprintf(want, sizeof want, "describe topic %s \n", topic);
    assert_zsh(line, want);
    snprintf(line, sizeof line, "offsets-reset --group %.*s", (int)strlen(group) - 1, group);
    snprintf(want, sizeof want, "offsets-reset --group %s \n", group);
    assert_zsh(line, want);
    assert_zsh("config-alter x --set cleanup.pol", "config-alter x --set cleanup.policy=\n");
}

/* All that fish offers at the end of these lines. */
static void test_fish_completes_from_the_cluster(void **state)
{
    char want[512];
    (void)state;
    struct run r = run_shell(
        "timeout 60 fish --no-config -c \"%s completion fish | source\n"
        "for line in 'offsets-r' 'describe topic %.*s' 'offsets-reset --group %.*s' "
        "'config-alter x --set cleanup.policy=comp' 'completion '\n"
        "complete -C \\\"%s -b %s \\$line\\\" | string replace -r '\\t.*' ''\nend; true\"",
        run_program(), (int)strlen(topic) - 1, topic, (int)strlen(group) - 1, group, run_program(),
        brokers);
    must_end(&r, 0);
    snprintf(want, sizeof want, "offsets-reset\n%s\n%s\ncleanup.policy=compact\nbash\nfish\nzsh\n",
             topic, group);
    assert_string_equal(r.out, want);
    run_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topic),
        cmocka_unit_test(test_group_and_broker),
        cmocka_unit_test(test_two_groups),
        cmocka_unit_test(test_what_is_denied_is_no_none),
        cmocka_unit_test(test_exit_codes_are_those_of_the_manual),
        cmocka_unit_test(test_what_is_not_there),
        cmocka_unit_test(test_all_settings_in_one_go),
        cmocka_unit_test(test_configuration_with_secrets_hidden),
        cmocka_unit_test(test_bash_completes_from_the_cluster),
        cmocka_unit_test(test_zsh_completes_from_the_cluster),
        cmocka_unit_test(test_fish_completes_from_the_cluster),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
