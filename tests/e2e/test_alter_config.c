/* Changing settings on the screen. What is there afterwards is read with Kafka's own tool: the key
 * that was changed, and above all those that were not. */
#include "tests/e2e/console.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

#define FORM "nothing is sent before you have seen the plan"

struct desk {
    struct home home;
    struct term *t;
    char topic[96];
};

static struct desk desk;

/* A topic with three settings of its own. */
static int open_desk(void **state)
{
    static const char *const settings[] = {"retention.ms=3600000", "max.message.bytes=2097152",
                                           "cleanup.policy=delete", NULL};
    *state = &desk;
    desk = (struct desk){.home = home_new()};
    snprintf(desk.topic, sizeof desk.topic, "%s", run_name("e2e-alter"));
    admin_create_topic(desk.topic, 1, 3, settings);
    desk.t = console_start(&desk.home, 30, 150);
    term_wait(desk.t, "3 brokers");
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    term_free(d->t);
    admin_delete_topic(d->topic);
    home_release(&d->home);
    return 0;
}

static void leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
}

static void alter(struct desk *d, const char *name, const char *options)
{
    char line[512];
    snprintf(line, sizeof line, "config-alter %s %s", name, options);
    console_command(d->t, line);
}

/* The line of Kafka's tool about the topic. */
static char *topic_says(const struct desk *d)
{
    return run_tool("topics --describe --topic %s", d->topic);
}

/* The editor, at the row of the key. */
static void open_editor(struct desk *d, const char *pane, const char *name, const char *key)
{
    char line[256];
    snprintf(line, sizeof line, "%s %s", pane, name);
    console_command(d->t, line);
    term_wait_row(d->t, "KEY", "VALUE", "SOURCE", NULL);
    snprintf(line, sizeof line, "/key=%s", key);
    console_type(d->t, line);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
}

static void retention_through_the_editor(void **state)
{
    struct desk *d = *state;
    open_editor(d, "topic-configs", d->topic, "retention.ms");
    term_wait_row(d->t, "retention.ms", "3600000", "1 h", "this topic", NULL);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, FORM);
    term_wait(d->t, "retention.ms=1h"); /* as one would type it */
    console_retype(d->t, "retention.ms=7d");
    term_keys(d->t, "<Enter>");
    term_wait_row(d->t, "retention.ms", "1 h (3600000)", "this topic", "7 d (604800000)", NULL);
    term_wait(d->t, "1 key to change");
    term_wait(d->t, "retention.ms=604800000");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    term_wait_row(d->t, "retention.ms", "604800000", "7 d", "this topic", NULL);
    leave(d);
    char *seen = topic_says(d);
    must_contain(seen, "retention.ms=604800000");
    must_contain(seen, "max.message.bytes=2097152"); /* not touched, still there */
    must_contain(seen, "cleanup.policy=delete");
    free(seen);
    char *journal = home_journal(&d->home);
    must_contain(journal, "\"before\":\"3600000\"");
    must_contain(journal, "\"after\":\"604800000\"");
    must_contain(journal, "\"now\":\"604800000\"");
    must_contain(journal, "\"status\":\"done\"");
    must_lack(journal, "max.message.bytes");
    free(journal);
}

static void taken_back_it_falls_back(void **state)
{
    struct desk *d = *state;
    open_editor(d, "topic-configs", d->topic, "max.message.bytes");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "max.message.bytes=2MiB");
    console_retype(d->t, "max.message.bytes=");
    term_keys(d->t, "<Enter>");
    term_wait_row(d->t, "max.message.bytes", "2097152", "1048588", "taken back", NULL);
    term_wait(d->t, "--delete-config");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    term_wait_row(d->t, "max.message.bytes", "1048588", "built in", NULL);
    leave(d);
    char *seen = topic_says(d);
    must_lack(seen, "max.message.bytes");
    must_contain(seen, "retention.ms=3600000");
    free(seen);
}

