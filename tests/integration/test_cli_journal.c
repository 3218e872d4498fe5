/* klamm journal and klamm undo: what was changed is listed, shown in full, and undone; what changed
 * since is not. What is there afterwards is looked up with Kafka's own tool. */
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char topic[64], *dir;
static const char *brokers;

static int set_up(void **state)
{
    (void)state;
    brokers = run_env("KLAMM_BOOTSTRAP");
    snprintf(topic, sizeof topic, "%s", run_name("journal-t"));
    dir = run_dir();
    setenv("KLAMM_STATE_DIR", dir, 1);
    free(run_tool("topics --create --topic '%s' --partitions 1 --replication-factor 1", topic));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(run_tool("topics --delete --topic '%s'", topic));
    run_rm_dir(dir);
    return 0;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void must_end(struct run r, int status, const char *says)
{
    if (r.status != status)
        fail_msg("exit %d instead of %d\n%s%s", r.status, status, r.out, r.err);
    assert_has(r.err, says);
    run_release(&r);
}

static void set_retention(const char *value)
{
    must_end(run_klamm("-b %s config-alter %s --set retention.ms=%s --yes", brokers, topic, value),
             0, "");
}

/* The id of the newest change. */
static const char *newest(void)
{
    static char id[64];
    struct run r = run_klamm("-b %s get journal -o name", brokers);
    assert_int_equal(r.status, 0);
    snprintf(id, sizeof id, "%.*s", (int)strcspn(r.out, "\n"), r.out);
    run_release(&r);
    return id;
}

static void assert_retention(const char *value)
{
    char want[64];
    char *said = run_tool("topics --describe --topic '%s'", topic);
    snprintf(want, sizeof want, "retention.ms=%s", value);
    assert_has(said, want);
    free(said);
}

static void test_nothing_yet(void **state)
{
    (void)state;
    must_end(run_klamm("-b %s journal", brokers), 0, "nothing was changed");
    must_end(run_klamm("-b %s journal 20260101-000000-aaaaaa", brokers), 1, "no entry");
    must_end(run_klamm("-b %s undo 20260101-000000-aaaaaa --yes", brokers), 1, "no entry");
    must_end(run_klamm("-b %s undo </dev/null", brokers), 1, "no change of this cluster");
    must_end(run_klamm("-b %s journal a b", brokers), 2, "does not fit");
}

static void test_listed_shown_and_taken_back(void **state)
{
    char id[64];
    (void)state;
    set_retention("1h");
    set_retention("2h");
    snprintf(id, sizeof id, "%s", newest());
    struct run r = run_klamm("-b %s journal", brokers);
    assert_int_equal(r.status, 0);
    assert_has(r.out, id);
    assert_has(r.out, "config-alter");
    run_release(&r);
    r = run_klamm("-b %s journal -o json", brokers);
    json_t *rows = json_loads(r.out, 0, NULL);
    json_t *steps = json_object_get(json_array_get(rows, 0), "steps");
    assert_int_equal(json_integer_value(json_object_get(steps, "count")), 1);
    assert_int_equal(json_integer_value(json_object_get(steps, "of")), 1);
    json_decref(rows);
    run_release(&r);
    r = run_klamm("-b %s journal %s -o json", brokers, id);
    assert_int_equal(r.status, 0);
    json_t *o = json_loads(r.out, 0, NULL);
    json_t *step = json_array_get(json_object_get(o, "steps"), 0);
    assert_string_equal(json_string_value(json_object_get(o, "id")), id);
    assert_string_equal(json_string_value(json_object_get(o, "status")), "done");
    assert_string_equal(json_string_value(json_object_get(step, "before")), "3600000");
    assert_string_equal(json_string_value(json_object_get(step, "after")), "7200000");
    assert_string_equal(json_string_value(json_object_get(step, "now")), "7200000");
    json_decref(o);
    run_release(&r);
    r = run_klamm("-b %s journal %s", brokers, id);
    assert_has(r.out, "retention.ms of");
    run_release(&r);
    must_end(run_klamm("-b %s undo %s --dry-run", brokers, id), 0, "");
    /* Without an id it is the last one, which only a person may take. */
    must_end(run_klamm("-b %s undo --dry-run", brokers), 0, id);
    must_end(run_klamm("-b %s undo </dev/null", brokers), 4, id);
    must_end(run_klamm("-b %s undo --yes", brokers), 2, "name the change");
    assert_retention("7200000");
    must_end(run_klamm("-b %s undo %s --yes", brokers, id), 0, "");
    assert_retention("3600000");
    r = run_klamm("-b %s journal --columns id,undo", brokers);
    assert_has(r.out, "undone by");
    run_release(&r);
}

static void test_what_moved_stays(void **state)
{
    char id[64];
    (void)state;
    set_retention("4h");
    snprintf(id, sizeof id, "%s", newest());
    set_retention("5h");
    must_end(run_klamm("-b %s undo %s --yes", brokers, id), 4, topic);
    assert_retention("18000000");
}

/* What is left out is no part of what is there: exit 1, whether some lines are damaged or all. */
static void test_damaged_lines_are_reported(void **state)
{
    char path[512];
    (void)state;
    snprintf(path, sizeof path, "%s/journal/%s.jsonl", dir, run_env("KLAMM_CLUSTER_ID"));
    struct run r = run_shell("echo 'no line of a journal' >>'%s'", path);
    run_release(&r);
    r = run_klamm("-b %s journal", brokers);
    assert_has(r.out, "config-alter");
    must_end(r, 1, "1 line of the file is damaged");
    r = run_shell("printf 'one\\ntwo\\n' >'%s'", path);
    run_release(&r);
    r = run_klamm("-b %s journal -o json", brokers);
    assert_string_equal(r.out, "[]\n");
    must_end(r, 1, "2 lines of the file are damaged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_yet),
        cmocka_unit_test(test_listed_shown_and_taken_back),
        cmocka_unit_test(test_what_moved_stays),
        cmocka_unit_test(test_damaged_lines_are_reported),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
