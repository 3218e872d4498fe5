/* Resetting offsets on the screen. The table that is confirmed is the table that is committed, as
 * kafka-consumer-groups reads it afterwards; and where the cluster says no, nothing is sent. */
#include "tests/e2e/fixture.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static char topic[96];   /* 100 records in partition 0, 40 in partition 1, one a second */
static int64_t first_ms; /* of the first record of each */

static int make_topic(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("e2e-reset"));
    first_ms = clock_wall_ms() - 7200000;
    admin_create_topic(topic, 2, 3, NULL);
    client_produce(topic, 0, 100, first_ms, 1000);
    client_produce(topic, 1, 40, first_ms, 1000);
    return 0;
}

static int drop_topic(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    return 0;
}

/* A new group at 10 of 100 and at 40 of 40. */
static int set_up(void **state)
{
    fixture_set_up(state);
    struct fixture *f = *state;
    snprintf(f->group, sizeof f->group, "%s", run_name("e2e-group"));
    client_commit(f->group, topic, 0, 10);
    client_commit(f->group, topic, 1, 40);
    fixture_start(f, 30, 150);
    return 0;
}

static void reset(struct fixture *f, const char *options)
{
    char line[512];
    snprintf(line, sizeof line, "offsets-reset %s --watch-commits 0 %s", f->group, options);
    console_command(f->t, line);
}

/* A row of the plan: partition, committed, new, move, lag after, note. */
static void wait_plan(struct fixture *f, int partition, const char *cells)
{
    char regex[512];
    snprintf(regex, sizeof regex, "%s +%d +%s", topic, partition, cells);
    term_wait_match(f->t, regex);
}

/* What each group must have in the end, "0=10 1=40": asked of Kafka's tool in the last test, for
 * all groups at once, because it takes longer to start than all the rest. */
static struct {
    char group[96], want[32];
} expected[16];
static size_t nexpected;

static void ends_at(const struct fixture *f, const char *want)
{
    assert_true(nexpected < sizeof expected / sizeof *expected);
    snprintf(expected[nexpected].group, sizeof expected->group, "%s", f->group);
    snprintf(expected[nexpected++].want, sizeof expected->want, "%s", want);
}

static void nothing_was_sent(struct fixture *f)
{
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void confirm(struct fixture *f)
{
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "y");
    term_wait_match(f->t, "done: [0-9]+ of [0-9]+ steps");
    console_escape(f->t, "[ Esc leave ]");
}

static void by_the_form_to_earliest(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_list(t, "groups");
    console_filter(t, f->group);
    term_wait_row(t, f->group, "○ empty", NULL);
    term_keys(t, "s");
    term_wait(t, "┌ reset offsets");
    term_keys(t, "e"); /* the choice that begins with e */
    term_wait(t, "(•) earliest");
    term_keys(t, "<Enter>");
    /* The plan is there at once; confirmed, it is sent when the watch has ended. */
    term_wait(t, "watching for commits from outside the group, ");
    wait_plan(f, 0, "10 +0 +-10 +100 ");
    wait_plan(f, 1, "40 +0 +-40 +40 ");
    term_wait_match(t, "re-read 50 +skip 0");
    term_keys(t, "x"); /* the command is folded to one line */
    term_wait(t, "--to-earliest --execute");
    console_escape(t, "Kafka's own tool does it with");
    term_wait(t, "[ y send ]");
    term_keys(t, "y");
    term_wait(t, "confirmed: it is sent when the watch for commits");
    term_wait(t, "done: 2 of 2 steps");
    term_wait_match(t, "10 +0 +0 +done"); /* before, asked, now */
    console_escape(t, "[ Esc leave ]");
    fixture_leave(f);
    ends_at(f, "0=0 1=0");
    char *journal = home_journal(&f->home);
    must_contain(journal, "\"before\":\"10\"");
    must_contain(journal, "\"before\":\"40\"");
    must_contain(journal, "\"after\":\"0\"");
    must_contain(journal, "\"now\":\"0\"");
    must_contain(journal, "\"status\":\"done\"");
    free(journal);
}

/* What other consoles got wrong: forward is a reset too, and what is skipped is said. */
static int rows_with(struct term *t, const char *text)
{
    int n = 0;
    for (int i = 0; i < term_rows(t); i++)
        n += strstr(term_row(t, i), text) != NULL;
    return n;
}

