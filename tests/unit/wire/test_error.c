/* The names of error codes are Kafka's, none is missing, and what is not known is a number. */
#include "core/wire/error.h"

#include "core/base/file.h"
#include "core/kafka/convert.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void names_are_kafkas(void **unused)
{
    struct buf b;
    struct err err;
    size_t n = 0;
    char *rest, *line;
    (void)unused;
    buf_init(&b, 0);
    assert_true(file_read("tests/fixtures/wire/vectors/errors.tsv", 1 << 16, &b, &err));
    rest = b.data;
    while ((line = strsep(&rest, "\n")) && *line) {
        int code = (int)strtol(strsep(&line, "\t"), NULL, 10);
        const struct wire_error *e = wire_error(code);
        if (!e)
            fail_msg("%d is missing", code);
        assert_string_equal(e->name, line);
        assert_true(*e->meaning && e->meaning[strlen(e->meaning) - 1] != '.');
        n++;
    }
    for (const struct wire_error *e = wire_errors; e->name; e++)
        n--;
    assert_int_equal(n, 0);
    buf_release(&b);
}

/* Where librdkafka knows the code and klamm has a kind for it. */
static void kinds_are_those_of_librdkafkas_calls(void **unused)
{
    size_t n = 0;
    (void)unused;
    for (const struct wire_error *e = wire_errors; e->name; e++) {
        enum err_kind other = kafka_err_kind(e->code);
        if (e->code < 0 || other == ERR_BROKER)
            continue;
        if (e->kind != other)
            fail_msg("%s: %s, but %s", e->name, err_kind_name(e->kind), err_kind_name(other));
        n++;
    }
    assert_true(n > 20);
}

static void says_what_a_code_means(void **unused)
{
    struct arena a;
    (void)unused;
    arena_init(&a);
    assert_string_equal(wire_error_text(&a, 41),
                        "the broker is not the controller: it moved (NOT_CONTROLLER)");
    assert_int_equal(wire_error_kind(41), ERR_NOT_READY);
    assert_int_equal(wire_error_kind(0), ERR_NONE);
    assert_string_equal(wire_error_text(&a, 1234), "error 1234, which klamm does not know");
    assert_null(wire_error(1234));
    assert_int_equal(wire_error_kind(1234), ERR_BROKER);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_kafkas),
        cmocka_unit_test(kinds_are_those_of_librdkafkas_calls),
        cmocka_unit_test(says_what_a_code_means),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
