/* Changing settings on the screen. What is there afterwards is read with Kafka's own tool: the key
 * that was changed, and above all those that were not. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

#define FORM "nothing is sent before you have seen the plan"

/* A topic with three settings of its own. */
static int set_up(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "max.message.bytes=2097152",
                                           "cleanup.policy=delete", NULL};
    fixture_set_up(state);
    struct fixture *f = *state;
    snprintf(f->topic, sizeof f->topic, "%s", run_name("e2e-alter"));
    admin_create_topic(f->topic, 1, 3, settings);
    fixture_start(f, 30, 150);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    admin_delete_topic(f->topic);
    return fixture_tear_down(state);
}

static void alter(struct fixture *f, const char *name, const char *options)
{
    char line[512];
    snprintf(line, sizeof line, "config-alter %s %s", name, options);
    console_command(f->t, line);
}

/* The line of Kafka's tool about the topic. */
static char *topic_says(const struct fixture *f)
{
    return run_tool("topics --describe --topic %s", f->topic);
}

/* The editor, at the row of the key. */
static void open_editor(struct fixture *f, const char *pane, const char *name, const char *key)
{
    char line[256];
    snprintf(line, sizeof line, "%s %s", pane, name);
    console_command(f->t, line);
    term_wait_row(f->t, "KEY", "VALUE", "SOURCE", NULL);
    snprintf(line, sizeof line, "/key=%s", key);
    console_type(f->t, line);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "1 shown");
}

static void retention_through_the_editor(void **state)
{
    struct fixture *f = *state;
    open_editor(f, "topic-configs", f->topic, "retention.ms");
    term_wait_row(f->t, "retention.ms", "3600000", "1 h", "this topic", NULL);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, FORM);
    term_wait(f->t, "retention.ms=1h"); /* as one would type it */
    console_retype(f->t, "retention.ms=7d");
    term_keys(f->t, "<Enter>");
    term_wait_row(f->t, "retention.ms", "1 h (3600000)", "this topic", "7 d (604800000)", NULL);
    term_wait(f->t, "1 setting to change");
    term_keys(f->t, "x"); /* the command is folded to one line */
    term_wait(f->t, "retention.ms=604800000");
    console_escape(f->t, "Kafka's own tool does it with");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    term_wait_row(f->t, "retention.ms", "604800000", "7 d", "this topic", NULL);
    fixture_leave(f);
    char *seen = topic_says(f);
    must_contain(seen, "retention.ms=604800000");
    must_contain(seen, "max.message.bytes=2097152"); /* not touched, still there */
    must_contain(seen, "cleanup.policy=delete");
    free(seen);
    char *journal = home_journal(&f->home);
    must_contain(journal, "\"before\":\"3600000\"");
    must_contain(journal, "\"after\":\"604800000\"");
    must_contain(journal, "\"now\":\"604800000\"");
    must_contain(journal, "\"status\":\"done\"");
    must_lack(journal, "max.message.bytes");
    free(journal);
}

static void taken_back_it_falls_back(void **state)
{
    struct fixture *f = *state;
    open_editor(f, "topic-configs", f->topic, "max.message.bytes");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "max.message.bytes=2MiB");
    console_retype(f->t, "max.message.bytes=");
    term_keys(f->t, "<Enter>");
    term_wait_row(f->t, "max.message.bytes", "2097152", "1048588", "override removed", NULL);
    term_wait(f->t, "--delete-config");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    term_wait_row(f->t, "max.message.bytes", "1048588", "built in", NULL);
    fixture_leave(f);
    char *seen = topic_says(f);
    must_lack(seen, "max.message.bytes");
    must_contain(seen, "retention.ms=3600000");
    free(seen);
}

