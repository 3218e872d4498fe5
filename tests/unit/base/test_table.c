/* Tables: cells, filtering, sorting, and that foreign text comes out harmless. */
#include "core/base/table.h"
#include "core/base/table_order.h"

#include "core/base/match.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

enum { NAME, LAG, RATE, COLUMNS };
static const struct column columns[COLUMNS] = {
    [NAME] = {.id = "name", .title = "NAME"},
    [LAG] = {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    [RATE] = {.id = "rate", .title = "RATE", .kind = VALUE_RATE},
};

static struct row *add(struct table *t, const char *name, int64_t lag)
{
    struct row *r = table_add_row(t, name);
    cell_text(t, r, NAME, r->key);
    if (lag >= 0)
        cell_num(r, LAG, lag);
    else
        cell_none(r, LAG);
    return r;
}

static void assert_order(const struct table *t, const char *filter, int column, bool down,
                         const char *expected)
{
    struct err err;
    struct table_order o;
    size_t at;
    char got[256] = "";
    struct match *m = filter ? table_match(t, filter, &at, &err) : NULL;
    if (filter && !m)
        fail_msg("%s", err.msg);
    if (!table_order_make(&o, t, m, column, down, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < o.n; i++) {
        strncat(got, t->rows[o.index[i]].key, sizeof got - strlen(got) - 2);
        strncat(got, i + 1 < o.n ? " " : "", sizeof got - strlen(got) - 1);
    }
    assert_string_equal(got, expected);
    table_order_release(&o);
    match_free(m);
}

static struct table *sample(void)
{
    struct table *t = table_new(columns, COLUMNS);
    add(t, "t10", 5);
    add(t, "t9", 70);
    add(t, "t1", -1);
    add(t, "b", 5);
    return t;
}

static void test_sorting(void **state)
{
    (void)state;
    struct table *t = sample();
    assert_order(t, NULL, -1, false, "t10 t9 t1 b");
    assert_order(t, NULL, NAME, false, "b t1 t9 t10");
    assert_order(t, NULL, NAME, true, "t10 t9 t1 b");
    assert_order(t, NULL, LAG, false, "t10 b t9 t1"); /* equal ones keep their order */
    assert_order(t, NULL, LAG, true, "t9 t10 b t1");  /* not known comes last both ways */
    assert_order(t, NULL, 99, false, "t10 t9 t1 b");
    table_free(t);
}

static void test_filtering(void **state)
{
    (void)state;
    struct table *t = sample();
    assert_order(t, "t1", NAME, false, "t1 t10");
    assert_order(t, "lag>=5", -1, false, "t10 t9 b");
    assert_order(t, "!t lag<10", -1, false, "b");
    assert_order(t, "", -1, false, "t10 t9 t1 b");
    assert_order(t, "nothing-like-it", LAG, true, "");
    table_free(t);
}

/* Rows that passed before it gave up are no answer, nor is none. */
static void test_a_filter_that_gives_up_is_an_error(void **state)
{
    (void)state;
    struct table *t = sample();
    struct err err = {0};
    struct table_order o;
    char name[251];
    memset(name, 'a', 249);
    memcpy(name + 249, "b", 2);
    add(t, name, 1);
    struct match *m = table_match(t, "~^((a+)+|t1)$", NULL, &err);
    assert_non_null(m);
    assert_false(table_order_make(&o, t, m, NAME, false, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    assert_non_null(strstr(err.msg, "takes too long"));
    assert_int_equal(o.n, 0);
    table_order_release(&o);
    match_free(m);
    table_free(t);
}

static void test_bare_words_match_the_marked_column(void **state)
{
    (void)state;
    static const struct column marked[] = {
        {.id = "id", .title = "ID", .kind = VALUE_ID},
        {.id = "host", .title = "HOST", .bare = true},
    };
    struct table *t = table_new(marked, 2);
    for (int i = 1; i <= 3; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        struct row *r = table_add_row(t, key);
        cell_num(r, 0, i);
        cell_textf(t, r, 1, "host-%c", 'a' + i);
    }
    assert_order(t, "host-c", -1, false, "2");
    assert_order(t, "id=3", -1, false, "3");
    assert_order(t, "host=host-b", -1, false, "1");
    table_free(t);
}

enum { WHO, SAYS, IDS, SHARE, NOTE, SECRET, WORD_COLUMNS };
static const struct column of_words[WORD_COLUMNS] = {
    [WHO] = {.id = "who", .title = "WHO"},
    [SAYS] = {.id = "says", .title = "SAYS"},
    [IDS] = {.id = "ids", .title = "IDS"},
    [SHARE] = {.id = "share", .title = "SHARE"},
    [NOTE] = {.id = "note", .title = "NOTE"},
    [SECRET] = {.id = "meaning", .title = "MEANING", .hidden = true},
};

static void say(struct table *t, struct row *r, const char *who, const char *says)
{
    static const int32_t ids[] = {3, 1};
    cell_text(t, r, WHO, who);
    cell_text(t, r, SAYS, says);
    cell_ids(t, r, IDS, ids, 2);
    cell_share(r, SHARE, 3, 3);
    cell_text(t, r, SECRET, "hidden");
}

static void test_words_are_found_in_every_text_shown(void **state)
{
    (void)state;
    struct table *t = table_new(of_words, WORD_COLUMNS);
    say(t, table_add_row(t, "a"), "billing", "stalled on orders");
    say(t, table_add_row(t, "b"), "orders", "caught up");
    say(t, table_add_row(t, "c"), "audit", NULL);
    assert_order(t, "stalled", -1, false, "a");
    assert_order(t, "orders", -1, false, "a b");
    assert_order(t, "billing stalled", -1, false, "a");
    assert_order(t, "~^caught", -1, false, "b");
    assert_order(t, "!stalled", -1, false, "b c"); /* what has no note is not stalled */
    assert_order(t, "!~orders$", -1, false, "c");
    assert_order(t, "3", -1, false, ""); /* numbers are no words */
    assert_order(t, "hidden", -1, false, "");
    const size_t shown[] = {SECRET};
    struct match *m = table_match_shown(t, "hidden !stalled", shown, 1, NULL, NULL);
    struct table_order o;
    assert_true(table_order_make(&o, t, m, -1, false, NULL));
    assert_int_equal(o.n, 3); /* says is not shown */
    table_order_release(&o);
    match_free(m);
    table_free(t);
}

static void test_what_is_folded_is_found_alone(void **state)
{
    (void)state;
    struct table *t = table_new(of_words, WORD_COLUMNS);
    say(t, table_add_row(t, "lost"), "broker 3", "lost");
    say(t, table_add_row(t, "b"), "orders", "stalled");
    say(t, table_add_folded(t, 0, "p"), "payments", "ISR shrank");
    say(t, table_add_folded(t, 0, "s"), "shipments", "broker 3: no leader");
    assert_int_equal(t->nrows, 2);
    assert_order(t, NULL, -1, false, "lost b");
    assert_order(t, "shipments", -1, false, "s");
    assert_order(t, "payments ISR", -1, false, "p");
    assert_order(t, "broker", -1, false, "lost"); /* so what is in it stays folded */
    assert_non_null(table_find(t, "s"));
    assert_order(t, "payments leader", -1, false, ""); /* of two that are folded */
    assert_order(t, "who=payments", -1, false, "p");
    assert_order(t, "!lost", -1, false, "b"); /* not for the sake of what is in it */
    assert_order(t, "!payments", -1, false, "lost b");
    assert_order(t, "payments note!=-", -1, false, "");
    table_free(t);
}

static void test_an_empty_table(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    assert_order(t, NULL, NAME, false, "");
    assert_null(table_find(t, "x"));
    table_free(t);
    table_free(NULL);
}

static void test_cells_are_unknown_until_set(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    struct row *r = table_add_row(t, "x");
    for (size_t c = 0; c < COLUMNS; c++) {
        assert_int_equal(r->cells[c].value.state, VALUE_UNKNOWN);
        assert_int_equal(r->cells[c].value.kind, columns[c].kind);
    }
    cell_denied(r, LAG);
    assert_int_equal(r->cells[LAG].value.state, VALUE_DENIED);
    cell_failed(t, r, LAG, "no \033 answer");
    assert_string_equal(r->cells[LAG].value.text, "no \\e answer");
    cell_text(t, r, NAME, NULL);
    assert_int_equal(r->cells[NAME].value.state, VALUE_NONE);
    table_free(t);
}

static void test_foreign_text_is_made_visible(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    struct row *r = add(t, "a\033]0;pwn\a", 1);
    assert_string_equal(r->cells[NAME].value.text, "a\\e]0;pwn\\a");
    assert_string_equal(r->key, "a\033]0;pwn\a"); /* the identity stays as it is */
    cell_textf(t, r, NAME, "%s!", "\033[2J");
    assert_string_equal(r->cells[NAME].value.text, "\\e[2J!");
    cell_override(t, r, LAG,
                  "\x9b"
                  "1");
    assert_null(strchr(r->cells[LAG].value.text, '\x9b'));
    table_free(t);
}

static void test_long_text_is_not_cut(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    struct row *r = table_add_row(t, "x");
    char text[2000];
    memset(text, 'n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    cell_textf(t, r, NAME, "%s", text);
    assert_string_equal(r->cells[NAME].value.text, text);
    table_free(t);
}

static void test_rows_stay_findable_while_the_table_grows(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    for (int i = 0; i < 1000; i++) {
        char key[16];
        snprintf(key, sizeof key, "t%d", i);
        add(t, key, i);
    }
    assert_int_equal(t->nrows, 1000);
    assert_int_equal(table_find(t, "t777")->cells[LAG].value.num, 777);
    assert_int_equal(table_column(t, "rate"), RATE);
    assert_int_equal(table_column(t, "nope"), -1);
    table_free(t);
}

/* The merge has runs to find, to lengthen and to leave: all lengths around its limits. */
static void test_sorting_any_number_of_rows(void **state)
{
    (void)state;
    for (int n = 1; n < 70; n++) {
        struct table *t = table_new(columns, COLUMNS);
        struct table_order o;
        for (int i = 0; i < n; i++) {
            char key[16];
            snprintf(key, sizeof key, "%d", i);
            add(t, key, (i * 37 + n) % 11);
        }
        for (int down = 0; down < 2; down++) {
            table_order_all(&o, t, LAG, down);
            assert_int_equal(o.n, n);
            for (size_t i = 1; i < o.n; i++) {
                int64_t a = t->rows[o.index[i - 1]].cells[LAG].value.num;
                int64_t b = t->rows[o.index[i]].cells[LAG].value.num;
                assert_true(down ? a >= b : a <= b);
                assert_true(a != b || o.index[i - 1] < o.index[i]);
            }
            table_order_release(&o);
        }
        table_free(t);
    }
}

static const char *const texts[] = {"",
                                    "0",
                                    "00",
                                    "1",
                                    "01",
                                    "9",
                                    "10",
                                    "a",
                                    "a0",
                                    "a00",
                                    "a1",
                                    "a01",
                                    "a2b",
                                    "a10b",
                                    "a10",
                                    "a9-x",
                                    "a9/x",
                                    "a9:x",
                                    "a123456",
                                    "a1234567",
                                    "a12345678",
                                    "a123456789",
                                    "a1234567890",
                                    "a12345678901b2",
                                    "a12345678901b10",
                                    "ab1",
                                    "aB1",
                                    "\xc3\xbc",
                                    "\303\2742",
                                    "\303\27410",
                                    "t-000000001",
                                    "t-1",
                                    "abcdefgh",
                                    "abcdefghi",
                                    "abcdefg1",
                                    "abcdefg10",
                                    "abcdefg9",
                                    "abcdef12",
                                    "abcdef123"};

/* Texts are sorted by a key of their first bytes: it must order as comparing them whole does. */
static void test_sorting_texts_as_people_count(void **state)
{
    (void)state;
    size_t n = sizeof texts / sizeof *texts;
    static const char *const prefixes[] = {"", "topic-", "v1", "x0"};
    for (size_t p = 0; p < 4; p++) {
        struct table *t = table_new(columns, COLUMNS);
        struct table_order o;
        for (size_t i = 0; i < n; i++) {
            char text[64];
            snprintf(text, sizeof text, "%s%s", prefixes[p], texts[i * 7 % n]);
            add(t, text, 1);
        }
        for (int down = 0; down < 2; down++) {
            table_order_all(&o, t, NAME, down);
            assert_int_equal(o.n, n);
            for (size_t i = 1; i < n; i++) {
                const struct value *a = &t->rows[o.index[i - 1]].cells[NAME].value;
                const struct value *b = &t->rows[o.index[i]].cells[NAME].value;
                if (value_compare_dir(a, b, down) > 0)
                    fail_msg("%s before %s", a->text, b->text);
            }
            table_order_release(&o);
        }
        table_free(t);
    }
}

static void like_name(char *text, size_t size, unsigned form, unsigned a, unsigned b)
{
    if (form == 0)
        snprintf(text, size, "eu-prod.orders.events.v%u-%u", a, b);
    else if (form == 1)
        snprintf(text, size, "eu-prod.orders.events.v%u.%04u", a, b);
    else if (form == 2)
        snprintf(text, size, "eu-prod.orders.e%u%09u", a, b);
    else
        snprintf(text, size, "eu-prod.%u-orders-%u", a, b);
}

/* Many names with long beginnings in common, numbers of every length and zeros in front: the order
 * is that of comparing whole texts, and equal ones stay as they were. */
static void test_sorting_many_like_names(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct table *t = table_new(columns, COLUMNS);
    struct table_order o;
    uint32_t seed = 7;
    for (size_t i = 0; i < MANY; i++) {
        char text[64];
        seed = seed * 1664525u + 1013904223u;
        like_name(text, sizeof text, seed >> 30, seed >> 8 & 3,
                  (seed >> 10) % (i % 2 ? 40 : 100000));
        add(t, text, 1);
    }
    for (int down = 0; down < 2; down++) {
        table_order_all(&o, t, NAME, down);
        assert_int_equal(o.n, MANY);
        for (size_t i = 1; i < MANY; i++) {
            const struct value *a = &t->rows[o.index[i - 1]].cells[NAME].value;
            const struct value *b = &t->rows[o.index[i]].cells[NAME].value;
            int c = value_compare_dir(a, b, down);
            if (c > 0 || (c == 0 && o.index[i - 1] > o.index[i]))
                fail_msg("%s before %s", a->text, b->text);
        }
        table_order_release(&o);
    }
    table_free(t);
}

static void assert_typed(const struct table *t, const char *typed, int column, bool down)
{
    bool descending = !down;
    assert_int_equal(table_order_typed(t, typed, &descending), column);
    assert_int_equal(descending, down);
}

/* Amounts and times from the greatest, names and ids in their order; a minus turns it round. */
static void test_the_direction_of_what_is_typed(void **state)
{
    static const struct column all[] = {
        {.id = "name", .kind = VALUE_TEXT},    {.id = "id", .kind = VALUE_ID},
        {.id = "count", .kind = VALUE_COUNT},  {.id = "bytes", .kind = VALUE_BYTES},
        {.id = "for", .kind = VALUE_DURATION}, {.id = "since", .kind = VALUE_INSTANT},
        {.id = "rate", .kind = VALUE_RATE},    {.id = "share", .kind = VALUE_PERCENT},
    };
    enum { N = sizeof all / sizeof *all };
    struct table *t = table_new(all, N);
    char other[20];
    (void)state;
    for (int i = 0; i < N; i++) {
        assert_typed(t, all[i].id, i, i > 1);
        snprintf(other, sizeof other, "-%s", all[i].id);
        assert_typed(t, other, i, i <= 1);
    }
    assert_typed(t, "nothing", -1, false);
    assert_typed(t, "-", -1, false);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorting),
        cmocka_unit_test(test_filtering),
        cmocka_unit_test(test_a_filter_that_gives_up_is_an_error),
        cmocka_unit_test(test_bare_words_match_the_marked_column),
        cmocka_unit_test(test_words_are_found_in_every_text_shown),
        cmocka_unit_test(test_what_is_folded_is_found_alone),
        cmocka_unit_test(test_an_empty_table),
        cmocka_unit_test(test_cells_are_unknown_until_set),
        cmocka_unit_test(test_foreign_text_is_made_visible),
        cmocka_unit_test(test_long_text_is_not_cut),
        cmocka_unit_test(test_rows_stay_findable_while_the_table_grows),
        cmocka_unit_test(test_sorting_any_number_of_rows),
        cmocka_unit_test(test_sorting_texts_as_people_count),
        cmocka_unit_test(test_sorting_many_like_names),
        cmocka_unit_test(test_the_direction_of_what_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
