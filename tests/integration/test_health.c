/* klamm health against the real cluster. The cluster of the tests has troubles of its own, so each
 * test looks at its objects by a filter, and the exit code is at least what these make it.
 */
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/flow.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char topic[80], group[80];

static struct run health_of(const char *object, const char *options)
{
    return run_klamm("-b %s health --filter 'where=%s' %s", run_env("KLAMM_BOOTSTRAP"), object,
                     options);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("health-t"));
    snprintf(group, sizeof group, "%s", run_name("health-g"));
    admin_create_topic(topic, 2, 3, (const char *const[]){"min.insync.replicas=2", NULL});
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    return 0;
}

enum { TURNS = 200 };

/* Other tests make rules at the same time, and as long as some of them are there it is unknown
 * whether this is a super user: asked again until it says no more that there may be more. */
static struct run run_whole(const char *command)
{
    struct run r;
    for (int i = 0;; i++) {
        r = run_klamm("-b %s %s", run_env("KLAMM_BOOTSTRAP"), command);
        if (!strstr(r.out, "may describe") && !strstr(r.err, "may describe") &&
            !strstr(r.out, "\"whole\": false"))
            return r;
        if (i == TURNS)
            fail_msg("%s: %s%s", command, r.out, r.err);
        run_release(&r);
    }
}

static json_t *json_of(const struct run *r)
{
    json_error_t e;
    json_t *all = json_loads(r->out, 0, &e);
    if (!all)
        fail_msg("not JSON: %s: %s%s", e.text, r->out, r->err);
    return all;
}

static const json_t *finding(const json_t *all, const char *id)
{
    size_t i;
    json_t *f;
    json_array_foreach(json_object_get(all, "findings"), i, f)
    {
        if (strcmp(json_string_value(json_object_get(f, "id")), id) == 0)
            return f;
    }
    fail_msg("no finding %s", id);
    return NULL;
}

/* The status in words is that of the exit code. */
static int status_of(const struct run *r, const json_t *all)
{
    static const char *const words[] = {"healthy", "warnings", "critical"};
    assert_in_range(r->status, 0, 2);
    assert_string_equal(json_string_value(json_object_get(all, "status")), words[r->status]);
    return r->status;
}

/* With a filter that finds nothing, as without one. */
static void a_filter_does_not_change_the_status(void **state)
{
    (void)state;
    char lone[100], command[160];
    snprintf(lone, sizeof lone, "%s-trouble", topic);
    admin_create_topic(lone, 1, 1, NULL);
    struct run r = health_of(topic, "-o json");
    json_t *all = json_of(&r);
    assert_true(status_of(&r, all) > 0);
    assert_int_equal(json_array_size(json_object_get(all, "findings")), 0);
    json_decref(all);
    run_release(&r);
    snprintf(command, sizeof command, "health --filter where=%s", topic);
    r = run_whole(command);
    if (r.status < 1 || r.status > 2 || strstr(r.out, "healthy") || !strstr(r.out, "the filter\n"))
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    assert_string_equal(r.err, "");
    run_release(&r);
    admin_delete_topic(lone);
}

static void warnings_are_1(void **state)
{
    (void)state;
    char lone[100], id[140];
    snprintf(lone, sizeof lone, "%s-lone", topic);
    admin_create_topic(lone, 1, 1, NULL);
    struct run r = health_of(lone, "-o json");
    json_t *all = json_of(&r);
    assert_true(status_of(&r, all) >= 1);
    assert_string_equal(json_string_value(json_object_get(all, "cluster_id")),
                        run_env("KLAMM_CLUSTER_ID"));
    snprintf(id, sizeof id, "topic-one-copy/%s", lone);
    const json_t *f = finding(all, id);
    assert_string_equal(json_string_value(json_object_get(f, "severity")), "warning");
    assert_int_equal(json_integer_value(json_object_get(f, "count")), 1);
    assert_true(strlen(json_string_value(json_object_get(f, "meaning"))) > 30);
    assert_true(strlen(json_string_value(json_object_get(f, "next"))) > 10);
    snprintf(id, sizeof id, "topic %s", lone);
    assert_string_equal(json_string_value(json_object_get(f, "opens")), id);
    json_decref(all);
    run_release(&r);
    r = health_of(lone, "-o name");
    snprintf(id, sizeof id, "topic-one-copy/%s\n", lone);
    assert_string_equal(r.out, id);
    run_release(&r);
    admin_delete_topic(lone);
}

