/* Verbs on topics on the screen: deleting by the typed name, a purge that is killed on its way,
 * leaders restored, a topic created like another. The result is read with Kafka's own tools. */
#include "core/base/clock.h"
#include "tests/e2e/fixture.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 34, COLS = 160 };

/* The list of topics with only this one, which is selected. */
static struct term *open_on(struct fixture *f, const char *topic)
{
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    console_find(t, "topics", topic);
    return t;
}

static bool listed(const char *topic)
{
    char *list = run_tool("topics --list --topic '%s'", topic);
    bool there = strstr(list, topic) != NULL;
    free(list);
    return there;
}

static void deleted_by_the_typed_name(void **state)
{
    struct fixture *f = *state;
    const char *topic = run_name("e2e-delete"), *group = run_name("e2e-reader");
    admin_create_topic(topic, 2, 2, NULL);
    client_produce(topic, 0, 30, 0, 0);
    client_commit(group, topic, 0, 10);
    struct term *t = open_on(f, topic);
    term_wait(t, "D delete topic");
    term_keys(t, "D"); /* nothing is left to ask: straight to the plan */
    term_wait(t, "plan: nothing is sent yet");
    term_wait_row(t, topic, "2 × 2", "30", "ago", NULL);
    term_wait_row(t, group, "empty", "20", NULL);
    term_wait(t, "a producer writes to it");
    term_wait(t, "can't be undone");
    term_wait(t, "to send:");
    console_type(t, "e2e-delete"); /* not all of the name */
    term_keys(t, "<Enter>");
    term_wait(t, "not sent: what was typed is not");
    assert_true(listed(topic));
    console_retype(t, topic);
    term_keys(t, "<Enter>");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    term_wait(t, "None of");
    fixture_leave(f);
    assert_false(listed(topic));
}

static void assert_retention(const char *topic, const char *want)
{
    char line[64], *seen = run_tool("configs --describe --topic '%s'", topic);
    snprintf(line, sizeof line, "retention.ms=%s ", want);
    must_contain(seen, line);
    free(seen);
}

/* Records ahead of now stay, so that it waits until it is killed. */
static void killed_purge_is_reported_and_put_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct fixture *f = *state;
    const char *topic = run_name("e2e-purge");
    char line[100];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "topic-purge %s", topic);
    console_command(t, line);
    term_wait(t, "plan: nothing is sent yet");
    term_wait(t, "timestamps ahead of now");
    term_wait(t, "quitting while it waits restores retention.ms");
    console_type(t, topic);
    term_keys(t, "<Enter>");
    term_wait(t, "0 of 1 partitions empty, 5 records left");
    term_wait(t, "Esc stops");
    kill(term_pid(t), SIGKILL);
    term_wait_exit(t);
    term_free(t);
    assert_retention(topic, "1");

    t = f->t = console_start(&f->home, ROWS, COLS);
    console_command(t, "log");
    term_wait(t, "was interrupted");
    console_command(t, "journal");
    term_wait_row(t, "topic-purge", topic, "interrupted", NULL);
    term_keys(t, "U");
    term_wait_row(t, topic, "set retention.ms", "86400000", NULL);
    term_wait(t, "[ y send ]"); /* a longer retention deletes nothing: no name is to be typed */
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    assert_retention(topic, "86400000");
    admin_delete_topic(topic);
}

/* Esc stops it in order: no second start is needed. */
static void stopped_purge_puts_back(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct fixture *f = *state;
    const char *topic = run_name("e2e-stop");
    char line[100];
    admin_create_topic(topic, 1, 1, settings);
    client_produce(topic, 0, 5, clock_wall_ms() + 3000000, 0);
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "topic-purge %s", topic);
    console_command(t, line);
    term_wait(t, "plan: nothing is sent yet");
    console_type(t, topic);
    term_keys(t, "<Enter>");
    term_wait(t, "5 records left");
    term_keys(t, "<Esc>");
    term_wait(t, "partial: 2 of 3 steps");
    term_wait_row(t, topic, "set retention.ms", "86400000", "done", NULL);
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    assert_retention(topic, "86400000");
    admin_delete_topic(topic);
}

