/* Points in time, as people and Kafka's tools write them. One scanner reads both: what Kafka takes
 * (T between date and time, milliseconds) is a corner of what klamm takes, and there its odd rules
 * hold to the letter, because the same string must not move a group to two different places. The
 * tests hold what java.text.SimpleDateFormat answered for each string. */
#include "core/base/parse_instant.h"

#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_scan.h"
#include "core/base/text_human.h"
#include "core/base/zone.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_MS ((int64_t)86400000)

struct stamp {
    int64_t year, month, day, hour, minute, second, ms;
    int64_t offset_ms; /* of the zone */
    int64_t span_ms;
    bool had_zone;
    bool kafka; /* has the form Kafka takes */
    bool shown; /* means the zone shown even so */
    const char *ignored;
};

static bool wrong_instant(const char *s, struct err *err)
{
    return err_set(
        err, ERR_USAGE,
        "\"%s\" is not a point in time; write 2026-11-22T14:03:00.000, 2026-11-22 14:03, "
        "14:03, @epoch-ms, now-2h, \"2h ago\", today or yesterday",
        s);
}

static bool before_1970(const char *s, struct err *err)
{
    return err_set(err, ERR_USAGE, "%s is before 1970, where no record can be", s);
}

static bool scan_field(const char **p, int64_t *out)
{
    scan_blanks(p); /* SimpleDateFormat skips them before each field */
    return scan_digits(p, out);
}

static bool scan_char(const char **p, char c)
{
    if (**p != c)
        return false;
    (*p)++;
    return true;
}

static bool scan_date(const char **p, struct stamp *t)
{
    t->span_ms = DAY_MS;
    return scan_field(p, &t->year) && scan_char(p, '-') && scan_field(p, &t->month) &&
           scan_char(p, '-') && scan_field(p, &t->day);
}

/* The digits after the seconds. Kafka reads them as a number of milliseconds, so ".6" is 6 ms;
 * where the string is not one that Kafka takes, only what can't be misread is accepted. */
static bool scan_fraction(const char **p, struct stamp *t, const char *s, struct err *err)
{
    const char *start = *p;
    if (t->kafka)
        scan_blanks(p);
    size_t n = strspn(*p, "0123456789");
    if (!scan_digits(p, &t->ms))
        return n ? err_set(err, ERR_USAGE, "%s: too many decimals", s) : wrong_instant(s, err);
    t->span_ms = 1;
    if (t->kafka && t->ms > 999)
        return err_set(err, ERR_USAGE,
                       "%s: milliseconds go to 999, as for Kafka's tools; cut \"%.12s\" to three "
                       "digits",
                       s, start);
    if (t->kafka || n == 3)
        return true;
    if (n != 6 && n != 9)
        return err_set(err, ERR_USAGE, "%s: write the milliseconds with three digits", s);
    t->ms /= n == 6 ? 1000 : 1000000;
    return true;
}

static bool scan_time(const char **p, struct stamp *t, const char *s, struct err *err)
{
    if (!scan_field(p, &t->hour) || !scan_char(p, ':') || !scan_field(p, &t->minute))
        return wrong_instant(s, err);
    t->span_ms = 60000;
    if (!scan_char(p, ':')) {
        t->kafka = false;
        return true;
    }
    if (!scan_field(p, &t->second))
        return wrong_instant(s, err);
    t->span_ms = 1000;
    t->kafka = t->kafka && **p == '.';
    if (scan_char(p, '.') || scan_char(p, ',')) /* a comma: as Kafka's own logs write it */
        return scan_fraction(p, t, s, err);
    return true;
}

static bool two_digits(const char *p, int64_t *out)
{
    if (!scan_is_digit(p[0]) || !scan_is_digit(p[1]))
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return true;
}

/* +02 or +02:00, as far as Kafka reads it. */
static bool scan_offset(const char **p, struct stamp *t, const char *s, struct err *err)
{
    int sign = scan_sign(p);
    int64_t hours, minutes = 0;
    if (!two_digits(*p, &hours))
        return err_set(err, ERR_USAGE, "%s: write the zone as Z, +02:00 or -08:00", s);
    *p += 2;
    if (**p == ':' && two_digits(*p + 1, &minutes) && minutes < 60)
        *p += 3;
    else if (strncmp(*p, "00", 2) == 0)
        *p += 2;
    if (**p == ':' || scan_is_digit(**p))
        return err_set(err, ERR_USAGE,
                       "%s: Kafka's tools would take this zone for %c%02d:00; write it as +hh:mm",
                       s, sign < 0 ? '-' : '+', (int)hours);
    t->offset_ms = sign * (hours * 60 + minutes) * 60000;
    if (t->offset_ms > 14 * 3600000 || t->offset_ms < -13 * 3600000)
        return err_set(err, ERR_USAGE, "%s: zones go from -13:00 to +14:00", s);
    return true;
}

