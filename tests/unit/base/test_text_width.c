/* Columns, and cutting to them. */
#include "core/base/text_width.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include <locale.h>
#include <wchar.h>

/* curses asks glibc: where they disagree a table falls out of line. */
static void agrees_with_the_c_library(void **unused)
{
    (void)unused;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    assert_non_null(utf8);
    locale_t old = uselocale(utf8);
    int wrong = 0;
    for (uint32_t cp = 0xA0; cp <= 0x10FFFF; cp++) {
        int theirs = wcwidth((wchar_t)cp);
        if (theirs >= 0 && theirs != text_cp_width(cp)) {
            print_error("U+%04X: %d, C library %d\n", cp, text_cp_width(cp), theirs);
            wrong++;
        }
    }
    uselocale(old);
    freelocale(utf8);
    assert_int_equal(wrong, 0);
}

static void adds_up(void **unused)
{
    (void)unused;
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("orders"), 6);
    assert_int_equal(text_width("Grüße"), 5);
    assert_int_equal(text_width("漢字"), 4);
    assert_int_equal(text_width("e\xcc\x81"), 1);
    assert_int_equal(text_width("😀!"), 3);
}

static void fits_whole_characters(void **unused)
{
    (void)unused;
    size_t used;
    assert_int_equal(text_fit("orders", 3, &used), 3);
    assert_int_equal(used, 3);
    assert_int_equal(text_fit("or", 9, NULL), 2);
    assert_int_equal(text_fit("漢字", 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(text_fit("e\xcc\x81x", 1, &used), 3); /* the mark stays with its letter */
    assert_int_equal(used, 1);
    assert_int_equal(text_fit("x", 0, &used), 0);
}

static void cut_is_shown(void **unused)
{
    (void)unused;
    static const struct {
        const char *s;
        size_t cols;
        bool ascii;
        const char *want;
    } cases[] = {
        {"orders", 6, false, "orders"}, {"orders", 5, false, "orde…"},
        {"orders", 5, true, "orde~"},   {"orders", 1, false, "…"},
        {"orders", 0, false, ""},       {"漢字漢", 4, false, "漢…"},
        {"漢字漢", 5, false, "漢字…"},  {"", 0, true, ""},
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_ellipsize(&a, cases[i].s, cases[i].cols, cases[i].ascii),
                            cases[i].want);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_c_library),
        cmocka_unit_test(adds_up),
        cmocka_unit_test(fits_whole_characters),
        cmocka_unit_test(cut_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
