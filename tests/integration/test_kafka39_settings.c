/* Settings on Kafka 3.9: which keys there are is the brokers' word, also of keys that later brokers
 * dropped, and there are no settings of groups. */
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_GROUPS "these brokers keep no settings of groups: they came with Kafka 4.0"

static char *dir;
static char topic[64], group[64];

static struct run klamm(int status, const char *line, const char *name)
{
    struct run r = run_klamm("-b %s %s '%s' </dev/null", run_env("KLAMM_BOOTSTRAP"), line, name);

    if (r.status != status)
        fail_msg("%s: exit %d, not %d:\n%s%s", line, r.status, status, r.out, r.err);
    assert_null(strstr(r.err, "malformed"));
    return r;
}

static void says(int status, const char *part, const char *line, const char *name)
{
    struct run r = klamm(status, line, name);

    if (!strstr(r.out, part) && !strstr(r.err, part))
        fail_msg("%s: no \"%s\" in\n%s%s", line, part, r.out, r.err);
    run_release(&r);
}

static void says_not(int status, const char *part, const char *line, const char *name)
{
    struct run r = klamm(status, line, name);

    if (strstr(r.out, part) || strstr(r.err, part))
        fail_msg("%s: \"%s\" in\n%s%s", line, part, r.out, r.err);
    run_release(&r);
}

static void test_groups_have_none(void **state)
{
    (void)state;
    says(0, NO_GROUPS, "get group-configs", group);
    says(0, "[]", "get group-configs -o json", group);
    says(0, NO_GROUPS, "describe group", group);
    says_not(0, "not known", "describe group", group);
    says(1, NO_GROUPS, "config-alter --type group consumer.session.timeout.ms=50000 --yes --name",
         group);
    says(1, NO_GROUPS,
         "config-alter --type group --revert streams.num.standby.replicas --yes "
         "--name",
         group);
    says(1, NO_GROUPS, "config-alter --edit --type group --name", group);
}

static void test_keys_that_later_brokers_dropped(void **state)
{
    char *output;

    (void)state;
    says(0, "done: 1 of 1",
         "config-alter --set message.timestamp.difference.max.ms=1d --yes --name", topic);
    output = run_tool("configs --describe --topic %s", topic);
    assert_non_null(strstr(output, "message.timestamp.difference.max.ms=86400000"));
    free(output);
    says(0, "done: 1 of 1",
         "config-alter --set message.timestamp.difference.max.ms=never --yes --name", topic);
    output = run_tool("configs --describe --topic %s", topic);
    assert_non_null(strstr(output, "message.timestamp.difference.max.ms=9223372036854775807"));
    free(output);
    says(0, "done: 1 of 1", "config-alter --set message.format.version=3.0 --yes --name", topic);
    output = run_tool("configs --describe --topic %s", topic);
    assert_non_null(strstr(output, "message.format.version=3.0"));
    free(output);
}

/* Nothing is suggested that these brokers lack, nor the very word that was typed. */
static void test_what_is_suggested_is_there(void **state)
{
    (void)state;
    says(2, "did you mean message.format.version?",
         "config-alter --set message.format.versio=3.0 --yes --name", topic);
    says(2, "has no setting errors.deadletterqueue.topic.name",
         "config-alter --set errors.deadletterqueue.topic.name=a --yes --name", topic);
}

static int set_up(void **state)
{
    (void)state;
    dir = run_dir();
    snprintf(topic, sizeof topic, "%s", run_name("k39-settings"));
    snprintf(group, sizeof group, "%s", run_name("k39-group"));
    setenv("KLAMM_STATE_DIR", dir, 1);
    admin_create_topic(topic, 1, 1, NULL);
    client_produce(topic, 0, 3, 0, 0);
    client_commit(group, topic, 0, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    run_rm_dir(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups_have_none),
        cmocka_unit_test(test_keys_that_later_brokers_dropped),
        cmocka_unit_test(test_what_is_suggested_is_there),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
