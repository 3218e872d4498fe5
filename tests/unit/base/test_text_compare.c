/* Order and nearness of names. */
#include "core/base/text_compare.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

/* Antisymmetric, transitive, and only equal names are equal. */
static void natural_order_is_total(void **unused)
{
    (void)unused;
    static const char *const names[] = {
        "",
        "-",
        "1",
        "01",
        "2",
        "10",
        "A",
        "a",
        "a1",
        "a1b1",
        "a01b1",
        "a1b2",
        "a01b2",
        "a2",
        "a9",
        "a10",
        "a10x",
        "a0012",
        "a13",
        "a-b",
        "t-00099999999999999999999",
        "t-100000000000000000000",
        "t-x",
        "ü",
    };
    size_t n = sizeof names / sizeof names[0];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            int c = text_natural(names[i], names[j]), back = text_natural(names[j], names[i]);
            assert_int_equal(c, -back);
            assert_int_equal(c == 0, i == j);
            for (size_t k = 0; k < n && c < 0; k++) {
                if (text_natural(names[j], names[k]) < 0)
                    assert_true(text_natural(names[i], names[k]) < 0);
            }
        }
    }
}

static void digits_compare_as_numbers(void **unused)
{
    (void)unused;
    static const char *const pairs[][2] = {
        {"t9", "t10"},     {"t1", "t10"},
        {"t1x", "t10"},    {"a01b2", "a1b3"},
        {"a1b1", "a01b2"}, {"v1.9", "v1.10"},
        {"a", "a0"},       {"a0", "a00"},
        {"x-2", "x10"},    {"p-99999999999999999999", "p-100000000000000000000"},
        {"a0012", "a13"},  {"Z", "a"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_true(text_natural(pairs[i][0], pairs[i][1]) < 0);
        assert_true(text_natural(pairs[i][1], pairs[i][0]) > 0);
    }
}

static void distance(void **unused)
{
    (void)unused;
    assert_int_equal(text_distance("lag", "lag", 2), 0);
    assert_int_equal(text_distance("lag", "LAG", 2), 0);
    assert_int_equal(text_distance("lga", "lag", 2), 1);
    assert_int_equal(text_distance("topcis", "topics", 2), 1);
    assert_int_equal(text_distance("topic", "topics", 2), 1);
    assert_int_equal(text_distance("kitten", "sitting", 5), 3);
    assert_int_equal(text_distance("kitten", "sitting", 2), 3);
    assert_int_equal(text_distance("", "ab", 3), 2);
    assert_int_equal(text_distance("ab", "", 1), 2);
    char wide[100];
    memset(wide, 'a', 99);
    wide[99] = '\0';
    assert_int_equal(text_distance(wide, wide + 1, 3), 4); /* too long to look at */
}

static const char *nearest(const char *word)
{
    struct text_nearest n = {0};
    static const char *const names[] = {"topics", "groups", "partitions", "lag", "acls", "lags"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        text_nearest_offer(&n, word, names[i]);
    return n.name;
}

static void did_you_mean(void **unused)
{
    (void)unused;
    assert_string_equal(nearest("topcis"), "topics");
    assert_string_equal(nearest("lagg"), "lag");
    assert_string_equal(nearest("part"), "partitions");
    assert_null(nearest("zookeeper"));
    assert_null(nearest("xyz"));
    assert_null(nearest("p"));
}

static void prefixes(void **unused)
{
    (void)unused;
    assert_true(text_starts_ci("Topics", "top"));
    assert_true(text_starts_ci("topics", ""));
    assert_false(text_starts_ci("to", "top"));
    assert_false(text_starts_ci("", "t"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(natural_order_is_total),
        cmocka_unit_test(digits_compare_as_numbers),
        cmocka_unit_test(distance),
        cmocka_unit_test(did_you_mean),
        cmocka_unit_test(prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
