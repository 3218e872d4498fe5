/* Every line that klamm prints does what it says: it is run in a shell, and then klamm, asked for the
 * same change once more, finds nothing left to do. The names are those that go wrong: they begin
 * with '-', have dots, blanks and quotes. */
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[80], group[80], *dir;

static int set_up(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "--%s", run_name("print"));
    snprintf(group, sizeof group, "-it's %s", run_name("print"));
    dir = run_dir();
    setenv("KLAMM", run_program(), 1);
    setenv("T", topic, 1);
    setenv("G", group, 1);
    setenv("F", dir, 1);
    setenv("U", run_name("print-user"), 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    run_rm_dir(dir);
    return 0;
}

/* $T, $G and $U stand for the names. */
static struct run plan(const char *words)
{
    size_t verb = strcspn(words, " ");

    return run_shell("\"$KLAMM\" -b \"$KLAMM_BOOTSTRAP\" %.*s --dry-run -o json%s", (int)verb,
                     words, words + verb);
}

static json_t *planned(const char *words)
{
    struct run r = plan(words);
    json_t *p = r.status == 0 ? json_loads(r.out, 0, NULL) : NULL;

    if (!p)
        fail_msg("%s: %s", words, r.err);
    run_release(&r);
    return p;
}

static void paste(const char *line)
{
    struct run r;

    setenv("LINE", line, 1);
    r = run_shell("tests/integration/printed_lines.sh");
    if (r.status != 0)
        fail_msg("%s: %s%s", line, r.out, r.err);
    run_release(&r);
}

static bool nothing_left(const json_t *p)
{
    const json_t *step;
    size_t i;

    json_array_foreach(json_object_get(p, "steps"), i, step)
    {
        const json_t *before = json_object_get(step, "before");

        if (!json_equal(before, json_object_get(step, "after")))
            return false;
    }
    return true;
}

/* Kafka's tool does what klamm would have done. */
static void same(const char *words)
{
    json_t *p = planned(words);
    const char *line = json_string_value(json_object_get(p, "command"));

    assert_false(nothing_left(p));
    if (!line)
        fail_msg("%s: no line is printed", words);
    paste(line);
    json_decref(p);
    p = planned(words);
    if (!nothing_left(p))
        fail_msg("%s: after the tool's line there is something left to do: %s", words,
                 json_dumps(json_object_get(p, "steps"), 0));
    json_decref(p);
}

/* There is nothing to plan afterwards: it exists, or no longer does. */
static void ends(const char *words, const char *part)
{
    json_t *p = planned(words);
    struct run r;

    paste(json_string_value(json_object_get(p, "command")));
    json_decref(p);
    r = plan(words);
    if (!strstr(r.err, part))
        fail_msg("%s: '%s' is not in: %s", words, part, r.err);
    run_release(&r);
}

static void test_topics(void **state)
{
    (void)state;
    ends(
        "topic-create --partitions 2 --replication-factor 1 --config cleanup.policy=compact,delete "
        "--config follower.replication.throttled.replicas=[] -- \"$T\"",
        "exists already");
    same("config-alter --set cleanup.policy=delete --set retention.ms=1h "
         "--set follower.replication.throttled.replicas=0:1,1:2 -- \"$T\"");
    same("config-alter --set cleanup.policy=[] --revert retention.ms -- \"$T\"");
    same("config-alter --set cleanup.policy=delete -- \"$T\"");
    same("partitions-add --partitions 3 -- \"$T\"");
}

static void test_records_and_groups(void **state)
{
    (void)state;
    for (int32_t p = 0; p < 3; p++)
        client_produce(topic, p, 10, 0, 0);
    same("records-delete --to-offset 4 -- \"$T\"");
    ends("group-create --topic \"$T\" --to-earliest -- \"$G\"", "exists already");
    same("offsets-reset --to each --set \"$T\":0=5 --set \"$T\":1=6 --watch-commits 0 -- \"$G\"");
    same("offsets-reset --to-latest --topic \"$T\":2 --watch-commits 0 -- \"$G\"");
    ends("offsets-delete --topic \"$T\":2 --watch-commits 0 -- \"$G\"", "has no commit");
    ends("group-delete --watch-commits 0 -- \"$G\"", "does not exist");
}

static void test_users_and_acls(void **state)
{
    (void)state;
    setenv("PASSWORD", "new-secret", 1);
    ends("user-create \"$U\" --iterations 5000 --password-command 'echo new-secret'",
         "has a SCRAM");
    same("acl-create User:\"$U\" --operation Describe --topic \"$T\" --cluster");
    paste("kafka-configs --alter --user \"$U\" --delete-config SCRAM-SHA-512 && "
          "kafka-acls --remove --force --allow-principal User:\"$U\" --topic=\"$T\" && "
          "kafka-acls --remove --force --allow-principal User:\"$U\" --cluster");
}

/* A purge waits, and puts back what was. */
static void test_purge(void **state)
{
    json_t *p = planned("topic-purge --at-most 1s -- \"$T\"");

    (void)state;
    paste(json_string_value(json_object_get(p, "command")));
    json_decref(p);
    p = planned("config-alter --revert retention.ms -- \"$T\"");
    assert_true(nothing_left(p));
    json_decref(p);
}

/* kafka-topics takes a name for a regular expression, whose dot is any character. */
static void test_a_dot_is_a_dot(void **state)
{
    const char *name = run_name("print.dot");
    char other[80];
    struct run r;

    (void)state;
    snprintf(other, sizeof other, "%s", name);
    *strchr(other, '.') = 'x';
    setenv("D", name, 1);
    admin_create_topic(name, 1, 1, NULL);
    admin_create_topic(other, 1, 1, NULL);
    ends("topic-delete \"$D\"", "there is no topic");
    r = run_klamm("-b %s get topics -o name", run_env("KLAMM_BOOTSTRAP"));
    assert_non_null(strstr(r.out, other));
    run_release(&r);
    admin_delete_topic(other);
}

/* What is between "without them: " or "saved; " and the end of what is said. */
static char *part_between(const char *text, const char *before, const char *behind)
{
    const char *at = strstr(text, before), *end;

    if (!at)
        fail_msg("'%s' is not in: %s", before, text);
    at += strlen(before);
    end = *behind ? strstr(at, behind) : at + strlen(at);
    return strndup(at, (size_t)(end - at));
}

static void test_klamms_own_lines(void **state)
{
    json_t *p;
    struct run r;
    char *line;

    (void)state;
    r = run_shell("\"$KLAMM\" -b \"$KLAMM_BOOTSTRAP\" config-alter --set cleanup.policy=[] "
                  "--plan-out \"$F/a plan\" -- \"$T\"");
    assert_int_equal(r.status, 0);
    line = part_between(r.err, "saved; ", " sends it");
    paste(line);
    free(line);
    run_release(&r);
    p = planned("topic-delete -- \"$T\"");
    line = part_between(json_string_value(json_object_get(
                            json_array_get(json_object_get(p, "steps"), 0), "cant_undo")),
                        "without them: ", "");
    json_decref(p);
    admin_delete_topic(topic);
    paste(line);
    free(line);
    p = planned("config-alter --set cleanup.policy=[] -- \"$T\"");
    assert_true(nothing_left(p));
    json_decref(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topics),         cmocka_unit_test(test_records_and_groups),
        cmocka_unit_test(test_users_and_acls), cmocka_unit_test(test_purge),
        cmocka_unit_test(test_a_dot_is_a_dot), cmocka_unit_test(test_klamms_own_lines),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
