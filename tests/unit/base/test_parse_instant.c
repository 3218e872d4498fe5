/* Points in time. The tables hold what Kafka's own Utils.getDateTime (kafka-clients 4.3.1)
 * answered. */
#include "core/base/parse_instant.h"
#include "core/base/zone.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#define NOW INT64_C(1795345402123) /* 2026-11-22T11:03:22.123Z */

static struct err err;
static struct instant t;

struct instant_case {
    const char *s;
    int64_t ms;
};

static const struct instant_case kafka_takes[] = {
    {"2024-05-01T10:20:30.123", 1714558830123},
    {"2024-05-01T10:20:30.6", 1714558830006},
    {"2024-5-1T1:2:3.4", 1714525323004},
    {"2024-05-01T10:20:30.123Z", 1714558830123},
    {"2024-05-01T10:20:30.123Zfoo", 1714558830123},
    {"2024-05-01T10:20:30.123 Z", 1714558830123},
    {"2024-05-01T10:20:30.123+02", 1714551630123},
    {"2024-05-01T10:20:30.123+0200", 1714551630123},
    {"2024-05-01T10:20:30.123+02:00", 1714551630123},
    {"2024-05-01T10:20:30.123 +02:00", 1714551630123},
    {"2024-05-01T10:20:30.123-08:00", 1714587630123},
    {" 2024-05-01T10:20:30.123Z", 1714558830123},
    {"2024- 05-01T10: 20:30.123Z", 1714558830123},
    {"2024-05-01T10:20:30. 123Z", 1714558830123},
    {"2024-02-29T10:20:30.123Z", 1709202030123},
    {"2024-05-01T10:20:30.0006Z", 1714558830006},
    {"2024-05-01T10:20:30.123ZT", 1714558830123},
    {"2024-05-01T10:20:30.123 ", 1714558830123},
    {"2024-05-01T10:20:30.123\t", 1714558830123},
    {"2024-0005-01T10:20:30.123", 1714558830123},
    {"2024-05-01T10:20:30.123Z2h", 1714558830123},
};

static const char *const kafka_refuses[] = {
    "2024-05-01T10:20:30.123+2",    "2024-05-01T10:20:30.123+24", "2024-05 -01T10:20:30.123Z",
    "2024-05-01 T10:20:30.123Z",    "2024-02-30T10:20:30.123Z",   "2023-02-29T10:20:30.123Z",
    "2024-05-01T24:00:00.000Z",     "2024-05-01T23:59:60.000Z",   "2024-05-01T10:20:30.123456Z",
    "2024-05-01T10:20:30.123z",     "2024-05-01T10:20:30.123T",   "2024--5-01T10:20:30.123Z",
    "2024-+5-01T10:20:30.123Z",     "2024-05-01T10:20:30.-5Z",    "2024-05-01T-1:20:30.5Z",
    "2024-05-01T10:20:30.123foo+Z", "-2024-05-01T10:20:30.123Z",  "2024-05-01T10:20:30.123+23:59",
    "2024-05-01T10:20:30.123-",
};

static void right(const char *s, int64_t ms)
{
    if (!parse_instant(s, NOW, &t, &err))
        fail_msg("%s: %s", s, err.msg);
    assert_int_equal(t.wall_ms, ms);
}

static void wrong(const char *s, const char *why)
{
    if (parse_instant(s, NOW, &t, &err))
        fail_msg("%s was taken", s);
    assert_int_equal(err.kind, ERR_USAGE);
    if (!strstr(err.msg, why))
        fail_msg("%s: \"%s\" does not say \"%s\"", s, err.msg, why);
}

static void same_as_kafka(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof kafka_takes / sizeof kafka_takes[0]; i++) {
        right(kafka_takes[i].s, kafka_takes[i].ms);
        assert_int_equal(t.span_ms, 1);
    }
    for (size_t i = 0; i < sizeof kafka_refuses / sizeof kafka_refuses[0]; i++)
        wrong(kafka_refuses[i], kafka_refuses[i]);
}

static void says_what_was_assumed_or_ignored(void **unused)
{
    (void)unused;
    right("2024-05-01T10:20:30.123", 1714558830123);
    assert_false(t.had_zone);
    assert_null(t.ignored);
    right("2024-05-01T10:20:30.123Z", 1714558830123);
    assert_true(t.had_zone);
    right("2024-05-01T10:20:30.123Z 2h later", 1714558830123);
    assert_string_equal(t.ignored, "2h later");
    right("2024-05-01T10:20:30.123+02:00 ", 1714551630123);
    assert_null(t.ignored);
}