/* The row below the one that has the text. */
static const char *row_below(struct term *t, const char *text)
{
    return term_row(t, term_wait_row(t, text, NULL) + 1);
}

/* Choices with a sentence each, a list with a frame that only has what can be meant, and what is
 * wrong once, below its field. */
static void the_form_says_what_can_be_meant(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    char second[120], third[120], line[160];
    snprintf(second, sizeof second, "%s-b", topic);
    snprintf(third, sizeof third, "%s-c", topic); /* without a commit */
    admin_create_topic(second, 1, 1, NULL);
    admin_create_topic(third, 1, 1, NULL);
    client_commit(f->group, second, 0, 0);
    snprintf(line, sizeof line, "group-partitions %s", f->group);
    console_command(t, line);
    term_wait(t, second); /* known now */
    console_list(t, "groups");
    console_filter(t, f->group);
    term_keys(t, "s");
    term_wait_row(t, "( ) earliest", "all that is left in the log", NULL);
    term_keys(t, "?"); /* helps, and chooses nothing */
    term_wait(t, "Fields (* must be filled)");
    console_escape(t, "Fields (* must be filled)");
    term_keys(t, "d");
    term_wait_row(t, "(•) duration", "a time before now", NULL);
    term_keys(t, "<Down>2h");
    term_wait_match(t, "how long ago.* 2h +→ .* UTC");
    term_keys(t, "<Down>");
    term_wait_row(t, "only topics", "[every partition with a commit]", NULL);
    console_type(t, topic);
    term_keys(t, "<Tab>");
    term_wait_row(t, "│ ", second, " │", NULL);
    assert_false(term_has(t, third));
    term_keys(t, "<Down><Down>");
    term_wait_row(t, "only topics", second, NULL);
    term_keys(t, "<Enter>"); /* takes it, and does not ask for the plan */
    term_wait_gone(t, "close the list");
    term_wait_row(t, "only topics", second, NULL);
    assert_true(term_has(t, "┌ reset offsets"));
    console_retype(t, "or");
    term_keys(t, "<Enter>");
    term_wait(t, "topic \"or\" does not exist");
    must_contain(row_below(t, "only topics"), "topic \"or\" does not exist");
    assert_int_equal(rows_with(t, "does not exist"), 1);
    console_escape(t, "┌ reset offsets");
    fixture_leave(f);
    ends_at(f, "0=10 1=40");
    admin_delete_topic(second);
    admin_delete_topic(third);
}

static void to_latest_skips_and_says_so(void **state)
{
    struct fixture *f = *state;
    reset(f, "--to-latest");
    wait_plan(f, 0, "10 +100 +\\+90 +0 ");
    wait_plan(f, 1, "40 +40 +0 +0 .*unchanged");
    term_wait_match(f->t, "re-read 0 +skip 90");
    term_wait(f->t, "90 records still in the log will not be read by this group");
    confirm(f);
    ends_at(f, "0=100 1=40");
    fixture_leave(f);
}

static void to_an_offset_within_the_log(void **state)
{
    struct fixture *f = *state;
    reset(f, "--to-offset 60");
    wait_plan(f, 0, "10 +60 +\\+50 +40 ");
    wait_plan(f, 1, "40 +40 +0 +0 .*60 is past the end");
    confirm(f);
    ends_at(f, "0=60 1=40");
    fixture_leave(f);
}

static void shifted_and_shown_before(void **state)
{
    struct fixture *f = *state;
    char options[160];
    snprintf(options, sizeof options, "--shift-by -7 --topic %s:1", topic);
    reset(f, options);
    wait_plan(f, 1, "40 +33 +-7 +7 ");
    assert_false(term_has(f->t, "+100 "));
    confirm(f);
    reset(f, "--shift-by 5");
    wait_plan(f, 0, "10 +15 +\\+5 +85 ");
    wait_plan(f, 1, "33 +38 +\\+5 +2 ");
    confirm(f);
    ends_at(f, "0=15 1=38");
    fixture_leave(f);
}

static void to_an_instant_shown_in_both_zones(void **state)
{
    struct fixture *f = *state;
    char utc[TEXT_NUM], options[160];
    text_instant_utc(utc, first_ms + 30000);
    snprintf(options, sizeof options, "--to-datetime %s", utc);
    reset(f, options);
    wait_plan(f, 0, "10 +30 +\\+20 +70  20[0-9][0-9]-[0-9-]+ ");
    wait_plan(f, 1, "40 +30 +-10 +10  20[0-9][0-9]-[0-9-]+ ");
    term_wait(f->t, utc); /* next to the local one */
    confirm(f);
    ends_at(f, "0=30 1=30");
    fixture_leave(f);
}

