/* Settings that came with Kafka 4.4: what the brokers list can be set, copied, printed and typed
 * back, though klamm knows no more of it; what they dropped is no key. */
#include "tests/support/admin.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST "max.decompressed.message.bytes"
#define DEAD "errors.deadletterqueue.group.enable"

static char *dir;
static char topic[64], group[64];

static void says(int status, const char *part, const char *line, const char *name)
{
    struct run r = run_klamm("-b %s %s '%s' </dev/null", run_env("KLAMM_BOOTSTRAP"), line, name);

    if (r.status != status || (!strstr(r.out, part) && !strstr(r.err, part)))
        fail_msg("%s: exit %d, not %d, or no \"%s\" in\n%s%s", line, r.status, status, part, r.out,
                 r.err);
    run_release(&r);
}

/* As Kafka's own tool shows it. */
static void is_set(const char *entity, const char *name, const char *what)
{
    char *output = run_tool("configs --describe --%s %s", entity, name);

    if (!strstr(output, what))
        fail_msg("no %s of %s %s in\n%s", what, entity, name, output);
    free(output);
}

static void test_what_is_listed_can_be_set(void **state)
{
    (void)state;
    says(0, "done: 2 of 2", "config-alter " MOST "=10MiB " DEAD "=true --yes --name", topic);
    is_set("topic", topic, MOST "=10485760");
    is_set("topic", topic, DEAD "=true");
    says(0, "done: 1 of 1",
         "config-alter --type group errors.deadletterqueue.topic.name=dlq.k44 --yes --name", group);
    is_set("group", group, "errors.deadletterqueue.topic.name=dlq.k44");
    says(0, "done: 1 of 1",
         "config-alter --type group --revert errors.deadletterqueue.topic.name --yes --name",
         group);
    says(0, "1 setting to change, validated by the broker",
         "config-alter --type broker errors.deadletterqueue.topic.name.prefix=x. --dry-run --name",
         "1");
}

/* The line that klamm prints to create a topic again creates it as it was, keys that it does not
 * know and all. */
static void test_a_printed_line_is_taken(void **state)
{
    const char *begin = "to create it again without them: klamm ";
    struct run r =
        run_klamm("-b %s topic-delete --yes '%s' </dev/null", run_env("KLAMM_BOOTSTRAP"), topic);
    char *line = strstr(r.out, begin);

    (void)state;
    assert_int_equal(r.status, 0);
    assert_non_null(line);
    line += strlen(begin);
    line[strcspn(line, "\n")] = '\0';
    assert_non_null(strstr(line, MOST "=10485760"));
    /* Deleted here may not yet be so everywhere. */
    for (int status = 1, n = 0; status; n++) {
        struct run made = run_klamm("%s --yes </dev/null", line);

        status = made.status;
        if (status && n > 30)
            fail_msg("%s: %s", line, made.err);
        run_release(&made);
    }
    run_release(&r);
    is_set("topic", topic, MOST "=10485760");
    is_set("topic", topic, DEAD "=true");
}

static void test_what_is_not_listed_is_no_key(void **state)
{
    (void)state;
    says(2, "a topic has no setting message.timestamp.difference.max.ms",
         "config-alter message.timestamp.difference.max.ms=1d --yes --name", topic);
    says(2, "did you mean " MOST "?", "config-alter max.decompressed.message.byte=1 --yes --name",
         topic);
    says(2, "did you mean errors.deadletterqueue.topic.name?",
         "config-alter --type group errors.deadletterqueue.topic.nam=x --yes --name", group);
}

/* Brokers keep settings only of groups that have a name, and say no more than "invalid request". */
static void test_the_group_without_a_name_has_none(void **state)
{
    (void)state;
    says(0, "brokers keep no settings of the group with an empty id", "get group-configs", "");
}

static int set_up(void **state)
{
    (void)state;
    dir = run_dir();
    snprintf(topic, sizeof topic, "%s", run_name("k44-settings"));
    snprintf(group, sizeof group, "%s", run_name("k44-group"));
    setenv("KLAMM_STATE_DIR", dir, 1);
    admin_create_topic(topic, 1, 1, NULL);
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
        cmocka_unit_test(test_what_is_listed_can_be_set),
        cmocka_unit_test(test_a_printed_line_is_taken),
        cmocka_unit_test(test_what_is_not_listed_is_no_key),
        cmocka_unit_test(test_the_group_without_a_name_has_none),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
