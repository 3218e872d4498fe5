/* CSV: what other programs write is read, what is odd is refused with its line. */
#include "core/base/csv.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;
static struct csv_row *rows;
static size_t nrows;
static struct err err;

static bool parse(const char *s)
{
    arena_release(&arena);
    return csv_parse(&arena, s, strlen(s), &rows, &nrows, &err);
}

static void reads_plain_and_quoted_fields(void **unused)
{
    (void)unused;
    assert_true(parse("orders,0,17\r\n\"a,\"\"b\"\"\",\"two\nlines\",\nlast,,"));
    assert_int_equal(nrows, 3);
    assert_int_equal(rows[0].nfields, 3);
    assert_string_equal(rows[0].fields[2], "17");
    assert_string_equal(rows[1].fields[0], "a,\"b\"");
    assert_string_equal(rows[1].fields[1], "two\nlines");
    assert_string_equal(rows[1].fields[2], "");
    assert_int_equal(rows[2].line, 4);
    assert_int_equal(rows[2].nfields, 3);
}

static void empty_input_empty_lines_and_marks(void **unused)
{
    (void)unused;
    assert_true(parse(""));
    assert_int_equal(nrows, 0);
    assert_true(parse("a\n\nb\n"));
    assert_int_equal(nrows, 3);
    assert_int_equal(rows[1].nfields, 1);
    assert_string_equal(rows[1].fields[0], "");
    assert_true(parse("\xEF\xBB\xBFtopic,1"));
    assert_string_equal(rows[0].fields[0], "topic");
}

static void refused(const char *csv, const char *why)
{
    assert_false(parse(csv));
    assert_int_equal(nrows, 0);
    assert_int_equal(err.kind, ERR_USAGE);
    assert_non_null(strstr(err.msg, why));
}

static void refuses_with_the_line(void **unused)
{
    (void)unused;
    refused("a\n\"b", "Line 2: the quote opened here");
    refused("a\n\n\"b\"x", "Line 3: text after a closing quote");
    refused("a,b\"c", "Line 1: a quote inside");
    refused("a\rb", "Line 1: a carriage return");
    assert_false(csv_parse(&arena, "a\nb\0", 4, &rows, &nrows, &err));
    assert_non_null(strstr(err.msg, "Line 2: a zero byte"));
}

static void writes_what_it_reads(void **unused)
{
    (void)unused;
    static const char *const fields[] = {
        "plain", "a,b", "say \"x\"", "two\nlines", "cr\r", " blank", "", "-5", "\xEF\xBB\xBFmark",
    };
    enum { N = sizeof fields / sizeof fields[0] };
    for (size_t shift = 0; shift < N; shift++) {
        struct buf b;
        buf_init(&b, 0);
        for (size_t i = 0; i < N; i++)
            csv_add(&b, fields[(i + shift) % N], i == 0);
        assert_true(parse(buf_str(&b)));
        assert_int_equal(nrows, 1);
        assert_int_equal(rows[0].nfields, N);
        for (size_t i = 0; i < N; i++)
            assert_string_equal(rows[0].fields[i], fields[(i + shift) % N]);
        buf_release(&b);
    }
}

static void quotes_only_where_needed(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 0);
    csv_add(&b, "orders", true);
    csv_add(&b, "", false);
    csv_add(&b, NULL, false);
    csv_add(&b, "-17", false);
    assert_string_equal(buf_str(&b), "orders,,,-17");
    buf_clear(&b);
    csv_add(&b, "", true);
    assert_string_equal(buf_str(&b), "\"\"");
    buf_release(&b);
}

static int teardown(void **unused)
{
    (void)unused;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain_and_quoted_fields),
        cmocka_unit_test(empty_input_empty_lines_and_marks),
        cmocka_unit_test(refuses_with_the_line),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(quotes_only_where_needed),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
