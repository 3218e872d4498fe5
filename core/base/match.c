/* Running a filter over the rows of a table. It runs for every row at every keystroke of the filter
 * line and at every refresh, so nothing is allocated or parsed here. */
#include "core/base/match.h"

#include "core/base/buf.h"
#include "core/base/match_term.h"
#include "core/base/mem.h"
#include "core/base/parse_instant.h"
#include "core/base/text_compare.h"
#include "core/base/text_human.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void match_free(struct match *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->terms.len; i++) {
        struct match_term *t = &m->terms.data[i];
        pattern_free(t->pattern);
        free(t->text);
        free(t->moving);
        free(t->name);
    }
    vec_release(&m->terms);
    vec_release(&m->also);
    free(m);
}

bool match_is_all(const struct match *m)
{
    return m->terms.len == 0;
}

bool match_is_ambiguous(const struct match *m)
{
    for (size_t i = 0; i < m->terms.len; i++)
        if (m->terms.data[i].day_guessed)
            return true;
    return false;
}

bool match_has_words(const struct match *m)
{
    for (size_t i = 0; i < m->terms.len; i++)
        if (m->terms.data[i].bare)
            return true;
    return false;
}

void match_also(struct match *m, const size_t *columns, size_t n)
{
    vec_clear(&m->also);
    for (size_t i = 0; i < n; i++)
        vec_push(&m->also, columns[i]);
}

/* What words and regular expressions match against. */
static const char *text_of(const struct value *v, char tmp[TEXT_NUM])
{
    if (v->text)
        return v->text;
    switch (v->kind) {
    case VALUE_TEXT:
        return "";
    case VALUE_BOOL:
        return v->num ? "yes" : "no";
    case VALUE_RATE:
        return text_rate(tmp, v->real);
    case VALUE_PERCENT:
        return text_percent(tmp, v->real);
    case VALUE_COUNT:
    case VALUE_ID:
    case VALUE_BYTES:
    case VALUE_DURATION:
    case VALUE_INSTANT:
        break;
    }
    snprintf(tmp, TEXT_NUM, "%" PRId64, v->num);
    return tmp;
}

