/* Typed cells: how a value is shown, exported and ordered. Comparing decides how long a sort of
 * 100,000 rows takes, so it allocates nothing and looks at the text last. */
#include "core/base/value.h"

#include "core/base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *state_display(enum value_state state)
{
    switch (state) {
    case VALUE_NONE:
        return "–";
    case VALUE_DENIED:
        return "denied";
    case VALUE_FAILED:
        return "?";
    case VALUE_UNKNOWN:
    case VALUE_KNOWN:
        break;
    }
    return "…";
}

static bool is_unlimited(const struct value *v)
{
    return v->num == VALUE_UNLIMITED && (v->kind == VALUE_DURATION || v->kind == VALUE_BYTES);
}

static char *display_number(const struct value *v, char *dst)
{
    switch (v->kind) {
    case VALUE_COUNT:
        return text_count(dst, v->num);
    case VALUE_BYTES:
        return text_bytes(dst, v->num);
    case VALUE_DURATION:
        return text_duration(dst, v->num);
    case VALUE_INSTANT:
        return text_instant(dst, v->num);
    case VALUE_RATE:
        return text_rate(dst, v->real);
    case VALUE_PERCENT:
        return text_percent(dst, v->real);
    case VALUE_TEXT:
    case VALUE_ID:
    case VALUE_BOOL:
        break;
    }
    snprintf(dst, TEXT_NUM, "%" PRId64, v->num);
    return dst;
}

const char *value_display(const struct value *v, struct arena *a)
{
    if (v->state == VALUE_NONE && v->text)
        return v->text;
    if (v->state != VALUE_KNOWN)
        return state_display(v->state);
    if (v->text)
        return v->text;
    if (is_unlimited(v))
        return "unlimited";
    if (v->kind == VALUE_TEXT)
        return "";
    if (v->kind == VALUE_BOOL)
        return v->num ? "yes" : "no";
    char num[TEXT_NUM];
    return arena_strdup(a, display_number(v, num));
}

/* Up to six decimals without trailing zeros, with a point in every locale. */
static const char *plain_real(double real, struct arena *a)
{
    if (!(fabs(real) < 9e12))
        return isfinite(real) ? arena_printf(a, "%.0f", real) : "";
    int64_t micro = (int64_t)llround(real * 1e6);
    int64_t whole = micro / 1000000, rest = micro % 1000000;
    const char *sign = micro < 0 && whole == 0 ? "-" : "";
    if (rest == 0)
        return arena_printf(a, "%" PRId64, whole);
    char *s = arena_printf(a, "%s%" PRId64 ".%06" PRId64, sign, whole, rest < 0 ? -rest : rest);
    for (size_t n = strlen(s); n && s[n - 1] == '0'; n--)
        s[n - 1] = '\0';
    return s;
}

const char *value_plain(const struct value *v, struct arena *a)
{
    char num[TEXT_NUM];
    if (v->state != VALUE_KNOWN)
        return "";
    switch (v->kind) {
    case VALUE_TEXT:
        return v->text ? v->text : "";
    case VALUE_BOOL:
        return v->num ? "true" : "false";
    case VALUE_INSTANT:
        return arena_strdup(a, text_instant_utc(num, v->num));
    case VALUE_RATE:
    case VALUE_PERCENT:
        return plain_real(v->real, a);
    case VALUE_COUNT:
    case VALUE_ID:
    case VALUE_BYTES:
    case VALUE_DURATION:
        break;
    }
    return arena_printf(a, "%" PRId64, value_number(v));
}

int64_t value_number(const struct value *v)
{
    return is_unlimited(v) ? -1 : v->num;
}

/* What a value is compared by: classes never mix, so the order stays total in any column. */
enum compare_class {
    BY_NUMBER,
    BY_REAL,
    BY_TEXT,
    NOT_KNOWN,
};

static enum compare_class class_of(const struct value *v)
{
    if (v->state != VALUE_KNOWN)
        return NOT_KNOWN;
    if (v->kind == VALUE_TEXT)
        return v->has_num ? BY_NUMBER : BY_TEXT;
    if (v->kind == VALUE_RATE || v->kind == VALUE_PERCENT)
        return isnan(v->real) ? NOT_KNOWN : BY_REAL;
    return BY_NUMBER;
}

static int compare_text(const struct value *a, const struct value *b)
{
    return text_natural(a->text ? a->text : "", b->text ? b->text : "");
}

int value_compare_dir(const struct value *a, const struct value *b, bool descending)
{
    enum compare_class ca = class_of(a), cb = class_of(b);
    int c = 0;
    if (ca == NOT_KNOWN || cb == NOT_KNOWN)
        return ca != cb ? (ca < cb ? -1 : 1) : (a->state > b->state) - (a->state < b->state);
    if (ca != cb)
        c = ca < cb ? -1 : 1;
    else if (ca == BY_NUMBER)
        c = (a->num > b->num) - (a->num < b->num);
    else if (ca == BY_REAL)
        c = (a->real > b->real) - (a->real < b->real);
    if (c == 0 && a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
        c = compare_text(a, b);
    return descending ? -c : c;
}

int value_compare(const struct value *a, const struct value *b)
{
    return value_compare_dir(a, b, false);
}
