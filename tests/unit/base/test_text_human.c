/* Numbers, durations and instants for people. */
#include "core/base/text_human.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include <time.h>

struct int_case {
    int64_t n;
    const char *want;
};

static void check(char *(*format)(char *, int64_t), const struct int_case *cases, size_t n)
{
    char dst[TEXT_NUM];
    for (size_t i = 0; i < n; i++)
        assert_string_equal(format(dst, cases[i].n), cases[i].want);
}

#define CHECK(format, ...)                                                                         \
    check(format, (const struct int_case[]){__VA_ARGS__},                                          \
          sizeof((const struct int_case[]){__VA_ARGS__}) / sizeof(struct int_case))

static void counts(void **unused)
{
    (void)unused;
    CHECK(text_count, {0, "0"}, {999, "999"}, {1000, "1,000"}, {1204113, "1,204,113"}, {-5, "-5"},
          {-123456, "-123,456"}, {INT64_MIN, "-9,223,372,036,854,775,808"});
    CHECK(text_count_signed, {0, "0"}, {5, "+5"}, {-5, "-5"}, {1000, "+1,000"});
}

static void short_forms_never_round_up(void **unused)
{
    (void)unused;
    CHECK(text_short, {0, "0"}, {950, "950"}, {1000, "1k"}, {1049, "1k"}, {12345, "12.3k"},
          {99999, "99.9k"}, {123456, "123k"}, {999999, "999k"}, {1204113, "1.2M"}, {-1500, "-1.5k"},
          {INT64_MAX, "9.2E"}, {INT64_MIN, "-9.2E"});
    CHECK(text_bytes, {0, "0 B"}, {512, "512 B"}, {1023, "1023 B"}, {1024, "1 KiB"},
          {1536, "1.5 KiB"}, {1048575, "1023 KiB"}, {1610612736, "1.5 GiB"}, {-1, "-1 B"},
          {INT64_MAX, "7.9 EiB"}, {INT64_MIN, "-8 EiB"});
}

static void durations(void **unused)
{
    (void)unused;
    CHECK(text_duration, {0, "0 s"}, {250, "250 ms"}, {1000, "1 s"}, {1500, "1.5 s"},
          {9999, "9.9 s"}, {45000, "45 s"}, {60000, "1 min"}, {90000, "1 min 30 s"},
          {7500000, "2 h 5 min"}, {604800000, "7 d"}, {604800000 + 3600000, "7 d 1 h"},
          {604800000 + 60000, "7 d"}, {-250, "-250 ms"}, {-7500000, "-2 h 5 min"},
          {INT64_MIN, "-106751991167 d 7 h"});
    CHECK(text_age, {0, "now"}, {999, "now"}, {-999, "now"}, {1500, "1 s"}, {59999, "59 s"},
          {7500000, "2 h"}, {604800000, "7 d"}, {-7500000, "-2 h"});
}

/* A record's time is its producer's: it may lie ahead, and is no negative age. */
static void ages_of_records(void **unused)
{
    static const struct {
        int64_t ms;
        const char *words;
    } table[] = {{0, "less than 1 s ago"},
                 {-999, "less than 1 s ago"},
                 {1500, "1.5 s ago"},
                 {7500000, "2 h 5 min ago"},
                 {-2983000, "49 min 43 s ahead of this clock (the producer's)"},
                 {INT64_MIN, "106751991167 d 7 h ahead of this clock (the producer's)"}};
    struct arena a;
    (void)unused;
    arena_init(&a);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(text_ago(&a, table[i].ms), table[i].words);
    arena_release(&a);
}

static void instants(void **unused)
{
    (void)unused;
    CHECK(text_instant_utc, {0, "1970-01-01T00:00:00.000Z"}, {-1, "1969-12-31T23:59:59.999Z"},
          {1795345402123, "2026-11-22T11:03:22.123Z"}, {INT64_MAX, "292278994-08-17T07:12:55.807Z"},
          {INT64_MIN, "-292275055-05-16T16:47:04.192Z"});
    setenv("TZ", "CET-1", 1);
    tzset();
    CHECK(text_instant, {1795345402123, "2026-11-22 12:03:22 +01:00"});
    CHECK(text_clock, {1795345402123, "12:03:22"});
    setenv("TZ", "XXX4:30", 1);
    tzset();
    CHECK(text_instant, {1795345402123, "2026-11-22 06:33:22 -04:30"});
    CHECK(text_clock, {-1, "19:29:59"});
}

/* The day only where it is not that of now, the time of UTC only where the zone is another. */
static void moments(void **unused)
{
    (void)unused;
    const int64_t at = 1795345402123, later = at + 3600000, next_day = at + 86400000;
    struct arena a;
    arena_init(&a);
    setenv("TZ", "UTC", 1);
    tzset();
    assert_string_equal(text_moment(&a, at, later), "11:03:22 UTC");
    assert_string_equal(text_moment(&a, at, next_day), "2026-11-22 11:03:22 UTC");
    setenv("TZ", "CET-1", 1);
    tzset();
    assert_string_equal(text_moment(&a, at, later), "12:03:22 +01:00 = 11:03:22 UTC");
    assert_string_equal(text_moment(&a, at, next_day), "2026-11-22 12:03:22 +01:00 = 11:03:22 UTC");
    setenv("TZ", "ABC-14", 1); /* there it is the day after */
    tzset();
    assert_string_equal(text_moment(&a, at, at), "01:03:22 +14:00 = 2026-11-22 11:03:22 UTC");
    arena_release(&a);
}

static void rates_and_shares_keep_small_and_almost_all(void **unused)
{
    (void)unused;
    static const struct {
        double d;
        const char *rate, *percent;
    } cases[] = {
        {0, "0", "0 %"},          {0.04, "<0.1", "<0.1 %"}, {-0.04, ">-0.1", ">-0.1 %"},
        {0.3, "0.3", "0.3 %"},    {1.25, "1.2", "1.2 %"},   {42, "42", "42 %"},
        {99.99, "99", "99.9 %"},  {100, "100", "100 %"},    {-1.5, "-1.5", "-1.5 %"},
        {1234, "1.2k", "1234 %"}, {1e300, "?", "?"},
    };
    char dst[TEXT_NUM];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(text_rate(dst, cases[i].d), cases[i].rate);
        assert_string_equal(text_percent(dst, cases[i].d), cases[i].percent);
    }
    double nan = strtod("nan", NULL);
    assert_string_equal(text_rate(dst, nan), "?");
    assert_string_equal(text_percent(dst, nan), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts),
        cmocka_unit_test(short_forms_never_round_up),
        cmocka_unit_test(durations),
        cmocka_unit_test(ages_of_records),
        cmocka_unit_test(moments),
        cmocka_unit_test(instants),
        cmocka_unit_test(rates_and_shares_keep_small_and_almost_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
