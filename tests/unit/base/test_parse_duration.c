/* Durations. The ISO table holds what java.time.Duration.parse(s).toMillis() of Java 17 answered.
 */
#include "core/base/parse_duration.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct err err;

struct duration_case {
    const char *s;
    int64_t ms;
};

static const struct duration_case java_takes[] = {
    {"P1D", 86400000},
    {"pt5m", 300000},
    {"P1DT2H3M4.5S", 93784500},
    {"PT-1.5S", -1500},
    {"-PT-1.5S", 1500},
    {"-P-1D", 86400000},
    {"P+1D", 86400000},
    {"+P1D", 86400000},
    {"PT1.S", 1000},
    {"PT1,5S", 1500},
    {"PT0.0009S", 0},
    {"PT-0.0009S", 0},
    {"-PT0.0009S", 0},
    {"PT9223372036854775S", 9223372036854775000},
    {"PT9223372036854775.807S", 9223372036854775807},
    {"-PT9223372036854775.808S", INT64_MIN},
    {"PT-0.5S", -500},
    {"P106751991167D", 9223372036828800000},
    {"PT1H-1M", 3540000},
    {"PT-0S", 0},
    {"PT00000000000000000000001S", 1000},
    {"pT1h2m3s", 3723000},
    {"PT-9223372036854775.808S", INT64_MIN},
    {"PT9223372036854775.8079S", 9223372036854775807},
    {"PT1H+30M", 5400000},
};

static const char *const java_refuses[] = {
    "PT,5S",
    "PT.5S",
    "P",
    "PT",
    "P1DT",
    "P1W",
    "P1M",
    "P1Y",
    "PT1.1234567890S",
    "PT1M1H",
    "P 1D",
    "PT1H1H",
    "P1D ",
    "PT9223372036854776S",
    "P99999999999999999999D",
    "P106751991168D",
    "PT-9223372036854775.809S",
    "P1D-T1H",
    "--PT1S",
    "PT9223372036854775.808S",
};

static void iso_is_what_java_takes(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof java_takes / sizeof java_takes[0]; i++) {
        int64_t ms = 1;
        if (!parse_iso_duration(java_takes[i].s, &ms, &err))
            fail_msg("%s: %s", java_takes[i].s, err.msg);
        assert_int_equal(ms, java_takes[i].ms);
        assert_true(parse_duration(java_takes[i].s, &ms, &err));
        assert_int_equal(ms, java_takes[i].ms);
    }
    for (size_t i = 0; i < sizeof java_refuses / sizeof java_refuses[0]; i++) {
        int64_t ms = 1;
        if (parse_iso_duration(java_refuses[i], &ms, &err))
            fail_msg("%s was taken", java_refuses[i]);
        assert_int_equal(err.kind, ERR_USAGE);
        assert_int_equal(ms, 1);
    }
}

static void as_people_write_them(void **unused)
{
    (void)unused;
    static const struct duration_case right[] = {
        {"0", 0},
        {"500ms", 500},
        {"45s", 45000},
        {"45 sec", 45000},
        {"5m", 300000},
        {"5min", 300000},
        {"5 minutes", 300000},
        {"2h", 7200000},
        {"1.5h", 5400000},
        {"7d", 604800000},
        {"1w", 604800000},
        {"2 weeks", 1209600000},
        {"1d 12h", 129600000},
        {"1d12h30m", 131400000},
        {"-2h 5min", -7500000},
        {"+3s", 3000},
        {" 7 D ", 604800000},
        {"1m 5ms", 60005},
        {"0s", 0},
        {"-0", 0},
    };
    int64_t ms;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        if (!parse_duration(right[i].s, &ms, &err))
            fail_msg("%s: %s", right[i].s, err.msg);
        assert_int_equal(ms, right[i].ms);
    }
}

static void refuses_with_a_reason(void **unused)
{
    (void)unused;
    static const struct {
        const char *s, *why;
    } wrong[] = {
        {"5", "lacks a unit"},
        {"1h 30", "lacks a unit"},
        {"", "not a duration"},
        {"5x", "not a duration"},
        {"1M", "capital M"},
        {"1 M", "capital M"},
        {"1d 5M", "capital M"},
        {"5m 5m", "not a duration"},
        {"5m 1h", "not a duration"},
        {"h", "not a duration"},
        {"5 m x", "not a duration"},
        {"1h-5m", "not a duration"},
        {"5mo", "not a duration"},
        {"PT", "ISO 8601"},
        {"P1Y", "ISO 8601"},
        {"99999999999999w", "too long"},
        {"PT9223372036854776S", "too long"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t ms = 1;
        assert_false(parse_duration(wrong[i].s, &ms, &err));
        if (!strstr(err.msg, wrong[i].why))
            fail_msg("%s: \"%s\" does not say \"%s\"", wrong[i].s, err.msg, wrong[i].why);
        assert_int_equal(ms, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_is_what_java_takes),
        cmocka_unit_test(as_people_write_them),
        cmocka_unit_test(refuses_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
