/* Sentences of errors: filled, wrapped, cut. */
#include "core/base/err.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void sets_and_returns_false(void **unused)
{
    (void)unused;
    struct err e = {.code = 7};
    assert_false(err_set(&e, ERR_DENIED, "Broker %d refused", 3));
    assert_int_equal(e.kind, ERR_DENIED);
    assert_int_equal(e.code, 0);
    assert_string_equal(e.msg, "Broker 3 refused");
    assert_false(err_set(NULL, ERR_IO, "no one listens"));
    err_clear(&e);
    assert_int_equal(e.kind, ERR_NONE);
    assert_string_equal(e.msg, "");
}

static void wraps_in_front_and_keeps_the_kind(void **unused)
{
    (void)unused;
    struct err e;
    err_set(&e, ERR_CONFIG, "unknown key");
    e.code = 5;
    assert_false(err_wrap(&e, "%s:%d", "klamm.yaml", 3));
    assert_string_equal(e.msg, "klamm.yaml:3: unknown key");
    assert_int_equal(e.kind, ERR_CONFIG);
    assert_int_equal(e.code, 5);
    assert_false(err_wrap(NULL, "x"));
}

static void can_be_made_from_its_own_text(void **unused)
{
    (void)unused;
    struct err e;
    err_set(&e, ERR_IO, "inner");
    err_set(&e, ERR_IO, "outer (%s)", e.msg);
    assert_string_equal(e.msg, "outer (inner)");
}

static void cuts_long_sentences_between_characters(void **unused)
{
    (void)unused;
    char two_bytes[1201] = "";
    for (size_t i = 0; i < 1200; i += 2)
        memcpy(two_bytes + i, "ü", 3);
    for (int shift = 0; shift < 2; shift++) {
        struct err e;
        err_set(&e, ERR_IO, "%s%s", shift ? "x" : "", two_bytes);
        size_t len = strlen(e.msg);
        assert_true(len < sizeof e.msg && len > sizeof e.msg - 8);
        assert_string_equal(e.msg + len - 5, "ü…");
        err_wrap(&e, "prefix");
        assert_memory_equal(e.msg, "prefix: ", 8);
        assert_string_equal(e.msg + strlen(e.msg) - 5, "ü…");
    }
}

static void every_kind_has_a_name_of_its_own(void **unused)
{
    (void)unused;
    for (int i = ERR_NONE; i <= ERR_NOT_READY; i++) {
        assert_string_not_equal(err_kind_name((enum err_kind)i), "unknown");
        for (int j = ERR_NONE; j < i; j++)
            assert_string_not_equal(err_kind_name((enum err_kind)i),
                                    err_kind_name((enum err_kind)j));
    }
    assert_string_equal(err_kind_name((enum err_kind)999), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_and_returns_false),
        cmocka_unit_test(wraps_in_front_and_keeps_the_kind),
        cmocka_unit_test(can_be_made_from_its_own_text),
        cmocka_unit_test(cuts_long_sentences_between_characters),
        cmocka_unit_test(every_kind_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