/* The zone, if there is one, and the end. */
static bool scan_zone(const char **p, struct stamp *t, const char *s, struct err *err)
{
    scan_blanks(p);
    if (!**p)
        return true;
    t->had_zone = true;
    if (**p == '+' || **p == '-') {
        if (!scan_offset(p, t, s, err))
            return false;
    } else if (t->kafka ? !scan_char(p, 'Z') : !scan_word(p, "Z") && !scan_word(p, "UTC")) {
        return wrong_instant(s, err);
    }
    scan_blanks(p);
    if (!**p)
        return true;
    if (!t->kafka)
        return wrong_instant(s, err);
    t->ignored = *p;
    return true;
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool offset_jump = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && offset_jump ? 29 : days[month - 1];
}

static bool check_stamp(const struct stamp *t, const char *s, struct err *err)
{
    if (t->year < 1970)
        return err_set(err, ERR_USAGE, "%s: year %" PRId64 " is before 1970; write all four digits",
                       s, t->year);
    if (t->year > 9999)
        return err_set(err, ERR_USAGE, "%s: year %" PRId64 " is too far off", s, t->year);
    if (t->month < 1 || t->month > 12)
        return err_set(err, ERR_USAGE, "%s: there is no month %" PRId64, s, t->month);
    if (t->day < 1 || t->day > days_in_month(t->year, t->month))
        return err_set(err, ERR_USAGE, "%s: that month has no day %" PRId64, s, t->day);
    if (t->hour > 23 || t->minute > 59 || t->second > 59)
        return err_set(err, ERR_USAGE, "%s: times go from 00:00:00 to 23:59:59", s);
    return true;
}

static struct tm calendar(const struct stamp *t)
{
    return (struct tm){.tm_year = (int)t->year - 1900,
                       .tm_mon = (int)t->month - 1,
                       .tm_mday = (int)t->day,
                       .tm_hour = (int)t->hour,
                       .tm_min = (int)t->minute,
                       .tm_sec = (int)t->second};
}

/* A day begins when its date appears, whatever time the clocks show then. */
static void whole_day(const struct stamp *t, int64_t *ms, int64_t *span_ms)
{
    struct tm day = calendar(t), next = day;
    int64_t at[2], end[2];
    next.tm_mday++;
    timegm(&next); /* the 32nd becomes the 1st */
    zone_moments(&day, at);
    zone_moments(&next, end);
    *ms = at[0] * 1000;
    *span_ms = (end[0] - at[0]) * 1000;
}

static bool in_zone(const struct stamp *t, const char *s, int64_t *ms, struct err *err)
{
    char first[TEXT_NUM], second[TEXT_NUM];
    struct tm tm = calendar(t);
    int64_t at[2];
    int n = zone_moments(&tm, at);
    *ms = at[0] * 1000 + t->ms;
    if (n == 1)
        return true;
    if (n == 0)
        return err_set(err, ERR_USAGE,
                       "%s: there is no such time here, the clocks are put forward over it; the "
                       "next one is %s",
                       s, text_instant(first, at[0] * 1000));
    return err_set(err, ERR_USAGE,
                   "%s: the clocks are put back over it, so it is %s and %s: write the zone", s,
                   text_instant(first, at[0] * 1000), text_instant(second, at[1] * 1000));
}

static bool finish(const struct stamp *t, const char *s, struct instant *out, struct err *err)
{
    struct tm tm = calendar(t);
    int64_t ms, span = t->span_ms;
    if (!check_stamp(t, s, err))
        return false;
    if (t->had_zone || (t->kafka && !t->shown))
        ms = (int64_t)timegm(&tm) * 1000 + t->ms - t->offset_ms;
    else if (span == DAY_MS)
        whole_day(t, &ms, &span);
    else if (!in_zone(t, s, &ms, err))
        return false;
    if (ms < 0)
        return before_1970(s, err);
    *out = (struct instant){
        .wall_ms = ms, .span_ms = span, .had_zone = t->had_zone, .ignored = t->ignored};
    return true;
}

/* A time of day after the date that *t holds, or nothing. */
static bool scan_rest(const char *p, struct stamp *t, const char *s, struct instant *out,
                      struct err *err)
{
    const char *after_date = p;
    scan_blanks(&p);
    if (*p) {
        bool big_t = p == after_date && scan_char(&p, 'T');
        t->kafka = big_t;
        if (!big_t && p == after_date && !scan_char(&p, 't'))
            return wrong_instant(s, err);
        if (!scan_time(&p, t, s, err) || !scan_zone(&p, t, s, err))
            return false;
    }
    return finish(t, s, out, err);
}

static bool absolute(const char *s, bool shown, struct instant *out, struct err *err)
{
    const char *p = s;
    struct stamp t = {.shown = shown};
    if (!scan_date(&p, &t))
        return wrong_instant(s, err);
    return scan_rest(p, &t, s, out, err);
}

/* The day that the zone's calendar shows, `before` days ago. */
static bool day_of(int64_t now_ms, int before, struct stamp *t)
{
    struct tm tm;
    if (now_ms < 0 || !zone_tm((time_t)(now_ms / 1000), &tm))
        return false;
    tm.tm_mday -= before;
    tm.tm_hour = 12;
    timegm(&tm);
    *t = (struct stamp){.year = tm.tm_year + 1900,
                        .month = tm.tm_mon + 1,
                        .day = tm.tm_mday,
                        .span_ms = DAY_MS,
                        .shown = true};
    return true;
}

