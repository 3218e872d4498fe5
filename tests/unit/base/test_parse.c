/* Numbers, sizes and switches as people write them. */
#include "core/base/parse.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct err err;

static void refused(bool ok, const char *why)
{
    assert_false(ok);
    assert_int_equal(err.kind, ERR_USAGE);
    if (!strstr(err.msg, why))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, why);
}

static void whole_numbers(void **unused)
{
    (void)unused;
    int64_t n;
    assert_true(parse_int("42", 0, 100, &n, &err));
    assert_int_equal(n, 42);
    assert_true(parse_int(" -7 ", -10, 100, &n, &err));
    assert_int_equal(n, -7);
    assert_true(parse_int("-9223372036854775808", INT64_MIN, INT64_MAX, &n, &err));
    assert_true(n == INT64_MIN);
    assert_true(parse_int("+9223372036854775807", INT64_MIN, INT64_MAX, &n, &err));
    assert_true(n == INT64_MAX);
    n = 5;
    refused(parse_int("9223372036854775808", INT64_MIN, INT64_MAX, &n, &err), "too large");
    refused(parse_int("101", 0, 100, &n, &err), "0 to 100");
    static const char *const wrong[] = {"", " ", "-", "1x", "0x10", "1 2", "--1", "1.0", "+-1"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused(parse_int(wrong[i], 0, 100, &n, &err), "not a whole number");
    assert_int_equal(n, 5);
}

struct int_case {
    const char *s;
    int64_t want;
};

static void counts(void **unused)
{
    (void)unused;
    static const struct int_case right[] = {
        {"0", 0},
        {"10k", 10000},
        {"1.5M", 1500000},
        {"2_000", 2000},
        {"1,204,113", 1204113},
        {"-5", -5},
        {"+5k", 5000},
        {"1.2345K", 0},
        {" 3 g ", 3000000000},
        {"1.234567m", 1234567},
        {"9,223,372,036,854,775,807", INT64_MAX},
    };
    int64_t n;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        if (right[i].want == 0 && right[i].s[0] != '0') {
            refused(parse_count(right[i].s, &n, &err), "not a whole number");
            continue;
        }
        assert_true(parse_count(right[i].s, &n, &err));
        assert_int_equal(n, right[i].want);
    }
    static const char *const wrong[] = {
        "",   "k",   "1,5",  "1,2345", "12,34,567",  "1234,567", ",123",  "1_",
        "_1", "1kk", "10kb", "1.k",    "1.2345678k", "0x1",      "1 000", "ten",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused(parse_count(wrong[i], &n, &err), "is not a count");
    refused(parse_count("9223372036854775807k", &n, &err), "too large");
    refused(parse_count("9223372036854775808", &n, &err), "not a count");
}

static void sizes_are_binary(void **unused)
{
    (void)unused;
    static const struct int_case right[] = {
        {"512", 512},          {"512B", 512},
        {"1KiB", 1024},        {"10MB", 10485760},
        {"1.5G", 1610612736},  {"1 GiB", 1073741824},
        {"1.3k", 1331},        {"-1", -1},
        {"2t", 2199023255552}, {"8388607TiB", INT64_C(8388607) << 40},
    };
    int64_t n;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_true(parse_bytes(right[i].s, &n, &err));
        assert_int_equal(n, right[i].want);
    }
    refused(parse_bytes("8388608T", &n, &err), "too large");
    refused(parse_bytes("1X", &n, &err), "10MB");
    refused(parse_bytes("1iB", &n, &err), "10MB");
    refused(parse_bytes("", &n, &err), "10MB");
}

static void reals(void **unused)
{
    (void)unused;
    double d;
    assert_true(parse_double(" -0.5 ", &d, &err) && d == -0.5);
    assert_true(parse_double("1e3", &d, &err) && d == 1000);
    assert_true(parse_double(".25", &d, &err) && d == 0.25);
    static const char *const wrong[] = {"",     "x",     "1,5",   "inf", "nan",
                                        "0x10", "1e999", "1.2.3", "5%"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused(parse_double(wrong[i], &d, &err), "not a number");
    assert_true(parse_rate("1.5k", &d, &err) && d == 1500);
    assert_true(parse_rate("-0.25", &d, &err) && d == -0.25);
    refused(parse_rate("fast", &d, &err), "not a rate");
}

static void switches(void **unused)
{
    (void)unused;
    bool b = false;
    assert_true(parse_bool("Yes", &b, &err) && b);
    assert_true(parse_bool("off", &b, &err) && !b);
    assert_true(parse_bool("1", &b, &err) && b);
    assert_true(parse_bool("FALSE", &b, &err) && !b);
    refused(parse_bool("maybe", &b, &err), "neither true nor false");
    refused(parse_bool("", &b, &err), "neither true nor false");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers),    cmocka_unit_test(counts),
        cmocka_unit_test(sizes_are_binary), cmocka_unit_test(reals),
        cmocka_unit_test(switches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
