/* Numbers, sizes and switches as people write them. Everything typed in a form, a filter, a
 * configuration file or on the command line comes through here, so that one spelling works
 * everywhere. */
#include "core/base/parse.h"

#include "core/base/parse_scan.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool parse_int(const char *s, int64_t min, int64_t max, int64_t *out, struct err *err)
{
    const char *p = s;
    scan_blanks(&p);
    bool negative = *p == '-';
    p += negative || *p == '+';
    int64_t n = 0;
    const char *digits = p;
    for (; scan_is_digit(*p); p++) {
        int d = negative ? -(*p - '0') : *p - '0'; /* so that INT64_MIN can be written */
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, d, &n))
            return err_set(err, ERR_USAGE, "%s is too large a number", s);
    }
    bool any = p > digits;
    scan_blanks(&p);
    if (!any || *p)
        return err_set(err, ERR_USAGE, "\"%s\" is not a whole number", s);
    if (n < min || n > max)
        return err_set(err, ERR_USAGE, "%" PRId64 " is out of range: %" PRId64 " to %" PRId64, n,
                       min, max);
    *out = n;
    return true;
}

bool parse_double(const char *s, double *out, struct err *err)
{
    const char *p = s;
    scan_blanks(&p);
    size_t n = strspn(p, "0123456789.eE+-"); /* neither hexadecimal nor infinity */
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    char *end = NULL;
    double d = c ? strtod_l(p, &end, c) : strtod(p, &end);
    if (c)
        freelocale(c);
    const char *rest = end;
    scan_blanks(&rest);
    if (n == 0 || end == p || end > p + n || *rest || !isfinite(d))
        return err_set(err, ERR_USAGE, "\"%s\" is not a number, such as 0.5", s);
    *out = d;
    return true;
}

struct unit {
    const char *name;
    int64_t size;
};

#define KIB ((int64_t)1 << 10)
#define MIB ((int64_t)1 << 20)
#define GIB ((int64_t)1 << 30)
#define TIB ((int64_t)1 << 40)

static const struct unit count_units[] = {
    {"", 1}, {"k", 1000}, {"M", 1000000}, {"G", 1000000000}, {"T", 1000000000000}, {NULL, 0},
};

static const struct unit byte_units[] = {
    {"", 1},      {"B", 1},    {"k", KIB},   {"kB", KIB},  {"KiB", KIB},
    {"M", MIB},   {"MB", MIB}, {"MiB", MIB}, {"G", GIB},   {"GB", GIB},
    {"GiB", GIB}, {"T", TIB},  {"TB", TIB},  {"TiB", TIB}, {NULL, 0},
};

/* The unit that is all of the rest of the string, or NULL. */
static const struct unit *rest_is_unit(const char *s, const struct unit *units)
{
    for (const struct unit *u = units; u->name; u++) {
        const char *p = s;
        if (!scan_word(&p, u->name))
            continue;
        scan_blanks(&p);
        if (!*p)
            return u;
    }
    return NULL;
}

struct quantity {
    int sign;
    struct decimal number;
    const struct unit *unit;
};

static bool scan_quantity(const char *s, const struct unit *units, struct quantity *q)
{
    scan_blanks(&s);
    q->sign = scan_sign(&s);
    if (!scan_decimal(&s, &q->number))
        return false;
    scan_blanks(&s);
    q->unit = rest_is_unit(s, units);
    return q->unit != NULL;
}

bool parse_count(const char *s, int64_t *out, struct err *err)
{
    struct quantity q;
    if (!scan_quantity(s, count_units, &q))
        return err_set(err, ERR_USAGE, "\"%s\" is not a count; write 1204113, 10k, 1.5M or 2G", s);
    int64_t n;
    bool exact;
    if (!scan_scale(q.number, q.unit->size, &n, &exact))
        return err_set(err, ERR_USAGE, "%s is too large a number", s);
    if (!exact)
        return err_set(err, ERR_USAGE, "%s is not a whole number", s);
    *out = n * q.sign;
    return true;
}

bool parse_rate(const char *s, double *out, struct err *err)
{
    struct quantity q;
    if (!scan_quantity(s, count_units, &q))
        return err_set(err, ERR_USAGE, "\"%s\" is not a rate; write 0.5, 420 or 1.2k", s);
    *out = q.sign * ((double)q.number.whole + (double)q.number.micro / 1e6) * (double)q.unit->size;
    return true;
}

bool parse_bytes(const char *s, int64_t *out, struct err *err)
{
    struct quantity q;
    if (!scan_quantity(s, byte_units, &q))
        return err_set(err, ERR_USAGE, "\"%s\" is not a size; write 512, 100k, 10MB or 1.5GiB", s);
    int64_t n;
    if (!scan_scale(q.number, q.unit->size, &n, NULL))
        return err_set(err, ERR_USAGE, "%s is too large a size", s);
    *out = n * q.sign;
    return true;
}

bool parse_bool(const char *s, bool *out, struct err *err)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(s, words[i]) == 0) {
            *out = i % 2;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "\"%s\" is neither true nor false", s);
}
