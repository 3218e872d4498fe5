/* Creating a topic on the screen: form, plan, confirmation, result; the topic is read with
 * Kafka's own tool. And what must not happen: leaving or being refused sends nothing. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

#define FORM "nothing is sent before you have seen the plan"

enum { ROWS = 30, COLS = 150 };

static struct term *open_topics(struct fixture *f)
{
    f->t = console_start(&f->home, ROWS, COLS);
    console_list(f->t, "topics");
    return f->t;
}

static struct term *open_form(struct fixture *f)
{
    struct term *t = open_topics(f);
    term_keys(t, "c");
    term_wait(t, FORM);
    return t;
}

/* By Kafka's own list of topics. */
static void assert_not_created(const char *name)
{
    char *list = run_tool("topics --list --exclude-internal");
    must_contain(list, "invoices");
    must_lack(list, name);
    free(list);
}

static void form_plan_result(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-create");
    struct term *t = open_form(f);
    console_type(t, name);
    term_keys(t, "<Down>3<Down>2<Down>");
    console_type(t, "retention.ms=7d");
    term_keys(t, "<Down>");
    console_type(t, "max.message.bytes=2MiB");
    term_keys(t, "<Down>");
    console_type(t, "cleanup.policy=compact, delete");
    term_keys(t, "<Enter>");

    term_wait(t, "plan: nothing is sent yet");
    term_wait_match(t, "partitions +3 ");
    term_wait_match(t, "replication +2 ");
    term_wait_match(t, "retention\\.ms +7 d \\(604800000\\)");
    term_wait_match(t, "max\\.message\\.bytes +2 MiB \\(2097152\\)");
    term_wait(t, "validated by the broker");
    term_wait(t, "kafka-topics --bootstrap-server");
    term_wait(t, "[ y send ]");

    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    term_wait_row(t, name, "create topic", "done", NULL);
    console_escape(t, "[ Esc leave ]");
    console_filter(t, name);
    term_wait_row(t, name, "6/6", NULL);

    char *seen = run_tool("topics --describe --topic %s", name);
    must_contain(seen, "PartitionCount: 3");
    must_contain(seen, "ReplicationFactor: 2");
    must_contain(seen, "retention.ms=604800000");
    must_contain(seen, "max.message.bytes=2097152");
    must_contain(seen, "cleanup.policy=compact,delete");
    free(seen);

    char *journal = home_journal(&f->home);
    must_contain(journal, "\"entry\":\"intent\"");
    must_contain(journal, "\"before\":null");
    must_contain(journal, "\"after\":\"3 partitions");
    must_contain(journal, "\"status\":\"done\"");
    must_contain(journal, "\"now\":\"3 partitions");
    must_contain(journal, name);
    free(journal);
    fixture_leave(f);
    admin_delete_topic(name);
}

/* What the broker refuses stands below the field it is about, not only somewhere. */
static void the_brokers_refusal_stands_at_its_field(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-refused");
    struct term *t = open_form(f);
    console_type(t, name);
    term_keys(t, "<Down>1<Down>1<Down>");
    console_type(t, "min.cleanable.dirty.ratio=7");
    term_keys(t, "<Enter>");
    term_wait(t, "Invalid value 7");
    int field = term_wait_match(t, "settings.*min\\.cleanable\\.dirty\\.ratio=7");
    must_contain(term_row(t, field + 1), "CreateTopics");
    term_keys(t, "<BS>");
    console_type(t, "0.7");
    term_wait_gone(t, "no more than 1");
    console_escape(t, "nothing is sent");
    fixture_leave(f);
}

static void complete_command_goes_to_the_plan(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-line");
    char line[256];
    struct term *t = open_topics(f);
    snprintf(line, sizeof line,
             "topic-create %s --replica-assignment 3:1,1:2,2:3 --config segment.bytes=64MiB", name);
    console_command(t, line);
    term_wait(t, "plan: nothing is sent yet");
    term_wait_row(t, "brokers of partition 0", "3,1", "preferred leader 3", NULL);
    term_wait_row(t, "brokers of partition 2", "2,3", "preferred leader 2", NULL);
    term_wait_row(t, "segment.bytes", "64 MiB (67108864)", NULL);
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    /* The order given is the order shown: the first is the preferred leader. */
    snprintf(line, sizeof line, "topic %s", name);
    console_command(t, line);
    term_wait_row(t, "PART", "b1", "b2", "b3", NULL);
    term_wait_match(t, " 0 +f +· +L\\* +3 ");
    term_wait_match(t, " 2 +· +L\\* +f +2 ");
    fixture_leave(f);
    char *seen = run_tool("topics --describe --topic %s", name);
    must_contain(seen, "Replicas: 3,1");
    must_contain(seen, "Replicas: 1,2");
    must_contain(seen, "Replicas: 2,3");
    must_contain(seen, "segment.bytes=67108864");
    free(seen);
    admin_delete_topic(name);
}

static void name_is_checked_as_typed(void **state)
{
    struct fixture *f = *state;
    struct term *t = open_form(f);
    char longest[256];
    console_type(t, "a b");
    term_wait(t, "has only letters, digits");
    console_retype(t, "price$");
    term_wait(t, "'$' can't be in a topic's name");
    console_retype(t, "\xc3\xbcn");
    term_wait(t, "has only letters, digits");
    console_retype(t, "..");
    term_wait(t, "can't be named '..'");
    console_retype(t, "orders");
    term_wait(t, "topic \"orders\" exists already");
    console_retype(t, "inventory.levels");
    term_wait(t, "collides with inventory_levels");
    console_retype(t, "checkout_events");
    term_wait(t, "collides with checkout.events");
    memset(longest, 'x', 250);
    longest[250] = '\0';
    console_retype(t, longest);
    term_wait(t, "at most 249");
    /* Enter does not get past it. */
    console_form_refuses(t, "at most 249");
    console_retype(t, "fine-name");
    term_wait_gone(t, "at most 249");
    console_escape(t, FORM);
    fixture_leave(f);
}

