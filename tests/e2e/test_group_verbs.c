/* Groups on the screen: made, deleted, robbed of the offsets of one topic, undone, edited as a
 * document. What is there in the end is asked of Kafka's own tool, once. */
#include "tests/e2e/fixture.h"

#include "core/base/buf.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char topic[96], other[96]; /* 30 records in each of two partitions; 20 in one */

static int make_topics(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("e2e-gv"));
    snprintf(other, sizeof other, "%s", run_name("e2e-old"));
    admin_create_topic(topic, 2, 3, NULL);
    admin_create_topic(other, 1, 3, NULL);
    client_produce(topic, 0, 30, 0, 0);
    client_produce(topic, 1, 30, 0, 0);
    client_produce(other, 0, 20, 0, 0);
    return 0;
}

static int drop_topics(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    admin_delete_topic(other);
    return 0;
}

static int set_up(void **state)
{
    struct admin_offset commits[3];
    char args[256], editor[300];
    const char *env[] = {editor, "VISUAL=", NULL};

    fixture_set_up(state);
    struct fixture *f = *state;
    snprintf(f->group, sizeof f->group, "%s", run_name("e2e-gv-g"));
    commits[0] = (struct admin_offset){f->group, topic, 0, 10};
    commits[1] = (struct admin_offset){f->group, topic, 1, 11};
    commits[2] = (struct admin_offset){f->group, other, 0, 5};
    admin_commit(commits, 3);
    snprintf(editor, sizeof editor, "EDITOR=%s/editor", f->home.dir);
    home_write(&f->home, "editor",
               "#!/bin/sh\ncp \"$1\" \"$HOME/copy\"\n"
               "sed -i 's/:0 = 10$/:0 = latest/; s/:1 = 11$/:1 = -4/; /e2e-old/d' \"$1\"\n");
    assert_int_equal(chmod(editor + strlen("EDITOR="), 0700), 0);
    snprintf(args, sizeof args, "-b %s", run_env("KLAMM_BOOTSTRAP"));
    f->t = console_start_in(&f->home, 30, 150, args, env);
    term_wait(f->t, "3 brokers");
    return 0;
}

/* For the last test: "0=10 1=11", of `topic`; NULL: no such group. */
static struct {
    char group[96];
    const char *want;
} expected[8];
static size_t nexpected;

static void ends_at(const char *group, const char *want)
{
    snprintf(expected[nexpected].group, sizeof expected->group, "%.90s", group);
    expected[nexpected++].want = want;
}

static void select_group(struct fixture *f)
{
    console_find(f->t, "groups", f->group);
    term_wait_row(f->t, f->group, "empty", NULL);
}

static void nothing_was_sent(struct fixture *f)
{
    char *journal = home_journal(&f->home);

    assert_string_equal(journal, "");
    free(journal);
}

static void deleted_by_its_name_and_taken_back(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    char *journal, line[64], *id;

    select_group(f);
    term_keys(t, "D");
    term_wait(t, "┌ delete group");
    term_wait_match(t, "3 committed offsets will be forgotten");
    term_wait_row(t, "type", f->group, "to send", NULL);
    term_keys(t, "y<Enter>");
    term_wait(t, "not sent: what was typed is not");
    nothing_was_sent(f);
    console_retype(t, f->group);
    term_keys(t, "<Enter>");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    journal = home_journal(&f->home);
    must_contain(journal, "\"delete-group\"");
    must_contain(journal, "\"before\":\"3 offsets\"");
    must_contain(journal, topic);
    id = strstr(journal, "\"id\":\"");
    assert_non_null(id);
    snprintf(line, sizeof line, "undo %.*s", (int)strcspn(id + 6, "\""), id + 6);
    free(journal);
    console_command(t, line);
    term_wait(t, "┌ undo: delete group");
    term_wait(t, "[ y send ]"); /* commits come back: nothing can be lost */
    assert_false(term_has(t, "unknown"));
    term_keys(t, "y");
    term_wait(t, "done: 3 of 3 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    ends_at(f->group, "0=10 1=11");
}

static void active_group_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct client_member *m = client_join(f->group, topic, "e2e-worker", "classic");
    char line[160];

    snprintf(line, sizeof line, "group-delete %s", f->group);
    console_command(f->t, line);
    term_wait_match(f->t, "Can't be sent: group .* is active .*e2e-worker on ");
    assert_false(term_has(f->t, "to send"));
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "not sent: group");
    console_escape(f->t, "Can't be sent");
    nothing_was_sent(f);
    client_leave(m);
    fixture_leave(f);
    ends_at(f->group, "0=10 1=11");
}

/* From the group's own partitions: the topic of the row is filled in. */
static void offsets_of_a_topic_are_deleted(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    char line[160];

    snprintf(line, sizeof line, "group %s", f->group);
    console_command(t, line);
    console_filter(t, other);
    term_wait_row(t, other, "5", NULL);
    term_keys(t, "D");
    term_wait(t, "┌ delete offsets");
    term_wait(t, other);
    term_keys(t, "<Enter>");
    term_wait(t, "delete 1 committed offset of");
    term_wait(t, "--delete-offsets");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 1 of 1 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    ends_at(f->group, "0=10 1=11 old=none");
}