static void by_a_duration(void **state)
{
    struct fixture *f = *state;
    reset(f, "--by-duration 1h"); /* all records are older */
    wait_plan(f, 0, "10 +100 +\\+90 +0 .*no record that young: set to the end");
    console_escape(f->t, "goes to the end");
    reset(f, "--by-duration P1D");
    wait_plan(f, 0, "10 +0 +-10 +100 ");
    confirm(f);
    ends_at(f, "0=0 1=0");
    fixture_leave(f);
}

static void from_a_file_and_by_hand(void **state)
{
    struct fixture *f = *state;
    char text[300], options[300];
    snprintf(text, sizeof text, "%s,0,21\n%s,1,22\n", topic, topic);
    home_write(&f->home, "plan.csv", text);
    snprintf(options, sizeof options, "--from-file %s/plan.csv", f->home.dir);
    reset(f, options);
    wait_plan(f, 0, "10 +21 +\\+11 +79 ");
    wait_plan(f, 1, "40 +22 +-18 +18 ");
    confirm(f);
    snprintf(options, sizeof options, "--set %s:0=33 --set %s:1=500", topic, topic);
    reset(f, options);
    wait_plan(f, 0, "21 +33 +\\+12 +67 ");
    wait_plan(f, 1, "22 +40 +\\+18 +0 .*500 is past the end");
    confirm(f);
    ends_at(f, "0=33 1=40");
    fixture_leave(f);
}

static void prod_wants_the_groups_name(void **state)
{
    struct fixture *f = *state;
    fixture_leave(f);
    f->t = console_start_as(&f->home, 30, 150, "label: prod");
    term_wait(f->t, "3 brokers");
    reset(f, "--to-earliest");
    term_wait_row(f->t, "type", f->group, "to send", NULL);
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "not sent: what was typed is not");
    nothing_was_sent(f);
    console_retype(f->t, f->group);
    term_keys(f->t, "<Enter>");
    term_wait(f->t, "done: 2 of 2 steps");
    console_escape(f->t, "[ Esc leave ]");
    fixture_leave(f);
    ends_at(f, "0=0 1=0");
}

/* Known from the start, with the plan: who has to stop first. */
static void active_group_is_planned_and_refused(void **state)
{
    struct fixture *f = *state;
    struct client_member *m = client_join(f->group, topic, "e2e-worker", "classic");
    reset(f, "--to-earliest");
    wait_plan(f, 0, "10 +0 +-10 +100 ");
    term_wait_match(f->t, "Can't be sent: group .* is active .*e2e-worker on .*127\\.0\\.0\\.1");
    assert_false(term_has(f->t, "[ y send ]"));
    term_keys(f->t, "y<Enter>");
    term_wait(f->t, "not sent: group");
    console_escape(f->t, "Can't be sent");
    nothing_was_sent(f);
    ends_at(f, "0=10 1=40");
    client_leave(m);
    fixture_leave(f);
}

static void a_member_that_joins_in_between(void **state)
{
    struct fixture *f = *state;
    reset(f, "--to-earliest");
    term_wait(f->t, "[ y send ]");
    struct client_member *m = client_join(f->group, topic, "e2e-late", "consumer");
    term_keys(f->t, "y");
    term_wait(f->t, "nothing was sent");
    term_wait(f->t, "e2e-late on ");
    assert_false(term_has(f->t, "[ y send ]"));
    console_escape(f->t, "e2e-late on");
    nothing_was_sent(f);
    ends_at(f, "0=10 1=40");
    client_leave(m);
    fixture_leave(f);
}

/* Another tool sent 45/45/45, which the user had not seen: here the new plan is shown, and not
 * sent. */
static void a_commit_in_between(void **state)
{
    struct fixture *f = *state;
    reset(f, "--shift-by 5");
    wait_plan(f, 0, "10 +15 +\\+5 +85 ");
    term_wait(f->t, "[ y send ]");
    client_commit(f->group, topic, 0, 50);
    term_keys(f->t, "y");
    term_wait(f->t, "nothing was sent");
    wait_plan(f, 0, "50 +55 +\\+5 +45 ");
    term_wait(f->t, "[ y send ]");
    term_keys(f->t, "n");
    term_wait_gone(f->t, "[ y send ]");
    fixture_leave(f);
    nothing_was_sent(f);
    ends_at(f, "0=50 1=40");
}