static bool named_day(const char *p, int64_t now_ms, int before, const char *s, struct instant *out,
                      struct err *err)
{
    struct stamp t;
    if (!day_of(now_ms, before, &t))
        return before_1970(s, err);
    if (!scan_rest(p, &t, s, out, err))
        return false;
    out->moves = true;
    return true;
}

/* "19:55": of today, or of yesterday when it is not that late yet. */
static bool time_of_day(int64_t now_ms, const char *s, struct instant *out, struct err *err)
{
    for (int before = -1; before < 2; before++) {
        const char *p = s;
        struct stamp t;
        if (!day_of(now_ms, before, &t))
            return before_1970(s, err);
        if (!scan_time(&p, &t, s, err) || !scan_zone(&p, &t, s, err))
            return false;
        if (before < 0 && !t.had_zone)
            continue; /* tomorrow has begun only where a zone is east of the one shown */
        if (!finish(&t, s, out, err))
            return false;
        if (out->wall_ms <= now_ms)
            break;
    }
    out->day_guessed = true;
    out->moves = true;
    return true;
}

static bool is_time_of_day(const char *p)
{
    size_t n = strspn(p, "0123456789");
    return n >= 1 && n <= 2 && p[n] == ':';
}

static bool epoch(const char *p, const char *s, struct instant *out, struct err *err)
{
    int64_t ms;
    if (!parse_int(p, 0, INT64_MAX, &ms, err))
        return err_wrap(err, "%s: milliseconds since 1970", s);
    if (ms > 0 && ms < 100000000000)
        return err_set(err, ERR_USAGE,
                       "%s looks like seconds; @ takes milliseconds: @%" PRId64 "000", s, ms);
    *out = (struct instant){.wall_ms = ms, .span_ms = 1, .had_zone = true};
    return true;
}

static bool from_now(int64_t now_ms, int64_t delta, const char *s, struct instant *out,
                     struct err *err)
{
    int64_t ms;
    if (__builtin_add_overflow(now_ms, delta, &ms) || ms > 253402300799999) /* end of 9999 */
        return err_set(err, ERR_USAGE, "%s is too far off", s);
    if (ms < 0)
        return before_1970(s, err);
    *out = (struct instant){.wall_ms = ms, .span_ms = 1, .had_zone = true, .moves = true};
    return true;
}

/* What follows "now": nothing, "-2h", "+ 5m". */
static bool now_and(const char *p, int64_t now_ms, const char *s, struct instant *out,
                    struct err *err)
{
    int64_t delta = 0;
    scan_blanks(&p);
    if (*p && *p != '-' && *p != '+')
        return wrong_instant(s, err);
    if (*p && !parse_duration(p, &delta, err))
        return false;
    return from_now(now_ms, delta, s, out, err);
}

/* "1d 12h ago" */
static bool ago(const char *p, int64_t now_ms, const char *s, struct instant *out, struct err *err)
{
    char duration[64];
    size_t n = strlen(p) - strlen("ago");
    if (n >= sizeof duration)
        return wrong_instant(s, err);
    snprintf(duration, sizeof duration, "%.*s", (int)n, p);
    int64_t delta;
    if (!scan_is_digit(*p))
        return wrong_instant(s, err);
    if (!parse_duration(duration, &delta, err))
        return false;
    return from_now(now_ms, -delta, s, out, err);
}

static bool ends_in_ago(const char *p)
{
    size_t n = strlen(p);
    const char *end = n > 3 ? p + n - 3 : p;
    return n > 3 && scan_word(&end, "ago");
}

static bool parse(const char *s, int64_t now_ms, bool shown, struct instant *out, struct err *err)
{
    const char *p = s;
    scan_blanks(&p);
    if (scan_char(&p, '@'))
        return epoch(p, s, out, err);
    if (scan_word(&p, "now"))
        return now_and(p, now_ms, s, out, err);
    if (scan_word(&p, "today"))
        return named_day(p, now_ms, 0, s, out, err);
    if (scan_word(&p, "yesterday"))
        return named_day(p, now_ms, 1, s, out, err);
    if (ends_in_ago(p))
        return ago(p, now_ms, s, out, err);
    if (is_time_of_day(p))
        return time_of_day(now_ms, s, out, err);
    return absolute(s, shown, out, err);
}

bool parse_instant(const char *s, int64_t now_ms, struct instant *out, struct err *err)
{
    return parse(s, now_ms, false, out, err);
}

bool parse_instant_shown(const char *s, int64_t now_ms, struct instant *out, struct err *err)
{
    int64_t ago_ms;
    if (scan_is_digit(*s) && parse_duration(s, &ago_ms, NULL))
        return from_now(now_ms, -ago_ms, s, out, err);
    return parse(s, now_ms, true, out, err);
}