/* However many have the same trouble: alert rules name the one they mean. */
static void one_of_many_is_found(void **state)
{
    enum { MANY = 21 };
    char name[MANY][100], id[140];
    (void)state;
    for (int i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "%s-many-%d", topic, i);
        admin_create_topic(name[i], 1, 1, NULL);
    }
    snprintf(id, sizeof id, "topic-one-copy/%s", name[7]);
    struct run r = run_klamm("-b %s health --filter 'id=%s'", run_env("KLAMM_BOOTSTRAP"), id);
    if (r.status < 1 || r.status > 2 || !strstr(r.out, name[7]) || strstr(r.out, " topics "))
        fail_msg("exit %d: %s%s", r.status, r.out, r.err); /* of the line that stands for all */
    run_release(&r);
    r = run_klamm("-b %s health -o json", run_env("KLAMM_BOOTSTRAP"));
    json_t *all = json_of(&r);
    assert_int_equal(json_integer_value(json_object_get(finding(all, id), "count")), 1);
    json_decref(all);
    run_release(&r);
    r = run_klamm("-b %s health", run_env("KLAMM_BOOTSTRAP"));
    assert_non_null(strstr(r.out, " topics ")); /* people read one line for all of them */
    assert_non_null(strstr(r.out, "NEXT"));
    assert_null(strstr(r.out, name[7]));
    run_release(&r);
    for (int i = 0; i < MANY; i++)
        admin_delete_topic(name[i]);
}

/* A group that committed what was deleted before it was read. */
static void critical_is_2(void **state)
{
    (void)state;
    char file[] = "/tmp/klamm-health-XXXXXX", id[140];
    client_produce(topic, 0, 20, 0, 0);
    client_commit(group, topic, 0, 5);
    int fd = mkstemp(file);
    dprintf(fd, "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"offset\":15}]}",
            topic);
    free(run_tool("delete-records --offset-json-file %s", file));
    close(fd);
    remove(file);
    struct run r = health_of(group, "-o json");
    json_t *all = json_of(&r);
    assert_int_equal(status_of(&r, all), 2);
    snprintf(id, sizeof id, "group-data-lost/%s", group);
    assert_int_equal(json_integer_value(json_object_get(finding(all, id), "count")), 10);
    json_decref(all);
    run_release(&r);
}

static void unreachable_is_3(void **state)
{
    (void)state;
    struct run r = run_klamm("-b 127.0.0.1:1 health");
    assert_int_equal(r.status, 3);
    assert_string_equal(r.out, "");
    assert_non_null(strstr(r.err, "refused"));
    run_release(&r);
}

/* What is deleted in the meantime is left out: nothing of it is missing. */
static void topics_that_come_and_go_are_no_trouble(void **state)
{
    enum { RUNS = 3 };
    static char churned[80];
    (void)state;
    snprintf(churned, sizeof churned, "%s", run_name("health-churn"));
    struct admin_churn *c = admin_churn_start(churned);
    int failed = 0;
    char why[2000] = "";
    for (int i = 0; i < RUNS; i++) {
        struct run r[] = {health_of(topic, ""),
                          run_klamm("-b %s get topics -o json --filter 'topic~%s'",
                                    run_env("KLAMM_BOOTSTRAP"), churned)};
        for (size_t k = 0; k < 2; k++) {
            bool ok = k == 0 ? r[k].status < 3 && !strstr(r[k].err, "unknown") : r[k].status == 0;
            if (!ok && failed++ == 0)
                snprintf(why, sizeof why, "exit %d: %s", r[k].status, r[k].err);
            run_release(&r[k]);
        }
    }
    admin_churn_stop(c);
    if (failed)
        fail_msg("%d of %d runs, the first: %s", failed, 2 * RUNS, why);
}

static struct run run_sasl(const char *user, const char *password, const char *command)
{
    return run_klamm("-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanisms=SCRAM-SHA-512 "
                     "-X sasl.username=%s -X sasl.password=%s %s",
                     run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), user, password, command);
}

static void does(const char *verb)
{
    struct run r = run_klamm("-b %s %s --yes", run_env("KLAMM_BOOTSTRAP"), verb);
    if (r.status != 0)
        fail_msg("%s: exit %d: %s", verb, r.status, r.err);
    run_release(&r);
}

static json_t *seen_in(json_t *all, const char *what)
{
    return json_object_get(json_object_get(all, "seen"), what);
}

static bool is_whole(json_t *all)
{
    return json_is_true(seen_in(all, "whole"));
}

/* Each broker learns of the new rule in its own time; topics < 0: some. */
static json_t *health_when(struct run *r, const char *user, int topics, bool whole)
{
    for (int i = 0; i < TURNS; i++) {
        *r = run_sasl(user, "blind-secret", "health -o json --filter where=none");
        json_t *all = r->status == 3 ? NULL : json_of(r); /* the new login, too */
        int64_t n = all ? json_integer_value(seen_in(all, "topics")) : 0;
        if (all && (topics < 0 ? n > 0 : n == topics) && is_whole(all) == whole)
            return all;
        json_decref(all);
        if (i == TURNS - 1)
            fail_msg("%s: exit %d: %s%s", user, r->status, r->out, r->err);
        run_release(r);
    }
    return NULL;
}