/* Shorter retention deletes records for good: it takes the name, and says how many. */
static void what_deletes_wants_the_name(void **state)
{
    struct desk *d = *state;
    alter(d, d->topic, "--retention 1m cleanup.policy=delete");
    term_wait_row(d->t, "retention.ms", "1 h (3600000)", "1 min (60000)", NULL);
    term_wait_row(d->t, "cleanup.policy", "is so already", NULL);
    term_wait(d->t, "1 key is so already and will not be sent");
    console_escape(d->t, "is so already");
    leave(d);
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void wrong_values_are_told_as_typed(void **state)
{
    struct desk *d = *state;
    open_editor(d, "topic-configs", d->topic, "retention.ms");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, FORM);
    console_retype(d->t, "retention.ms=7 fortnights");
    term_wait(d->t, "retention.ms is a duration, as 7d or 90m: \"7 fortnights\"");
    console_retype(d->t, "retentoin.ms=7d");
    term_wait(d->t, "retention.ms?");
    console_retype(d->t, "cleanup.policy=erase");
    term_wait_match(d->t, "compact.*delete|delete.*compact");
    console_retype(d->t, "unclean.leader.election.enable=maybe");
    term_wait_match(d->t, "is neither true nor false");
    term_keys(d->t, "<Enter>"); /* does not get past it */
    term_wait_match(d->t, "is neither true nor false");
    assert_false(term_has(d->t, "plan:"));
    console_escape(d->t, FORM);
    leave(d);
}

/* Between plan and yes somebody else changes the same key: the plan was made for another world. */
static void changed_in_between_nothing_is_sent(void **state)
{
    struct desk *d = *state;
    alter(d, "retention.ms=7d --", d->topic);
    term_wait_row(d->t, "retention.ms", "1 h (3600000)", "7 d (604800000)", NULL);
    term_wait(d->t, "send this? y/N");
    admin_set("topic", d->topic, "retention.ms", "7200000");
    term_keys(d->t, "y");
    term_wait(d->t, "Nothing was sent");
    term_wait_row(d->t, "retention.ms", "2 h (7200000)", "7 d (604800000)", NULL);
    term_wait(d->t, "send this? y/N");
    char *seen = topic_says(d), *journal = home_journal(&d->home);
    must_contain(seen, "retention.ms=7200000");
    assert_string_equal(journal, "");
    free(seen);
    free(journal);
    term_keys(d->t, "y"); /* the new plan */
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    leave(d);
    seen = topic_says(d);
    must_contain(seen, "retention.ms=604800000");
    free(seen);
}

/* A name that looks like an option: quoted, after a backslash, or put in by a key. */
static void names_are_no_options(void **state)
{
    struct desk *d = *state;
    char name[96], line[200];
    snprintf(name, sizeof name, "--%s", run_name("e2e-alter"));
    admin_create_topic(name, 1, 1, NULL);
    leave(d);
    home_write(&d->home, "config/klamm/keys.yaml",
               "topics:\n  Z: config-alter {} --set retention.ms=1h\n");
    d->t = console_start(&d->home, 30, 150);
    term_wait(d->t, "3 brokers");
    snprintf(line, sizeof line, "config-alter '%s' retention.ms=1h", name);
    console_command(d->t, line);
    term_wait(d->t, "send this? y/N");
    console_escape(d->t, "send this?");
    snprintf(line, sizeof line, "config-alter \\%s retention.ms=1h", name);
    console_command(d->t, line);
    term_wait(d->t, "send this? y/N");
    console_escape(d->t, "send this?");
    snprintf(line, sizeof line, "config-alter '%s retention.ms=1h", name);
    console_command(d->t, line);
    term_wait(d->t, "a quote is not closed");
    console_command(d->t, "topics");
    /* Completed, the name has "--" before it; a setting waits for its value. */
    snprintf(line, sizeof line, ":config-alter -- %.*s", (int)strlen(name) - 1, name);
    console_type(d->t, line);
    term_keys(d->t, "<Tab>");
    snprintf(line, sizeof line, ":config-alter -- %s", name);
    term_wait(d->t, line);
    console_retype(d->t, "config-alter orders retention.m");
    term_keys(d->t, "<Tab>");
    term_wait(d->t, ":config-alter orders retention.ms=");
    console_retype(d->t, "config-alter ");
    term_wait_match(d->t, "^ +-- --");
    console_escape(d->t, ":config-alter");
    snprintf(line, sizeof line, "/%s", name + 2);
    console_type(d->t, line);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "1 shown");
    term_keys(d->t, "Z");
    term_wait_row(d->t, "retention.ms", "1 h (3600000)", NULL);
    term_wait(d->t, "send this? y/N");
    console_escape(d->t, "send this?");
    leave(d);
    admin_delete_topic(name);
}

