/* Numbers, durations and instants as people read them. All figures are cut, never rounded up, so
 * that "100 %" and "1 GiB" are only said of what is really there; what is not zero is never shown
 * as zero. Decimals are made from integers: the locale's decimal comma can't slip in. */
#include "core/base/text_human.h"

#include "core/base/zone.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

char *text_count(char *dst, int64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, magnitude(n));
    char *to = dst;
    if (n < 0)
        *to++ = '-';
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return dst;
}

char *text_count_signed(char *dst, int64_t n)
{
    if (n <= 0)
        return text_count(dst, n);
    dst[0] = '+';
    text_count(dst + 1, n);
    return dst;
}

/* Writes n / unit with one decimal while that is below 100, none above: 1.2, 12.3, 123. */
static int put_scaled(char *dst, size_t size, uint64_t n, uint64_t unit)
{
    uint64_t whole = n / unit;
    uint64_t tenth = n % unit * 10 / unit; /* unit ≤ 2^60: no overflow */
    if (whole < 100 && tenth)
        return snprintf(dst, size, "%" PRIu64 ".%" PRIu64, whole, tenth);
    return snprintf(dst, size, "%" PRIu64, whole);
}

struct unit {
    uint64_t size;
    const char *name;
};

/* The largest unit that n reaches, or NULL. */
static const struct unit *unit_for(uint64_t n, const struct unit *units, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (n >= units[i].size)
            return &units[i];
    }
    return NULL;
}

static char *put_units(char *dst, int64_t n, const struct unit *units, size_t count,
                       const char *base)
{
    uint64_t m = magnitude(n);
    const struct unit *u = unit_for(m, units, count);
    size_t at = n < 0;
    dst[0] = '-';
    if (u)
        at += (size_t)put_scaled(dst + at, TEXT_NUM - at, m, u->size);
    else
        at += (size_t)snprintf(dst + at, TEXT_NUM - at, "%" PRIu64, m);
    snprintf(dst + at, TEXT_NUM - at, "%s", u ? u->name : base);
    return dst;
}

char *text_short(char *dst, int64_t n)
{
    static const struct unit units[] = {
        {1000000000000000000u, "E"}, {1000000000000000u, "P"}, {1000000000000u, "T"},
        {1000000000u, "G"},          {1000000u, "M"},          {1000u, "k"},
    };
    return put_units(dst, n, units, COUNT(units), "");
}

char *text_bytes(char *dst, int64_t n)
{
    static const struct unit units[] = {
        {(uint64_t)1 << 60, " EiB"}, {(uint64_t)1 << 50, " PiB"}, {(uint64_t)1 << 40, " TiB"},
        {(uint64_t)1 << 30, " GiB"}, {(uint64_t)1 << 20, " MiB"}, {(uint64_t)1 << 10, " KiB"},
    };
    return put_units(dst, n, units, COUNT(units), " B");
}

static const struct unit time_units[] = {
    {86400000, "d"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}, {1, "ms"},
};

char *text_duration(char *dst, int64_t ms)
{
    uint64_t m = magnitude(ms);
    const struct unit *u = unit_for(m, time_units, COUNT(time_units));
    if (!u)
        return memcpy(dst, "0 s", 4);
    size_t at = ms < 0;
    dst[0] = '-';
    if (u->size == 1000 && m < 10000) {
        at += (size_t)put_scaled(dst + at, TEXT_NUM - at, m, 1000);
        snprintf(dst + at, TEXT_NUM - at, " s");
        return dst;
    }
    at += (size_t)snprintf(dst + at, TEXT_NUM - at, "%" PRIu64 " %s", m / u->size, u->name);
    uint64_t rest = u->size > 1000 ? m % u->size / u[1].size : 0;
    if (rest)
        snprintf(dst + at, TEXT_NUM - at, " %" PRIu64 " %s", rest, u[1].name);
    return dst;
}

char *text_age(char *dst, int64_t ms)
{
    if (ms > -1000 && ms < 1000)
        return memcpy(dst, "now", 4);
    uint64_t m = magnitude(ms);
    const struct unit *u = unit_for(m, time_units, COUNT(time_units) - 1);
    snprintf(dst, TEXT_NUM, "%s%" PRIu64 " %s", ms < 0 ? "-" : "", m / (u ? u->size : 1000),
             u ? u->name : "s");
    return dst;
}

const char *text_ago(struct arena *a, int64_t ms)
{
    char n[TEXT_NUM];
    if (ms > -1000 && ms < 1000)
        return "less than 1 s ago";
    if (ms > 0)
        return arena_printf(a, "%s ago", text_duration(n, ms));
    text_duration(n, ms);
    return arena_printf(a, "%s ahead of this clock (the producer's)", n + 1); /* without its "-" */
}

