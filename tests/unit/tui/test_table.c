/* A list on the screen without a screen: cursor, sort, filter, marks, columns,
 * highlights. */
#include "core/base/buf.h"
#include "tests/support/test.h"
#include "tui/prefs.h"
#include "tui/widget/table_columns.h"
#include "tui/widget/table_paint.h"
#include "tui/widget/table_verbs.h"
#include "tui/widget/table_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct column columns[] = {
    {.id = "name", .title = "NAME", .kind = VALUE_TEXT},
    {.id = "lag", .title = "LAG", .kind = VALUE_COUNT, .costly = true},
    {.id = "state", .title = "STATE", .kind = VALUE_TEXT, .priority = 1},
    {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .priority = 2},
    {.id = "id", .title = "ID", .kind = VALUE_ID, .hidden = true},
    {.id = "kind", .title = "KIND", .kind = VALUE_TEXT, .hidden = true},
};

static struct table *made(const char *const *names, const int64_t *lags, size_t n)
{
    struct table *t = table_new(columns, 6);
    for (size_t i = 0; i < n; i++) {
        struct row *r = table_add_row(t, names[i]);
        cell_text(t, r, 0, names[i]);
        cell_num(r, 1, lags[i]);
        cell_text(t, r, 2, "stable");
        cell_text(t, r, 3, "a note that takes some room on the screen");
        cell_num(r, 4, (int64_t)i);
        cell_text(t, r, 5, "plain");
    }
    return t;
}

struct fixture {
    struct table_view v;
    struct table *t;
    uint64_t generation;
};

static void renew(struct fixture *f, const char *const *names, const int64_t *lags, size_t n)
{
    struct table *old = f->t;
    f->t = made(names, lags, n);
    table_view_sync(&f->v, f->t, ++f->generation);
    table_free(old);
}

static int begin(void **state)
{
    static const char *const names[] = {"billing", "audit", "orders", "clicks"};
    static const int64_t lags[] = {5, 0, 300, 7};
    struct fixture *f = calloc(1, sizeof *f);
    table_view_init(&f->v, "test", NULL, "-lag", 1000);
    renew(f, names, lags, 4);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    table_view_release(&f->v);
    table_free(f->t);
    free(f);
    return 0;
}

static void order_is(const struct fixture *f, const char *want)
{
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < f->v.order.n; i++)
        buf_addf(&b, "%s%s", i ? " " : "", table_view_row(&f->v, i)->key);
    assert_string_equal(buf_str(&b), want);
    buf_release(&b);
}

static void sorts_both_ways(void **state)
{
    struct fixture *f = *state;
    order_is(f, "orders clicks billing audit");
    assert_true(table_view_sort(&f->v, "name"));
    order_is(f, "audit billing clicks orders");
    assert_true(table_view_verb(&f->v, "sort-reverse", NULL, NULL));
    order_is(f, "orders clicks billing audit");
    assert_false(table_view_sort(&f->v, "nonsense"));
    order_is(f, "orders clicks billing audit");
}

/* What is typed has the direction that a press on the column has. */
static void sorts_as_typed(void **state)
{
    struct fixture *f = *state;
    struct buf say;
    buf_init(&say, 0);
    assert_true(table_view_verb(&f->v, "sort", "name", &say));
    order_is(f, "audit billing clicks orders");
    assert_true(table_view_verb(&f->v, "sort", "lag", &say));
    order_is(f, "orders clicks billing audit");
    assert_true(table_view_verb(&f->v, "sort", "-lag", &say));
    order_is(f, "audit billing clicks orders");
    assert_string_equal(buf_str(&say), "");
    assert_true(table_view_verb(&f->v, "sort", "-nonsense", &say));
    assert_string_equal(buf_str(&say), "there is no column 'nonsense' here");
    order_is(f, "audit billing clicks orders");
    buf_release(&say);
}

static void cursor_stays_on_its_row(void **state)
{
    static const char *const names[] = {"audit", "clicks", "new", "billing"};
    static const int64_t lags[] = {900, 1, 2, 3};
    struct fixture *f = *state;
    assert_true(table_view_go(&f->v, "clicks"));
    assert_int_equal(f->v.cursor, 1);
    renew(f, names, lags, 4);
    assert_string_equal(table_view_key(&f->v), "clicks");
    assert_int_equal(f->v.cursor, 3);
}

