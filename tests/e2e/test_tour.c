/* The tour on the real cluster: it leads through its five steps, notices each thing that was done,
 * and sends nothing by itself. What a user sends on the way is verified in the journal. */
#include "tests/e2e/fixture.h"

#include "core/base/buf.h"
#include "tests/e2e/term_impl.h"
#include "tests/support/admin.h"
#include "tests/support/run.h"

#include <stdlib.h>
#include <string.h>

static char topic[64];

static int make_topic(void **state)
{
    (void)state;
    snprintf(topic, sizeof topic, "%s", run_name("e2e-tour"));
    admin_create_topic(topic, 1, 1, NULL);
    return 0;
}

static int drop_topic(void **state)
{
    (void)state;
    admin_delete_topic(topic);
    return 0;
}

static struct term *tour_start(struct fixture *f, int rows, int cols, const char *more)
{
    char args[512];
    snprintf(args, sizeof args, "-b %s --tour %s", run_env("KLAMM_BOOTSTRAP"), more);
    f->t = console_start_in(&f->home, rows, cols, args, NULL);
    term_wait(f->t, "3 brokers");
    term_wait_row(f->t, "five things in two minutes", "N next", "Esc leaves the tour", NULL);
    return f->t;
}

/* A sentence is in the strip, whole: its last words may be on another row than the first ones. */
static void strip_says(struct term *t, const char *begins, const char *ends)
{
    int rows = term_rows(t);
    struct buf text;
    term_wait(t, begins);
    assert_true(term_find_row(t, begins) >= rows - 3);
    buf_init(&text, 0);
    for (int i = rows - 3; i < rows; i++) {
        const char *row = term_row(t, i);
        buf_addf(&text, " %s", row + strspn(row, " "));
    }
    must_contain(buf_str(&text), ends);
    must_lack(buf_str(&text), "…");
    buf_release(&text);
}

static void find_what_is_wrong(struct term *t)
{
    term_keys(t, "N");
    strip_says(t, "▸ What is wrong, worst first", "opens where it is.");
    term_wait(t, "one replica only");
    term_keys(t, "<Enter>");
    strip_says(t, "● Each finding leads to", "N goes on.");
}

static void see_why_a_group_lags(struct term *t)
{
    term_keys(t, "N");
    strip_says(t, "▸ Press 4: the consumer groups", "verdict.");
    term_keys(t, "4");
    strip_says(t, "▸ Select ", "press ↵");
    console_wait_list(t, "groups");
    console_filter(t, "group=nightly-report");
    term_keys(t, "<Enter>");
    strip_says(t, "● The verdict says", "N goes on.");
}

static void ask_who_may_read(struct term *t)
{
    char asks[128];
    term_keys(t, "N");
    strip_says(t, "▸ Press 3", "topics.");
    term_keys(t, "3");
    strip_says(t, "▸ Select a topic and press W", "use it?");
    snprintf(asks, sizeof asks, "topic=%s", topic);
    console_wait_list(t, "topics");
    console_filter(t, asks);
    term_keys(t, "W");
    snprintf(asks, sizeof asks, "klamm can User:bob read topic/%s. N goes on.", topic);
    strip_says(t, "● Each user with the ACL", asks);
}

static void open_the_plan(struct term *t)
{
    char name[128];
    term_keys(t, "N");
    strip_says(t, "▸ Press 3", "topics.");
    term_keys(t, "3");
    strip_says(t, "▸ Select a topic and press E", "form.");
    snprintf(name, sizeof name, "topic=%s", topic);
    console_wait_list(t, "topics");
    console_filter(t, name);
    term_keys(t, "E");
    strip_says(t, "▸ Write file.delete.delay.ms=61000", "shown.");
    console_type(t, "file.delete.delay.ms=61000");
    term_keys(t, "<Enter>");
    strip_says(t, "▸ The plan: before", "nothing was sent.");
}

static void change_and_undo(struct term *t)
{
    open_the_plan(t);
    term_wait(t, "1 min 1 s (61000)");
    term_keys(t, "y");
    strip_says(t, "▸ Sent, read back", "way back.");
    term_keys(t, "U");
    strip_says(t, "▸ Undo is a plan", "y sends it.");
    term_wait(t, "1 step to undo");
    term_keys(t, "y");
    strip_says(t, "● The result, step by step", "keeps each change.");
    term_keys(t, "<Esc>");
    strip_says(t, "● The journal, 9, has both", "N goes on.");
}

