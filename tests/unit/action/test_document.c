/* What documents for the editor share: lines, comments, mistakes marked in the text and taken
 * out. */
#include "core/action/document.h"
#include "tests/support/test.h"

#include <string.h>

static void assert_clean(const char *text, const char *want)
{
    struct buf out;

    buf_init(&out, 0);
    document_clean(text, &out);
    assert_string_equal(buf_str(&out), want);
    buf_release(&out);
}

static void test_clean(void **state)
{
    (void)state;
    assert_clean("", "");
    assert_clean("a = 1\n# b\n", "a = 1\n# b\n");
    assert_clean("#! 1 mistake\na = 1\r\n#! line 3: no\n\r\nb", "a = 1\n\nb\n");
    assert_clean("\xef\xbb\xbf#! remark\na\n", "a\n");
}

static void test_lines(void **state)
{
    const char *text = "  a = 1\t\n\n b";
    struct arena a;

    (void)state;
    arena_init(&a);
    assert_string_equal(document_line(&text, &a), "a = 1");
    assert_string_equal(document_line(&text, &a), "");
    assert_string_equal(document_line(&text, &a), "b");
    assert_null(document_line(&text, &a));
    arena_release(&a);
}

static void test_comment(void **state)
{
    struct buf out;

    (void)state;
    buf_init(&out, 0);
    document_comment(&out, "of %s", "a\nretention.ms = 1\x1b]0;x");
    assert_string_equal(buf_str(&out), "# of a\\nretention.ms = 1\\e]0;x\n");
    buf_release(&out);
}

/* The numbers shown are those of the text they are in, and cleaning gives the text back. */
static void test_mark(void **state)
{
    static const char text[] = "a = 1\nb = x\n\nc\n";
    struct document_wrongs w;
    struct buf out;

    (void)state;
    document_wrongs_init(&w);
    assert_false(document_wrong(&w, 4, "c: no value"));
    document_wrong(&w, 2, "b is a number");
    document_wrong(&w, 2, "b is %s", "\x1b[2J");
    buf_init(&out, 0);
    document_mark(text, &w, &out);
    assert_string_equal(buf_str(&out),
                        "#! 3 mistakes: correct them, or quit without saving to change nothing.\n"
                        "a = 1\n"
                        "#! line 5: b is a number\n"
                        "#! line 5: b is \\e[2J\n"
                        "b = x\n"
                        "\n"
                        "#! line 8: c: no value\n"
                        "c\n");
    assert_clean(buf_str(&out), text);
    buf_release(&out);
    document_wrongs_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_comment),
        cmocka_unit_test(test_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