static void other_fields_are_checked_as_typed(void **state)
{
    struct fixture *f = *state;
    struct term *t = open_form(f);
    console_type(t, "e2e-fields");
    term_keys(t, "<Down>0");
    term_wait_match(t, "partitions.*0");
    term_wait_match(t, "from 1|at least 1|1 to|1 …");
    console_retype(t, "3");
    term_keys(t, "<Down>9");
    term_wait(t, "9 replicas need as many brokers; 3 are up");
    console_retype(t, "3");
    term_keys(t, "<Down>");
    console_type(t, "retention.ms=7 parsecs");
    term_wait_match(t, "parsecs.*(unit|duration)|(unit|duration).*parsecs");
    console_retype(t, "retentoin.ms=7d");
    term_wait(t, "retention.ms?"); /* what was meant */
    console_retype(t, "");
    term_wait_gone(t, "retentoin");
    term_keys(t, "<Down><Down>");
    console_type(t, "1:2,3:1,1:1");
    term_wait(t, "broker 1 is there twice in 1:1");
    console_retype(t, "1:2,7:1");
    term_wait_match(t, "broker 7 is not in the cluster|make 2 partitions");
    console_escape(t, FORM);
    fixture_leave(f);
}

static void escape_leaves_and_nothing_was_sent(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-leave");
    struct term *t = open_form(f);
    console_type(t, name);
    term_keys(t, "<Down>1<Enter>");
    term_wait(t, "[ y send ]");
    term_keys(t, "n"); /* back in the form, with what was typed */
    term_wait_gone(t, "[ y send ]");
    term_wait(t, name);
    term_keys(t, "<Enter>");
    term_wait(t, "[ y send ]");
    term_keys(t, "<Enter>"); /* Enter is not a yes */
    term_wait(t, "y sends it, n leaves");
    console_escape(t, "[ y send ]");
    console_escape(t, FORM);
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
    assert_not_created(name);
}

/* The value passes klamm's own checks; the controller knows better, before the user confirms. */
static void the_brokers_refusal_comes_before_the_question(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-refused");
    char line[256];
    struct term *t = open_topics(f);
    snprintf(line, sizeof line, "topic-create %s --partitions 1 --config segment.bytes=1KiB", name);
    console_command(t, line);
    term_wait_match(t, "segment\\.bytes.*(at least|1048576)|(at least|1048576).*segment\\.bytes");
    assert_false(term_has(t, "[ y send ]"));
    console_escape(t, "┌ create topic");
    console_command(t, "log");
    term_wait(t, "┌ log");
    term_wait(t, "segment.bytes");
    fixture_leave(f);
    assert_not_created(name);
}

static void prod_wants_the_name(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-prod");
    char line[256];
    struct term *t = f->t = console_start_as(&f->home, ROWS, COLS, "label: prod");
    term_wait_match(t, "^ test +PROD ");
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "topic-create %s --partitions 1", name);
    console_command(t, line);
    term_wait_row(t, "type", name, "to send", NULL);
    term_keys(t, "y<Enter>");
    term_wait(t, "not sent: what was typed is not");
    console_retype(t, name);
    term_keys(t, "<Enter>");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    must_contain(journal, "\"label\":\"prod\"");
    free(journal);
    admin_delete_topic(name); /* fails when it is not there */
}

static void read_only_cluster_refuses(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-ro");
    char line[256];
    struct term *t = f->t = console_start_as(&f->home, ROWS, COLS, "guard: read-only");
    term_wait(t, "3 brokers");
    snprintf(line, sizeof line, "topic-create %s --partitions 1", name);
    console_command(t, line);
    term_wait(t, "topic-create: this cluster is read-only");
    fixture_leave(f);
    assert_not_created(name);
}

/* Another user creates the topic between plan and confirmation. */
static void a_topic_that_came_in_between_is_not_ours(void **state)
{
    struct fixture *f = *state;
    const char *name = run_name("e2e-race");
    char line[256];
    struct term *t = open_topics(f);
    snprintf(line, sizeof line, "topic-create %s --partitions 1", name);
    console_command(t, line);
    term_wait(t, "[ y send ]");
    admin_create_topic(name, 2, 2, NULL);
    term_keys(t, "y");
    term_wait(t, "nothing was sent");
    term_wait(t, "exists already");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
    char *seen = run_tool("topics --describe --topic %s", name);
    must_contain(seen, "PartitionCount: 2");
    free(seen);
    admin_delete_topic(name);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(form_plan_result),
        WITH_FIXTURE(the_brokers_refusal_stands_at_its_field),
        WITH_FIXTURE(complete_command_goes_to_the_plan),
        WITH_FIXTURE(name_is_checked_as_typed),
        WITH_FIXTURE(other_fields_are_checked_as_typed),
        WITH_FIXTURE(escape_leaves_and_nothing_was_sent),
        WITH_FIXTURE(the_brokers_refusal_comes_before_the_question),
        WITH_FIXTURE(prod_wants_the_name),
        WITH_FIXTURE(read_only_cluster_refuses),
        WITH_FIXTURE(a_topic_that_came_in_between_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
