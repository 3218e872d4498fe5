/* Rectangles at every size, and the line editor. */
#include "tests/support/test.h"
#include "tui/dialog/form_impl.h"
#include "tui/keymap.h"
#include "tui/term/keys.h"
#include "tui/term/layout.h"
#include "tui/verbs.h"
#include "tui/widget/prompt.h"
#include <stdlib.h>
#include <string.h>

static bool inside(struct rect r, int rows, int cols)
{
    return r.h >= 0 && r.w >= 0 && (r.h == 0 || (r.y >= 0 && r.y + r.h <= rows)) &&
           (r.w == 0 || (r.x >= 0 && r.x + r.w <= cols));
}

static void every_size_is_possible(void **state)
{
    (void)state;
    for (int rows = 1; rows < 70; rows++) {
        for (int cols = 1; cols < 210; cols += 7) {
            struct layout l = layout_make(rows, cols, 70, 60);
            assert_true(inside(l.top, rows, cols));
            assert_true(inside(l.tabs, rows, cols));
            assert_true(inside(l.main, rows, cols));
            assert_true(inside(l.side, rows, cols));
            assert_true(inside(l.hint, rows, cols));
            assert_true(inside(l.message, rows, cols));
            assert_int_equal(l.too_small, rows < 12 || cols < 60);
        }
    }
}

static void a_wide_screen_has_a_second_pane(void **state)
{
    (void)state;
    assert_int_equal(layout_make(40, 119, 60, 50).side.w, 0);
    struct layout l = layout_make(40, 120, 70, 60);
    assert_int_equal(l.main.w, 70);
    assert_int_equal(l.side.w, 50);
    assert_int_equal(layout_make(40, 200, 0, 0).side.w, 0);
}

/* What matters in the list is never hidden to show a second pane. */
static void the_list_comes_before_the_second_pane(void **state)
{
    (void)state;
    assert_int_equal(layout_make(40, 120, 110, 100).side.w, 0);
    assert_int_equal(layout_make(40, 120, 130, 50).side.w, 0); /* 36 columns are too few */
    struct layout l = layout_make(40, 200, 190, 100);
    assert_int_equal(l.main.w, 140); /* seven tenths at most, unless more of it matters */
    assert_int_equal(layout_make(40, 200, 190, 160).main.w, 160);
    assert_int_equal(layout_make(40, 200, 190, 170).side.w, 0);
}

static void the_widest_shrink_first(void **state)
{
    int w[] = {10, 40, 20}, min[] = {10, 8, 8};
    (void)state;
    assert_true(layout_shrink(w, min, 3, 50));
    assert_int_equal(w[0], 10);
    assert_int_equal(w[1] + w[2], 40);
    assert_in_range(w[1], 20, 20);
    int v[] = {10, 10}, least[] = {9, 9};
    assert_false(layout_shrink(v, least, 2, 5));
}

static void scrolling_moves_as_little_as_possible(void **state)
{
    (void)state;
    assert_int_equal(layout_scroll(0, 5, 10, 100), 0);
    assert_int_equal(layout_scroll(0, 10, 10, 100), 1);
    assert_int_equal(layout_scroll(50, 20, 10, 100), 20);
    assert_int_equal(layout_scroll(95, 99, 10, 100), 90);
    assert_int_equal(layout_scroll(5, 2, 10, 3), 0);
    assert_int_equal(layout_scroll(0, 0, 0, 0), 0);
}

/* The help under a form is whole unless the fields would go out of sight. */
static void a_form_gives_its_help_what_it_needs(void **state)
{
    (void)state;
    assert_int_equal(form_foot(5, 7, 17), 5);
    assert_int_equal(form_foot(1, 7, 17), 2);
    assert_int_equal(form_foot(9, 12, 10), 5);
    assert_int_equal(form_foot(9, 3, 10), 7);
    assert_int_equal(form_foot(9, 12, 3), 2);
}

static bool any_verb(const char *verb)
{
    return verb_find(verb) || verb;
}

struct edit {
    struct keymap keys;
    struct prompt prompt;
};

static int begin(void **state)
{
    static struct edit e;
    struct problems p;
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    problems_init(&p);
    keymap_init(&e.keys);
    assert_true(keymap_load(&e.keys, any_verb, &p));
    prompt_init(&e.prompt, NULL);
    problems_release(&p);
    *state = &e;
    return 0;
}

static int end(void **state)
{
    struct edit *e = *state;
    prompt_release(&e->prompt);
    keymap_release(&e->keys);
    return 0;
}