static void filter_topics(struct term *t)
{
    term_keys(t, "N");
    strip_says(t, "▸ Press /, write partitions>10", ".");
    term_keys(t, "/<C-u>");
    console_type(t, "partitions>10");
    term_keys(t, "<Enter>");
    strip_says(t, "● Any column works", "N goes on.");
    term_wait(t, "sensor-readings");
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *s = text; (s = strstr(s, part)); s += strlen(part))
        n++;
    return n;
}

static void walk(struct fixture *f, int rows, int cols)
{
    struct term *t = tour_start(f, rows, cols, "");
    find_what_is_wrong(t);
    see_why_a_group_lags(t);
    ask_who_may_read(t);
    change_and_undo(t);
    filter_topics(t);
    term_keys(t, "N");
    strip_says(t, "● That was it", "the tour.");
    term_keys(t, "N");
    term_wait(t, "the tour has ended; :tour starts it again");
    assert_true(term_find_row(t, "the tour has ended") == rows - 1);
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_int_equal(count(journal, "\"verb\":\"config-alter\""), 1);
    assert_int_equal(count(journal, "\"verb\":\"undo\""), 1);
    free(journal);
}

static void all_five_at_80x24(void **state)
{
    walk(*state, 24, 80);
}

static void all_five_at_120x40(void **state)
{
    walk(*state, 40, 120);
}

/* A user who closes the plan has sent nothing, and the tour says so. */
static void a_plan_that_is_left_was_not_sent(void **state)
{
    struct fixture *f = *state;
    struct term *t = tour_start(f, 24, 80, "");
    term_keys(t, "NNN");
    open_the_plan(t);
    term_keys(t, "<Esc>");
    strip_says(t, "● Nothing was sent. Esc closes it", "each change.");
    term_keys(t, "<Esc>");
    strip_says(t, "● Nothing was sent. Had it been", "N goes on.");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

/* A step that can't be done here is a sentence, and N goes on. */
static void a_read_only_cluster_skips_the_change(void **state)
{
    struct fixture *f = *state;
    struct term *t = tour_start(f, 24, 80, "--read-only");
    term_keys(t, "NNNN");
    strip_says(t, "● This cluster is read-only", "undone.");
    term_keys(t, "N");
    term_wait(t, "tour, 5 of 5");
    fixture_leave(f);
}

/* Esc belongs to dialogs, then to what was opened, then to the tour. N is a letter in a field. */
static void esc_leaves_from_a_list_only(void **state)
{
    struct fixture *f = *state;
    struct term *t = tour_start(f, 24, 80, "");
    term_keys(t, "3");
    console_wait_list(t, "topics");
    term_keys(t, "/");
    console_type(t, "N");
    console_escape(t, "Tab columns");
    assert_true(term_has(t, "five things in two minutes"));
    term_keys(t, "<Enter>");
    term_wait_gone(t, "Esc leaves the tour");
    term_keys(t, "<Esc>");
    term_wait(t, "Esc leaves the tour");
    term_keys(t, "<Esc>");
    term_wait(t, "the tour has ended");
    assert_false(term_has(t, "five things in two minutes"));
    fixture_leave(f);
}

/* What would have no room gives way: the console itself stays usable. */
static void it_gives_way_on_a_low_terminal(void **state)
{
    struct fixture *f = *state;
    struct term *t = tour_start(f, 24, 80, "");
    term_resize(t, 15, 80);
    term_wait_gone(t, "five things in two minutes");
    assert_false(term_has(t, "klamm needs"));
    term_resize(t, 16, 80);
    term_wait(t, "five things in two minutes");
    fixture_leave(f);
}

/* The note of a cluster stands in the message line, and in the welcome of the tour. */
static void the_note_of_a_cluster_is_said(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t = console_start_as(&f->home, 24, 80, "note: ask payments first\n");
    term_wait(t, "3 brokers");
    term_wait_match(t, "[0-9]  ask payments first");
    console_command(t, "tour");
    term_wait(t, "● ask payments first N starts a tour");
    fixture_leave(f);
}

#define WITH_FIXTURE(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(all_five_at_80x24),
        WITH_FIXTURE(all_five_at_120x40),
        WITH_FIXTURE(a_plan_that_is_left_was_not_sent),
        WITH_FIXTURE(a_read_only_cluster_skips_the_change),
        WITH_FIXTURE(esc_leaves_from_a_list_only),
        WITH_FIXTURE(it_gives_way_on_a_low_terminal),
        WITH_FIXTURE(the_note_of_a_cluster_is_said),
    };
    return cmocka_run_group_tests(tests, make_topic, drop_topic);
}