/* Turns the replicas round without moving anything: the leader stays, and is not preferred. */
static void turn_replicas(const char *topic)
{
    char *dir = run_dir(), path[300];
    FILE *f;
    snprintf(path, sizeof path, "%s/moves.json", dir);
    f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,"
            "\"replicas\":[2,1]}]}",
            topic);
    fclose(f);
    free(run_tool("reassign-partitions --execute --reassignment-json-file '%s'", path));
    run_rm_dir(dir);
}

static void leader_given_back_from_the_placement(void **state)
{
    struct fixture *f = *state;
    const char *topic = run_name("e2e-elect");
    char line[120];
    struct run made = run_klamm("-b %s topic-create %s --replica-assignment 1:2,2:1 --yes",
                                run_env("KLAMM_BOOTSTRAP"), topic);
    assert_int_equal(made.status, 0);
    run_release(&made);
    turn_replicas(topic);
    struct term *t = f->t = console_start(&f->home, ROWS, COLS);
    /* From the finding, too. */
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "where=%s", topic);
    term_keys(t, "/");
    console_type(t, line);
    term_keys(t, "<Enter>");
    term_wait(t, "1 shown");
    term_wait_row(t, "not preferred", topic, NULL);
    term_keys(t, "L");
    term_wait(t, "nothing is sent before you have seen the plan");
    term_wait_row(t, "topic", topic, NULL);
    console_escape(t, "nothing is sent before");

    snprintf(line, sizeof line, "topic %s", topic);
    console_command(t, line);
    term_wait(t, "not on preferred leader");
    term_keys(t, "L");
    term_wait(t, "nothing is sent before you have seen the plan");
    snprintf(line, sizeof line, "%s:0", topic);
    term_wait(t, line);
    term_keys(t, "<Enter>");
    snprintf(line, sizeof line, "%s-0", topic);
    term_wait_row(t, line, "1", "2", "2,1", NULL);
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    term_wait_row(t, line, "leader 1", "leader 2", "done", NULL);
    console_escape(t, "[ Esc leave ]");
    term_wait_gone(t, "not on preferred leader");
    term_keys(t, "L"); /* nothing is left to do there */
    term_wait(t, "each partition is led by its preferred replica");
    fixture_leave(f);
    char *seen = run_tool("topics --describe --topic '%s'", topic);
    must_contain(seen, "Partition: 0\tLeader: 2\tReplicas: 2,1");
    free(seen);
    admin_delete_topic(topic);
}

static void made_like_the_selected_one(void **state)
{
    static const char *const settings[] = {"retention.ms=86400000", NULL};
    struct fixture *f = *state;
    const char *topic = run_name("e2e-pattern"), *name = run_name("e2e-twin");
    admin_create_topic(topic, 3, 2, settings);
    struct term *t = open_on(f, topic);
    term_keys(t, "n");
    term_wait(t, "nothing is sent before you have seen the plan");
    term_wait_row(t, "like", topic, NULL);
    console_type(t, name);
    term_keys(t, "<Enter>");
    term_wait(t, "plan: nothing is sent yet");
    term_wait_match(t, "partitions +3 ");
    term_wait_row(t, "retention.ms", "86400000", "has it", NULL);
    console_escape(t, "plan: nothing is sent yet");
    term_wait(t, "nothing is sent before");
    console_escape(t, "nothing is sent before");
    fixture_leave(f);
    assert_false(listed(name));
    admin_delete_topic(topic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(deleted_by_the_typed_name, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(killed_purge_is_reported_and_put_back, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(stopped_purge_puts_back, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(leader_given_back_from_the_placement, fixture_set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(made_like_the_selected_one, fixture_set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
