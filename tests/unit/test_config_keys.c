/* The table of configuration keys: sorted, without repeats, complete sentences; guesses by name. */
#include "core/model/config_keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_table_is_in_order(void **state)
{
    size_t n;
    const struct config_key *k = config_keys_all(&n);

    (void)state;
    assert_true(n > 150);
    for (size_t i = 1; i < n; i++) {
        if (k[i].type == k[i - 1].type)
            assert_true(strcmp(k[i - 1].name, k[i].name) < 0);
        else
            assert_true(k[i - 1].type < k[i].type);
    }
}

static void test_each_key_is_explained(void **state)
{
    size_t n;
    const struct config_key *k = config_keys_all(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(k[i].meaning);

        assert_true(len > 20);
        assert_true(strchr(".)", k[i].meaning[len - 1]) || strstr(k[i].meaning, "…"));
        if (k[i].kind == CONFIG_KIND_CHOICE)
            assert_non_null(k[i].choices);
    }
}

static void test_known_and_guessed(void **state)
{
    struct config_key k = config_key_of(CONFIG_TOPIC, "retention.ms");

    (void)state;
    assert_int_equal(k.kind, CONFIG_KIND_MS);
    assert_true(k.unlimited);
    assert_null(config_key_find(CONFIG_TOPIC, "log.retention.ms"));
    k = config_key_of(CONFIG_BROKER, "quota.window.size.seconds");
    assert_int_equal(k.kind, CONFIG_KIND_SECONDS);
    assert_null(k.meaning);
    assert_string_equal(config_key_of(CONFIG_TOPIC, "made.up").name, "made.up");
    assert_int_equal(config_key_of(CONFIG_TOPIC, "made.up").kind, CONFIG_KIND_TEXT);
    assert_string_equal(config_kind_unit(CONFIG_KIND_RATE), "bytes/s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_in_order),
        cmocka_unit_test(test_each_key_is_explained),
        cmocka_unit_test(test_known_and_guessed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
