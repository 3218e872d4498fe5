/* Marks and bulk actions on the screen: what is marked is what is planned, every object is listed,
 * and all of it is applied, as Kafka's own tools say. */
#include "tests/e2e/fixture.h"

#include "core/base/clock.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

enum { N = 3 };

static char prefix[64], topics[N][80], groups[N][80];

static int make_objects(void **state)
{
    static const char letters[] = "abc";
    (void)state;
    snprintf(prefix, sizeof prefix, "%s", run_name("e2e-bulk"));
    for (int i = 0; i < N; i++) {
        snprintf(topics[i], sizeof topics[i], "%s-%c", prefix, letters[i]);
        snprintf(groups[i], sizeof groups[i], "%s-g%c", prefix, letters[i]);
        admin_create_topic(topics[i], 1, 2, NULL);
        client_produce(topics[i], 0, 10, clock_wall_ms() - 60000, 1000);
        client_commit(groups[i], topics[i], 0, 4);
    }
    return 0;
}

static int drop_objects(void **state)
{
    (void)state;
    for (int i = 0; i < N; i++)
        admin_delete_topic(topics[i]);
    return 0;
}

static void mark_all_of_ours(struct term *t, const char *list)
{
    console_command(t, list);
    term_keys(t, "/");
    console_type(t, prefix);
    term_keys(t, "<Enter>");
    term_wait(t, "3 shown");
    term_keys(t, "*");
    term_wait(t, "3 marked");
}

static void settings_of_marked_topics(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start(&f->home, 30, 150);
    char *seen, *journal;
    mark_all_of_ours(t, "topics");
    term_wait(t, "change settings of 3");
    term_keys(t, "E");
    term_wait(t, "3 topics: ");
    for (int i = 0; i < N; i++)
        term_wait(t, topics[i]);
    console_type(t, "retention.ms=9d");
    term_keys(t, "<Enter>");
    term_wait(t, "plan: nothing is sent yet");
    for (int i = 0; i < N; i++)
        term_wait_row(t, topics[i], "retention.ms", "9 d (777600000)", NULL);
    term_wait(t, "3 of 3 topics change, in 3 steps");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    for (int i = 0; i < N; i++)
        term_wait_row(t, topics[i], "set retention.ms", "done", NULL);
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    seen = run_tool("topics --describe --topic '%s-.*'", prefix);
    for (int i = 0; i < N; i++) {
        char line[120];
        snprintf(line, sizeof line, "Topic: %.95s\t", topics[i]);
        char *at = strstr(seen, line);
        assert_non_null(at);
        at = strstr(at, "retention.ms=777600000");
        assert_non_null(at);
    }
    free(seen);
    journal = home_journal(&f->home);
    for (int i = 0; i < N; i++)
        must_contain(journal, topics[i]);
    must_contain(journal, "\"status\":\"done\"");
    free(journal);
}

/* Two marked topics side by side, and what is marked there copied from the first to the second. */
static void two_marked_topics_are_compared_and_copied(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start(&f->home, 30, 150);
    char *seen;
    admin_set("topic", topics[0], "flush.ms", "60000");
    admin_set("topic", topics[0], "segment.ms", "120000");
    term_wait(t, "3 brokers");
    console_command(t, "topics");
    term_wait_row(t, "TOPIC", "PARTITIONS", NULL);
    term_keys(t, "B");
    term_wait(t, "mark two topics to compare them");
    term_keys(t, "/");
    console_type(t, prefix);
    term_keys(t, "<Enter>");
    term_wait(t, "3 shown");
    term_keys(t, "<Home><Space>");
    term_wait(t, "1 marked");
    term_keys(t, "<Home><Down>B"); /* the marked one and the selected one */
    term_wait_row(t, "KEY", "THAT IS", "SOURCE", "DIFFERS", NULL);
    term_wait_row(t, "segment.ms", "120000", "this topic", "built in", "yes", NULL);
    term_wait_row(t, "flush.ms", "60000", "1 min", "this topic", "yes", NULL);
    term_keys(t, "/");
    console_type(t, "key=flush.ms");
    term_keys(t, "<Enter>");
    term_wait(t, "1 shown");
    term_keys(t, "c");
    term_wait(t, "nothing is sent before you have seen the plan");
    term_wait_row(t, "from topic", topics[0], NULL);
    term_wait_row(t, "to topic", topics[1], NULL);
    term_keys(t, "<Enter>");
    term_wait_row(t, "flush.ms", "60000", "built in", NULL);
    term_wait(t, "1 setting to change");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    term_wait_row(t, "flush.ms", "60000", "no", NULL); /* read again */
    fixture_leave(f);
    seen = run_tool("configs --describe --topic %s", topics[1]);
    must_contain(seen, "flush.ms=60000");
    must_lack(seen, "segment.ms");
    free(seen);
}

/* On prod the count is typed: a name would prove that one of them was read. */
static void offsets_of_marked_groups_on_prod(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start_as(&f->home, 30, 150, "label: prod");
    char *seen;
    term_wait(t, "3 brokers");
    mark_all_of_ours(t, "groups");
    term_wait(t, "reset offsets of 3");
    term_keys(t, "s");
    term_wait(t, "3 groups: ");
    term_keys(t, "e");
    term_wait(t, "(•) earliest");
    term_keys(t, "<Enter>");
    for (int i = 0; i < N; i++)
        term_wait_row(t, groups[i], topics[i], "-4", NULL);
    term_wait_match(t, "re-read 12 +skip 0");
    term_wait_row(t, "type", "3", "to send", NULL);
    console_type(t, groups[0]);
    term_keys(t, "<Enter>");
    term_wait(t, "not sent: what was typed is not");
    console_retype(t, "3");
    term_keys(t, "<Enter>");
    term_wait(t, "done: 3 of 3 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    seen = run_tool("groups --describe --group %s --group %s --group %s", groups[0], groups[1],
                    groups[2]);
    for (int i = 0; i < N; i++)
        must_contain(seen, groups[i]);
    must_lack(seen, " 4 ");
    free(seen);
}

static void one_active_group_stops_all(void **state)
{
    struct fixture *f = *state;
    struct client_member *m = client_join(groups[1], topics[1], "e2e-bulk-member", "classic");
    struct term *t = f->t = console_start(&f->home, 30, 150);
    char line[400], *journal;
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "offsets-reset %s %s %s --to-latest --watch-commits 0", groups[0],
             groups[1], groups[2]);
    console_command(t, line);
    for (int i = 0; i < N; i++)
        term_wait_row(t, groups[i], topics[i], NULL);
    term_wait(t, "Can't be sent");
    term_wait(t, "e2e-bulk-member");
    term_keys(t, "y<Enter>");
    term_wait(t, "not sent");
    console_escape(t, "Can't be sent");
    fixture_leave(f);
    client_leave(m);
    journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(settings_of_marked_topics),
        WITH_FIXTURE(two_marked_topics_are_compared_and_copied),
        WITH_FIXTURE(offsets_of_marked_groups_on_prod),
        WITH_FIXTURE(one_active_group_stops_all),
    };
    return cmocka_run_group_tests(tests, make_objects, drop_objects);
}
