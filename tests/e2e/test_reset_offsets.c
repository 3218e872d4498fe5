/* Resetting offsets on the screen. The table that is confirmed is the table that is committed, as
 * kafka-consumer-groups reads it afterwards; and where the world says no, nothing is sent. */
#include "tests/e2e/console.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/client.h"
#include "tests/support/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct desk {
    struct home home;
    struct term *t;
    char group[96];
};

static struct desk desk;
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
static int open_desk(void **state)
{
    *state = &desk;
    desk = (struct desk){.home = home_new()};
    snprintf(desk.group, sizeof desk.group, "%s", run_name("e2e-group"));
    client_commit(desk.group, topic, 0, 10);
    client_commit(desk.group, topic, 1, 40);
    desk.t = console_start(&desk.home, 30, 150);
    term_wait(desk.t, "3 brokers");
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;
    term_free(d->t);
    home_release(&d->home);
    return 0;
}

static void leave(struct desk *d)
{
    console_quit(d->t);
    d->t = NULL;
}

static void reset(struct desk *d, const char *options)
{
    char line[512];
    snprintf(line, sizeof line, "offsets-reset %s --watch-commits 0 %s", d->group, options);
    console_command(d->t, line);
}

/* A row of the plan: partition, committed, new, move, lag after, note. */
static void wait_plan(struct desk *d, int partition, const char *cells)
{
    char regex[512];
    snprintf(regex, sizeof regex, "%s +%d +%s", topic, partition, cells);
    term_wait_match(d->t, regex);
}

/* What each group must have in the end, "0=10 1=40": asked of Kafka's tool in the last test, for
 * all groups at once, because it takes longer to start than all the rest. */
static struct {
    char group[96], want[32];
} expected[16];
static size_t nexpected;

static void ends_at(const struct desk *d, const char *want)
{
    assert_true(nexpected < sizeof expected / sizeof *expected);
    snprintf(expected[nexpected].group, sizeof expected->group, "%s", d->group);
    snprintf(expected[nexpected++].want, sizeof expected->want, "%s", want);
}

static void nothing_was_sent(struct desk *d)
{
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void confirm(struct desk *d)
{
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "y");
    term_wait_match(d->t, "done: [0-9]+ of [0-9]+ steps");
    console_escape(d->t, "Esc closes");
}

static void by_the_form_to_earliest(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t;
    console_command(t, "groups");
    term_wait(t, "nightly-report");
    term_keys(t, "/");
    console_type(t, d->group);
    term_keys(t, "<Enter>");
    term_wait(t, "1 shown");
    term_wait_row(t, d->group, "empty", "inactive", NULL);
    term_keys(t, "s");
    term_wait(t, "┌ reset offsets");
    term_keys(t, "e"); /* the choice that begins with e */
    term_wait(t, "‹ earliest ›");
    term_keys(t, "<Enter>");
    term_wait(t, "watching for a few seconds whether somebody commits");
    wait_plan(d, 0, "10 +0 +-10 +100 ");
    wait_plan(d, 1, "40 +0 +-40 +40 ");
    term_wait_match(t, "re-read 50 +skip 0");
    term_wait(t, "--to-earliest --execute");
    term_wait(t, "send this? y/N");
    term_keys(t, "y");
    term_wait(t, "done: 2 of 2 steps");
    term_wait_match(t, "10 +0 +0 +done"); /* before, asked, now */
    console_escape(t, "Esc closes");
    leave(d);
    ends_at(d, "0=0 1=0");
    char *journal = home_journal(&d->home);
    must_contain(journal, "\"before\":\"10\"");
    must_contain(journal, "\"before\":\"40\"");
    must_contain(journal, "\"after\":\"0\"");
    must_contain(journal, "\"now\":\"0\"");
    must_contain(journal, "\"status\":\"done\"");
    free(journal);
}

/* What other consoles got wrong: forward is a reset too, and what is skipped is said. */
static void to_latest_skips_and_says_so(void **state)
{
    struct desk *d = *state;
    reset(d, "--to-latest");
    wait_plan(d, 0, "10 +100 +\\+90 +0 ");
    wait_plan(d, 1, "40 +40 +0 +0 .*unchanged");
    term_wait_match(d->t, "re-read 0 +skip 90");
    term_wait(d->t, "90 records still in the log will not be read by this group");
    confirm(d);
    ends_at(d, "0=100 1=40");
    leave(d);
}