/* Whole seconds, rounded down also before 1970. */
static time_t seconds_of(int64_t wall_ms, int *ms)
{
    int64_t s = wall_ms / 1000;
    *ms = (int)(wall_ms % 1000);
    if (*ms < 0) {
        *ms += 1000;
        s--;
    }
    return (time_t)s;
}

/* For times so far off that the calendar has no year for them. */
static char *put_epoch(char *dst, int64_t wall_ms)
{
    snprintf(dst, TEXT_NUM, "@%" PRId64, wall_ms);
    return dst;
}

char *text_instant(char *dst, int64_t wall_ms)
{
    int ms;
    struct tm tm;
    time_t s = seconds_of(wall_ms, &ms);
    if (!zone_tm(s, &tm))
        return put_epoch(dst, wall_ms);
    size_t n = strftime(dst, TEXT_NUM - 1, "%Y-%m-%d %H:%M:%S %z", &tm);
    if (n < 2)
        return put_epoch(dst, wall_ms);
    memmove(dst + n - 1, dst + n - 2, 3); /* +0100 → +01:00 */
    dst[n - 2] = ':';
    return dst;
}

const char *text_moment(struct arena *a, int64_t wall_ms, int64_t now_ms)
{
    enum {
        DAY = 10,
        TIME = 11,
        TIME_LEN = 8,
        ZONE = 20
    }; /* places in "2026-11-22 12:03:22 +01:00" */
    char local[TEXT_NUM], today[TEXT_NUM], utc[TEXT_NUM];
    text_instant(local, wall_ms);
    text_instant(today, now_ms);
    text_instant_utc(utc, wall_ms);
    if (strlen(local) <= ZONE || strlen(utc) <= TIME + TIME_LEN)
        return arena_strdup(a, local);
    bool same_day = strncmp(local, today, DAY) == 0;
    const char *at = local + (same_day ? TIME : 0);
    if (strcmp(local + ZONE, "+00:00") == 0)
        return arena_printf(a, "%.*s UTC", (int)(local + ZONE - 1 - at), at);
    if (strncmp(local, utc, DAY) == 0)
        return arena_printf(a, "%s = %.*s UTC", at, TIME_LEN, utc + TIME);
    return arena_printf(a, "%s = %.*s %.*s UTC", at, DAY, utc, TIME_LEN, utc + TIME);
}
char *text_instant_utc(char *dst, int64_t wall_ms)
{
    int ms;
    struct tm tm;
    time_t s = seconds_of(wall_ms, &ms);
    if (!gmtime_r(&s, &tm))
        return put_epoch(dst, wall_ms);
    size_t n = strftime(dst, TEXT_NUM, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(dst + n, TEXT_NUM - n, ".%03dZ", ms);
    return dst;
}

char *text_clock(char *dst, int64_t wall_ms)
{
    int ms;
    struct tm tm;
    time_t s = seconds_of(wall_ms, &ms);
    if (!zone_tm(s, &tm) || !strftime(dst, TEXT_NUM, "%H:%M:%S", &tm))
        return memcpy(dst, "?", 2);
    return dst;
}

char *text_rate(char *dst, double per_second)
{
    double m = fabs(per_second);
    if (!(m < 9e18))
        return memcpy(dst, "?", 2);
    if (m >= 100)
        return text_short(dst, (int64_t)per_second);
    uint64_t tenths = (uint64_t)(m * 10 + 1e-6);
    const char *sign = per_second < 0 ? "-" : "";
    if (tenths == 0)
        snprintf(dst, TEXT_NUM, "%s", m == 0 ? "0" : per_second < 0 ? ">-0.1" : "<0.1");
    else if (m >= 10 || tenths % 10 == 0)
        snprintf(dst, TEXT_NUM, "%s%" PRIu64, sign, tenths / 10);
    else
        snprintf(dst, TEXT_NUM, "%s%" PRIu64 ".%" PRIu64, sign, tenths / 10, tenths % 10);
    return dst;
}

char *text_percent(char *dst, double percent)
{
    double m = fabs(percent);
    if (!(m < 9e17))
        return memcpy(dst, "?", 2);
    uint64_t tenths = (uint64_t)(m * 10 + 1e-6);
    const char *sign = percent < 0 ? "-" : "";
    if (tenths == 0)
        snprintf(dst, TEXT_NUM, "%s", m == 0 ? "0 %" : percent < 0 ? ">-0.1 %" : "<0.1 %");
    else if (tenths % 10 == 0)
        snprintf(dst, TEXT_NUM, "%s%" PRIu64 " %%", sign, tenths / 10);
    else
        snprintf(dst, TEXT_NUM, "%s%" PRIu64 ".%" PRIu64 " %%", sign, tenths / 10, tenths % 10);
    return dst;
}