static void type(struct edit *e, const char *keys)
{
    char copy[200];
    char *save = NULL;
    strncpy(copy, keys, sizeof copy - 1);
    copy[sizeof copy - 1] = 0;
    for (char *k = strtok_r(copy, " ", &save); k; k = strtok_r(NULL, " ", &save))
        prompt_key(&e->prompt, &e->keys, key_parse(k));
}

static void edits_like_a_shell(void **state)
{
    struct edit *e = *state;
    type(e, "a b c Left X End Space d ü");
    assert_string_equal(prompt_text(&e->prompt), "abXc dü");
    type(e, "Backspace C-w");
    assert_string_equal(prompt_text(&e->prompt), "abXc ");
    type(e, "Home Delete C-k");
    assert_string_equal(prompt_text(&e->prompt), "");
    type(e, "C-y C-a C-y");
    assert_string_equal(prompt_text(&e->prompt), "bXc bXc ");
    type(e, "C-u");
    assert_string_equal(prompt_text(&e->prompt), "bXc ");
}

static void what_is_offered_is_replaced_or_edited(void **state)
{
    struct edit *e = *state;
    prompt_offer(&e->prompt, "billing");
    type(e, "l e");
    assert_string_equal(prompt_text(&e->prompt), "le");
    prompt_offer(&e->prompt, "billing");
    type(e, "Backspace x");
    assert_string_equal(prompt_text(&e->prompt), "billinx");
    prompt_offer(&e->prompt, "billing");
    type(e, "Left x");
    assert_string_equal(prompt_text(&e->prompt), "billinxg");
    prompt_offer(&e->prompt, "billing");
    prompt_paste(&e->prompt, "orders", 6);
    prompt_paste(&e->prompt, "!", 1);
    assert_string_equal(prompt_text(&e->prompt), "orders!");
    prompt_offer(&e->prompt, "billing");
    type(e, "End");
    prompt_paste(&e->prompt, " lag>1", 6);
    assert_string_equal(prompt_text(&e->prompt), "billing lag>1");
}

static void combined_characters_go_together(void **state)
{
    struct edit *e = *state;
    prompt_set(&e->prompt, "e\xcc\x81x");
    type(e, "Left Left");
    assert_int_equal(e->prompt.at, 0);
    type(e, "Right");
    assert_int_equal(e->prompt.at, 3);
    type(e, "Backspace");
    assert_string_equal(prompt_text(&e->prompt), "x");
}

static void a_long_line_shows_its_end(void **state)
{
    struct edit *e = *state;
    prompt_set(&e->prompt, "abc");
    assert_int_equal(prompt_first_shown(&e->prompt, 80), 0);
    assert_int_equal(prompt_first_shown(&e->prompt, 3), 1);
    prompt_set(&e->prompt, "日本e\xcc\x81");
    assert_int_equal(prompt_first_shown(&e->prompt, 6), 0);
    assert_int_equal(prompt_first_shown(&e->prompt, 5), 3);
    assert_int_equal(prompt_first_shown(&e->prompt, 0), 9);
    static char many[60001]; /* a whole pasted file */
    memset(many, 'x', sizeof many - 1);
    prompt_set(&e->prompt, many);
    assert_int_equal(prompt_first_shown(&e->prompt, 80), 60000 - 79);
}

static void pasted_text_is_made_harmless(void **state)
{
    struct edit *e = *state;
    static const char bytes[] = "a\nb\x1b[31m\tc\r\n\xff";
    prompt_paste(&e->prompt, bytes, sizeof bytes - 1);
    assert_string_equal(prompt_text(&e->prompt), "a b[31m c ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_possible),
        cmocka_unit_test(a_wide_screen_has_a_second_pane),
        cmocka_unit_test(the_list_comes_before_the_second_pane),
        cmocka_unit_test(the_widest_shrink_first),
        cmocka_unit_test(scrolling_moves_as_little_as_possible),
        cmocka_unit_test(a_form_gives_its_help_what_it_needs),
        cmocka_unit_test_setup_teardown(edits_like_a_shell, begin, end),
        cmocka_unit_test_setup_teardown(what_is_offered_is_replaced_or_edited, begin, end),
        cmocka_unit_test_setup_teardown(combined_characters_go_together, begin, end),
        cmocka_unit_test_setup_teardown(a_long_line_shows_its_end, begin, end),
        cmocka_unit_test_setup_teardown(pasted_text_is_made_harmless, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