static void to_an_offset_within_the_log(void **state)
{
    struct desk *d = *state;
    reset(d, "--to-offset 60");
    wait_plan(d, 0, "10 +60 +\\+50 +40 ");
    wait_plan(d, 1, "40 +40 +0 +0 .*60 is past the end");
    confirm(d);
    ends_at(d, "0=60 1=40");
    leave(d);
}

static void shifted_and_shown_before(void **state)
{
    struct desk *d = *state;
    char options[160];
    snprintf(options, sizeof options, "--shift-by -7 --topic %s:1", topic);
    reset(d, options);
    wait_plan(d, 1, "40 +33 +-7 +7 ");
    assert_false(term_has(d->t, "+100 "));
    confirm(d);
    reset(d, "--shift-by 5");
    wait_plan(d, 0, "10 +15 +\\+5 +85 ");
    wait_plan(d, 1, "33 +38 +\\+5 +2 ");
    confirm(d);
    ends_at(d, "0=15 1=38");
    leave(d);
}

static void to_an_instant_shown_in_both_zones(void **state)
{
    struct desk *d = *state;
    char utc[TEXT_NUM], options[160];
    text_instant_utc(utc, first_ms + 30000);
    snprintf(options, sizeof options, "--to-datetime %s", utc);
    reset(d, options);
    wait_plan(d, 0, "10 +30 +\\+20 +70  20[0-9][0-9]-[0-9-]+ ");
    wait_plan(d, 1, "40 +30 +-10 +10  20[0-9][0-9]-[0-9-]+ ");
    term_wait(d->t, utc); /* beside the local one */
    confirm(d);
    ends_at(d, "0=30 1=30");
    leave(d);
}

static void by_a_duration(void **state)
{
    struct desk *d = *state;
    reset(d, "--by-duration 1h"); /* all records are older */
    wait_plan(d, 0, "10 +100 +\\+90 +0 .*no record that young: goes to the end");
    console_escape(d->t, "goes to the end");
    reset(d, "--by-duration P1D");
    wait_plan(d, 0, "10 +0 +-10 +100 ");
    confirm(d);
    ends_at(d, "0=0 1=0");
    leave(d);
}

static void from_a_file_and_by_hand(void **state)
{
    struct desk *d = *state;
    char text[300], options[300];
    snprintf(text, sizeof text, "%s,0,21\n%s,1,22\n", topic, topic);
    home_write(&d->home, "plan.csv", text);
    snprintf(options, sizeof options, "--from-file %s/plan.csv", d->home.folder);
    reset(d, options);
    wait_plan(d, 0, "10 +21 +\\+11 +79 ");
    wait_plan(d, 1, "40 +22 +-18 +18 ");
    confirm(d);
    snprintf(options, sizeof options, "--set %s:0=33 --set %s:1=500", topic, topic);
    reset(d, options);
    wait_plan(d, 0, "21 +33 +\\+12 +67 ");
    wait_plan(d, 1, "22 +40 +\\+18 +0 .*500 is past the end");
    confirm(d);
    ends_at(d, "0=33 1=40");
    leave(d);
}

static void prod_wants_the_groups_name(void **state)
{
    struct desk *d = *state;
    leave(d);
    d->t = console_start_as(&d->home, 30, 150, "label: prod");
    term_wait(d->t, "3 brokers");
    reset(d, "--to-earliest");
    term_wait_row(d->t, "type", d->group, "to apply", NULL);
    term_keys(d->t, "y<Enter>");
    term_wait(d->t, "not sent: what was typed is not");
    nothing_was_sent(d);
    console_retype(d->t, d->group);
    term_keys(d->t, "<Enter>");
    term_wait(d->t, "done: 2 of 2 steps");
    console_escape(d->t, "Esc closes");
    leave(d);
    ends_at(d, "0=0 1=0");
}

/* Known from the start, with the plan: who has to stop first. */
static void active_group_is_planned_and_refused(void **state)
{
    struct desk *d = *state;
    struct client_member *m = client_join(d->group, topic, "e2e-worker", "classic");
    reset(d, "--to-earliest");
    wait_plan(d, 0, "10 +0 +-10 +100 ");
    term_wait_match(d->t, "Can't be sent: group .* is active .*e2e-worker on .*127\\.0\\.0\\.1");
    assert_false(term_has(d->t, "send this?"));
    term_keys(d->t, "y<Enter>");
    term_wait(d->t, "not sent: group");
    console_escape(d->t, "Can't be sent");
    nothing_was_sent(d);
    ends_at(d, "0=10 1=40");
    client_leave(m);
    leave(d);
}