/* Completed as one word, though it has blanks and quotes. */
static void a_group_with_blanks_is_completed(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "groups");
    term_keys(f->t, "/team<Enter>"); /* however many others there are */
    term_wait(f->t, "1 shown");
    term_wait(f->t, "team a / odd");
    console_type(f->t, ":offsets-reset team\\ a\\ /\\ o");
    term_keys(f->t, "<Tab>");
    term_wait(f->t, ":offsets-reset team\\ a\\ /\\ odd\\ \\\"group\\\",\\ with\\ \\'quotes\\'");
    term_keys(f->t, "<Esc>");
    term_wait_gone(f->t, ":offsets-reset");
    fixture_leave(f);
}

/* A slip of the finger must not make a group. */
static void unknown_group_is_refused(void **state)
{
    struct fixture *f = *state;
    char line[256];
    snprintf(line, sizeof line, "offsets-reset %s-typo --to-earliest --topic %s", f->group, topic);
    console_command(f->t, line);
    term_wait(f->t, "┌ reset offsets");
    term_wait(f->t, "does not exist, and resetting would create it");
    console_escape(f->t, "┌ reset offsets");
    fixture_leave(f);
    ends_at(f, "0=10 1=40");
}

static void read_only_cluster_refuses(void **state)
{
    struct fixture *f = *state;
    fixture_leave(f);
    f->t = console_start_as(&f->home, 30, 150, "guard: read-only");
    term_wait(f->t, "3 brokers");
    reset(f, "--to-earliest");
    term_wait(f->t, "offsets-reset: this cluster is read-only");
    fixture_leave(f);
    ends_at(f, "0=10 1=40");
    nothing_was_sent(f);
}

/* The commits "partition=offset" of a group in the tool's table. */
static void commits_in(const char *table, const char *group, char *out, size_t size)
{
    int64_t at[2] = {-1, -1};
    for (const char *line = table; line; line = strchr(line, '\n')) {
        char in_group[96], of_topic[96], offset[32];
        int partition;
        line += *line == '\n';
        if (sscanf(line, "%95s %95s %d %31s", in_group, of_topic, &partition, offset) == 4 &&
            strcmp(in_group, group) == 0 && strcmp(of_topic, topic) == 0 && partition < 2)
            at[partition] = strtoll(offset, NULL, 10);
    }
    snprintf(out, size, "0=%" PRId64 " 1=%" PRId64, at[0], at[1]);
}

static void kafkas_own_tool_says_the_same(void **state)
{
    struct fixture *f = *state;
    char *table = run_tool("groups --timeout 60000 --describe --all-groups 2>/dev/null");
    assert_true(nexpected >= 12);
    for (size_t i = 0; i < nexpected; i++) {
        char is[64];
        commits_in(table, expected[i].group, is, sizeof is);
        if (strcmp(is, expected[i].want) != 0)
            fail_msg("%s is at %s, not at %s", expected[i].group, is, expected[i].want);
    }
    must_lack(table, "-typo");
    free(table);
    fixture_leave(f);
}

int main(void)
{
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(by_the_form_to_earliest),
        WITH_FIXTURE(the_form_says_what_can_be_meant),
        WITH_FIXTURE(to_latest_skips_and_says_so),
        WITH_FIXTURE(to_an_offset_within_the_log),
        WITH_FIXTURE(shifted_and_shown_before),
        WITH_FIXTURE(to_an_instant_shown_in_both_zones),
        WITH_FIXTURE(by_a_duration),
        WITH_FIXTURE(from_a_file_and_by_hand),
        WITH_FIXTURE(prod_wants_the_groups_name),
        WITH_FIXTURE(active_group_is_planned_and_refused),
        WITH_FIXTURE(a_member_that_joins_in_between),
        WITH_FIXTURE(a_commit_in_between),
        WITH_FIXTURE(a_group_with_blanks_is_completed),
        WITH_FIXTURE(unknown_group_is_refused),
        WITH_FIXTURE(read_only_cluster_refuses),
        WITH_FIXTURE(kafkas_own_tool_says_the_same),
    };
    return cmocka_run_group_tests(tests, make_topic, drop_topic);
}