/* Kafka takes these for something else than they say. */
static void refused_although_kafka_takes_them(void **unused)
{
    (void)unused;
    wrong("2024-05-01T10:20:30.123+0530", "for +05:00");
    wrong("2024-05-01T10:20:30.123-02:99", "for -02:00");
    wrong("2024-05-01T10:20:30.123+02:00:15", "for +02:00");
    wrong("24-05-01T10:20:30.123Z", "four digits");
    wrong("12024-05-01T10:20:30.000Z", "too far off");
    wrong("1969-12-31T23:59:59.999Z", "1970");
    wrong("1970-01-01T00:00:00.000+01:00", "before 1970");
}

static void laxer_forms(void **unused)
{
    (void)unused;
    static const struct {
        const char *s;
        int64_t ms, span;
        bool had_zone;
    } cases[] = {
        {"2024-05-01", 1714521600000, 86400000, false},
        {"2024-5-1", 1714521600000, 86400000, false},
        {"2024-05-01 10:20", 1714558800000, 60000, false},
        {"2024-05-01T10:20", 1714558800000, 60000, false},
        {"2024-05-01 10:20Z", 1714558800000, 60000, true},
        {"2024-05-01 10:20 UTC", 1714558800000, 60000, true},
        {"2024-05-01 10:20:30", 1714558830000, 1000, false},
        {"2024-05-01T10:20:30Z", 1714558830000, 1000, true},
        {"2024-05-01T10:20:30+02", 1714551630000, 1000, true},
        {"2024-05-01T10:20:30+0200", 1714551630000, 1000, true},
        {"2024-05-01 10:20:30.123 -08:00", 1714587630123, 1, true},
        {"2024-05-01 10:20:30,123", 1714558830123, 1, false},
        {"2024-05-01 10:20:30.123456", 1714558830123, 1, false},
        {"2024-05-01 10:20:30.000600", 1714558830000, 1, false},
        {"2024-05-01 10:20:30.123456789z", 1714558830123, 1, true},
        {"2024-05-01t10:20:30.123z", 1714558830123, 1, true},
        {"  2024-05-01  ", 1714521600000, 86400000, false},
        {"1970-01-01", 0, 86400000, false},
        {"@1714558830123", 1714558830123, 1, true},
        {"@0", 0, 1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        right(cases[i].s, cases[i].ms);
        assert_int_equal(t.span_ms, cases[i].span);
        assert_int_equal(t.had_zone, cases[i].had_zone);
        assert_null(t.ignored);
    }
}

static void relative_forms(void **unused)
{
    (void)unused;
    right("now", NOW);
    right("NOW", NOW);
    right("now-2h", NOW - 7200000);
    right("now - 1d 12h", NOW - 129600000);
    right("now+5m", NOW + 300000);
    right("now-PT2H", NOW - 7200000);
    right("2h ago", NOW - 7200000);
    right("1d 12h Ago", NOW - 129600000);
    assert_true(t.had_zone);
    right("today", 1795305600000);
    assert_int_equal(t.span_ms, 86400000);
    assert_false(t.had_zone);
    right("yesterday", 1795219200000);
    right("today 11:03", 1795305600000 + 39780000);
    right("yesterday 23:59:59.999Z", 1795305599999);
}

static void refuses_with_a_reason(void **unused)
{
    (void)unused;
    wrong("", "not a point in time");
    wrong("tomorrow", "not a point in time");
    wrong("1714558830123", "@epoch-ms");
    wrong("2024-05-01x", "not a point in time");
    wrong("2024-05-01 10", "not a point in time");
    wrong("2024-05-01 10:20 CEST", "not a point in time");
    wrong("2024-05-01 10:20:30Z rest", "not a point in time");
    wrong("2024-05-01 10:20 +0530", "write it as +hh:mm");
    wrong("2024-05-01T10:20:30.123456", "three digits");
    wrong("2024-05-01 10:20:30.6", "three digits");
    wrong("2024-05-01 10:20:30.99999999999999999999", "too many decimals");
    wrong("2024-13-01", "no month 13");
    wrong("2024-00-01", "no month 0");
    wrong("2023-02-29", "no day 29");
    wrong("2024-04-31 10:00", "no day 31");
    wrong("2100-02-29", "no day 29");
    wrong("2024-05-01 24:00", "23:59:59");
    wrong("2024-05-01 23:59:60", "23:59:59");
    wrong("2024-05-01 10:20+15:00", "-13:00 to +14:00");
    wrong("@1714558830", "looks like seconds");
    wrong("@-5", "milliseconds since 1970");
    wrong("@", "milliseconds since 1970");
    wrong("now-", "not a duration");
    wrong("now-5", "lacks a unit");
    wrong("now2h", "not a point in time");
    wrong("now-99999d", "before 1970");
    wrong("now+9999999d", "too far off");
    wrong("-2h ago", "not a point in time");
    wrong("5 ago", "lacks a unit");
    wrong("ago", "not a point in time");
    wrong("today-2h", "not a point in time");
    wrong("99999999999999999999-01-01", "not a point in time");
}

static void use_zone(const char *tz, bool utc)
{
    setenv("TZ", tz, 1);
    tzset();
    zone_use_utc(utc);
}

static void all_of_it(const char *s, int64_t ms, int64_t span)
{
    if (!parse_instant_shown(s, NOW, &t, &err))
        fail_msg("%s: %s", s, err.msg);
    if (t.wall_ms != ms || t.span_ms != span)
        fail_msg("%s: %lld for %lld", s, (long long)t.wall_ms, (long long)t.span_ms);
}

/* NOW is 12:03:22 of the 22nd there. */
static void what_is_typed_means_the_zone_shown(void **unused)
{
    (void)unused;
    use_zone("CET-1CEST,M3.5.0,M10.5.0/3", false);
    right("2024-05-01 10:20", 1714558800000 - 7200000);
    right("2024-01-01 10:20", 1704104400000 - 3600000);
    right("2024-05-01 10:20Z", 1714558800000);
    right("2024-05-01", 1714521600000 - 7200000);
    right("today", 1795305600000 - 3600000);
    right("today 12:03", 1795345380000);
    right("yesterday 23:59", 1795305540000 - 3600000);
    right("12:03", 1795345380000);
    assert_int_equal(t.span_ms, 60000);
    assert_true(t.moves);
    right("12:04", 1795345440000 - 86400000); /* it is not so late yet */
    right("11:04 UTC", 1795345440000 - 86400000);
    right("1:02:03", 1795305600000 + 123000);
    /* What Kafka's tools take is what they make of it; in a filter it can't be theirs. */
    right("2024-05-01T10:20:30.123", 1714558830123);
    all_of_it("2024-05-01T10:20:30.123", 1714558830123 - 7200000, 1);
    all_of_it("10m", NOW - 600000, 1);
    all_of_it("1d 12h", NOW - 129600000, 1);
    /* Yesterday here is today there, half an hour before midnight in UTC. */
    assert_true(parse_instant("today", 1795305600000 - 1800000, &t, &err));
    assert_int_equal(t.wall_ms, 1795305600000 - 3600000);
    use_zone("XXX12", false); /* it is the 21st there; in UTC it is already the next day */
    right("11:02Z", 1795345320000);
    right("23:02", 1795345320000);
    use_zone("CET-1CEST,M3.5.0,M10.5.0/3", true);
    right("2024-05-01 10:20", 1714558800000);
    right("today", 1795305600000);
    right("11:03", 1795345380000);
    use_zone("UTC", false);
}

static void clocks_that_change_are_no_trap(void **unused)
{
    (void)unused;
    use_zone("CET-1CEST,M3.5.0,M10.5.0/3", false);
    right("2026-03-29 01:59:59", 1774745999000);
    right("2026-03-29 03:00", 1774746000000);
    wrong("2026-03-29 02:30", "put forward over it; the next one is 2026-03-29 03:00:00 +02:00");
    right("2026-03-29 02:30+01:00", 1774747800000);
    wrong("2026-10-25 02:30", "2026-10-25 02:30:00 +02:00 and 2026-10-25 02:30:00 +01:00");
    right("2026-10-25 02:30 +02", 1792888200000);
    right("2026-10-25 03:00", 1792893600000);
    all_of_it("2026-03-29", 1774738800000, 23 * 3600000);
    all_of_it("2026-10-25", 1792879200000, 25 * 3600000);
    /* Clocks that are put forward at midnight: the day begins with its first moment. */
    use_zone("<-03>3<-02>,M10.3.0/0,M2.3.0/0", false);
    all_of_it("2026-10-18", 1792292400000, 23 * 3600000);
    wrong("2026-10-18 00:30", "the next one is 2026-10-18 01:00:00 -02:00");
    use_zone("UTC", false);
}

int main(void)
{
    use_zone("UTC", false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_as_kafka),
        cmocka_unit_test(says_what_was_assumed_or_ignored),
        cmocka_unit_test(refused_although_kafka_takes_them),
        cmocka_unit_test(laxer_forms),
        cmocka_unit_test(relative_forms),
        cmocka_unit_test(refuses_with_a_reason),
        cmocka_unit_test(what_is_typed_means_the_zone_shown),
        cmocka_unit_test(clocks_that_change_are_no_trap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
