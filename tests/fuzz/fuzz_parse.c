/* The parsers of what people type: all or nothing, and what is accepted makes sense. */
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_instant.h"
#include "core/base/text_human.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = {
    "2026-11-22",
    "2024-02-29",
    "2024-05-01T10:20:30.123",
    "T14:03:00.6",
    " 14:03",
    ":59",
    ".000600",
    "Z",
    "+02:00",
    "-0800",
    "+05",
    "now",
    "-2h",
    " ago",
    "today",
    "yesterday",
    "@1714558830123",
    "@",
    "1d 12h",
    "500ms",
    "5min",
    "1w",
    "P1D",
    "PT2H",
    "-PT1.5S",
    "T3M",
    "4.5S",
    "1.5",
    "GiB",
    "10k",
    "1,204,113",
    "2_000",
    "9223372036854775807",
    "-9223372036854775808",
    "true",
    "off",
    "1e300",
    NULL,
};

static void check_instant(const char *s, int64_t now_ms)
{
    struct err err = {0};
    struct instant t;
    if (!parse_instant(s, now_ms, &t, &err)) {
        FUZZ_CHECK(err.kind == ERR_USAGE && err.msg[0]);
        return;
    }
    FUZZ_CHECK(t.wall_ms >= 0 && t.wall_ms <= INT64_MAX);
    FUZZ_CHECK(t.span_ms >= 1 && t.span_ms <= 86400000);
    FUZZ_CHECK(!t.ignored || (t.ignored > s && t.ignored < s + strlen(s)));
    if (t.wall_ms > 253402300799999) /* only @… may be later than the calendar goes */
        return;
    char again[TEXT_NUM];
    struct instant same;
    FUZZ_CHECK(parse_instant(text_instant_utc(again, t.wall_ms), now_ms, &same, NULL));
    FUZZ_CHECK(same.wall_ms == t.wall_ms && same.had_zone && !same.ignored);
}

static void check_numbers(const char *s)
{
    struct err err = {0};
    int64_t n, again;
    double d;
    bool b;
    char text[TEXT_NUM];
    if (parse_count(s, &n, &err))
        FUZZ_CHECK(parse_count(text_count(text, n), &again, NULL) && again == n);
    if (parse_int(s, -100, 1000, &n, &err))
        FUZZ_CHECK(n >= -100 && n <= 1000);
    if (parse_double(s, &d, &err) || parse_rate(s, &d, &err))
        FUZZ_CHECK(d - d == 0);
    parse_bytes(s, &n, &err);
    parse_bool(s, &b, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = fuzz_string(data, size);
    int64_t ms, same;
    check_instant(s, 1795356183123);
    check_instant(s, 0);
    check_numbers(s);
    if (parse_iso_duration(s, &ms, NULL))
        FUZZ_CHECK(parse_duration(s, &same, NULL) && same == ms);
    parse_duration(s, &ms, NULL);
    free(s);
    return 0;
}