static void cursor_stays_in_place_when_its_row_goes(void **state)
{
    static const char *const names[] = {"billing", "orders", "audit"};
    static const int64_t lags[] = {5, 300, 0};
    struct fixture *f = *state;
    table_view_go(&f->v, "clicks");
    renew(f, names, lags, 3);
    assert_string_equal(table_view_key(&f->v), "billing");
    renew(f, names, lags, 0);
    assert_null(table_view_key(&f->v));
    table_view_move(&f->v, 5);
    assert_null(table_view_key(&f->v));
}

static void a_wrong_filter_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    size_t at = 0;
    assert_true(table_view_filter(&f->v, "lag>5", &at, &e));
    order_is(f, "orders clicks");
    assert_false(table_view_filter(&f->v, "lag>5 lag>x", &at, &e));
    assert_true(at >= 6);
    assert_true(e.msg[0]);
    order_is(f, "orders clicks");
    assert_true(table_view_filter(&f->v, "  ", &at, &e));
    assert_int_equal(f->v.order.n, 4);
}

static void costly_columns_are_wanted_when_they_decide(void **state)
{
    struct fixture *f = *state;
    assert_true(table_view_needs_all(&f->v));
    table_view_sort(&f->v, "name");
    assert_false(table_view_needs_all(&f->v));
    table_view_filter(&f->v, "flag", NULL, NULL);
    assert_false(table_view_needs_all(&f->v));
    table_view_filter(&f->v, "lag>=0 audit", NULL, NULL);
    assert_true(table_view_needs_all(&f->v));
}

static void marks_rows_ranges_and_all(void **state)
{
    struct fixture *f = *state;
    struct buf say;
    buf_init(&say, 0);
    table_view_move(&f->v, 0);
    table_view_verb(&f->v, "mark", NULL, &say);
    assert_true(table_view_marked(&f->v, "orders"));
    assert_int_equal(f->v.cursor, 1);
    table_view_move(&f->v, 2);
    table_view_verb(&f->v, "mark-range", NULL, &say);
    assert_int_equal(table_view_nmarks(&f->v), 3);
    assert_false(table_view_marked(&f->v, "audit"));
    table_view_verb(&f->v, "unmark-all", NULL, &say);
    assert_int_equal(table_view_nmarks(&f->v), 0);
    table_view_filter(&f->v, "i", NULL, NULL);
    table_view_verb(&f->v, "mark-all", NULL, &say);
    assert_int_equal(table_view_nmarks(&f->v), 3);
    buf_release(&say);
}

/* What is done to marked rows is done to those that a filter hides, too. */
static void marks_that_a_filter_hides_are_counted(void **state)
{
    struct fixture *f = *state;
    struct arena a;
    arena_init(&a);
    table_view_verb(&f->v, "mark-all", NULL, NULL);
    assert_non_null(strstr(table_view_title(&f->v, &a, "test", true), " - 4 marked - sorted"));
    table_view_filter(&f->v, "orders", NULL, NULL);
    assert_non_null(strstr(table_view_title(&f->v, &a, "test", true), " - 4 marked, 3 hidden - "));
    arena_release(&a);
}

/* An order by a click is for now; one by the key is for the next time, too. */
static void a_click_sorts_for_now(void **state)
{
    struct fixture *f = *state;
    struct prefs p = {.root = json_object()};
    struct mouse click = {.kind = MOUSE_PRESS, .button = 1, .y = 0, .x = 3};
    bool open, descending;
    f->v.prefs = &p;
    f->v.head = (struct rect){0, 0, 1, 80};
    f->v.on_screen[0] = (struct view_column){0, 0, 10};
    f->v.non_screen = 1;
    assert_true(table_view_mouse(&f->v, &click, &open));
    assert_int_equal(table_view_sort_column(&f->v, &descending), 0);
    assert_null(prefs_sort(&p, "test"));
    table_view_verb(&f->v, "sort-reverse", NULL, NULL);
    assert_string_equal(prefs_sort(&p, "test"), "-name");
    f->v.prefs = NULL;
    json_decref(p.root);
}

static bool placed(const struct table_view *v, const char *id)
{
    for (size_t i = 0; i < v->non_screen; i++) {
        if (strcmp(v->table->columns[v->on_screen[i].col].id, id) == 0)
            return true;
    }
    return false;
}