static void topic_that_is_read_keeps_its_offsets(void **state)
{
    struct fixture *f = *state;
    struct client_member *m = client_join(f->group, topic, "e2e-worker", "consumer");
    char line[256];

    snprintf(line, sizeof line, "offsets-delete %s --topic %s", f->group, topic);
    console_command(f->t, line);
    term_wait_match(f->t, "Can't be sent: .* is read by e2e-worker on ");
    console_escape(f->t, "Can't be sent");
    nothing_was_sent(f);
    client_leave(m);
    fixture_leave(f);
    ends_at(f->group, "0=10 1=11");
}

static void made_by_the_form(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    const char *reads = run_name("e2e-gv-new");

    select_group(f);
    term_keys(t, "c");
    term_wait(t, "┌ create group");
    console_type(t, reads);
    term_keys(t, "<Down>l");
    term_wait(t, "(•) latest");
    term_keys(t, "<Down>");
    console_type(t, topic);
    term_keys(t, "<Enter>");
    term_wait_match(t, "create group e2e-gv-new.* 2 partitions");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    ends_at(reads, "0=30 1=30");
    ends_at(f->group, "0=10 1=11");
}

static void edited_as_a_document(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    char line[300], *copy;

    select_group(f);
    term_keys(t, "S");
    term_wait_match(t, "10 +30 +\\+20 +0 ");
    term_wait_match(t, "11 +7 +-4 +23 ");
    assert_false(term_has(t, other)); /* a deleted line leaves it unchanged */
    term_wait(t, "[ y send ]");
    /* The plan as a file for Kafka's tool. */
    term_keys(t, "X");
    term_wait(t, "write to");
    snprintf(line, sizeof line, "%s/plan.csv", f->home.dir);
    console_retype(t, line);
    term_keys(t, "<Enter>");
    term_wait(t, "as Kafka's tool takes it");
    copy = home_read(&f->home, "plan.csv");
    snprintf(line, sizeof line, "%s,0,30\n%s,1,7\n", topic, topic);
    assert_string_equal(copy, line);
    free(copy);
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    copy = home_read(&f->home, "copy");
    snprintf(line, sizeof line, "# log 0 to 30, 20 left to read\n%s:0 = 10\n", topic);
    must_contain(copy, line);
    free(copy);
    ends_at(f->group, "0=30 1=7");
}

static void commits_in(const char *table, const char *group, char *out, size_t size)
{
    long at[2] = {-1, -1}, old = -1;

    for (const char *line = table; line; line = strchr(line, '\n')) {
        char in_group[96], of_topic[96], offset[32];
        int partition;

        line += *line == '\n';
        if (sscanf(line, "%95s %95s %d %31s", in_group, of_topic, &partition, offset) != 4 ||
            strcmp(in_group, group) != 0)
            continue;
        if (strcmp(of_topic, topic) == 0 && partition < 2)
            at[partition] = strtol(offset, NULL, 10);
        else if (strcmp(of_topic, other) == 0)
            old = strtol(offset, NULL, 10);
    }
    snprintf(out, size, "0=%ld 1=%ld%s", at[0], at[1], old < 0 ? " old=none" : "");
}

static void kafkas_own_tool_says_the_same(void **state)
{
    struct fixture *f = *state;
    struct buf names;
    char *table;

    assert_int_equal(nexpected, 7);
    buf_init(&names, 0);
    for (size_t i = 0; i < nexpected; i++)
        buf_addf(&names, " --group %s", expected[i].group);
    table = run_tool("groups --describe%s --timeout 30000 2>/dev/null", buf_str(&names));
    buf_release(&names);
    for (size_t i = 0; i < nexpected; i++) {
        char is[64];

        commits_in(table, expected[i].group, is, sizeof is);
        if (strncmp(is, expected[i].want, strlen(expected[i].want)) != 0)
            fail_msg("%s is at %s, not at %s", expected[i].group, is, expected[i].want);
    }
    free(table);
    fixture_leave(f);
}

/* key=value is a setting where a verb takes some: such a name is completed behind "--". */
static void name_with_a_sign_is_completed_as_a_name(void **state)
{
    struct fixture *f = *state;
    char odd[96], line[200];

    snprintf(odd, sizeof odd, "%s", run_name("e2e-gv-odd=g"));
    admin_commit(&(struct admin_offset){odd, topic, 0, 1}, 1);
    console_find(f->t, "groups", "e2e-gv-odd");
    term_keys(f->t, ":");
    snprintf(line, sizeof line, "config-alter --type group consumer.session.timeout.ms=46s %.*s",
             (int)strlen(odd) - 1, odd);
    console_type(f->t, line);
    term_keys(f->t, "<Tab>");
    snprintf(line, sizeof line, "timeout.ms=46s -- %s", odd);
    term_wait(f->t, line);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "[ y send ]");
    assert_true(term_has(f->t, odd));
    assert_true(term_has(f->t, "46 s"));
    term_keys(f->t, "n");
    term_wait_gone(f->t, "[ y send ]");
    free(run_tool("consumer-groups --delete --group '%s'", odd));
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(deleted_by_its_name_and_taken_back),
        WITH_FIXTURE(active_group_is_not_deleted),
        WITH_FIXTURE(offsets_of_a_topic_are_deleted),
        WITH_FIXTURE(topic_that_is_read_keeps_its_offsets),
        WITH_FIXTURE(made_by_the_form),
        WITH_FIXTURE(edited_as_a_document),
        WITH_FIXTURE(name_with_a_sign_is_completed_as_a_name),
        WITH_FIXTURE(kafkas_own_tool_says_the_same),
    };

    return cmocka_run_group_tests(tests, make_topics, drop_topics);
}