/* Equality in any case, * standing for anything: one step back to the last * is enough. */
static bool glob(const char *pattern, const char *s)
{
    const char *star = NULL, *retry = s;
    while (*s) {
        if (*pattern == '*') {
            star = ++pattern;
            retry = s;
        } else if (tolower((unsigned char)*pattern) == tolower((unsigned char)*s)) {
            pattern++;
            s++;
        } else if (star) {
            pattern = star;
            s = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

static bool holds(enum match_op op, int order)
{
    switch (op) {
    case MATCH_EQ:
        return order == 0;
    case MATCH_LT:
        return order < 0;
    case MATCH_LE:
        return order <= 0;
    case MATCH_GT:
        return order > 0;
    case MATCH_GE:
        return order >= 0;
    case MATCH_CONTAINS:
    case MATCH_REGEX:
    case MATCH_MISSING:
        break;
    }
    return false;
}

static bool compare_text(const struct match_term *t, const struct value *v)
{
    char tmp[TEXT_NUM];
    const char *s = text_of(v, tmp);
    if (t->op == MATCH_EQ)
        return glob(t->text, s);
    return holds(t->op, text_natural(s, t->text));
}

/* What it says could be read when it was compiled, but not ever after: clocks that are put forward
 * skip "today 02:30". The one before stands then. */
void match_start(struct match *m, int64_t now_ms)
{
    struct instant now;
    for (size_t i = 0; i < m->terms.len; i++) {
        struct match_term *t = &m->terms.data[i];
        if (t->moving && parse_instant_shown(t->moving, now_ms, &now, NULL)) {
            t->num = now.wall_ms;
            t->span = now.span_ms; /* a day has 23 hours once, and 25 */
        }
    }
}

static bool is_real(enum value_kind kind)
{
    return kind == VALUE_RATE || kind == VALUE_PERCENT;
}

/* False in *comparable when the cell holds another sort of thing than the literal. */
static bool compare(const struct match_term *t, const struct value *v, bool *comparable)
{
    if (t->kind == VALUE_TEXT)
        return compare_text(t, v);
    if (is_real(t->kind)) {
        double real = is_real(v->kind) ? v->real : (double)v->num;
        *comparable = v->kind != VALUE_TEXT && real == real;
        return holds(t->op, (real > t->real) - (real < t->real));
    }
    *comparable = !is_real(v->kind) && (v->kind != VALUE_TEXT || v->has_num);
    int64_t num = *comparable && v->kind == VALUE_TEXT ? value_rank(v) : v->num;
    if (num < t->num)
        return holds(t->op, -1);
    return holds(t->op, (uint64_t)num - (uint64_t)t->num >= (uint64_t)t->span);
}

enum finding { FOUND, NOT_FOUND, NOT_KNOWN };

/* Without the negation. */
static enum finding find(const struct match_term *t, const struct value *v)
{
    char tmp[TEXT_NUM];
    bool known = v->state == VALUE_KNOWN, found = false;
    if (t->op == MATCH_MISSING)
        return known ? NOT_FOUND : FOUND;
    if (!known)
        return NOT_KNOWN;
    if (t->op == MATCH_CONTAINS) {
        const char *s = text_of(v, tmp);
        found = t->fold ? strcasestr(s, t->text) != NULL : strstr(s, t->text) != NULL;
    } else if (t->op == MATCH_REGEX) {
        found = pattern_matches(t->pattern, text_of(v, tmp));
        known = !pattern_trouble(t->pattern);
    } else {
        found = compare(t, v, &known);
    }
    return !known ? NOT_KNOWN : found ? FOUND : NOT_FOUND;
}

/* "1,2,3" and "3 of 3" are numbers: 3 would match nearly every row by them. */
static bool is_words(const struct value *v)
{
    bool named =
        v->form == FORM_PARTS && (v->parts->kind == PARTS_TEXTS || v->parts->kind == PARTS_LISTS);
    return v->kind == VALUE_TEXT && v->state == VALUE_KNOWN && (v->form == FORM_WORDS || named);
}

typedef const struct value *cell_fn(const void *user, size_t column);

/* A bare term is found where any of its columns has it. That the others are not known says nothing
 * as long as the name is. */
static enum finding find_in_row(const struct match *m, const struct match_term *t, cell_fn *cell,
                                const void *user)
{
    enum finding in = find(t, cell(user, t->column));
    for (size_t i = 0; t->bare && in != FOUND && i < m->also.len; i++) {
        const struct value *v = cell(user, m->also.data[i]);
        if (is_words(v) && find(t, v) == FOUND)
            in = FOUND;
    }
    return in;
}

bool match_row(const struct match *m, cell_fn *cell, const void *user)
{
    for (size_t i = 0; i < m->terms.len; i++) {
        const struct match_term *t = &m->terms.data[i];
        if (find_in_row(m, t, cell, user) != (t->negate ? NOT_FOUND : FOUND))
            return false;
    }
    return true;
}

bool match_refuses(const struct match *m, cell_fn *cell, const void *user)
{
    for (size_t i = 0; i < m->terms.len; i++) {
        const struct match_term *t = &m->terms.data[i];
        if (t->negate && t->op != MATCH_MISSING && find_in_row(m, t, cell, user) == FOUND)
            return true;
    }
    return false;
}

const char *match_finds_all(const struct match *m)
{
    for (size_t i = 0; i < m->terms.len; i++) {
        const struct match_term *t = &m->terms.data[i];
        size_t n = t->text ? strlen(t->text) : 0;
        if (t->op == MATCH_EQ && !t->negate && t->kind == VALUE_TEXT && n &&
            t->text[n - 1] == '*' && (n == 1 || t->text[n - 2] == ':'))
            return t->text;
    }
    return NULL;
}

const char *match_trouble(const struct match *m)
{
    const char *why = NULL;
    for (size_t i = 0; i < m->terms.len && !why; i++)
        why = m->terms.data[i].pattern ? pattern_trouble(m->terms.data[i].pattern) : NULL;
    return why;
}

/* As the term holds: what is not later than a day is before the next one. */
static const char *sign_of(const struct match_term *t, bool past)
{
    switch (t->op) {
    case MATCH_EQ:
        return t->negate ? "!=" : "=";
    case MATCH_LT:
    case MATCH_GE:
        return (t->op == MATCH_LT) != t->negate ? "<" : ">=";
    case MATCH_LE:
    case MATCH_GT:
        return (t->op == MATCH_LE) != t->negate ? past ? "<" : "<=" : past ? ">=" : ">";
    default:
        return NULL;
    }
}

char *match_said(const struct match *m)
{
    enum { SECOND_MS = 1000 }; /* lists show nothing shorter: > names what follows one */
    struct buf b;
    char text[TEXT_NUM];
    buf_init(&b, 0);
    for (size_t i = 0; i < m->terms.len; i++) {
        const struct match_term *t = &m->terms.data[i];
        bool past = (t->op == MATCH_LE || t->op == MATCH_GT) && t->span > SECOND_MS;
        const char *sign = t->name ? sign_of(t, past) : NULL;
        if (!sign)
            continue;
        buf_addf(&b, "%s%s%s%s", b.len ? "  " : "", t->name, sign,
                 text_instant(text, t->num + (past ? t->span : 0)));
        if (t->op == MATCH_EQ && t->span > 1)
            buf_addf(&b, " for %s", text_duration(text, t->span));
    }
    char *said = b.len ? xstrdup(buf_str(&b)) : NULL;
    buf_release(&b);
    return said;
}
