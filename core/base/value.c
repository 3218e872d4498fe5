/* Typed cells: how a value is shown, exported and ordered. Comparing decides how long a sort of
 * 100,000 rows takes, so it allocates nothing and compares the text last. */
#include "core/base/value.h"

#include "core/base/clock.h"
#include "core/base/text_compare.h"
#include "core/base/text_human.h"

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

/* An instant that is a bound is the latest at which it can have begun; "> 0 s" would say nothing. */
static const char *display_age(const struct value *v, struct arena *a)
{
    char num[TEXT_NUM];
    int64_t age = clock_wall_ms() - v->num;
    if (v->bound != BOUND_MOST)
        return arena_strdup(a, text_age(num, age));
    return age < 1000 ? "–" : arena_printf(a, "> %s", text_age(num, age));
}

int64_t value_display_lasts(const struct value *v)
{
    enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };
    if (v->state != VALUE_KNOWN || v->kind != VALUE_INSTANT || v->form != FORM_AGE || v->text)
        return 0;
    int64_t age = clock_wall_ms() - v->num;
    int64_t unit = age < MINUTE ? SECOND : age < HOUR ? MINUTE : HOUR;
    return age < 0 ? unit : unit - age % unit;
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
    if (v->kind == VALUE_INSTANT && v->form == FORM_AGE)
        return display_age(v, a);
    char num[TEXT_NUM];
    if (v->bound != BOUND_NONE)
        return arena_printf(a, v->bound == BOUND_LEAST ? "≥ %s" : "≤ %s", display_number(v, num));
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

int64_t value_rank(const struct value *v)
{
    if (v->form == FORM_SHARE)
        return (int64_t)v->share.n - v->share.of;
    if (v->form == FORM_YES_NO)
        return -v->num;
    return v->form == FORM_PARTS ? v->parts->rank : v->num;
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

/* ---- copies ---------------------------------------------------------------------------------- */

static const int32_t *copy_numbers(struct arena *a, const int32_t *numbers, size_t n)
{
    int32_t *copy = arena_array(a, n, sizeof *copy);
    if (n)
        memcpy(copy, numbers, n * sizeof *copy);
    return copy;
}

static const double *copy_reals(struct arena *a, const double *reals, size_t n)
{
    double *copy = arena_array(a, n, sizeof *copy);
    if (n)
        memcpy(copy, reals, n * sizeof *copy);
    return copy;
}

static const char *const *copy_texts(struct arena *a, const char *const *texts, size_t n)
{
    const char **copy = arena_array(a, n, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(a, texts[i]);
    return copy;
}

static const struct value_list *copy_lists(struct arena *a, const struct value_list *lists,
                                           size_t n)
{
    struct value_list *copy = arena_array(a, n, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = (struct value_list){.name = arena_strdup(a, lists[i].name),
                                      .numbers = copy_numbers(a, lists[i].numbers, lists[i].n),
                                      .n = lists[i].n};
    return copy;
}

static struct value_parts *copy_parts(struct arena *a, const struct value_parts *p)
{
    struct value_parts *copy = arena_alloc(a, sizeof *copy);
    *copy = *p;
    switch (p->kind) {
    case PARTS_NUMBERS:
        copy->numbers = copy_numbers(a, p->numbers, p->n);
        break;
    case PARTS_COUNTS:
        copy->numbers = copy_numbers(a, p->numbers, 2 * (size_t)p->n);
        break;
    case PARTS_REALS:
        copy->reals = copy_reals(a, p->reals, p->n);
        break;
    case PARTS_TEXTS:
        copy->texts = copy_texts(a, p->texts, p->n);
        break;
    case PARTS_LISTS:
        copy->lists = copy_lists(a, p->lists, p->n);
        break;
    }
    return copy;
}

struct value value_copy(const struct value *v, struct arena *a)
{
    struct value copy = *v;
    copy.text = arena_strdup(a, v->text);
    if (v->form == FORM_PARTS)
        copy.parts = copy_parts(a, v->parts);
    return copy;
}

/* ---- order ----------------------------------------------------------------------------------- */

static int compare_text(const struct value *a, const struct value *b)
{
    return text_natural(a->text ? a->text : "", b->text ? b->text : "");
}

static int compare_numbers(const struct value *a, const struct value *b)
{
    int64_t x = a->kind == VALUE_TEXT ? value_rank(a) : a->num;
    int64_t y = b->kind == VALUE_TEXT ? value_rank(b) : b->num;
    return (x > y) - (x < y);
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
        c = compare_numbers(a, b);
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
