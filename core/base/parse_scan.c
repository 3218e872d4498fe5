/* Small steps over a string, for the parsers. Decimals stay integers, so that 1.5G is exactly
 * 1,610,612,736 and no locale's decimal comma matters. */
#include "core/base/parse_scan.h"

#include <string.h>
#include <strings.h>

bool scan_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void scan_blanks(const char **s)
{
    while (**s == ' ' || **s == '\t')
        (*s)++;
}

bool scan_word(const char **s, const char *word)
{
    size_t n = strlen(word);
    if (strncasecmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

int scan_sign(const char **s)
{
    int sign = **s == '-' ? -1 : 1;
    if (**s == '-' || **s == '+')
        (*s)++;
    return sign;
}

static bool add_digit(int64_t *n, char digit)
{
    return !__builtin_mul_overflow(*n, 10, n) && !__builtin_add_overflow(*n, digit - '0', n);
}

bool scan_digits(const char **s, int64_t *out)
{
    if (!scan_is_digit(**s))
        return false;
    for (*out = 0; scan_is_digit(**s); (*s)++) {
        if (!add_digit(out, **s))
            return false;
    }
    return true;
}

/* Whether the comma at p stands between groups of three; `digits` precede it in its group. */
static bool is_group_comma(const char *p, size_t digits, bool first)
{
    bool three_after = strspn(p + 1, "0123456789") == 3;
    return three_after && (first ? digits >= 1 && digits <= 3 : digits == 3);
}

static bool scan_grouped(const char **s, int64_t *out)
{
    size_t digits = 0;
    bool first = true;
    for (*out = 0;; (*s)++) {
        if (scan_is_digit(**s)) {
            if (!add_digit(out, **s))
                return false;
            digits++;
        } else if (**s == ',' && is_group_comma(*s, digits, first)) {
            first = false;
            digits = 0;
        } else if (**s != '_' || !digits || !scan_is_digit((*s)[1])) {
            return digits > 0;
        }
    }
}

bool scan_decimal(const char **s, struct decimal *d)
{
    d->micro = 0;
    if (!scan_grouped(s, &d->whole))
        return false;
    if (**s != '.')
        return true;
    (*s)++;
    if (!scan_is_digit(**s))
        return false;
    int64_t weight = 100000;
    for (; scan_is_digit(**s); (*s)++, weight /= 10) {
        if (weight == 0)
            return false;
        d->micro += (**s - '0') * weight;
    }
    return true;
}

bool scan_scale(struct decimal d, int64_t unit, int64_t *out, bool *exact)
{
    int64_t part = d.micro * unit;
    if (exact)
        *exact = part % 1000000 == 0;
    return !__builtin_mul_overflow(d.whole, unit, out) &&
           !__builtin_add_overflow(*out, part / 1000000, out);
}
