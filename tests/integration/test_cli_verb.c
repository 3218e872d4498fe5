/* Verbs on the command line against the real cluster: what they print, what they send, when they
 * refuse, and with which exit code. What was changed is looked up with Kafka's own tools. */
#include "tests/support/client.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], group[64], *dir;
static const char *brokers;

static int set_up(void **state)
{
    (void)state;
    brokers = run_env("KLAMM_BOOTSTRAP");
    snprintf(topic, sizeof topic, "%s", run_name("cli-t"));
    snprintf(group, sizeof group, "%s", run_name("cli-g"));
    dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    free(run_tool("topics --create --topic '%s' --partitions 2 --replication-factor 2", topic));
    for (int32_t p = 0; p < 2; p++)
        client_produce(topic, p, 50, 0, 0);
    client_commit(group, topic, 0, 20);
    client_commit(group, topic, 1, 30);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("consumer-groups --delete --group '%s'", group));
    free(run_tool("topics --delete --topic '%s.*'", topic));
    run_rm_dir(dir);
    return 0;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* Exit code, a part of what it says on stderr, whose last line is about the object. */
static void must_end(const struct run *r, int status, const char *says)
{
    if (r->status != status)
        fail_msg("exit %d instead of %d\n%s%s", r->status, status, r->out, r->err);
    assert_has(r->err, says);
}

static json_t *json_of(struct run *r)
{
    json_error_t e;
    json_t *o = json_loads(r->out, 0, &e);
    if (!o)
        fail_msg("not JSON: %s:\n%s%s", e.text, r->out, r->err);
    run_release(r);
    return o;
}

static const char *text_of(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "(null)";
}

/* The group's committed offsets as klamm reads them: "20 30". */
static void assert_committed(const char *want)
{
    struct run r = run_klamm("-b %s get group %s -o csv --no-headers --columns committed "
                             "--sort partition | paste -sd' '",
                             brokers, group);
    if (strncmp(r.out, want, strlen(want)) != 0)
        fail_msg("committed are %s, not %s\n%s", r.out, want, r.err);
    run_release(&r);
}

static bool exists(const char *name)
{
    struct run r = run_klamm("-b %s get topics --filter 'topic=%s' -o name", brokers, name);
    bool there = strstr(r.out, name) != NULL;
    assert_int_equal(r.status, 0);
    run_release(&r);
    return there;
}

static void test_nothing_is_sent_unasked(void **state)
{
    char name[80];
    (void)state;
    snprintf(name, sizeof name, "%s-new", topic);
    struct run r = run_klamm("-b %s topic-create %s --partitions 2 --dry-run", brokers, name);
    must_end(&r, 0, "");
    assert_has(r.out, "create topic");
    assert_has(r.out, "kafka-topics --bootstrap-server");
    run_release(&r);
    r = run_klamm("-b %s topic-create %s --partitions 2 </dev/null", brokers, name);
    must_end(&r, 4, "no terminal to confirm on");
    assert_has(r.err, name);
    run_release(&r);
    r = run_klamm("-b %s --read-only topic-create %s --partitions 2 --yes", brokers, name);
    must_end(&r, 4, "read-only");
    run_release(&r);
    /* No one can have seen what would be sent. */
    r = run_klamm("-b %s topic-create %s --partitions 2 --yes >/dev/full", brokers, name);
    must_end(&r, 1, "could not be written");
    run_release(&r);
    r = run_shell("exec 3> >(true); wait $!; %s -b %s topic-create %s --partitions 2 --yes >&3",
                  run_program(), brokers, name);
    must_end(&r, 1, "could not be written");
    run_release(&r);
    assert_false(exists(name));
}

static void test_create_and_alter(void **state)
{
    char name[80];
    (void)state;
    snprintf(name, sizeof name, "%s-made", topic);
    struct run r = run_klamm("-b %s topic-create --topic %s --partitions 2 --replication-factor 2 "
                             "--config retention.ms=2h --yes -o json",
                             brokers, name);
    must_end(&r, 0, "");
    json_t *o = json_of(&r), *step = json_array_get(json_object_get(o, "steps"), 0);
    assert_string_equal(text_of(o, "status"), "done");
    assert_string_equal(text_of(o, "error"), "(null)");
    assert_string_equal(text_of(step, "state"), "done");
    assert_string_equal(text_of(step, "object"), name);
    assert_true(json_is_null(json_object_get(step, "before")));
    assert_string_equal(text_of(step, "note"), ""); /* nothing to say, which is not unknown */
    assert_string_equal(text_of(step, "result"), "");
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(step, "data"), "partitions")), 2);
    json_decref(o);
    r = run_klamm("-b %s config-alter %s --set retention.ms=3h --execute", brokers, name);
    must_end(&r, 0, "");
    assert_has(r.out, "done: 1 of 1 steps, journal ");
    assert_null(strstr(r.out, "–")); /* nothing is absent in it, and no note is an empty cell */
    run_release(&r);
    r = run_klamm("-b %s config-alter %s --set retention.ms=3h --yes", brokers, name);
    must_end(&r, 0, "nothing to do");
    run_release(&r);
    char *said = run_tool("topics --describe --topic '%s'", name);
    assert_has(said, "PartitionCount: 2");
    assert_has(said, "retention.ms=10800000");
    free(said);
}