static void narrow_screens_drop_columns_by_priority(void **state)
{
    struct fixture *f = *state;
    struct table_view *v = &f->v;
    v->width[0] = 10, v->width[1] = 5, v->width[2] = 8, v->width[3] = 42;
    table_view_place(v, 0, 100);
    assert_int_equal(v->non_screen, 4);
    table_view_place(v, 0, 30);
    assert_true(placed(v, "name") && placed(v, "lag") && placed(v, "state"));
    assert_false(placed(v, "note"));
    assert_true(v->cut_right);
    table_view_sort(v, "note"); /* what the order comes from does not go */
    table_view_place(v, 0, 38);
    assert_true(placed(v, "name") && placed(v, "note"));
    assert_false(placed(v, "state"));
    table_view_sort(v, "-lag");
    v->current = 3; /* moving there brings it in, the first column stays */
    table_view_place(v, 0, 42);
    assert_true(placed(v, "name") && placed(v, "note"));
    for (int cols = 1; cols < 120; cols++)
        table_view_place(v, 0, cols);
}

static int width_of(const struct table_view *v, const char *id)
{
    for (size_t i = 0; i < v->non_screen; i++) {
        if (strcmp(v->table->columns[v->on_screen[i].col].id, id) == 0)
            return v->on_screen[i].w;
    }
    return 0;
}

/* Rows that look the same are no use: other texts are cut before names are. */
static void names_are_cut_last(void **state)
{
    struct fixture *f = *state;
    struct table_view *v = &f->v;
    table_view_choose(v, "name kind lag");
    v->width[0] = 30, v->width[1] = 5, v->width[5] = 20;
    v->usual[0] = 30;
    table_view_place(v, 0, 51);
    assert_int_equal(width_of(v, "name"), 30);
    assert_int_equal(width_of(v, "lag"), 5);
    assert_int_equal(width_of(v, "kind"), 12);
    v->width[0] = v->usual[0] = 60; /* but not to any length */
    table_view_place(v, 0, 59);
    assert_int_equal(width_of(v, "name"), 32);
    assert_int_equal(width_of(v, "kind"), 18);
    table_view_place(v, 0, 30);
    assert_int_equal(width_of(v, "name") + width_of(v, "kind"), 21);
    assert_int_equal(width_of(v, "lag"), 5);
}

/* One name of 60 among names of 20: where there is no room it is cut, and no column goes for it. */
static void one_long_name_takes_no_other_columns_room(void **state)
{
    struct fixture *f = *state;
    struct table_view *v = &f->v;
    table_view_choose(v, "name kind lag state");
    v->width[0] = 60, v->usual[0] = 20, v->width[1] = 5, v->width[2] = 6, v->width[5] = 16;
    table_view_place(v, 0, 20 + 2 + 16 + 2 + 5 + 2 + 6);
    assert_int_equal(v->non_screen, 4);
    assert_int_equal(width_of(v, "name"), 20);
    assert_int_equal(width_of(v, "kind"), 16);
    table_view_place(v, 0, 60 + 2 + 16 + 2 + 5 + 2 + 6); /* what is free it may have */
    assert_int_equal(width_of(v, "name"), 60);
    assert_int_equal(table_view_width(v, false), 20 + 16 + 5 + 6 + 4 * 2);
    v->usual[0] = 45; /* many are that long */
    table_view_place(v, 0, 20 + 2 + 16 + 2 + 5 + 2 + 6);
    assert_int_equal(v->non_screen, 3);
    table_view_filter(v, "billing", NULL, NULL); /* what is filtered away needs no room */
    assert_int_equal(v->width[0], 0);
}

