/* What a stranger reads at 80×24: nothing that decides is cut, what is cut says where the rest is,
 * and only what works is offered. On the seeded cluster; nothing is sent. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"

static int set_up(void **state)
{
    fixture_set_up(state);
    fixture_start(*state, 24, 80);
    return 0;
}

static void filter(struct term *t, const char *text, const char *row)
{
    console_type(t, text);
    term_keys(t, "<Enter>");
    term_wait(t, "1 shown");
    term_wait(t, row);
}

static void forms_and_plans_keep_what_decides(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "offsets-reset nightly-report");
    term_wait_row(t, "( ) earliest", "all that is left in the log", NULL);
    term_wait_row(t, "( ) file", "from CSV", NULL);   /* the last of the choices */
    assert_false(term_has(t, "choose one of these")); /* nothing was tried yet */
    term_keys(t, "<Enter>");
    term_wait(t, "choose one of these");
    console_escape(t, "( ) file");
    console_command(t, "config-alter orders --set retention.ms=3d");
    term_wait_row(t, "retention.ms", "2 d (172800000)", "this topic", "3 d (259200000)", NULL);
    term_wait(t, "[ y send ]");
    console_escape(t, "[ y send ]");
    console_command(t, "topic-configs orders");
    term_wait_row(t, "compression.gzip.level", "-1", "built in", NULL);
    fixture_leave(f);
}

static void a_long_note_is_whole_below_a_short_list(void **state)
{
    struct fixture *f = *state;
    console_command(f->t, "principal-access User:bob");
    term_wait(f->t, "the brokers don't show super.users: these users may do everything");
    term_wait(f->t, "taken to be false");
    term_wait_match(f->t, "┌ .*User:bob");
    fixture_leave(f);
}

static void a_cut_message_says_where_the_rest_is(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "topics");
    filter(t, "/__consumer_offsets", "__consumer_offsets");
    term_resize(t, 24, 200); /* what destroys is the last of the hints */
    term_wait_row(t, "c create topic", ": command", "? help", NULL);
    assert_false(term_has(t, "D delete topic")); /* not of Kafka's own */
    term_resize(t, 24, 80);
    term_keys(t, "D");
    term_wait_row(t, "it is one of Kafka's own topics", "8 shows it", NULL);
    term_keys(t, "8");
    term_wait_row(t, "klamm", "topic-delete: it is one of", NULL);
    term_keys(t, "<Enter>");
    term_wait(t, "--internal plans it anyway");
    console_escape(t, "--internal plans it anyway");
    fixture_leave(f);
}

static void what_is_open_can_be_deleted(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "topic orders");
    term_resize(t, 24, 200); /* what destroys is the last of the hints */
    term_wait(t, "D delete topic");
    term_resize(t, 24, 80);
    term_keys(t, "D");
    term_wait(t, "type  orders  to send:");
    console_escape(t, "to send:");
    console_command(t, "group nightly-report");
    term_resize(t, 24, 200);
    term_wait(t, "X delete group");
    term_resize(t, 24, 80);
    term_keys(t, "X");
    term_wait(t, "type  nightly-report  to send");
    console_escape(t, "to send:");
    fixture_leave(f);
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void tab_in_vain_is_answered(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_type(t, ":topic no-such-");
    term_keys(t, "<Tab>");
    term_wait(t, "nothing begins like that");
    console_escape(t, "nothing begins like that");
    console_command(t, "groups");
    console_type(t, "/mem");
    term_keys(t, "<Tab>");
    term_wait(t, "/members=");
    console_type(t, "0 zz");
    term_keys(t, "<Tab>");
    term_wait(t, "no column begins like that");
    console_escape(t, "no column begins like that");
    fixture_leave(f);
}

static void make_small(struct term *t)
{
    term_resize(t, 10, 50);
    term_wait(t, "q leaves");
}

/* Below 60×12 no dialog is painted, and none gets a key, a click or pasted text: y would send what
 * the user can't see, q would be typed into a field. */
static void what_is_not_painted_gets_nothing(void **state)
{
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "topic-create e2e-never-seen --partitions 1");
    term_wait(t, "[ y send ]");
    make_small(t);
    term_keys(t, "y<Enter>");
    term_paste(t, "y");
    term_click(t, 3, 3);
    term_resize(t, 24, 80);
    term_wait(t, "[ y send ]");
    term_wait(t, "too small to show it"); /* the pasted text, after all keys */
    console_escape(t, "[ y send ]");
    console_command(t, "topics");
    console_type(t, "/kept");
    term_wait(t, "/kept");
    make_small(t);
    term_paste(t, "lost");
    term_keys(t, "xx");
    term_resize(t, 24, 80);
    term_wait_match(t, "^/kept +word");
    make_small(t);
    term_keys(t, "q");
    term_expect_exit(t, 0);
    assert_true(term_tty_restored(t));
    char *journal = home_journal(&f->home);
    assert_string_equal(journal, "");
    free(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(forms_and_plans_keep_what_decides, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_long_note_is_whole_below_a_short_list, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_cut_message_says_where_the_rest_is, set_up,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(what_is_open_can_be_deleted, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(tab_in_vain_is_answered, set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_painted_gets_nothing, set_up,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