static void test_reset_in_kafkas_words(void **state)
{
    (void)state;
    char *kafka = run_tool("consumer-groups --group %s --reset-offsets --topic %s --shift-by -10 "
                           "--dry-run --export | grep . | sort",
                           group, topic);
    struct run r = run_klamm(
        "-b %s offsets-reset --watch-commits 0 --group %s --topic %s --shift-by -10 --dry-run "
        "-o csv | sort",
        brokers, group, topic);
    assert_string_equal(r.out, kafka);
    free(kafka);
    run_release(&r);
    assert_committed("20 30");
    r = run_klamm("-b %s offsets-reset --watch-commits 0 %s --topic %s:1 --to-offset 7 --execute",
                  brokers, group, topic);
    must_end(&r, 0, "");
    run_release(&r);
    assert_committed("20 7");
    /* Kafka's tool takes the file that klamm writes, and the other way round. */
    r = run_klamm(
        "-b %s offsets-reset --watch-commits 0 %s --to-latest --dry-run -o csv >%s/plan.csv",
        brokers, group, dir);
    must_end(&r, 0, "");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --watch-commits 0 %s --from-file %s/plan.csv --yes", brokers,
                  group, dir);
    must_end(&r, 0, "");
    run_release(&r);
    assert_committed("50 50");
}

/* Each inactive group of the cluster, as Kafka's tool resolves it; active ones are named and left.
 */
/* Other tests make and delete groups all the time; theirs have numbers in their names. */
#define LASTING "grep -E '^(cli-|[^,0-9]+,)'"

static void test_all_groups_as_kafka_means_it(void **state)
{
    (void)state;
    char *kafka = run_tool("consumer-groups --all-groups --reset-offsets --topic %s --to-latest "
                           "--dry-run --export | grep ',%s,' | grep -v '^%s,' | " LASTING
                           " | tr -d '\"' | sort",
                           topic, topic, group);
    struct client_member *m = client_join(group, topic, "cli-member", "classic");
    struct run r = run_klamm(
        "-b %s offsets-reset --watch-commits 0 --all-groups --topic %s --to-latest "
        "--dry-run -o csv | grep ',%s,' | grep -v '^%s,' | " LASTING " | tr -d '\"' | sort",
        brokers, topic, topic, group);
    client_leave(m);
    assert_has(r.err, "left as");
    assert_has(r.err, group);
    assert_string_equal(r.out, kafka);
    run_release(&r);
    free(kafka);
    r = run_klamm("-b %s topic-delete --all-groups", brokers);
    must_end(&r, 2, "takes no --all-groups");
    run_release(&r);
}

static void test_an_active_group_is_left_alone(void **state)
{
    (void)state;
    struct client_member *m = client_join(group, topic, "cli-member", "classic");
    struct run r =
        run_klamm("-b %s offsets-reset --watch-commits 0 %s --to-earliest --yes", brokers, group);
    must_end(&r, 4, group);
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --watch-commits 0 %s --to-earliest --dry-run -o json",
                  brokers, group);
    must_end(&r, 4, "can't be sent");
    json_t *o = json_of(&r);
    assert_string_equal(text_of(o, "status"), "planned");
    assert_has(text_of(o, "blocked"), "cli-member");
    json_decref(o);
    client_leave(m);
}

static void test_a_saved_plan_is_sent_as_it_is(void **state)
{
    (void)state;
    struct run r =
        run_klamm("-b %s offsets-reset --watch-commits 0 %s --to-earliest --plan-out %s/plan.json",
                  brokers, group, dir);
    must_end(&r, 0, "--plan-in");
    run_release(&r);
    r = run_shell("sed 's/\"to\": 0/\"to\": 13/' %s/plan.json >%s/edited.json && "
                  "! cmp -s %s/plan.json %s/edited.json",
                  dir, dir, dir, dir);
    must_end(&r, 0, "");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --plan-in %s/edited.json --yes", brokers, dir);
    must_end(&r, 4, "changed since");
    run_release(&r);
    r = run_klamm("-b %s config-alter --plan-in %s/plan.json --yes", brokers, dir);
    must_end(&r, 2, "a plan of offsets-reset");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --plan-in %s/plan.json --dry-run", brokers, dir);
    must_end(&r, 0, "");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --plan-in %s/plan.json --yes", brokers, dir);
    must_end(&r, 0, "");
    run_release(&r);
    assert_committed("0 0");
    r = run_klamm("-b %s offsets-reset --plan-in %s/plan.json --yes", brokers, dir);
    must_end(&r, 4, "changed since the plan was saved");
    run_release(&r);
}