/* Set and taken back, read with Kafka's tool in between. */
static void settings_of_a_broker(void **state)
{
    struct desk *d = *state;
    open_editor(d, "broker-configs", "3", "log.cleaner.delete.retention.ms");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, FORM);
    console_retype(d->t, "log.cleaner.delete.retention.ms=2d");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "brokers that are not named here keep what they have");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    term_wait_row(d->t, "log.cleaner.delete.retention.ms", "172800000", "2 d", "this broker", NULL);
    char *seen = run_tool("configs --describe --entity-type brokers --entity-name 3");
    must_contain(seen, "log.cleaner.delete.retention.ms=172800000");
    free(seen);
    alter(d, "3", "--type broker --revert log.cleaner.delete.retention.ms");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    term_wait_row(d->t, "log.cleaner.delete.retention.ms", "86400000", "built in", NULL);
    leave(d);
    seen = run_tool("configs --describe --entity-type brokers --entity-name 3");
    must_lack(seen, "log.cleaner.delete.retention.ms=172800000");
    free(seen);
}

static void settings_of_a_group(void **state)
{
    struct desk *d = *state;
    const char *group = run_name("e2e-alter-group");
    alter(d, group, "--type group --set consumer.session.timeout.ms=50s");
    term_wait_row(d->t, "consumer.session.timeout.ms", "50 s (50000)", NULL);
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait(d->t, "done: 1 of 1 steps");
    console_escape(d->t, "Esc closes");
    leave(d);
    char *seen = run_tool("configs --describe --entity-type groups --entity-name %s", group);
    must_contain(seen, "consumer.session.timeout.ms=50000");
    free(seen);
    admin_set("group", group, "consumer.session.timeout.ms", NULL);
}

static void what_is_read_only_is_refused(void **state)
{
    struct desk *d = *state;
    open_editor(d, "broker-configs", "1", "broker.rack");
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "it can't be changed while the broker runs");
    assert_false(term_has(d->t, FORM));
    alter(d, "1", "--type broker --set broker.rack=elsewhere");
    term_wait(d->t, "┌ alter settings");
    term_wait(d->t, "change it in the broker's file");
    assert_false(term_has(d->t, "send this?"));
    console_escape(d->t, "┌ alter settings");
    leave(d);
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void the_brokers_own_refusal_is_shown(void **state)
{
    struct desk *d = *state;
    alter(d, d->topic, "--set segment.bytes=1KiB");
    term_wait(d->t, "┌ alter settings");
    /* The broker's words; one of both may be broken by the end of a line. */
    term_wait_match(d->t, "Invalid value 1024|must be at least");
    assert_false(term_has(d->t, "send this?"));
    console_escape(d->t, "┌ alter settings");
    leave(d);
    char *seen = topic_says(d);
    must_lack(seen, "segment.bytes");
    free(seen);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        AT_DESK(retention_through_the_editor),
        AT_DESK(taken_back_it_falls_back),
        AT_DESK(what_deletes_wants_the_name),
        AT_DESK(wrong_values_are_told_as_typed),
        AT_DESK(changed_in_between_nothing_is_sent),
        AT_DESK(names_are_no_options),
        AT_DESK(settings_of_a_broker),
        AT_DESK(settings_of_a_group),
        AT_DESK(what_is_read_only_is_refused),
        AT_DESK(the_brokers_own_refusal_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