/* Shorter retention deletes records permanently: it takes the name, and says how many. */
static void what_deletes_wants_the_name(void **state)
{
    struct fixture *f = *state;
    alter(f, f->topic, "--retention 1m cleanup.policy=delete");
    term_wait_row(f->t, "retention.ms", "1 h (3600000)", "1 min (60000)", NULL);
    term_wait_row(f->t, "cleanup.policy", "already set", NULL);
    term_wait(f->t, "1 setting is already set and will not be sent");
    console_escape(f->t, "already set");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void wrong_values_are_refused_as_typed(void **state)
{
    struct fixture *f = *state;
    open_editor(f, "topic-configs", f->topic, "retention.ms");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, FORM);
    console_retype(f->t, "retention.ms=7 fortnights");
    term_wait(f->t, "retention.ms is a duration, as 7d or 90m: \"7 fortnights\"");
    console_retype(f->t, "retentoin.ms=7d");
    term_wait(f->t, "retention.ms?");
    console_retype(f->t, "cleanup.policy=erase");
    term_wait_match(f->t, "compact.*delete|delete.*compact");
    console_retype(f->t, "unclean.leader.election.enable=maybe");
    term_wait_match(f->t, "is neither true nor false");
    console_form_refuses(f->t, "is neither true nor false");
    console_escape(f->t, FORM);
    fixture_leave(f);
}

/* Between plan and yes another user changes the same key: the state the plan was made from
 * changed. */
static void changed_in_between_nothing_is_sent(void **state)
{
    struct fixture *f = *state;
    alter(f, "retention.ms=7d --", f->topic);
    term_wait_row(f->t, "retention.ms", "1 h (3600000)", "7 d (604800000)", NULL);
    term_wait(f->t, "[ y send ]");
    admin_set("topic", f->topic, "retention.ms", "7200000");
    term_keys(f->t, "y");
    term_wait(f->t, "This is a new plan; nothing was sent");
    term_wait_row(f->t, "retention.ms", "2 h (7200000)", "7 d (604800000)", NULL);
    term_wait(f->t, "[ y send ]");
    char *seen = topic_says(f), *journal = home_journal(&f->home);
    must_contain(seen, "retention.ms=7200000");
    assert_string_equal(journal, "");
    free(seen);
    free(journal);
    term_keys(f->t, "y"); /* the new plan */
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    seen = topic_says(f);
    must_contain(seen, "retention.ms=604800000");
    free(seen);
}

/* A name that looks like an option: quoted, after a backslash, or put in by a key. */
static void names_are_no_options(void **state)
{
    struct fixture *f = *state;
    char name[96], line[200];
    snprintf(name, sizeof name, "--%s", run_name("e2e-alter"));
    admin_create_topic(name, 1, 1, NULL);
    fixture_leave(f);
    home_write(&f->home, "config/klamm/keys.yaml",
               "topics:\n  Z: config-alter {} --set retention.ms=1h\n");
    f->t = console_start(&f->home, 30, 150);
    term_wait(f->t, "3 brokers");
    snprintf(line, sizeof line, "config-alter '%s' retention.ms=1h", name);
    console_command(f->t, line);
    term_wait(f->t, "[ y send ]");
    console_escape(f->t, "[ y send ]");
    snprintf(line, sizeof line, "config-alter \\%s retention.ms=1h", name);
    console_command(f->t, line);
    term_wait(f->t, "[ y send ]");
    console_escape(f->t, "[ y send ]");
    snprintf(line, sizeof line, "config-alter '%s retention.ms=1h", name);
    console_command(f->t, line);
    term_wait(f->t, "a quote is not closed");
    console_command(f->t, "topics");
    /* Completed, the name has "--" before it; a setting waits for its value. */
    snprintf(line, sizeof line, ":config-alter -- %.*s", (int)strlen(name) - 1, name);
    console_type(f->t, line);
    term_keys(f->t, "<Tab>");
    snprintf(line, sizeof line, ":config-alter -- %s", name);
    term_wait(f->t, line);
    console_retype(f->t, "config-alter orders retention.m");
    term_keys(f->t, "<Tab>");
    term_wait(f->t, ":config-alter orders retention.ms=");
    console_retype(f->t, "config-alter ");
    term_wait_match(f->t, "^ +-- --");
    console_escape(f->t, ":config-alter");
    snprintf(line, sizeof line, "/%s", name + 2);
    console_type(f->t, line);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "1 shown");
    term_keys(f->t, "Z");
    term_wait_row(f->t, "retention.ms", "1 h (3600000)", NULL);
    term_wait(f->t, "[ y send ]");
    console_escape(f->t, "[ y send ]");
    fixture_leave(f);
    admin_delete_topic(name);
}

