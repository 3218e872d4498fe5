/* The lines around the body: tabs, hints and messages say what holds now, at every width, and a key
 * pressed once too often changes nothing. On the seeded cluster; nothing is sent. */
#include "tests/e2e/fixture.h"

#include "tests/e2e/term_impl.h"

#include <string.h>

static void wide(void **state, int rows, int cols)
{
    fixture_set_up(state);
    fixture_start(*state, rows, cols);
}

static void a_tab_stays_when_esc_is_pressed(void **state)
{
    wide(state, 40, 120);
    struct fixture *f = *state;
    struct term *t = f->t;
    console_find(t, "topics", "topic=orders");
    term_keys(t, "<Enter>");
    term_wait_match(t, "journal +orders$");
    term_keys(t, "e");
    term_wait_match(t, "journal +orders/configs$");
    console_escape(t, "orders/configs");
    term_wait_match(t, "journal +orders$");
    console_escape(t, "6 partitions × 3"); /* up to the list, which still has its filter */
    term_wait(t, "1 shown");
    console_list(t, "groups");
    term_keys(t, "<Esc>");
    term_sync(t);
    term_keys(t, "<BS>");
    term_wait_match(t, "┌ groups ─");
    term_keys(t, "<M-Left>");
    term_wait_match(t, "┌ topics ─");
    term_keys(t, "<M-Left>");
    term_wait_match(t, "┌ findings ─");
    term_keys(t, "<M-Right><M-Right>");
    term_wait_match(t, "┌ groups ─");
    fixture_leave(f);
}

static void a_key_without_effect_is_forgotten(void **state)
{
    wide(state, 24, 80);
    struct fixture *f = *state;
    struct term *t = f->t;
    console_command(t, "theme light");
    term_wait_match(t, "[0-9]:[0-9]{2} +theme light: ");
    term_keys(t, "Z");
    term_wait(t, "Z does nothing here; ? shows the keys");
    term_wait_gone(t, "does nothing here");
    term_wait_match(t, "[0-9]:[0-9]{2} +theme light: "); /* what happened is still there */
    fixture_leave(f);
}

static void what_is_shown_has_an_age(void **state)
{
    wide(state, 24, 80);
    struct fixture *f = *state;
    console_list(f->t, "topics");
    term_wait_match(f->t, "data [0-9]+ s old  [0-9]{2}:");
    fixture_leave(f);
}

static int column_of(struct term *t, int row, const char *text)
{
    const char *line = term_row(t, row), *at = strstr(line, text);
    if (!at)
        fail_msg("the hints lack \"%s\": %s", text, line);
    return (int)(at - line);
}

static void hints_end_with_menu_and_help(void **state)
{
    static const int widths[] = {60, 80, 120, 200};
    wide(state, 24, 80);
    struct fixture *f = *state;
    struct term *t = f->t;
    console_find(t, "topics", "topic=orders");
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        term_resize(t, 24, widths[i]);
        int row = term_wait_row(t, "↵ open", "m menu  ? help", NULL);
        term_wait_row(t, "↵ open  / filter", widths[i] < 200 ? "…" : "D delete topic", NULL);
        assert_int_equal(row, 22);
    }
    int row = term_wait_row(t, "D delete topic", NULL);
    assert_true(column_of(t, row, "e settings") < column_of(t, row, "W access"));
    assert_true(column_of(t, row, "W access") < column_of(t, row, "c create topic"));
    assert_true(column_of(t, row, "c create topic") < column_of(t, row, "D delete topic"));
    assert_true(column_of(t, row, "Space mark") < column_of(t, row, "P delete records"));
    console_command(t, "topic orders");
    term_wait_row(t, "w next box", "m menu  ? help", NULL);
    fixture_leave(f);
}

/* Changes, then what only this list has, then what all have; what is of klamm itself comes last. */
static void the_menu_begins_with_what_is_here(void **state)
{
    static const char *const order[] = {"topic-create", "config-diff", "who-can",
                                        "open",         "filter",      "quit"};
    wide(state, 70, 120);
    struct fixture *f = *state;
    struct term *t = f->t;
    int before = -1;
    console_find(t, "topics", "topic=orders");
    term_keys(t, "m");
    term_wait(t, "what can be done here");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char cell[40];
        snprintf(cell, sizeof cell, "│ %s ", order[i]);
        int row = term_wait_row(t, cell, NULL);
        if (row <= before)
            fail_msg("%s is in row %d, what comes before it in %d", order[i], row, before);
        before = row;
    }
    term_keys(t, "<Esc>");
    term_wait_gone(t, "what can be done here");
    fixture_leave(f);
}

/* What is special here comes first; at 120 columns and more its words stand beside its keys. */
static void help_begins_with_what_is_here(void **state)
{
    wide(state, 24, 80);
    struct fixture *f = *state;
    struct term *t = f->t;
    console_find(t, "groups", "group=nightly-report");
    term_keys(t, "?");
    term_wait_match(t, "^│ Keys here ");
    term_wait(t, "Show only rows that match active=active.");
    assert_false(term_has(t, "Move one row up."));
    term_resize(t, 40, 120);
    term_wait_match(t, "^│ Keys here +groups ");
    term_wait_match(t, "^│ Keys in every list ");
    term_keys(t, "/");
    console_type(t, "high watermark");
    term_wait_match(t, "^│ +Words of Kafka ");
    term_wait_gone(t, "Keys here");
    term_keys(t, "<Enter><Esc>"); /* what is typed stays until Esc, which closes it only then */
    term_wait_match(t, "^│ Keys here +groups ");
    term_keys(t, "/");
    console_type(t, "no such word");
    term_wait(t, "no line has that");
    console_escape(t, "no line has that");
    console_escape(t, "Keys here");
    term_wait(t, "1 shown");
    fixture_leave(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_tab_stays_when_esc_is_pressed, fixture_tear_down),
        cmocka_unit_test_teardown(a_key_without_effect_is_forgotten, fixture_tear_down),
        cmocka_unit_test_teardown(what_is_shown_has_an_age, fixture_tear_down),
        cmocka_unit_test_teardown(hints_end_with_menu_and_help, fixture_tear_down),
        cmocka_unit_test_teardown(the_menu_begins_with_what_is_here, fixture_tear_down),
        cmocka_unit_test_teardown(help_begins_with_what_is_here, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
