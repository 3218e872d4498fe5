/* What a stranger reads at 80×24: nothing that decides is cut, what is cut says where the rest is,
 * and only what works is offered. On the seeded cluster; nothing is sent. */
#include "tests/e2e/console_desk.h"

#include "tests/e2e/term_impl.h"

static int open_desk(void **state)
{
    desk_set_up(state);
    desk_start(*state, 24, 80);
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
    struct desk *d = *state;
    struct term *t = d->t;
    console_command(t, "offsets-reset nightly-report");
    term_wait(t, "hand; file: from CSV"); /* the end of the longest help */
    console_escape(t, "hand; file: from CSV");
    console_command(t, "config-alter orders --set retention.ms=3d");
    term_wait_row(t, "retention.ms", "2 d (172800000)", "this topic", "3 d (259200000)", NULL);
    term_wait(t, "send this? y/N");
    console_escape(t, "send this? y/N");
    console_command(t, "topic-configs orders");
    term_wait_row(t, "compression.gzip.level", "-1", "built in", NULL);
    desk_leave(d);
}

static void a_long_note_is_whole_below_a_short_list(void **state)
{
    struct desk *d = *state;
    console_command(d->t, "principal-access User:bob");
    term_wait(d->t, "the brokers don't show super.users, who may do everything");
    term_wait(d->t, "taken for false");
    term_wait(d->t, "acls/User:bob");
    desk_leave(d);
}

static void a_cut_message_says_where_the_rest_is(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t;
    console_command(t, "topics");
    filter(t, "/__consumer_offsets", "__consumer_offsets");
    assert_false(term_has(t, "D delete topic")); /* not of Kafka's own */
    term_keys(t, "D");
    term_wait_row(t, "it is one of Kafka's own topics", "8 shows it", NULL);
    term_keys(t, "8");
    term_wait_row(t, "klamm", "topic-delete: it is one of", NULL);
    term_keys(t, "<Enter>");
    term_wait(t, "--internal plans it all");
    console_escape(t, "--internal plans it all");
    desk_leave(d);
}

static void what_is_open_can_be_deleted(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t;
    console_command(t, "topic orders");
    term_wait(t, "D delete topic");
    term_keys(t, "D");
    term_wait_row(t, "topic *", "orders", NULL);
    term_wait(t, "forget where they were"); /* the end of the form: it is painted whole */
    console_escape(t, "internal too");
    console_command(t, "group nightly-report");
    term_wait(t, "X delete group");
    term_keys(t, "X");
    term_wait(t, "type  nightly-report  to apply");
    console_escape(t, "to apply, Esc to leave");
    desk_leave(d);
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

static void tab_in_vain_is_answered(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t;
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
    desk_leave(d);
}

static void make_small(struct term *t)
{
    term_resize(t, 10, 50);
    term_wait(t, "q leaves");
}

/* Below 60×12 no dialog is painted, and none gets a key, a click or pasted text: y would send what
 * nobody sees, q would be typed into a field. */
static void what_is_not_painted_gets_nothing(void **state)
{
    struct desk *d = *state;
    struct term *t = d->t;
    console_command(t, "topic-create e2e-never-seen --partitions 1");
    term_wait(t, "send this? y/N");
    make_small(t);
    term_keys(t, "y<Enter>");
    term_paste(t, "y");
    term_click(t, 3, 3);
    term_resize(t, 24, 80);
    term_wait(t, "send this? y/N");
    term_wait(t, "too small to show it"); /* the pasted text, after all keys */
    console_escape(t, "send this? y/N");
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
    char *journal = home_journal(&d->home);
    assert_string_equal(journal, "");
    free(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(forms_and_plans_keep_what_decides, open_desk, desk_tear_down),
        cmocka_unit_test_setup_teardown(a_long_note_is_whole_below_a_short_list, open_desk,
                                        desk_tear_down),
        cmocka_unit_test_setup_teardown(a_cut_message_says_where_the_rest_is, open_desk,
                                        desk_tear_down),
        cmocka_unit_test_setup_teardown(what_is_open_can_be_deleted, open_desk, desk_tear_down),
        cmocka_unit_test_setup_teardown(tab_in_vain_is_answered, open_desk, desk_tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_painted_gets_nothing, open_desk, desk_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