static void a_member_that_joins_in_between(void **state)
{
    struct desk *d = *state;
    reset(d, "--to-earliest");
    term_wait(d->t, "send this? y/N");
    struct client_member *m = client_join(d->group, topic, "e2e-late", "consumer");
    term_keys(d->t, "y");
    term_wait(d->t, "Nothing was sent");
    term_wait(d->t, "e2e-late on ");
    assert_false(term_has(d->t, "send this?"));
    console_escape(d->t, "e2e-late on");
    nothing_was_sent(d);
    ends_at(d, "0=10 1=40");
    client_leave(m);
    leave(d);
}

/* Elsewhere 45/45/45 went out that nobody had seen: here the new plan is shown, and not sent. */
static void a_commit_in_between(void **state)
{
    struct desk *d = *state;
    reset(d, "--shift-by 5");
    wait_plan(d, 0, "10 +15 +\\+5 +85 ");
    term_wait(d->t, "send this? y/N");
    client_commit(d->group, topic, 0, 50);
    term_keys(d->t, "y");
    term_wait(d->t, "Nothing was sent");
    wait_plan(d, 0, "50 +55 +\\+5 +45 ");
    term_wait(d->t, "send this? y/N");
    term_keys(d->t, "n");
    term_wait_gone(d->t, "send this?");
    leave(d);
    nothing_was_sent(d);
    ends_at(d, "0=50 1=40");
}

/* Completed as one word, though it has blanks and quotes. */
static void a_group_with_blanks_is_completed(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "groups");
    term_keys(d->t, "/team<Enter>"); /* however many others there are */
    term_wait(d->t, "1 shown");
    term_wait(d->t, "team a / odd");
    console_type(d->t, ":offsets-reset team\\ a\\ /\\ o");
    term_keys(d->t, "<Tab>");
    term_wait(d->t, ":offsets-reset team\\ a\\ /\\ odd\\ \\\"group\\\",\\ with\\ \\'quotes\\'");
    term_keys(d->t, "<Esc>");
    term_wait_gone(d->t, ":offsets-reset");
    leave(d);
}

/* A slip of the finger must not make a group. */
static void unknown_group_is_refused(void **state)
{
    struct desk *d = *state;
    char line[256];
    snprintf(line, sizeof line, "offsets-reset %s-typo --to-earliest --topic %s", d->group, topic);
    console_command(d->t, line);
    term_wait(d->t, "┌ reset offsets");
    term_wait(d->t, "does not exist, and resetting would create it");
    console_escape(d->t, "┌ reset offsets");
    leave(d);
    ends_at(d, "0=10 1=40");
}

static void read_only_cluster_refuses(void **state)
{
    struct desk *d = *state;
    leave(d);
    d->t = console_start_as(&d->home, 30, 150, "guard: read-only");
    term_wait(d->t, "3 brokers");
    reset(d, "--to-earliest");
    term_wait(d->t, "offsets-reset: this cluster is read-only");
    leave(d);
    ends_at(d, "0=10 1=40");
    nothing_was_sent(d);
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
    struct desk *d = *state;
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
    leave(d);
}

int main(void)
{
#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        AT_DESK(by_the_form_to_earliest),
        AT_DESK(to_latest_skips_and_says_so),
        AT_DESK(to_an_offset_within_the_log),
        AT_DESK(shifted_and_shown_before),
        AT_DESK(to_an_instant_shown_in_both_zones),
        AT_DESK(by_a_duration),
        AT_DESK(from_a_file_and_by_hand),
        AT_DESK(prod_wants_the_groups_name),
        AT_DESK(active_group_is_planned_and_refused),
        AT_DESK(a_member_that_joins_in_between),
        AT_DESK(a_commit_in_between),
        AT_DESK(a_group_with_blanks_is_completed),
        AT_DESK(unknown_group_is_refused),
        AT_DESK(read_only_cluster_refuses),
        AT_DESK(kafkas_own_tool_says_the_same),
    };
    return cmocka_run_group_tests(tests, make_topic, drop_topic);
}