/* A sentence is not cut next to room that no one uses; a long name stays as it was. */
static void what_is_left_goes_to_sentences(void **state)
{
    static const struct column two[] = {
        {.id = "name", .title = "NAME", .kind = VALUE_TEXT, .max_width = 20},
        {.id = "what", .title = "WHAT", .kind = VALUE_TEXT, .max_width = 30},
        {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    };
    struct table *t = table_new(two, 3);
    struct table_view v;
    (void)state;
    table_view_init(&v, "rest", NULL, NULL, 0);
    table_view_sync(&v, t, 1);
    v.width[0] = 60, v.width[1] = 50, v.width[2] = 4;
    table_view_place(&v, 0, 20 + 2 + 30 + 2 + 4);
    assert_int_equal(width_of(&v, "what"), 30);
    table_view_place(&v, 0, 20 + 2 + 37 + 2 + 4);
    assert_int_equal(width_of(&v, "what"), 37);
    table_view_place(&v, 0, 200);
    assert_int_equal(width_of(&v, "what"), 50);
    assert_int_equal(width_of(&v, "name"), 20);
    table_view_release(&v);
    table_free(t);
}

/* "preparing rebalance" while the first answers come widens a column for that long only. */
static void widths_begin_again_when_all_is_there(void **state)
{
    static const char *const names[] = {"billing", "audit"};
    static const int64_t lags[] = {5, 0};
    struct fixture *f = *state;
    f->v.width[2] = 30;
    renew(f, names, lags, 2);
    assert_int_equal(f->v.width[2], 30);
    f->t->complete = true;
    table_view_sync(&f->v, f->t, ++f->generation);
    assert_int_equal(f->v.width[2], 0);
    f->v.width[2] = 12;
    table_view_sync(&f->v, f->t, ++f->generation); /* from then on nothing jumps */
    assert_int_equal(f->v.width[2], 12);
}

static void columns_are_chosen_and_ordered(void **state)
{
    struct fixture *f = *state;
    table_view_choose(&f->v, "id nonsense name id");
    assert_int_equal(f->v.nshown, 2);
    assert_int_equal(f->v.shown[0], 4);
    assert_int_equal(f->v.shown[1], 0);
    table_view_choose(&f->v, NULL);
    assert_int_equal(f->v.nshown, 4);
}

static void only_changes_are_highlighted(void **state)
{
    struct fixture *f = *state;
    struct value known = {.kind = VALUE_COUNT, .state = VALUE_KNOWN};
    struct value unknown = {.kind = VALUE_COUNT, .state = VALUE_UNKNOWN};
    assert_false(highlight_cell(&f->v.highlight, "k", 1, &unknown, "…", 1000));
    assert_false(highlight_cell(&f->v.highlight, "k", 1, &known, "5", 1100));
    assert_false(highlight_cell(&f->v.highlight, "k", 1, &known, "5", 1200));
    assert_true(highlight_cell(&f->v.highlight, "k", 1, &known, "6", 1300));
    assert_int_equal(f->v.highlight.next, 1000);
    assert_true(highlight_cell(&f->v.highlight, "k", 1, &known, "6", 2299));
    assert_false(highlight_cell(&f->v.highlight, "k", 1, &known, "6", 2300));
    assert_false(highlight_cell(&f->v.highlight, "k", 1, &unknown, "…", 2400));
}

/* The dataset may have thrown the table away when a key comes before the next paint. */
static void keys_act_on_what_is_seen(void **state)
{
    struct fixture *f = *state;
    table_free(f->t);
    f->t = NULL;
    assert_true(table_view_verb(&f->v, "cursor-down", NULL, NULL));
    assert_string_equal(table_view_key(&f->v), "clicks");
    assert_true(table_view_sort(&f->v, "name"));
    static const char *const names[] = {"clicks", "sessions"};
    static const int64_t lags[] = {1, 2};
    renew(f, names, lags, 2);
    assert_string_equal(table_view_key(&f->v), "clicks");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sorts_both_ways, begin, end),
        cmocka_unit_test_setup_teardown(sorts_as_typed, begin, end),
        cmocka_unit_test_setup_teardown(cursor_stays_on_its_row, begin, end),
        cmocka_unit_test_setup_teardown(cursor_stays_in_place_when_its_row_goes, begin, end),
        cmocka_unit_test_setup_teardown(a_wrong_filter_changes_nothing, begin, end),
        cmocka_unit_test_setup_teardown(costly_columns_are_wanted_when_they_decide, begin, end),
        cmocka_unit_test_setup_teardown(marks_rows_ranges_and_all, begin, end),
        cmocka_unit_test_setup_teardown(narrow_screens_drop_columns_by_priority, begin, end),
        cmocka_unit_test_setup_teardown(names_are_cut_last, begin, end),
        cmocka_unit_test_setup_teardown(one_long_name_takes_no_other_columns_room, begin, end),
        cmocka_unit_test_setup_teardown(marks_that_a_filter_hides_are_counted, begin, end),
        cmocka_unit_test_setup_teardown(a_click_sorts_for_now, begin, end),
        cmocka_unit_test(what_is_left_goes_to_sentences),
        cmocka_unit_test_setup_teardown(widths_begin_again_when_all_is_there, begin, end),
        cmocka_unit_test_setup_teardown(columns_are_chosen_and_ordered, begin, end),
        cmocka_unit_test_setup_teardown(only_changes_are_highlighted, begin, end),
        cmocka_unit_test_setup_teardown(keys_act_on_what_is_seen, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