/* Set and undone, read with Kafka's tool after each. */
static void settings_of_a_broker(void **state)
{
    struct fixture *f = *state;
    open_editor(f, "broker-configs", "3", "log.cleaner.delete.retention.ms");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, FORM);
    console_retype(f->t, "log.cleaner.delete.retention.ms=2d");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "brokers that are not named here do not change");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    term_wait_row(f->t, "log.cleaner.delete.retention.ms", "172800000", "2 d", "this broker", NULL);
    char *seen = run_tool("configs --describe --entity-type brokers --entity-name 3");
    must_contain(seen, "log.cleaner.delete.retention.ms=172800000");
    free(seen);
    alter(f, "3", "--type broker --revert log.cleaner.delete.retention.ms");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    term_wait_row(f->t, "log.cleaner.delete.retention.ms", "86400000", "built in", NULL);
    fixture_leave(f);
    seen = run_tool("configs --describe --entity-type brokers --entity-name 3");
    must_lack(seen, "log.cleaner.delete.retention.ms=172800000");
    free(seen);
}

static void settings_of_a_group(void **state)
{
    struct fixture *f = *state;
    const char *group = run_name("e2e-alter-group");
    alter(f, group, "--type group --set consumer.session.timeout.ms=50s");
    term_wait_row(f->t, "consumer.session.timeout.ms", "50 s (50000)", NULL);
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait(f->t, "done: 1 of 1 steps");
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    char *seen = run_tool("configs --describe --entity-type groups --entity-name %s", group);
    must_contain(seen, "consumer.session.timeout.ms=50000");
    free(seen);
    admin_set("group", group, "consumer.session.timeout.ms", NULL);
}

static void what_is_read_only_is_refused(void **state)
{
    struct fixture *f = *state;
    open_editor(f, "broker-configs", "1", "broker.rack");
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "it can't be changed while the broker runs");
    assert_false(term_has(f->t, FORM));
    alter(f, "1", "--type broker --set broker.rack=elsewhere");
    term_wait(f->t, "┌ change settings");
    term_wait(f->t, "change it in the broker's file");
    assert_false(term_has(f->t, "[ y send ]"));
    console_escape(f->t, "┌ change settings");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void the_brokers_own_refusal_is_shown(void **state)
{
    struct fixture *f = *state;
    alter(f, f->topic, "--set segment.bytes=1KiB");
    term_wait(f->t, "┌ change settings");
    /* The broker's words; one of both may be broken by the end of a line. */
    term_wait_match(f->t, "Invalid value 1024|must be at least");
    assert_false(term_has(f->t, "[ y send ]"));
    console_escape(f->t, "┌ change settings");
    fixture_leave(f);
    char *seen = topic_says(f);
    must_lack(seen, "segment.bytes");
    free(seen);
}

/* Two lines that are wrong each say what is wrong with them; a whole key shows its present value. */
static void each_line_has_its_own_mistake(void **state)
{
    struct fixture *f = *state;
    console_find(f->t, "topics", f->topic);
    term_keys(f->t, "E");
    term_wait(f->t, FORM);
    term_wait_match(f->t, "set +\\[key=value\\]");
    term_wait(f->t, "[a setting to revert]");
    console_type(f->t, "retention.ms");
    term_wait_match(f->t, "set +retention\\.ms +1 h \\(3600000\\)");
    console_retype(f->t, "retention.ms=soon");
    term_wait(f->t, "\"soon\" is not a duration");
    term_keys(f->t, "<Down>");
    console_type(f->t, "max.message.bytes=much");
    int row = term_wait_match(f->t, "^.* max\\.message\\.bytes=much ");
    must_contain(term_row(f->t, row + 1), "max.message.bytes is a size");
    must_contain(term_row(f->t, row - 1), "or PT2H");
    console_escape(f->t, FORM);
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(retention_through_the_editor),
        WITH_FIXTURE(taken_back_it_falls_back),
        WITH_FIXTURE(what_deletes_wants_the_name),
        WITH_FIXTURE(wrong_values_are_refused_as_typed),
        WITH_FIXTURE(each_line_has_its_own_mistake),
        WITH_FIXTURE(changed_in_between_nothing_is_sent),
        WITH_FIXTURE(names_are_no_options),
        WITH_FIXTURE(settings_of_a_broker),
        WITH_FIXTURE(settings_of_a_group),
        WITH_FIXTURE(what_is_read_only_is_refused),
        WITH_FIXTURE(the_brokers_own_refusal_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