/* Who may describe no topic: what is not seen may be broken, and no broker leads nothing. */
static void nothing_seen_is_not_healthy(void **state)
{
    (void)state;
    char user[80], verb[240];
    snprintf(user, sizeof user, "%s", run_name("health-blind"));
    snprintf(verb, sizeof verb, "user-create %s --password-command 'printf blind-secret'", user);
    does(verb);
    snprintf(verb, sizeof verb, "acl-create User:%s --permission deny --operation All --topic '*'",
             user);
    does(verb);
    struct run r;
    json_t *all = health_when(&r, user, 0, false);
    assert_true(status_of(&r, all) >= 1);
    assert_non_null(strstr(r.err, "no topic is visible"));
    json_decref(all);
    run_release(&r);
    r = run_sasl(user, "blind-secret", "get brokers --columns id,leaders,skew -o csv");
    assert_int_equal(r.status, 1);
    assert_non_null(strstr(r.err, "what brokers hold is unknown"));
    assert_null(strstr(r.out, "1,0"));
    assert_null(strstr(r.out, "100"));
    run_release(&r);
    snprintf(verb, sizeof verb, "acl-delete principal=User:%s", user);
    does(verb);
    snprintf(verb, sizeof verb, "user-delete %s", user);
    does(verb);
}

#define RULE(...)                                                                                  \
    do {                                                                                           \
        snprintf(verb, sizeof verb, __VA_ARGS__);                                                  \
        does(verb);                                                                                \
    } while (0)

/* What one may do on the cluster shows no topic: All on it neither, nor Describe. */
static void the_cluster_alone_shows_no_topic(void **state)
{
    (void)state;
    char user[80], verb[300];
    snprintf(user, sizeof user, "%s", run_name("health-ops"));
    RULE("user-create %s --password-command 'printf blind-secret'", user);
    RULE("acl-create User:%s --operation All --cluster", user);
    RULE("acl-create User:%s --operation Describe --group '*'", user);
    RULE("acl-create User:%s --operation DescribeConfigs --topic '*'", user);
    RULE("acl-create User:%s --permission deny --operation All --topic '*'", user);
    struct run r;
    json_t *all = health_when(&r, user, 0, false);
    assert_true(status_of(&r, all) >= 1);
    assert_non_null(strstr(r.err, "no topic is visible"));
    json_decref(all);
    run_release(&r);
    RULE("acl-delete 'principal=User:%s permission=deny'", user);
    json_decref(health_when(&r, user, -1, true)); /* everyone may describe every topic */
    assert_null(strstr(r.err, "unknown"));
    run_release(&r);
    RULE("acl-create User:%s --permission deny --operation Describe --topic audit.log", user);
    json_decref(health_when(&r, user, -1, false));
    assert_null(strstr(r.err, "unknown"));
    run_release(&r);
    r = run_sasl(user, "blind-secret", "health --filter where=none");
    assert_non_null(strstr(r.out, "in what this user may describe: "));
    assert_non_null(strstr(r.out, "; there may be more"));
    run_release(&r);
    r = run_sasl(user, "blind-secret", "get brokers --columns id,leaders");
    assert_non_null(strstr(r.out, "≥ "));
    run_release(&r);
    RULE("acl-delete 'principal=User:%s operation=All'", user);
    RULE("acl-create User:%s --operation Describe --cluster", user);
    json_decref(health_when(&r, user, -1, false));
    run_release(&r);
    RULE("acl-delete principal=User:%s", user);
    RULE("user-delete %s", user);
}

/* alice may read the topics orders…: counts over these are not those of the cluster. */
static void a_part_is_said_to_be_one(void **state)
{
    (void)state;
    const char *password = run_env("KLAMM_PASSWORD_alice");
    struct run r = run_sasl("alice", password, "health -o json --filter where=none");
    json_t *all = json_of(&r);
    const json_t *seen = json_object_get(all, "seen");
    assert_true(json_integer_value(json_object_get(seen, "topics")) > 0);
    assert_true(json_is_false(json_object_get(seen, "whole")));
    json_decref(all);
    run_release(&r);
    r = run_sasl("alice", password, "get brokers --columns id,leaders,skew");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "≥ "));
    assert_null(strstr(r.out, "%"));
    assert_non_null(strstr(r.err, "topics that this user may describe"));
    run_release(&r);
    for (int i = 0; i < 3; i++) {
        static const char *const lists[] = {"topics", "groups", "configs topics"};
        char command[80];
        snprintf(command, sizeof command, "get %s -o name", lists[i]);
        r = run_sasl("alice", password, command);
        if (!strstr(r.err, "only those this user may describe; there may be more"))
            fail_msg("%s: %s", command, r.err);
        run_release(&r);
        r = run_whole(command);
        run_release(&r);
    }
    r = run_whole("health -o json --filter where=none");
    all = json_of(&r);
    assert_true(json_is_true(json_object_get(json_object_get(all, "seen"), "whole")));
    json_decref(all);
    run_release(&r);
}

