/* Durations: as people write them, and as Java does. The ISO form is compared by the tests with
 * what java.time.Duration printed for the same strings, because a reset by duration must move a
 * group to the place where Kafka's own tool would. */
#include "core/base/parse_duration.h"

#include "core/base/parse_scan.h"

#include <ctype.h>
#include <string.h>

/* Longest spelling first where one begins another; sizes fall. */
static const struct {
    const char *name;
    int64_t ms;
} units[] = {
    {"weeks", 604800000}, {"week", 604800000}, {"w", 604800000},   {"days", 86400000},
    {"day", 86400000},    {"d", 86400000},     {"hours", 3600000}, {"hour", 3600000},
    {"hr", 3600000},      {"h", 3600000},      {"minutes", 60000}, {"minute", 60000},
    {"mins", 60000},      {"min", 60000},      {"ms", 1},          {"m", 60000},
    {"seconds", 1000},    {"second", 1000},    {"secs", 1000},     {"sec", 1000},
    {"s", 1000},
};

static int64_t scan_unit(const char **s)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (scan_word(s, units[i].name))
            return units[i].ms;
    }
    return 0;
}

static bool wrong_duration(const char *s, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "\"%s\" is not a duration; write 500ms, 45s, 5m, 2h, 7d, \"1d 12h\" or PT2H", s);
}

static bool too_long(const char *s, struct err *err)
{
    return err_set(err, ERR_USAGE, "%s is too long a duration", s);
}

/* "1d 12h": numbers with units, each smaller than the one before. */
static bool scan_sum(const char *p, const char *s, int64_t *total, struct err *err)
{
    int64_t last = INT64_MAX;
    *total = 0;
    do {
        struct decimal d;
        if (!scan_decimal(&p, &d))
            return wrong_duration(s, err);
        scan_blanks(&p);
        if (*p == 'M' && !isalpha((unsigned char)p[1]))
            return err_set(err, ERR_USAGE,
                           "\"%s\": a capital M may mean minutes, months or millions; write 1min "
                           "or 30d",
                           s);
        int64_t unit = scan_unit(&p), part;
        if (!unit && !*p)
            return err_set(err, ERR_USAGE, "\"%s\" lacks a unit: ms, s, m, h, d or w", s);
        if (!unit || unit >= last)
            return wrong_duration(s, err);
        if (!scan_scale(d, unit, &part, NULL) || __builtin_add_overflow(*total, part, total))
            return too_long(s, err);
        last = unit;
        scan_blanks(&p);
    } while (*p);
    return true;
}

bool parse_duration(const char *s, int64_t *ms, struct err *err)
{
    const char *p = s;
    scan_blanks(&p);
    if (p[strspn(p, "+-")] == 'P' || p[strspn(p, "+-")] == 'p')
        return parse_iso_duration(p, ms, err);
    int sign = scan_sign(&p);
    scan_blanks(&p);
    const char *end = p + strspn(p, "0");
    scan_blanks(&end);
    if (*p == '0' && !*end) {
        *ms = 0;
        return true;
    }
    int64_t total;
    if (!scan_sum(p, s, &total, err))
        return false;
    *ms = total * sign;
    return true;
}

struct iso {
    int64_t seconds;
    int64_t nanos; /* same sign as its number, less than a second */
};

/* [.,] and at most nine digits → nanoseconds. */
static bool scan_fraction(const char **s, int64_t *nanos)
{
    *nanos = 0;
    if (**s != '.' && **s != ',')
        return true;
    (*s)++;
    int64_t weight = 100000000;
    for (; scan_is_digit(**s); (*s)++, weight /= 10) {
        if (weight == 0)
            return false;
        *nanos += (**s - '0') * weight;
    }
    return true;
}

/* One "4.5S": stores it when its letter is the wanted one, else leaves *s where it was. */
static bool scan_iso_part(const char **s, const char *letter, int64_t unit, int sign,
                          struct iso *total, bool *overflow)
{
    const char *p = *s;
    int64_t n, nanos = 0;
    sign *= scan_sign(&p);
    const char *digits = p;
    bool fits = scan_digits(&p, &n);
    if (!scan_is_digit(*digits) || (fits && unit == 1 && !scan_fraction(&p, &nanos)))
        return false;
    if (!fits) {
        *overflow = true;
        return false;
    }
    if (!scan_word(&p, letter))
        return false;
    *s = p;
    *overflow = *overflow || __builtin_mul_overflow(n, unit * sign, &n) ||
                __builtin_add_overflow(total->seconds, n, &total->seconds);
    total->nanos += nanos * sign;
    return true;
}

static bool to_ms(struct iso t, int64_t *ms)
{
    if (t.seconds > 0 && t.nanos < 0) { /* one sign for both, so that cutting is towards zero */
        t.seconds--;
        t.nanos += 1000000000;
    } else if (t.seconds < 0 && t.nanos > 0) {
        t.seconds++;
        t.nanos -= 1000000000;
    }
    int64_t whole;
    if (__builtin_mul_overflow(t.seconds, 1000, &whole) ||
        __builtin_add_overflow(whole, t.nanos / 1000000, &whole))
        return false;
    *ms = whole;
    return true;
}

/* What follows T; at least one part is needed. */
static bool scan_iso_time(const char **s, int sign, struct iso *total, bool *overflow)
{
    bool any = scan_iso_part(s, "H", 3600, sign, total, overflow);
    any |= scan_iso_part(s, "M", 60, sign, total, overflow);
    any |= scan_iso_part(s, "S", 1, sign, total, overflow);
    return any;
}

bool parse_iso_duration(const char *s, int64_t *ms, struct err *err)
{
    const char *p = s;
    struct iso total = {0};
    bool overflow = false, right = false;
    int sign = scan_sign(&p);
    if (scan_word(&p, "P")) {
        right = scan_iso_part(&p, "D", 86400, sign, &total, &overflow);
        if (scan_word(&p, "T"))
            right = scan_iso_time(&p, sign, &total, &overflow);
    }
    if (overflow)
        return too_long(s, err);
    if (!right || *p)
        return err_set(err, ERR_USAGE,
                       "\"%s\" is not an ISO 8601 duration; write P7D, PT2H, PT30M or P1DT12H", s);
    return to_ms(total, ms) ? true : too_long(s, err);
}