/* Stopped while it waits for the log to be empty: the old value is still restored. */
static void test_a_signal_stops_between_two_steps(void **state)
{
    (void)state;
    struct run r = run_shell(
        "klamm='%s -b %s'; $klamm topic-purge %s --yes >%s/out 2>%s/err & pid=$!\n"
        "until $klamm get configs topic/%s --filter 'key=retention.ms value=1' | grep -q .; do :; "
        "done\n"
        "kill -INT $pid; wait $pid",
        run_program(), brokers, topic, dir, dir, topic);
    must_end(&r, 1, "");
    run_release(&r);
    r = run_shell("cat %s/out %s/err", dir, dir);
    assert_has(r.out, "stopping between two steps");
    assert_has(r.out, "partial: 2 of 3 steps");
    run_release(&r);
    char *said = run_tool("topics --describe --topic '%s'", topic);
    assert_null(strstr(said, "retention.ms"));
    free(said);
}

/* The second signal comes while the first is still being reported, into a stderr that is full: it
 * does not end the process either, and what was set is put back. */
static void test_a_signal_on_the_heels_of_another(void **state)
{
    (void)state;
    client_produce(topic, 0, 20, 0, 0);
    struct run r = run_shell(
        "klamm='%s -b %s'; mkfifo %s/full; exec 3<>%s/full; head -c 65536 /dev/zero >&3\n"
        "$klamm topic-purge %s --yes >%s/out 2>&3 3>&- & pid=$!\n"
        "until $klamm get configs topic/%s --filter 'key=retention.ms value=1' | grep -q . ||\n"
        "    ! kill -0 $pid; do :; done\n"
        "kill -TERM $pid\n"
        "until grep -q pipe_write /proc/$pid/wchan || ! kill -0 $pid; do :; done\n"
        "kill -HUP $pid; cat <&3 >%s/err & cat=$!\n"
        "wait $pid; code=$?; kill $cat; exit $code",
        run_program(), brokers, dir, dir, topic, dir, topic, dir);
    must_end(&r, 1, "");
    run_release(&r);
    char *said = run_tool("topics --describe --topic '%s'", topic);
    assert_null(strstr(said, "retention.ms"));
    free(said);
}

static void test_wrong_usage_and_no_broker(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s topic-creat x", brokers);
    must_end(&r, 2, "did you mean topic-create?");
    run_release(&r);
    r = run_klamm("-b %s topics", brokers);
    must_end(&r, 2, "klamm get topics");
    run_release(&r);
    r = run_klamm("-b %s topic-create 'a b' --yes", brokers);
    must_end(&r, 2, "topic-create a b: ");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset --watch-commits 0 %s --yes", brokers, group);
    must_end(&r, 2, "'to' is needed");
    run_release(&r);
    r = run_klamm("-b %s offsets-reset no-such-group --to-latest --yes", brokers);
    must_end(&r, 1, "no-such-group");
    run_release(&r);
    r = run_klamm("-b 127.0.0.1:1 topic-create x --yes");
    must_end(&r, 3, "refused");
    run_release(&r);
    r = run_klamm("help offsets-reset");
    must_end(&r, 0, "");
    assert_has(r.out, "  --to-earliest           is --to earliest\n");
    run_release(&r);
}

/* What is typed can't drive the terminal, whether it comes back in a table or in a message. */
static void test_hostile_words(void **state)
{
    (void)state;
    struct run r = run_klamm("-b %s topic-create $'x\\e[2Jy' --yes", brokers);
    must_end(&r, 2, "topic-create x\\e[2Jy: ");
    assert_null(strchr(r.err, '\x1b'));
    run_release(&r);
    r = run_klamm("-b %s offsets-reset $'g\\e]0;pwn\\a' --to-latest --dry-run", brokers);
    must_end(&r, 1, "\\e]0;pwn");
    assert_null(strchr(r.err, '\x1b'));
    assert_null(strchr(r.out, '\x1b'));
    run_release(&r);
    r = run_klamm("-b %s config-alter %s --set $'retention.ms=\\x9b2J' --dry-run", brokers, topic);
    assert_int_equal(r.status, 2);
    assert_null(strchr(r.err, '\x9b'));
    run_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_sent_unasked),
        cmocka_unit_test(test_create_and_alter),
        cmocka_unit_test(test_reset_in_kafkas_words),
        cmocka_unit_test(test_all_groups_as_kafka_means_it),
        cmocka_unit_test(test_an_active_group_is_left_alone),
        cmocka_unit_test(test_a_saved_plan_is_sent_as_it_is),
        cmocka_unit_test(test_wrong_usage_and_no_broker),
        cmocka_unit_test(test_hostile_words),
        cmocka_unit_test(test_a_signal_stops_between_two_steps),
        cmocka_unit_test(test_a_signal_on_the_heels_of_another),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