static void wrong_filters_are_refused(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s health --filter 'colour=red'", run_env("KLAMM_BOOTSTRAP"));
    assert_non_null(strstr(r.err, "at character 1"));
    assert_string_equal(r.out, "");
    run_release(&r);
}

/* No rows that pass are no health where the filter gave up on one. */
static void a_filter_that_gives_up_is_an_error(void **state)
{
    (void)state;
    char name[200];
    snprintf(name, sizeof name, "%s-", run_name("health-slow"));
    size_t n = strlen(name);
    memset(name + n, 'a', sizeof name - n);
    memcpy(name + sizeof name - 2, "b", 2);
    admin_create_topic(name, 1, 1, NULL);
    struct run r = run_klamm("-b %s health --filter 'where~-(a+)+$'", run_env("KLAMM_BOOTSTRAP"));
    if (r.status != 2 || *r.out ||
        !strstr(r.err, "--filter: this regular expression takes too long"))
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    admin_delete_topic(name);
}

/* What this user may not see could be anything. */
static void unknown_is_not_healthy(void **state)
{
    (void)state;
    struct run r =
        run_klamm("-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanisms=SCRAM-SHA-512 "
                  "-X sasl.username=carol -X sasl.password=%s health -o json --filter where=none",
                  run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_carol"));
    json_t *all = json_of(&r);
    assert_true(status_of(&r, all) >= 1);
    assert_true(json_array_size(json_object_get(all, "unknown")) > 0);
    assert_non_null(strstr(r.err, "unknown: committed offsets"));
    json_decref(all);
    run_release(&r);
}

/* A group that has read all but the marker of a transaction has nothing left, and one record more is
 * something. */
static void a_marker_is_nothing_to_read(void **state)
{
    (void)state;
    char own[100], reader[100], another[100];
    struct run r = {.status = -1};
    snprintf(own, sizeof own, "%s", run_name("health-tx"));
    snprintf(reader, sizeof reader, "%s", run_name("health-tx-g"));
    snprintf(another, sizeof another, "%s", run_name("health-tx-g"));
    admin_create_topic(own, 1, 1, NULL);
    flow_abort(flow_hold(own, own)); /* five records; the marker comes a moment later */
    client_commit(reader, own, 0, 5);
    client_commit(another, own, 0, 5);
    do {
        run_release(&r);
        r = run_klamm("-b %s get partitions %s --columns end -o csv", run_env("KLAMM_BOOTSTRAP"),
                      own);
    } while (strcmp(r.out, "end\n6\n") != 0);
    run_release(&r);
    r = run_klamm("-b %s health -o name --filter 'where~^(%s|%s)$'", run_env("KLAMM_BOOTSTRAP"),
                  reader, another);
    if (*r.out || r.status > 2)
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    client_produce(own, 0, 8, 0, 0); /* a few are no finding: with the marker 9 */
    r = health_of(reader, "-o name");
    if (*r.out || r.status > 2)
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    client_produce(own, 0, 2, 0, 0); /* as for the verdict: up to 10 the group is just inactive */
    r = health_of(reader, "-o csv");
    if (r.status < 1 || !strstr(r.out, "11 to read"))
        fail_msg("exit %d: %s%s", r.status, r.out, r.err);
    run_release(&r);
    admin_delete_topic(own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filter_does_not_change_the_status),
        cmocka_unit_test(warnings_are_1),
        cmocka_unit_test(one_of_many_is_found),
        cmocka_unit_test(a_marker_is_nothing_to_read),
        cmocka_unit_test(critical_is_2),
        cmocka_unit_test(unreachable_is_3),
        cmocka_unit_test(topics_that_come_and_go_are_no_trouble),
        cmocka_unit_test(wrong_filters_are_refused),
        cmocka_unit_test(a_filter_that_gives_up_is_an_error),
        cmocka_unit_test(unknown_is_not_healthy),
        cmocka_unit_test(nothing_seen_is_not_healthy),
        cmocka_unit_test(a_part_is_said_to_be_one),
        cmocka_unit_test(the_cluster_alone_shows_no_topic),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
